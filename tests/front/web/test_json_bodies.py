from __future__ import annotations

import json

import pytest

from glocal_graph.front.web.json_bodies import read_json


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None, True, "東京"]}, [], "\U0001f409", {"a": {"b": [[[1]]]}}])
def test_json_is_read_as_it_is(value):
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only)
        assert read_json(text) == read_json(text.encode()) == value


@pytest.mark.parametrize(
    "text",
    ["", "{", "NaN", "[Infinity]", "[-Infinity]", "[1e400]", '["\\ud800"]', '{"\\uDFFF": 1}', b'"\xff"', "9" * 5000,
     "[" * 60 + "]" * 60, "[" * 900 + "]" * 900, "[" * 100_000, "[" + "0," * 250_000 + "0]"],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_used_is_refused(text):
    with pytest.raises(ValueError):
        read_json(text)
