from __future__ import annotations

from glocal_graph.questions.name_rows import NameRows

ROWS = NameRows((key, number, False, key) for number, key in enumerate(("kobe", "kochi", "kochiken", "naha", "46201")))


def keys(rows):
    return [ROWS.keys[row] for row in rows]


def test_names_are_equal_begin_or_contain():
    assert keys(ROWS.equal("kochi")) == ["kochi"]
    assert keys(ROWS.beginning("kochi")) == ["kochi", "kochiken"]
    assert keys(ROWS.containing("chi")) == ["kochi", "kochiken"]
    assert keys(ROWS.equal("none")) == []


def test_near_names_come_with_their_errors():
    assert {ROWS.keys[row]: errors for row, errors in ROWS.near("kohci")} == {"kochi": 1}
    assert list(ROWS.near("46202")) == []
    assert list(ROWS.near("na")) == []


def test_a_beginning_may_have_one_error():
    assert {ROWS.keys[row] for row, _ in ROWS.near_beginning("kocgik")} == {"kochiken"}
