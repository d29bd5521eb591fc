"""A folder of snapshots, asked through worker processes: a query past a limit is killed with its worker, alone.

What a worker opens was chosen by measuring: `python tools/measure_worker_open.py`, two cores, the project's own graph
(102,635 triples), the gallery's 20 questions with their defaults.

| way                                   | open, s | memory, MB | bytes a triple | all questions, ms | the worst |
|---------------------------------------|---------|------------|----------------|-------------------|-----------|
| read-only store on disk               | 0.01    | 5          | 46             | 217               | 86        |
| N-Quads into memory, as a worker does | 0.31    | 36         | 350            | 57                | 17        |
| store on disk copied into memory      | 0.75    | 48         | 468            | 75                | 20        |

So a worker loads the N-Quads. A graph that would fill more than half of its memory is read from disk instead.
"""

from __future__ import annotations

import logging
import re
import shutil
import threading
import weakref
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyoxigraph as ox
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from glocal_graph.data.store import evaluation
from glocal_graph.data.store.evaluation import Failure, Load
from glocal_graph.data.store.interface import Answer, Term, to_rows, to_triples
from glocal_graph.data.store.processes import BareContext
from glocal_graph.data.store.snapshot import DUMP, Snapshot, current, verify
from glocal_graph.model.errors import (
    FormatUnknown,
    GlocalError,
    QueryStopped,
    QuerySyntaxError,
    StoreError,
)
from glocal_graph.model.settings import Settings

__all__ = ["BYTES_PER_TRIPLE", "SnapshotStore"]

#: What a triple takes in the memory of a worker, rounded up from tools/measure_worker_open.py.
BYTES_PER_TRIPLE = 400
_MEGABYTE = 1024 * 1024
_log = logging.getLogger(__name__)


