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
    ],
)
def test_rows_are_given_in_the_form_liked_best(accept, name):
    assert choose(RESULT_OFFERS, accept).name == name


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "application/sparql-results+json;q=0, text/turtle"])
def test_a_form_that_is_not_there_is_refused_with_the_list(accept):
    with pytest.raises(FormatUnknown, match="text/csv"):
        choose(RESULT_OFFERS, accept)


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
