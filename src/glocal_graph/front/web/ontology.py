"""Room /ontology: the vocabulary as a page in both languages, and as RDF."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph
from flask import Blueprint, Response, make_response, render_template, request

from glocal_graph.data.file_io import read_text
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, HTML, Offer, choose
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.output.class_diagram import draw_classes
from glocal_graph.questions.terms import Term, find_questions, read_examples, read_terms, write_query

room = Blueprint("ontology", __name__)

_OFFERS = (HTML, *GRAPH_OFFERS)
_FILES = {"glocal": "glocal.ttl", "shapes": "shapes.ttl"}


@room.get("/ontology")
def ontology() -> Response:
    """The vocabulary, in the format that suits."""
    offer = choose(_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    return _page() if offer is HTML else _file("glocal", offer)


@room.get("/ontology.ttl")
def turtle() -> Response:
    """The vocabulary as Turtle."""
    return _file("glocal", GRAPH_OFFERS[0])


@room.get("/ontology/classes.svg")
def diagram() -> Response:
    """The classes as a picture."""
    picture = draw_classes(_terms(), current_language(), links=False)
    tag = etag("classes", current_language(), picture)
    if is_known(tag):
        return keep(Response(status=304), tag)
    return keep(Response(picture, mimetype="image/svg+xml"), tag)


@room.get("/ontology/shapes.ttl")
def shapes() -> Response:
    """The SHACL shapes as Turtle."""
    return _file("shapes", GRAPH_OFFERS[0])


def _page() -> Response:
    site = get_site()
    tag = etag("ontology", site.store.release, current_language())
    if is_known(tag):
        return keep(Response(status=304), tag)
    terms = _terms()
    schemes = [(name, [v.concept(start, item) for item in items]) for name, (start, items) in v.CONCEPT_SCHEMES.items()]
    page = render_template(
        "ontology.html",
        terms=list(terms.values()),
        diagram=draw_classes(terms, current_language()),
        examples=read_examples(site.store),
        questions={name: find_questions(name, site.gallery.values()) for name in terms},
        queries={name: write_query(term) for name, term in terms.items()},
        counts=site.counts,
        schemes=schemes,
    )
    return keep(make_response(page), tag)


def _terms() -> Mapping[str, Term]:
    return read_terms(read_text(get_site().settings.resources / "ontology" / _FILES["glocal"]))


def _file(name: str, offer: Offer) -> Response:
    path = get_site().settings.resources / "ontology" / _FILES[name]
    text = v.rebase(read_text(path))
    body = text if offer.name == "turtle" else _convert(text, offer)
    tag = etag("ontology", name, offer.name, text)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    return open_to_all(keep(Response(body, content_type=offer.content_type), tag))


def _convert(text: str, offer: Offer) -> bytes:
    triples = pyoxigraph.parse(text.encode("utf-8"), format=pyoxigraph.RdfFormat.TURTLE)
    target = pyoxigraph.RdfFormat.from_media_type(offer.media_type)
    return pyoxigraph.serialize((quad.triple for quad in triples), format=target) or b""
