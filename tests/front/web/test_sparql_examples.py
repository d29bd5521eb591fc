"""The gallery as RDF: each example is the question's own query, and what is read from the RDF runs."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from glocal_graph.data.store import GraphStore
from glocal_graph.model import vocabulary as v
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import load_gallery

GALLERY = load_gallery(Settings())
PLACE = "/.well-known/sparql-examples/"
PREFIXES = f"PREFIX sh: <{v.SH}> PREFIX rdfs: <{v.RDFS}> PREFIX schema: <{v.SCHEMA}> "


def read(client, path: str, accept: str = "text/turtle") -> ox.Store:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    made = ox.Store()
    made.load(response.data, format=ox.RdfFormat.from_media_type(response.mimetype))
    return made


def ask(store: ox.Store, text: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.query(PREFIXES + text)]


def body_of(text: str) -> str:
    """A query without comments at its head."""
    lines = text.strip().splitlines()
    start = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(lines[start:])


def test_all_questions_are_listed_in_both_languages_with_the_endpoint(client):
    said = read(client, PLACE)
    for language, title in (("en", "title_en"), ("ja", "title_ja")):
        query = f'SELECT ?x ?t {{ ?x a sh:SPARQLExecutable ; rdfs:comment ?t FILTER (LANG(?t) = "{language}") }}'
        told = {node.rpartition("/")[2]: text for node, text in ask(said, query)}
        assert told == {name: getattr(question, title) for name, question in GALLERY.items()}
    targets = ask(said, "SELECT DISTINCT ?e { ?x a sh:SPARQLExecutable ; schema:target ?e ; schema:keywords ?k }")
    assert targets == [("http://localhost/sparql",)]


@pytest.mark.parametrize("name", GALLERY)
def test_an_example_is_the_query_of_the_gallery(client, name):
    node = f"http://localhost{PLACE}{name}"
    said = read(client, f"{PLACE}{name}.ttl", "*/*")
    (text,) = ask(said, f"SELECT ?q {{ <{node}> a sh:SPARQLSelectExecutable ; sh:select ?q }}")
    assert body_of(text[0]) == body_of(GALLERY[name].text)
    assert len(ask(said, "SELECT ?x { ?x a sh:SPARQLExecutable }")) == 1


def test_the_queries_of_the_examples_run(client, real_store: GraphStore):
    queries = ask(read(client, PLACE), "SELECT ?x ?q { ?x sh:select ?q }")
    assert len(queries) == len(GALLERY)
    for node, text in queries:
        answer = json.loads(real_store.query(text, seconds=60).body)
        assert answer["head"]["vars"], node


def test_the_declared_prefixes_are_those_of_the_queries(client):
    said = read(client, PLACE + "prefixes")
    declared = ask(said, "SELECT ?p ?n { ?x sh:declare ?d . ?d sh:prefix ?p ; sh:namespace ?n }")
    assert dict(declared) == dict(v.PREFIXES)
    used = ask(read(client, PLACE + "ties-by-year.ttl"), "SELECT ?p { ?x sh:select ?q ; sh:prefixes ?p }")
    assert used == [(f"http://localhost{PLACE}prefixes",)]


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"]
)
def test_examples_are_there_in_each_form(client, accept):
    assert len(read(client, PLACE + "partners-of-place", accept)) > 10


def test_a_browser_is_led_to_the_question_and_a_stranger_name_to_the_list(client):
    html = {"Accept": "text/html"}
    assert client.get(PLACE, headers=html).headers["Location"] == "/questions"
    assert client.get(PLACE + "partners-of-place", headers=html).headers["Location"] == "/questions/partners-of-place"
    unknown = client.get(PLACE + "no-such-question", headers={"Accept": "application/json"})
    assert unknown.status_code == 404
    assert PLACE in unknown.json["detail"]
