"""Likeness of partners: pairs whose likeness is plain come out so, and chance is told apart from it."""

from __future__ import annotations

import statistics
from math import log10

import pytest

from glocal_graph.model.vocabulary import ID
from tests.questions.computing import answer, column, place

SIZES = [1000, 4000, 9000, 20000, 70000, 110000, 400000, 800000, 1500000, 3000000]


def pair(number: int, here: int, there: int, level: str = "city", other: str = "city") -> dict[str, str]:
    return {
        "partnership": f"{ID}partnership/{number:02}",
        "place": place(f"p{number}"),
        "partner": place(f"q{number}"),
        "placePopulation": str(here),
        "partnerPopulation": str(there),
        "placeLevel": f"{ID}concept/level-{level}",
        "partnerLevel": f"{ID}concept/level-{other}",
        "placeLat": "35",
        "placeLong": "135",
        "partnerLat": str(number),
        "partnerLong": "135",
    }


def values(rows, language: str = "en") -> dict[str, tuple[float, ...]]:
    table = answer("mixing", rows, language)
    columns = [column(table, name) for name in ("value", "chance", "low", "high", "ties")]
    numbers = zip(*columns, strict=True)
    return {
        name: tuple(float(text) for text in row if text)
        for name, row in zip(column(table, "measure"), numbers, strict=True)
    }


def test_partners_of_one_size_correlate_wholly_and_by_chance_do_not():
    value, chance, low, high, ties = values([pair(n, size, size) for n, size in enumerate(SIZES)])[
        "Population: correlation of its logarithms"
    ]
    assert (value, ties) == (1.0, 10)
    assert low <= chance <= high < value


def test_the_correlation_is_pearsons():
    other = SIZES[3:] + SIZES[:3]
    found = values([pair(n, *both) for n, both in enumerate(zip(SIZES, other, strict=True))])
    expected = statistics.correlation([log10(n) for n in SIZES], [log10(n) for n in other])
    assert found["Population: correlation of its logarithms"][0] == pytest.approx(expected, abs=0.0005)
    ratio = statistics.median(max(a / b, b / a) for a, b in zip(SIZES, other, strict=True))
    assert found["Population: larger to smaller, median"][0] == pytest.approx(ratio, rel=0.05)


def test_a_degree_of_latitude_is_111_kilometres():
    found = values([pair(34, 1000, 2000), pair(36, 1000, 2000), pair(37, 1000, 2000)])
    assert found["Distance: median, km"][0] == pytest.approx(111.2, abs=0.1)


def test_a_prefecture_is_on_the_level_of_a_state():
    rows = [pair(1, 5, 5, "prefecture", "region"), pair(2, 5, 5), pair(3, 5, 5, "town", "city")]
    found = values(rows)
    assert found["Level of government: share of ties on one level"][0] == pytest.approx(2 / 3, abs=0.001)
    assert found["Level of government: assortativity"][0] == pytest.approx((6 / 9 - 3 / 9) / (1 - 3 / 9), abs=0.001)


def test_what_is_not_known_is_not_counted():
    known, unknown = pair(1, 5, 6), pair(2, 7, 8)
    unknown |= {"partnerPopulation": "", "placeLat": ""}
    table = answer("mixing", [known, unknown])
    assert column(table, "ties") == ["0", "1", "1", "2", "2", "0"]
    assert column(table, "value")[0] == "", "one pair has no correlation"


def test_the_same_rows_in_any_order_give_the_same_numbers():
    rows = [pair(n, size, SIZES[-n]) for n, size in enumerate(SIZES)]
    assert answer("mixing", rows) == answer("mixing", rows[::-1])


def test_no_ties_give_no_numbers():
    assert set(column(answer("mixing", [], "ja"), "value")) == {""}
