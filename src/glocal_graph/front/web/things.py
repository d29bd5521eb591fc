"""Rooms /id and /doc: every thing of the graph has an address, a page and its data in each format."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as AnyResponse

from glocal_graph.front.web.descriptions import describe_dataset
from glocal_graph.front.web.headers import LICENCE, etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.negotiation import HTML, JSON, THING_OFFERS, Offer, choose
from glocal_graph.front.web.site import get_site, root_address
from glocal_graph.front.web.thing_page import render_thing
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import IriError, ThingGone, ThingNotFound
from glocal_graph.output.export import export_things
from glocal_graph.questions.description import Description, Value
from glocal_graph.questions.facts import describe
from glocal_graph.questions.search import Entry
from glocal_graph.questions.sparql_terms import name_iri

room = Blueprint("things", __name__)

_ID = re.compile(r"[a-z-]+/[^\x00-\x20<>\"{}|^`\\]{1,400}")
_MOST_NEAR = 5
_SUFFIXES = {offer.suffix: offer for offer in THING_OFFERS}
#: The dataset itself is a thing too; its parts have a fragment of its address.
_DATASET = "dataset"


@room.get("/id/<path:thing>")
def identify(thing: str) -> AnyResponse:
    """A thing is no document: see the document about it, in the format that suits."""
    name, offer = _split(thing)
    _check(name)
    offer = offer or choose(THING_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    suffix = "" if offer is HTML and thing == name else f".{offer.suffix}"
    return open_to_all(redirect(url_for("things.doc", thing=name + suffix), 303))  # type: ignore[arg-type]


@room.get("/doc/<path:thing>")
def doc(thing: str) -> AnyResponse:
    """The document about a thing: a page, or its data by suffix, ?format= or Accept."""
    name, offer = _split(thing)
    offer = offer or choose(THING_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    if name == _DATASET:
        return _dataset(offer)
    language = current_language() if offer is HTML else ""
    tag = etag(
        "doc", get_site().store.release, name, offer.content_type, language, request.query_string.decode("latin-1")
    )
    if is_known(tag):
        response = keep(Response(status=304), tag)
    else:
        _check(name)
        response = keep(make_response(_page(name) if offer is HTML else _data(name, offer)), tag)
    response.headers["Link"] = ", ".join(_links(name, offer))
    response.headers["Content-Location"] = _address_of(name, offer)
    return open_to_all(response)


def _dataset(offer: Offer) -> AnyResponse:
    """The dataset has a room of its own for people, and describes itself to programs."""
    if offer is HTML or offer is JSON:
        room_of_it = "data.page" if offer is HTML else "data.manifest"
        return open_to_all(redirect(url_for(room_of_it), 303))  # type: ignore[arg-type]
    return describe_dataset(offer)


def _split(thing: str) -> tuple[str, Offer | None]:
    """The id and the format of an address; a suffix counts only where no thing has it in its name."""
    thing = _DATASET if thing.startswith(_DATASET + "#") else thing
    if v.iri(thing) in get_site().names:
        return thing, None
    stem, _, suffix = thing.rpartition(".")
    if stem and suffix in _SUFFIXES:
        return stem, _SUFFIXES[suffix]
    return thing, None


def _check(name: str) -> None:
    """Refuse an address of nothing: 404 with near names, or 410 for what an earlier release had."""
    if name == _DATASET:
        return
    if not _ID.fullmatch(name):
        raise IriError("that is no address of a thing")
    site = get_site()
    if v.iri(name) in site.names or site.store.select(f"SELECT ?p {{ {name_iri(v.iri(name))} ?p ?o }} LIMIT 1"):
        return
    language = current_language()
    if (gone := site.removed.get(name)) is not None:
        later = [entry for thing in gone.successors if (entry := site.names.get(v.iri(thing))) is not None]
        raise ThingGone(name, gone.label(language), gone.last, [(entry.id, _label(entry, language)) for entry in later])
    words = name.rpartition("/")[2].replace("-", " ")
    near = [(v.local(hit.iri), hit.label(language)) for hit in site.names.search(words, language, _MOST_NEAR)]
    raise ThingNotFound(f"the graph has no {name}", near)


def _label(entry: Entry, language: str) -> str:
    return (entry.label_ja or entry.label_en) if language == "ja" else (entry.label_en or entry.label_ja)


def _page(name: str) -> str:
    pages = {
        key.removeprefix("page-"): _number(value) for key, value in request.args.items() if key.startswith("page-")
    }
    return render_thing(name, pages)


def _data(name: str, offer: Offer) -> Response:
    if offer is JSON:
        return jsonify(_as_json(describe(get_site().store, v.iri(name))))
    return Response(export_things(get_site().store, [v.iri(name)], offer.name), content_type=offer.content_type)


def _as_json(thing: Description) -> dict[str, object]:
    return {
        "id": thing.iri,
        "type": thing.kind,
        "label": {"en": thing.label_en, "ja": thing.label_ja},
        "names": [{"text": name.text, "language": name.language} for name in thing.names],
        "facts": {v.shorten(fact.predicate): [_value(value) for value in fact.values] for fact in thing.facts},
        "sources": [
            {"id": source.thing.text, "publisher": source.publisher, "address": source.address}
            for source in thing.sources
        ],
        "claims": [
            {"id": s.iri, "source": s.source.text, "date": s.date, "quoted": s.quoted, "differs": sorted(s.differs)}
            for s in thing.statements
        ],
        "ties": [
            {"id": tie.iri, "partners": [_value(partner) for partner in tie.partners], "date": tie.date}
            for tie in thing.ties
        ],
        "linkedFrom": {links.name: {"total": links.total} for links in thing.backlinks},
        "release": get_site().store.release,
    }


def _value(value: Value) -> dict[str, object]:
    if value.is_iri:
        return {"id": value.text, "label": {"en": value.label_en, "ja": value.label_ja}}
    return {"value": value.text, "language": value.language} if value.language else {"value": value.text}


def _address_of(name: str, offer: Offer) -> str:
    """The address of a document in one format, ASCII as a header wants it."""
    return url_for("things.doc", thing=f"{name}.{offer.suffix}")


def _links(name: str, given: Offer) -> list[str]:
    """The links of a document.

    Canonical is its address without a format: RFC 6596 wants none that redirects, as the thing's does. What the
    document describes is the thing, by its IRI (RFC 6892).
    """
    others = [
        f'<{_address_of(name, offer)}>; rel="alternate"; type="{offer.media_type}"'
        for offer in THING_OFFERS
        if offer.name != given.name
    ]
    canonical = urljoin(root_address(), url_for("things.doc", thing=name, lang=None))
    return [
        f'<{canonical}>; rel="canonical"',
        f'<{iri_to_uri(v.iri(name))}>; rel="describes"',
        *others,
        '</.well-known/void>; rel="describedby"; type="text/turtle"',
        f'<{url_for("ontology.turtle")}>; rel="describedby"; type="text/turtle"',
        f'<{LICENCE}>; rel="license"',
    ]


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 1
