"""Where query workers come from: forked off a template that has loaded the graph, else spawned one by one.

A spawned worker has to start Python and load the graph; half a second on a fast machine. So where the system can
fork (Linux), one process of a single thread, the template, does that once and is then forked for each worker, which
takes some milliseconds, and all workers share the graph's memory. The program itself is never forked: it has threads.
A worker that reads the store on disk opens it after the fork, since the engine then has threads too.
"""

from __future__ import annotations

import gc
import math
import os
import select
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

import psutil

from glocal_graph.data.store import evaluation
from glocal_graph.data.store.evaluation import Load
from glocal_graph.data.store.limits import die_when_told, send_words_to
from glocal_graph.data.store.processes import BareContext

__all__ = ["Maker", "NoWorker", "Worker", "make_maker"]

#: Longest wait for a worker that starts: it may have a large graph to load on a slow machine.
_START_SECONDS = 120.0
_ORDER = struct.Struct("<cq")
_REPLY = struct.Struct("<q")
_FORK, _REAP = b"F", b"R"


class NoWorker(Exception):
    """A worker ended while it started; the text is its last words."""


class Worker:
    """A worker process, ready for a query, seen from the program that asks it."""

    def __init__(self, connection: Connection, pid: int, words: Path, reap: Callable[[], int]) -> None:
        self.connection, self.pid, self._words, self._reap = connection, pid, words, reap
        self.is_niced, self.is_buried, self.doomed_by = False, False, ""
        self._process: psutil.Process | None = None
        self.hears = _make_poller(connection)

    def wait_until_ready(self) -> None:
        """Wait for its first word; NoWorker if it ended instead."""
        with suppress(EOFError, OSError):
            if self.hears(_START_SECONDS) and self.connection.recv_bytes() == b"R":
                return
        self.kill()
        self.bury()
        raise NoWorker(self.last_words())

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked; to be looked at between queries, when it has nothing to say."""
        try:
            return not self.hears(0)
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once; it must be buried afterwards."""
        if self.is_buried:
            return  # its number may be another's by now
        with suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    def bury(self) -> int:
        """Wait until it has ended, and give its exit code."""
        with suppress(EOFError, OSError):
            while True:
                self.connection.recv_bytes()
        self.connection.close()
        self.is_buried = True
        return self._reap()

    def last_words(self) -> str:
        """What the engine said before it ended, taken away."""
        try:
            said = self._words.read_bytes()[-4000:].decode("utf-8", "replace")
            self._words.unlink()
        except OSError:
            return ""
        return said

    def step_back(self) -> None:
        """Let all others go first from now on; that cannot be taken back."""
        if not self.is_niced:
            self.is_niced = True
            with suppress(psutil.Error):
                self._seen().nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 5))

    def computed(self) -> float:
        """Seconds of computing so far."""
        try:
            times = self._seen().cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def resident(self) -> int:
        """Its memory, in bytes."""
        try:
            return int(self._seen().memory_info().rss)
        except psutil.Error:
            return 0

    def _seen(self) -> psutil.Process:
        if self._process is None:
            self._process = psutil.Process(self.pid)
        return self._process


def _make_poller(connection: Connection) -> Callable[[float], bool]:
    """Whether the connection has something to read within so many seconds: as its `poll`, in a third of the time."""
    if not hasattr(select, "poll"):
        return connection.poll
    poller = select.poll()
    poller.register(connection.fileno(), select.POLLIN)
    return lambda seconds: bool(poller.poll(math.ceil(seconds * 1000)))


class Maker(Protocol):
    """Makes workers of one snapshot."""

    #: Whether a worker takes milliseconds to make, and little memory.
    is_quick: bool
    #: Memory that the workers share, in bytes; each one's own counts it again.
    shared: int

    def make(self) -> Worker:
        """One more worker, ready; NoWorker if it ended at its start."""

    def process_ids(self) -> list[int]:
        """Processes beside the workers."""

    def close(self) -> None:
        """Make no more; to be called when all workers are buried."""


def make_maker(load: Load, folder: Path) -> Maker:
    """What makes workers here; their last words go to files in the folder."""
    return _Template(load, folder) if sys.platform == "linux" else _Spawner(load, folder)


