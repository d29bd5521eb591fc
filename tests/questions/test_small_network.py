from __future__ import annotations

import pytest

from glocal_graph.questions.facts import describe
from glocal_graph.questions.small_network import small_network
from tests.questions.tying import store_of, tie
from tests.small_graph import ID, KAGOSHIMA, MemoryStore


def _names(thing: str, store: MemoryStore | None = None) -> set[str]:
    store = store or MemoryStore()
    graph = small_network(store, describe(store, ID + thing))
    return {data["label_en"] for _, data in graph.nodes(data=True)}


def test_a_city_stands_with_its_partners_figures_and_events():
    assert _names("municipality/46201") >= {"Kagoshima City", "Naples", "Perth", "Saigo Takamori", "Jigen-ryu"}


def test_a_figure_leads_on_to_the_partners_of_its_place():
    assert _names("person/saigo-takamori") == {"Saigo Takamori", "Kagoshima City", "Naples", "Perth"}


def test_a_prefecture_shows_its_own_ties_and_its_cities_with_theirs():
    assert _names("prefecture/JP-46") >= {"Kagoshima Prefecture", "Georgia", "Kagoshima City", "Naples"}


def test_a_country_shows_its_places_and_who_is_tied_to_them():
    assert _names("country/IT") == {"Italy", "Naples", "Kagoshima City", "Fukuoka City"}


def test_a_tie_of_two_is_a_line_between_its_parties_and_both_are_the_focus():
    store, name = MemoryStore(), ID + "partnership/46201--gn-3172394"
    graph = small_network(store, describe(store, name))
    assert name not in graph
    assert {node for node, data in graph.nodes(data=True) if data["focus"]} == {
        KAGOSHIMA,
        ID + "municipality/gn-3172394",
    }
    assert graph.has_edge(KAGOSHIMA, ID + "municipality/gn-3172394", key=name)


def test_a_tie_of_three_is_a_thing_among_its_parties():
    store, name = MemoryStore(), ID + "partnership/46218--gn-2063523--gn-4180439"
    assert small_network(store, describe(store, name)).degree(name) == 3


@pytest.mark.parametrize("thing", ["source/a", "concept/status-active"])
def test_what_stands_alone_has_no_picture(thing):
    store = MemoryStore() if thing.startswith("source") else store_of()
    assert small_network(store, describe(store, ID + thing)) is None


def test_a_place_of_many_ties_keeps_to_a_few_the_oldest_that_go_on_first():
    ties = [tie("municipality/1", f"gn-{number}", str(1950 + number)) for number in range(100, 150)]
    ties.append(tie("municipality/1", "gn-9", "1960", status="ended"))
    store = store_of(*ties)
    graph = small_network(store, describe(store, ID + "municipality/1"))
    assert len(graph) <= 20
    assert ID + "municipality/gn-100" in graph
    assert ID + "municipality/gn-9" not in graph
