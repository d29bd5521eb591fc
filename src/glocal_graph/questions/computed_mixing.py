"""Whether like pairs with like: population, distance, level of partners, beside random pairings of the same places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt
from operator import eq, mul, sub
from random import Random
from statistics import fmean, median, pstdev
from typing import Any, TypeAlias

from glocal_graph.data.store.interface import Term
from glocal_graph.questions.answers import Cell, Table
from glocal_graph.questions.computed_table import Asked, decimal, text_of, whole

__all__ = ["compare_partners"]

#: Random pairings that each measure is compared with, fewer where they would shuffle more pairs than these in all,
#: and the seed that makes them the same every time.
_PAIRINGS, _SHUFFLED = 100, 120_000
_SEED = 20180301
_EARTH_KM = 6371.0
#: Levels that stand for each other: a prefecture and a state abroad are both the first below the country.
_RANKS = {"prefecture": "region", "ward": "district"}

Row: TypeAlias = Mapping[str, Term]
#: The value of the place of Japan and that of its partner, one pair for each tie.
Pairs: TypeAlias = Sequence[tuple[Any, Any]]
Values: TypeAlias = Sequence[Any]


@dataclass(frozen=True)
class _Measure:
    """One measure: what it is called, how it is counted on the values of both sides, and on which pairs."""

    title_en: str
    title_ja: str
    count: Callable[[Values, Values], float]
    pairs: Pairs


def compare_partners(asked: Asked) -> Table:
    """Each measure with its value, and the mean and the middle 95% of it in random pairings."""
    people, points, levels = (_pairs(asked, read) for read in (_population, _point, _level))
    standard, degrees = _standardise(people), _standardise(_degrees(asked))
    measures = (
        _Measure("Population: correlation of its logarithms", "人口:対数の相関係数", _correlate, standard),
        _Measure("Population: larger to smaller, median", "人口:大きい側の小さい側に対する比(中央値)", _ratio, people),
        _Measure("Distance: median, km", "距離:中央値(km)", _distance, points),
        _Measure("Level of government: share of ties on one level", "行政の階層:同じ階層どうしの割合", _same, levels),
        _Measure("Level of government: assortativity", "行政の階層:同類性係数", _assort, levels),
        _Measure("Number of ties: correlation", "提携数:相関係数", _correlate, degrees),
    )
    return asked.table([_row(asked, measure) for measure in measures])


def _row(asked: Asked, measure: _Measure) -> list[Cell]:
    title = Cell(asked.say(measure.title_en, measure.title_ja))
    if not measure.pairs:
        return [title, Cell(), Cell(), Cell(), Cell(), whole(0)]
    left, right = [one for one, _ in measure.pairs], [other for _, other in measure.pairs]
    value = measure.count(left, right)
    dice, found = Random(_SEED), []  # noqa: S311 - chance for statistics, not for secrets
    pairings = max(20, min(_PAIRINGS, _SHUFFLED // len(right)))
    for _ in range(pairings):
        dice.shuffle(right)
        found.append(measure.count(left, right))
    found.sort()
    cut = pairings // 40
    numbers = (value, fmean(found), found[cut], found[-1 - cut])
    return [title, *(decimal(number, 3) for number in numbers), whole(len(measure.pairs))]


def _pairs(asked: Asked, read: Callable[[Row, str], Any]) -> Pairs:
    """The values of both sides, for each tie where both are known; in one order, whatever that of the engine."""
    rows = sorted(asked.rows, key=lambda row: text_of(row, "partnership"))
    both = ((read(row, "place"), read(row, "partner")) for row in rows)
    return [(one, other) for one, other in both if one is not None and other is not None]


def _population(row: Row, side: str) -> float | None:
    text = text_of(row, f"{side}Population")
    return log10(float(text)) if text and float(text) > 0 else None


def _point(row: Row, side: str) -> tuple[float, float] | None:
    lat, long = text_of(row, f"{side}Lat"), text_of(row, f"{side}Long")
    return (radians(float(lat)), radians(float(long))) if lat and long else None


def _level(row: Row, side: str) -> str | None:
    name = text_of(row, f"{side}Level").rpartition("level-")[2]
    return _RANKS.get(name, name) or None


def _degrees(asked: Asked) -> Pairs:
    """How many ties each side of each tie has."""
    ends = sorted((text_of(row, "place"), text_of(row, "partner")) for row in asked.rows)
    count = Counter(end for pair in ends for end in pair)
    return [(count[one], count[other]) for one, other in ends]


def _standardise(pairs: Pairs) -> Pairs:
    """Both sides with mean 0 and deviation 1; nothing where one does not vary, for it has no correlation."""
    if not pairs:
        return []
    left, right = [one for one, _ in pairs], [other for _, other in pairs]
    if not pstdev(left) or not pstdev(right):
        return []
    means, spreads = (fmean(left), fmean(right)), (pstdev(left), pstdev(right))
    return [((one - means[0]) / spreads[0], (other - means[1]) / spreads[1]) for one, other in pairs]


def _correlate(left: Values, right: Values) -> float:
    """Pearson's coefficient of standardised values."""
    return float(sum(map(mul, left, right)) / len(left))


def _ratio(left: Values, right: Values) -> float:
    return float(10 ** median(map(abs, map(sub, left, right))))


def _distance(left: Values, right: Values) -> float:
    return float(median(map(_haversine, left, right)))


def _haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way over the sphere, in km, between two points in radians."""
    half = sin((other[0] - one[0]) / 2) ** 2 + cos(one[0]) * cos(other[0]) * sin((other[1] - one[1]) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def _same(left: Values, right: Values) -> float:
    return float(sum(map(eq, left, right)) / len(left))


def _assort(left: Values, right: Values) -> float:
    """Newman's coefficient for classes: 1 where like always meets like, 0 where chance decides."""
    here, there = Counter(left), Counter(right)
    chance = sum(here[level] * there[level] for level in here) / len(left) ** 2
    return (_same(left, right) - chance) / (1 - chance) if chance < 1 else 1.0
