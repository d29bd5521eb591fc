"""The inside of a query worker: holds one snapshot, answers one query at a time, stops itself past its memory.

Everything that a hostile query can hurt happens here, in a process that may be killed: parsing, evaluating,
writing the answer. Where the system allows it, a worker that holds its graph in memory gives up the right to open
anything: no further file, no connection (a second door behind the guard's refusal of SERVICE), unless the settings
name endpoints that queries may call.

A request comes in through the worker's own pipe. Its answer goes out in messages, each with a letter before it:
`P` a part of the answer; `A` its end, with its form and media type; `F` why there is none. Before all of them `R`:
the worker is ready.
"""

from __future__ import annotations

import json
import os
import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from glocal_graph.data.store.columns import order_columns
from glocal_graph.data.store.explain import explain
from glocal_graph.data.store.interface import GRAPH_TYPES, TABLE_TYPES, WITH_PREFIXES, check_media_type
from glocal_graph.data.store.limits import Watch, die_when_told, limit_system, memory_returner, send_words_to
from glocal_graph.data.store.tokens import has_dataset_clause
from glocal_graph.model.errors import FormatUnknown, QuerySyntaxError
from glocal_graph.model.vocabulary import BASE, PREFIXES

__all__ = ["Failure", "Graph", "Load", "Request", "load_dump", "open_graph", "serve", "work"]

_SPARE_MEMORY = 64 * 1024 * 1024
#: Answers go out in parts of about this size, so that no worker holds more of one.
_PART = 256 * 1024
#: The engine calls itself for each level of a query. On the stack that Windows gives (1 MB) it would end at some
#: hundred levels; this holds whatever fits into the longest text. Only what is used of it takes memory.
_STACK = 128 * 1024 * 1024


@dataclass(frozen=True)
class Load:
    """What a worker opens: the sorted N-Quads into memory, or the store on disk; its limits in bytes.

    With `may_call` it may open connections: the guard lets SERVICE pass to the endpoints of the settings.
    """

    path: Path
    in_memory: bool
    triples: int
    memory: int
    result: int
    may_call: bool = False


@dataclass(frozen=True)
class Request:
    """One query, the media type of its answer, and the graphs of its dataset; None is the union, or the query's own."""

    text: str
    media_type: str | None
    graphs: tuple[Sequence[str], Sequence[str]] | None = None


@dataclass(frozen=True)
class Failure:
    """Why there is no answer: `kind` is syntax, format, size, memory, store or engine."""

    kind: str
    message: str
    line: int | None = None
    column: int | None = None


Graph = ox.Store | Failure


class _TooLarge(Exception):
    """The answer is larger than the limit."""


