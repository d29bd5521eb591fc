from __future__ import annotations

import json
import re

import pytest

from glocal_graph.data.publishing import Gone
from glocal_graph.output.export import FORMATS

ID = "https://w3id.org/glocal-graph/id/"
KAGOSHIMA, NAPLES = ID + "municipality/46201", ID + "municipality/gn-3172394"


def post(client, **body):
    response = client.post("/api/network", json=body)
    assert response.status_code == 200, response.text
    return response.json


def test_a_neighbourhood_is_there_as_data(client):
    view = client.get("/api/network?focus=municipality/46201&lang=en").json
    assert NAPLES in {node["id"] for node in view["nodes"]}
    assert view["missing"] == []


def test_what_has_a_position_keeps_it(client):
    found = post(
        client, focus=["municipality/46201"], positions={KAGOSHIMA: [400, -30], "municipality/gn-3172394": [7, 8]}
    )
    places = {node["id"]: (node["x"], node["y"]) for node in found["nodes"]}
    assert places[KAGOSHIMA] == (400, -30)
    assert places[NAPLES] == (7, 8)
    assert len(set(places.values())) == len(places)


def test_surroundings_are_counted_by_kind(client):
    found = client.get("/api/surroundings?thing=municipality/46201&lang=ja").json
    assert found["thing"] == KAGOSHIMA
    assert found["total"] == sum(group["count"] for group in found["groups"])
    assert found["groups"][0]["look"] == "abroad"


def test_each_kind_around_a_thing_has_the_sign_that_it_has_in_a_picture(client):
    signs = ("key", "colour", "border", "points")
    around = client.get("/api/surroundings?thing=municipality/46201").json["groups"]
    drawn = client.get("/api/network?focus=municipality/46201").json["legend"]["things"]
    in_picture = {one["key"]: [one[sign] for sign in signs] for one in drawn}
    assert len(around) > 2
    assert all([one[sign] for sign in signs] == in_picture[one["key"]] for one in around)


def test_common_partners_and_states_are_there_as_data(client):
    found = client.get("/api/common?thing=municipality/46201&thing=municipality/40130&lang=ja").json
    assert [item["id"] for item in found["asked"]] == [KAGOSHIMA, ID + "municipality/40130"]
    names = {item["name"]: item["links"] for item in found["things"]}
    assert names["ナポリ"][0].startswith("鹿児島市: 姉妹都市 1960年5月3日")
    tag = client.get("/api/common?thing=46201&thing=40130").headers["ETag"]
    again = client.get("/api/common?thing=46201&thing=40130", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_one_place_has_nothing_in_common_with_nobody(client):
    assert client.get("/api/common?thing=46201").status_code == 400
    assert client.get("/api/common?thing=46201&thing=nowhere-at-all").status_code == 404


def take(client, **body):
    return client.post("/api/network/file", json=body)


@pytest.mark.parametrize("name", [*FORMATS, "html"])
def test_a_picture_leaves_the_house_in_every_format_with_a_name_of_its_own(client, name):
    response = take(
        client, things=[KAGOSHIMA, NAPLES], focus=[KAGOSHIMA], format=name, lang="ja", title="鹿児島市と世界"
    )
    assert response.status_code == 200
    named = response.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="glocal-graph-kagoshima-city-2-[0-9.-]+\.[a-z]+"', named)
    assert "gn-3172394" in response.text


def test_only_the_lines_that_are_shown_are_in_the_file(client):
    turtle = take(client, things=[KAGOSHIMA, NAPLES], edges=["partnership/no-longer-there"]).text
    assert "claimAbout" not in turtle
    assert "# 2 things, 0 ties and links" in turtle
    assert "claimAbout" in take(client, things=[KAGOSHIMA, NAPLES], edges=["partnership/46201--gn-3172394"]).text


def test_a_form_brings_the_same_file(client):
    body = {"things": ["municipality/46201", "municipality/gn-3172394"], "format": "csv"}
    response = client.post("/api/network/file", data={"picture": json.dumps(body)})
    assert response.data == take(client, **body).data


def test_a_form_brings_no_more_than_a_body_may(client):
    body = {"things": ["municipality/46201"], "title": "x" * 2_000_000}
    assert client.post("/api/network/file", data={"picture": json.dumps(body)}).status_code == 413
    assert client.post("/api/network/file", json=body).status_code == 413


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"things": []}, 400),
        ({"things": ["municipality/long-gone"]}, 400),
        ({"things": [KAGOSHIMA], "format": "exe"}, 406),
        ({"things": [KAGOSHIMA], "edges": "x"}, 400),
        ({"things": [KAGOSHIMA], "edges": [1]}, 400),
        ({"things": [KAGOSHIMA], "title": 3}, 400),
        ({"things": ["a"] * 2001}, 413),
        ({"things": ["x> ?p ?o"]}, 400),
        ([], 400),
        ("x", 400),
    ],
)
def test_a_file_that_cannot_be_made_is_a_clear_error(client, body, status):
    response = client.post("/api/network/file", json=body)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.json["detail"]


