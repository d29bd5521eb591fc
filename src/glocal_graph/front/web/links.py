"""Room /l: short addresses that scripts of this site make for what they show, and that lead back to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, jsonify, redirect, request
from werkzeug.exceptions import Forbidden, NotFound, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.wrappers import Response as Redirect

from glocal_graph.data.links import MOST_BYTES, Links, State, read_state
from glocal_graph.front.web.site import get_site

__all__ = ["READABLE", "recall", "room"]

room = Blueprint("links", __name__)

#: The longest address that is given whole; a longer one is told by its id, and the page asks what it means.
READABLE = 2000


@room.post("/api/links")
def make() -> tuple[Response, int]:
    """Keep the state of a page: {"id", "address"}; 201 if it is new, 200 if it was kept already."""
    _refuse_strangers()
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("a state is posted as application/json")
    if (request.content_length or 0) > MOST_BYTES:
        raise RequestEntityTooLarge(f"a state has at most {MOST_BYTES:,} bytes")
    link, is_new = _links().keep(read_state(request.get_data()))
    body = jsonify({"id": link, "address": f"/l/{link}"})
    body.headers["Cache-Control"] = "no-store"
    return body, 201 if is_new else 200


@room.get("/api/links/<link>")
def tell(link: str) -> Response:
    """The state of an id: {"page", "fields", "state"}."""
    found = _find(link)
    response = jsonify({"page": found.page, "fields": dict(found.fields), "state": dict(found.state)})
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@room.get("/l/<link>")
def follow(link: str) -> Redirect:
    """To the page that shows the state again; the address is readable where it is short enough."""
    found = _find(link)
    fields = dict(found.fields)
    if "lang" in request.args:
        fields["lang"] = request.args["lang"]
    address = _address(found.page, fields)
    if found.state or len(address) > READABLE:
        short = {name: value for name, value in fields.items() if name in ("lang", "view")}
        address = _address(found.page, short | {"link": link})
    return redirect(address, 303)


def recall() -> State:
    """The state that this request's ?link= names, for the page that it belongs to; an empty one without."""
    link = request.args.get("link", "")
    found = _find(link) if link else State(request.path)
    if found.page != request.path:
        raise NotFound(f"this short address belongs to {found.page}")
    return found


def _find(link: str) -> State:
    found = _links().find(link)
    if found is None:
        raise NotFound("no short address has this id")
    return found


def _address(page: str, fields: dict[str, str]) -> str:
    return page + ("?" + urlencode(fields) if fields else "")


def _links() -> Links:
    """The short addresses of this app, opened once."""
    app: Flask = current_app
    kept: Any = app.extensions.get("glocal_links")
    if kept is None:
        kept = app.extensions["glocal_links"] = Links(get_site().settings)
    found: Links = kept
    return found


def _refuse_strangers() -> None:
    """Only pages of this site make short addresses in a browser; a program says nothing of where it comes from."""
    from_here = request.headers.get("Sec-Fetch-Site") in (None, "same-origin", "none")
    origin = request.headers.get("Origin")
    if not from_here or (origin is not None and origin.partition("://")[2] != request.host):
        raise Forbidden("short addresses are made from pages of this site only")
