from __future__ import annotations

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
