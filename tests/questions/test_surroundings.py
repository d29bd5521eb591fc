from __future__ import annotations

import pytest

from glocal_graph.model.errors import ThingNotFound
from glocal_graph.questions.network import neighbourhood
from glocal_graph.questions.network_queries import Reader
from glocal_graph.questions.surroundings import find_surroundings
from tests.small_graph import ID, KAGOSHIMA, NAPLES, MemoryStore

STORE = MemoryStore()


def test_everything_is_told_that_expanding_would_bring():
    for thing in sorted(thing for thing in Reader(STORE).read_subjects() if thing.startswith(ID)):
        found = {item.iri for item in find_surroundings(STORE, thing)}
        assert found == set(neighbourhood(STORE, [thing])) - {thing}


def test_a_partner_is_told_with_the_year_of_its_tie_and_an_event_with_its_own():
    found = {item.iri: item for item in find_surroundings(STORE, KAGOSHIMA)}
    assert (found[NAPLES].is_tied, found[NAPLES].date) == (True, "1960-05-03")
    seminar = found[ID + "event/2017-12-11-seminar"]
    assert (seminar.is_tied, seminar.date) == (False, "2017-12-11")


def test_of_what_is_not_there_nothing_lies_around():
    with pytest.raises(ThingNotFound):
        find_surroundings(STORE, ID + "municipality/nothing")
