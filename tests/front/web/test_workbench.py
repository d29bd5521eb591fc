from __future__ import annotations

import dataclasses
import json
import re

import pytest

from glocal_graph.front.web import create_app, workbench
from glocal_graph.model.errors import QueryStopped
from tests.front.web.conftest import HTML

LABELS = "SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema%23label> ?l }"
LONG = "SELECT * { ?s ?p ?o } LIMIT 1 #" + "鹿" * 400


def block(page, name):
    """The JSON of a script element of the page; none if it has none."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found else None


def complete(client, **fields):
    response = client.get("/api/complete", query_string=fields)
    assert response.status_code == 200
    return response.json["items"]


# ── Completion ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["鹿児島市", "かごしまし", "kagoshima-shi", "46201"])
def test_a_thing_is_suggested_by_its_name_in_any_script(client, typed):
    item = complete(client, q=typed, kind="thing", lang="ja")[0]
    assert item["text"] == "municipality:46201"
    assert item["label"] == "鹿児島市"
    assert item["other"] == {"text": "Kagoshima City", "lang": "en"}


def test_words_of_the_vocabulary_come_with_their_hints(client):
    assert complete(client, q="about", kind="property", lang="ja")[0]["label"] == "対象"
    assert complete(client, q="City", kind="class", lang="en")[0]["text"] == "glocal:City"


def test_what_a_class_has_comes_first(client):
    texts = [item["text"] for item in complete(client, kind="property", context=workbench.PREFIXES["glocal"] + "Claim")]
    assert "glocal:claimAbout" in texts[:6]


def test_suggestions_are_few_and_kept_by_the_browser(client):
    assert len(complete(client, kind="any", q="a", limit="5000")) <= 50
    first = client.get("/api/complete?q=kago")
    again = client.get("/api/complete?q=kago", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/complete?q=kago&lang=ja").headers["ETag"] != first.headers["ETag"]


def test_an_unknown_kind_is_refused(client):
    answer = client.get("/api/complete?kind=x")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_prefixes_and_examples_are_there_for_scripts(client):
    assert client.get("/api/prefixes").json["glocal"].endswith("ontology#")
    examples = client.get("/api/examples?lang=ja").json["examples"]
    assert len(examples) >= 20
    for item in examples:
        assert item["query"].startswith(f"# {item['title']}\n")
        assert "# param" not in item["query"]
        assert 'VALUES ?lang { "ja" }' in item["query"]


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_tells_its_script_what_it_needs(browse, store, settings):
    told = block(browse("/sparql?lang=ja"), "bench-data")
    assert told["query"] == ""
    assert told["release"] == store.release
    assert told["seconds"] == settings.query_seconds
    assert told["prefixes"]["municipality"].endswith("/id/municipality/")
    assert "graph:places" in told["graphs"]


def test_an_answer_that_the_page_holds_is_given_to_its_script(browse):
    page = browse(f"/sparql?query={LABELS} LIMIT 3&view=chart")
    assert len(block(page, "bench-answer")["results"]["bindings"]) == 3
    assert block(page, "bench-data")["view"] == "chart"
    triples = block(browse("/sparql?query=CONSTRUCT WHERE { ?s ?p ?o }"), "bench-answer")
    assert "<https://w3id.org/glocal-graph/id/municipality/46201>" in triples["ntriples"]


def test_a_large_answer_is_not_written_into_the_page_twice(browse, monkeypatch):
    monkeypatch.setattr(workbench, "_MOST_GIVEN", 100)
    page = browse(f"/sparql?query={LABELS}")
    assert block(page, "bench-answer") is None
    assert "<table" in page


def test_nothing_in_an_answer_or_a_query_ends_the_script_element(browse):
    page = browse('/sparql?query=SELECT ("</script><script>alert(1)</script><!--" AS ?x) {}')
    assert "<script>alert" not in page
    assert block(page, "bench-answer")["results"]["bindings"][0]["x"]["value"].startswith("</script>")
    assert "</script>" in block(page, "bench-data")["query"]


def test_what_is_wrong_is_told_with_its_line(browse):
    problem = block(browse("/sparql?query=SELECT *%0AWHERE { ?s ?p }", 400), "bench-data")["problem"]
    assert (problem["kind"], problem["line"]) == ("QuerySyntaxError", 2)


def test_a_slow_query_does_not_keep_the_page_waiting_and_run_gives_it_its_time(browse, client, monkeypatch):
    asked = []

    def stop(store, given, media_type):
        asked.append(given.seconds)
        raise QueryStopped("the query was stopped after some time", "time")

    monkeypatch.setattr(workbench, "ask", stop)
    page = browse("/sparql?query=ASK {}")
    assert "Press Run" in page
    assert block(page, "bench-data")["problem"] is None
    assert client.get("/sparql?query=ASK {}&run=1", headers=HTML).status_code == 503
    assert client.get("/sparql?query=ASK {}&run=1&timeout=4", headers=HTML).status_code == 503
    assert asked == [2.0, None, 4.0]


def test_the_page_works_without_scripts(browse):
    page = browse(f"/sparql?query={LABELS}&run=1")
    assert '<form class="editor"' in page
    assert 'name="run" value="1"' in page
    assert ">Kagoshima City</a>" in page


def test_a_long_short_address_shows_its_query_its_title_and_its_view(client, browse):
    fields = {"query": LONG, "view": "map", "options": '{"zoom": 2}'}
    made = client.post("/api/links", json={"page": "/sparql", "fields": fields, "state": {"title": "鹿"}}).json
    page = browse(client.get(made["address"]).headers["Location"])
    told = block(page, "bench-data")
    assert (told["query"], told["view"], told["title"]) == (LONG, "map", "鹿")
    assert json.loads(told["options"]) == {"zoom": 2}
    assert block(page, "bench-answer")["results"]["bindings"]


def test_a_short_address_of_another_page_is_not_taken(client, browse):
    made = client.post("/api/links", json={"page": "/explore", "fields": {}, "state": {"x": 1}}).json
    assert "/explore" in browse(f"/sparql?link={made['id']}", 404)


def test_a_hostile_state_is_shown_as_text(client, browse):
    state = {"title": "</script><script>alert(1)</script>", "view": {"a": 1}, "options": [1]}
    made = client.post("/api/links", json={"page": "/sparql", "fields": {"query": "ASK {}"}, "state": state}).json
    page = browse(f"/sparql?link={made['id']}")
    assert "<script>alert" not in page
    assert block(page, "bench-data")["query"] == "ASK {}"


def test_short_addresses_outlive_a_release(settings, store, client):
    made = client.post("/api/links", json={"page": "/sparql", "fields": {"query": LONG}}).json
    later = create_app(dataclasses.replace(settings, query_seconds=7), store).test_client()
    assert later.get(f"/api/links/{made['id']}").json["fields"]["query"] == LONG
