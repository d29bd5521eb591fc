"""Any SPARQL 1.1 engine by its address (SPARQL Protocol over HTTP), behind the same interface as a snapshot.

The engine's default graph must be the union of its named graphs, since every question is asked of that union. The
protocol has no word for it; engines have a switch: `oxigraph serve --union-default-graph`, Fuseki
`tdb2:unionDefaultGraph true`. Virtuoso, GraphDB and QLever do so by themselves. Time and memory are the engine's
own affair; here the wait and the size of an answer are limited.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import threading
import time
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pyoxigraph as ox

from glocal_graph import __version__
from glocal_graph.data.store.explain import explain
from glocal_graph.data.store.interface import (
    GRAPH_TYPES,
    TABLE_TYPES,
    Answer,
    Term,
    check_graphs,
    check_media_type,
    to_rows,
    to_triples,
)
from glocal_graph.data.store.tokens import query_form
from glocal_graph.model.errors import QueryStopped, RemoteError, UsageError
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import ID, glocal

__all__ = ["RemoteStore"]

_RELEASE = "SELECT ?r {{ {{ <{0}> <{1}> ?r }} UNION {{ GRAPH ?g {{ <{0}> <{1}> ?r }} }} }} ORDER BY DESC(?r) LIMIT 1"
_COUNT = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_UNION = "SELECT (EXISTS { ?s ?p ?o } AS ?default) (EXISTS { GRAPH ?g { ?x ?y ?z } } AS ?named) {}"
_RELEASE_SECONDS = 60.0
#: How a whole answer ends; one that was cut by an error on the way must not pass for a whole one.
_ENDS: Mapping[str, bytes | tuple[bytes, ...]] = {
    "application/sparql-results+json": b"}",
    "application/sparql-results+xml": b"</sparql>",
    "application/rdf+xml": b"RDF>",
    "application/ld+json": (b"]", b"}"),
    "application/n-triples": b".",
}
_ALIASES = {"application/json": "application/sparql-results+json", "text/plain": "application/n-triples"}


class _NoRedirect(HTTPRedirectHandler):
    """An endpoint that has moved is said to have moved; a query is not sent to an address nobody gave."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