class _Serving:
    """One snapshot and the pool of workers that hold it."""

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self.snapshot, self.finished, self._heard = snapshot, 0, 0
        folder = mkdtemp(prefix="glocal-graph-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        in_memory = snapshot.triples * BYTES_PER_TRIPLE <= settings.query_memory / 2
        verify(snapshot, [DUMP] if in_memory else ["store"])
        self.load = Load(
            path=(snapshot.dump_path if in_memory else snapshot.store_path).resolve(),
            in_memory=in_memory,
            triples=snapshot.triples,
            memory=settings.query_memory,
            result=settings.result_bytes,
            words=Path(folder) / "words",
        )
        self._workers = max(1, settings.query_workers)
        self.pool = self._start_pool()

    def renew(self, pool: ProcessPool) -> None:
        """Start over with fresh workers in place of that pool, which no longer answers."""
        if self.pool is pool:
            self.pool = self._start_pool()
            _end(pool)

    def last_words(self) -> str:
        """What workers said since this was last asked: the reason of a breakdown."""
        try:
            said = self.load.words.read_bytes()
        except OSError:
            return ""
        start, self._heard = self._heard, len(said)
        return said[start:].decode("utf-8", "replace")

    def end(self) -> None:
        """Let the queries that are under way finish, then end the workers."""
        self.pool.close()  # type: ignore[no-untyped-call]
        threading.Thread(target=self.pool.join, daemon=True, name="old workers").start()

    def _start_pool(self) -> ProcessPool:
        pool = ProcessPool(self._workers, initializer=evaluation.start, initargs=(self.load,), context=BareContext())
        _ = pool.active  # starts the workers now, so that the first query finds them loaded
        return pool


class SnapshotStore:
    """The current snapshot of a folder; a newer one is noticed at the next query, and takes over."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self._root, self._settings = root, settings
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(max(1, settings.query_workers) + max(0, settings.query_queue))
        self._closed = False
        self._stamp = _stamp(root)
        self._serving = _Serving(current(root), settings)

    @property
    def release(self) -> str:
        """The release that answers now."""
        return self._now().snapshot.release

    def query(self, text: str, *, media_type: str | None = None, seconds: float | None = None) -> Answer:
        """The answer to a query, within the limits of the settings, or of `seconds`."""
        limit = self._settings.query_seconds if seconds is None else seconds
        if not self._places.acquire(blocking=False):
            raise QueryStopped("too many queries are waiting; try again in some seconds", "queue")
        try:
            outcome = self._ask(text, media_type, limit)
        finally:
            self._places.release()
        if isinstance(outcome, Failure):
            raise self._error(outcome)
        return outcome

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; an unbound variable is no key of its row."""
        return to_rows(self.query(text))

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return to_triples(self.query(text))

    def info(self) -> dict[str, Any]:
        """Release, date, triples, counts by named graph, software and path of what is served."""
        serving = self._now()
        manifest = serving.snapshot.manifest
        facts = {key: manifest[key] for key in ("release", "date", "triples", "graphs")}
        return {
            **facts,
            "software": manifest.get("software", ""),
            "path": str(serving.snapshot.path),
            "in_memory": serving.load.in_memory,
        }

    def close(self) -> None:
        """End the workers; queries under way are stopped."""
        with self._lock:
            if not self._closed:
                self._closed = True
                _end(self._serving.pool, wait=True)

    def _now(self) -> _Serving:
        stamp = _stamp(self._root)
        if stamp == self._stamp:
            return self._serving
        with self._lock:
            if stamp != self._stamp and not self._closed:
                self._follow()
                self._stamp = stamp  # last: whoever sees it without the lock must find the new snapshot there
            return self._serving

    def _follow(self) -> None:
        """Serve the snapshot that is current now; a broken one is not served, the one before stays."""
        try:
            fresh = current(self._root)
            if fresh.release == self._serving.snapshot.release:
                return
            old, self._serving = self._serving, _Serving(fresh, self._settings)
        except StoreError as error:
            _log.error("still serving release %s: %s", self._serving.snapshot.release, error)
            return
        _log.info("serving release %s after %s", fresh.release, old.snapshot.release)
        old.end()

    def _ask(self, text: str, media_type: str | None, seconds: float) -> Answer | Failure:
        for _ in range(3):
            if self._closed:
                raise StoreError("the store is closed")
            serving = self._now()
            pool = serving.pool
            try:
                future = pool.schedule(evaluation.answer, args=(text, media_type), timeout=seconds)
                return self._wait(serving, pool, future, seconds)
            except RuntimeError:
                # The pool was closed for a newer snapshot between two lines here, or its workers fell over idle.
                with self._lock:
                    if serving is self._serving and not self._closed:
                        serving.renew(pool)
        raise StoreError("the query workers do not start; see the log for the reason")

    def _wait(
        self, serving: _Serving, pool: ProcessPool, future: ProcessFuture[Answer | Failure], seconds: float
    ) -> Answer | Failure:
        before = serving.finished
        try:
            return future.result(timeout=seconds + self._settings.query_seconds + 20)
        except FutureTimeout:
            if future.done():
                return Failure("time", f"{seconds:g}")
            future.cancel()  # type: ignore[no-untyped-call]
            if serving.finished == before:
                # Nothing moved in a time in which every query ends: a worker died where pebble cannot see it.
                with self._lock:
                    serving.renew(pool)
            return Failure("queue", "")
        except ProcessExpired as error:
            return _post_mortem(int(error.exitcode or 0), serving.last_words())
        finally:
            serving.finished += 1

    def _error(self, failure: Failure) -> GlocalError:
        settings = self._settings
        if failure.kind == "syntax":
            return QuerySyntaxError(failure.message, failure.line, failure.column)
        if failure.kind == "format":
            return FormatUnknown(failure.message)
        stopped = {
            "time": f"the query was stopped after {failure.message} s; ask for less, "
            "or set GLOCAL_QUERY_SECONDS higher",
            "memory": f"the query was stopped at {settings.query_memory // _MEGABYTE} MB of memory; ask for less, "
            "or set GLOCAL_QUERY_MEMORY higher",
            "size": f"the answer is larger than {settings.result_bytes // _MEGABYTE} MB; add a LIMIT, "
            "or set GLOCAL_RESULT_BYTES higher",
            "queue": "the query waited too long for others to finish; try again in some seconds",
            "crash": f"the engine broke down at this query: {failure.message}",
        }
        if failure.kind in stopped:
            return QueryStopped(stopped[failure.kind], failure.kind)
        return StoreError(
            failure.message if failure.kind == "store" else f"the engine cannot answer: {failure.message}"
        )


def _post_mortem(code: int, words: str) -> Failure:
    """What the exit code and the last words of a worker say about the query that it was at."""
    if code == evaluation.MEMORY_EXIT or "memory allocation of" in words:
        return Failure("memory", "")  # Rust says so and aborts when the system refuses it memory
    if "total order" in words:
        return Failure("crash", "it cannot sort values of such different kinds; sort by STR(…)")
    panic = re.search(r"panicked at [^\n]*\n([^\n]*)", words)
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    _log.error("a query worker ended by %s: %s", how, words[:2000] or "without a word")
    return Failure("crash", f"{panic[1][:200]}; {how}" if panic else f"{how}; write it simpler, with less nesting")


def _stamp(root: Path) -> tuple[int, int, int]:
    """Changes whenever another snapshot is made current."""
    try:
        found = (root / "current").stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_ino, found.st_size)


def _end(pool: ProcessPool, *, wait: bool = False) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    thread = threading.Thread(target=pool.join, daemon=True, name="ended workers")
    thread.start()
    if wait:
        thread.join(10)
