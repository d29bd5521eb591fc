"""Answers of the gallery's questions: declared columns, names for every thing, computed once for a release."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from glocal_graph.data.store import Answer
from glocal_graph.model.errors import DataError, ParameterError
from glocal_graph.questions.answering import answer_question
from glocal_graph.questions.answers import Table
from glocal_graph.questions.gallery import Question, read_question
from tests.small_graph import MemoryStore

HEAD = """# number: 1
# title@en: Ties?
# title@ja: 提携は?
# param: day | date | Day | 日
# param: kind | choice | Kind | 種類 | any = any kind = すべて; sister = sister city = 姉妹都市
# column: partner | Partner | 相手
# column: tie | Tie | 提携
# shows: table
"""
QUERY = """SELECT ?tie ?partner ?hidden WHERE {
  VALUES ?lang { "en" } VALUES ?day { "2026-12-31"^^<http://www.w3.org/2001/XMLSchema#date> } VALUES ?kind { "any" }
  ?tie a <https://w3id.org/glocal-graph/ontology#Partnership> .
  ?tie <https://w3id.org/glocal-graph/ontology#party> ?partner .
  BIND (?kind AS ?hidden)
} ORDER BY ?tie ?partner
"""
TRIADS = """SELECT ?partnership ?a ?aCountry ?b ?bCountry ?date WHERE {
  VALUES ?lang { "en" } VALUES ?day { "2026-12-31"^^<http://www.w3.org/2001/XMLSchema#date> } VALUES ?kind { "any" }
  ?partnership <https://w3id.org/glocal-graph/ontology#party> ?a, ?b FILTER (STR(?a) < STR(?b))
}"""


class Store(MemoryStore):
    """The small graph, which also answers a SELECT as a store does."""

    asked = 0

    def query(self, text: str, *, media_type: str | None = None, seconds: float | None = None) -> Answer:
        self.asked += 1
        solutions: Any = self.store.query(text, use_default_graph_as_union=True)
        body = solutions.serialize(format=ox.QueryResultsFormat.JSON)
        return Answer("select", "application/sparql-results+json", body)


@pytest.fixture
def make(tmp_path):
    def question(extra: str = "", query: str = QUERY) -> Question:
        path = tmp_path / "ties.rq"
        path.write_text(HEAD + extra + query, encoding="utf-8")
        return read_question(path)

    return question


def ask(store: Store, question: Question, language: str = "en", **values: str) -> Table:
    return answer_question(store, question, values, language, lambda text, _: text)


def test_the_columns_are_those_that_the_question_declares(make):
    table = ask(Store(), make(), "ja")
    assert [(heading.name, heading.text) for heading in table.headings] == [("partner", "相手"), ("tie", "提携")]


def test_a_thing_without_a_label_in_the_query_has_its_name_all_the_same(make):
    names = {cell.text for row in ask(Store(), make(), "ja").rows for cell in row}
    assert "ナポリ" in names
    assert not any("municipality:" in name for name in names)


def test_a_date_is_the_last_day_that_it_can_mean(make):
    question = make()
    store = Store()
    ask(store, question, day="1987-02")
    with pytest.raises(ParameterError, match="is a date"):
        ask(store, question, day="soon")
    with pytest.raises(ParameterError, match="has none"):
        ask(store, question, day="1987/..")


@pytest.mark.parametrize("value", ["sister", "sister city", "姉妹都市"])
def test_an_option_is_named_by_its_value_or_either_label(make, value):
    query = QUERY.replace("BIND (?kind AS ?hidden)", 'FILTER (?kind = "sister")')
    assert ask(Store(), make(query=query), kind=value).rows
    assert not ask(Store(), make(query=query)).rows


def test_a_value_that_is_no_option_lists_those_that_are(make):
    with pytest.raises(ParameterError, match="any, sister"):
        ask(Store(), make(), kind='any" } DROP ALL')


def test_a_computed_answer_is_computed_once_for_a_release_and_language(make):
    store, question = Store(), make("# computed: triads\n", TRIADS)
    first = ask(store, question)
    assert ask(store, question) is first
    assert store.asked == 1
    ask(store, question, "ja")
    assert store.asked == 2
    store.release = "2026.11.23-2"
    ask(store, question)
    assert store.asked == 3


def test_a_head_that_names_no_function_says_so(make):
    with pytest.raises(DataError, match=r"ties\.rq.*no-such"):
        ask(Store(), make("# computed: no-such\n"))


@pytest.mark.parametrize("options", ["any", "any = one", "Any = a = b", "any = = b"])
def test_a_broken_option_names_the_line(make, options):
    with pytest.raises(DataError, match=r"ties\.rq.* line 9"):
        make(f"# param: day | choice | A | B | {options}\n")
