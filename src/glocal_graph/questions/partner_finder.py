"""Which places abroad a Japanese local government could turn to, and why: link prediction on the network of ties.

The network has two sides, so a new tie closes a way of three steps: the place – a partner of its own or its
likeness – another local government – that one's partner. A candidate's score is the sum of five parts, each of which
is told with its evidence: peers (local governments like this one that have it as a partner), area (ties that the
place's prefecture has with the candidate's region), features (what events and things of both have in common), events
(held together already) and size (populations alike; it counts only beside another part). Nothing is suggested that
the place is or was tied with. A pure function of the graph: no chance, no opinion, nothing from outside.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import log10, sqrt
from typing import TYPE_CHECKING, Any

import networkx as nx

from glocal_graph.model.vocabulary import glocal, iri
from glocal_graph.questions.network_queries import Reader

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["Candidate", "FinderNet", "Peer", "Place", "Tie"]

_JAPAN = iri("country/JP")
_AREAS = (iri("prefecture/"), iri("region/"))
_FACTS = ("country", "level", "population", "status", "date", "endedDate")
_EVENT = iri("event/")
#: Links by which a place or a thing belongs to an event, and those by which a thing belongs to a place.
_OF_EVENT = frozenset(
    glocal(name) for name in ("about", "coOrganiser", "organiser", "participant", "venue", "features")
)
_OF_PLACE = frozenset(glocal(name) for name in ("associatedWith", "knownFor"))
_FEATURES = tuple(iri(folder) for folder in ("asset/", "theme/", "work/", "person/", "historical-event/"))
#: What the parts of a score weigh; found on ties hidden with other seeds than those of the published evaluation.
_LEVEL, _PREFECTURE, _SIZE, _SHARED = 0.25, 0.1, 0.5, 0.5
_AREA, _FEATURE, _EVENT_TOGETHER, _SAME_SIZE = 1.0, 0.3, 1.0, 0.5
_OTHER_LEVEL = 0.6
#: Likeness in size where one of the populations is not known.
_UNKNOWN_SIZE = 0.4
#: Likeness in size from which on it is told: one population is at most twice the other.
_NEAR = 0.7


@dataclass(frozen=True)
class Place:
    """A local government as the finder sees it; `area` is its prefecture or region, itself where it is one."""

    iri: str
    country: str
    level: str
    area: str
    population: int | None = None

    @property
    def is_area(self) -> bool:
        """Whether it is a prefecture, or a first-level division or a country abroad."""
        return self.level in ("prefecture", "region", "country")


@dataclass(frozen=True)
class Tie:
    """A tie of a Japanese local government with one abroad."""

    iri: str
    home: str
    partner: str
    date: str = ""
    is_over: bool = False


@dataclass(frozen=True)
class Peer:
    """A local government like the one that asks: how much, and in what."""

    place: str
    likeness: float
    same_level: bool
    same_prefecture: bool
    near_size: bool
    shared: tuple[str, ...]
    tie: Tie


@dataclass(frozen=True)
class Candidate:
    """A place abroad with its score, the parts that it is the sum of, and the evidence for each."""

    place: str
    country: str
    area: str
    score: float
    parts: Mapping[str, float]
    peers: tuple[Peer, ...] = ()
    area_ties: tuple[Tie, ...] = ()
    features: tuple[tuple[str, tuple[str, ...]], ...] = ()
    events: tuple[str, ...] = ()
    fills_gap: bool = False
    populations: tuple[int, int] | None = None


@dataclass
class FinderNet:
    """All that the finder needs of a graph; `without` leaves ties out, to see whether they would be found."""

    places: Mapping[str, Place]
    ties: tuple[Tie, ...]
    features: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    events: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.graph = nx.Graph()
        self._past: dict[str, set[str]] = defaultdict(set)
        self._area_ties: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        self._countries: dict[str, set[str]] = defaultdict(set)
        #: How many places have a feature: what all have says little.
        self._spread = Counter(name for own in self.features.values() for name in own)
        for tie in self.ties:
            self._past[tie.home].add(tie.partner)
            if not tie.is_over:
                self._add(tie)

    def _add(self, tie: Tie) -> None:
        home, partner = self.places[tie.home], self.places[tie.partner]
        if not self.graph.has_edge(tie.home, tie.partner):
            self.graph.add_edge(tie.home, tie.partner, tie=tie)
        if partner.area:
            self._area_ties[home.area, partner.area].append(tie)
        self._countries[home.area].add(partner.country)

    @classmethod
    def read(cls, store: GraphStore) -> FinderNet:
        """The net of a store."""
        reader = Reader(store)
        parties, links = reader.read_ties(), reader.read_links()
        ends = {place for places in parties.values() for place in places} | _governments(links) | _homes(store)
        facts = reader.read_facts({*ends, *parties}, [glocal(name) for name in _FACTS])
        above = reader.read_above(ends)
        places = {place: _place(place, facts.get(place, {}), above.get(place, ())) for place in sorted(ends)}
        places = {name: place for name, place in places.items() if place.country and place.level}
        ties = tuple(tie for name in sorted(parties) for tie in _ties(name, parties[name], places, facts.get(name, {})))
        return cls(places, ties, _read_features(links, places), _read_events(links, places))

    def without(self, ties: Iterable[Tie]) -> FinderNet:
        """The same net as if these ties were not there, nor the events that name both ends, such as their signing."""
        hidden = set(ties)
        events = {place: set(own) for place, own in self.events.items()}
        for tie in hidden:
            events[tie.partner] = events.get(tie.partner, set()) - self.events.get(tie.home, frozenset())
        gone = {place: own - events[place] for place, own in self.events.items()}
        features = {
            place: {
                name: kept for name, said in own.items() if (kept := tuple(s for s in said if s not in gone[place]))
            }
            for place, own in self.features.items()
            if place in gone
        }
        left = tuple(tie for tie in self.ties if tie not in hidden)
        kept_events = {place: frozenset(own) for place, own in events.items() if own}
        return FinderNet(self.places, left, {**self.features, **features}, kept_events)

    @property
    def homes(self) -> list[str]:
        """The Japanese local governments that have a tie."""
        return sorted({tie.home for tie in self.ties})

    @property
    def abroad(self) -> list[str]:
        """The places abroad that can be candidates: all that a tie or an event is known of."""
        found = {tie.partner for tie in self.ties if not tie.is_over}
        found |= {place for place in {*self.events, *self.features} if self.places[place].country != _JAPAN}
        return sorted(found)

    def find(self, home: Place, most: int | None = 10) -> list[Candidate]:
        """The best candidates with their reasons, the strongest first; none without a reason."""
        likeness = cache(lambda other: self._likeness(home, other))
        open_to_it = (place for place in self.abroad if place not in self._past[home.iri])
        found = (self._weigh(home, self.places[place], likeness) for place in open_to_it)
        ranked = sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.place))
        return ranked[:most]

    def find_peers(self, home: Place, most: int = 12) -> list[tuple[str, float]]:
        """The Japanese local governments most like this one, of those with ties."""
        found = [(other, self._likeness(home, other)) for other in self.homes if other != home.iri]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most]

    # ── Parts of a score ──────────────────────────────────────────────────────────────────────────────────

    def _weigh(self, home: Place, place: Place, likeness: Any) -> Candidate:
        peers = self._peers(home, place, likeness)
        area_ties = tuple(self._area_ties.get((home.area, place.area), ())) if place.area else ()
        area_ties = tuple(tie for tie in area_ties if tie.home != home.iri)
        features = self._shared_features(home, place)
        events = tuple(sorted(self.events.get(home.iri, frozenset()) & self.events.get(place.iri, frozenset())))
        fits = 1.0 if home.is_area == place.is_area else _OTHER_LEVEL
        parts = {
            "peers": fits * sum(peer.likeness for peer in peers),
            "area": fits * _AREA * sqrt(min(len(area_ties), 3)),
            "features": _FEATURE * sqrt(sum((2 / self._spread[name] for name, _ in features), 0.0)),
            "events": _EVENT_TOGETHER * sqrt(len(events)),
        }
        parts["size"] = fits * _SAME_SIZE * _size(home, place, unknown=_UNKNOWN_SIZE) if any(parts.values()) else 0.0
        gap = place.country not in self._countries.get(home.area, set())
        score = round(sum(parts.values()), 6)
        is_near = _size(home, place, unknown=0) >= _NEAR
        sizes = (home.population, place.population) if is_near and home.population and place.population else None
        return Candidate(
            place.iri, place.country, place.area, score, parts, peers, area_ties, features, events, gap, sizes
        )

    def _peers(self, home: Place, place: Place, likeness: Any) -> tuple[Peer, ...]:
        """Who has the place as a partner, the most alike first."""
        if place.iri not in self.graph:
            return ()
        others = [other for other in self.graph[place.iri] if other != home.iri]
        peers = [
            self._peer(home, other, likeness(other), self.graph.edges[other, place.iri]["tie"]) for other in others
        ]
        return tuple(sorted(peers, key=lambda peer: (-peer.likeness, peer.place)))

    def _peer(self, home: Place, name: str, likeness: float, tie: Tie) -> Peer:
        other = self.places[name]
        near = home.is_area == other.is_area and _size(home, other, unknown=0) >= _NEAR
        return Peer(
            name,
            likeness,
            same_level=home.level == other.level,
            same_prefecture=home.area == other.area,
            near_size=near,
            shared=tuple(sorted(self._partners(home.iri) & self._partners(name))),
            tie=tie,
        )

    def _likeness(self, home: Place, name: str) -> float:
        """Level, prefecture, size, and partners in common, each partner the less the more others have it."""
        other = self.places[name]
        value = _PREFECTURE * (home.area == other.area)
        if home.is_area == other.is_area:
            value += _LEVEL + _SIZE * _size(home, other, unknown=_UNKNOWN_SIZE)
        shared = self._partners(home.iri) & self._partners(name)
        return value + _SHARED * min(1.0, sum((1 / self._degree(partner) for partner in shared), 0.0))

    def _partners(self, name: str) -> set[str]:
        return set(self.graph[name]) if name in self.graph else set()

    def _degree(self, name: str) -> int:
        return len(self.graph[name])

    def _shared_features(self, home: Place, place: Place) -> tuple[tuple[str, tuple[str, ...]], ...]:
        ours, theirs = self.features.get(home.iri, {}), self.features.get(place.iri, {})
        return tuple(
            (name, tuple(sorted({*ours[name], *theirs[name]}))) for name in sorted(ours.keys() & theirs.keys())
        )


def _size(one: Place, other: Place, *, unknown: float) -> float:
    """1 for equal populations, 0 where one is ten times the other or more."""
    if not one.population or not other.population:
        return unknown
    return max(0.0, 1 - abs(log10(one.population / other.population)))


def _place(name: str, facts: Mapping[str, list[Any]], above: Iterable[str]) -> Place:
    area = name if name.startswith(_AREAS) else next((one for one in sorted(above) if one.startswith(_AREAS)), "")
    level, people = _text(facts, "level").rpartition("level-")[2], _text(facts, "population")
    return Place(name, _text(facts, "country"), level, area, int(people) if people.isdigit() else None)


def _ties(
    name: str, parties: Iterable[str], places: Mapping[str, Place], facts: Mapping[str, list[Any]]
) -> Iterable[Tie]:
    """A tie of several parties joins each in Japan with each abroad."""
    known = [places[party] for party in parties if party in places]
    is_over = bool(_text(facts, "endedDate")) or _text(facts, "status").endswith("-ended")
    for home in known:
        for partner in known:
            if home.country == _JAPAN != partner.country:
                yield Tie(name, home.iri, partner.iri, _text(facts, "date"), is_over)


def _text(facts: Mapping[str, list[Any]], name: str) -> str:
    terms = facts.get(glocal(name))
    return str(terms[0].value) if terms else ""


def _homes(store: GraphStore) -> set[str]:
    """Every local government of Japan, with ties or without."""
    text = f"SELECT ?place {{ ?place <{glocal('country')}> <{_JAPAN}> ; <{glocal('level')}> ?level }}"
    rows: list[dict[str, Any]] = store.select(text)
    return {str(row["place"].value) for row in rows}


def _governments(links: Iterable[tuple[str, str, str]]) -> set[str]:
    folders = (*_AREAS, iri("municipality/"))
    return {thing for one, _, other in links for thing in (one, other) if thing.startswith(folders)}


def _read_events(links: Iterable[tuple[str, str, str]], places: Mapping[str, Place]) -> dict[str, frozenset[str]]:
    """The events that name each place."""
    found: dict[str, set[str]] = defaultdict(set)
    for subject, link, thing in links:
        if subject.startswith(_EVENT) and link in _OF_EVENT and thing in places:
            found[thing].add(subject)
    return {place: frozenset(events) for place, events in found.items()}


def _read_features(
    links: Iterable[tuple[str, str, str]], places: Mapping[str, Place]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """What is shown at the events about each place, or is linked to it: feature → where this is said."""
    shown: dict[str, set[str]] = defaultdict(set)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = list(links)
    for subject, link, thing in rows:
        if subject.startswith(_EVENT) and link == glocal("features") and thing.startswith(_FEATURES):
            shown[subject].add(thing)
        elif link in _OF_PLACE and subject.startswith(_FEATURES) and thing in places:
            found[thing][subject].add(subject)
    for subject, link, thing in rows:
        if link == glocal("about") and thing in places:
            for feature in shown[subject]:
                found[thing][feature].add(subject)
    return {place: {name: tuple(sorted(said)) for name, said in own.items()} for place, own in found.items()}
