"""The vocabulary as it is written and as it is used: each term's relations, an example, the questions that use it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.gallery import Question
from glocal_graph.questions.search import Selecting

__all__ = ["Example", "Term", "find_questions", "read_examples", "read_terms", "write_query"]

_KINDS = {OWL.Class: "class", OWL.ObjectProperty: "link", OWL.DatatypeProperty: "value"}


@dataclass
class Term:
    """A class ("class") or property ("link" to things, "value"); the other terms that it names are IRIs."""

    name: str
    kind: str
    labels: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    domain: list[str] = field(default_factory=list)
    range: list[str] = field(default_factory=list)
    inverse: list[str] = field(default_factory=list)
    is_symmetric: bool = False
    is_transitive: bool = False
    is_deprecated: bool = False
    below: list[str] = field(default_factory=list)
    #: The properties whose domain, or range, this class is.
    has: list[str] = field(default_factory=list)
    reached_by: list[str] = field(default_factory=list)

    @property
    def iri(self) -> str:
        """Its IRI."""
        return v.GLOCAL + self.name

    def label(self, language: str) -> str:
        """What it is called."""
        return self.labels.get(language) or self.labels.get("en", self.name)

    def comment(self, language: str) -> str:
        """What it means."""
        return self.comments.get(language) or self.comments.get("en", "")


@dataclass(frozen=True)
class Example:
    """A statement of the graph that uses a term; `text` is its value where that is no thing."""

    subject: str
    predicate: str
    object: str = ""
    text: str = ""
    language: str = ""


@lru_cache(maxsize=4)
def read_terms(turtle: str) -> Mapping[str, Term]:
    """The terms of the vocabulary by local name, in the order of the file, from its text as Turtle."""
    graph = Graph().parse(data=v.rebase(turtle), format="turtle")
    found = {}
    for owl_kind, kind in _KINDS.items():
        for subject in graph.subjects(RDF.type, owl_kind):
            if isinstance(subject, URIRef) and subject.startswith(v.GLOCAL):
                found[subject.removeprefix(v.GLOCAL)] = _read_term(graph, subject, kind)
    order = {name: place for place, name in enumerate(re.findall(r"^glocal:(\w+) a ", turtle, re.MULTILINE))}
    terms = dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))
    _add_inverse_relations(terms)
    return terms


def _read_term(graph: Graph, subject: URIRef, kind: str) -> Term:
    above = RDFS.subClassOf if kind == "class" else RDFS.subPropertyOf
    kinds = set(graph.objects(subject, RDF.type))
    return Term(
        name=subject.removeprefix(v.GLOCAL),
        kind=kind,
        labels=_texts(graph, subject, RDFS.label),
        comments=_texts(graph, subject, RDFS.comment),
        above=_iris(graph, subject, above),
        domain=_iris(graph, subject, RDFS.domain),
        range=_iris(graph, subject, RDFS.range),
        inverse=_iris(graph, subject, OWL.inverseOf),
        is_symmetric=OWL.SymmetricProperty in kinds,
        is_transitive=OWL.TransitiveProperty in kinds,
        is_deprecated=(subject, OWL.deprecated, Literal(True)) in graph,
    )


def _texts(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str, str]:
    literals = (text for text in graph.objects(subject, predicate) if isinstance(text, Literal))
    return {literal.language or "en": str(literal) for literal in literals}


def _iris(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    """The things named; of a union of classes (a list behind a blank node) each of its classes."""
    found: list[str] = []
    for target in graph.objects(subject, predicate):
        if isinstance(target, URIRef):
            found.append(str(target))
        else:
            for members in graph.objects(target, OWL.unionOf):
                found += [str(member) for member in graph.items(members)]
    return sorted(set(found), key=lambda iri: (not iri.startswith(v.GLOCAL), iri))


def _add_inverse_relations(terms: Mapping[str, Term]) -> None:
    for term in terms.values():
        for iri in term.above:
            if upper := terms.get(iri.removeprefix(v.GLOCAL)):
                upper.below.append(term.iri)
        for iri in term.domain:
            if klass := terms.get(iri.removeprefix(v.GLOCAL)):
                klass.has.append(term.iri)
        for iri in term.range:
            if klass := terms.get(iri.removeprefix(v.GLOCAL)):
                klass.reached_by.append(term.iri)


# ── In use ────────────────────────────────────────────────────────────────────────────────────────────────

_INSTANCES = f"""
SELECT ?term (MIN(?name) AS ?subject) {{
  ?thing a ?term . BIND (STR(?thing) AS ?name)
  FILTER (STRSTARTS(STR(?term), "{v.GLOCAL}") && STRSTARTS(STR(?thing), "{v.ID}"))
}} GROUP BY ?term"""
_SUBJECTS = f"""
SELECT ?term (MIN(?name) AS ?subject) {{
  ?thing ?term ?value . BIND (STR(?thing) AS ?name)
  FILTER (STRSTARTS(STR(?term), "{v.GLOCAL}"))
}} GROUP BY ?term"""


def read_examples(store: Selecting) -> dict[str, Example]:
    """For each term that the graph uses one statement that does, by the term's IRI; the same for the same graph."""
    found = {
        row["term"].value: Example(row["subject"].value, v.RDF_TYPE, row["term"].value)
        for row in store.select(_INSTANCES)
        if "subject" in row
    }
    pairs = [(row["subject"].value, row["term"].value) for row in store.select(_SUBJECTS) if "subject" in row]
    rows = " ".join(f"(<{subject}> <{term}>)" for subject, term in pairs)
    values = store.select(f"SELECT ?s ?p ?o {{ VALUES (?s ?p) {{ {rows} }} ?s ?p ?o }}") if pairs else []
    for row in sorted(values, key=lambda row: str(row["o"]), reverse=True):
        found[row["p"].value] = _example(row)
    return found


def _example(row: Mapping[str, Any]) -> Example:
    subject, predicate, value = row["s"].value, row["p"].value, row["o"]
    if language := getattr(value, "language", None):
        return Example(subject, predicate, text=value.value, language=language)
    if hasattr(value, "datatype"):
        return Example(subject, predicate, text=value.value)
    return Example(subject, predicate, object=value.value)


def find_questions(name: str, gallery: Iterable[Question]) -> list[Question]:
    """The questions of the gallery whose query uses a term."""
    used = re.compile(rf"\bglocal:{re.escape(name)}\b(?![-\w])")
    return [question for question in gallery if used.search(_without_comments(question.text))]


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def write_query(term: Term) -> str:
    """A query to begin with, that asks for what a term stands for."""
    if term.kind != "class":
        return (
            f"PREFIX glocal: <{v.GLOCAL}>\n"
            f"SELECT ?thing ?value WHERE {{\n  ?thing glocal:{term.name} ?value .\n}} LIMIT 100\n"
        )
    return (
        f"PREFIX glocal: <{v.GLOCAL}>\nPREFIX rdfs: <{v.RDFS}>\n"
        f"SELECT ?thing ?label WHERE {{\n  ?thing a glocal:{term.name} .\n"
        '  OPTIONAL { ?thing rdfs:label ?label . FILTER (LANG(?label) = "en") }\n} LIMIT 100\n'
    )
