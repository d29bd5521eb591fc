"""Content negotiation, all of it: which media type answers a request, by ?format=, by suffix, by Accept.

An offer is one way to answer, best liked by us first. What is asked for by name must be there; an Accept
header that none of the offers meets is refused with the list of those that there are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.http import parse_list_header, parse_options_header

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
    """One way to answer: its name for ?format=, media type, file suffix, title; other media types and names for it.

    `sent_as` is the media type that was asked for, where that is another name of the same format.
    """

    name: str
    media_type: str
    suffix: str
    title: str
    also: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sent_as: str = ""

    @property
    def content_type(self) -> str:
        """The media type with its charset, as the Content-Type header has it."""
        written = self.sent_as or self.media_type
        return f"{written}; charset=utf-8" if written.startswith("text/") else written


HTML = Offer("html", "text/html", "html", "HTML", ("application/xhtml+xml",))
JSON = Offer("json", "application/json", "json", "JSON")

RESULT_OFFERS = (
    Offer("json", "application/sparql-results+json", "srj", "JSON", ("application/json",)),
    Offer("xml", "application/sparql-results+xml", "srx", "XML", ("application/xml", "text/xml")),
    Offer("csv", "text/csv", "csv", "CSV"),
    Offer("tsv", "text/tab-separated-values", "tsv", "TSV"),
)
#: The further names are those that clients send for their own words: SPARQLWrapper asks for every graph as "xml".
GRAPH_OFFERS = (
    Offer("turtle", "text/turtle", "ttl", "Turtle", ("application/x-turtle", "application/turtle"), ("n3",)),
    Offer("ntriples", "application/n-triples", "nt", "N-Triples", ("text/plain",), ("n-triples",)),
    Offer("jsonld", "application/ld+json", "jsonld", "JSON-LD", ("application/json",), ("json-ld", "json")),
    Offer("rdfxml", "application/rdf+xml", "rdf", "RDF/XML", ("application/xml", "text/xml"), ("xml", "rdf+xml")),
    Offer("trig", "application/trig", "trig", "TriG", ("application/x-trig",)),
    Offer("nquads", "application/n-quads", "nq", "N-Quads", ("text/x-nquads",), ("n-quads",)),
)
THING_OFFERS = (HTML, *GRAPH_OFFERS[:1], GRAPH_OFFERS[2], GRAPH_OFFERS[3], GRAPH_OFFERS[1], JSON)


def choose(offers: Sequence[Offer], accept: str | None = None, asked: str | None = None) -> Offer:
    """The offer that answers: the one asked for by name, suffix or media type, else the best by Accept.

    >>> choose(RESULT_OFFERS, "text/csv;q=0.5, application/sparql-results+xml").name
    'xml'
    """
    if asked:
        return _by_name(offers, asked)
    ranges = _read(accept or "*/*")
    quality, place, sent_as = max(
        (_quality(ranges, name) * weight, -place, name)
        for place, offer in enumerate(offers)
        for name, weight in _names(ranges, offer)
    )
    if quality <= 0:
        raise _refused(f'none of "{accept}" can be given', offers)
    offer = offers[-place]
    # A page is HTML, whatever it is asked for as.
    return offer if offer is HTML or sent_as == offer.media_type else replace(offer, sent_as=sent_as)


def prefers_html(accept: str | None) -> bool:
    """Whether the client is a browser, which likes HTML better than data."""
    ranges = _read(accept or "")
    page = max(ranges.get(name, 0.0) for name in (HTML.media_type, *HTML.also))
    data = max(ranges.get(offer.media_type, 0.0) for offer in (*RESULT_OFFERS, *GRAPH_OFFERS))
    return page > 0 and page >= data


def _by_name(offers: Sequence[Offer], asked: str) -> Offer:
    # A plus sign that was not encoded arrives as a space.
    wanted = asked.strip().lower().replace(" ", "+")
    for offer in offers:
        if wanted in (offer.name, offer.suffix, offer.media_type):
            return offer
    for offer in offers:
        if wanted in offer.also or wanted in offer.names:
            return offer
    raise _refused(f'"{asked[:200]}" is not written here', offers)


def _read(accept: str) -> dict[str, float]:
    """The media ranges of an Accept header with their qualities. Other parameters choose nothing here."""
    ranges: dict[str, float] = {}
    for item in parse_list_header(accept.lower()):
        name, options = parse_options_header(item)
        try:
            quality = min(max(float(options.get("q", 1)), 0.0), 1.0)
        except ValueError:
            continue
        # Java's own client says "*" for "*/*".
        name = "*/*" if name == "*" else name
        if name and not math.isnan(quality):
            ranges[name] = max(quality, ranges.get(name, 0.0))
    return ranges


def _quality(ranges: Mapping[str, float], name: str) -> float:
    """How much a client likes this type: by what it says of the type itself, else of its family, else of all."""
    for known in (name, name.partition("/")[0] + "/*", "*/*"):
        if known in ranges:
            return ranges[known]
    return 0.0


def _names(ranges: Mapping[str, float], offer: Offer) -> list[tuple[str, float]]:
    """The media types that may answer for this offer. Another name must be asked for, and counts a little less."""
    return [(offer.media_type, 1.0), *((name, 0.999) for name in offer.also if name in ranges)]


def _refused(reason: str, offers: Sequence[Offer]) -> FormatUnknown:
    listing = ", ".join(f"{offer.name} ({offer.media_type})" for offer in offers)
    return FormatUnknown(f"{reason}; choose one of {listing}", [(offer.name, offer.media_type) for offer in offers])
