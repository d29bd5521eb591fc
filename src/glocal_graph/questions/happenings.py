"""What took place in, for or with places: the events of the graph that have to do with them, newest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.description import Value
from glocal_graph.questions.facts import read_values
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.sparql_terms import batches, values_clause

__all__ = ["Happening", "find_happenings", "name_happenings"]

#: How an event has to do with a place, and with a tie.
_ROLES = ("about", "organiser", "coOrganiser", "participant", "venue", "features", "aboutPartnership")


@dataclass(frozen=True)
class Happening:
    """One event with its date, empty where that is not known."""

    event: Value
    date: str = ""


def find_happenings(store: Selecting, things: Collection[str]) -> list[tuple[str, str]]:
    """(event, date) of each event that has to do with any of these places or ties, newest first, undated last."""
    roles = "|".join(f"<{v.glocal(name)}>" for name in _ROLES)
    found: dict[str, tuple[str, str]] = {}
    for batch in batches(things):
        text = f"""SELECT DISTINCT ?event ?date ?earliest {{
          {values_clause("thing", batch)} ?event {roles} ?thing .
          OPTIONAL {{ ?event <{v.glocal("date")}> ?date }} OPTIONAL {{ ?event <{v.glocal("earliest")}> ?earliest }}
        }}"""
        for row in store.select(text):
            date = row["date"].value if row.get("date") is not None else ""
            earliest = row["earliest"].value if row.get("earliest") is not None else date
            found.setdefault(row["event"].value, (earliest, date))
    newest = sorted(found.items(), key=lambda item: item[0])
    newest.sort(key=lambda item: item[1][0], reverse=True)
    return [(event, date) for event, (_, date) in newest]


def name_happenings(store: Selecting, found: Collection[tuple[str, str]]) -> list[Happening]:
    """The same with their names."""
    known = read_values(store, {event for event, _ in found})
    return [Happening(known[event], date) for event, date in found]
