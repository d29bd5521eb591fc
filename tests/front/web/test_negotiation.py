from __future__ import annotations

import pytest

from glocal_graph.front.web.negotiation import GRAPH_OFFERS, RESULT_OFFERS, THING_OFFERS, choose, prefers_html
from glocal_graph.model.errors import FormatUnknown

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/sparql-results+json", "json"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/csv", "csv"),
        ("text/csv;q=0.5, text/tab-separated-values", "tsv"),
        ("text/csv;q=0.9, application/sparql-results+xml;q=0.9", "xml"),
        ("text/*", "csv"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "xml"),
        ("text/turtle, application/sparql-results+xml;q=0.2", "xml"),
        ("text/csv; charset=utf-8", "csv"),
        ("TEXT/CSV", "csv"),
        ('application/ld+json;profile="a,b", text/csv;q=0.1', "csv"),
        ("text/csv;q=0.9;charset=utf-8, text/tab-separated-values;q=0.95", "tsv"),
        ("*;q=0.2, image/png", "json"),
        ("application/*", "json"),
        ("application/*;q=0.1, text/*;q=0.2", "csv"),
        ("text/*, text/csv;q=0", "tsv"),
        ("application/json;q=0.1, application/xml;q=0.2", "xml"),
        ("text/csv;q=high, text/tab-separated-values;q=0.1", "tsv"),
        ("text/csv;q=7, application/json", "csv"),
    ],
)
def test_rows_are_given_in_the_form_liked_best(accept, name):
    assert choose(RESULT_OFFERS, accept).name == name


@pytest.mark.parametrize(
    "accept",
    ["image/png", "text/turtle", "application/sparql-results+json;q=0, text/turtle", "*/*;q=0", "text/csv;q=0", "csv"],
)
def test_a_form_that_is_not_there_is_refused_with_the_list(accept):
    with pytest.raises(FormatUnknown, match="text/csv") as caught:
        choose(RESULT_OFFERS, accept)
    assert ("csv", "text/csv") in caught.value.offers


@pytest.mark.parametrize(
    ("offers", "accept", "sent"),
    [
        (RESULT_OFFERS, "application/json", "application/json"),
        (RESULT_OFFERS, "application/json, application/sparql-results+json", "application/sparql-results+json"),
        (RESULT_OFFERS, "text/xml", "text/xml; charset=utf-8"),
        (RESULT_OFFERS, "*/*", "application/sparql-results+json"),
        (GRAPH_OFFERS, "application/json", "application/json"),
        (GRAPH_OFFERS, "application/x-turtle", "application/x-turtle"),
        (GRAPH_OFFERS, "text/plain", "text/plain; charset=utf-8"),
        (GRAPH_OFFERS, "application/trig", "application/trig"),
        (GRAPH_OFFERS, "application/n-quads", "application/n-quads"),
        (GRAPH_OFFERS, "*/*", "text/turtle; charset=utf-8"),
        (THING_OFFERS, "application/xhtml+xml", "text/html; charset=utf-8"),
    ],
)
def test_what_is_sent_bears_exactly_the_type_that_was_asked_for(offers, accept, sent):
    assert choose(offers, accept).content_type == sent


#: What clients send: SPARQLWrapper 2.0, rdflib 7.6's SPARQLStore, pandas and urllib, curl and R, a script's fetch,
#: Comunica, YASGUI. Then the forms in which they get rows and graphs.
CLIENTS = {
    "SPARQLWrapper, JSON": (
        "application/sparql-results+json,application/json,text/javascript,application/javascript", "json", "jsonld"),
    "SPARQLWrapper, Turtle": ("application/turtle,text/turtle", None, "turtle"),
    "SPARQLWrapper, N3": (
        "application/turtle,text/turtle,text/rdf+n3,application/n-triples,application/n3,text/n3", None, "turtle"),
    "SPARQLWrapper, JSON-LD": ("application/ld+json,application/x-json+ld", None, "jsonld"),
    "SPARQLStore": ("application/rdf+xml, application/sparql-results+xml", "xml", "rdfxml"),
    "urllib, pandas": (None, "json", "turtle"),
    "curl, R, fetch": ("*/*", "json", "turtle"),
    "Comunica, endpoints": ("application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7", "json", None),
    "Comunica, documents": (
        "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
        "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,"
        "text/xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18,application/json;q=0.135", None, "nquads"),
    "YASGUI, rows": ("application/sparql-results+json,*/*;q=0.9", "json", "turtle"),
    "YASGUI, graphs": ("application/n-triples,*/*;q=0.9", "json", "ntriples"),
}  # fmt: skip


@pytest.mark.parametrize(("accept", "rows", "graph"), CLIENTS.values(), ids=list(CLIENTS))
def test_each_client_gets_what_it_reads(accept, rows, graph):
    assert not prefers_html(accept)
    for offers, name in ((RESULT_OFFERS, rows), (GRAPH_OFFERS, graph)):
        if name is not None:
            assert choose(offers, accept).name == name


@pytest.mark.parametrize(
    ("asked", "name"),
    [("xml", "rdfxml"), ("rdf+xml", "rdfxml"), ("json-ld", "jsonld"), ("json", "jsonld"), ("n3", "turtle"),
     ("nt", "ntriples"), ("application/ld+json", "jsonld"), ("application/rdf xml", "rdfxml"), ("nq", "nquads")],
)  # fmt: skip
def test_the_words_of_other_clients_for_a_form_are_known(asked, name):
    assert choose(GRAPH_OFFERS, "text/csv", asked).name == name


@pytest.mark.parametrize("asked", ["csv", "CSV", "text/csv", " csv "])
def test_a_form_can_be_asked_for_by_name(asked):
    assert choose(RESULT_OFFERS, "application/json", asked).name == "csv"


def test_an_unknown_name_is_refused():
    with pytest.raises(FormatUnknown, match="turtle"):
        choose(GRAPH_OFFERS, None, "docx")


def test_a_browser_gets_a_page_and_a_program_gets_data():
    assert choose(THING_OFFERS, BROWSER).name == "html"
    assert choose(THING_OFFERS, "text/turtle").name == "turtle"
    assert choose(THING_OFFERS, "application/rdf+xml;q=0.9, text/html;q=0.1").name == "rdfxml"
    assert prefers_html(BROWSER)
    assert not prefers_html("*/*")
    assert not prefers_html("application/sparql-results+json,*/*;q=0.1")
    assert not prefers_html("")
