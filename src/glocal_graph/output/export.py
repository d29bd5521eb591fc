"""Any selection of the graph as a file: RDF in six forms, a table of ties, a network; same input, same bytes.

A selection of things stands alone: each thing's own statements, its partnerships with their claims and
sources, and of everything else mentioned its type, labels, codes and container.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from glocal_graph.model.errors import FormatUnknown, ThingNotFound
from glocal_graph.model.vocabulary import ID
from glocal_graph.output.export_network import to_csv, to_gexf, to_graphml
from glocal_graph.output.export_rdf import to_lines, write_lines
from glocal_graph.output.selection import read_everything, read_selection
from glocal_graph.questions.network import neighbourhood, whole

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = [
    "FORMATS",
    "Format",
    "export_all",
    "export_every",
    "export_network",
    "export_quads",
    "export_things",
    "export_triples",
    "find_format",
]


@dataclass(frozen=True)
class Format:
    """A kind of file: its name on the command line, its media type, its suffix, and what it holds."""

    name: str
    media_type: str
    suffix: str
    holds: str
    title_en: str
    title_ja: str


#: Every format that is written, by name; `holds` is "triples", "quads" or "network".
FORMATS = {
    item.name: item
    for item in (
        Format("turtle", "text/turtle", ".ttl", "triples", "Turtle", "Turtle"),
        Format("jsonld", "application/ld+json", ".jsonld", "triples", "JSON-LD", "JSON-LD"),
        Format("ntriples", "application/n-triples", ".nt", "triples", "N-Triples", "N-Triples"),
        Format("rdfxml", "application/rdf+xml", ".rdf", "triples", "RDF/XML", "RDF/XML"),
        Format("trig", "application/trig", ".trig", "quads", "TriG", "TriG"),
        Format("nquads", "application/n-quads", ".nq", "quads", "N-Quads", "N-Quads"),
        Format("csv", "text/csv", ".csv", "network", "CSV, a row for each tie", "CSV(提携の一覧)"),
        Format("graphml", "application/graphml+xml", ".graphml", "network", "GraphML", "GraphML"),
        Format("gexf", "application/gexf+xml", ".gexf", "network", "GEXF", "GEXF"),
    )
}
_NETWORK_WRITERS = {"csv": to_csv, "graphml": to_graphml, "gexf": to_gexf}


def find_format(name: str) -> Format:
    """The format of this name, suffix or media type."""
    wanted = name.strip().lower().partition(";")[0]
    for item in FORMATS.values():
        if wanted in (item.name, item.suffix, item.suffix[1:], item.media_type):
            return item
    raise FormatUnknown(f'"{name}" is no format that is written here; choose one of {", ".join(FORMATS)}')


def export_all(store: GraphStore, fmt: str) -> bytes:
    """The whole graph; its named graphs are kept in the formats that have them, else joined."""
    chosen = find_format(fmt)
    if chosen.holds == "network":
        return _NETWORK_WRITERS[chosen.name](whole(store, within=True))
    return write_lines(read_everything(store, named=chosen.holds == "quads"), chosen.name)


def export_every(store: GraphStore) -> Iterator[tuple[Format, bytes]]:
    """The whole graph in each format, one after the other; what several of them hold is read once."""
    read: dict[str, Any] = {
        "triples": lambda: read_everything(store, named=False),
        "quads": lambda: read_everything(store, named=True),
        "network": lambda: whole(store, within=True),
    }
    for holds, make in read.items():
        content = make()
        for chosen in FORMATS.values():
            if chosen.holds == holds:
                is_network = holds == "network"
                yield (
                    chosen,
                    _NETWORK_WRITERS[chosen.name](content) if is_network else write_lines(content, chosen.name),
                )


def export_things(store: GraphStore, iris: Sequence[str], fmt: str, *, limit: int = 2000) -> bytes:
    """These things with what they need to stand alone; as a network, their neighbourhood of one hop."""
    chosen = find_format(fmt)
    if chosen.holds == "network":
        return _NETWORK_WRITERS[chosen.name](neighbourhood(store, iris, limit=limit))
    quads = read_selection(store, iris)
    if not quads:
        raise ThingNotFound(f"the graph holds nothing of {', '.join(iris) or 'an empty selection'}")
    return _write(quads, chosen)


def export_network(graph: nx.MultiGraph, fmt: str, store: GraphStore | None = None) -> bytes:
    """A network as drawn. The RDF formats read what is known of its things and ties, so they need the store."""
    chosen = find_format(fmt)
    if chosen.holds == "network":
        return _NETWORK_WRITERS[chosen.name](graph)
    if store is None:
        raise FormatUnknown(f"{chosen.name} needs the store; without it choose one of {', '.join(_NETWORK_WRITERS)}")
    ties = {data["iri"] for *_, data in graph.edges(data=True) if data["kind"] == "partnership"}
    things = [iri for iri in sorted({*graph, *ties}) if iri.startswith(ID)]
    return _write(read_selection(store, things, ties=False), chosen)


def export_triples(triples: Iterable[ox.Triple], fmt: str) -> bytes:
    """Triples of a CONSTRUCT or DESCRIBE."""
    chosen = find_format(fmt)
    if chosen.holds == "network":
        raise FormatUnknown(f"{chosen.name} holds ties, not triples; choose turtle or another RDF format")
    return _write((ox.Quad(t.subject, t.predicate, t.object) for t in triples), chosen)


def export_quads(quads: Iterable[ox.Quad], fmt: str) -> bytes:
    """Statements in one of the RDF formats; none gives an empty file of that format."""
    return _write(quads, find_format(fmt))


def _write(quads: Iterable[ox.Quad], chosen: Format) -> bytes:
    if chosen.holds == "triples":
        quads = (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return write_lines(to_lines(quads), chosen.name)
