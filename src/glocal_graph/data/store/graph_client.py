"""Writes named graphs to a SPARQL engine: by its Graph Store Protocol, else by SPARQL Update.

A graph goes over in parts of bounded size, the first replacing what was there, the others added to it.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from glocal_graph import __version__
from glocal_graph.data.store.authentication import Credentials
from glocal_graph.data.store.dialects import Dialect, find_dialect
from glocal_graph.model.errors import RemoteError

__all__ = ["ByGraphStore", "ByUpdate", "GraphClient"]

#: A part of a graph, in bytes of N-Triples; an engine holds one in memory, or in one transaction.
_PART = 4 << 20
#: Triples in one INSERT DATA; Virtuoso compiles the text of an update, and refuses a long one.
_INSERTED = 1000


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A write is not sent to an address nobody gave."""


class GraphClient:
    """One engine that is written to; counts nothing, and asks nothing."""

    def __init__(self, credentials: Credentials, seconds: float) -> None:
        self._credentials, self._seconds = credentials, seconds
        self._opener = build_opener(_NoRedirect)

    def recognise(self, address: str) -> Dialect | None:
        """The kind of engine behind an endpoint, by what it says of itself."""
        try:
            with self._open("GET", f"{address}?{urlencode({'query': 'ASK {}'})}") as response:
                return find_dialect(dict(response.headers.items()))
        except HTTPError as error:
            with error:
                return find_dialect(dict(error.headers.items()))

    def send(self, method: str, address: str, body: bytes = b"", media_type: str = "") -> None:
        """One request that changes something; RemoteError with the engine's reason where it does not."""
        headers = {"Content-Type": media_type} if media_type else {}
        for again in (True, False):
            try:
                self._open(method, address, body, headers).close()
                return
            except HTTPError as error:
                with error:
                    if error.code == 401 and again and self._take_up(error):
                        continue
                    if error.code == 404 and method == "DELETE":
                        return  # there was no such graph
                    raise self._refusal(address, error) from error

    def greet(self, method: str, address: str) -> None:
        """Ask once with no body, so that an engine that wants a password can say so."""
        try:
            self._open(method, address).close()
        except HTTPError as error:
            with error:
                if error.code == 401 and not self._take_up(error):
                    raise self._refusal(address, error) from error

    def _take_up(self, error: HTTPError) -> bool:
        return self._credentials.take_up(error.headers.get("WWW-Authenticate") or "")

    def _open(
        self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        signed = {"User-Agent": f"glocal-graph/{__version__}", **(headers or {})}
        signed |= self._credentials.sign(method, path)
        data = body if body or method in ("PUT", "POST") else None
        request = Request(address, data=data, headers=signed, method=method)  # noqa: S310 - http and https only
        try:
            response: http.client.HTTPResponse = self._opener.open(request, timeout=self._seconds)
            return response
        except HTTPError:
            raise
        except (URLError, OSError, http.client.HTTPException, ValueError) as error:
            reason = str(getattr(error, "reason", "") or error) or type(error).__name__
            raise RemoteError(f"{_bare(address)} broke off or cannot be reached: {reason.splitlines()[0]}") from error

    def _refusal(self, address: str, error: HTTPError) -> RemoteError:
        said = ""
        with suppress(OSError, http.client.HTTPException):
            said = error.read(4096).decode("utf-8", "replace")
        reason = next((line.strip()[:300] for line in said.splitlines() if line.strip()), str(error.reason))
        hints = {
            401: "it wants another password or token; give --user and GLOCAL_PUBLISH_PASSWORD, or GLOCAL_PUBLISH_TOKEN",
            403: "this user or token may not write",
            404: "nothing takes graphs there; name the right address by --graph-store or --update",
            405: "it takes no writes there; name the right address by --graph-store or --update",
        }
        return RemoteError(f"{_bare(address)} answered {error.code}: {hints.get(error.code) or reason}")


class ByGraphStore:
    """Graphs by the Graph Store HTTP Protocol: PUT replaces, POST adds, DELETE removes."""

    def __init__(self, client: GraphClient, address: str) -> None:
        self._client, self.address = client, address

    def greet(self, graph: str) -> None:
        """Find out what the engine wants before anything is changed."""
        self._client.greet("GET", self._of(graph))

    def replace(self, graph: str, lines: Iterable[bytes]) -> Iterator[int]:
        """Put these N-Triples in the graph's place; yields how many each part had."""
        method = "PUT"
        for part, count in _join(lines, _PART, None):
            # N-Triples are Turtle, and not every engine takes them by their own name.
            self._client.send(method, self._of(graph), part, "text/turtle; charset=utf-8")
            method = "POST"
            yield count

    def drop(self, graph: str) -> None:
        """Remove the graph."""
        self._client.send("DELETE", self._of(graph))

    def _of(self, graph: str) -> str:
        return f"{self.address}?{urlencode({'graph': graph})}"


class ByUpdate:
    """Graphs by SPARQL 1.1 Update: DROP, then INSERT DATA in short parts."""

    def __init__(self, client: GraphClient, address: str) -> None:
        self._client, self.address = client, address

    def greet(self, graph: str) -> None:
        """Find out what the engine wants before anything is changed."""
        self._client.greet("POST", self.address)

    def replace(self, graph: str, lines: Iterable[bytes]) -> Iterator[int]:
        """Put these N-Triples in the graph's place; yields how many each part had."""
        self.drop(graph)
        for part, count in _join(lines, _PART, _INSERTED):
            self._update(b"INSERT DATA { GRAPH <" + graph.encode() + b"> {\n" + part + b"} }")
            yield count

    def drop(self, graph: str) -> None:
        """Remove the graph."""
        self._update(b"DROP SILENT GRAPH <" + graph.encode() + b">")

    def _update(self, text: bytes) -> None:
        self._client.send("POST", self.address, text, "application/sparql-update")


def _join(lines: Iterable[bytes], most: int, lines_most: int | None) -> Iterator[tuple[bytes, int]]:
    part, count = bytearray(), 0
    for line in lines:
        if part and (len(part) + len(line) > most or count == lines_most):
            yield bytes(part), count
            part, count = bytearray(), 0
        part += line
        count += 1
    if part:
        yield bytes(part), count


def _bare(address: str) -> str:
    return address.partition("?")[0]
