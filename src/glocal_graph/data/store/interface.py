"""What every store offers, whether it is a folder of snapshots or the address of a SPARQL 1.1 engine."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import SEEK_END
from typing import Any, BinaryIO, Protocol, TypeAlias

import pyoxigraph as ox

from glocal_graph.model.errors import FormatUnknown, GraphUnknown

__all__ = [
    "GRAPH_TYPES",
    "NO_GRAPH",
    "TABLE_TYPES",
    "WITH_PREFIXES",
    "Answer",
    "GraphStore",
    "Term",
    "check_graphs",
    "check_media_type",
    "to_rows",
    "to_triples",
]

Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"

#: A graph that is empty in every store: for a dataset of which nothing is here.
NO_GRAPH = "urn:glocal-graph:nothing"
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
#: Those that name prefixes at their beginning.
WITH_PREFIXES = frozenset({"text/turtle", "application/trig", "text/n3", "application/rdf+xml"})


class Answer:
    """The whole answer to one query: its form ("select", "ask", "construct"), its media type and its bytes.

    Small ones are in memory, large ones in a temporary file without a name, which goes with the answer. There is
    no half answer: a query that fails or is stopped gives none.
    """

    __slots__ = ("_bytes", "_file", "_lock", "form", "media_type", "size")

    def __init__(self, form: str, media_type: str, body: bytes | BinaryIO) -> None:
        self.form, self.media_type = form, media_type
        self._bytes = body if isinstance(body, bytes) else b""
        self._file: BinaryIO | None = None if isinstance(body, bytes) else body
        self._lock = threading.Lock() if self._file else None
        self.size = self._file.seek(0, SEEK_END) if self._file else len(self._bytes)

    @property
    def body(self) -> bytes:
        """All bytes at once."""
        return b"".join(self.parts()) if self._file else self._bytes

    def parts(self, chunk: int = 65536) -> Iterator[bytes]:
        """The bytes in order, some at a time; may be asked again, and by several threads."""
        for start in range(0, self.size, chunk):
            yield self.read(start, chunk)

    def read(self, start: int, length: int) -> bytes:
        """So many bytes from there on, fewer at the end."""
        if self._file is None or self._lock is None:
            return self._bytes[start : start + length]
        with self._lock:
            self._file.seek(start)
            part: bytes = self._file.read(length)
        if len(part) != min(length, self.size - start):
            raise OSError("an answer on disk is shorter than it was")
        return part

    def close(self) -> None:
        """Give back the room on disk, where there is any; nothing more can be read then."""
        if self._file is not None:
            self._file.close()

    def __del__(self) -> None:
        self.close()


class GraphStore(Protocol):
    """A graph that can be asked. Queries see the union of the named graphs, and GRAPH ?g each of them."""

    @property
    def release(self) -> str:
        """The release that answers now; the same for as long as its answers are."""

    def query(
        self,
        text: str,
        *,
        media_type: str | None = None,
        seconds: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """The answer to a query; SPARQL JSON for SELECT and ASK, N-Triples for CONSTRUCT, unless asked otherwise.

        Graphs, where any are given, are the dataset instead of the union and of the query's own FROM, as the SPARQL
        1.1 Protocol has it: the default graph is the merge of `default_graphs` (empty if there are none), and
        GRAPH sees `named_graphs`.

        Raises QuerySyntaxError, QueryStopped past a limit, FormatUnknown where the form is not written so,
        GraphUnknown where the store holds no graph of that name.
        """

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; an unbound variable is no key of its row."""

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""

    def graphs(self) -> Mapping[str, int]:
        """The named graphs, each with the number of its triples."""

    def info(self) -> dict[str, Any]:
        """What is served: release, date, triples, counts by named graph, address or path."""

    def catch_up(self) -> None:
        """Answer from the newest release from now on."""

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


def check_graphs(asked: Iterable[str], known: Mapping[str, int]) -> None:
    """GraphUnknown where one of these graphs is not among those known."""
    for iri in asked:
        if iri not in known and iri != NO_GRAPH:
            raise GraphUnknown(iri)


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
