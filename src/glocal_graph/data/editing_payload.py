"""RDF that a stranger's request carries: checked for what can hurt a parser, then parsed whole or not at all.

To be called in a process that may be killed: a limit here keeps the parser's stack, the caller's keep its time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox
from pyoxigraph import Triple

from glocal_graph.data.file_io import decode
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
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: What may hold a bracket that is none, and the brackets; possessive, so that it takes linear time.
_TURTLE_PARTS = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+\'\'\'|"(?:[^"\\\r\n]++|\\.)*+"'
    r"|'(?:[^'\\\r\n]++|\\.)*+'|<(?!<)[^<>\"{}|^`\\\s]*+>|#[^\r\n]*+|<<|>>|[\[\](){}]",
    re.DOTALL,
)
_JSON_PARTS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_OPEN, _CLOSE = {"[", "(", "{", "<<"}, {"]", ")", "}", ">>"}


def parse_payload(content: bytes, media_type: str, base: str, deepest: int) -> list[Triple]:
    """The triples of a body; DataError with the line where it is none, nests too deep or declares a DOCTYPE."""
    format_ = PAYLOAD_TYPES[media_type]
    text = decode(_WHERE, content)
    if "\0" in text:
        raise DataError(_WHERE, text[: text.index("\0")].count("\n") + 1, "holds a NUL character")
    if format_ == ox.RdfFormat.RDF_XML and (match := _DTD.search(text)):
        raise DataError(_WHERE, text[: match.start()].count("\n") + 1, "declares a DOCTYPE, which is not allowed")
    _check_depth(text, format_, deepest)
    try:
        return list(dict.fromkeys(quad.triple for quad in ox.parse(text, format=format_, base_iri=base)))
    except SyntaxError as error:
        reason = (str(error.msg).splitlines() or ["it cannot be parsed"])[0][:300]
        raise DataError(_WHERE, error.lineno, f"is not {format_.name}: {reason}; nothing of it was read") from error
    except (ValueError, OSError) as error:
        reason = (str(error).splitlines() or ["it cannot be parsed"])[0][:300]
        raise DataError(_WHERE, None, f"is not {format_.name}: {reason}; nothing of it was read") from error


def _check_depth(text: str, format_: ox.RdfFormat, deepest: int) -> None:
    if format_ in (ox.RdfFormat.RDF_XML, ox.RdfFormat.N_TRIPLES) and "<<" not in text:
        return
    depth = 0
    for match in (_JSON_PARTS if format_ == ox.RdfFormat.JSON_LD else _TURTLE_PARTS).finditer(text):
        if match[0] in _OPEN:
            depth += 1
        elif match[0] in _CLOSE:
            depth = max(0, depth - 1)
        if depth > deepest:
            line = text[: match.start()].count("\n") + 1
            raise DataError(_WHERE, line, f"nests brackets more than {deepest} deep; nothing of it was read")
