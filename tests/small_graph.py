"""A graph of a few hand-written things behind the store's interface, held by Oxigraph in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from glocal_graph.data.store import Answer

ID = "https://w3id.org/glocal-graph/id/"
KAGOSHIMA = ID + "municipality/46201"
KAGOSHIMA_PREFECTURE = ID + "prefecture/JP-46"
NAPLES = ID + "municipality/gn-3172394"
ITALY = ID + "country/IT"
HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


class MemoryStore:
    """What network and export ask of a store: rows and triples over the union of the named graphs."""

    release = "2026.11.23-1"

    def __init__(self, quads: Any = None) -> None:
        self.store = ox.Store()
        self.queries: list[str] = []
        self.union = True
        self.store.extend(quads if quads is not None else read_small_graph())

    def select(self, text: str) -> list[dict[str, Any]]:
        self.queries.append(text)
        solutions: Any = self.store.query(text, use_default_graph_as_union=self.union)
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name] for name in names} for row in solutions]

    def query(self, text: str, *, media_type: str | None = None, seconds: float | None = None) -> Answer:
        assert media_type == "application/n-triples"
        return Answer("construct", media_type, ox.serialize(self.construct(text), format=ox.RdfFormat.N_TRIPLES))

    def construct(self, text: str) -> list[ox.Triple]:
        self.queries.append(text)
        answer: Any = self.store.query(text, use_default_graph_as_union=self.union)
        return list(answer)


def read_small_graph() -> list[ox.Quad]:
    path = Path(__file__).with_name("small_graph.trig")
    return list(ox.parse(path=str(path), format=ox.RdfFormat.TRIG))


def rename(quads: list[ox.Quad], thing: str, label: str) -> list[ox.Quad]:
    """The same graph in which one thing has this label in both languages."""
    name = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    return [
        ox.Quad(q.subject, q.predicate, ox.Literal(label, language=q.object.language), q.graph_name)
        if q.subject.value == thing and q.predicate == name
        else q
        for q in quads
    ]
