from __future__ import annotations

import json
import time

import jsonschema
import pytest
from flask.testing import FlaskClient

from glocal_graph.front.web import create_app
from tests.front.web import reconciliation_schemas as schemas


@pytest.fixture(scope="module")
def openrefine(real_settings, real_store) -> FlaskClient:
    """A client of the service over the real graph."""
    return create_app(real_settings, real_store).test_client()


def match(client: FlaskClient, *names: str, language: str = "en", **more: object):
    """The candidates for each name, as OpenRefine asks for a batch."""
    queries = {f"q{number}": {"query": name, **more} for number, name in enumerate(names)}
    answer = client.post(f"/reconcile?lang={language}", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    jsonschema.validate(answer.json, schemas.RESULTS)
    return [answer.json[key]["result"] for key in queries]


def test_the_manifest_says_all_that_a_client_needs(openrefine):
    for address in ("/reconcile", "/reconcile?lang=ja"):
        manifest = openrefine.get(address).json
        jsonschema.validate(manifest, schemas.MANIFEST)
        assert manifest["view"]["url"].endswith("/doc/{{id}}")
    assert "グラフ" in manifest["name"] or "自治体" in manifest["name"]


def test_scripts_of_other_sites_may_ask(openrefine):
    assert openrefine.get("/reconcile").headers["Access-Control-Allow-Origin"] == "*"
    assert openrefine.post("/reconcile", data={"queries": "{}"}).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("鹿児島市", "municipality/46201"),
        ("かごしまし", "municipality/46201"),
        ("Kagoshima City", "municipality/46201"),
        ("Kagoshima-shi", "municipality/46201"),
        ("鹿児島県", "prefecture/JP-46"),
        ("ストラスブール", "municipality/gn-2973783"),
        ("Strasbourg", "municipality/gn-2973783"),
        ("Napoli", "municipality/gn-3172394"),
        ("西郷隆盛", "person/saigo-takamori"),
        ("イタリア", "country/IT"),
    ],
)
def test_a_whole_name_in_any_script_is_a_match(openrefine, name, id_):
    first = match(openrefine, name)[0][0]
    assert (first["id"], first["match"]) == (id_, True)
    assert first["score"] >= 99


def test_a_former_name_finds_the_place_that_it_became(openrefine, real_store):
    rows = real_store.select(
        "PREFIX glocal: <https://w3id.org/glocal-graph/ontology#> PREFIX rdfs: "
        "<http://www.w3.org/2000/01/rdf-schema#> SELECT ?old ?name { ?old glocal:succeededBy ?new ; rdfs:label ?name "
        'FILTER (LANG(?name) = "ja") } ORDER BY ?name LIMIT 20'
    )
    assert rows
    names = [row["name"].value for row in rows]
    for row, found in zip(rows, match(openrefine, *names), strict=True):
        assert row["old"].value.removeprefix("https://w3id.org/glocal-graph/id/") in [item["id"] for item in found]


def test_a_name_of_two_places_is_no_match(openrefine):
    found = match(openrefine, "府中市")[0]
    assert {item["id"] for item in found[:2]} == {"municipality/13206", "municipality/34208"}
    assert not any(item["match"] for item in found)


def test_what_a_place_lies_in_tells_namesakes_apart(openrefine):
    for value in ("広島県", "Hiroshima Prefecture", {"id": "prefecture/JP-34"}):
        found = match(openrefine, "府中市", properties=[{"pid": "within", "v": value}])[0]
        assert (found[0]["id"], found[0]["match"]) == ("municipality/34208", True)
        assert {"id": "within", "value": True} in found[0]["features"]


