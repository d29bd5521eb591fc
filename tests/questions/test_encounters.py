from __future__ import annotations

from glocal_graph.questions.encounters import find_encounters, find_figures, name_encounters
from tests.small_graph import ID, KAGOSHIMA, MemoryStore

NAPLES_TIE = ID + "partnership/46201--gn-3172394"
MINISTRY = ID + "organisation/mofa-japan"


def test_an_event_is_told_once_with_every_part_that_the_place_and_its_ties_had():
    (seminar,) = name_encounters(MemoryStore(), find_encounters(MemoryStore(), {KAGOSHIMA, NAPLES_TIE}))
    assert seminar.event.label_ja == "地域の魅力発信セミナー"
    assert seminar.date == "2017-12-11"
    assert seminar.roles == ("aboutPartnership", "coOrganiser", "about")


def test_dated_events_come_newest_first_and_undated_ones_last():
    found = find_encounters(MemoryStore(), {MINISTRY})
    assert [one.event.text.rpartition("/")[2] for one in found] == ["2017-12-11-seminar", "2012-fukuoka"]
    assert [one.date for one in found] == ["2017-12-11", ""]


def test_people_come_before_culture():
    people, culture = find_figures(MemoryStore(), {KAGOSHIMA})
    assert (people.thing.label_en, people.roles, people.is_person) == ("Saigo Takamori", ("birthPlace",), True)
    assert (culture.thing.label_en, culture.roles, culture.is_person) == ("Jigen-ryu", ("associatedWith",), False)


def test_nothing_asked_is_nothing_found():
    assert find_encounters(MemoryStore(), set()) == []
    assert find_figures(MemoryStore(), set()) == ()
