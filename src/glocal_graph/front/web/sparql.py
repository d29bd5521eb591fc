"""Room /sparql: the SPARQL 1.1 Protocol and its service description for programs, the workbench for browsers."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.urls import iri_to_uri

from glocal_graph.data.store import Answer
from glocal_graph.front.web import workbench
from glocal_graph.front.web.descriptions import describe_service
from glocal_graph.front.web.headers import LICENCE, etag, is_known, keep, open_to_all
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, RESULT_OFFERS, Offer, choose, prefers_html
from glocal_graph.front.web.protocol import ACCEPT_POST, Asked, ask, check, read_request, unknown_graphs
from glocal_graph.front.web.site import get_site
from glocal_graph.model.errors import FormatUnknown

room = Blueprint("sparql", __name__)

#: A larger answer is sent in parts, as it lies in its file.
_LARGEST_IN_ONE = 1 << 18
#: What an address may hold that asks nothing.
_ADDRESS_ALONE = {"format", "lang"}
_NO_QUERY = "there is no query: give one as ?query=, as a form field, or as the body"


@room.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False, strict_slashes=False)
def sparql() -> Response:
    """Answer a query; without one, describe the service to a program, and show a browser the workbench."""
    asked = read_request(get_site().settings)
    if not asked.format and prefers_html(request.headers.get("Accept")):
        return workbench.page(asked)
    if request.method != "POST" and set(request.args) <= _ADDRESS_ALONE:
        return _describe_service(asked)
    if not asked.text.strip():
        raise BadRequest(_NO_QUERY)
    return open_to_all(_answer(asked))


@room.route("/sparql", methods=["OPTIONS"], provide_automatic_options=False, strict_slashes=False)
def preflight() -> Response:
    """What may be sent here, and by scripts of which sites: of all."""
    response = Response(status=204)
    response.headers["Allow"] = "GET, HEAD, OPTIONS, POST"
    return open_to_all(response)


@room.after_request
def _say_what_is_taken(response: Response) -> Response:
    if request.method == "OPTIONS" or response.status_code == 415:
        response.headers["Accept-Post"] = ACCEPT_POST
    return response


def _describe_service(asked: Asked) -> Response:
    try:
        offer = choose(GRAPH_OFFERS, request.headers.get("Accept"), asked.format)
    except FormatUnknown as error:
        # More likely a query was forgotten than a description wanted as CSV.
        raise BadRequest(f"{_NO_QUERY}; the service itself is described in RDF only") from error
    return describe_service(offer)


def _answer(asked: Asked) -> Response:
    """The answer as it was asked for, or word that the client holds it. A HEAD costs as much, and tells the same."""
    site = get_site()
    offer = choose(GRAPH_OFFERS if asked.is_graph else RESULT_OFFERS, request.headers.get("Accept"), asked.format)
    check(asked, site.settings)
    release = site.store.release
    tag = etag("sparql", release, offer.content_type, *asked.facts)
    if asked.is_lasting and is_known(tag):
        return _describe(keep(Response(status=304), tag), asked, release)
    response = _send(ask(site.store, asked, offer.media_type), offer)
    if asked.format:
        kind = "attachment" if offer.name in ("csv", "tsv") else "inline"
        response.headers["Content-Disposition"] = f'{kind}; filename="glocal-graph.{offer.suffix}"'
    # A release that came meanwhile leaves it open which one the answer is of: then it is not to be kept.
    if site.store.release != release:
        return response
    return _describe(keep(response, tag) if asked.is_lasting else response, asked, release)


def _send(answer: Answer, offer: Offer) -> Response:
    if answer.size <= _LARGEST_IN_ONE:
        return Response(answer.body, content_type=offer.content_type)
    response = Response(answer.parts(), content_type=offer.content_type)
    # With its length, so that an answer that breaks off cannot pass for a whole one.
    response.content_length = answer.size
    response.call_on_close(answer.close)
    return response


def _describe(response: Response, asked: Asked, release: str) -> Response:
    """Say which release answers, where its licence and description are, and which graphs it does not have."""
    response.headers["Glocal-Release"] = release
    response.headers.add("Link", f'<{LICENCE}>; rel="license"')
    response.headers.add("Link", f'<{url_for("data.manifest")}>; rel="describedby"; type="application/json"')
    response.headers.add("Link", '</.well-known/void>; rel="describedby"; type="text/turtle"')
    if unknown := unknown_graphs(get_site().store, asked):
        response.headers["Glocal-Unknown-Graph"] = ", ".join(f"<{iri_to_uri(name)}>" for name in unknown)
    return response
