"""How far a shape looks: which things must be checked anew when some triples of a checked graph have changed.

Nearly every shape reads the triples of the thing that it is about, the classes of what these lead to, and no more.
So a change touches the things that it is about, and those that link to a thing whose class (or whatever else a path
of two steps reads there) has changed. Running the shapes on these alone gives the same findings as running them on
the whole graph, if that had no fault before; tests/data/test_nearness.py compares the two. Where a shape looks
farther, or is of a kind not known here, the answer is that everything must be checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import rdflib
from pyoxigraph import Literal, Triple
from rdflib.collection import Collection as RdfList
from rdflib.namespace import RDF, SH

from glocal_graph.model.vocabulary import DEFAULT_BASE, RDF_TYPE, rebase
from glocal_graph.model.vocabulary import RDFS as RDFS_SPACE

__all__ = ["find_far_predicates", "find_touched", "select_around"]

#: Parts of SHACL that read the thing itself, or the classes of what it links.
_NEAR = frozenset(
    (
        "targetClass",
        "targetSubjectsOf",
        "targetNode",
        "path",
        "alternativePath",
        "minCount",
        "maxCount",
        "class",
        "datatype",
        "nodeKind",
        "in",
        "pattern",
        "flags",
        "languageIn",
        "uniqueLang",
        "minLength",
        "maxLength",
        "minInclusive",
        "maxInclusive",
        "minExclusive",
        "maxExclusive",
        "hasValue",
        "lessThan",
        "lessThanOrEquals",
        "equals",
        "disjoint",
        "or",
        "and",
        "not",
        "property",
        "qualifiedValueShape",
        "qualifiedMinCount",
        "qualifiedMaxCount",
        "severity",
        "message",
        "sparql",
        "select",
        "name",
        "description",
        "deactivated",
    )
)
#: The shapes with a query of their own; each was read, and its query asks for the triples of one thing only.
_OWN_QUERY = {rebase(DEFAULT_BASE + "shapes#year-agrees")}
_INSIDE = (SH.property, SH["or"], SH["and"], SH["not"], SH.qualifiedValueShape, RDF.first, RDF.rest)
#: Beyond so many things, checking all takes no longer.
_MOST = 5000


def find_far_predicates(shapes: rdflib.Graph) -> frozenset[str] | None:
    """The properties of linked things that a shape reads, rdf:type among them; None where a shape reads more."""
    used = {str(term).removeprefix(str(SH)) for term in shapes.predicates() if str(term).startswith(str(SH))}
    if not used <= _NEAR or {str(shape) for shape in shapes.subjects(SH.sparql)} - _OWN_QUERY:
        return None
    far = {RDF_TYPE}
    for shape, path in shapes.subject_objects(SH.path):
        steps = _read_path(shapes, path)
        inner = _list_inner(shapes, shape)
        looks_on = any((node, name, None) in shapes for node in (shape, *inner) for name in (SH["class"], SH.property))
        if steps is None or any((node, SH.path, None) in shapes for node in inner) or (steps and looks_on):
            return None
        far |= steps
    return frozenset(far)


def find_touched(changed: Iterable[Triple], triples: Iterable[Triple], far: Collection[str]) -> set[str] | None:
    """The things that a shape may judge otherwise since these triples came or went; None for all."""
    touched, looked_at = set(), set()
    for triple in changed:
        if triple.predicate.value == RDFS_SPACE + "subClassOf":
            return None
        touched.add(_name(triple.subject))
        if triple.predicate.value in far:
            looked_at.add(_name(triple.subject))
    for triple in triples if looked_at else ():
        if not isinstance(triple.object, Literal) and _name(triple.object) in looked_at:
            touched.add(_name(triple.subject))
    return touched if len(touched) <= _MOST else None


def select_around(touched: Collection[str], triples: Sequence[Triple], far: Collection[str]) -> list[Triple]:
    """The triples that the shapes need to judge these things."""
    linked = {
        _name(triple.object)
        for triple in triples
        if not isinstance(triple.object, Literal) and _name(triple.subject) in touched
    }
    read = {*far, RDFS_SPACE + "subClassOf"}
    return [
        triple
        for triple in triples
        if _name(triple.subject) in touched
        or (triple.predicate.value in read and _name(triple.subject) in linked)
        or triple.predicate.value == RDFS_SPACE + "subClassOf"
    ]


def _read_path(shapes: rdflib.Graph, path: rdflib.term.Node) -> set[str] | None:
    """The properties that a path reads after its first step; None for a path of another kind, or a longer one."""
    if isinstance(path, rdflib.URIRef):
        return set()
    choices = shapes.value(path, SH.alternativePath)
    if choices is not None:
        read = [_read_path(shapes, choice) for choice in RdfList(shapes, choices)]
        return None if None in read else set().union(*(steps for steps in read if steps))
    steps = list(RdfList(shapes, path)) if (path, RDF.first, None) in shapes else []
    if len(steps) == 2 and all(isinstance(step, rdflib.URIRef) for step in steps):
        return {str(steps[1])}
    return None


def _list_inner(shapes: rdflib.Graph, shape: rdflib.term.Node) -> set[rdflib.term.Node]:
    """The shapes that stand inside a shape."""
    found: set[rdflib.term.Node] = set()
    waiting = [shape]
    while waiting:
        node = waiting.pop()
        for name in _INSIDE:
            new = set(shapes.objects(node, name)) - found - {RDF.nil}
            found |= new
            waiting += new
    return found


def _name(term: object) -> str:
    return str(getattr(term, "value", term))