def test_what_a_release_lacks_is_named_and_all_else_is_drawn(client, app, monkeypatch):
    site = app.extensions["glocal_site"]
    gone = Gone("municipality/99999", "2025.1.1-1", "2025.2.1-1", "Old Town", "旧町")
    monkeypatch.setattr(type(site), "removed", {"municipality/99999": gone})
    view = post(client, focus=["municipality/99999", "municipality/46201"], add=["event/never"])
    assert view["missing"] == [
        {"id": ID + "municipality/99999", "name": "Old Town", "last": "2025.1.1-1"},
        {"id": ID + "event/never", "name": "event/never", "last": ""},
    ]
    assert NAPLES in {node["id"] for node in view["nodes"]}
    assert post(client, focus=["municipality/99999"])["nodes"] == []


def test_things_are_added_with_their_ties_and_others_left_out(client):
    fukuoka = ID + "municipality/40130"
    view = post(client, focus=[KAGOSHIMA], add=["municipality/40130"], drop=["person/saigo-takamori"])
    ids = {node["id"] for node in view["nodes"]}
    assert fukuoka in ids
    assert ID + "person/saigo-takamori" not in ids
    assert any({edge["from"], edge["to"]} == {fukuoka, NAPLES} for edge in view["edges"])


def test_a_tie_that_is_added_stands_for_its_parties(client):
    view = post(client, add=["partnership/46201--gn-3172394"])
    assert {node["id"] for node in view["nodes"]} == {KAGOSHIMA, NAPLES}
    (edge,) = view["edges"]
    assert (edge["id"], edge["group"], edge["kinds"]) == ("partnership/46201--gn-3172394", "ties", ["partnership"])
    assert (edge["from_day"], edge["to_day"], edge["year"]) == ("1960-05-03", "1960-05-03", "1960")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"focus": []}, 400),
        ({"focus": "municipality/46201"}, 400),
        ({"focus": [7]}, 400),
        ({"focus": [KAGOSHIMA], "hops": "2"}, 400),
        ({"focus": [KAGOSHIMA], "hops": 99}, 200),
        ({"focus": [KAGOSHIMA], "positions": [1]}, 400),
        ({"focus": [KAGOSHIMA], "positions": {KAGOSHIMA: ["1", 2]}}, 400),
        ({"focus": [KAGOSHIMA], "positions": {KAGOSHIMA: [1e9, 2]}}, 400),
        ({"focus": [KAGOSHIMA], "positions": {KAGOSHIMA: [True, 2]}}, 400),
        ({"add": [f"municipality/{number}" for number in range(2001)]}, 413),
        ({"focus": ["a"] * 9}, 200),
        ({"focus": [f"a/{number}" for number in range(9)]}, 413),
        ({"focus": ["x> ?p ?o ."]}, 400),
    ],
)
def test_a_picture_that_cannot_be_made_is_a_clear_error(client, body, status):
    response = client.post("/api/network", json=body)
    assert response.status_code == status, response.text
    assert status == 200 or response.mimetype == "application/problem+json"


def test_the_same_picture_is_the_same_each_time(client):
    body = {"focus": [KAGOSHIMA], "add": ["municipality/40130"], "positions": {KAGOSHIMA: [1, 2]}}
    assert post(client, **body) == post(client, **body)


@pytest.fixture
def gone(app, monkeypatch):
    """A release before had a town that this one lacks, and says what took its place."""
    told = Gone("municipality/99999", "2025.1.1-1", "2025.2.1-1", "Old Town", "旧町", ("municipality/46201",))
    monkeypatch.setattr(type(app.extensions["glocal_site"]), "removed", {"municipality/99999": told})


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize("path", ["/api/surroundings?thing=", "/api/common?thing=46201&thing=", "/api/card?thing="])
def test_what_is_gone_is_told_by_its_name_and_its_last_release(client, path):
    response = client.get(path + "municipality/99999", headers={"Accept-Language": "en"})
    assert response.status_code == 410
    assert "Old Town" in response.text
    assert "2025.1.1-1" in response.text
    assert "municipality/46201" in response.text, "what took its place"


@pytest.mark.usefixtures("gone")
def test_a_picture_of_what_is_gone_is_empty_and_names_it(client):
    view = client.get("/api/network?focus=municipality/99999&lang=ja").json
    assert (view["nodes"], view["missing"][0]["name"]) == ([], "旧町")


@pytest.mark.parametrize(
    "text", ["", "municipality/1", "x> ?p ?o", "javascript:alert(1)", "Kagoshmaxx", "//", "a/", "|"]
)
def test_nothing_lies_around_what_is_no_thing(client, text):
    response = client.get("/api/surroundings", query_string={"thing": text})
    assert response.status_code in (400, 404)
    assert response.mimetype == "application/problem+json"
