from __future__ import annotations

import pytest

from glocal_graph.model.errors import ParameterError
from glocal_graph.questions.comparison import compare_places, find_peers
from tests.questions.tying import ID, store_of, tie

ONE, TWO, THREE, KOCHI = (
    ID + name for name in ("municipality/1", "municipality/2", "municipality/3", "prefecture/JP-39")
)


def test_partners_and_countries_in_common_are_found():
    store = store_of(
        tie("municipality/1", "gn-9", "1998"), tie("municipality/3", "gn-9", "1990"), tie("municipality/3", "gn-8")
    )
    made = compare_places(store, [ONE, THREE])
    assert [partner.label("en") for partner in made.partners] == ["Nine"]
    assert [country.label("en") for country in made.common_countries] == ["United States"]
    assert [len(profile.with_country(ID + "country/US")) for profile in made.profiles] == [1, 2]
    assert [tie.date for tie in made.profiles[1].with_partner(ID + "municipality/gn-9")] == ["1990"]


def test_a_tie_of_a_city_is_nothing_that_it_has_in_common_with_its_prefecture():
    only = tie("municipality/1", "gn-9")
    assert compare_places(store_of(only), [KOCHI, ONE]).partners == ()
    for second in (tie("municipality/2", "gn-9"), tie("prefecture/JP-39", "gn-9")):
        assert [one.label("en") for one in compare_places(store_of(only, second), [KOCHI, ONE]).partners] == ["Nine"]


def test_a_prefecture_counts_the_ties_of_its_municipalities_and_says_which_are_its_own():
    store = store_of(
        tie("prefecture/JP-39", "gn-9", "1998"), tie("municipality/1", "gn-9", "1990"), tie("municipality/2", "gn-8")
    )
    kochi, three = compare_places(store, [KOCHI, THREE]).profiles
    assert (len(kochi.ties), kochi.own) == (3, 1)
    assert (kochi.oldest.date, kochi.newest.date) == ("1990", "1998")
    assert three.ties == ()
    assert three.oldest is None


def test_ended_ties_are_counted_apart():
    profile, _ = compare_places(store_of(tie("municipality/1", "gn-9", "1998", status="ended")), [ONE, TWO]).profiles
    assert (len(profile.ties), profile.others) == (0, 1)


def test_events_are_those_of_the_place_of_places_within_and_of_its_ties_and_the_newest_is_named():
    store = store_of(
        tie("municipality/1", "gn-9"),
        '<event/a> glocal:about <municipality/1> ; glocal:date "2018-02-19" ; rdfs:label "A"@en .',
        '<event/b> glocal:aboutPartnership <partnership/1--gn-9> ; glocal:date "2020" ; rdfs:label "B"@en .',
        '<event/c> glocal:venue <municipality/2> ; rdfs:label "C"@en .',
        "<municipality/1> glocal:population 1234 .",
    )
    kochi, one = compare_places(store, [KOCHI, ONE]).profiles
    assert (kochi.events, one.events) == (3, 2)
    assert (one.latest.event.label("en"), one.latest.date) == ("B", "2020")
    assert (kochi.population, one.population) == (None, 1234)


@pytest.mark.parametrize("number", [0, 1, 5])
def test_only_two_to_four_places_can_be_compared(number: int):
    with pytest.raises(ParameterError):
        compare_places(store_of(), [ONE] * number)


def test_places_with_most_partners_in_common_are_offered():
    store = store_of(
        tie("municipality/1", "gn-9"), tie("municipality/1", "gn-8"), tie("municipality/3", "gn-9"),
        tie("municipality/3", "gn-8"), tie("municipality/2", "gn-8"),
    )  # fmt: skip
    assert [(place.label("en"), n) for place, n in find_peers(store, ONE)] == [("Three City", 2), ("Two City", 1)]
