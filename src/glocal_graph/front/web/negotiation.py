"""Content negotiation, all of it: which media type answers a request, by ?format=, by suffix, by Accept.

An offer is one way to answer, best liked by us first. What is asked for by name must be there; an Accept
header that none of the offers meets is refused with the list of those that there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from glocal_graph.model.errors import FormatUnknown

__all__ = [
    "GRAPH_OFFERS",
    "HTML",
    "JSON",
    "RESULT_OFFERS",
    "THING_OFFERS",
    "Offer",
    "choose",
    "prefers_html",
]


@dataclass(frozen=True)
class Offer:
    """One way to answer: its name for ?format=, media type, file suffix, title, other media types that mean it."""

    name: str
    media_type: str
    suffix: str
    title: str
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type with its charset, as the Content-Type header has it."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML = Offer("html", "text/html", "html", "HTML", ("application/xhtml+xml",))
JSON = Offer("json", "application/json", "json", "JSON")

RESULT_OFFERS = (
    Offer("json", "application/sparql-results+json", "srj", "JSON", ("application/json",)),
    Offer("xml", "application/sparql-results+xml", "srx", "XML", ("application/xml", "text/xml")),
    Offer("csv", "text/csv", "csv", "CSV"),
    Offer("tsv", "text/tab-separated-values", "tsv", "TSV"),
)
GRAPH_OFFERS = (
    Offer("turtle", "text/turtle", "ttl", "Turtle", ("application/x-turtle", "application/turtle")),
    Offer("ntriples", "application/n-triples", "nt", "N-Triples", ("text/plain",)),
    Offer("jsonld", "application/ld+json", "jsonld", "JSON-LD", ("application/json",)),
    Offer("rdfxml", "application/rdf+xml", "rdf", "RDF/XML", ("application/xml", "text/xml")),
)
THING_OFFERS = (HTML, *GRAPH_OFFERS[:1], GRAPH_OFFERS[2], GRAPH_OFFERS[3], GRAPH_OFFERS[1], JSON)


def choose(offers: Sequence[Offer], accept: str | None = None, asked: str | None = None) -> Offer:
    """The offer that answers: the one asked for by name, suffix or media type, else the best by Accept.

    >>> choose(RESULT_OFFERS, "text/csv;q=0.5, application/sparql-results+xml").name
    'xml'
    """
    if asked:
        return _by_name(offers, asked)
    header = parse_accept_header(accept or "*/*", MIMEAccept)
    weighed = [(_quality(header, offer), -place) for place, offer in enumerate(offers)]
    quality, place = max(weighed)
    if quality <= 0:
        raise FormatUnknown(f'none of "{accept}" can be given; choose one of {_listing(offers)}')
    return offers[-place]


def prefers_html(accept: str | None) -> bool:
    """Whether the client is a browser, which likes HTML better than data."""
    header = parse_accept_header(accept or "", MIMEAccept)
    page = max(header.quality(name) if name in header.values() else 0 for name in (HTML.media_type, *HTML.also))
    data = [header.quality(offer.media_type) for offer in (*RESULT_OFFERS, *GRAPH_OFFERS) if _is_named(header, offer)]
    return page > 0 and page >= max(data, default=0)


def _by_name(offers: Sequence[Offer], asked: str) -> Offer:
    wanted = asked.strip().lower()
    for offer in offers:
        if wanted in (offer.name, offer.suffix, offer.media_type):
            return offer
    for offer in offers:
        if wanted in offer.also:
            return offer
    raise FormatUnknown(f'"{asked}" is not written here; choose one of {_listing(offers)}')


def _quality(header: MIMEAccept, offer: Offer) -> float:
    """How much the client likes this offer; another name of the same format counts a little less."""
    exact = float(header.quality(offer.media_type))
    other = max((float(header.quality(name)) for name in offer.also if name in header.values()), default=0.0)
    return max(exact, other * 0.999)


def _is_named(header: MIMEAccept, offer: Offer) -> bool:
    return offer.media_type in header.values()


def _listing(offers: Sequence[Offer]) -> str:
    return ", ".join(f"{offer.name} ({offer.media_type})" for offer in offers)
