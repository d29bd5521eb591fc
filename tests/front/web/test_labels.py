from __future__ import annotations

import pytest

ID = "https://w3id.org/glocal-graph/id/"
ASKED = [ID + "municipality/46201", ID + "municipality/gn-3172394", ID + "nothing/here"]


def test_things_are_named_in_both_languages_with_kana_page_and_place(client):
    response = client.post("/api/labels", json={"iris": ASKED})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    found = response.json
    assert set(found) == set(ASKED[:2]), "what is not known is left out"
    assert found[ASKED[0]] == {
        "en": "Kagoshima City", "ja": "鹿児島市", "kana": "かごしまし", "kind": "City", "group": "japan",
        "href": "/doc/municipality/46201", "lat": 31.5967, "long": 130.5571,
    }  # fmt: skip
    assert client.get("/api/labels", query_string={"iri": ASKED}).json == found


def test_terms_of_the_vocabulary_and_sources_are_named_too(client):
    asked = ["https://w3id.org/glocal-graph/ontology#birthPlace", ID + "source/hostile"]
    found = client.post("/api/labels", json={"iris": asked}).json
    assert found[asked[0]]["href"] == "/ontology#birthPlace"
    assert found[asked[1]]["href"] == "/doc/source/hostile"


def test_a_client_that_has_the_names_is_not_sent_them_again(client):
    address = "/api/labels?iri=" + ASKED[0]
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"iris": ["x:y"] * 1001}, 413),
        ({"iris": [1]}, 400),
        ({"iris": "x"}, 400),
        ([], 400),
        ({"iris": ["x" * 3000]}, 400),
        ({"iris": [ID + 'a> } DROP ALL #"', "", ID + "\u0000"]}, 200),
    ],
)
def test_what_cannot_be_named_is_refused_or_left_out(client, body, status):
    response = client.post("/api/labels", json=body)
    assert response.status_code == status
    assert status != 200 or response.json == {}


def test_a_picture_gets_a_position_for_each_thing_the_same_each_time(client):
    picture = {"nodes": 4, "edges": [[0, 1], [1, 2], [0, 1]]}
    found = client.post("/api/layout", json=picture).json["positions"]
    assert len({tuple(place) for place in found}) == 4
    assert client.post("/api/layout", json=picture).json["positions"] == found
    assert client.post("/api/layout", json={"nodes": 0, "edges": []}).json == {"positions": []}


@pytest.mark.parametrize(
    ("picture", "status"),
    [
        ({"nodes": 2, "edges": [[0, 2]]}, 400),
        ({"nodes": 2, "edges": [[0]]}, 400),
        ({"nodes": True, "edges": []}, 400),
        ({"nodes": 1501, "edges": []}, 413),
        ({"nodes": 2, "edges": [[0, 1]] * 6001}, 413),
    ],
)
def test_a_picture_that_cannot_be_or_is_too_large_is_refused(client, picture, status):
    assert client.post("/api/layout", json=picture).status_code == status


def test_each_group_of_things_has_its_look(client):
    looks = client.get("/api/looks").json
    assert looks["prefecture"]["ja"] == "都道府県"
    assert all(look["colour"].startswith("#") and look["shape"] for look in looks.values())


@pytest.mark.parametrize("size", [4, 5, 6, 8])
def test_a_ring_of_ties_is_seen_as_a_ring(client, size):
    ring = {"nodes": size, "edges": [[one, (one + 1) % size] for one in range(size)]}
    places = client.post("/api/layout", json=ring).json["positions"]
    for axis in (0, 1):
        assert max(place[axis] for place in places) - min(place[axis] for place in places) > 60


def test_a_thing_without_a_point_is_near_what_it_lies_within_or_what_lies_within_it(client):
    found = client.get("/api/labels", query_string={"iri": [ID + "region/IT-72", ID + "country/JP"]}).json
    naples = client.get("/api/labels", query_string={"iri": ID + "municipality/gn-3172394"}).json
    place = naples[ID + "municipality/gn-3172394"]
    assert "near" not in place
    region = found[ID + "region/IT-72"]
    assert (region["lat"], region["long"], region["near"]) == (place["lat"], place["long"], True)
