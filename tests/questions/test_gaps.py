from __future__ import annotations

import pytest

from glocal_graph.questions.facts import describe
from glocal_graph.questions.gaps import find_gaps
from glocal_graph.questions.source_claims import read_said
from glocal_graph.questions.tie_lists import list_ties
from tests.small_graph import ID, MemoryStore

_ALL_OF_A_TIE = {"tie_undated", "tie_status", "tie_no_reason", "tie_no_event", "tie_one_source"}


def _gaps(thing: str, events: int = 0, **more: object) -> dict[str, tuple[int, int]]:
    store = MemoryStore()
    found = find_gaps(store, describe(store, ID + thing), list_ties(store, ID + thing), events, **more)
    return {gap.key: (gap.count, gap.of) for gap in found}


def test_a_place_counts_what_its_ties_lack():
    assert _gaps("prefecture/JP-40") == {
        "ties_undated": (2, 2),
        "ties_status": (1, 2),
        "ties_no_reason": (2, 2),
        "ties_no_event": (2, 2),
        "no_event": (1, 1),
        "no_position": (1, 1),
        "no_population": (1, 1),
        "no_kana": (1, 1),
    }


def test_a_tie_with_an_event_lacks_none():
    found = _gaps("municipality/46201", events=1)
    assert found["ties_no_event"] == (1, 2)
    assert found["ties_vague"] == (1, 2)
    assert "ties_undated" not in found
    assert "no_event" not in found


@pytest.mark.parametrize(
    ("thing", "gaps"),
    [
        ("partnership/46201--gn-3172394", {"tie_no_reason", "tie_no_event"}),
        ("partnership/40130--gn-3172394", _ALL_OF_A_TIE),
        ("event/2017-12-11-seminar", {"event_venue", "event_participant", "event_description"}),
        ("person/saigo-takamori", {"no_description", "no_event"}),
        ("asset/jigen-ryu", {"no_description", "no_event"}),
        ("organisation/mofa-japan", {"no_place", "no_description", "no_event"}),
        ("municipality/46206", {"no_ties", "no_event", "no_position", "no_population", "no_kana"}),
    ],
)  # fmt: skip
def test_each_kind_of_thing_says_what_it_lacks(thing, gaps):
    assert set(_gaps(thing)) == gaps


def test_a_source_counts_its_claims_without_a_date():
    store = MemoryStore()
    assert set(_gaps("source/b", said=read_said(store, ID + "source/b"))) == {"source_issued", "source_dateRead"}
