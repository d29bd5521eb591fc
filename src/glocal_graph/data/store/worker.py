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
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pyoxigraph as ox

from glocal_graph.data.store.budget import Budget, worker_memory
from glocal_graph.data.store.evaluation import Failure, Load, Request
from glocal_graph.data.store.interface import Answer, Term, check_graphs, to_rows, to_triples
from glocal_graph.data.store.pool import Retired, Workers
from glocal_graph.data.store.snapshot import DUMP, Snapshot, current, verify
from glocal_graph.model.errors import FormatUnknown, GlocalError, QueryStopped, QuerySyntaxError, StoreError
from glocal_graph.model.settings import Settings

__all__ = ["BYTES_PER_TRIPLE", "SnapshotStore"]

#: What a triple takes in the memory of a worker, rounded up from tools/measure_worker_open.py.
BYTES_PER_TRIPLE = 400
_MEGABYTE = 1024 * 1024
_SPARE_SECONDS = 20.0
_Way = Callable[[Workers, Request, float], Answer | Failure]
_log = logging.getLogger(__name__)


class _Serving:
    """A snapshot, found to be whole, and the workers that hold it."""

    def __init__(self, snapshot: Snapshot, settings: Settings, memory: int) -> None:
        self.snapshot = snapshot
        self.in_memory = snapshot.triples * BYTES_PER_TRIPLE <= memory / 2
        verify(snapshot, [DUMP] if self.in_memory else ["store"])
        load = Load(
            path=(snapshot.dump_path if self.in_memory else snapshot.store_path).resolve(),
            in_memory=self.in_memory,
            triples=snapshot.triples,
            memory=memory,
            result=settings.result_bytes,
            may_call=bool(settings.services),
        )
        self.workers = Workers(load, max(1, settings.query_workers), settings.query_seconds + _SPARE_SECONDS)


