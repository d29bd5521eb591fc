"""Every question of the gallery has the same answer embedded, on an Oxigraph server and on Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import ID
from glocal_graph.questions.answering import answer_question
from glocal_graph.questions.answers import Cell, Table
from glocal_graph.questions.gallery import load_gallery

GALLERY = load_gallery(Settings())
HOKKAIDO, TOKYO, KAGOSHIMA = ("prefecture/JP-01", "prefecture/JP-13", "prefecture/JP-46")
#: Beside the defaults: another place, another year, every choice.
MORE: dict[str, list[dict[str, str]]] = {
    "partners-of-place": [{"place": HOKKAIDO}, {"place": "municipality/gn-2063523"}],
    "anniversaries": [{"prefecture": TOKYO, "year": "1990"}, {"prefecture": KAGOSHIMA, "year": "2024"}],
    "quiet-ties": [{"place": "municipality/46201", "since": "2015"}],
    "partners-of-partners": [{"place": HOKKAIDO}],
    "places-like-ours": [{"place": "municipality/13104", "country": "country/CN"}],
    "links-between": [{"a": "municipality/46201", "b": "municipality/gn-3172394"}],
    "visits": [{"place": TOKYO}],
    "countries-without-tie": [{"prefecture": HOKKAIDO}],
    "inherited-ties": [{"place": HOKKAIDO}],
    "diplomacy-events": [{"prefecture": HOKKAIDO}, {"prefecture": TOKYO}],
    "tie-history": [{"a": "municipality/23100", "b": "municipality/gn-5368361"}],
    "fields-of-ties": [{"place": "municipality/23100"}],
    "changes": [{"prefecture": HOKKAIDO}],
    "ties-by-year": [{"from": "1990", "to": "1999"}],
    "network-measures": [{"day": "1990"}, {"kind": "friendship", "undated": "with"}],
    "mixing": [{"kind": "sister"}],
    "chains": [{"a": "municipality/46201", "b": "municipality/01100"}],
    "triads": [{"day": "2010-12-31", "undated": "with"}],
    "national-acts": [{"country": "country/KR", "act": "1965"}],
    "disagreements": [{"asked": "date"}, {"asked": "status"}],
    "same-partner-or-state": [{"place": HOKKAIDO}, {"place": "municipality/01100"}],
    "completeness": [{"by": "country"}, {"by": "decade"}, {"by": "all"}],
}
CASES = [(name, values) for name in GALLERY for values in [{}, *MORE.get(name, [])]]


@pytest.fixture(scope="module")
def other(request: pytest.FixtureRequest) -> Iterator[GraphStore]:
    store = open_store(Settings(store=request.getfixturevalue(request.param), query_seconds=60.0))
    yield store
    store.close()


def ask(store: GraphStore, name: str, values: dict[str, str], language: str) -> Table:
    return answer_question(store, GALLERY[name], values, language, lambda text, _: ID + text)


def comparable(cell: Cell) -> tuple[str, str, str]:
    """What must be the same: the text, the thing, and the language, whose tag some engines write in other case.

    The datatype is not shown to anybody, and MIN of a text is one more text: plain for some, of its type for others.
    """
    return cell.text, cell.iri, cell.language.lower()


def rows(table: Table) -> list[tuple[tuple[str, str, str], ...]]:
    return [tuple(map(comparable, row)) for row in table.rows]


def test_every_question_is_compared_also_with_other_values_than_its_defaults():
    assert len(GALLERY) >= 20
    assert set(MORE) <= set(GALLERY)
    for name, values in CASES:
        assert set(values) <= {parameter.name for parameter in GALLERY[name].parameters}, name
    without = {question.name for question in GALLERY.values() if question.parameters} - set(MORE)
    assert without == {"costs"}, "no other value has an answer that could differ"


@pytest.mark.parametrize("other", ["on_oxigraph", "on_virtuoso"], indirect=True)
@pytest.mark.parametrize(("name", "values"), CASES, ids=[f"{name}-{number}" for number, (name, _) in enumerate(CASES)])
def test_a_question_has_the_same_answer(real_store: GraphStore, other: GraphStore, name: str, values: dict[str, str]):
    language = "ja" if values else "en"
    ours, theirs = (ask(store, name, values, language) for store in (real_store, other))
    assert theirs.headings == ours.headings
    assert sorted(rows(theirs)) == sorted(rows(ours))
    datatypes = [
        {cell.datatype for row in table.rows for cell in row if "integer" in cell.datatype} for table in (ours, theirs)
    ]
    assert datatypes[0] == datatypes[1], "numbers are numbers on both"


@pytest.mark.parametrize("other", ["on_oxigraph", "on_virtuoso"], indirect=True)
@pytest.mark.parametrize("name", ["partners-of-place", "anniversaries", "ties-by-year", "diplomacy-events", "visits"])
def test_the_rows_come_in_the_same_order(real_store: GraphStore, other: GraphStore, name: str):
    values = MORE[name][0]
    ours = rows(ask(real_store, name, values, "ja"))
    assert rows(ask(other, name, values, "ja")) == ours != []
