"""The numbers of a net made by hand are those that one counts on paper."""

from __future__ import annotations

import networkx as nx
import pytest
from networkx.algorithms import bipartite

from glocal_graph.questions.statistics import Record, count_all, count_sides
from tests.small_graph import ID

JAPAN, US, CHINA = (f"{ID}country/{code}" for code in ("JP", "US", "CN"))
NORTH, SOUTH = f"{ID}prefecture/JP-01", f"{ID}prefecture/JP-02"
COUNTRIES = {"a": JAPAN, "b": JAPAN, "c": JAPAN, "X": US, "Y": US, "Z": CHINA}
AREAS = {"a": NORTH, "b": NORTH, "c": SOUTH}
TIES = [
    Record("1", ("X", "a"), "1960-05-03"),
    Record("2", ("X", "b"), "1960"),
    Record("3", ("Y", "a")),
    Record("4", ("Y", "b"), "1962-01"),
    Record("5", ("Z", "c"), "1950-01-01", is_over=True),
    Record("6", ("Z", "b"), "1962-02-02/1963-02-02"),
]


@pytest.fixture
def numbers():
    return count_all(TIES, COUNTRIES, AREAS)


def test_the_net_is_that_of_the_ties_in_force(numbers):
    assert (numbers.ties, numbers.ended) == (5, 1)
    assert (numbers.whole.nodes, numbers.whole.edges, numbers.whole.components) == (5, 5, 1)
    assert numbers.whole.diameter == 3


def test_two_ties_of_one_pair_are_one_edge():
    found = count_all([*TIES, Record("7", ("X", "a"))], COUNTRIES, AREAS)
    assert (found.ties, found.whole.edges) == (6, 5)


def test_the_measures_of_two_sides_are_those_of_networkx():
    edges = [("a", "X"), ("b", "X"), ("a", "Y"), ("b", "Y"), ("b", "Z"), ("c", "Z")]
    sides = count_sides(edges, COUNTRIES)
    graph = nx.Graph(edges)
    assert sides.clustering == pytest.approx(bipartite.robins_alexander_clustering(graph))
    assert sides.density == pytest.approx(bipartite.density(graph, ["a", "b", "c"]))
    assert (sides.squares, sides.sharing, sides.single) == (1, 2, 0)
    assert (sides.home, sides.abroad, sides.home_most, sides.abroad_most) == (3, 3, 3, 2)


def test_ties_within_one_side_are_counted_apart():
    sides = count_sides([("a", "X"), ("a", "b")], COUNTRIES)
    assert (sides.edges, sides.within) == (1, 1)


def test_years_without_a_tie_are_there_and_ended_ties_count_where_they_were_signed(numbers):
    years = {year: (signed, total) for year, signed, total in numbers.years}
    assert (years[1950], years[1955], years[1960], years[1962]) == ((1, 1), (0, 1), (2, 3), (1, 4))
    assert numbers.undated == 2, "a tie without a date, and one whose date is an interval"


def test_countries_and_prefectures_count_ties_and_places(numbers):
    first, second = numbers.countries
    assert (first.iri, first.ties, first.home, first.abroad) == (US, 4, 2, 2)
    assert (second.iri, second.ties) == (CHINA, 1)
    (north,) = numbers.areas
    assert (north.iri, north.ties, north.home, north.dated, north.exact, north.countries) == (NORTH, 5, 2, 4, 1, 2)


def test_degrees_are_of_either_side(numbers):
    assert numbers.degrees == ((1, 0, 1), (2, 1, 2), (3, 1, 0))


def test_a_graph_without_ties_has_numbers_too():
    numbers = count_all([], {}, {})
    assert (numbers.whole.nodes, numbers.sides.clustering, numbers.years) == (0, 0.0, ())
