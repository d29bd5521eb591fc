"""The ties of a thing as its page tells them: counted, in order, one page of them with names; and who has how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.description import Source, Value
from glocal_graph.questions.facts import read_values
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.sparql_terms import batches, values_clause
from glocal_graph.questions.ties import KnownTie, Ties, read_sources, read_ties

__all__ = [
    "Share",
    "ShownTie",
    "TieList",
    "group_ties",
    "list_ties",
    "name_groups",
    "name_ties",
    "order_ties",
    "prefecture_of",
]

_PREFECTURE = v.iri("prefecture/")
_NO_RANK = len(v.SOURCE_KINDS)
#: An undated tie comes after every dated one.
_LAST = "9999"


@dataclass(frozen=True)
class ShownTie:
    """One tie as a row: whose it is, with whom, since when, and who says so."""

    iri: str
    places: tuple[Value, ...]
    partners: tuple[Value, ...]
    countries: tuple[Value, ...]
    date: str
    ended: str
    kind: Value | None
    status: Value | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class TieList:
    """All ties of a place with places elsewhere: its own first, then those of the places within it."""

    place: str
    here: frozenset[str]
    all: tuple[KnownTie, ...]
    countries: tuple[str, ...]

    @property
    def own(self) -> tuple[KnownTie, ...]:
        """The ties of the place itself."""
        return tuple(tie for tie in self.all if self.place in tie.parties)

    @property
    def inner(self) -> tuple[KnownTie, ...]:
        """The ties of the places within."""
        return tuple(tie for tie in self.all if self.place not in tie.parties)

    @property
    def active(self) -> tuple[KnownTie, ...]:
        """The ties that go on."""
        return tuple(tie for tie in self.all if tie.is_active)

    @property
    def undated(self) -> int:
        """Of how many nobody says when they were signed."""
        return sum(not tie.date for tie in self.all)

    @property
    def oldest(self) -> KnownTie | None:
        """The oldest that goes on and has a date."""
        dated = [tie for tie in self.active if tie.signed]
        return min(dated, key=age) if dated else None

    def partners(self, tie: KnownTie) -> tuple[str, ...]:
        """Its parties elsewhere."""
        return tuple(party for party in tie.parties if party not in self.here)


@dataclass(frozen=True)
class Share:
    """How many ties a place, or all of a country, has among some ties; `since` is the oldest date."""

    place: Value
    ties: int
    active: int
    others: tuple[Value, ...]
    since: str


def list_ties(store: Selecting, place: str) -> TieList:
    """The ties of a place; empty for what is none."""
    ties = read_ties(store)
    here = ties.inside(place)
    found = [tie for tie in ties.of(here) if any(party not in here for party in tie.parties)]
    found.sort(key=lambda tie: (place not in tie.parties, age(tie)))
    partners = (party for tie in found for party in tie.parties if party not in here)
    countries = dict.fromkeys(country for party in partners if (country := ties.country(party)))
    return TieList(place, frozenset(here), tuple(found), tuple(countries))


def order_ties(ties: Iterable[KnownTie]) -> list[KnownTie]:
    """From the oldest, those of unknown date last."""
    return sorted(ties, key=age)


def age(tie: KnownTie) -> tuple[str, str]:
    """What orders ties by age."""
    signed = tie.signed
    first = signed.earliest if signed else None
    return first.isoformat() if first else _LAST, tie.iri


def name_ties(store: Selecting, shown: Sequence[KnownTie], here: Collection[str] = ()) -> tuple[ShownTie, ...]:
    """These ties with the names of their parties; those `here`, else those of Japan, are whose they are."""
    ties = read_ties(store)
    split = {tie.iri: _split(ties, tie, here) for tie in shown}
    things = {text for tie in shown for text in (*tie.parties, tie.kind, tie.status)}
    things |= {ties.country(party) for _, others in split.values() for party in others}
    known, sources = read_values(store, things - {""}), _rank_sources(store, [tie.iri for tie in shown])
    return tuple(
        ShownTie(
            iri=tie.iri,
            places=tuple(known[party] for party in split[tie.iri][0]),
            partners=tuple(known[party] for party in split[tie.iri][1]),
            countries=_countries(ties, split[tie.iri][1], known),
            date=tie.date,
            ended=tie.ended,
            kind=known.get(tie.kind),
            status=known.get(tie.status),
            sources=sources.get(tie.iri, ()),
        )
        for tie in shown
    )


def group_ties(
    ties: Iterable[KnownTie], whose: Callable[[KnownTie], Iterable[str]]
) -> list[tuple[str, list[KnownTie]]]:
    """Each place, or country, with those of the ties that it has, those with most first; `whose` says who has a tie."""
    groups: dict[str, list[KnownTie]] = defaultdict(list)
    for tie in ties:
        for place in dict.fromkeys(whose(tie)):
            groups[place].append(tie)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def name_groups(
    store: Selecting, groups: Sequence[tuple[str, list[KnownTie]]], others: Collection[str] = ()
) -> tuple[Share, ...]:
    """The groups with names and in numbers; `others` are the places on the other side, of which a few are named."""
    far = {place: _far(group, others)[:_MOST_NAMED] for place, group in groups}
    known = read_values(store, {*far, *(one for found in far.values() for one in found)})
    return tuple(
        Share(
            known[place],
            len(group),
            sum(tie.is_active for tie in group),
            tuple(known[one] for one in far[place]),
            next((tie.date for tie in order_ties(group) if tie.date), ""),
        )
        for place, group in groups
    )


#: Partners that a share names beside its number.
_MOST_NAMED = 3


def prefecture_of(ties: Ties, place: str) -> str:
    """The prefecture that a place is or lies in; empty for one abroad."""
    return next((one for one in (place, *ties.above(place)) if one.startswith(_PREFECTURE)), "")


def _far(group: Sequence[KnownTie], others: Collection[str]) -> list[str]:
    return list(dict.fromkeys(party for tie in order_ties(group) for party in tie.parties if party in others))


def _split(ties: Ties, tie: KnownTie, here: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = tuple(party for party in tie.parties if party in here)
    if not own or len(own) == len(tie.parties):
        return ties.split(tie)
    return own, tuple(party for party in tie.parties if party not in here)


def _countries(ties: Ties, parties: Iterable[str], known: dict[str, Value]) -> tuple[Value, ...]:
    found = dict.fromkeys(country for party in parties if (country := ties.country(party)))
    return tuple(known[country] for country in found)


def _rank_sources(store: Selecting, ties: Sequence[str]) -> dict[str, tuple[Source, ...]]:
    """The sources of each tie, who knows best first: the order by which a tie's date is chosen too."""
    found = read_sources(store, ties)
    ranks: dict[str, int] = {}
    for batch in batches({source.thing.text for sources in found.values() for source in sources}):
        path = f"<{v.glocal('sourceKind')}>|(<{v.glocal('sectionOf')}>/<{v.glocal('sourceKind')}>)"
        for row in store.select(f"SELECT ?source ?kind {{ {values_clause('source', batch)} ?source {path} ?kind }}"):
            kind = row["kind"].value.rpartition("source-kind-")[2]
            ranks[row["source"].value] = v.SOURCE_KINDS.index(kind) if kind in v.SOURCE_KINDS else _NO_RANK
    return {
        tie: tuple(sorted(sources, key=lambda source: ranks.get(source.thing.text, _NO_RANK)))
        for tie, sources in found.items()
    }
