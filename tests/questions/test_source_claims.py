from __future__ import annotations

import pyoxigraph as ox
import pytest

from glocal_graph.questions.source_claims import CLAIMS_PAGE, read_said
from tests.small_graph import ID, MemoryStore

_MANY = """
@prefix glocal: <https://w3id.org/glocal-graph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/glocal-graph/id/> .
"""


def test_a_claim_stands_beside_the_chosen_values_and_a_vaguer_date_is_no_difference():
    said = read_said(MemoryStore(), ID + "source/b")
    (claim,) = said.claims
    assert (said.total, said.undated, said.pages) == (1, 0, 1)
    assert (claim.about.label_en, claim.group, claim.date) == ("Kagoshima City – Naples", "ties", "1960")
    assert (claim.chosen_date, claim.differs) == ("1960-05-03", frozenset())


@pytest.mark.parametrize(("date", "differs"), [("1961", {"date"}), ("1960-05", set()), ("1960-05-04", {"date"})])
def test_a_claim_that_contradicts_the_chosen_date_is_marked(date, differs):
    text = f'<claim/x> glocal:claimAbout <partnership/46201--gn-3172394> ; glocal:claimedDate "{date}" ;'
    text += " dcterms:source <source/c> ."
    store = MemoryStore()
    store.store.extend(ox.parse(_MANY + text, format=ox.RdfFormat.TURTLE))
    (claim,) = read_said(store, ID + "source/c").claims
    assert claim.differs == differs


def test_what_rests_on_a_source_without_a_claim_is_grouped_by_kind():
    said = read_said(MemoryStore(), ID + "source/b")
    groups = {kind: (total, len(things)) for kind, total, things in said.resting}
    assert groups == {"Partnership": (3, 3), "Forum": (1, 1)}, "the tie with a claim is told by its claim"


def test_what_a_section_says_is_said_by_the_whole():
    said = read_said(MemoryStore(), ID + "source/news")
    assert {value.label_en for _, _, things in said.resting for value in things} >= {
        "Regional Promotion Seminar with Kagoshima City",
        "Saigo Takamori",
    }


@pytest.mark.parametrize(("page", "shown"), [(0, CLAIMS_PAGE), (1, CLAIMS_PAGE), (2, 7), (99, 7)])
def test_many_claims_come_in_pages_and_a_page_beyond_is_the_last(page, shown):
    text = "\n".join(
        f"<claim/{number}> glocal:claimAbout <partnership/{number:03}> ; dcterms:source <source/long> ."
        for number in range(CLAIMS_PAGE + 7)
    )
    store = MemoryStore(ox.parse(_MANY + text, format=ox.RdfFormat.TURTLE))
    said = read_said(store, ID + "source/long", page)
    assert (said.total, said.undated, said.pages, len(said.claims)) == (CLAIMS_PAGE + 7, CLAIMS_PAGE + 7, 2, shown)