def test_a_type_leaves_others_out_or_only_behind(openrefine):
    city = match(openrefine, "Kagoshima", type="Municipality")[0]
    assert (city[0]["id"], city[0]["match"]) == ("municipality/46201", True)
    both = match(openrefine, "Kagoshima", type="Municipality", type_strict="should")[0]
    assert both[0]["id"] == "municipality/46201"
    assert "prefecture/JP-46" in [item["id"] for item in both]


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("jisCode", "46201", "municipality/46201"),
        ("isoCode", "JP-46", "prefecture/JP-46"),
        ("geonamesId", "3172394", "municipality/gn-3172394"),
    ],
)
def test_a_code_among_the_properties_finds_a_place_without_its_name(openrefine, name, code, expected):
    query = json.dumps({"q": {"properties": [{"pid": name, "v": code}]}})
    found = openrefine.post("/reconcile", data={"queries": query}).json["q"]["result"][0]
    assert (found["id"], found["match"]) == (expected, True)


def test_typing_errors_find_candidates_but_no_match(openrefine):
    first = match(openrefine, "Strassburg")[0][0]
    assert (first["id"], first["match"]) == ("municipality/gn-2973783", False)
    assert 0 < first["score"] < 99


def test_the_limit_is_kept_and_nonsense_finds_nothing(openrefine):
    assert [len(found) for found in match(openrefine, "city", "ZZZZQQQQXXXX", limit=3)] == [3, 0]


def test_candidates_speak_the_language_of_the_client(openrefine):
    assert match(openrefine, "Kagoshima City", language="ja")[0][0]["name"] == "鹿児島市"
    assert match(openrefine, "鹿児島市", language="en")[0][0]["name"] == "Kagoshima City"


@pytest.mark.alone
def test_a_batch_of_1000_names_is_answered_in_time(openrefine, real_store):
    rows = real_store.select(
        "SELECT DISTINCT ?name { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?name ; "
        "a <https://w3id.org/glocal-graph/ontology#Municipality> } ORDER BY ?name LIMIT 1000"
    )
    names = [row["name"].value for row in rows]
    assert len(set(names)) == 1000
    # A tenth with a typing error, which costs most.
    names = [name[:-1] + "x" if number % 10 == 0 else name for number, name in enumerate(names)]
    queries = {str(number): {"query": name, "limit": 5} for number, name in enumerate(names)}
    started = time.monotonic()
    answer = openrefine.post("/reconcile", data={"queries": json.dumps(queries)})
    assert time.monotonic() - started < 5
    assert sum(bool(found["result"]) for found in answer.json.values()) == 1000


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ('{"q": "Kagoshima"}', 400),
        ('{"q": {"query": 5}}', 400),
        ('{"q": {"query": ""}}', 400),
        ('{"q": {"query": "a", "type_strict": "maybe"}}', 400),
        ('{"q": {"query": "a", "properties": [{"v": 1}]}}', 400),
        (json.dumps({str(number): {"query": "a"} for number in range(2001)}), 413),
        ("[" * 100_000, 400),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_batch_is_refused_with_a_reason(openrefine, body, status):
    answer = openrefine.post("/reconcile", data={"queries": body})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["detail"]


@pytest.mark.parametrize("kind", ["entity", "type", "property"])
@pytest.mark.parametrize("prefix", ["ka", "かご", "", "city"])
def test_suggestions_are_as_the_api_wants_them(openrefine, kind, prefix):
    answer = openrefine.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix})
    jsonschema.validate(answer.json, schemas.SUGGESTIONS)


def test_suggestions_find_what_is_begun(openrefine):
    def ask(kind: str, prefix: str) -> list[str]:
        answer = openrefine.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix})
        return [item["id"] for item in answer.json["result"]]

    assert "municipality/46201" in ask("entity", "かごしま")
    assert ask("type", "special") == ["SpecialWard"]
    assert "population" in ask("property", "popul")
    assert openrefine.get("/reconcile/suggest/other").status_code == 404


def test_a_further_page_of_suggestions_holds_others(openrefine):
    pages = [
        {item["id"] for item in openrefine.get(f"/reconcile/suggest/entity?prefix=city&cursor={start}").json["result"]}
        for start in (0, 20)
    ]
    assert len(pages[0]) == 20
    assert not pages[0] & pages[1]


