"""What every store offers, whether it is a folder of snapshots or the address of a SPARQL 1.1 engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import pyoxigraph as ox

from glocal_graph.model.errors import FormatUnknown

__all__ = ["GRAPH_TYPES", "TABLE_TYPES", "Answer", "GraphStore", "Term", "check_media_type", "to_rows", "to_triples"]

Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"

#: Media type of a SELECT's or an ASK's answer → its format; the first is the default.
TABLE_TYPES: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
#: Media type of a CONSTRUCT's or a DESCRIBE's answer → its format; the first is the default.
GRAPH_TYPES: Mapping[str, ox.RdfFormat] = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "text/n3": ox.RdfFormat.N3,
}


@dataclass(frozen=True)
class Answer:
    """The whole answer to one query: its form ("select", "ask", "construct"), media type and bytes."""

    form: str
    media_type: str
    body: bytes


class GraphStore(Protocol):
    """A graph that can be asked. Queries see the union of the named graphs, and GRAPH ?g each of them."""

    @property
    def release(self) -> str:
        """The release that answers now; the same for as long as its answers are."""

    def query(self, text: str, *, media_type: str | None = None, seconds: float | None = None) -> Answer:
        """The answer to a query; SPARQL JSON for SELECT and ASK, N-Triples for CONSTRUCT, unless asked otherwise.

        Raises QuerySyntaxError, QueryStopped past a limit, FormatUnknown where the form is not written so.
        """

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; an unbound variable is no key of its row."""

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""

    def info(self) -> dict[str, Any]:
        """What is served: release, date, triples, counts by named graph, address or path."""

    def close(self) -> None:
        """Give back processes and connections."""


def check_media_type(form: str, media_type: str | None) -> str:
    """The media type to write an answer of this form in; FormatUnknown if it cannot be."""
    known = GRAPH_TYPES if form == "construct" else TABLE_TYPES
    if media_type is None:
        return next(iter(known))
    if media_type not in known:
        kind = "triples" if form == "construct" else f"the answer to {form.upper()}"
        raise FormatUnknown(f"{kind} cannot be written as {media_type}; there are {', '.join(known)}")
    return media_type


def to_rows(answer: Answer) -> list[dict[str, Term]]:
    """The rows of an answer in SPARQL JSON."""
    results = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    if not isinstance(results, ox.QuerySolutions):
        raise FormatUnknown(f"rows come from a SELECT, not from {answer.form.upper()}")
    names = [variable.value for variable in results.variables]
    found = []
    for solution in results:
        values = ((name, solution[name]) for name in names)
        found.append({name: value for name, value in values if value is not None})
    return found


def to_triples(answer: Answer) -> list[ox.Triple]:
    """The triples of an answer in N-Triples."""
    if answer.form != "construct":
        raise FormatUnknown(f"triples come from a CONSTRUCT or DESCRIBE, not from {answer.form.upper()}")
    return [quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)]
