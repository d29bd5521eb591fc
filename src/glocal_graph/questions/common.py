"""What several places have in common by their ties: the partners they share, and the states where each has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.ties import KnownTie, Ties

__all__ = ["Common", "SharedPartner", "SharedRegion", "find_common"]

_COUNTRY = v.iri("country/")
_AREAS = (_COUNTRY, v.iri("region/"), v.iri("prefecture/"))


@dataclass(frozen=True)
class SharedPartner:
    """A place that has ties with all of the others; `ties` are those with each."""

    place: str
    ties: Mapping[str, tuple[KnownTie, ...]]


@dataclass(frozen=True)
class SharedRegion:
    """A state or country in which each of the places has a partner; `partners` are those of each."""

    place: str
    partners: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Common:
    """The partners that all share, and where all have partners: states before countries, the most partners first."""

    partners: tuple[SharedPartner, ...]
    regions: tuple[SharedRegion, ...]


def find_common(ties: Ties, places: Sequence[str]) -> Common:
    """What these places share; the ties of the places within one are its own as well."""
    known = {place: _partners(ties, place) for place in places}
    shared = set.intersection(*(set(own) for own in known.values())) - set(places) if known else set()
    apart = [one for one in shared if _is_apart(ties, one, known)]
    partners = [SharedPartner(one, {place: known[place][one] for place in places}) for one in apart]
    partners.sort(key=lambda item: (_first_day(item), item.place))
    return Common(tuple(partners), _regions(ties, known, shared))


def _is_apart(ties: Ties, partner: str, known: Mapping[str, Mapping[str, tuple[KnownTie, ...]]]) -> bool:
    """Whether more than one tie of one place, which is that of the prefecture around it as well, joins them with it."""
    ways = {
        (tie.iri, party)
        for place, own in known.items()
        for tie in own[partner]
        for party in tie.parties
        if party in ties.inside(place)
    }
    return len(ways) > 1


def _partners(ties: Ties, place: str) -> dict[str, tuple[KnownTie, ...]]:
    """Whom a place has ties with, by which; ties among the places within it lead nowhere."""
    here = ties.inside(place)
    found: dict[str, list[KnownTie]] = defaultdict(list)
    for tie in ties.of(here):
        for party in tie.parties:
            if party not in here:
                found[party].append(tie)
    return {party: tuple(own) for party, own in found.items()}


def _regions(
    ties: Ties, known: Mapping[str, Mapping[str, tuple[KnownTie, ...]]], shared: set[str]
) -> tuple[SharedRegion, ...]:
    inside = {place: _by_area(ties, partners) for place, partners in known.items()}
    common = set.intersection(*(set(areas) for areas in inside.values())) if inside else set()
    common = {
        area for area in common if not any(area in ties.inside(place) or _holds(ties, area, place) for place in known)
    }
    found = [SharedRegion(area, {place: tuple(inside[place][area]) for place in known}) for area in common]
    told = [region for region in found if not _all(region) <= shared]
    states = {_all(region): region.place for region in told if not region.place.startswith(_COUNTRY)}
    # A country of which only one state is meant would say the same twice.
    told = [region for region in told if not region.place.startswith(_COUNTRY) or _all(region) not in states]
    return tuple(sorted(told, key=lambda item: (item.place.startswith(_COUNTRY), -len(_all(item)), item.place)))


def _by_area(ties: Ties, partners: Mapping[str, tuple[KnownTie, ...]]) -> dict[str, list[str]]:
    """The partners in each state and each country; a state that is itself a partner lies in itself."""
    found: dict[str, list[str]] = defaultdict(list)
    for partner in sorted(partners):
        areas = [place for place in (partner, *ties.above(partner)) if place.startswith(_AREAS)]
        country = ties.country(partner)
        for area in dict.fromkeys([*areas, *([country] if country else [])]):
            found[area].append(partner)
    return found


def _holds(ties: Ties, area: str, place: str) -> bool:
    return area == ties.country(place) or area in ties.above(place)


def _all(region: SharedRegion) -> frozenset[str]:
    return frozenset(partner for own in region.partners.values() for partner in own)


def _first_day(item: SharedPartner) -> str:
    return min((tie.date for own in item.ties.values() for tie in own if tie.date), default="9999")
