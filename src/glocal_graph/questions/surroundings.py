"""What lies around a thing, by IRI and date only: enough to count it and to choose from it, quicker than to draw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glocal_graph.model.vocabulary import glocal
from glocal_graph.questions.network import met_around
from glocal_graph.questions.network_queries import Reader

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["Neighbour", "find_surroundings"]

_DATE = glocal("date")
_TIES = ("partnership", "party")


@dataclass(frozen=True)
class Neighbour:
    """A thing nearby: whether a tie leads to it, by how many links, and the first date of it or of its ties."""

    iri: str
    is_tied: bool
    links: int
    date: str = ""


def find_surroundings(source: GraphStore | Reader, thing: str) -> list[Neighbour]:
    """Everything that its neighbourhood of one hop would bring, in the order of IRIs.

    Raises ThingNotFound for what the graph says nothing of.
    """
    reader = Reader.of(source)
    met = met_around(reader, thing)
    ties = {data["iri"] for *_, data in met.edges(data=True) if data["kind"] == "partnership"}
    facts = reader.read_facts({*met, *ties}, [_DATE])
    found = []
    for node in sorted(met):
        if node != thing:
            edges = [data for *_, data in met.edges(node, data=True)]
            own = [node, *(data["iri"] for data in edges if data["kind"] == "partnership")]
            dates = [_date_of(facts, item) for item in own]
            is_tied = any(data["kind"] in _TIES for data in edges)
            found.append(Neighbour(node, is_tied, len(edges), min((date for date in dates if date), default="")))
    return found


def _date_of(facts: Mapping[str, Mapping[str, list[object]]], thing: str) -> str:
    terms = facts.get(thing, {}).get(_DATE, [])
    return str(getattr(terms[0], "value", "")) if terms else ""
