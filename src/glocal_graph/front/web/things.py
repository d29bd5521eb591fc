"""Rooms /id and /doc: every thing of the graph has an address, a page and its data in each format."""

from __future__ import annotations

import re

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.negotiation import HTML, JSON, THING_OFFERS, Offer, choose
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import IriError, ThingNotFound
from glocal_graph.output.export import export_things
from glocal_graph.questions.description import Description, Value
from glocal_graph.questions.facts import describe

room = Blueprint("things", __name__)

_ID = re.compile(r"[a-z-]+/[^\x00-\x20<>\"{}|^`\\]{1,400}")
#: Ties in the table of a page; the data has all of them.
_MOST_TIES = 300
_SUFFIXES = {offer.suffix: offer for offer in THING_OFFERS}


@room.get("/id/<path:thing>")
def identify(thing: str) -> AnyResponse:
    """A thing is no document: see the document about it, in the format that suits."""
    offer = choose(THING_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    suffix = "" if offer is HTML else f".{offer.suffix}"
    return open_to_all(redirect(url_for("things.doc", thing=thing + suffix), 303))  # type: ignore[arg-type]


@room.get("/doc/<path:thing>")
def doc(thing: str) -> Response:
    """The document about a thing: a page, or its data by suffix, ?format= or Accept."""
    name, offer = _split(thing)
    offer = offer or choose(THING_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    tag = etag(
        "doc", get_site().store.release, name, offer.name, current_language(), request.query_string.decode("latin-1")
    )
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    response = make_response(_page(name) if offer is HTML else _data(name, offer))
    response.headers["Link"] = ", ".join(_links(name))
    return open_to_all(keep(response, tag))


def _split(thing: str) -> tuple[str, Offer | None]:
    """The id and the format of an address; a suffix counts only where no thing has it in its name."""
    if v.iri(thing) in get_site().names:
        return thing, None
    stem, _, suffix = thing.rpartition(".")
    if stem and suffix in _SUFFIXES:
        return stem, _SUFFIXES[suffix]
    return thing, None


def _describe(name: str, pages: dict[str, int] | None = None) -> Description:
    if not _ID.fullmatch(name):
        raise IriError("that is no address of a thing")
    try:
        return describe(get_site().store, v.iri(name), pages)
    except ThingNotFound as error:
        near = get_site().names.search(name.rpartition("/")[2], current_language(), 5)
        listing = ", ".join(hit.iri.removeprefix(v.ID) for hit in near)
        raise ThingNotFound(f"{error}" + (f"; near: {listing}" if near else "")) from error


def _page(name: str) -> str:
    pages = {
        key.removeprefix("page-"): _number(value) for key, value in request.args.items() if key.startswith("page-")
    }
    return render_template("thing.html", thing=_describe(name, pages), downloads=THING_OFFERS[1:], most_ties=_MOST_TIES)


def _data(name: str, offer: Offer) -> Response:
    if offer is JSON:
        return jsonify(_as_json(_describe(name)))
    _describe(name)
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


def _links(name: str) -> list[str]:
    # A header holds ASCII only; ids with other letters are percent-encoded by url_for.
    others = [
        f'<{url_for("things.doc", thing=f"{name}.{offer.suffix}")}>; rel="alternate"; type="{offer.media_type}"'
        for offer in THING_OFFERS
    ]
    return [*others, f'<{url_for("things.identify", thing=name)}>; rel="describes"']


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 1
