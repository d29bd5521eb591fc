"""What goes out: an answer is whole, and its length known, before its first byte is sent.

A server that breaks off an answer without a length ends it as if it were whole. So what has none is gathered first,
in memory while it is small; what fails meanwhile becomes a clear 500. What has a length and fails breaks the
connection, and the client can tell.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

from glocal_graph.front.web.intake import Environment, StartResponse, WsgiApp

__all__ = ["Outflow"]

_log = logging.getLogger(__name__)
_IN_MEMORY = 1 << 20
_PART = 1 << 16
_BODILESS = ("1", "204", "304")
_FAULT = b'{"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "the answer broke off"}\n'


class Outflow:
    """Gives the answers of `app` a length where they have none."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """The app's answer, with its length."""
        given: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
            given[:] = [(status, headers)]

        parts = self._app(environ, start)
        if not given:
            raise RuntimeError("the app gave no status")
        status, headers = given[0]
        if isinstance(parts, list) or _has_length(headers) or _is_bodiless(environ, status):
            start_response(status, headers)
            return parts
        return _send_whole(parts, status, headers, start_response)


def _send_whole(
    parts: Iterable[bytes], status: str, headers: list[tuple[str, str]], start_response: StartResponse
) -> Iterable[bytes]:
    try:
        body = _gather(parts)
    except Exception:
        _log.exception("an answer broke off")
        start_response(
            "500 Internal Server Error",
            [("Content-Type", "application/problem+json"), ("Content-Length", str(len(_FAULT)))],
        )
        return [_FAULT]
    start_response(status, [*headers, ("Content-Length", str(body.tell()))])
    body.seek(0)
    return _Sending(body)


def _gather(parts: Iterable[bytes]) -> SpooledTemporaryFile[bytes]:
    body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    try:
        for part in parts:
            body.write(part)
    except BaseException:
        body.close()
        raise
    finally:
        if close := getattr(parts, "close", None):
            close()
    return body


class _Sending:
    """The parts of a gathered body; closed when all are sent, or the client is gone."""

    def __init__(self, body: SpooledTemporaryFile[bytes]) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        while part := self._body.read(_PART):
            yield part

    def close(self) -> None:
        """Give back the memory or the file."""
        self._body.close()


def _has_length(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "content-length" for name, _ in headers)


def _is_bodiless(environ: Environment, status: str) -> bool:
    return environ["REQUEST_METHOD"] == "HEAD" or status.startswith(_BODILESS)
