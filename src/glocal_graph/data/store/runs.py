"""One query on one worker: its request sent, its answer received part by part, or the reason why there is none."""

from __future__ import annotations

import json
import logging
import pickle
import re
import signal
import time

from glocal_graph.data.store.evaluation import Failure, Request
from glocal_graph.data.store.interface import Answer
from glocal_graph.data.store.limits import MEMORY_EXIT
from glocal_graph.data.store.makers import Worker
from glocal_graph.data.store.spool import Spool, TooLarge
from glocal_graph.model.errors import StoreError

__all__ = ["Run"]

_log = logging.getLogger(__name__)


class Run:
    """A query that a worker is at. `is_over` once the worker can be asked again, `has_died` if it never can be."""

    def __init__(self, worker: Worker, request: Request, limit: int) -> None:
        """Send the request; OSError where nobody is there to take it."""
        self.worker, self.started = worker, time.monotonic()
        self.is_over = self.has_died = False
        self._spool: Spool | None = None
        self._limit = limit
        worker.connection.send_bytes(pickle.dumps(request))

    def wait(self, until: float) -> Answer | Failure | None:
        """The outcome, or None if there is none at this moment of the monotonic clock; then wait again, or kill."""
        connection = self.worker.connection
        try:
            while self.worker.hears(max(0.0, until - time.monotonic())):
                outcome = self._take(connection.recv_bytes())
                if outcome is not None:
                    return outcome
            return None
        except (EOFError, OSError):
            self.has_died = True
            return self._post_mortem()

    def drop(self) -> None:
        """Forget what came so far."""
        if self._spool is not None:
            self._spool.close()

    def _take(self, message: bytes) -> Answer | Failure | None:
        letter, content = message[:1], memoryview(message)[1:]
        if letter == b"F":
            self.is_over = True
            self.drop()
            return Failure(**json.loads(bytes(content)))
        try:
            if letter == b"P":
                self._spool = self._spool or Spool(self._limit)
                self._spool.add(content)
                return None
            self.is_over = True
            return self._end(message)
        except TooLarge:
            self.drop()
            return Failure("size", "")
        except StoreError as error:
            self.drop()
            return Failure("store", str(error))

    def _end(self, message: bytes) -> Answer:
        form, media_type, rest = message[1:].split(b"\n", 2)
        if self._spool is None:
            return Answer(form.decode(), media_type.decode(), rest)
        self._spool.add(rest)
        return self._spool.end(form.decode(), media_type.decode())

    def _post_mortem(self) -> Failure:
        """What the exit code and the last words of a worker say about the query that it was at."""
        self.drop()
        code, words = self.worker.bury(), self.worker.last_words()
        if self.worker.doomed_by:
            return Failure(self.worker.doomed_by, "")
        if code == MEMORY_EXIT or "memory allocation of" in words:
            return Failure("memory", "")  # Rust says so and aborts when the system refuses it memory
        if "total order" in words:
            return Failure("crash", "it cannot sort values of such different kinds; sort by STR(…)")
        if code == -signal.SIGKILL:
            return Failure("killed", "")  # nobody of ours did that
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        _log.error("a query worker ended by %s: %s", how, words[:2000] or "without a word")
        panic = re.search(r"panicked at [^\n]*\n([^\n]*)", words)
        return Failure("crash", f"{panic[1][:200]}; {how}" if panic else f"{how}; write it simpler, with less nesting")
