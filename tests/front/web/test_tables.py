from __future__ import annotations

import json
import tracemalloc
from tempfile import TemporaryFile

import pytest

from glocal_graph.data.store import Answer
from glocal_graph.front.web.display import date_text
from glocal_graph.front.web.site import Site
from glocal_graph.front.web.tables import Answered, show_graph, show_results

JSON = "application/sparql-results+json"
KAGOSHIMA = "https://w3id.org/glocal-graph/id/municipality/46201"
ROW = {
    "place": {"type": "uri", "value": KAGOSHIMA},
    "name": {"type": "literal", "value": "鹿児島市", "xml:lang": "ja"},
    "day": {"type": "literal", "value": "1960-05-03", "datatype": "http://www.w3.org/2001/XMLSchema#date"},
    "number": {"type": "literal", "value": "5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
    "node": {"type": "bnode", "value": "b7"},
}


@pytest.fixture(scope="module")
def site(settings, store) -> Site:
    return Site(settings, store)


def answer(rows: list[dict[str, object]], names: tuple[str, ...] = (*ROW, "none")) -> Answer:
    return Answer("select", JSON, json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode())


def test_a_row_becomes_cells_with_labels_dates_and_numbers(site):
    shown = show_results(site, answer([ROW]))
    assert shown.columns == (*ROW, "none")
    place, name, day, number, node, none = shown.rows[0]
    assert place.value.label("en") == "Kagoshima City"
    assert (name.value.text, name.value.language, name.value.datatype) == ("鹿児島市", "ja", "")
    assert (day.is_date, number.is_number, node.value.text, none.value) == (True, True, "b7", None)


def test_a_yes_or_no_is_one(site):
    assert show_results(site, Answer("ask", JSON, b'{"head":{},"boolean":false}')) == Answered(boolean=False)


def test_a_long_answer_is_counted_and_its_beginning_shown_without_holding_the_rest(site):
    file = TemporaryFile()  # noqa: SIM115 - the answer's
    start, row, end = answer([ROW]).body.partition(json.dumps(ROW).encode())
    file.write(start + row)
    for _ in range(60_000):
        file.write(b"," + row)
    file.write(end)
    long = Answer("select", JSON, file)
    tracemalloc.start()
    try:
        shown = show_results(site, long)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        long.close()
    assert (len(shown.rows), shown.total, shown.is_cut) == (500, 60_001, True)
    assert long.size > 20_000_000
    assert most < 4_000_000


def test_a_graph_is_shown_as_turtle_with_its_prefixes_only(site):
    line = f'<{KAGOSHIMA}> <http://www.w3.org/2000/01/rdf-schema#label> "鹿児島市"@ja .\n'.encode()
    shown = show_graph(Answer("construct", "application/n-triples", line))
    assert not shown.is_cut
    assert "@prefix rdfs:" in shown.graph
    assert "skos" not in shown.graph
    long = show_graph(Answer("construct", "application/n-triples", line * 20_000))
    assert long.is_cut
    assert "鹿児島市" in long.graph


def test_an_empty_graph_is_empty(site):
    shown = show_graph(Answer("construct", "application/n-triples", b""))
    assert (shown.graph, shown.is_cut) == ("", False)


def test_a_year_has_no_mark_for_thousands_and_other_numbers_have_one(site, app):
    row = {"year": {**ROW["number"], "value": "1960"}, "n": {**ROW["number"], "value": "1960"}}
    shown = show_results(site, answer([row], ("year", "n"))).rows[0]
    with app.test_request_context():
        assert [app.jinja_env.globals["shown"](cell.value) for cell in shown] == ["1960", "1,960"]
    assert all(cell.is_number for cell in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2019-04-30/2019-05-01", "2019年4月30日〜2019年5月1日(平成31年・令和元年)"),
        ("2018-10-25/2018-10-26", "2018年10月25日〜2018年10月26日(平成30年)"),
    ],
)
def test_a_span_of_days_has_its_era_too(app, text, shown):
    with app.test_request_context("/?lang=ja"):
        assert date_text(text) == shown
