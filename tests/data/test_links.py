from __future__ import annotations

import dataclasses
import json
import threading

import pytest

from glocal_graph.data.links import ID_PATTERN, Links, State, read_state
from glocal_graph.model.errors import LinksFull, UsageError
from glocal_graph.model.settings import Settings

STATE = State("/sparql", {"query": "SELECT * { ?鹿 ?p ?o }", "view": "map"}, {"zoom": 3})


@pytest.fixture
def settings(tmp_path):
    return Settings(links=str(tmp_path / "links"))


def test_a_state_is_found_again_by_an_id_of_its_content(settings):
    link, is_new = Links(settings).keep(STATE)
    assert is_new
    assert ID_PATTERN.fullmatch(link)
    assert len(link) == 12
    assert Links(settings).find(link) == STATE


def test_the_same_state_has_the_same_id_whatever_its_order(settings):
    other = State("/sparql", dict(reversed(STATE.fields.items())), {"zoom": 3})
    links = Links(settings)
    assert links.keep(STATE)[0] == links.keep(other)[0]
    assert links.keep(STATE)[1] is False


def test_another_state_has_another_id_even_where_the_first_letters_are_taken(settings, tmp_path):
    links = Links(settings)
    link, _ = links.keep(STATE)
    path = tmp_path / "links" / link[:2] / f"{link}.json"
    path.write_bytes(State("/explore").to_json())
    longer, is_new = links.keep(STATE)
    assert is_new
    assert longer != link
    assert longer.startswith(link)
    assert links.find(longer) == STATE
    assert links.find(link) == State("/explore")


@pytest.mark.parametrize("link", ["", "a", "../../etc/passwd", "a" * 12, "A" * 12, "a" * 53, "abcd/efgh2345"])
def test_what_was_never_given_is_not_found(settings, link):
    assert Links(settings).find(link) is None


def test_no_more_are_kept_than_may_be_and_the_old_ones_go_on(settings):
    links = Links(dataclasses.replace(settings, links_most=2))
    first, _ = links.keep(STATE)
    links.keep(State("/explore", {"focus": "46201"}))
    with pytest.raises(LinksFull, match="use the long one"):
        links.keep(State("/explore", {"focus": "46202"}))
    assert links.find(first) == STATE
    assert links.keep(STATE) == (first, False)


def test_no_more_bytes_are_kept_than_may_be(settings):
    links = Links(dataclasses.replace(settings, links_bytes=300))
    for number in range(2):
        links.keep(State("/explore", {"focus": str(number) * 50}))
    with pytest.raises(LinksFull):
        links.keep(State("/explore", {"focus": "3" * 50}))
    assert sum(path.stat().st_size for path in links._folder.rglob("*.json")) <= 300


def test_many_at_once_leave_only_whole_files(settings):
    links = Links(settings)
    work = [threading.Thread(target=lambda: [links.keep(State("/explore", {"n": str(i % 10)})) for i in range(40)])
            for _ in range(4)]  # fmt: skip
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    files = list(links._folder.rglob("*"))
    assert len([path for path in files if path.is_file()]) == 10
    assert all(json.loads(path.read_bytes())["page"] == "/explore" for path in files if path.is_file())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"page": "https://evil.example/"}',
        b'{"page": "//evil.example/"}',
        b'{"page": "/sparql?x=1"}',
        b'{"page": "/sparql\\n"}',
        b'{"page": "/update"}',
        b'{"page": "/questions/../update"}',
        b'{"page": "/sparql", "more": 1}',
        b'{"page": "/sparql", "fields": []}',
        b'{"page": "/sparql", "fields": {"query": 1}}',
        b'{"page": "/sparql", "fields": {"a b": "x"}}',
        b'{"page": "/sparql", "fields": {"link": "abcdefgh2345"}}',
        b'{"page": "/sparql", "fields": {"query": "\\u0000"}}',
        b'{"page": "/sparql", "fields": {"query": "\\ud800"}}',
        b'{"page": "/sparql", "state": 1}',
        b'{"page": "/sparql", "state": {"x": NaN}}',
        b'{"page": "/sparql", "state": {"x": ' + b"[" * 30_000 + b"]" * 30_000 + b"}}",
        b'{"page": "/sparql", "fields": {"query": "' + b"x" * 70_000 + b'"}}',
        json.dumps({"page": "/sparql", "fields": {f"f{n}": "" for n in range(80)}}).encode(),
    ],
    ids=lambda body: repr(body)[:50],
)
def test_what_is_no_state_of_a_page_is_refused_in_one_line(body):
    with pytest.raises(UsageError) as caught:
        read_state(body)
    assert "\n" not in str(caught.value)
