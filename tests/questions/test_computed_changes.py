"""What changed since the release before: told for the prefecture, in words, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.data.store.snapshot import current, draft
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import GRAPH, ID, RDFS_LABEL, glocal
from glocal_graph.questions.answering import answer_question
from glocal_graph.questions.answers import Table
from glocal_graph.questions.gallery import load_gallery
from tests.small_graph import read_small_graph

QUESTION = load_gallery(Settings())["changes"]
KAGOSHIMA = ID + "prefecture/JP-46"
NAPLES_TIE = ox.NamedNode(ID + "partnership/46201--gn-3172394")
PERTH_TIE = ox.NamedNode(ID + "partnership/46201--gn-2063523")
CLAIM = ox.NamedNode(ID + "claim/46201--gn-3172394/new")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[GraphStore]:
    """Two releases of the small graph: a date altered, a claim added, a tie removed, and a word about Italy."""
    root: Path = tmp_path_factory.mktemp("releases")
    with draft(root, release="1") as made:
        made.store.extend(read_small_graph())
        made.publish()
    with draft(root, release="2", copy_of=current(root)) as made:
        edit(made.store)
        made.publish()
    opened = open_store(Settings(store=str(root), query_workers=1))
    yield opened
    opened.close()


def edit(store: ox.Store) -> None:
    date, graph = ox.NamedNode(glocal("date")), ox.NamedNode(GRAPH + "partnerships")
    for quad in list(store.quads_for_pattern(NAPLES_TIE, date, None)):
        store.remove(quad)
    store.add(ox.Quad(NAPLES_TIE, date, ox.Literal("1960-05-04"), graph))
    for name, value in (("claimAbout", NAPLES_TIE), ("claimedDate", ox.Literal("1960-05-04"))):
        store.add(ox.Quad(CLAIM, ox.NamedNode(glocal(name)), value, graph))
    store.add(ox.Quad(CLAIM, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), CLAIM, graph))
    for quad in list(store.quads_for_pattern(PERTH_TIE, None, None)):
        store.remove(quad)
    italy = ox.NamedNode(ID + "country/IT")
    store.add(ox.Quad(italy, ox.NamedNode(glocal("note")), ox.Literal("new"), ox.NamedNode(GRAPH + "places")))
    derived = ox.NamedNode(GRAPH + "derived")
    store.add(ox.Quad(ox.NamedNode(KAGOSHIMA), ox.NamedNode(glocal("partnerOf")), italy, derived))


def ask(store: GraphStore, language: str = "en", prefecture: str = KAGOSHIMA) -> Table:
    return answer_question(store, QUESTION, {"prefecture": prefecture}, language, lambda text, _: text)


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in table.rows]


def test_a_value_that_altered_is_shown_before_and_now(store):
    row = next(row for row in ask(store).rows if row[0].iri == NAPLES_TIE.value and row[2].iri == glocal("date"))
    assert [cell.text for cell in row[1:2] + row[3:]] == ["changed", "1960-05-03", "1960-05-04"]


def test_a_new_claim_is_told_under_its_tie(store):
    row = next(row for row in ask(store).rows if row[2].text == "claim of a source")
    assert row[0].iri == NAPLES_TIE.value
    assert (row[1].text, row[3].text, row[4].text) == ("added", "", "1960-05-04")


def test_a_tie_that_is_gone_keeps_its_name(store):
    label = next(
        quad.object.value
        for quad in read_small_graph()
        if quad.subject == PERTH_TIE and quad.predicate.value == RDFS_LABEL and quad.object.language == "ja"
    )
    assert (label, "削除", "", "", "") in texts(ask(store, "ja"))


def test_what_is_inferred_or_elsewhere_is_not_told(store):
    things = {row[0].iri for row in ask(store).rows}
    assert things == {NAPLES_TIE.value, PERTH_TIE.value}
    assert texts(ask(store, prefecture=ID + "prefecture/JP-40")) == []


def test_the_note_names_both_releases(store):
    assert ask(store).notes[0].startswith("Release 2 compared with 1: ")
    assert ask(store, "ja").notes[0].startswith("公開版 2 を 1 と比較")
