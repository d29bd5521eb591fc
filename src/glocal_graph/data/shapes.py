"""Runs the SHACL shapes of ontology/shapes.ttl over triples.

They run on rdflib's memory, some seconds for a graph of 115,000 triples: pyshacl reads a pyoxigraph store too,
but was not done with the same graph after five minutes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import RDF, RDFS, SH

from glocal_graph.data.facts import Facts
from glocal_graph.data.files import read_shapes
from glocal_graph.data.findings import Finding
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import DataError

__all__ = ["check_shapes", "parse_shapes"]


def check_shapes(triples: Iterable[Triple], facts: Facts, resources: Path) -> Iterator[Finding]:
    """A finding for each result of SHACL; `facts` are the same triples."""
    shapes = parse_shapes(resources)
    # Without a closed shape, a triple whose property no shape names cannot matter.
    named = {str(term) for term in shapes.objects()} | {str(RDF.type), str(RDFS.subClassOf)}
    graph = _to_rdflib(triple for triple in triples if triple.predicate.value in named)
    _, report, text = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise DataError(resources / "ontology" / "shapes.ttl", None, f"cannot be applied: {text}")
    for result in report.objects(None, SH.result):
        yield _finding(report, result, shapes, facts)


def parse_shapes(resources: Path) -> rdflib.Graph:
    """The shapes, for whoever reads them; parsed once."""
    return _parse(read_shapes(resources))


@lru_cache(maxsize=1)
def _parse(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def _finding(report: rdflib.Graph, result: rdflib.term.Node, shapes: rdflib.Graph, facts: Facts) -> Finding:
    shape = report.value(result, SH.sourceShape)
    messages = {getattr(text, "language", ""): str(text) for text in shapes.objects(shape, SH.message)}
    focus, value = (_text(report.value(result, key)) for key in (SH.focusNode, SH.value))
    path = _path(shapes, shapes.value(shape, SH.path))
    if focus.startswith(v.GLOCAL):
        # A shape whose focus node is a property asks one query over all things: the value is the thing.
        focus, path, value = value, focus, facts.first(value, focus)
    severity = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)).lower()
    rule = str(shape).rsplit("#", 1)[-1]
    return Finding(rule, focus, path, value, messages.get("en", ""), messages.get("ja", ""), severity)


def _text(node: rdflib.term.Node | None) -> str:
    return "" if node is None else str(node)


def _path(shapes: rdflib.Graph, path: rdflib.term.Node | None) -> str:
    """The property of a path; of a path with alternatives the first."""
    if isinstance(path, rdflib.BNode):
        choices = shapes.value(path, SH.alternativePath)
        path = shapes.value(choices, RDF.first) if choices is not None else None
    return _text(path)


def _to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    nodes: dict[str, rdflib.URIRef] = {}

    def node(term: NamedNode) -> rdflib.URIRef:
        iri = term.value
        if iri not in nodes:
            nodes[iri] = rdflib.URIRef(iri)
        return nodes[iri]

    def term(item: object) -> rdflib.term.Node:
        if isinstance(item, NamedNode):
            return node(item)
        if isinstance(item, Literal):
            return rdflib.Literal(item.value, lang=item.language, datatype=_datatype(item))
        return rdflib.BNode(item.value if isinstance(item, BlankNode) else str(item))

    graph.addN((term(t.subject), node(t.predicate), term(t.object), graph) for t in triples)
    return graph


def _datatype(literal: Literal) -> rdflib.URIRef | None:
    """The datatype for rdflib, which reads values at once: of a text that is none of its type, a type of its own.

    rdflib logs a traceback for such a text and its SPARQL functions fail on it; a shape refuses it either way.
    """
    datatype = literal.datatype.value
    if literal.language or datatype == v.XSD_STRING:
        return None
    check = _WELL_FORMED.get(datatype)
    return rdflib.URIRef(datatype if check and check(literal.value) else f"{datatype}-unread")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_WELL_FORMED: dict[str, Callable[[str], bool]] = {
    v.XSD_DATE: _is_date,
    v.XSD_INTEGER: lambda text: bool(re.fullmatch(r"[+-]?[0-9]{1,30}", text)),
    v.XSD_DECIMAL: lambda text: bool(re.fullmatch(r"[+-]?[0-9]{1,30}([.][0-9]{0,30})?", text)),
    v.XSD_BOOLEAN: lambda text: text in ("true", "false", "1", "0"),
    v.XSD_URI: lambda text: True,
    v.XSD + "dateTime": lambda text: bool(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.]\d{1,6})?(Z|[+-]\d\d:\d\d)?", text)
    ),
}
