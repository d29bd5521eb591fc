"""What a query worker may use, and what ends it past that: memory, files, connections, the life of its program."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

__all__ = ["MEMORY_EXIT", "Watch", "die_when_told", "limit_system", "memory_reader", "memory_returner", "send_words_to"]

#: Exit code of a worker that stopped itself because of its memory.
MEMORY_EXIT = 77
_LOOK_SECONDS = 0.02
#: Looks without a query after which the watch sleeps until the next one.
_IDLE_LOOKS = 50
_SPARE_ADDRESSES = 256 * 1024 * 1024


class Watch:
    """A thread that ends the process when its memory goes past the limit while a query runs.

    It also ends it when the program that asked is gone: nobody else is left to stop an endless query.
    """

    def __init__(self, limit: int) -> None:
        self._limit, self._is_busy, self._awake = limit, False, threading.Event()
        self.resident, self._parent = memory_reader(), multiprocessing.parent_process()
        threading.Thread(target=self._look, daemon=True, name="memory watch").start()

    def __enter__(self) -> None:
        self._is_busy = True
        if not self._awake.is_set():
            self._awake.set()

    def __exit__(self, *_: object) -> None:
        self._is_busy = False

    def _look(self) -> None:
        idle = 0
        while True:
            idle = 0 if self._is_busy else idle + 1
            if idle > _IDLE_LOOKS:
                self._awake.clear()
                if not self._is_busy:  # else a query began between the two lines, and its wake-up was lost
                    self._awake.wait()
                idle = 0
            if self._is_busy and self.resident() > self._limit:
                os._exit(MEMORY_EXIT)
            if self._parent is not None and not self._parent.is_alive():
                os._exit(0)
            time.sleep(_LOOK_SECONDS)


def die_when_told() -> None:
    """Die of SIGTERM at once: Python's own handlers wait until the engine comes back, which may be never.

    Ctrl+C is for the program that asked; it ends its workers itself.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name != "nt":
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def send_words_to(path: Path) -> None:
    """Let the engine's last words go to this file."""
    with suppress(OSError):  # the folder is gone when a pool ends that has just begun a worker
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, 2)
        os.close(file)


def limit_system(memory: int, *, may_open: bool) -> None:
    """Have the system refuse what goes beyond `memory` more bytes, and to open anything unless it may."""
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
    lower(resource.RLIMIT_AS, psutil.Process().memory_info().vms + memory + _SPARE_ADDRESSES)
    if not may_open:
        # Nothing more may be opened. Not 0, since poll() is not allowed on more descriptors than this limit.
        lower(resource.RLIMIT_NOFILE, 1)


def memory_reader() -> Callable[[], int]:
    """Tells the resident memory of this process, in bytes."""
    try:
        # Kept open, because a worker may open nothing later on.
        statm = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        process = psutil.Process()
        return lambda: int(process.memory_info().rss)
    page = os.sysconf("SC_PAGE_SIZE")
    return lambda: int(os.pread(statm, 128, 0).split()[1]) * page


def memory_returner() -> Callable[[], object]:
    """Gives back memory that glibc keeps after a large query, and that the next one would be blamed for."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return lambda: None
    return lambda: trim(0)
