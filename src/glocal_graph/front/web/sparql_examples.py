"""The gallery's questions as RDF (sh:SPARQLExecutable), as the collections of example queries of SPARQL services do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, redirect, request, url_for
from pyoxigraph import Literal, NamedNode, Triple
from werkzeug.wrappers import Response as AnyResponse

from glocal_graph.data.store.tokens import query_form
from glocal_graph.data.void import both, say
from glocal_graph.front.web.descriptions import give
from glocal_graph.front.web.headers import LICENCE, open_to_all
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, HTML, Offer, choose
from glocal_graph.front.web.site import get_site, root_address
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import QuestionNotFound
from glocal_graph.questions.gallery import Question

room = Blueprint("sparql_examples", __name__)

_PLACE = ".well-known/sparql-examples/"
#: Data first: a client that takes anything gets RDF; a browser says that it likes pages.
_OFFERS = (*GRAPH_OFFERS, HTML)
_SUFFIXES = {offer.suffix: offer for offer in GRAPH_OFFERS}
_URI = NamedNode(v.XSD_URI)
#: Form of a query → (class of the example, property that holds its text).
_FORMS = {
    "select": ("SPARQLSelectExecutable", "select"),
    "ask": ("SPARQLAskExecutable", "ask"),
    "construct": ("SPARQLConstructExecutable", "construct"),
}


@room.get(f"/{_PLACE}")
def listing() -> AnyResponse:
    """All examples; a browser is shown the gallery."""
    offer = choose(_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    if offer is HTML:
        return open_to_all(redirect(url_for("questions.listing"), 303))  # type: ignore[arg-type]
    questions = list(get_site().gallery.values())
    root, texts = root_address(), [question.text for question in questions]
    return give("examples", offer, lambda: _collection(questions, root), *texts)


@room.get(f"/{_PLACE}<name>")
def example(name: str) -> AnyResponse:
    """One example by the name of its question, in the format of its suffix or by negotiation."""
    stem, offer = _split(name)
    offer = offer or choose(_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    root = root_address()
    if stem == "prefixes":
        return give("prefixes", offer if offer is not HTML else GRAPH_OFFERS[0], lambda: _prefixes(root))
    question = get_site().gallery.get(stem)
    if question is None:
        raise QuestionNotFound(f'there is no example "{stem}"; {url_for("sparql_examples.listing")} lists them')
    if offer is HTML:
        return open_to_all(redirect(url_for("questions.question", name=stem), 303))  # type: ignore[arg-type]
    return give(f"example {stem}", offer, lambda: _collection([question], root), question.text)


def _split(name: str) -> tuple[str, Offer | None]:
    stem, _, suffix = name.rpartition(".")
    return (stem, _SUFFIXES[suffix]) if stem and suffix in _SUFFIXES else (name, None)


def _collection(questions: Iterable[Question], root: str) -> Iterator[Triple]:
    for question in questions:
        yield from _executable(question, root)
    yield from _prefixes(root)


def _executable(question: Question, root: str) -> Iterator[Triple]:
    node = f"{root}{_PLACE}{question.name}"
    kind, holds = _FORMS[query_form(question.text)]
    yield from say(node, v.RDF_TYPE, v.SH + "SPARQLExecutable", v.SH + kind)
    yield from say(node, v.RDFS + "comment", *both((question.title_en, question.title_ja)))
    if question.note_en:
        yield from say(node, v.DCTERMS + "description", *both((question.note_en, question.note_ja)))
    yield from say(node, v.SH + holds, Literal(_without_head(question.text)))
    yield from say(node, v.SH + "prefixes", f"{root}{_PLACE}prefixes")
    yield from say(node, v.SCHEMA + "target", f"{root}sparql")
    yield from say(node, v.SCHEMA + "keywords", *(Literal(word) for word in _keywords(question)))
    yield from say(node, v.RDFS + "seeAlso", f"{root}questions/{question.name}")
    yield from say(node, v.DCTERMS + "license", LICENCE)


def _keywords(question: Question) -> list[str]:
    """How the answer is shown, and the classes and properties that it rests on."""
    named = (term for pair in question.coverage for term in pair if term)
    return list(dict.fromkeys([question.shows, *named]))


def _prefixes(root: str) -> Iterator[Triple]:
    node = f"{root}{_PLACE}prefixes"
    for prefix, space in v.PREFIXES.items():
        declared = f"{node}#{prefix}"
        yield from say(node, v.SH + "declare", declared)
        yield from say(declared, v.RDF_TYPE, v.SH + "PrefixDeclaration")
        yield from say(declared, v.SH + "prefix", Literal(prefix))
        yield from say(declared, v.SH + "namespace", Literal(space, datatype=_URI))


def _without_head(text: str) -> str:
    """The query without the lines that tell the gallery of its titles and columns."""
    lines = text.splitlines()
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return "\n".join(lines) + "\n"
