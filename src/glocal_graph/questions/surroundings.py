"""What lies around a thing, by IRI and date only: enough to count it and to choose from it, quicker than to draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glocal_graph.model.vocabulary import RDF_TYPE, glocal
from glocal_graph.questions.network import met_around
from glocal_graph.questions.network_facts import exact_kind
from glocal_graph.questions.network_queries import Facts, Reader

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["Neighbour", "find_surroundings"]

_DATE = glocal("date")
_TIES = ("partnership", "party")


@dataclass(frozen=True)
class Neighbour:
    """A thing nearby: its kind, whether a tie leads to it, how many links, the first date of it or of its ties."""

    iri: str
    kind: str
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
    facts = reader.read_facts({*met, *ties}, [_DATE, RDF_TYPE])
    found = []
    for node in sorted(met):
        if node != thing:
            edges = [data for *_, data in met.edges(node, data=True)]
            own = [node, *(data["iri"] for data in edges if data["kind"] == "partnership")]
            dates = [_date_of(facts, item) for item in own]
            is_tied = any(data["kind"] in _TIES for data in edges)
            first = min((date for date in dates if date), default="")
            found.append(Neighbour(node, exact_kind(facts, node), is_tied, len(edges), first))
    return found


def _date_of(facts: Facts, thing: str) -> str:
    terms = facts.get(thing, {}).get(_DATE, [])
    return str(terms[0].value) if terms else ""
