"""The network of ties in numbers: as one net, as one of two sides, by year, by country and by prefecture.

The net is that of the ties in force: what has not ended, dated or not. Two places have one edge at most. Its sides are
the local governments of Japan and those abroad; the measures of two sides are of the ties that join them. By year
counts what was signed then, whether it ended later or not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from glocal_graph.model.vocabulary import glocal, iri
from glocal_graph.questions.computed_network import Whole, measure_whole
from glocal_graph.questions.network_queries import Reader

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["Area", "Country", "Record", "Sides", "Statistics", "count_all", "count_sides", "make_statistics"]

_JAPAN = iri("country/JP")
_PREFECTURE = iri("prefecture/")
_YEAR = re.compile(r"(\d{4})\b")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Record:
    """A tie with what the statistics count it by."""

    iri: str
    parties: tuple[str, ...]
    date: str = ""
    is_over: bool = False

    @property
    def year(self) -> int | None:
        """The year in which it was signed, if the date says one."""
        found = _YEAR.match(self.date) if "/" not in self.date else None
        return int(found[1]) if found else None


@dataclass(frozen=True)
class Sides:
    """A net of two sides, Japan and abroad."""

    home: int
    abroad: int
    edges: int
    within: int
    home_degree: float
    abroad_degree: float
    home_most: int
    abroad_most: int
    single: int
    density: float
    squares: int
    clustering: float
    sharing: int


@dataclass(frozen=True)
class Country:
    """A country's ties in force, and how many places they join on either side."""

    iri: str
    ties: int
    home: int
    abroad: int


@dataclass(frozen=True)
class Area:
    """A prefecture's ties in force, how many of them are dated, and how many of its local governments have one."""

    iri: str
    ties: int
    home: int
    dated: int
    exact: int
    countries: int


@dataclass(frozen=True)
class Statistics:
    """All numbers of a release."""

    ties: int
    ended: int
    whole: Whole
    sides: Sides
    degrees: tuple[tuple[int, int, int], ...]
    years: tuple[tuple[int, int, int], ...]
    undated: int
    countries: tuple[Country, ...]
    areas: tuple[Area, ...]


def make_statistics(store: GraphStore) -> Statistics:
    """The numbers of a store: some seconds."""
    reader = Reader(store)
    parties = reader.read_ties()
    places = {place for own in parties.values() for place in own}
    facts = reader.read_facts(
        {*places, *parties}, [glocal(name) for name in ("country", "status", "date", "endedDate")]
    )
    above = reader.read_above(places)
    countries = {place: _text(facts, place, "country") for place in places}
    areas = {place: _prefecture(place, above.get(place, ())) for place in places if countries[place] == _JAPAN}
    return count_all([_record(facts, tie, parties[tie]) for tie in sorted(parties)], countries, areas)


def count_all(records: Iterable[Record], countries: Mapping[str, str], areas: Mapping[str, str]) -> Statistics:
    """The numbers of these ties; `countries` and `areas` say where each place is."""
    every = list(records)
    now = [one for one in every if not one.is_over]
    edges = sorted({pair for one in now for pair in combinations(sorted(one.parties), 2)})
    years = Counter(one.year for one in every)
    return Statistics(
        ties=len(now),
        ended=len(every) - len(now),
        whole=_measure(edges),
        sides=count_sides(edges, countries),
        degrees=_degrees(edges, countries),
        years=_add_up({year: count for year, count in years.items() if year is not None}),
        undated=years[None],
        countries=_by_country(now, countries),
        areas=_by_area(now, countries, areas),
    )


