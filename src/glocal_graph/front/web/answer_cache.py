"""Whole answers, kept for as long as the release is: what was asked before is answered before Flask is asked.

Only what the app itself marks as public and tags with an ETag is kept, under all that the answer may depend on: the
address, the body, the headers that choose format, language and compression, and the release.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO

from cachetools import LRUCache

from glocal_graph.front.web.intake import Environment, StartResponse, WsgiApp

__all__ = ["AnswerCache"]

#: What of a request chooses its answer, beside method, address and body.
_CHOOSERS = ("HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_HOST", "CONTENT_TYPE")
#: Requests with one of these go to the app always: each is about one client, or a part of an answer.
_PERSONAL = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE")
#: A larger answer is streamed, and not kept.
_LARGEST = 1 << 20
_LONGEST_BODY = 1 << 17
#: What an entry takes beside its bytes.
_OVERHEAD = 2000

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class _Kept:
    headers: Headers
    body: bytes
    tag: str


class AnswerCache:
    """Keeps up to `most_bytes` of answers of `app`; those of another release are forgotten."""

    def __init__(self, app: WsgiApp, release: Callable[[], str], most_bytes: int) -> None:
        self._app, self._release, self._release_kept = app, release, ""
        self._kept: LRUCache[tuple[object, ...], _Kept] = LRUCache(max(1, most_bytes), getsizeof=_size)
        self._lock = threading.Lock()

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """The kept answer, else the app's."""
        key = _key(environ)
        if key is None:
            return self._app(environ, start_response)
        release = self._release()
        kept = self._find(key, release)
        if kept is not None:
            return _give(kept, environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD" or "HTTP_IF_NONE_MATCH" in environ:
            return self._app(environ, start_response)
        return self._ask(key, release, environ, start_response)

    def _find(self, key: tuple[object, ...], release: str) -> _Kept | None:
        with self._lock:
            if release != self._release_kept:
                self._kept.clear()
                self._release_kept = release
            return self._kept.get(key)

    def _ask(
        self, key: tuple[object, ...], release: str, environ: Environment, start_response: StartResponse
    ) -> Iterable[bytes]:
        given: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, exc_info: object = None) -> object:
            given[:] = [(status, headers)]
            return start_response(status, headers, exc_info)

        parts = self._app(environ, start)
        if not given or not _may_be_kept(*given[0]):
            return parts
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        headers = given[0][1]
        # A release that came while the app was answering leaves it open which one the answer is of.
        if self._release() == release:
            self._keep(key, release, _Kept(headers, body, _header(headers, "etag")))
        return [body]

    def _keep(self, key: tuple[object, ...], release: str, answer: _Kept) -> None:
        with self._lock:
            if release == self._release_kept and _size(answer) <= self._kept.maxsize:
                self._kept[key] = answer


def _key(environ: Environment) -> tuple[object, ...] | None:
    """All that the answer depends on; none for a request whose answer is never kept. Its body is read, and put back."""
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD", "POST") or any(name in environ for name in _PERSONAL):
        return None
    body = b""
    if method == "POST":
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdigit() or int(length) > _LONGEST_BODY:
            return None
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = BytesIO(body)
    asked = "GET" if method == "HEAD" else method
    chosen = tuple(environ.get(name, "") for name in _CHOOSERS)
    return (asked, environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), chosen, body)


def _may_be_kept(status: str, headers: Headers) -> bool:
    length = _header(headers, "content-length")
    return (
        status.startswith("200 ")
        and bool(_header(headers, "etag"))
        and "public" in _header(headers, "cache-control")
        and length.isdigit()
        and int(length) <= _LARGEST
    )


def _give(kept: _Kept, environ: Environment, start_response: StartResponse) -> list[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if environ["REQUEST_METHOD"] != "POST" and known and _is_among(kept.tag, known):
        headers = [(name, value) for name, value in kept.headers if name.lower() not in _NOT_IN_304]
        start_response("304 Not Modified", headers)
        return []
    start_response("200 OK", list(kept.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]


_NOT_IN_304 = {"content-length", "content-type", "content-encoding", "content-disposition"}


def _is_among(tag: str, known: str) -> bool:
    """Whether a client's If-None-Match names this tag; compared weakly, as RFC 9110 says."""
    tags = {item.strip().removeprefix("W/") for item in known.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _size(answer: _Kept) -> int:
    return len(answer.body) + _OVERHEAD
