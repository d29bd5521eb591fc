"""Two to four places side by side: their ties by country and kind, what they have in common, what took place.

The ties of a place are its own and those of the places within it, but not those among these. Only active ties are
counted by country and kind; how many others there are is told beside them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from glocal_graph.model.errors import ParameterError
from glocal_graph.questions.description import Value
from glocal_graph.questions.facts import read_values
from glocal_graph.questions.happenings import Happening, find_happenings, name_happenings
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.ties import KnownTie, Ties, read_ties

__all__ = [
    "MOST_PLACES",
    "Compared",
    "Comparison",
    "Profile",
    "age_of",
    "compare_places",
    "compared_ties",
    "find_peers",
]

MOST_PLACES = 4


@dataclass(frozen=True)
class Compared:
    """One tie as seen from one of the places."""

    iri: str
    date: str
    kind: Value | None
    owners: tuple[Value, ...]
    partners: tuple[Value, ...]
    countries: tuple[str, ...]
    country_values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Profile:
    """One of the places; `ties` are its active ones from the oldest, undated ones last."""

    place: Value
    around: tuple[Value, ...]
    population: int | None
    ties: tuple[Compared, ...]
    others: int
    events: int
    latest: Happening | None

    @property
    def own(self) -> int:
        """How many ties are its own, not those of a place within it."""
        return sum(any(owner.text == self.place.text for owner in tie.owners) for tie in self.ties)

    @property
    def dated(self) -> tuple[Compared, ...]:
        """The ties whose date is known."""
        return tuple(tie for tie in self.ties if tie.date)

    @property
    def oldest(self) -> Compared | None:
        """The oldest tie of known date."""
        return self.dated[0] if self.dated else None

    @property
    def newest(self) -> Compared | None:
        """The newest tie of known date."""
        return self.dated[-1] if self.dated else None

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many ties there are of each kind, by its IRI."""
        return Counter(tie.kind.text for tie in self.ties if tie.kind)

    def with_country(self, country: str) -> tuple[Compared, ...]:
        """The ties with partners in a country."""
        return tuple(tie for tie in self.ties if country in tie.countries)

    def with_partner(self, partner: str) -> tuple[Compared, ...]:
        """The ties with one partner."""
        return tuple(tie for tie in self.ties if any(value.text == partner for value in tie.partners))


@dataclass(frozen=True)
class Comparison:
    """The places, and what two or more of them share; countries with most ties first."""

    profiles: tuple[Profile, ...]
    kinds: tuple[Value, ...]
    countries: tuple[Value, ...]
    partners: tuple[Value, ...]

    def shared_by(self, country: str) -> int:
        """How many of the places have a tie with a country."""
        return sum(bool(profile.with_country(country)) for profile in self.profiles)

    @property
    def common_countries(self) -> tuple[Value, ...]:
        """The countries with which all of the places have ties."""
        return tuple(country for country in self.countries if self.shared_by(country.text) == len(self.profiles))


def compare_places(store: Selecting, places: Sequence[str]) -> Comparison:
    """The comparison of these places; ParameterError for fewer than two or more than MOST_PLACES."""
    if not 2 <= len(places) <= MOST_PLACES:
        raise ParameterError(f"{len(places)} places were given; 2 to {MOST_PLACES} can be compared")
    ties = read_ties(store)
    inside = {place: ties.inside(place) for place in places}
    mine = {place: _ties_of(ties, inside[place]) for place in places}
    known = read_values(store, _things(ties, mine, places))
    profiles = tuple(_profile(store, ties, place, inside[place], mine[place], known) for place in places)
    number = Counter(country for profile in profiles for tie in profile.ties for country in tie.countries)
    kinds = sum((Counter(profile.kinds) for profile in profiles), Counter[str]())
    return Comparison(
        profiles,
        tuple(known[kind] for kind, _ in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        tuple(known[iri] for iri, _ in sorted(number.items(), key=lambda item: (-item[1], item[0]))),
        _common_partners(profiles),
    )


def find_peers(store: Selecting, place: str, most: int = 5) -> list[tuple[Value, int]]:
    """The places with most partners in common with this one, each with their number."""
    ties = read_ties(store)
    here = ties.inside(place)
    partners = {party for tie in ties.of(here) if tie.is_active for party in tie.parties if party not in here}
    shared: dict[str, set[str]] = defaultdict(set)
    for partner in partners:
        for tie in ties.of({partner}):
            for other in tie.parties:
                if tie.is_active and other != partner and other not in here and other not in partners:
                    shared[other].add(partner)
    best = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))[:most]
    known = read_values(store, {other for other, _ in best})
    return [(known[other], len(common)) for other, common in best]


