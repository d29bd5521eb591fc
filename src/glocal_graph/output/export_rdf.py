"""Statements as text: sorted, with readable prefixes, the same bytes for the same statements.

They are passed round as lines of N-Quads: bytes sort, and are told apart, many times faster than objects.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from glocal_graph.model.vocabulary import PREFIXES, RDF_TYPE, XSD_BOOLEAN, XSD_INTEGER, XSD_STRING, shorten

__all__ = ["NOT_XML", "to_lines", "write_lines"]

_ENGINE_FORMATS = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "rdfxml": ox.RdfFormat.RDF_XML}
#: Letters that XML 1.0 cannot hold.
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE = rb"(<[^>]*>|_:\S+)"
#: A line as Oxigraph writes it: subject, predicate, object, and the graph if there is one.
_STATEMENT = re.compile(rb"%s (<[^>]*>) (<[^>]*>|_:\S+|\".*\"\S*)(?: %s)? \." % (_NODE, _NODE))
_TYPE = f"<{RDF_TYPE}>".encode()
_LABELS = (b"#label>", b"#prefLabel>", b"#altLabel>")


def to_lines(quads: Iterable[ox.Quad]) -> list[bytes]:
    """The statements as lines of N-Quads."""
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines()


def write_lines(lines: Iterable[bytes], name: str) -> bytes:
    """The statements in one of the RDF formats, sorted; blank nodes get names that follow from what they say.

    For a format without named graphs, the lines must be of none.
    """
    ordered = sorted(_name_blanks(set(lines)), key=_order_key)
    text = b"".join(line + b"\n" for line in ordered)
    if name in ("ntriples", "nquads"):
        return text
    quads = ox.parse(text, format=ox.RdfFormat.N_QUADS)
    if name == "jsonld":
        return _write_json_ld(quads, _used_prefixes(text))
    items: Any = quads if name == "trig" else (quad.triple for quad in quads)
    if name == "rdfxml":
        items = map(_for_xml, items)
    written = ox.serialize(items, format=_ENGINE_FORMATS[name], prefixes=_used_prefixes(text)) or b""
    return written if name == "rdfxml" else _space(written)


def _name_blanks(lines: set[bytes]) -> set[bytes]:
    """The lines with canonical names for blank nodes; only what mentions one takes part in naming them."""
    blank = {line for line in lines if line.startswith(b"_:") or b" _:" in line}
    if not blank:
        return lines
    dataset = ox.Dataset(ox.parse(b"\n".join(blank), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return (lines - blank).union(to_lines(dataset))


def _order_key(line: bytes) -> tuple[bytes, bytes, int, bytes, bytes]:
    """By graph and subject, blank nodes last; of each subject the types first, the labels next."""
    parts = _STATEMENT.fullmatch(line)
    if parts is None:  # a triple about a triple
        return b"", line, 0, b"", b""
    subject, predicate, thing, graph = parts.groups(b"")
    return graph, subject, 0 if predicate == _TYPE else 1 if predicate.endswith(_LABELS) else 2, predicate, thing


def _used_prefixes(text: bytes) -> dict[str, str]:
    """The prefixes that some IRI of the statements begins with."""
    return {prefix: space for prefix, space in PREFIXES.items() if f"<{space}".encode() in text}


def _for_xml(triple: ox.Triple) -> ox.Triple:
    """The statement without control characters, which no XML file can hold in any way."""
    term = triple.object
    if not isinstance(term, ox.Literal) or not NOT_XML.search(term.value):
        return triple
    text = NOT_XML.sub("\ufffd", term.value)
    kept = ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)
    return ox.Triple(triple.subject, triple.predicate, kept)


def _space(text: bytes) -> bytes:
    """Prefixes in order, then an empty line before each subject; line ends inside literals are escaped."""
    lines = text.decode().splitlines()
    head = sorted(line for line in lines if line.startswith("@prefix"))
    body: list[str] = []
    for line in lines[len(head) :]:
        if not line.startswith(("\t", "}")) and not (body and body[-1].endswith("{")):
            body.append("")
        body.append(line)
    return ("\n".join([*head, *body]).lstrip("\n") + "\n").encode()


def _write_json_ld(quads: Iterable[ox.Quad], used: dict[str, str]) -> bytes:
    """JSON-LD 1.1 with short names: one object a subject, its context made from what it uses."""
    subjects: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        subjects[_name(quad.subject)][_short(quad.predicate.value)].append(quad.object)
    links = _only_links(subjects)
    context: dict[str, Any] = {**used, **{name: {"@type": "@id"} for name in sorted(links)}}
    graph = [{"@id": subject, **_json_properties(own, links)} for subject, own in subjects.items()]
    text = json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1)
    return (text + "\n").encode()


@lru_cache(maxsize=65536)
def _short(iri: str) -> str:
    return shorten(iri)


def _only_links(subjects: dict[str, dict[str, list[Any]]]) -> set[str]:
    """Properties whose values are things everywhere, and that have a short name to say so under."""
    mixed = {name for own in subjects.values() for name, terms in own.items() if any(map(_is_literal, terms))}
    every = {name for own in subjects.values() for name in own}
    return {name for name in every - mixed if not name.startswith(("http:", "https:", "rdf:"))}


def _json_properties(own: dict[str, list[Any]], links: set[str]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name, terms in own.items():
        if name == "rdf:type":
            properties["@type"] = [_name(term) for term in terms]
            continue
        values = [_name(term) if name in links else _json_value(term) for term in terms]
        properties[name] = values[0] if len(values) == 1 else values
    return properties


def _json_value(term: Any) -> Any:
    if not _is_literal(term):
        return {"@id": _name(term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    datatype = term.datatype.value
    if datatype == XSD_STRING:
        return term.value
    if datatype == XSD_BOOLEAN and term.value in ("true", "false"):
        return term.value == "true"
    if datatype == XSD_INTEGER and term.value.lstrip("-").isdigit() and str(int(term.value)) == term.value:
        return int(term.value)
    return {"@type": _short(datatype), "@value": term.value}


def _name(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else _short(term.value)


def _is_literal(term: Any) -> bool:
    return isinstance(term, ox.Literal)
