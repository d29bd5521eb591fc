from __future__ import annotations

from glocal_graph.questions.common import find_common
from glocal_graph.questions.ties import read_ties
from tests.questions.tying import ID, store_of, tie

ONE, TWO, THREE = (f"{ID}municipality/{number}" for number in (1, 2, 3))
NINE, EIGHT = f"{ID}municipality/gn-9", f"{ID}municipality/gn-8"
KOCHI, USA = f"{ID}prefecture/JP-39", f"{ID}country/US"


def common(places, *ties):
    return find_common(read_ties(store_of(*ties)), places)


def test_a_partner_of_both_is_named_with_both_ties():
    found = common([ONE, TWO], tie("municipality/1", "gn-9", "1990"), tie("municipality/2", "gn-9", "1980"))
    (partner,) = found.partners
    assert partner.place == NINE
    assert [tie.date for own in partner.ties.values() for tie in own] == ["1990", "1980"]
    assert found.regions == (), "one partner of both is told once"


def test_different_partners_in_one_country_are_told_by_place():
    found = common([ONE, TWO], tie("municipality/1", "gn-9"), tie("municipality/2", "gn-8"))
    assert found.partners == ()
    (region,) = found.regions
    assert region.place == USA
    assert region.partners == {ONE: (NINE,), TWO: (EIGHT,)}


def test_a_prefecture_has_the_ties_of_the_places_within_it():
    found = common([KOCHI, THREE], tie("municipality/1", "gn-9"), tie("municipality/3", "gn-9"))
    assert [item.place for item in found.partners] == [NINE]


def test_two_partners_share_the_places_of_japan_that_have_both():
    found = common([NINE, EIGHT], tie("municipality/1", "gn-9"), tie("municipality/1", "gn-8"))
    assert [item.place for item in found.partners] == [ONE]


def test_places_without_anything_in_common_share_nothing():
    found = common([ONE, TWO], tie("municipality/1", "gn-9"))
    assert (found.partners, found.regions) == ((), ())


def test_the_country_of_the_places_themselves_is_no_answer():
    found = common([ONE, TWO], tie("municipality/1", "3"), tie("municipality/2", "3"), tie("municipality/1", "gn-9"))
    assert [item.place for item in found.partners] == [THREE]
    assert found.regions == ()


def test_a_tie_of_a_city_is_nothing_that_it_has_in_common_with_its_prefecture():
    only = tie("municipality/1", "gn-9")
    assert common([KOCHI, ONE], only).partners == ()
    assert common([KOCHI, ONE], only).regions == ()
    assert [item.place for item in common([KOCHI, ONE], only, tie("municipality/2", "gn-9")).partners] == [NINE]
