"""Errors become one clear page, or problem details in JSON (RFC 9457) for whoever did not ask for a page."""

from __future__ import annotations

import logging
import re
import secrets
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, json, make_response, render_template, request, url_for
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, ServiceUnavailable, Unauthorized

from glocal_graph.front.web.headers import open_to_all
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.negotiation import prefers_html
from glocal_graph.front.web.site import get_site
from glocal_graph.model.errors import (
    FormatUnknown,
    GlocalError,
    PictureTooLarge,
    PlaceAmbiguous,
    PlaceNotFound,
    QueryStopped,
    QuerySyntaxError,
    RemoteError,
    ShapesBroken,
    StoreBusy,
    StoreError,
    ThingGone,
    ThingNotFound,
)

__all__ = ["install", "problem"]

_log = logging.getLogger(__name__)
_RETRY_SECONDS = "5"
_MOST_FINDINGS = 1000
_LONGEST = 900
#: Controls, line ends and the marks that turn the direction of a text around.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def install(app: Flask) -> None:
    """Answer each kind of error; nothing of the program's inside is shown."""
    app.register_error_handler(GlocalError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    app.before_request(_refuse_nul)


def problem(error: GlocalError) -> dict[str, Any]:
    """What a program is told of one of our errors."""
    # What is wrong with a store names its folder, which is nobody's business but the log's.
    hidden = isinstance(error, StoreError) and not isinstance(error, QueryStopped | RemoteError | StoreBusy)
    detail = "the graph cannot be read at the moment; try again later" if hidden else str(error)
    details: dict[str, Any] = {"detail": detail, "kind": type(error).__name__}
    if isinstance(error, QuerySyntaxError):
        details |= {"line": error.line, "column": error.column}
    if isinstance(error, FormatUnknown) and error.offers:
        details["formats"] = [{"format": name, "mediaType": media_type} for name, media_type in error.offers]
    if isinstance(error, QueryStopped):
        details["limit"] = error.limit
        if error.limit == "time" and request.path.startswith("/sparql"):
            details["detail"] += f"; timeout= gives a query up to {get_site().settings.query_seconds_most:g} s"
    if isinstance(error, PlaceNotFound):
        details["near"] = list(error.near)
    if isinstance(error, ThingNotFound | ThingGone):
        details["things"] = [{"id": thing, "label": label} for thing, label in error.near]
    if isinstance(error, ThingGone):
        details["lastRelease"] = error.last
    if isinstance(error, PlaceAmbiguous):
        details["candidates"] = [{"code": code, "label": label} for code, label in error.candidates]
    if isinstance(error, ShapesBroken):
        details["findings"] = [finding.as_json() for finding in error.findings[:_MOST_FINDINGS]]
    return details


def _refuse_nul() -> None:
    """No address of ours holds a NUL, and no page may: so none is looked up or repeated."""
    if "\x00" in request.path or b"%00" in request.query_string:
        raise BadRequest("the address holds a NUL character")


def _one_line(text: str) -> str:
    """A reason as one line that can be read, whatever of the request it repeats."""
    text = _UNSEEN.sub(" ", text).strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 200]} … {text[-200:]}"


def _ours(error: GlocalError) -> Response:
    if error.status >= 500:
        _log.error("%s: %s", type(error).__name__, error)
    response = _answer(error.status, problem(error), error)
    if isinstance(error, StoreError) and error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_SECONDS
    if isinstance(error, ThingGone):
        for thing, _ in error.near:
            response.headers.add("Link", f'<{url_for("things.doc", thing=thing)}>; rel="successor-version"')
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    response = _answer(status, {"detail": str(error.description or error.name)}, error)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, ServiceUnavailable):
        response.headers["Retry-After"] = str(error.retry_after or _RETRY_SECONDS)
    if isinstance(error, Unauthorized):
        response.headers["WWW-Authenticate"] = ", ".join(map(str, error.www_authenticate or ())) or "Bearer"
    return response


def _unexpected(error: Exception) -> Response:
    number = secrets.token_hex(4)
    _log.error("error %s at %s", number, ascii(request.path), exc_info=error)
    return _answer(500, {"detail": f"This is a fault of ours; the log has it as {number}.", "number": number}, error)


def _message(error: Exception) -> str:
    """The error in the reader's language, where a message of its own exists."""
    if isinstance(error, ThingGone):
        return translate("error.ThingGone", name=error.name, last=error.last)
    if isinstance(error, PlaceNotFound | PlaceAmbiguous):
        return translate("error." + type(error).__name__, name=error.name)
    if isinstance(error, PictureTooLarge):
        return translate("error.PictureTooLarge", count=f"{error.count:,}", most=f"{error.most:,}")
    return ""


def _say(status: int, error: Exception) -> dict[str, str]:
    """The error as one sentence for a reader of Japanese, since details are written in English.

    Only where scripts of our pages ask: what is for programs is the same in every language.
    """
    if not request.path.startswith("/api/") or current_language() != "ja":
        return {}
    try:
        return {"message": _one_line(_message(error) or translate(f"error.{status}"))}
    except KeyError:
        return {"message": translate("error.other")}


def _answer(status: int, details: dict[str, Any], error: Exception) -> Response:
    details = details | {"detail": _one_line(str(details["detail"]))}
    title = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error"
    if prefers_html(request.headers.get("Accept")) and not request.path.startswith("/api/"):
        page = render_template("error.html", status=status, details=details, message=_one_line(_message(error)))
        return make_response(page, status)
    body = {"type": "about:blank", "title": title, "status": status, **details, **_say(status, error)}
    # A script of another site is told what is wrong, or all that it would see is that something is.
    # What was sent may hold half a letter, which no encoding can write; it is shown as an escape.
    text = (json.dumps(body, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    return open_to_all(Response(text, status, mimetype="application/problem+json"))
