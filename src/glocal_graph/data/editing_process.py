"""Changes made by a process of their own: one at a time, stopped past its time or memory, never half.

What hurts (a stranger's text, a parser, the shapes over the whole graph) happens there, so the program that asks
stays as quick as it is. A process makes one change and ends; the next one waits with its libraries read. It dies with
the program that started it: no change appears after that.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psutil
from pebble import ProcessExpired, ProcessPool

from glocal_graph.data.editing import Edit, Outcome, make_change
from glocal_graph.data.store.processes import BareContext
from glocal_graph.data.store.snapshot import current
from glocal_graph.model.errors import ChangeRefused, DataError, GlocalError, QueryStopped, StoreBusy, StoreError
from glocal_graph.model.settings import Settings

__all__ = ["Editor"]

_log = logging.getLogger(__name__)
_MEMORY_EXIT, _TIME_EXIT = 77, 78
_LOOK_SECONDS = 0.02
_WAIT_SECONDS = 20.0
_MOST_WAITING = 8
#: What a change may take beyond working it out: waiting for a build, checking, writing, with time to spare.
_WHOLE_SECONDS = 600.0
_PR_SET_PDEATHSIG = 1
#: What Rust, C++ and Python say when the system refuses them memory.
_OUT_OF_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Resource temporarily unavailable")
#: Threads of the store and of the allocator reserve addresses that they never use; memory itself the watch looks at.
_SPARE_ADDRESSES = 1 << 30


@dataclass(frozen=True)
class _Failed:
    """An error that comes from the other process: pickle would call its class with the wrong arguments."""

    kind: type[GlocalError]
    arguments: tuple[Any, ...]
    fields: dict[str, Any]

    def error(self) -> GlocalError:
        """The error again."""
        error = self.kind.__new__(self.kind)
        error.args = self.arguments
        error.__dict__.update(self.fields)
        return error


class Editor:
    """Makes changes of one store, in processes of its own; `close` ends them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn, self._places = threading.Lock(), threading.BoundedSemaphore(_MOST_WAITING)
        self._pool: ProcessPool | None = None
        folder = mkdtemp(prefix="glocal-graph-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._words = Path(folder) / "words"

    def make(self, edit: Edit) -> Outcome:
        """Make the change; it is on disk and served when this comes back.

        GlocalError where it was not made; StoreBusy where too many others are being made.
        """
        if self._settings.is_remote:
            raise ChangeRefused("the graph is served from another engine; it is changed there")
        if not self._places.acquire(blocking=False):
            raise StoreBusy("too many changes are waiting; try again in some seconds")
        try:
            if not self._turn.acquire(timeout=_WAIT_SECONDS):
                raise StoreBusy("other changes are being made; try again in some seconds")
            try:
                return self._make(edit)
            finally:
                self._turn.release()
        finally:
            self._places.release()

    def close(self) -> None:
        """End the process that waits for the next change."""
        if self._pool is not None:
            _stop(self._pool)
            self._pool = None

    def process_ids(self) -> list[int]:
        """The processes that are alive now."""
        return [] if self._pool is None else list(self._pool._pool_manager.worker_manager.workers)

    def _make(self, edit: Edit) -> Outcome:
        future = self._ready_pool().schedule(_run, args=(self._settings, edit), timeout=_WHOLE_SECONDS)
        try:
            outcome: Outcome | _Failed = future.result(timeout=_WHOLE_SECONDS + _WAIT_SECONDS)
        except FutureTimeout:
            return self._look_whether_made(edit, StoreError("the change took too long, and was stopped"))
        except ProcessExpired as error:
            return self._look_whether_made(edit, self._explain(edit, int(error.exitcode or 0)))
        except RuntimeError as error:
            self.close()  # pebble gives a pool up when a process of it ends that has nothing to do
            return self._look_whether_made(edit, StoreError(f"the change could not be made ({error}); try again"))
        if isinstance(outcome, _Failed):
            raise outcome.error()
        return outcome

    def _ready_pool(self) -> ProcessPool:
        if self._pool is None or not self._pool.active:
            pool = ProcessPool(
                1,
                max_tasks=1,
                initializer=_start,
                initargs=(self._settings.update_memory, self._words),
                context=BareContext(),
            )
            weakref.finalize(self, _stop, pool)
            self._pool = pool
        return self._pool

    def _look_whether_made(self, edit: Edit, error: GlocalError) -> Outcome:
        """The process is gone; whether the change was made before, the snapshot itself says."""
        snapshot = current(Path(self._settings.store))
        change = snapshot.manifest.get("change", {})
        if change.get("number") != edit.number:
            raise error
        return Outcome(snapshot.release, change["iri"], change["added"], change["removed"])

    def _explain(self, edit: Edit, code: int) -> GlocalError:
        settings = self._settings
        if code == _TIME_EXIT:
            return QueryStopped(
                f"working this out was stopped after {settings.update_seconds:g} s, and nothing was changed; "
                "do less at once, or set GLOCAL_UPDATE_SECONDS higher",
                "time",
            )
        said = self._last_words()
        if code == _MEMORY_EXIT or any(words in said for words in _OUT_OF_MEMORY):
            return QueryStopped(
                f"the change was stopped at {settings.update_memory >> 20} MB of memory, and nothing was changed; "
                "do less at once, or set GLOCAL_UPDATE_MEMORY higher",
                "memory",
            )
        _log.error("the process of a change ended with %d: %s", code, said[:2000] or "without a word")
        if edit.operation == "update":
            return QueryStopped(
                "the engine broke down at this update, and nothing was changed; write it simpler", "crash"
            )
        return DataError("the body", None, "breaks the parser down; write it simpler, with less nesting")

    def _last_words(self) -> bytes:
        """What the process said before it ended. The next one may have the file open already, so it stays."""
        try:
            said = self._words.read_bytes()
            os.truncate(self._words, 0)
        except OSError:
            return b""
        return said


# ── Inside of the process ─────────────────────────────────────────────────────────────────────────────────


def _start(memory: int, words: Path) -> None:
    """Get ready: die with the parent, keep the limits, and read the libraries that a check needs."""
    with suppress(OSError):
        file = os.open(words, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, 2)
        os.close(file)
    if os.name != "nt":
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(memory,), daemon=True, name="watch").start()
    _limit_addresses(memory)


_deadline: float | None = None


def _run(settings: Settings, edit: Edit) -> Outcome | _Failed:
    try:
        return make_change(settings, edit, _limited(settings.update_seconds))
    except GlocalError as error:
        return _Failed(type(error), error.args, dict(error.__dict__))
    except MemoryError:
        os._exit(_MEMORY_EXIT)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    global _deadline
    _deadline = time.monotonic() + seconds
    try:
        yield
    finally:
        _deadline = None


def _watch(memory: int) -> None:
    process, parent = psutil.Process(), multiprocessing.parent_process()
    while True:
        time.sleep(_LOOK_SECONDS)
        if parent is not None and not parent.is_alive():
            os._exit(0)
        if _deadline is not None and time.monotonic() > _deadline:
            os._exit(_TIME_EXIT)
        if process.memory_info().rss > memory:
            os._exit(_MEMORY_EXIT)


def _limit_addresses(memory: int) -> None:
    """Have one huge allocation refused, which the watch would see too late."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = psutil.Process().memory_info().vms + memory + _SPARE_ADDRESSES
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _stop(pool: ProcessPool) -> None:
    with suppress(RuntimeError):
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join(10)
