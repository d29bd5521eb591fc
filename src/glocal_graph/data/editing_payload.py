"""RDF that a stranger's request carries: checked for what can hurt a parser, then parsed whole or not at all.

To be called in a process that may be killed: a limit here keeps the parser's stack, the caller's keep its time.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox
from pyoxigraph import Triple

from glocal_graph.data.file_io import decode
from glocal_graph.data.parser_safety import check_rdf
from glocal_graph.model.errors import DataError

__all__ = ["PAYLOAD_TYPES", "parse_payload"]

#: Media type of a request's body → its format.
PAYLOAD_TYPES: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_WHERE = "the body"


def parse_payload(content: bytes, media_type: str, base: str, deepest: int) -> list[Triple]:
    """The triples of a body; DataError with the line where it is none, nests too deep or declares a DOCTYPE."""
    format_ = PAYLOAD_TYPES[media_type]
    text = decode(_WHERE, content)
    check_rdf(_WHERE, text, format_, deepest)
    try:
        return list(dict.fromkeys(quad.triple for quad in ox.parse(text, format=format_, base_iri=base)))
    except SyntaxError as error:
        reason = (str(error.msg).splitlines() or ["it cannot be parsed"])[0][:300]
        raise DataError(_WHERE, error.lineno, f"is not {format_.name}: {reason}; nothing of it was read") from error
    except (ValueError, OSError) as error:
        reason = (str(error).splitlines() or ["it cannot be parsed"])[0][:300]
        raise DataError(_WHERE, None, f"is not {format_.name}: {reason}; nothing of it was read") from error
