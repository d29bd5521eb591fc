"""Whether like pairs with like: population, distance, level of partners, beside random pairings of the same places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt
from random import Random
from statistics import fmean, median
from typing import Any, TypeAlias

from glocal_graph.data.store.interface import Term
from glocal_graph.questions.answers import Cell, Table
from glocal_graph.questions.computed_table import Asked, decimal, text_of, whole

__all__ = ["compare_partners"]

#: Random pairings that each measure is compared with, and the seed that makes them the same every time.
_PAIRINGS = 200
_SEED = 20180301
_EARTH_KM = 6371.0
#: Levels that stand for each other: a prefecture and a state abroad are both the first below the country.
_RANKS = {"prefecture": "region", "ward": "district"}

Row: TypeAlias = Mapping[str, Term]
#: The value of the place of Japan and that of its partner, one pair for each tie.
Pairs: TypeAlias = Sequence[tuple[Any, Any]]


@dataclass(frozen=True)
class _Measure:
    """One measure: what it is called, how it is counted, and on which pairs."""

    title_en: str
    title_ja: str
    count: Callable[[Pairs], float | None]
    pairs: Pairs


def compare_partners(asked: Asked) -> Table:
    """Each measure with its value, and the mean and the middle 95% of it in random pairings."""
    people, points, levels = (_pairs(asked, read) for read in (_population, _point, _level))
    degrees = _degrees(asked)
    measures = (
        _Measure("Population: correlation of its logarithms", "人口:対数の相関係数", _correlate, people),
        _Measure("Population: larger to smaller, median", "人口:大きい側の小さい側に対する比(中央値)", _ratio, people),
        _Measure("Distance: median, km", "距離:中央値(km)", _distance, points),
        _Measure("Level of government: share of ties on one level", "行政の階層:同じ階層どうしの割合", _same, levels),
        _Measure("Level of government: assortativity", "行政の階層:同類性係数", _assort, levels),
        _Measure("Number of ties: correlation", "提携数:相関係数", _correlate, degrees),
    )
    return asked.table([_row(asked, measure) for measure in measures])


def _row(asked: Asked, measure: _Measure) -> list[Cell]:
    left, right = [one for one, _ in measure.pairs], [other for _, other in measure.pairs]
    dice = Random(_SEED)  # noqa: S311 - chance for statistics, not for secrets
    found = []
    for _ in range(_PAIRINGS):
        dice.shuffle(right)
        value = measure.count(list(zip(left, right, strict=True)))
        if value is not None:
            found.append(value)
    found.sort()
    cut = len(found) // 40
    return [
        Cell(asked.say(measure.title_en, measure.title_ja)),
        decimal(measure.count(measure.pairs), 3),
        decimal(fmean(found) if found else None, 3),
        decimal(found[cut] if found else None, 3),
        decimal(found[-1 - cut] if found else None, 3),
        whole(len(measure.pairs)),
    ]


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


def _correlate(pairs: Pairs) -> float | None:
    """Pearson's coefficient; None where one side does not vary."""
    if not pairs:
        return None
    mean_one, mean_other = fmean(one for one, _ in pairs), fmean(other for _, other in pairs)
    shared = sum((one - mean_one) * (other - mean_other) for one, other in pairs)
    spread = sqrt(sum((one - mean_one) ** 2 for one, _ in pairs) * sum((other - mean_other) ** 2 for _, other in pairs))
    return float(shared / spread) if spread else None


def _ratio(pairs: Pairs) -> float | None:
    return float(10 ** median(abs(one - other) for one, other in pairs)) if pairs else None


def _distance(pairs: Pairs) -> float | None:
    return median(_haversine(one, other) for one, other in pairs) if pairs else None


def _haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way over the sphere, in km, between two points in radians."""
    half = sin((other[0] - one[0]) / 2) ** 2 + cos(one[0]) * cos(other[0]) * sin((other[1] - one[1]) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def _same(pairs: Pairs) -> float | None:
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def _assort(pairs: Pairs) -> float | None:
    """Newman's coefficient for classes: 1 where like always meets like, 0 where chance decides."""
    if not pairs:
        return None
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(left[level] * right[level] for level in left) / len(pairs) ** 2
    observed = sum(one == other for one, other in pairs) / len(pairs)
    return (observed - chance) / (1 - chance) if chance < 1 else None
