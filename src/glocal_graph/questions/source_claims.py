"""What one source says: its claims about ties and events, each beside the value chosen, and what else rests on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.description import Value
from glocal_graph.questions.facts import dates_agree, read_values
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.sparql_terms import name_iri

__all__ = ["CLAIMS_PAGE", "RESTING_PAGE", "Claimed", "Said", "read_said"]

_THINGS = ("thing", "kind", "status", "chosenKind", "chosenStatus")
#: Claims, and things that rest on a source, on one page.
CLAIMS_PAGE, RESTING_PAGE = 50, 60


@dataclass(frozen=True)
class Claimed:
    """One claim of the source; `differs` names what contradicts the chosen value."""

    claim: str
    about: Value
    date: str
    kind: Value | None
    status: Value | None
    quoted: str
    note: str
    chosen_date: str
    chosen_kind: Value | None
    chosen_status: Value | None
    differs: frozenset[str]

    @property
    def group(self) -> str:
        """Whether it is about a tie or an event."""
        return "ties" if self.about.kind == "Partnership" else "events"


@dataclass(frozen=True)
class Said:
    """Claims of a source, one page of them; the kinds of things that rest on it with a page of one of them each."""

    total: int = 0
    page: int = 1
    claims: tuple[Claimed, ...] = ()
    undated: int = 0
    resting: tuple[tuple[str, int, tuple[Value, ...]], ...] = ()

    @property
    def name(self) -> str:
        """What addresses call the pages of claims."""
        return "claims"

    @property
    def pages(self) -> int:
        """How many pages of claims there are."""
        return -(-self.total // CLAIMS_PAGE)


def read_said(store: Selecting, source: str, page: int = 1) -> Said:
    """What the source, and the sections of it, say."""
    from_here = _from_here(source)
    counted = store.select(
        f"""SELECT (COUNT(DISTINCT ?claim) AS ?n) (COUNT(DISTINCT ?dated) AS ?d) {{
          {from_here} ?claim <{v.DCTERMS_SOURCE}> ?from ; <{v.glocal("claimAbout")}> ?thing .
          OPTIONAL {{ ?claim <{v.glocal("claimedDate")}> ?date BIND(?claim AS ?dated) }} }}"""
    )[0]
    total, dated = int(counted["n"].value), int(counted["d"].value)
    page = min(max(page, 1), max(1, -(-total // CLAIMS_PAGE)))
    claims = _read_claims(store, from_here, page) if total else ()
    return Said(total, page, claims, total - dated, _read_resting(store, from_here))


def _from_here(source: str) -> str:
    return f"{{ BIND({name_iri(source)} AS ?from) }} UNION {{ ?from <{v.glocal('sectionOf')}> {name_iri(source)} }}"


def _read_claims(store: Selecting, from_here: str, page: int) -> tuple[Claimed, ...]:
    rows = store.select(
        f"""PREFIX glocal: <{v.GLOCAL}>
        SELECT ?claim ?thing ?date ?kind ?status ?quoted ?note ?chosenDate ?chosenKind ?chosenStatus {{
          {{ SELECT DISTINCT ?claim ?thing {{ {from_here}
              ?claim <{v.DCTERMS_SOURCE}> ?from ; glocal:claimAbout ?thing
            }} ORDER BY ?thing ?claim LIMIT {CLAIMS_PAGE} OFFSET {(page - 1) * CLAIMS_PAGE} }}
          OPTIONAL {{ ?claim glocal:claimedDate ?date }} OPTIONAL {{ ?claim glocal:claimedKind ?kind }}
          OPTIONAL {{ ?claim glocal:claimedStatus ?status }} OPTIONAL {{ ?claim glocal:quotedName ?quoted }}
          OPTIONAL {{ ?claim glocal:note ?note }} OPTIONAL {{ ?thing glocal:date ?chosenDate }}
          OPTIONAL {{ ?thing glocal:kind ?chosenKind }} OPTIONAL {{ ?thing glocal:status ?chosenStatus }}
        }} ORDER BY ?thing ?claim"""
    )
    unique = {_text(row, "claim"): row for row in reversed(rows)}
    known = read_values(store, {_text(row, name) for row in rows for name in _THINGS} - {""})
    return tuple(_claimed(row, known) for row in reversed(unique.values()))


def _claimed(row: Mapping[str, Any], known: Mapping[str, Value]) -> Claimed:
    differs = {
        name
        for name, chosen in (("kind", "chosenKind"), ("status", "chosenStatus"))
        if _contradicts(_text(row, name), _text(row, chosen))
    }
    if not dates_agree(_text(row, "date"), _text(row, "chosenDate")):
        differs.add("date")
    return Claimed(
        _text(row, "claim"),
        known[_text(row, "thing")],
        _text(row, "date"),
        known.get(_text(row, "kind")),
        known.get(_text(row, "status")),
        _text(row, "quoted"),
        _text(row, "note"),
        _text(row, "chosenDate"),
        known.get(_text(row, "chosenKind")),
        known.get(_text(row, "chosenStatus")),
        frozenset(differs),
    )


def _contradicts(claimed: str, chosen: str) -> bool:
    return bool(claimed and chosen and claimed != chosen and not claimed.endswith(("-unknown", "-other")))


def _read_resting(store: Selecting, from_here: str) -> tuple[tuple[str, int, tuple[Value, ...]], ...]:
    """The things with the source that are no claims, by the kind they are of; ties are told by their claims."""
    rows = store.select(
        f"""SELECT DISTINCT ?thing {{ {from_here} ?thing <{v.DCTERMS_SOURCE}> ?from .
          FILTER NOT EXISTS {{ ?thing a <{v.glocal("Claim")}> }}
          FILTER NOT EXISTS {{ ?claim <{v.glocal("claimAbout")}> ?thing ; <{v.DCTERMS_SOURCE}> ?from }}
        }} ORDER BY ?thing LIMIT 2000"""
    )
    known = read_values(store, {row["thing"].value for row in rows if not hasattr(row["thing"], "language")})
    groups: dict[str, list[Value]] = {}
    for value in sorted(known.values(), key=lambda value: value.text):
        groups.setdefault(_group(value.kind), []).append(value)
    return tuple((name, len(found), tuple(found[:RESTING_PAGE])) for name, found in sorted(groups.items(), key=_size))


def _group(kind: str) -> str:
    return kind if kind in ("Partnership", "Person", "HistoricalFigure", "Organisation", "Site") else kind or "Thing"


def _size(item: tuple[str, Sequence[Value]]) -> tuple[int, str]:
    return -len(item[1]), item[0]


def _text(row: Mapping[str, Any], name: str) -> str:
    term = row.get(name)
    return "" if term is None else str(term.value)
