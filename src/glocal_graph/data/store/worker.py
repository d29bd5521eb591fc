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
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

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
_log = logging.getLogger(__name__)


class _Serving:
    """A snapshot, found to be whole, and the workers that hold it."""

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self.snapshot = snapshot
        self.in_memory = snapshot.triples * BYTES_PER_TRIPLE <= settings.query_memory / 2
        verify(snapshot, [DUMP] if self.in_memory else ["store"])
        load = Load(
            path=(snapshot.dump_path if self.in_memory else snapshot.store_path).resolve(),
            in_memory=self.in_memory,
            triples=snapshot.triples,
            memory=settings.query_memory,
            result=settings.result_bytes,
        )
        patience = settings.query_seconds + _SPARE_SECONDS
        self.workers = Workers(load, max(1, settings.query_workers), patience)


class SnapshotStore:
    """The current snapshot of a folder; a newer one is noticed at the next query, and takes over.

    `query` is for anybody's text, `select` and `construct` for the program's own questions. Where there are several
    workers, one is always left to the latter: strangers' queries, however slow, cannot keep a page from its facts.
    """

    def __init__(self, root: Path, settings: Settings) -> None:
        self._root, self._settings = root, settings
        self._lock = threading.Lock()
        workers = max(1, settings.query_workers)
        self._places = threading.BoundedSemaphore(workers + max(0, settings.query_queue))
        self._turns = threading.BoundedSemaphore(max(1, workers - 1))
        self._is_closed = False
        self._stamp = _stamp(root)
        self._serving = _Serving(current(root), settings)

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
        limit = self._settings.query_seconds if seconds is None else seconds
        chosen = (tuple(default_graphs), tuple(named_graphs)) if default_graphs or named_graphs else None
        with self._turn(limit):
            return self._ask(Request(text, media_type, chosen), limit)

    def select(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT; an unbound variable is no key of its row."""
        return to_rows(self._ask(Request(text, None), self._settings.query_seconds))

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return to_triples(self._ask(Request(text, None), self._settings.query_seconds))

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
                self._serving.workers.stop()

    @contextmanager
    def _turn(self, seconds: float) -> Iterator[None]:
        """A place in the queue, and then a turn; QueryStopped at once where no place is left."""
        if not self._places.acquire(blocking=False):
            raise QueryStopped("too many queries are waiting; try again in some seconds", "queue")
        try:
            if not self._turns.acquire(timeout=seconds + self._settings.query_seconds + _SPARE_SECONDS):
                raise self._error(Failure("queue", ""))
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def _now(self) -> _Serving:
        stamp = _stamp(self._root)
        if stamp == self._stamp:
            return self._serving
        with self._lock:
            if stamp != self._stamp and not self._is_closed:
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
        old.workers.retire()

    def _ask(self, request: Request, seconds: float) -> Answer:
        while not self._is_closed:
            serving = self._now()
            check_graphs(chain(*request.graphs or ()), serving.snapshot.manifest["graphs"])
            try:
                outcome = serving.workers.ask(request, seconds)
            except Retired:
                continue  # a newer snapshot took over between two lines here
            if isinstance(outcome, Failure):
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


def _stamp(root: Path) -> tuple[int, int, int]:
    """Changes whenever another snapshot is made current."""
    try:
        found = (root / "current").stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_ino, found.st_size)
