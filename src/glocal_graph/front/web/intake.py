"""What comes in: a request's body is read here, whole, and only so many bodies at a time.

The server hands a request on as soon as its head is there; a body that trickles in then holds a thread. Here at most
some of the threads wait for bodies, so that slow senders never keep readers from their pages. The server also ends a
body where the connection broke, so what is shorter than was said is refused, and what had no length is marked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeAlias

__all__ = ["UNMEASURED", "Environment", "Intake", "StartResponse", "WsgiApp"]

#: What stands in the environment of a request whose body came without its length: nobody can tell whether it is whole.
UNMEASURED = "glocal.unmeasured_body"

Environment: TypeAlias = "dict[str, Any]"
StartResponse: TypeAlias = "Callable[..., Any]"
WsgiApp: TypeAlias = "Callable[[Environment, StartResponse], Iterable[bytes]]"

_IN_MEMORY = 1 << 20
_PART = 1 << 16
_WAIT_SECONDS = 5.0
_REFUSALS = {
    400: "the length of the body is said twice, is no number, or is not that of the body that came",
    413: "the body is larger than {limit:,} bytes; send less, or set GLOCAL_BODY_BYTES higher",
    503: "too many requests are being sent at once; try again in some seconds",
}


class Intake:
    """Reads the bodies of requests before `app` sees them; refuses those that are too large or too many."""

    def __init__(self, app: WsgiApp, most_bytes: int, most_at_once: int) -> None:
        self._app, self._most_bytes = app, most_bytes
        self._places = threading.BoundedSemaphore(most_at_once)

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """The app's answer, once the body is there."""
        length = environ.get("CONTENT_LENGTH") or ""
        is_chunked = "HTTP_TRANSFER_ENCODING" in environ
        if not length and not is_chunked:
            return self._app(environ, start_response)
        if length and (is_chunked or not (length.isascii() and length.isdigit())):
            return self._refuse(400, start_response)
        if length and int(length) > self._most_bytes:
            return self._refuse(413, start_response)
        if not self._places.acquire(timeout=_WAIT_SECONDS):
            return self._refuse(503, start_response)
        try:
            body = self._read(environ["wsgi.input"])
        finally:
            self._places.release()
        if body is None:
            return self._refuse(413, start_response)
        with body:
            if length and body.tell() != int(length):
                return self._refuse(400, start_response)
            environ[UNMEASURED] = is_chunked
            environ["CONTENT_LENGTH"] = str(body.tell())
            environ.pop("HTTP_TRANSFER_ENCODING", None)
            body.seek(0)
            environ["wsgi.input"] = body
            return self._app(environ, start_response)

    def _read(self, stream: IO[bytes]) -> SpooledTemporaryFile[bytes] | None:
        """The whole body; none if it is too large."""
        body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
        while part := stream.read(_PART):
            if body.tell() + len(part) > self._most_bytes:
                body.close()
                return None
            body.write(part)
        return body

    def _refuse(self, status: int, start_response: StartResponse) -> list[bytes]:
        reason = _REFUSALS[status].format(limit=self._most_bytes)
        title = HTTPStatus(status).phrase
        text = f'{{"type": "about:blank", "title": "{title}", "status": {status}, "detail": "{reason}"}}\n'.encode()
        headers = [
            ("Content-Type", "application/problem+json"),
            ("Content-Length", str(len(text))),
            ("Access-Control-Allow-Origin", "*"),
            ("X-Content-Type-Options", "nosniff"),
            # What has not been read of the body must not be taken for the next request.
            ("Connection", "close"),
        ]
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append(("Retry-After", "5"))
        start_response(f"{status} {title}", headers)
        return [text]
