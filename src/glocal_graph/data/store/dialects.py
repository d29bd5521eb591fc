"""What differs between SPARQL engines beside the standard: where they are written to, and graphs that are their own.

Queries are written so that engines agree (queries/, questions/); what cannot be said in SPARQL stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

__all__ = ["DIALECTS", "Dialect", "beside", "find_dialect", "is_engines_own"]


@dataclass(frozen=True)
class Dialect:
    """One kind of engine: how its `Server` header begins, and where its writing side lies.

    The paths are seen from that of the SPARQL endpoint: absolute ones replace it, others its last part.
    """

    name: str
    server: str
    graph_store: str
    update: str
    own_graphs: frozenset[str] = frozenset()


DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        "Virtuoso",
        "virtuoso",
        "sparql-graph-crud-auth",
        "sparql-auth",
        # What a new database of Virtuoso holds; its default graph has them too.
        frozenset(
            {
                "http://localuriqaserver/sparql",
                "http://www.openlinksw.com/schemas/virtrdf#",
                "http://www.w3.org/2002/07/owl#",
                "http://www.w3.org/ns/ldp#",
                "urn:activitystreams-owl:map",
                "urn:core:services:sparql",
            }
        ),
    ),
    Dialect("Oxigraph", "oxigraph", "store", "update"),
)
_OWN = frozenset().union(*(dialect.own_graphs for dialect in DIALECTS))


def find_dialect(headers: Mapping[str, str]) -> Dialect | None:
    """The engine that answered, by what it says of itself.

    >>> find_dialect({"Server": "Virtuoso/07.20.3229 (Linux)"}).name
    'Virtuoso'
    """
    server = next((value for name, value in headers.items() if name.lower() == "server"), "").lower()
    return next((dialect for dialect in DIALECTS if server.startswith(dialect.server)), None)


def beside(address: str, path: str) -> str:
    """The address whose path ends in this where the given one has its last part.

    >>> beside("http://127.0.0.1:3030/graph/query", "data")
    'http://127.0.0.1:3030/graph/data'
    """
    parts = urlsplit(address)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{path}", "", ""))


def is_engines_own(graph: str) -> bool:
    """Whether a named graph is one that an engine keeps for itself, so that nobody put it there."""
    return graph in _OWN