class _Sink:
    """Sends on what the engine writes, up to a limit."""

    def __init__(self, send: Callable[[bytes], None], limit: int) -> None:
        self._send, self._room = send, limit
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take these bytes."""
        self._room -= len(data)
        if self._room < 0:
            raise _TooLarge
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size >= _PART:
            self._send(b"P" + b"".join(self._held))
            self._held, self._size = [], 0
        return len(data)

    def flush(self) -> None:
        """What is held back goes out at the end, or when it has become large."""

    def end(self, form: str, media_type: str) -> None:
        """Send the rest, and that it is all."""
        self._send(b"".join((b"A", form.encode(), b"\n", media_type.encode(), b"\n", *self._held)))


def serve(load: Load, connection: Connection, words: Path) -> None:
    """A whole worker: open the snapshot, then answer what comes through the connection until it is closed."""
    send_words_to(words)
    work(open_graph(load), load, connection, words)


def open_graph(load: Load) -> Graph:
    """The snapshot, or why it cannot be opened, to be told to whoever asks."""
    try:
        store = load_dump(load.path) if load.in_memory else ox.Store.read_only(str(load.path))
        if (found := len(store)) != load.triples:
            raise ValueError(f"it holds {found} triples, its manifest says {load.triples}")
        return store
    except MemoryError as error:
        return _no_room(error)
    except Exception as error:
        return Failure("store", f"the snapshot {load.path.parent} cannot be opened: {_line(error)}")


def work(graph: Graph, load: Load, connection: Connection, words: Path) -> None:
    """Take on the limits, then answer what comes through the connection until it is closed, and end the process."""
    die_when_told()
    send_words_to(words)
    threading.stack_size(_STACK)
    worker = threading.Thread(target=_Worker(graph, load, connection).work, name="query")
    worker.start()
    worker.join()
    os._exit(0)


class _Worker:
    def __init__(self, graph: Graph, load: Load, connection: Connection) -> None:
        self._graph, self._load, self._send, self._receive = graph, load, connection.send_bytes, connection.recv_bytes

    def work(self) -> None:
        try:
            self._prepare()
            self._send(b"R")
            while True:
                self._answer(pickle.loads(self._receive()))  # noqa: S301 - from the program that began this process
        except (EOFError, OSError):
            return  # nobody listens any more

    def _prepare(self) -> None:
        give_back = memory_returner()
        give_back()
        threading.stack_size(0)
        watch = self._watch = Watch(self._load.memory)
        self._at_rest, self._give_back = watch.resident(), give_back
        if not isinstance(self._graph, Failure):
            self._limit()

    def _limit(self) -> None:
        limit, used = self._load.memory, self._at_rest
        try:
            if used > limit * 0.9:
                raise MemoryError(f"the graph takes {used >> 20} MB of the {limit >> 20} MB that a worker may use")
            limit_system(limit - used, may_open=self._load.may_call or not self._load.in_memory)
        except MemoryError as error:
            self._graph = _no_room(error)

    def _answer(self, request: Request) -> None:
        with self._watch:
            failure = self._graph if isinstance(self._graph, Failure) else self._try(self._graph, request)
        if failure is not None:
            self._send(b"F" + json.dumps(asdict(failure)).encode())
        if self._watch.resident() > self._at_rest + _SPARE_MEMORY:
            self._give_back()

    def _try(self, store: ox.Store, request: Request) -> Failure | None:
        sink = _Sink(self._send, self._load.result)
        try:
            form, media_type = _write(_query(store, request), request.media_type, sink)
        except (SyntaxError, UnicodeError) as error:
            found = explain(request.text, str(error))
            return Failure("syntax", found.reason, found.line, found.column)
        except QuerySyntaxError as error:
            return Failure("syntax", error.reason, error.line, error.column)
        except FormatUnknown as error:
            return Failure("format", str(error))
        except _TooLarge:
            return Failure("size", "")
        except MemoryError:
            return Failure("memory", "")
        except Exception as error:
            return Failure("engine", _line(error))
        sink.end(form, media_type)
        return None


def _query(store: ox.Store, request: Request) -> Any:
    text = order_columns(request.text, BASE)
    if request.graphs is not None:
        default: list[Any] = [ox.NamedNode(iri) for iri in request.graphs[0]]
        named: list[Any] = [ox.NamedNode(iri) for iri in request.graphs[1]]
        return store.query(text, base_iri=BASE, default_graph=default, named_graphs=named)
    # FROM and FROM NAMED choose the graphs themselves; only a query without them sees the union of all.
    return store.query(text, base_iri=BASE, use_default_graph_as_union=not has_dataset_clause(request.text))


def _write(results: Any, media_type: str | None, sink: _Sink) -> tuple[str, str]:
    if isinstance(results, ox.QueryTriples):
        chosen = check_media_type("construct", media_type)
        written = GRAPH_TYPES[chosen]
        if chosen in WITH_PREFIXES:
            ox.serialize(results, sink, written, prefixes=dict(PREFIXES))  # type: ignore[arg-type]
        else:
            results.serialize(sink, written)  # type: ignore[arg-type]
        return "construct", chosen
    form = "ask" if isinstance(results, ox.QueryBoolean) else "select"
    chosen = check_media_type(form, media_type)
    results.serialize(sink, TABLE_TYPES[chosen])
    return form, chosen


def load_dump(dump: Path) -> ox.Store:
    """The quads in memory. Blank nodes keep their labels, so that all workers give the same bytes.

    `Store.load` is quick, and gives blank nodes fresh labels; `parse` keeps them, and is slow. So the lines that may
    hold one (few: only the ontology has any) go one way, and all others the other.
    """
    store, plain, blank = ox.Store(), BytesIO(), BytesIO()
    with dump.open("rb") as file:
        for line in file:
            (blank if b"_:" in line else plain).write(line)
    plain.seek(0)
    store.load(plain, ox.RdfFormat.N_QUADS)
    store.extend(quad for quad in ox.parse(blank.getvalue(), ox.RdfFormat.N_QUADS) if isinstance(quad, ox.Quad))
    return store


def _no_room(error: MemoryError) -> Failure:
    reason = str(error) or "there is no memory to load the graph"
    return Failure("store", f"{reason}; set GLOCAL_QUERY_MEMORY and GLOCAL_SERVICE_MEMORY higher")


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