class _Spawner:
    is_quick, shared = False, 0

    def __init__(self, load: Load, folder: Path) -> None:
        self._load, self._folder, self._numbers = load, folder, count()

    def make(self) -> Worker:
        ours, theirs = Pipe()
        words = self._folder / f"words-{next(self._numbers)}"
        process: Any = BareContext().Process(target=evaluation.serve, args=(self._load, theirs, words), daemon=True)
        process.start()
        theirs.close()

        def reap() -> int:
            process.join()
            return int(process.exitcode or 0)

        worker = Worker(ours, process.pid, words, reap)
        worker.wait_until_ready()
        return worker

    def process_ids(self) -> list[int]:
        return []

    def close(self) -> None:
        """There is nothing beside the workers."""


class _Template:
    is_quick = True

    def __init__(self, load: Load, folder: Path) -> None:
        self._load, self._folder, self._numbers = load, folder, count()
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: Any = None
        self.shared = 0

    def make(self) -> Worker:
        ours, theirs = Pipe()
        number = next(self._numbers)
        words = self._folder / f"words-{number}"
        try:
            with self._lock:
                pid = self._fork(number, theirs.fileno())
                process = self._process  # the workers take its end for the program's, as long as this is kept
        except OSError as error:
            ours.close()
            raise NoWorker(self._words()) from error
        finally:
            theirs.close()
        worker = Worker(ours, pid, words, lambda: self._reap(process, pid))
        worker.wait_until_ready()
        return worker

    def process_ids(self) -> list[int]:
        return [self._process.pid] if self._process is not None and self._process.is_alive() else []

    def close(self) -> None:
        with self._lock:
            self._end()

    def _fork(self, number: int, descriptor: int) -> int:
        if self._control is not None:
            with suppress(OSError):
                return self._ask(_FORK, number, [descriptor])
            self._end()  # it was killed from outside; the workers that it made go on
        self._start()
        pid = self._ask(_FORK, number, [descriptor])
        with suppress(psutil.Error):
            self.shared = int(psutil.Process(self._process.pid).memory_info().rss)
        return pid

    def _reap(self, process: Any, pid: int) -> int:
        with self._lock, suppress(OSError):
            if process is self._process and self._control is not None:
                return self._ask(_REAP, pid)
        return -signal.SIGKILL  # its template is gone, so nobody was told

    def _ask(self, order: bytes, number: int, descriptors: list[int] | None = None) -> int:
        assert self._control is not None
        socket.send_fds(self._control, [_ORDER.pack(order, number)], descriptors or [])
        reply = self._control.recv(_REPLY.size)
        if len(reply) != _REPLY.size:
            raise ConnectionResetError("the template of the query workers ended")
        return int(_REPLY.unpack(reply)[0])

    def _start(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = BareContext().Process(
            target=_serve_forks, args=(self._load, theirs, self._folder), daemon=True, name="query workers"
        )
        self._process.start()
        theirs.close()

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def _words(self) -> str:
        try:
            return (self._folder / "words-template").read_text("utf-8", "replace")[-4000:]
        except OSError:
            return ""


def _serve_forks(load: Load, control: socket.socket, folder: Path) -> None:
    """The template: loads the graph, then forks and reaps as it is told, until nobody is there to tell it."""
    die_when_told()
    send_words_to(folder / "words-template")
    graph = evaluation.open_graph(load) if load.in_memory else None
    gc.collect()
    gc.freeze()  # what the workers share is not touched by their collections
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _ORDER.size, 1)
        if not message:
            os._exit(0)
        order, number = _ORDER.unpack(message)
        if order == _REAP:
            control.sendall(_REPLY.pack(_wait(number)))
            continue
        pid = os.fork()
        if pid == 0:
            try:
                control.close()
                opened = evaluation.open_graph(load) if graph is None else graph
                evaluation.work(opened, load, Connection(descriptors[0]), folder / f"words-{number}")
            finally:
                os._exit(1)
        os.close(descriptors[0])
        control.sendall(_REPLY.pack(pid))


def _wait(pid: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0
