"""Headers of every answer: what a browser may do with it, and how long and for whom it may be kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, g, request

__all__ = ["LICENCE", "etag", "install", "is_known", "keep", "open_to_all"]

#: Nothing but our own files, no script or style in a page, no frame around it.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
#: What the graph is given away under.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": (
        "Content-Disposition, ETag, Glocal-Release, Glocal-Unknown-Graph, Link, Location, Retry-After"
    ),
    "Access-Control-Max-Age": "86400",
}


def install(app: Flask) -> None:
    """Have every answer of the app carry the headers."""
    app.extensions["glocal_edition"] = _edition(Path(app.root_path), Path(str(app.template_folder)).parent)
    app.after_request(_secure)


def _edition(*folders: Path) -> str:
    """What the program is, by its content: an answer kept by a client is no longer good once this changes."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".html", ".svg", ".toml", ".js", ".css") and "node_modules" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _secure(response: Response) -> Response:
    is_framed = "Content-Security-Policy" in response.headers  # a page with a policy of its own says who may frame it
    for name, value in _ALWAYS.items():
        if not (is_framed and name == "X-Frame-Options"):
            response.headers.setdefault(name, value)
    if response.status_code == 204:
        response.headers.remove("Content-Type")  # there is nothing that could be of a type
    if request.endpoint != "static":
        response.vary.add("Accept")
        if "language" in g:  # somebody asked for the reader's language on the way to this answer
            response.vary.add("Accept-Language")
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


def open_to_all(response: Response) -> Response:
    """Let scripts of any site read this answer; it is data, and there are no cookies to lend them."""
    response.headers.update(_OPEN)
    return response


def etag(*parts: str) -> str:
    """The tag of an answer that stays the same while these parts, the program and the site's address do.

    The address, since many answers hold some of ours as the client reaches them.
    """
    edition: str = current_app.extensions["glocal_edition"]
    return hashlib.sha256("\x00".join((edition, request.host_url, *parts)).encode("utf-8", "replace")).hexdigest()[:32]


def is_known(tag: str) -> bool:
    """Whether the client says that it holds the answer of this tag already."""
    return request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(tag)


def keep(response: Response, tag: str) -> Response:
    """Tag an answer, so that it is asked for again but sent again only when it changed.

    The tag is a weak one: the same for all compressions of an answer. Nothing is kept unasked, however shortly, since
    a new release shows at once.
    """
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
