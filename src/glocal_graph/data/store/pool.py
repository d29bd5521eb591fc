"""A pool of query workers over one snapshot: asks them, replaces those that end, and says why they ended."""

from __future__ import annotations

import logging
import re
import shutil
import threading
import weakref
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from glocal_graph.data.store import evaluation
from glocal_graph.data.store.evaluation import Failure, Load, Request
from glocal_graph.data.store.interface import Answer
from glocal_graph.data.store.processes import BareContext

__all__ = ["Retired", "Workers"]

_log = logging.getLogger(__name__)
_Future = ProcessFuture[Answer | Failure]


class Retired(Exception):
    """These workers take no more queries: ask those of the newer snapshot."""


class Workers:
    """So many workers that hold the same snapshot. A query waits at most `patience` seconds for one of them."""

    def __init__(self, load: Load, count: int, patience: float) -> None:
        folder = mkdtemp(prefix="glocal-graph-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._load = replace(load, words=Path(folder) / "words")
        self._count, self._patience = count, patience
        self._lock = threading.Lock()
        self._waiting: set[_Future] = set()
        self._finished = self._heard = 0
        self._is_retired = False
        self._pool = self._start()

    def ask(self, request: Request, seconds: float) -> Answer | Failure:
        """What a worker answers; Retired once these workers were told to end."""
        for _ in range(3):
            if self._is_retired:
                raise Retired
            pool = self._pool
            try:
                future = pool.schedule(evaluation.answer, args=(request,), timeout=seconds)
                return self._wait(pool, future, seconds)
            except RuntimeError:
                # pebble gives up a pool when a worker ends that has no query: killed from outside, or at its start.
                self._renew(pool)
        return Failure("store", "the query workers end as soon as they start; the log says why")

    def retire(self) -> None:
        """Take no more queries, let those under way finish, then end the workers."""
        self._is_retired = True
        self._pool.close()  # type: ignore[no-untyped-call]
        threading.Thread(target=self._pool.join, daemon=True, name="old workers").start()

    def stop(self) -> None:
        """End the workers now; whoever waits for them learns it."""
        with self._lock:
            self._is_retired = True
            _stop(self._pool).join(10)
            self._dismiss()

    def process_ids(self) -> list[int]:
        """The processes of the workers that are alive now."""
        return list(self._pool._pool_manager.worker_manager.workers)

    def _start(self) -> ProcessPool:
        pool = ProcessPool(self._count, initializer=evaluation.start, initargs=(self._load,), context=BareContext())
        _ = pool.active  # starts the workers now, so that the first query finds them loaded
        return pool

    def _renew(self, pool: ProcessPool) -> None:
        with self._lock:
            if self._pool is pool and not self._is_retired:
                _log.warning("the query workers are replaced: %s", self._last_words()[:2000] or "one ended unasked")
                self._pool = self._start()
                _stop(pool)
                self._dismiss()

    def _dismiss(self) -> None:
        for future in list(self._waiting):
            future.cancel()  # type: ignore[no-untyped-call]

    def _wait(self, pool: ProcessPool, future: _Future, seconds: float) -> Answer | Failure:
        before = self._finished
        self._waiting.add(future)
        try:
            return future.result(timeout=seconds + self._patience)
        except FutureTimeout:
            if future.done():
                return Failure("time", f"{seconds:g}")
            future.cancel()  # type: ignore[no-untyped-call]
            if self._finished == before:
                # Nothing moved in a time in which any query ends: a worker was killed while it held pebble's lock.
                self._renew(pool)
            return Failure("queue", "")
        except CancelledError:
            return Failure("store", "the query workers were stopped; try again")
        except ProcessExpired as error:
            return self._post_mortem(int(error.exitcode or 0))
        finally:
            self._waiting.discard(future)
            self._finished += 1

    def _post_mortem(self, code: int) -> Failure:
        """What the exit code and the last words of a worker say about the query that it was at."""
        words = self._last_words()
        if code == evaluation.MEMORY_EXIT or "memory allocation of" in words:
            return Failure("memory", "")  # Rust says so and aborts when the system refuses it memory
        if "total order" in words:
            return Failure("crash", "it cannot sort values of such different kinds; sort by STR(…)")
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        _log.error("a query worker ended by %s: %s", how, words[:2000] or "without a word")
        panic = re.search(r"panicked at [^\n]*\n([^\n]*)", words)
        return Failure("crash", f"{panic[1][:200]}; {how}" if panic else f"{how}; write it simpler, with less nesting")

    def _last_words(self) -> str:
        """What workers said since this was last asked."""
        try:
            said = self._load.words.read_bytes()
        except OSError:
            return ""
        start, self._heard = self._heard, len(said)
        return said[start:].decode("utf-8", "replace")


def _stop(pool: ProcessPool) -> threading.Thread:
    pool.stop()  # type: ignore[no-untyped-call]
    thread = threading.Thread(target=pool.join, daemon=True, name="stopped workers")
    thread.start()
    return thread
