"""Any SPARQL 1.1 engine by its address (SPARQL Protocol over HTTP), behind the same interface as a snapshot.

The engine's default graph must be the union of its named graphs, since every question is asked of that union. The
protocol has no word for it; engines have a switch: `oxigraph serve --union-default-graph`, Fuseki
`tdb2:unionDefaultGraph true`. Virtuoso, GraphDB and QLever do so by themselves. Time and memory are the engine's
own affair; here the wait and the size of an answer are limited. Each answer is read and written anew, so that one
that breaks off is none, even where the engine says that all went well: some write the text of an error into it.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import threading
import time
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pyoxigraph as ox

from glocal_graph.data.store.dialects import is_engines_own
from glocal_graph.data.store.endpoint import Endpoint, Late, Refused, Unreachable
from glocal_graph.data.store.explain import explain
from glocal_graph.data.store.interface import (
    GRAPH_TYPES,
    TABLE_TYPES,
    WITH_PREFIXES,
    Answer,
    Term,
    check_graphs,
    check_media_type,
    to_rows,
    to_triples,
)
from glocal_graph.data.store.spool import Sink, Source, Spool, TooLarge
from glocal_graph.data.store.tokens import query_form
from glocal_graph.model.errors import QueryStopped, RemoteError, UsageError
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import ID, PREFIXES, glocal

__all__ = ["RemoteStore"]

_Fields: TypeAlias = Sequence[tuple[str, str]]

_RELEASE = "SELECT ?r {{ {{ <{0}> <{1}> ?r }} UNION {{ GRAPH ?g {{ <{0}> <{1}> ?r }} }} }} ORDER BY DESC(?r) LIMIT 1"
_COUNT = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_UNION = "SELECT (EXISTS { ?s ?p ?o } AS ?default) (EXISTS { GRAPH ?g { ?x ?y ?z } } AS ?named) {}"
_RELEASE_SECONDS = 60.0
#: What can be seen to be whole by reading it, lines of N-Triples with the help of HTTP: only these are asked for.
_ROWS = ("application/sparql-results+json", "application/sparql-results+xml")
_TRIPLES = ("application/n-triples", "application/rdf+xml")
_LINES = ("application/n-triples", "application/n-quads", "text/turtle", "text/csv", "text/tab-separated-values")
_ALIASES = {"application/json": "application/sparql-results+json", "text/plain": "application/n-triples"}


class RemoteStore:
    """A SPARQL 1.1 endpoint."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.store)
        if parts.username or not parts.hostname:
            raise UsageError("the address of an endpoint is like http://host:port/path, without a user or password")
        self._address, self._settings = settings.store, settings
        self._endpoint = Endpoint(settings.store)
        self._places = threading.BoundedSemaphore(max(1, settings.query_workers) + max(0, settings.query_queue))
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
        settings = self._settings
        fields = [("query", text)]
        if default_graphs or named_graphs:
            check_graphs(chain(default_graphs, named_graphs), self.graphs())
            fields += [("default-graph-uri", iri) for iri in default_graphs]
            fields += [("named-graph-uri", iri) for iri in named_graphs]
        limit = settings.query_seconds if seconds is None else seconds
        limit = min(limit, max(settings.query_seconds, settings.query_seconds_most))
        if not self._places.acquire(blocking=False):
            raise QueryStopped("too many queries are waiting; try again in some seconds", "queue")
        try:
            return self._ask(text, fields, media_type, limit)
        finally:
            self._places.release()

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; an unbound variable is no key of its row."""
        try:
            return to_rows(self._ask(text, [("query", text)], None, self._settings.query_seconds))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        try:
            return to_triples(self._ask(text, [("query", text)], None, self._settings.query_seconds))
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

    def catch_up(self) -> None:
        """Ask the engine for its release again at the next query."""
        with self._lock:
            self._known_until = 0.0

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._endpoint.close()

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
        counts = {str(getattr(row.get("g"), "value", "")): int(getattr(row["n"], "value", "0")) for row in rows}
        return {name: count for name, count in counts.items() if name and not is_engines_own(name)}

    def _ask(self, text: str, fields: _Fields, media_type: str | None, seconds: float) -> Answer:
        form = query_form(text)
        if not form:
            raise explain(text, "there is no SELECT, ASK, CONSTRUCT or DESCRIBE")
        wanted = check_media_type(form, media_type)
        spool = Spool(self._settings.result_bytes)
        try:
            written, is_marked = self._post(text, fields, _accept(form), seconds, spool)
            answer = spool.end(form, _ALIASES.get(written, written))
        except BaseException:
            spool.close()
            raise
        if not is_marked and answer.media_type in _LINES:
            raise RemoteError(f"{self._address} does not say where its answer ends, so it may have been cut")
        return self._rewrite(answer, wanted)

    def _post(self, text: str, fields: _Fields, accept: str, seconds: float, spool: Spool) -> tuple[str, bool]:
        try:
            return self._endpoint.post(fields, accept, seconds, spool.add)
        except Refused as refused:
            raise self._refusal(text, refused) from refused
        except Late as error:
            raise self._late(seconds) from error
        except Unreachable as error:
            raise RemoteError(f"{self._address} cannot be reached: {_first_line(str(error))}") from error
        except TooLarge as error:
            raise self._too_large() from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            reason = _first_line(str(error)) or type(error).__name__
            raise RemoteError(f"{self._address} broke off its answer: {reason}") from error

    def _refusal(self, text: str, refused: Refused) -> Exception:
        if refused.status == http.HTTPStatus.BAD_REQUEST:
            return explain(text, refused.said)
        if 300 <= refused.status < 400:
            return RemoteError(f"{self._address} has moved to {refused.headers.get('Location', 'elsewhere')}; use that")
        hints = {401: "it wants a password", 403: "it refuses access", 404: "there is no endpoint", 405: "no endpoint"}
        reason = hints.get(refused.status) or _first_line(refused.said) or refused.reason
        return RemoteError(f"{self._address} answered {refused.status}: {reason}")

    def _too_large(self) -> QueryStopped:
        megabytes = self._settings.result_bytes >> 20
        return QueryStopped(
            f"the answer is larger than {megabytes} MB; add a LIMIT, or set GLOCAL_RESULT_BYTES higher", "size"
        )

    def _late(self, seconds: float) -> QueryStopped:
        return QueryStopped(
            f"{self._address} did not answer within {seconds:g} s; ask for less, or set GLOCAL_QUERY_SECONDS higher",
            "time",
        )

    def _rewrite(self, answer: Answer, wanted: str) -> Answer:
        """The answer in the type that is wanted: read part by part, and written anew as every store writes it."""
        spool = Spool(self._settings.result_bytes)
        try:
            if not _write(answer, wanted, spool):
                written = f"{answer.media_type} where {wanted} was asked"
                raise RemoteError(f"{self._address} answered in {written}; is it a SPARQL endpoint?")
            return spool.end(answer.form, wanted)
        except TooLarge as error:
            raise self._too_large() from error
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error
        finally:
            answer.close()

    def _unreadable(self, error: Exception) -> RemoteError:
        return RemoteError(f"the answer of {self._address} cannot be read: {_first_line(str(error))}")


def _accept(form: str) -> str:
    first, second = _TRIPLES if form == "construct" else _ROWS
    return f"{first}, {second};q=0.5"


def _write(answer: Answer, wanted: str, spool: Spool) -> bool:
    """Read an answer and write it in the type that is wanted; whether it could be read."""
    sink: Any = Sink(spool)
    source: Any = Source(answer)
    if answer.form == "construct":
        known = ox.RdfFormat.from_media_type(answer.media_type)
        if known is not None:
            triples = (quad.triple for quad in ox.parse(source, format=known))
            prefixes = dict(PREFIXES) if wanted in WITH_PREFIXES else None
            ox.serialize(triples, sink, GRAPH_TYPES[wanted], prefixes=prefixes)
        return known is not None
    if answer.media_type not in TABLE_TYPES or answer.media_type == "text/csv":
        return False
    results: Any = ox.parse_query_results(source, format=TABLE_TYPES[answer.media_type])
    if isinstance(results, ox.QueryBoolean) and answer.media_type == _ROWS[0]:
        json.loads(answer.body)  # the engine's reader stops at the verdict, and does not see what follows
    results.serialize(sink, TABLE_TYPES[wanted])
    return True


def _first_line(text: str) -> str:
    return next((line.strip()[:300] for line in text.splitlines() if line.strip()), "")