class RemoteStore:
    """A SPARQL 1.1 endpoint."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.store)
        if parts.username or not parts.hostname:
            raise UsageError("the address of an endpoint is like http://host:port/path, without a user or password")
        self._address, self._settings = settings.store, settings
        self._opener = build_opener(_NoRedirect)
        self._lock = threading.Lock()
        self._release, self._known_until = "", 0.0
        self._counted: tuple[str, dict[str, int]] = ("", {})
        self._check_union()

    @property
    def release(self) -> str:
        """The release that the graph says it is, else a name made from its counts; asked once a minute."""
        with self._lock:
            if time.monotonic() > self._known_until:
                self._release = self._find_release()
                self._known_until = time.monotonic() + _RELEASE_SECONDS
            return self._release

    def query(
        self,
        text: str,
        *,
        media_type: str | None = None,
        seconds: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """The answer to a query, in this media type whatever the engine prefers to write."""
        form = query_form(text)
        if not form:
            raise explain(text, "there is no SELECT, ASK, CONSTRUCT or DESCRIBE")
        wanted = check_media_type(form, media_type)
        limit = self._settings.query_seconds if seconds is None else seconds
        fields = [("query", text)]
        if default_graphs or named_graphs:
            check_graphs(chain(default_graphs, named_graphs), self.graphs())
            fields += [("default-graph-uri", iri) for iri in default_graphs]
            fields += [("named-graph-uri", iri) for iri in named_graphs]
        written, body = self._post(text, fields, _accept(form, wanted), limit)
        if written != wanted:
            body = self._convert(form, written, wanted, body)
        if not body.rstrip().endswith(_ENDS.get(wanted, b"")) and body.strip() not in (b"", b"[]"):
            raise RemoteError(f"{self._address} broke off in the middle of its answer; ask for less")
        return Answer(form, wanted, body)

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; an unbound variable is no key of its row."""
        try:
            return to_rows(self.query(text))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        try:
            return to_triples(self.query(text))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error

    def graphs(self) -> Mapping[str, int]:
        """The named graphs, each with the number of its triples; counted once a release."""
        release = self.release
        with self._lock:
            if self._counted[0] != release:
                self._counted = (release, self._count())
            return dict(self._counted[1])

    def info(self) -> dict[str, Any]:
        """Release, triples, counts by named graph and the address; the date is the engine's own affair."""
        graphs = self.graphs()
        return {
            "release": self.release,
            "date": "",
            "triples": sum(graphs.values()),
            "graphs": graphs,
            "address": self._address,
        }

    def close(self) -> None:
        """Nothing is held between queries."""

    def _check_union(self) -> None:
        row = self.select(_UNION)[0]
        if (
            str(getattr(row.get("named"), "value", "")) == "true"
            and getattr(row.get("default"), "value", "") == "false"
        ):
            raise RemoteError(
                f"the default graph of {self._address} is empty; make it the union of the named graphs "
                "(oxigraph serve --union-default-graph)"
            )

    def _find_release(self) -> str:
        rows = self.select(_RELEASE.format(ID + "dataset", glocal("release")))
        if rows:
            return str(getattr(rows[0]["r"], "value", ""))
        counts = json.dumps(self._count(), sort_keys=True).encode()
        return f"counts-{hashlib.sha256(counts).hexdigest()[:12]}"

    def _count(self) -> dict[str, int]:
        rows = self.select(_COUNT)
        return {str(getattr(row["g"], "value", "")): int(getattr(row["n"], "value", "0")) for row in rows if "g" in row}

    def _post(self, text: str, fields: Sequence[tuple[str, str]], accept: str, seconds: float) -> tuple[str, bytes]:
        request = Request(  # noqa: S310 - Settings.is_remote lets only http and https through
            self._address,
            data=urlencode(fields).encode("utf-8"),
            headers={"Accept": accept, "User-Agent": f"glocal-graph/{__version__}"},
        )
        deadline = time.monotonic() + seconds
        try:
            with self._opener.open(request, timeout=seconds) as response:
                media_type = response.headers.get_content_type()
                return _ALIASES.get(media_type, media_type), self._read(response, deadline)
        except HTTPError as error:
            with error:
                raise self._refusal(text, error) from error
        except TimeoutError as error:
            raise self._late(seconds) from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late(seconds) from error
            raise RemoteError(f"{self._address} cannot be reached: {_first_line(str(error.reason))}") from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            reason = _first_line(str(error)) or type(error).__name__
            raise RemoteError(f"{self._address} broke off its answer: {reason}") from error

    def _read(self, response: http.client.HTTPResponse, deadline: float) -> bytes:
        content = bytearray()
        while part := response.read1(1 << 16):
            content += part
            if len(content) > self._settings.result_bytes:
                megabytes = self._settings.result_bytes >> 20
                raise QueryStopped(
                    f"the answer is larger than {megabytes} MB; add a LIMIT, or set GLOCAL_RESULT_BYTES higher", "size"
                )
            if time.monotonic() > deadline:
                raise TimeoutError
        if response.length:
            raise http.client.IncompleteRead(bytes(content[:0]), response.length)
        return bytes(content)

    def _refusal(self, text: str, error: HTTPError) -> Exception:
        said = error.read(4096).decode("utf-8", "replace")
        if error.code == http.HTTPStatus.BAD_REQUEST:
            return explain(text, said)
        if 300 <= error.code < 400:
            return RemoteError(f"{self._address} has moved to {error.headers.get('Location', 'elsewhere')}; use that")
        hints = {401: "it wants a password", 403: "it refuses access", 404: "there is no endpoint", 405: "no endpoint"}
        reason = hints.get(error.code) or _first_line(said) or str(error.reason)
        return RemoteError(f"{self._address} answered {error.code}: {reason}")

    def _late(self, seconds: float) -> QueryStopped:
        return QueryStopped(
            f"{self._address} did not answer within {seconds:g} s; ask for less, or set GLOCAL_QUERY_SECONDS higher",
            "time",
        )

    def _convert(self, form: str, written: str, wanted: str, body: bytes) -> bytes:
        """An answer that the engine wrote in another type than it was asked for."""
        try:
            if form == "construct":
                known = ox.RdfFormat.from_media_type(written)
                if known is not None:
                    triples = (quad.triple for quad in ox.parse(body, format=known))
                    return ox.serialize(triples, format=GRAPH_TYPES[wanted]) or b""
            elif written in TABLE_TYPES and written != "text/csv":
                results: Any = ox.parse_query_results(body, format=TABLE_TYPES[written])
                return bytes(results.serialize(format=TABLE_TYPES[wanted]))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error
        raise RemoteError(f"{self._address} answered in {written} where {wanted} was asked; is it a SPARQL endpoint?")

    def _unreadable(self, error: Exception) -> RemoteError:
        return RemoteError(f"the answer of {self._address} cannot be read: {_first_line(str(error))}")


def _accept(form: str, wanted: str) -> str:
    """The Accept header: the wanted type before all, else one that can be made into it."""
    known = GRAPH_TYPES if form == "construct" else TABLE_TYPES
    return ", ".join([wanted, *(f"{name};q=0.5" for name in list(known)[:2] if name != wanted)])


def _first_line(text: str) -> str:
    return next((line.strip()[:300] for line in text.splitlines() if line.strip()), "")
