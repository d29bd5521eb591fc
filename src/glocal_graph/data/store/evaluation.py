"""The inside of a query worker: holds one snapshot, answers one query at a time, stops itself past its memory.

Everything that a hostile query can hurt happens here, in a process that may be killed: parsing, evaluating,
writing the answer. Where the system allows it, a worker that holds its graph in memory gives up the right to open
anything: no further file, no connection (a second door behind the guard's refusal of SERVICE).
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import psutil
import pyoxigraph as ox

from glocal_graph.data.store.explain import explain
from glocal_graph.data.store.interface import GRAPH_TYPES, TABLE_TYPES, Answer, check_media_type
from glocal_graph.data.store.tokens import has_dataset_clause
from glocal_graph.model.errors import FormatUnknown, QuerySyntaxError
from glocal_graph.model.vocabulary import BASE, PREFIXES

__all__ = ["MEMORY_EXIT", "Failure", "Load", "answer", "load_dump", "start"]

#: Exit code of a worker that stopped itself because of its memory.
MEMORY_EXIT = 77
_LOOK_SECONDS = 0.02
_SPARE_MEMORY = 64 * 1024 * 1024
_SPARE_ADDRESSES = 256 * 1024 * 1024
#: The engine calls itself for each level of a query. On the stack that Windows gives (1 MB) it would end at some
#: hundred levels; this holds whatever fits into the longest text. Only what is used of it takes memory.
_STACK = 128 * 1024 * 1024
_WITH_PREFIXES = {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N3, ox.RdfFormat.RDF_XML}


@dataclass(frozen=True)
class Load:
    """What a worker opens: the sorted N-Quads into memory, or the store on disk; its limits in bytes.

    `words` is the file in which the engine's last words are found when it breaks down.
    """

    path: Path
    in_memory: bool
    triples: int
    memory: int
    result: int
    words: Path = Path(os.devnull)


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


class _TooLarge(Exception):
    """The answer is larger than the limit."""


class _Sink:
    """Takes what the engine writes, up to a limit."""

    def __init__(self, limit: int) -> None:
        self.content, self._limit = bytearray(), limit

    def write(self, data: bytes) -> int:
        """Take these bytes."""
        if len(self.content) + len(data) > self._limit:
            raise _TooLarge
        self.content += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


class _Watch:
    """A thread that ends the process when its memory goes past the limit while a query runs.

    It never does so between queries: the worker then writes to the pipe that all workers share.
    """

    def __init__(self, limit: int) -> None:
        self._limit, self._busy, self._lock = limit, threading.Event(), threading.Lock()
        self.resident, self._parent = _memory_reader(), multiprocessing.parent_process()
        threading.Thread(target=self._look, daemon=True, name="memory watch").start()

    def __enter__(self) -> None:
        self._busy.set()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._busy.clear()

    def _look(self) -> None:
        while True:
            self._busy.wait()
            with self._lock:
                if self._busy.is_set() and self.resident() > self._limit:
                    os._exit(MEMORY_EXIT)
            # Nobody is left to stop an endless query when the program that asked was killed.
            if self._parent is not None and not self._parent.is_alive():
                os._exit(0)
            time.sleep(_LOOK_SECONDS)


@dataclass(frozen=True)
class _Worker:
    store: ox.Store
    watch: _Watch
    result_limit: int
    thread: ThreadPoolExecutor
    at_rest: int
    give_back: Callable[[], object]


_worker: _Worker | Failure = Failure("store", "the worker was never started")


def start(load: Load) -> None:
    """Open the snapshot and take on the limits; a failure is kept, and told to whoever asks."""
    global _worker
    _end_at_once_when_told()
    _send_words_to(load.words)
    try:
        store, watch, thread, give_back = _open(load), _Watch(load.memory), _start_thread(), _memory_returner()
        give_back()
        used = watch.resident()
        if used > load.memory * 0.9:
            raise MemoryError(f"the graph takes {used >> 20} MB of the {load.memory >> 20} MB that a worker may use")
        _limit_system(load, used)
        _worker = _Worker(store, watch, load.result, thread, used, give_back)
    except MemoryError as error:
        reason = str(error) or "there is no memory to load the graph"
        _worker = Failure("store", f"{reason}; set GLOCAL_QUERY_MEMORY higher")
    except Exception as error:
        _worker = Failure("store", f"the snapshot {load.path.parent} cannot be opened: {_line(error)}")


def answer(request: Request) -> Answer | Failure:
    """The answer to one query, or why there is none."""
    if isinstance(_worker, Failure):
        return _worker
    with _worker.watch:
        found = _worker.thread.submit(_try_answer, _worker.store, request, _worker.result_limit).result()
    if _worker.watch.resident() > _worker.at_rest + _SPARE_MEMORY:
        _worker.give_back()
    return found


def _query(store: ox.Store, request: Request) -> Any:
    if request.graphs is not None:
        default: list[Any] = [ox.NamedNode(iri) for iri in request.graphs[0]]
        named: list[Any] = [ox.NamedNode(iri) for iri in request.graphs[1]]
        return store.query(request.text, base_iri=BASE, default_graph=default, named_graphs=named)
    # FROM and FROM NAMED choose the graphs themselves; only a query without them sees the union of all.
    union = not has_dataset_clause(request.text)
    return store.query(request.text, base_iri=BASE, use_default_graph_as_union=union)


def _try_answer(store: ox.Store, request: Request, limit: int) -> Answer | Failure:
    text = request.text
    try:
        return _write(_query(store, request), request.media_type, _Sink(limit))
    except (SyntaxError, UnicodeError) as error:
        found = explain(text, str(error))
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


def _write(results: Any, media_type: str | None, sink: _Sink) -> Answer:
    if isinstance(results, ox.QueryTriples):
        chosen = check_media_type("construct", media_type)
        written = GRAPH_TYPES[chosen]
        if written in _WITH_PREFIXES:
            ox.serialize(results, sink, written, prefixes=dict(PREFIXES))  # type: ignore[arg-type]
        else:
            results.serialize(sink, written)  # type: ignore[arg-type]
        return Answer("construct", chosen, bytes(sink.content))
    form = "ask" if isinstance(results, ox.QueryBoolean) else "select"
    chosen = check_media_type(form, media_type)
    results.serialize(sink, TABLE_TYPES[chosen])
    return Answer(form, chosen, bytes(sink.content))


def _open(load: Load) -> ox.Store:
    store = load_dump(load.path) if load.in_memory else ox.Store.read_only(str(load.path))
    found = len(store)
    if found != load.triples:
        raise ValueError(f"it holds {found} triples, its manifest says {load.triples}")
    return store


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


def _start_thread() -> ThreadPoolExecutor:
    before = threading.stack_size(_STACK)
    try:
        thread = ThreadPoolExecutor(1, "query")
        thread.submit(int).result()
        return thread
    finally:
        threading.stack_size(before)


def _end_at_once_when_told() -> None:
    """Die of SIGTERM at once: Python's own handlers wait until the engine comes back, which may be never."""
    if os.name != "nt":
        import signal

        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _send_words_to(path: Path) -> None:
    with suppress(OSError):  # the folder is gone when a pool ends that has just begun a worker
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, 2)
        os.close(file)


def _limit_system(load: Load, used: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    def lower(name: int, value: int) -> None:
        # A system may know a limit and not keep it (macOS and addresses); the watch is there for all.
        try:
            hard = resource.getrlimit(name)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(name, (value, hard))
        except (ValueError, OSError):
            return

    lower(resource.RLIMIT_CORE, 0)
    # One huge allocation is refused here before the watch could see it. Addresses that are only reserved do not count.
    lower(resource.RLIMIT_AS, psutil.Process().memory_info().vms + load.memory - used + _SPARE_ADDRESSES)
    if load.in_memory:
        # Nothing more may be opened. Not 0, since poll() is not allowed on more descriptors than this limit.
        lower(resource.RLIMIT_NOFILE, 1)


def _memory_reader() -> Callable[[], int]:
    try:
        # Kept open, because a worker may open nothing later on.
        statm = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        process = psutil.Process()
        return lambda: int(process.memory_info().rss)
    page = os.sysconf("SC_PAGE_SIZE")
    return lambda: int(os.pread(statm, 128, 0).split()[1]) * page


def _memory_returner() -> Callable[[], object]:
    """Memory that glibc keeps after a large query, and that the next one would be blamed for."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return lambda: None
    return lambda: trim(0)


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
