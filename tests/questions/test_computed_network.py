"""Measures and closed patterns of a network of ties: small networks whose numbers can be counted by hand."""

from __future__ import annotations

import networkx as nx
import pytest

from glocal_graph.questions import computed_network
from glocal_graph.questions.computed_network import gini
from tests.questions.computing import answer, column, tie

STAR = [tie("a", name) for name in "BCDE"]
TWO_PAIRS = [tie("a", "B"), tie("c", "D")]


def test_the_centre_of_a_star_has_every_tie_and_all_betweenness():
    table = answer("network-measures", STAR)
    assert column(table, "place") == ["a", "B", "C", "D", "E"]
    assert column(table, "degree") == ["4", "1", "1", "1", "1"]
    assert column(table, "betweenness") == ["1.00000", "0.00000", "0.00000", "0.00000", "0.00000"]
    assert "5 places, 4 ties; mean degree 1.60; largest component 5 places (100.0%)" in table.notes[0]
    assert "mean distance 1.60, diameter 2" in table.notes[1]


def test_betweenness_is_that_of_networkx():
    pairs = [("a", "B"), ("a", "C"), ("d", "C"), ("d", "E"), ("f", "E"), ("f", "B"), ("g", "E"), ("h", "I")]
    table = answer("network-measures", [tie(*pair) for pair in pairs])
    expected = nx.betweenness_centrality(nx.Graph(pairs))
    found = dict(zip(column(table, "place"), column(table, "betweenness"), strict=True))
    assert found == {name: f"{value:.5f}" for name, value in expected.items()}


def test_places_that_hang_together_are_one_community_and_the_largest_is_the_first():
    table = answer("network-measures", [*STAR, tie("x", "Y")])
    communities = dict(zip(column(table, "place"), column(table, "community"), strict=True))
    assert {communities[name] for name in "aBCDE"} == {"1"}
    assert {communities[name] for name in "xY"} == {"2"}
    assert set(column(table, "communitySize")) == {"5", "2"}


def test_the_clustering_coefficient_is_three_triangles_over_the_pairs_of_ties():
    triangle_with_tail = [tie("a", "b"), tie("b", "c"), tie("a", "c"), tie("c", "d")]
    notes = answer("network-measures", triangle_with_tail).notes
    assert "Triangles 1; clustering coefficient 0.600" in notes[1]


def test_ties_without_any_spread_of_degrees_have_no_assortativity():
    assert "Degree assortativity –; Gini coefficient of degrees 0.000" in answer("network-measures", TWO_PAIRS).notes[2]


def test_no_ties_give_an_empty_table_and_say_so():
    table = answer("network-measures", [])
    assert table.rows == ()
    assert "0 places, 0 ties" in table.notes[0]


def test_the_order_of_the_rows_makes_no_difference():
    rows = [tie("a", "B"), tie("a", "C"), tie("d", "C"), tie("d", "E"), tie("x", "Y")]
    assert answer("network-measures", rows) == answer("network-measures", rows[::-1])


def test_a_network_that_is_too_large_for_it_is_not_searched_for_all_ways(monkeypatch):
    monkeypatch.setattr(computed_network, "_MOST_TIES", 3)
    table = answer("network-measures", STAR)
    assert column(table, "degree") == ["4", "1", "1", "1", "1"]
    assert set(column(table, "betweenness")) == {""}
    assert "mean distance –, diameter –" in table.notes[1]


def test_notes_are_in_the_language_of_the_asker():
    assert "提携4" in answer("network-measures", STAR, "ja").notes[0]


@pytest.mark.parametrize(("values", "expected"), [([2, 2], 0.0), ([0, 0, 0, 8], 0.75), ([], 0.0), ([1, 3], 0.25)])
def test_the_gini_coefficient_is_half_the_relative_mean_difference(values, expected):
    assert gini(values) == pytest.approx(expected)


def test_a_triangle_is_closed_by_its_last_tie():
    table = answer("triads", [tie("a", "B", "1960-05-03"), tie("a", "C", "1974"), tie("B", "C", "1982-10")])
    assert column(table, "pattern") == ["triangle"]
    assert [column(table, name) for name in "abcd"] == [["B"], ["C"], ["a"], [""]]
    assert (column(table, "first"), column(table, "closed")) == (["1960-05-03"], ["1982-10"])
    assert column(table, "closing") == ["B--C"]


def test_two_places_that_share_two_partners_are_a_square():
    square = [tie("a", "C", "1970"), tie("b", "C", "1980"), tie("a", "D", "1990"), tie("b", "D", "2000")]
    table = answer("triads", square)
    assert column(table, "pattern") == ["square"]
    assert column(table, "closing") == ["b--D"]
    assert table.notes == ("0 triangles and 1 squares among 4 ties",)


def test_three_places_that_share_two_partners_are_three_squares():
    rows = [tie(one, other, "1970") for one in "abc" for other in "DE"]
    assert column(answer("triads", rows), "pattern") == ["square"] * 3


@pytest.mark.parametrize("dates", [("1960", "1974", ""), ("1960", "1974-01", "1974"), ("1960", "1974", "1974")])
def test_where_the_dates_do_not_tell_no_tie_is_said_to_close(dates):
    rows = [tie(*pair, date) for pair, date in zip((("a", "B"), ("a", "C"), ("B", "C")), dates, strict=True)]
    assert column(answer("triads", rows), "closing") == [""]
