"""What the graph does not know of a thing: counted, so that a page can say it plainly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.description import Description
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.source_claims import Said
from glocal_graph.questions.sparql_terms import batches, values_clause
from glocal_graph.questions.tie_lists import TieList
from glocal_graph.questions.ties import KnownTie, read_ties

__all__ = ["Gap", "find_gaps"]

_PLACES = frozenset(name for name in v.CLASSES if v.GLOCAL + "Place" in v.class_of(name))
_GOVERNMENTS = frozenset(name for name in v.CLASSES if v.GLOCAL + "LocalGovernment" in v.class_of(name))
_PEOPLE = frozenset({"Person", "HistoricalFigure"})
_JAPAN = v.iri("country/JP")
_UNKNOWN_STATUS = v.iri("concept/status-unknown")
#: What a place with a single tie says instead of "1 of 1".
_OF_ONE = {
    "ties_undated": "tie_undated",
    "ties_vague": "date_vague",
    "ties_status": "tie_status",
    "ties_no_reason": "tie_no_reason",
    "ties_no_event": "tie_no_event",
}
#: What one expects to be told of an event, beside its date.
_OF_EVENT = ("venue", "organiser", "participant", "description")
_OF_SOURCE = ("issued", "dateRead", "address")


@dataclass(frozen=True)
class Gap:
    """One kind of thing that is not known: of how many, among how many."""

    key: str
    count: int = 1
    of: int = 1


def find_gaps(store: Selecting, thing: Description, ties: TieList, events: int, said: Said | None = None) -> list[Gap]:
    """The gaps of a thing by what it is; `events` is how many have to do with it, `said` what a source says."""
    if thing.kind == "Partnership":
        return list(_of_tie(thing, events))
    if thing.kind in _PLACES:
        return [*_of_ties(store, ties), *_of_place(store, thing, ties, events)]
    if thing.kind in v.EVENT_CLASSES or thing.kind == "Event":
        return [*_vague_date(thing), *(Gap("event_" + name) for name in _OF_EVENT if not thing.first(name))]
    if thing.kind in ("Source", "SourceSection"):
        undated = [Gap("source_undated", said.undated, said.total)] if said and said.undated else []
        return [*(Gap("source_" + name) for name in _OF_SOURCE if not thing.first(name)), *undated]
    if thing.kind in ("Claim", "Thing", ""):
        return []
    return list(_of_figure(thing, events))


def _of_ties(store: Selecting, ties: TieList) -> Iterator[Gap]:
    total = len(ties.all)
    counted = (
        ("ties_undated", ties.undated),
        ("ties_vague", sum(_is_vague(tie) for tie in ties.all)),
        ("ties_status", sum(tie.status in ("", _UNKNOWN_STATUS) for tie in ties.all)),
        ("ties_no_reason", total - len(_with(store, ties.all, f"?tie <{v.glocal('reason')}> ?said"))),
        ("ties_no_event", total - len(_with(store, ties.all, f"?event <{v.glocal('aboutPartnership')}> ?tie"))),
    )
    for key, count in counted:
        if count:
            yield Gap(_OF_ONE[key]) if total == 1 else Gap(key, count, total)


def _of_place(store: Selecting, thing: Description, ties: TieList, events: int) -> Iterator[Gap]:
    if thing.kind in _GOVERNMENTS and not ties.all:
        yield Gap("no_ties")
    if not events:
        yield Gap("no_event")
    if thing.position is None and thing.kind not in ("Country", "Region"):
        yield Gap("no_position")
    if thing.kind in _GOVERNMENTS - {"Region"} and not thing.first("population"):
        yield Gap("no_population")
    if read_ties(store).country(thing.iri) == _JAPAN and not any(
        name.language.lower() == "ja-hira" for name in thing.names
    ):
        yield Gap("no_kana")


def _of_tie(thing: Description, events: int) -> Iterator[Gap]:
    if not thing.first("date"):
        yield Gap("tie_undated")
    yield from _vague_date(thing)
    if thing.first("status").endswith(("-ended", "-suspended")) and not thing.first("endedDate"):
        yield Gap("tie_no_end")
    if thing.first("status") in ("", _UNKNOWN_STATUS):
        yield Gap("tie_status")
    if not thing.first("reason"):
        yield Gap("tie_no_reason")
    if not events:
        yield Gap("tie_no_event")
    if len(thing.sources) == 1:
        yield Gap("tie_one_source")


def _of_figure(thing: Description, events: int) -> Iterator[Gap]:
    is_person = thing.kind in _PEOPLE
    if is_person and not thing.first("birthPlace"):
        yield Gap("no_birthplace")
    if not is_person and not thing.first("associatedWith") and thing.kind != "Theme":
        yield Gap("no_place")
    if not thing.first("description"):
        yield Gap("no_description")
    if not events:
        yield Gap("no_event")


def _vague_date(thing: Description) -> Iterator[Gap]:
    date = thing.first("date")
    if date and len(date) < len("2018-02-19"):
        yield Gap("date_vague")


def _is_vague(tie: KnownTie) -> bool:
    signed = tie.signed
    return signed is not None and signed.precision not in ("day", "interval")


def _with(store: Selecting, ties: Sequence[KnownTie], pattern: str) -> Collection[str]:
    """The ties of which the graph says this."""
    found = set()
    for batch in batches(tie.iri for tie in ties):
        rows = store.select(f"SELECT DISTINCT ?tie {{ {values_clause('tie', batch)} {pattern} }}")
        found |= {row["tie"].value for row in rows}
    return found
