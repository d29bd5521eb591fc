"""Statements as text: sorted, with readable prefixes, the same bytes for the same statements."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from glocal_graph.model.vocabulary import PREFIXES, RDF_TYPE, XSD_BOOLEAN, XSD_INTEGER, XSD_STRING, shorten

__all__ = ["NOT_XML", "write_quads"]

_ENGINE_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
_WITH_GRAPHS = ("trig", "nquads")
#: Letters that XML 1.0 cannot hold.
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_quads(quads: Iterable[ox.Quad], name: str) -> bytes:
    """The statements in one of the RDF formats, sorted; blank nodes get names that follow from what they say."""
    ordered = _order(quads, keep_graphs=name in _WITH_GRAPHS)
    if name == "jsonld":
        return _write_json_ld(ordered)
    if name == "rdfxml":
        ordered = [_for_xml(quad) for quad in ordered]
    items = ordered if name in _WITH_GRAPHS else [quad.triple for quad in ordered]
    prefixes = _used_prefixes(ordered) if name in ("turtle", "trig", "rdfxml") else None
    text = ox.serialize(items, format=_ENGINE_FORMATS[name], prefixes=prefixes) or b""
    return _space(text) if name in ("turtle", "trig") else text


def _for_xml(quad: ox.Quad) -> ox.Quad:
    """The statement without control characters, which no XML file can hold in any way."""
    term = quad.object
    if not isinstance(term, ox.Literal) or not NOT_XML.search(term.value):
        return quad
    text = NOT_XML.sub("\ufffd", term.value)
    kept = ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)
    return ox.Quad(quad.subject, quad.predicate, kept, quad.graph_name)


def _order(quads: Iterable[ox.Quad], *, keep_graphs: bool) -> list[ox.Quad]:
    everything = set(quads)
    if not keep_graphs:
        everything = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in everything}
    blank = {quad for quad in everything if _has_blank(quad)}
    if blank:
        dataset = ox.Dataset(blank)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        everything = (everything - blank) | set(dataset)
    return sorted(everything, key=_sort_key)


def _has_blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _sort_key(quad: ox.Quad) -> tuple[str, bool, str, bool, bool, str]:
    """By graph and subject, blank nodes last; in each the types first, the labels next."""
    predicate = quad.predicate.value
    return (
        str(quad.graph_name),
        isinstance(quad.subject, ox.BlankNode),
        str(quad.subject),
        predicate != RDF_TYPE,
        not predicate.endswith(("#label", "#prefLabel", "#altLabel")),
        f"{predicate} {quad.object}",
    )


def _used_prefixes(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """The prefixes that some IRI of the statements begins with."""
    used = {shorten(iri).partition(":")[0] for iri in {iri for quad in quads for iri in _iris(quad)}}
    return {prefix: space for prefix, space in PREFIXES.items() if prefix in used}


def _iris(quad: ox.Quad) -> list[str]:
    terms = [quad.subject, quad.predicate, quad.object, quad.graph_name]
    iris = [term.value for term in terms if isinstance(term, ox.NamedNode)]
    return [*iris, quad.object.datatype.value] if isinstance(quad.object, ox.Literal) else iris


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


def _write_json_ld(quads: list[ox.Quad]) -> bytes:
    """JSON-LD 1.1 with short names: one object a subject, its context made from what it uses."""
    subjects: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        subjects[_name(quad.subject)][shorten(quad.predicate.value)].append(quad.object)
    used = _used_prefixes(quads)
    links = _only_links(subjects)
    context: dict[str, Any] = {**used, **{name: {"@type": "@id"} for name in sorted(links)}}
    graph = [{"@id": subject, **_json_properties(own, links)} for subject, own in subjects.items()]
    text = json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1)
    return (text + "\n").encode()


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
    return {"@type": shorten(datatype), "@value": term.value}


def _name(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else shorten(term.value)


def _is_literal(term: Any) -> bool:
    return isinstance(term, ox.Literal)
