"""The memory of the whole service: what each worker may take of it, and who must go when all together reach it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable

import psutil

from glocal_graph.data.store.makers import Worker
from glocal_graph.data.store.pool import Workers
from glocal_graph.model.settings import Settings

__all__ = ["Budget", "worker_memory"]

#: What is left to the program itself: pages, indexes, kept answers, answers on their way.
_PROGRAM = 512 * 1024 * 1024
#: A worker can take this much between two looks.
_MARGIN = 256 * 1024 * 1024
_LOOK_SECONDS = 0.025
_IDLE_LOOKS = 40
_log = logging.getLogger(__name__)


def worker_memory(settings: Settings) -> int:
    """The memory limit of one worker: that of the settings, or less where the service's would not hold so many."""
    each = max(1, (settings.service_memory - _PROGRAM) // max(2, settings.query_workers))
    if each >= settings.query_memory:
        return settings.query_memory
    _log.warning(
        "each of the %d query workers may use %d MB instead of %d: the whole service may use %d (service_memory)",
        settings.query_workers,
        each >> 20,
        settings.query_memory >> 20,
        settings.service_memory >> 20,
    )
    return each


class Budget:
    """A thread that looks, while anything runs, at the memory of all; past the limit the largest stranger must go.

    Each worker has a limit of its own, and the long queries of those keep below the service's together. This is for
    the young ones, which are more, and for workers of two snapshots while a new one takes over.
    """

    def __init__(self, limit: int, workers: Callable[[], Iterable[Workers]]) -> None:
        self._limit, self._workers = limit - _MARGIN, workers
        self._own, self._awake = psutil.Process(), threading.Event()
        self._is_closed = False
        threading.Thread(target=self._look, daemon=True, name="memory of all").start()

    def wake(self) -> None:
        """A query begins."""
        if not self._awake.is_set():
            self._awake.set()

    def close(self) -> None:
        """Look no more."""
        self._is_closed = True
        self._awake.set()

    def _look(self) -> None:
        idle = 0
        while not self._is_closed:
            idle = 0 if self._weigh() else idle + 1
            if idle > _IDLE_LOOKS:
                self._awake.clear()
                self._awake.wait()
                idle = 0
            time.sleep(_LOOK_SECONDS)

    def _weigh(self) -> bool:
        """Whether anybody is at work; ends the largest where all together are too large."""
        total, busy = int(self._own.memory_info().rss), list[tuple[int, Worker]]()
        for workers in self._workers():
            weight, strangers = workers.weigh()
            total += weight
            busy += strangers
        if total > self._limit and busy:
            weight, largest = max(busy, key=lambda pair: pair[0])
            _log.warning("a query of %d MB is stopped: the service is at its limit of memory", weight >> 20)
            largest.doomed_by = "service"
            largest.kill()
        return bool(busy)
