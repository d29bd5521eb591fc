"""Room /ontology: the vocabulary as a page in both languages, and as RDF."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph
from flask import Blueprint, Response, make_response, render_template, request

from glocal_graph.data.file_io import read_text
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, HTML, Offer, choose
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v

room = Blueprint("ontology", __name__)

_OFFERS = (HTML, GRAPH_OFFERS[0], GRAPH_OFFERS[1])
_FILES = {"glocal": "glocal.ttl", "shapes": "shapes.ttl"}


@dataclass(frozen=True)
class Term:
    """A class or property, with the names of those above it and how often the graph uses it."""

    name: str
    above: tuple[str, ...] = ()
    uses: int = 0

    @property
    def iri(self) -> str:
        """Its IRI."""
        return v.GLOCAL + self.name


@room.get("/ontology")
def ontology() -> Response:
    """The vocabulary, in the format that suits."""
    offer = choose(_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    return _page() if offer is HTML else _file("glocal", offer)


@room.get("/ontology.ttl")
def turtle() -> Response:
    """The vocabulary as Turtle."""
    return _file("glocal", GRAPH_OFFERS[0])


@room.get("/ontology/shapes.ttl")
def shapes() -> Response:
    """The SHACL shapes as Turtle."""
    return _file("shapes", GRAPH_OFFERS[0])


def _page() -> Response:
    site = get_site()
    tag = etag("ontology", site.store.release, current_language())
    if is_known(tag):
        return keep(Response(status=304), tag)
    classes = [Term(name, above, site.counts.get(name, 0)) for name, above in v.CLASSES.items()]
    links = [Term(name) for name in v.OBJECT_PROPERTIES]
    values = [Term(name) for name in v.DATATYPE_PROPERTIES]
    schemes = [(name, [v.concept(start, item) for item in items]) for name, (start, items) in v.CONCEPT_SCHEMES.items()]
    page = render_template("ontology.html", classes=classes, links=links, values=values, schemes=schemes)
    return keep(make_response(page), tag)


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
