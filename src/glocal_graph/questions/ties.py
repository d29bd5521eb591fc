"""All ties of the graph with their parties, and where every place lies: read once for each release of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import Edtf, parse_date
from glocal_graph.model.errors import DateError
from glocal_graph.questions.description import Source
from glocal_graph.questions.facts import read_values
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.sparql_terms import batches, values_clause

__all__ = ["Claimed", "KnownTie", "Ties", "read_claims", "read_sources", "read_ties"]

_ACTIVE, _ENDED = v.iri("concept/status-active"), v.iri("concept/status-ended")
_JAPAN = v.iri("country/JP")
_TIES = f"""
PREFIX glocal: <{v.GLOCAL}>
SELECT ?tie ?party ?date ?kind ?status ?ended {{
  ?tie a glocal:Partnership ; glocal:party ?party .
  OPTIONAL {{ ?tie glocal:date ?date }} OPTIONAL {{ ?tie glocal:kind ?kind }} OPTIONAL {{ ?tie glocal:status ?status }}
  OPTIONAL {{ ?tie glocal:endedDate ?ended }}
}}"""
_PLACES = f"""
PREFIX glocal: <{v.GLOCAL}>
SELECT ?place ?role ?value {{
  {{ ?place glocal:within ?value BIND ("within" AS ?role) }}
  UNION {{ ?place glocal:country ?value BIND ("country" AS ?role) }}
  UNION {{ ?place glocal:population ?value BIND ("population" AS ?role) }}
}}"""


@dataclass(frozen=True)
class KnownTie:
    """One tie with the values chosen for it; its date is empty where no source gives one."""

    iri: str
    parties: tuple[str, ...]
    date: str = ""
    kind: str = ""
    status: str = ""
    ended: str = ""

    @property
    def is_active(self) -> bool:
        """Whether it goes on."""
        return self.status == _ACTIVE

    @property
    def is_over(self) -> bool:
        """Whether it has ended; of a tie that is suspended, or of unknown state, neither is said."""
        return bool(self.ended) or self.status == _ENDED

    @property
    def signed(self) -> Edtf | None:
        """When it was signed; None where that is not known."""
        try:
            return parse_date(self.date) if self.date else None
        except DateError:
            return None


@dataclass(frozen=True)
class Claimed:
    """The date that one source gives for a tie."""

    date: str
    source: Source


@dataclass
class Ties:
    """All ties, and the places around and within each place."""

    all: tuple[KnownTie, ...] = ()
    around: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    population: dict[str, int] = field(default_factory=dict)
    _within: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _of: dict[str, list[KnownTie]] = field(default_factory=lambda: defaultdict(list))

    def inside(self, place: str) -> set[str]:
        """The place and all that lies within it."""
        found, waiting = {place}, [place]
        while waiting:
            inner = [other for other in self._within.get(waiting.pop(), ()) if other not in found]
            found.update(inner)
            waiting.extend(inner)
        return found

    def of(self, places: Collection[str]) -> list[KnownTie]:
        """The ties that any of the places is a party of, each once."""
        found = {tie.iri: tie for place in places for tie in self._of.get(place, ())}
        return [found[iri] for iri in sorted(found)]

    def above(self, place: str) -> Iterator[str]:
        """What the place lies in, from the nearest to the country."""
        seen = {place}
        while (place := self.around.get(place, "")) and place not in seen:
            seen.add(place)
            yield place

    def country(self, place: str) -> str:
        """The country of a place; empty where that is not known."""
        if place in self.countries:
            return self.countries[place]
        return next((iri for iri in (place, *self.above(place)) if iri.startswith(v.iri("country/"))), "")

    def split(self, tie: KnownTie, here: Collection[str] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The parties of a tie as (those of Japan, the others); where all or none are, those `here` come first."""
        own = tuple(party for party in tie.parties if self.country(party) == _JAPAN)
        if not own or len(own) == len(tie.parties):
            own = tuple(party for party in tie.parties if party in here) or tie.parties[:1]
        return own, tuple(party for party in tie.parties if party not in own)


_kept: WeakKeyDictionary[Selecting, tuple[str, Ties]] = WeakKeyDictionary()
_lock = Lock()


def read_ties(store: Selecting) -> Ties:
    """The ties of a store, read anew when its release is another."""
    release = str(getattr(store, "release", ""))
    with _lock:
        known = _kept.get(store)
        if known is None or known[0] != release:
            known = _kept[store] = (release, _read(store))
        return known[1]


def _read(store: Selecting) -> Ties:
    parties: dict[str, set[str]] = defaultdict(set)
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for row in store.select(_TIES):
        tie = row["tie"].value
        parties[tie].add(row["party"].value)
        for name in ("date", "kind", "status", "ended"):
            if row.get(name) is not None:
                values[tie].setdefault(name, row[name].value)
    ties = Ties(tuple(KnownTie(iri, tuple(sorted(parties[iri])), **values[iri]) for iri in sorted(parties)))
    for tie in ties.all:
        for party in tie.parties:
            ties._of[party].append(tie)
    for row in store.select(_PLACES):
        _add_place(ties, row["place"].value, row["role"].value, row["value"].value)
    return ties


def _add_place(ties: Ties, place: str, role: str, value: str) -> None:
    if role == "within":
        ties.around.setdefault(place, value)
        ties._within[value].append(place)
    elif role == "country":
        ties.countries[place] = value
    elif value.isdecimal():
        ties.population[place] = int(value)


def read_claims(store: Selecting, ties: Collection[str]) -> Mapping[str, list[Claimed]]:
    """Every date that a source claims for these ties."""
    pattern = "?claim glocal:claimAbout ?thing ; glocal:claimedDate ?date ; dcterms:source ?source ."
    rows = _ask_sources(store, ties, "?date", pattern)
    known = read_values(store, {row["source"].value for row in rows})
    found: dict[str, list[Claimed]] = defaultdict(list)
    for row in rows:
        found[row["thing"].value].append(Claimed(row["date"].value, _source(row, known)))
    return found


def read_sources(store: Selecting, things: Collection[str]) -> Mapping[str, list[Source]]:
    """The sources of these things, each once."""
    rows = _ask_sources(store, things, "", "?thing dcterms:source ?source .")
    known = read_values(store, {row["source"].value for row in rows})
    found: dict[str, dict[str, Source]] = defaultdict(dict)
    for row in rows:
        found[row["thing"].value].setdefault(row["source"].value, _source(row, known))
    return {thing: list(sources.values()) for thing, sources in found.items()}


def _ask_sources(store: Selecting, things: Collection[str], more: str, pattern: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for batch in batches(things):
        text = f"""PREFIX glocal: <{v.GLOCAL}> PREFIX dcterms: <{v.DCTERMS}>
          SELECT DISTINCT ?thing ?source ?publisher ?address {more} {{
            {values_clause("thing", batch)} {pattern}
            OPTIONAL {{ ?source glocal:publisher|(glocal:sectionOf/glocal:publisher) ?publisher }}
            OPTIONAL {{ ?source glocal:address|(glocal:sectionOf/glocal:address) ?address }}
          }}"""
        rows += store.select(text)
    return sorted(rows, key=lambda row: (row["thing"].value, _text(row, "publisher"), row["source"].value))


def _source(row: Mapping[str, Any], known: Mapping[str, Any]) -> Source:
    return Source(known[row["source"].value], _text(row, "publisher"), _text(row, "address"))


def _text(row: Mapping[str, Any], name: str) -> str:
    term = row.get(name)
    return "" if term is None else str(term.value)
