"""What took place with a thing, and in which part it had; who and what a place is remembered by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.description import Value
from glocal_graph.questions.facts import read_values
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.sparql_terms import batches, values_clause

__all__ = ["EVENT_ROLES", "FIGURE_ROLES", "Encounter", "Figure", "find_encounters", "find_figures", "name_encounters"]

#: How an event has to do with a thing, the weightiest first.
EVENT_ROLES = (
    "aboutPartnership", "organiser", "coOrganiser", "participant", "venue", "about", "features", "subEventOf", "series",
)  # fmt: skip
#: How a person or a thing of culture has to do with a place.
FIGURE_ROLES = ("birthPlace", "associatedWith")
_LONGEST = 10_000


@dataclass(frozen=True)
class Encounter:
    """One event, its date as far as known, and how the thing had to do with it: names of properties."""

    event: Value
    date: str
    roles: tuple[str, ...]
    earliest: str = ""


@dataclass(frozen=True)
class Figure:
    """A person, a thing of culture or an organisation, and what is said of it in each language."""

    thing: Value
    roles: tuple[str, ...]
    texts: tuple[Value, ...] = ()

    @property
    def is_person(self) -> bool:
        """Whether it is somebody rather than something."""
        return self.thing.kind in ("Person", "HistoricalFigure")

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation or an office."""
        return self.thing.kind in ("Organisation", "Office")

    def text(self, language: str) -> Value | None:
        """What is said of it in this language, else in another."""
        own = [text for text in self.texts if text.language == language]
        return next(iter([*own, *self.texts]), None)


def find_encounters(store: Selecting, things: Collection[str]) -> list[Encounter]:
    """Every event that has to do with any of these, newest first, undated ones last; not yet with its name."""
    roles = "|".join(f"<{v.glocal(name)}>" for name in EVENT_ROLES)
    found: dict[str, dict[str, Any]] = {}
    for batch in batches(things):
        text = f"""SELECT DISTINCT ?event ?role ?date ?earliest {{
          {values_clause("thing", batch)} ?event {roles} ?thing . ?event ?role ?thing .
          OPTIONAL {{ ?event <{v.glocal("date")}> ?date }} OPTIONAL {{ ?event <{v.glocal("earliest")}> ?earliest }}
        }}"""
        for row in store.select(text):
            name = row["role"].value.removeprefix(v.GLOCAL)
            if name in EVENT_ROLES:
                known = found.setdefault(row["event"].value, {"roles": set(), "date": "", "earliest": ""})
                known["roles"].add(name)
                known["date"] = known["date"] or _text(row, "date")
                known["earliest"] = known["earliest"] or _text(row, "earliest") or _text(row, "date")
    made = [
        Encounter(Value(iri, is_iri=True), known["date"], _in_order(known["roles"], EVENT_ROLES), known["earliest"])
        for iri, known in sorted(found.items())
    ]
    return sorted(made, key=lambda one: one.earliest, reverse=True)


def name_encounters(store: Selecting, found: Sequence[Encounter]) -> tuple[Encounter, ...]:
    """The same with the names of the events."""
    known = read_values(store, {one.event.text for one in found})
    return tuple(Encounter(known[one.event.text], one.date, one.roles, one.earliest) for one in found)


def find_figures(store: Selecting, places: Collection[str]) -> tuple[Figure, ...]:
    """Who was born in the places or is associated with them: people, then culture, then organisations."""
    roles = "|".join(f"<{v.glocal(name)}>" for name in FIGURE_ROLES)
    said: dict[str, set[tuple[str, str]]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    for batch in batches(places):
        text = f"""SELECT DISTINCT ?x ?role ?text {{
          {values_clause("place", batch)} ?x {roles} ?place . ?x ?role ?place .
          OPTIONAL {{ ?x <{v.glocal("description")}> ?text }} }}"""
        for row in store.select(text):
            name = row["role"].value.removeprefix(v.GLOCAL)
            if name in FIGURE_ROLES:
                parts[row["x"].value].add(name)
                if row.get("text") is not None:
                    said[row["x"].value].add((row["text"].language or "", row["text"].value))
    known = read_values(store, parts)
    made = [Figure(known[iri], _in_order(found, FIGURE_ROLES), _texts(said, iri)) for iri, found in parts.items()]
    return tuple(sorted(made, key=_renown))


def _renown(one: Figure) -> tuple[bool, bool, bool, str]:
    return not one.is_person, one.is_organisation, not one.texts, one.thing.text


def _texts(said: Mapping[str, set[tuple[str, str]]], iri: str) -> tuple[Value, ...]:
    return tuple(Value(text[:_LONGEST], language=language) for language, text in sorted(said.get(iri, ())))


def _in_order(names: Collection[str], order: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in order if name in names)


def _text(row: Mapping[str, Any], name: str) -> str:
    term = row.get(name)
    return "" if term is None else str(term.value)