def count_sides(edges: Iterable[tuple[str, str]], countries: Mapping[str, str]) -> Sides:
    """The measures of two sides; the clustering coefficient is that of Robins and Alexander.

    It is 4 × squares / ways of three ties: how often a way of three ties is closed by a fourth.
    """
    rows = list(edges)
    across = [pair if countries[pair[0]] == _JAPAN else pair[::-1] for pair in rows if _crosses(pair, countries)]
    home, abroad = Counter(one for one, _ in across), Counter(other for _, other in across)
    beside: dict[str, list[str]] = defaultdict(list)
    for one, other in across:
        beside[other].append(one)
    shared = Counter(pair for own in beside.values() for pair in combinations(sorted(own), 2))
    squares = sum(count * (count - 1) // 2 for count in shared.values())
    threes = sum((home[one] - 1) * (abroad[other] - 1) for one, other in across)
    return Sides(
        home=len(home),
        abroad=len(abroad),
        edges=len(across),
        within=len(rows) - len(across),
        home_degree=len(across) / len(home) if home else 0.0,
        abroad_degree=len(across) / len(abroad) if abroad else 0.0,
        home_most=max(home.values(), default=0),
        abroad_most=max(abroad.values(), default=0),
        single=sum(1 for count in abroad.values() if count == 1),
        density=len(across) / (len(home) * len(abroad)) if home else 0.0,
        squares=squares,
        clustering=4 * squares / threes if threes else 0.0,
        sharing=len(shared),
    )


def _crosses(pair: tuple[str, str], countries: Mapping[str, str]) -> bool:
    return (countries[pair[0]] == _JAPAN) != (countries[pair[1]] == _JAPAN)


def _measure(edges: list[tuple[str, str]]) -> Whole:
    import igraph

    names = sorted({place for pair in edges for place in pair})
    numbers = {name: number for number, name in enumerate(names)}
    return measure_whole(igraph.Graph(n=len(names), edges=[(numbers[one], numbers[other]) for one, other in edges]))


def _degrees(edges: list[tuple[str, str]], countries: Mapping[str, str]) -> tuple[tuple[int, int, int], ...]:
    """(degree, places in Japan, places abroad) of each degree that there is."""
    degree = Counter(place for pair in edges for place in pair)
    home = Counter(count for place, count in degree.items() if countries[place] == _JAPAN)
    abroad = Counter(count for place, count in degree.items() if countries[place] != _JAPAN)
    return tuple((count, home[count], abroad[count]) for count in sorted({*home, *abroad}))


def _add_up(years: Mapping[int, int]) -> tuple[tuple[int, int, int], ...]:
    """(year, signed in it, signed until its end); years without a tie in between are there with 0."""
    found, total = [], 0
    for year in range(min(years), max(years) + 1) if years else ():
        total += years.get(year, 0)
        found.append((year, years.get(year, 0), total))
    return tuple(found)


def _by_country(ties: Iterable[Record], countries: Mapping[str, str]) -> tuple[Country, ...]:
    """A tie with several countries counts for each."""
    count: Counter[str] = Counter()
    home: dict[str, set[str]] = defaultdict(set)
    abroad: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        ours = [party for party in tie.parties if countries[party] == _JAPAN]
        for country in {countries[party] for party in tie.parties} - {_JAPAN, ""}:
            count[country] += 1
            home[country].update(ours)
            abroad[country].update(party for party in tie.parties if countries[party] == country)
    ranked = sorted(count, key=lambda country: (-count[country], country))
    return tuple(Country(one, count[one], len(home[one]), len(abroad[one])) for one in ranked)


def _by_area(ties: Iterable[Record], countries: Mapping[str, str], areas: Mapping[str, str]) -> tuple[Area, ...]:
    """In the order of the prefectures' codes."""
    own: dict[str, list[Record]] = defaultdict(list)
    for tie in ties:
        for area in {areas.get(party, "") for party in tie.parties} - {""}:
            own[area].append(tie)
    return tuple(_area(area, own[area], countries, areas) for area in sorted(own))


def _area(area: str, ties: list[Record], countries: Mapping[str, str], areas: Mapping[str, str]) -> Area:
    places = {party for tie in ties for party in tie.parties}
    return Area(
        area,
        ties=len(ties),
        home=sum(1 for place in places if areas.get(place) == area),
        dated=sum(1 for tie in ties if tie.date),
        exact=sum(1 for tie in ties if _DAY.fullmatch(tie.date)),
        countries=len({countries[place] for place in places} - {_JAPAN, ""}),
    )


def _record(facts: Mapping[str, Any], tie: str, parties: tuple[str, ...]) -> Record:
    is_over = bool(_text(facts, tie, "endedDate")) or _text(facts, tie, "status").endswith("-ended")
    return Record(tie, parties, _text(facts, tie, "date"), is_over)


def _prefecture(place: str, above: Iterable[str]) -> str:
    return next((one for one in (place, *sorted(above)) if one.startswith(_PREFECTURE)), "")


def _text(facts: Mapping[str, Any], thing: str, name: str) -> str:
    terms = facts.get(thing, {}).get(glocal(name))
    return str(terms[0].value) if terms else ""
