from __future__ import annotations

from glocal_graph.questions.tie_lists import group_ties, list_ties, name_groups, name_ties, prefecture_of
from glocal_graph.questions.ties import read_ties
from tests.questions.tying import ID, store_of, tie
from tests.small_graph import ITALY, KAGOSHIMA, KAGOSHIMA_PREFECTURE, MemoryStore

KOCHI, ONE, TWO, US = ID + "prefecture/JP-39", ID + "municipality/1", ID + "municipality/2", ID + "country/US"


def _kochi():
    return store_of(
        tie("municipality/1", "gn-9"),
        tie("municipality/1", "gn-8", "1990-05"),
        tie("municipality/2", "gn-9", "1970"),
        tie("prefecture/JP-39", "gn-8", "2001", status="ended"),
        tie("municipality/3", "gn-8", "1950"),
    )


def test_a_places_own_ties_come_first_then_those_within_by_age_with_the_undated_last():
    found = list_ties(_kochi(), KOCHI)
    assert [tie.iri.rpartition("/")[2] for tie in found.all] == ["JP-39--gn-8", "2--gn-9", "1--gn-8", "1--gn-9"]
    assert (len(found.own), len(found.inner), len(found.active), found.undated) == (1, 3, 3, 1)
    assert found.oldest.date == "1970"
    assert found.countries == (US,)


def test_a_country_has_the_ties_of_all_its_places_seen_from_its_side():
    found = list_ties(_kochi(), US)
    assert len(found.all) == 5
    assert {party for tie in found.all for party in found.partners(tie)} == {KOCHI, ONE, TWO, ID + "municipality/3"}


def test_what_is_no_place_has_no_ties():
    assert list_ties(MemoryStore(), ID + "person/saigo-takamori").all == ()


def test_ties_are_told_with_names_country_end_and_each_source():
    store = MemoryStore()
    shown = name_ties(store, list_ties(store, KAGOSHIMA).all, {KAGOSHIMA})
    naples, perth = shown
    assert [value.label_ja for value in naples.partners] == ["ナポリ"]
    assert [value.text for value in naples.countries] == [ITALY]
    assert [source.publisher for source in naples.sources] == ["CLAIR", "Kagoshima City"]
    assert (perth.date, perth.ended) == ("1974-04", "2001")


def test_a_tie_of_three_names_every_partner():
    store = MemoryStore()
    known = [tie for tie in read_ties(store).all if len(tie.parties) == 3]
    (shown,) = name_ties(store, known)
    assert [value.label_en for value in shown.places] == ["Kirishima City"]
    assert {value.label_en for value in shown.partners} == {"Perth", "Atlanta"}


def test_shares_count_ties_by_prefecture_most_first_with_the_oldest_date():
    store = _kochi()
    ties, known = list_ties(store, US), read_ties(store)
    groups = group_ties(ties.all, lambda tie: filter(None, [prefecture_of(known, one) for one in tie.parties]))
    (kochi,) = name_groups(store, groups)
    assert (kochi.place.label_en, kochi.ties, kochi.active, kochi.since) == ("Kochi Prefecture", 4, 3, "1970")


def test_shares_name_the_partners_on_the_other_side():
    store = _kochi()
    ties = list_ties(store, KOCHI)
    partners = {party for tie in ties.all for party in ties.partners(tie)}
    groups = group_ties(ties.inner, lambda tie: [one for one in tie.parties if one in ties.here])
    shares = name_groups(store, groups, partners)
    assert [(share.place.label_en, share.ties) for share in shares] == [("One City", 2), ("Two City", 1)]
    assert [value.label_en for value in shares[0].others] == ["Eight", "Nine"]


def test_the_prefecture_of_a_place_is_itself_or_around_it_and_none_abroad():
    known = read_ties(MemoryStore())
    assert prefecture_of(known, KAGOSHIMA) == prefecture_of(known, KAGOSHIMA_PREFECTURE) == KAGOSHIMA_PREFECTURE
    assert prefecture_of(known, ITALY) == ""
