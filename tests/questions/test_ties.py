from __future__ import annotations

from glocal_graph.questions.ties import KnownTie, read_sources, read_ties
from tests.questions.tying import ID, store_of, tie


def test_the_ties_of_a_store_are_read_once_for_a_release():
    store = store_of(tie("municipality/1", "gn-9", "1998"))
    first = read_ties(store)
    asked = len(store.queries)
    assert read_ties(store) is first
    assert len(store.queries) == asked
    store.release = "2026.11.23-2"
    assert read_ties(store) is not first


def test_what_lies_within_a_place_is_found_over_several_steps_and_circles_end():
    store = store_of(f"<country/JP> glocal:within <prefecture/JP-39> . <{ID}site/x> glocal:within <municipality/1> .")
    assert ID + "site/x" in read_ties(store).inside(ID + "prefecture/JP-39")


def test_the_japanese_parties_of_a_tie_come_first():
    ties = read_ties(store_of(tie("municipality/1", "gn-9")))
    assert ties.split(ties.all[0]) == ((ID + "municipality/1",), (ID + "municipality/gn-9",))


def test_of_a_tie_without_a_japanese_party_the_place_asked_for_comes_first():
    ties = read_ties(store_of())
    abroad = KnownTie("x", (ID + "municipality/gn-8", ID + "municipality/gn-9"))
    assert ties.split(abroad, {ID + "municipality/gn-9"})[0] == (ID + "municipality/gn-9",)


def test_a_date_that_is_none_leaves_a_tie_undated():
    assert KnownTie("x", (), date="long ago").signed is None


def test_sources_are_listed_once_with_publisher_and_address():
    store = store_of(tie("municipality/1", "gn-9"), tie("municipality/1", "gn-9"))
    (source,) = read_sources(store, [ID + "partnership/1--gn-9"])[ID + "partnership/1--gn-9"]
    assert (source.publisher, source.address) == ("One City", "https://one.example.jp/")