class SnapshotStore:
    """The current snapshot of a folder; a newer one is noticed at the next query, and takes over.

    `query` is for anybody's text, `select` and `construct` for the program's own questions: strangers' queries,
    however slow, cannot keep a page from its facts.
    """

    def __init__(self, root: Path, settings: Settings) -> None:
        self._root, self._current, self._settings = root, str(root / "current"), settings
        self._lock = threading.Lock()
        self._steady = threading.local()
        self._places = threading.BoundedSemaphore(max(1, settings.query_workers) + max(0, settings.query_queue))
        self._is_closed = False
        self._stamp = _stamp(self._current)
        self._memory = worker_memory(settings)
        self._serving = _Serving(current(root), settings, self._memory)
        self._old: WeakSet[Workers] = WeakSet()
        self._budget = Budget(settings.service_memory, lambda: [self._serving.workers, *self._old])

    @property
    def release(self) -> str:
        """The release that answers now."""
        return self._now().snapshot.release

    def query(
        self,
        text: str,
        *,
        media_type: str | None = None,
        seconds: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """The answer to a query, within the limits of the settings, or of `seconds`."""
        settings = self._settings
        limit = settings.query_seconds if seconds is None else seconds
        limit = min(limit, max(settings.query_seconds, settings.query_seconds_most))
        chosen = (tuple(default_graphs), tuple(named_graphs)) if default_graphs or named_graphs else None
        if not self._places.acquire(blocking=False):
            raise QueryStopped("too many queries are waiting; try again in some seconds", "queue")
        try:
            self._budget.wake()
            return self._ask(Request(text, media_type, chosen), limit, Workers.ask)
        finally:
            self._places.release()

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; an unbound variable is no key of its row."""
        return to_rows(self._ask(Request(text, None), self._settings.query_seconds, Workers.ask_first))

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return to_triples(self._ask(Request(text, None), self._settings.query_seconds, Workers.ask_first))

    def graphs(self) -> Mapping[str, int]:
        """The named graphs, each with the number of its triples."""
        return dict(self._now().snapshot.manifest["graphs"])

    def info(self) -> dict[str, Any]:
        """Release, date, triples, counts by named graph, software and path of what is served."""
        serving = self._now()
        manifest = serving.snapshot.manifest
        facts = {key: manifest[key] for key in ("release", "date", "triples", "graphs")}
        return {
            **facts,
            "software": manifest.get("software", ""),
            "path": str(serving.snapshot.path),
            "in_memory": serving.in_memory,
        }

    def close(self) -> None:
        """End the workers; queries under way are stopped."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._budget.close()
                for workers in (self._serving.workers, *self._old):
                    workers.stop()

    def catch_up(self) -> None:
        """Serve the newest snapshot from now on; a writer waits for it before saying that the change is made."""
        with self._lock:
            self._notice()

    @contextmanager
    def steadily(self) -> Iterator[None]:
        """Until the block ends, this thread loads no newer snapshot.

        For work in the background: a visitor who came for a new release at that moment would see the one before.
        """
        self._steady.on = True
        try:
            yield
        finally:
            self._steady.on = False

    def _now(self) -> _Serving:
        # Whoever first notices a newer snapshot loads it; meanwhile all others are answered from the one before.
        if getattr(self._steady, "on", False):
            return self._serving
        if _stamp(self._current) != self._stamp and self._lock.acquire(blocking=False):
            try:
                self._notice()
            finally:
                self._lock.release()
        return self._serving

    def _notice(self) -> None:
        stamp = _stamp(self._current)
        if stamp != self._stamp and not self._is_closed:
            self._follow()
            self._stamp = stamp  # last: whoever sees it without the lock must find the new snapshot there

    def _follow(self) -> None:
        """Serve the snapshot that is current now; a broken one is not served, the one before stays."""
        try:
            fresh = current(self._root)
            if fresh.release == self._serving.snapshot.release:
                return
            old, self._serving = self._serving, _Serving(fresh, self._settings, self._memory)
        except StoreError as error:
            _log.error("still serving release %s: %s", self._serving.snapshot.release, error)
            return
        _log.info("serving release %s after %s", fresh.release, old.snapshot.release)
        self._old.add(old.workers)
        old.workers.retire()

    def _ask(self, request: Request, seconds: float, way: _Way) -> Answer:
        was_killed = False
        while not self._is_closed:
            serving = self._now()
            check_graphs(chain(*request.graphs or ()), serving.snapshot.manifest["graphs"])
            try:
                outcome = way(serving.workers, request, seconds)
            except Retired:
                continue  # a newer snapshot took over between two lines here
            if isinstance(outcome, Failure):
                if outcome.kind == "killed" and not was_killed:
                    was_killed = True
                    continue  # by somebody else, perhaps before the query came; another worker is asked, once
                raise self._error(outcome)
            return outcome
        raise StoreError("the store is closed")

    def _error(self, failure: Failure) -> GlocalError:
        settings = self._settings
        if failure.kind == "syntax":
            return QuerySyntaxError(failure.message, failure.line, failure.column)
        if failure.kind == "format":
            return FormatUnknown(failure.message)
        stopped = {
            "time": f"the query was stopped after {failure.message} s; ask for less, "
            "or set GLOCAL_QUERY_SECONDS higher",
            "memory": f"the query was stopped at {self._memory // _MEGABYTE} MB of memory; ask for less, "
            "or set GLOCAL_QUERY_MEMORY higher",
            "size": f"the answer is larger than {settings.result_bytes // _MEGABYTE} MB; add a LIMIT, "
            "or set GLOCAL_RESULT_BYTES higher",
            "service": "the query was stopped, since all queries together reached the memory of the service; try again "
            "in some seconds, ask for less, or set GLOCAL_SERVICE_MEMORY higher",
            "queue": "the query waited too long for others to finish; try again in some seconds",
            "killed": "the query was stopped from outside of the program; try again in some seconds",
            "crash": f"the engine broke down at this query: {failure.message}",
        }
        if failure.kind in stopped:
            limit = {"service": "memory", "killed": "crash"}.get(failure.kind, failure.kind)
            return QueryStopped(stopped[failure.kind], limit)
        return StoreError(
            failure.message if failure.kind == "store" else f"the engine cannot answer: {failure.message}"
        )


def _stamp(current: str) -> tuple[int, int, int]:
    """Changes whenever another snapshot is made current."""
    try:
        found = os.stat(current)  # noqa: PTH116 - asked before each query, and a Path takes twice as long
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_ino, found.st_size)
