"""A small WSGI app that counts its calls, and a client that asks one directly, as a server would."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any


class CountingApp:
    """Answers with its number of calls and the body that was sent, under headers that may be changed."""

    def __init__(self, status: str = "200 OK", **headers: str) -> None:
        self.calls, self.status = 0, status
        self.headers = {"ETag": '"a"', "Cache-Control": "public, no-cache"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.calls += 1
        body = f"{self.calls}:".encode() + environ["wsgi.input"].read()
        headers = [*self.headers.items(), ("Content-Length", str(len(body)))]
        start_response(self.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def ask(app: Any, method: str = "GET", query: str = "", body: bytes | None = None, **headers: str):
    """(status, headers, body) of one request to a WSGI app."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/sparql",
        "QUERY_STRING": query,
        "wsgi.input": BytesIO(body or b""),
        **headers,
    }
    if body is not None:
        environ.setdefault("CONTENT_LENGTH", str(len(body)))
    given: list[tuple[str, dict[str, str]]] = []
    parts: Iterable[bytes] = app(environ, lambda status, headers, _=None: given.append((status, dict(headers))))
    try:
        content = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    return given[-1][0], given[-1][1], content