def _ties_of(ties: Ties, here: Collection[str]) -> list[KnownTie]:
    found = [tie for tie in ties.of(here) if any(party not in here for party in tie.parties)]
    return sorted(found, key=lambda tie: age_of(tie.date, tie.iri))


def age_of(text: str, iri: str) -> tuple[bool, str, str]:
    """What orders ties from the oldest, with those of unknown date last."""
    signed = KnownTie(iri, (), text).signed
    first = signed.earliest if signed else None
    return first is None, first.isoformat() if first else "", iri


def compared_ties(store: Selecting, ties: Ties, here: Collection[str]) -> tuple[tuple[Compared, ...], int]:
    """The active ties of these places with others, from the oldest; and how many there are that are not active."""
    mine = _ties_of(ties, here)
    active = [tie for tie in mine if tie.is_active]
    known = read_values(store, _things(ties, {"": active}, ()))
    return tuple(_compared(ties, tie, here, known) for tie in active), len(mine) - len(active)


def _things(ties: Ties, mine: Mapping[str, Sequence[KnownTie]], places: Sequence[str]) -> set[str]:
    found = set(places) | {around for place in places for around in ties.above(place)}
    for tie in (tie for group in mine.values() for tie in group):
        found |= {*tie.parties, tie.kind, *(ties.country(party) for party in tie.parties)}
    return found - {""}


def _profile(
    store: Selecting,
    ties: Ties,
    place: str,
    here: Collection[str],
    mine: Sequence[KnownTie],
    known: Mapping[str, Value],
) -> Profile:
    active = tuple(_compared(ties, tie, here, known) for tie in mine if tie.is_active)
    happened = find_happenings(store, {*here, *(tie.iri for tie in mine)})
    return Profile(
        known[place],
        tuple(known[around] for around in ties.above(place)),
        ties.population.get(place),
        active,
        len(mine) - len(active),
        len(happened),
        next(iter(name_happenings(store, happened[:1])), None),
    )


def _compared(ties: Ties, tie: KnownTie, here: Collection[str], known: Mapping[str, Value]) -> Compared:
    partners = [party for party in tie.parties if party not in here]
    countries = dict.fromkeys(country for party in partners if (country := ties.country(party)))
    return Compared(
        tie.iri,
        tie.date,
        known.get(tie.kind),
        tuple(known[party] for party in tie.parties if party in here),
        tuple(known[party] for party in partners),
        tuple(countries),
        tuple(known[country] for country in countries),
    )


def _common_partners(profiles: Sequence[Profile]) -> tuple[Value, ...]:
    """The partners of two or more of the places, those of most of them first.

    A prefecture has the partners of its cities: one tie of one city is nothing that the two have in common.
    """
    number: Counter[str] = Counter()
    values: dict[str, Value] = {}
    ways: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for profile in profiles:
        found = {partner.text: partner for tie in profile.ties for partner in tie.partners}
        number.update(list(found))
        values |= found
        for tie in profile.ties:
            for partner in tie.partners:
                ways[partner.text] |= {(tie.iri, owner.text) for owner in tie.owners}
    shared = [(partner, n) for partner, n in number.items() if n > 1 and len(ways[partner]) > 1]
    return tuple(values[partner] for partner, _ in sorted(shared, key=lambda item: (-item[1], item[0])))
