"""Rooms /graphs and /graph: the SPARQL 1.1 Graph Store Protocol, for all to read, for holders of a token to write."""

from __future__ import annotations

import re
from uuid import uuid4

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotFound, UnsupportedMediaType
from werkzeug.wrappers import Response as Redirect

from glocal_graph.data.editing import Edit
from glocal_graph.data.editing_payload import PAYLOAD_TYPES
from glocal_graph.data.editing_text import EDITS
from glocal_graph.front.web import changes
from glocal_graph.front.web.authority import require_writer
from glocal_graph.front.web.headers import LICENCE, etag, open_to_all
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, HTML, Offer, choose
from glocal_graph.front.web.posted_text import read_fields
from glocal_graph.front.web.site import get_site
from glocal_graph.model.vocabulary import GRAPH

room = Blueprint("graphs", __name__)

_OFFERS = tuple(offer for offer in GRAPH_OFFERS if offer.media_type in PAYLOAD_TYPES)
_METHODS = ["GET", "PUT", "POST", "DELETE"]
_ALLOWED = "DELETE, GET, HEAD, OPTIONS, POST, PUT"
_NAME = re.compile(r"(?:https?://|urn:)[^\x00-\x20<>\"{}|\\^`\x7f-\x9f]{1,2000}")
_READS = ("GET", "HEAD")
_LARGEST_IN_ONE = 1 << 18
_OPERATIONS = {"PUT": "put", "POST": "post", "DELETE": "delete"}


@room.route("/graphs", methods=_METHODS, provide_automatic_options=False, strict_slashes=False)
def graphs() -> Response | Redirect:
    """The graph that ?graph= names, the default graph by ?default; without either the list of graphs."""
    name = _read_name()
    if request.method in _READS:
        return _list() if name is None else _read(name)
    if name is None:
        return _make_new()
    return _write(name)


@room.route("/graph/<path:name>", methods=_METHODS, provide_automatic_options=False)
def graph(name: str) -> Response | Redirect:
    """A graph of ours by its own address."""
    # The language is that of the page which a browser is led to.
    if request.args.keys() - {"lang"}:
        raise BadRequest("this address is a graph's own; ?graph= and ?default belong to /graphs")
    iri = _check_name(GRAPH + name)
    return _read(iri) if request.method in _READS else _write(iri)


@room.route("/graphs", methods=["OPTIONS"], provide_automatic_options=False, strict_slashes=False)
@room.route("/graph/<path:name>", methods=["OPTIONS"], provide_automatic_options=False)
def preflight(name: str = "") -> Response:
    """What may be sent here. Scripts of other sites may read, and are not to carry anybody's token."""
    response = Response(status=204)
    response.headers["Allow"] = _ALLOWED
    response.headers["Accept-Post"] = ", ".join(PAYLOAD_TYPES)
    open_to_all(response).headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    return response


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────


def _read(name: str) -> Response | Redirect:
    """A graph; the default one, an empty name here, is the union of all, as it is at /sparql."""
    site = get_site()
    offer = choose((*_OFFERS, HTML), request.headers.get("Accept"), request.args.get("format"))
    if name and name not in site.store.graphs():
        raise NotFound(f"there is no graph {name}; {url_for('graphs.graphs')} lists those that there are")
    if offer.name == HTML.name:
        return redirect(url_for("data.page") + "#graphs", 303)
    release = site.store.release
    tag = changes.tag(release, etag("graph", name, offer.content_type)[:16])
    if request.if_none_match.contains_weak(tag):
        return _describe(Response(status=304), tag, name)
    pattern = f"GRAPH <{name}> {{ ?s ?p ?o }}" if name else "?s ?p ?o"
    answer = site.store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", media_type=offer.media_type)
    if answer.size <= _LARGEST_IN_ONE:
        response = Response(answer.body, content_type=offer.content_type)
    else:
        response = Response(answer.parts(), content_type=offer.content_type)
        response.content_length = answer.size
        response.call_on_close(answer.close)
    return _describe(response, tag if site.store.release == release else "", name)


def _describe(response: Response, tag: str, name: str) -> Response:
    if tag:
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = "public, no-cache"
    response.headers.add("Link", f'<{LICENCE}>; rel="license"')
    response.headers.add("Link", '</.well-known/void>; rel="describedby"; type="text/turtle"')
    if name.startswith(GRAPH):
        response.headers["Content-Location"] = url_for("graphs.graph", name=name.removeprefix(GRAPH))
    return open_to_all(response)


def _list() -> Response | Redirect:
    """The graphs and their sizes; a browser is shown them on the page of the data."""
    json = Offer("json", "application/json", "json", "JSON")
    if choose((json, HTML), request.headers.get("Accept"), request.args.get("format")).name == HTML.name:
        return redirect(url_for("data.page") + "#graphs", 303)
    store = get_site().store
    listed = [
        {"graph": name, "triples": count, "address": url_for("graphs.graphs", graph=name)}
        for name, count in store.graphs().items()
    ]
    return open_to_all(jsonify({"release": store.release, "graphs": listed}))


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────


def _write(name: str) -> Response:
    """Put, add to or delete a graph. The default graph can be added to: that goes to the graph "edits"."""
    holder = require_writer()
    if not name and request.method != "POST":
        raise MethodNotAllowed(
            ["GET", "HEAD", "POST"],
            "the default graph is the union of all graphs, and is not replaced or deleted as a whole; name a graph",
        )
    has_body = request.method != "DELETE"
    media_type = _media_type() if has_body else ""
    edit = Edit(
        operation=_OPERATIONS[request.method],
        agent=holder.name,
        scope=holder.scope,
        graph=name or EDITS,
        payload=request.get_data() if has_body else b"",
        media_type=media_type,
        releases=changes.expected_releases(),
        is_new=request.if_none_match.star_tag,
    )
    return changes.make(edit)


def _make_new() -> Response:
    """A new graph for what was posted to /graphs; its address is the answer's Location."""
    if request.method != "POST":
        raise BadRequest("name the graph: ?graph=IRI, or ?default")
    holder = require_writer()
    name = f"new/{uuid4()}"
    edit = Edit(
        operation="post",
        agent=holder.name,
        scope=holder.scope,
        graph=GRAPH + name,
        payload=request.get_data(),
        media_type=_media_type(),
        releases=changes.expected_releases(),
        is_new=True,
    )
    response = changes.make(edit)
    if response.status_code == 201:
        response.headers["Location"] = url_for("graphs.graph", name=name)
    return response


def _media_type() -> str:
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("a graph is read as it is: send it without Content-Encoding")
    kind = request.mimetype
    if kind not in PAYLOAD_TYPES:
        raise UnsupportedMediaType(f'a graph is sent as {", ".join(PAYLOAD_TYPES)}, not as "{kind[:80]}"')
    return kind


def _read_name() -> str | None:
    """The graph's name, empty for the default graph, None where neither is asked for."""
    fields = read_fields(request.query_string)
    names = fields.get("graph", [])
    if len(names) > 1 or (names and "default" in fields):
        raise BadRequest("one request is about one graph: ?graph=IRI or ?default")
    if names:
        return _check_name(names[0])
    return "" if "default" in fields else None


def _check_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadRequest(f'"{name[:200]}" is no name for a graph; it begins with http://, https:// or urn:')
    return name