def test_properties_are_proposed_for_a_type(openrefine):
    answer = openrefine.get("/reconcile/properties?type=Municipality&lang=ja").json
    jsonschema.validate(answer, schemas.PROPOSED)
    names = {item["id"]: item["name"] for item in answer["properties"]}
    assert {"population", "partnerOf", "rdfs:label"} <= set(names)
    assert "姉妹" in names["sisterCityOf"]
    assert openrefine.get("/reconcile/properties?type=Nonsense").json["properties"] == []


def extend(client: FlaskClient, ids: list[str], *properties: dict[str, object], language: str = "en"):
    given = json.dumps({"ids": ids, "properties": list(properties)})
    answer = client.post(f"/reconcile?lang={language}", data={"extend": given})
    assert answer.status_code == 200, answer.text
    jsonschema.validate(answer.json, schemas.EXTENDED)
    return answer.json["rows"]


def test_a_table_is_extended_with_things_numbers_and_texts(openrefine):
    rows = extend(
        openrefine,
        ["municipality/46201", "municipality/none"],
        {"id": "partnerOf"},
        {"id": "population"},
        {"id": "rdfs:label", "settings": {"language": "ja"}},
        {"id": "jisCode"},
    )
    kagoshima = rows["municipality/46201"]
    assert {"id": "municipality/gn-3172394", "name": "Naples"} in kagoshima["partnerOf"]
    assert kagoshima["population"][0]["int"] > 100_000
    assert kagoshima["rdfs:label"] == [{"str": "鹿児島市"}]
    assert kagoshima["jisCode"] == [{"str": "46201"}]
    assert rows["municipality/none"] == {"partnerOf": [], "population": [], "rdfs:label": [], "jisCode": []}


def test_days_are_given_as_points_in_time(openrefine):
    rows = extend(openrefine, ["partnership/46201--gn-3172394"], {"id": "earliest"}, {"id": "date"})
    assert rows["partnership/46201--gn-3172394"] == {
        "earliest": [{"date": "1960-05-03T00:00:00Z"}],
        "date": [{"str": "1960-05-03"}],
    }


def test_a_limit_cuts_the_values(openrefine):
    rows = extend(openrefine, ["municipality/46201"], {"id": "partnerOf", "settings": {"limit": 2}})
    assert len(rows["municipality/46201"]["partnerOf"]) == 2


def test_ids_and_properties_are_never_read_as_a_query(openrefine):
    bad = "municipality/46201> ?p ?o . ?s <x"
    rows = extend(openrefine, [bad], {"id": "population"}, {"id": "x> ?p . #"})
    assert rows[bad] == {"population": [], "x> ?p . #": []}


def test_extending_too_much_or_nothing_sensible_is_refused(openrefine):
    for given, status in [
        ({"ids": ["a"] * 1001, "properties": []}, 413),
        ({"ids": "a", "properties": []}, 400),
        ({"ids": [1], "properties": []}, 400),
        ({"ids": [], "properties": [{}]}, 400),
    ]:
        assert openrefine.post("/reconcile", data={"extend": json.dumps(given)}).status_code == status


def test_a_preview_may_be_framed_and_shows_both_names(openrefine):
    answer = openrefine.get("/reconcile/preview?id=municipality/46201&lang=ja")
    assert "鹿児島市" in answer.text
    assert "Kagoshima City" in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert openrefine.get("/reconcile/preview?id=none/such").status_code == 404


def test_labels_from_outside_are_text_in_previews(client, settings):
    names = client.get("/api/search?q=img").json["hits"]
    for hit in names:
        page = client.get("/reconcile/preview", query_string={"id": hit["id"]}).text
        assert "<img" not in page


def test_a_flyout_is_html_in_json(openrefine):
    answer = openrefine.get("/reconcile/flyout?id=country/IT").json
    assert answer["id"] == "country/IT"
    assert "イタリア" in answer["html"]
