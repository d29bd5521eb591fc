"""What can hurt a parser of RDF is found in a text before the parser sees it: DOCTYPEs, NULs, nesting without end.

The engine's parsers call themselves for each level; a text of some kilobytes can exhaust their stack and so end the
whole program, and entities can grow a kilobyte to a gigabyte. A limit here keeps both from beginning.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from glocal_graph.model.errors import DataError

__all__ = ["check_rdf"]

_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: What may hold a bracket that is none, and the brackets; possessive, so that it takes linear time.
_TURTLE_PARTS = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+\'\'\'|"(?:[^"\\\r\n]++|\\.)*+"'
    r"|'(?:[^'\\\r\n]++|\\.)*+'|<(?!<)[^<>\"{}|^`\\\s]*+>|#[^\r\n]*+|<<|>>|[\[\](){}]",
    re.DOTALL,
)
_JSON_PARTS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_OPEN, _CLOSE = {"[", "(", "{", "<<"}, {"]", ")", "}", ">>"}
_LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def check_rdf(where: Path | str, text: str, format_: ox.RdfFormat, deepest: int) -> None:
    """DataError with the line, where a text holds a NUL or a DOCTYPE, or nests deeper than `deepest`."""
    if "\0" in text:
        raise DataError(where, _line(text, text.index("\0")), "holds a NUL character")
    if format_ == ox.RdfFormat.RDF_XML:
        if match := _DTD.search(text):
            raise DataError(where, _line(text, match.start()), "declares a DOCTYPE, which is not allowed")
    elif format_ not in _LINES or "<<" in text:
        _check_depth(where, text, _JSON_PARTS if format_ == ox.RdfFormat.JSON_LD else _TURTLE_PARTS, deepest)


def _check_depth(where: Path | str, text: str, parts: re.Pattern[str], deepest: int) -> None:
    depth = 0
    for match in parts.finditer(text):
        if match[0] in _OPEN:
            depth += 1
        elif match[0] in _CLOSE:
            depth = max(0, depth - 1)
        if depth > deepest:
            reason = f"nests brackets more than {deepest} deep; nothing of it was read"
            raise DataError(where, _line(text, match.start()), reason)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
