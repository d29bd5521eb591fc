from __future__ import annotations

import json

import pytest
from flask import Request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder

from glocal_graph.front.web.picture_bodies import read_body, read_ids, read_positions
from glocal_graph.model.errors import IriError

ID = "https://w3id.org/glocal-graph/id/"
KNOWN = ["municipality/46201", "municipality/gn-3172394", "municipality/40130", "prefecture/JP-46", "country/IT"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
IDS = st.lists(st.sampled_from(KNOWN) | st.from_regex(r"[a-z]{1,8}/[a-z0-9-]{1,12}", fullmatch=True), max_size=6)
PLACES = st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)).map(list)
FIELDS = ("focus", "hops", "add", "drop", "positions", "things", "edges", "format", "title", "lang")
#: The client is made anew for each test, not for each example; it keeps nothing from one to the next.
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def request_of(body: object) -> Request:
    data = json.dumps(body).encode()
    return Request(EnvironBuilder(method="POST", data=data, content_type="application/json").get_environ())


@given(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON)
def test_any_json_is_read_or_refused(body):
    try:
        wanted = read_body(request_of(body))
    except (HTTPException, IriError):
        return
    assert all(thing.startswith("http") for thing in (*wanted.focus, *wanted.add, *wanted.drop))
    assert 1 <= wanted.hops <= 3


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
@MANY
def test_no_body_is_a_fault_of_ours(client, body):
    for path in ("/api/network", "/api/network/file"):
        response = client.post(path, data=json.dumps(body), content_type="application/json")
        assert response.status_code in (200, 400, 406, 413), response.text


@given(IDS, st.integers(1, 2), IDS, IDS, st.dictionaries(st.sampled_from(KNOWN), PLACES))
@MANY
def test_a_picture_holds_what_was_asked_where_it_was(client, focus, hops, add, drop, positions):
    body = {"focus": focus, "hops": hops, "add": add, "drop": drop, "positions": positions}
    response = client.post("/api/network", json=body)
    assert response.status_code == (200 if focus or add else 400)
    if response.status_code == 200:
        view = response.json
        ids = {node["id"].removeprefix(ID): (node["x"], node["y"]) for node in view["nodes"]}
        lost = {item["id"].removeprefix(ID) for item in view["missing"]}
        assert {*focus, *add} - set(drop) <= set(ids) | lost
        assert not set(ids) & (set(drop) | lost)
        assert all(ids[thing] == tuple(place) for thing, place in positions.items() if thing in ids)
        assert all({edge["from"], edge["to"]} <= {node["id"] for node in view["nodes"]} for edge in view["edges"])
        assert len({edge["id"] for edge in view["edges"]}) == len(view["edges"])


def test_an_id_and_its_iri_are_the_same_thing():
    assert read_ids({"add": ["country/IT", ID + "country/IT", " country/IT "]}, "add") == (ID + "country/IT",)


def test_places_are_whole_numbers():
    assert read_positions({"positions": {"country/IT": [1.6, -2.4]}}) == {ID + "country/IT": (2, -2)}


@pytest.mark.parametrize("place", [[1], [1, 2, 3], "12", None, [None, 1], [1e7, 0], [True, 0], {"x": 1}])
def test_what_is_no_place_is_refused(place):
    with pytest.raises(HTTPException, match="two numbers"):
        read_positions({"positions": {"country/IT": place}})
