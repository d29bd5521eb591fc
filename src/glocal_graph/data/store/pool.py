"""A pool of query workers over one snapshot: who is asked, who waits, and who has to make room.

Nobody can tell a long query from a short one before it has run. So each stranger's query begins on a worker of the
lane for *new* ones, soon makes room there as a *young* one, and becomes *long* when it is not done after a moment.
So many long ones run at once, with low priority; where that lane is full, the query is stopped, waits there for its
turn, and begins anew. Thus a short query waits for some moments of others at most, however many long ones there are.
A text that was long goes straight to the long lane the next time, until it is found to be short there. The program's
own queries have a lane for themselves.
"""

from __future__ import annotations

import logging
import queue
import shutil
import threading
import time
import weakref
from collections import OrderedDict
from pathlib import Path
from tempfile import mkdtemp

from glocal_graph.data.store.evaluation import Failure, Load, Request
from glocal_graph.data.store.interface import Answer
from glocal_graph.data.store.lanes import Lane
from glocal_graph.data.store.makers import NoWorker, Worker, make_maker
from glocal_graph.data.store.runs import Run

__all__ = ["Retired", "Workers"]

_log = logging.getLogger(__name__)
#: A query is young for this long, then until it has computed for as long as this, or another time at most.
_YOUNG_SECONDS, _YOUNG_COMPUTING, _YOUNG_AT_MOST = 0.1, 0.15, 1.0
_LOOK_SECONDS = 0.03
#: One that is new makes room for the next new one after this time, if it finds one of so many other places.
_NEW_SECONDS = 0.02
_YOUNG = 8
#: Texts known to be long.
_KNOWN_LONG = 4096
_Outcome = Answer | Failure


class Retired(Exception):
    """These workers take no more queries: ask those of the newer snapshot."""


class Workers:
    """The workers that hold one snapshot; `count - 1` strangers' long queries at a time, and some short ones."""

    def __init__(self, load: Load, count: int, spare_seconds: float) -> None:
        folder = Path(mkdtemp(prefix="glocal-graph-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._load, self._count, self._spare_seconds = load, count, spare_seconds
        self._maker = make_maker(load, folder)
        self._own, self._new, self._long = Lane(max(2, count)), Lane(count + 1), Lane(max(1, count - 1))
        self._young = Lane(_YOUNG if self._maker.is_quick else 0)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._strangers: set[Worker] = set()
        self._known_long: OrderedDict[int, None] = OrderedDict()
        self._is_retired = self._is_stopped = False
        self._dead: queue.SimpleQueue[Worker | None] = queue.SimpleQueue()
        self._keeper = threading.Thread(target=self._keep_house, daemon=True, name="query workers")
        self._keeper.start()

    def ask(self, request: Request, seconds: float) -> _Outcome:
        """The answer to a stranger's query, or why there is none; Retired once these workers were told to end."""
        key = hash((request.text, request.graphs))
        begun: Run | None = None
        if key not in self._known_long:
            found = self._ask_young(request, seconds)
            if isinstance(found, Answer | Failure):
                return found
            begun = found
            self._remember(key)
        if begun is None and (refusal := self._wait_in(self._long, seconds)):
            return refusal
        try:
            return self._ask_long(begun, request, seconds, key)
        finally:
            self._long.leave()

    def ask_first(self, request: Request, seconds: float) -> _Outcome:
        """The same for a query of the program itself."""
        if refusal := self._wait_in(self._own, seconds):
            return refusal
        try:
            run = self._begin(request)
            return run if isinstance(run, Failure) else self._finish(run, run.started + seconds, seconds)
        finally:
            self._own.leave()

    def retire(self) -> None:
        """Take no more queries, let those under way finish, then end the workers."""
        with self._lock:
            self._is_retired = True
            idle, self._idle = self._idle, []
        for worker in idle:
            self._discard(worker)
        self._dead.put(None)

    def stop(self) -> None:
        """End the workers now; whoever waits for them learns it."""
        with self._lock:
            self._is_retired = self._is_stopped = True
            for worker in self._all:
                worker.doomed_by = "stop"
                worker.kill()
            idle, self._idle = self._idle, []
        for lane in (self._own, self._new, self._young, self._long):
            lane.close()
        for worker in idle:
            self._dead.put(worker)
        self._dead.put(None)
        self._keeper.join(10)

    def process_ids(self) -> list[int]:
        """The processes of the workers that are there now."""
        with self._lock:
            return [worker.pid for worker in self._all]

    def template_ids(self) -> list[int]:
        """The process that workers are forked off, where there is one."""
        return self._maker.process_ids()

    def weigh(self) -> tuple[int, list[tuple[int, Worker]]]:
        """The memory of all workers together, and that of each which is at a stranger's query."""
        with self._lock:
            everyone, strangers, shared = list(self._all), set(self._strangers), self._maker.shared
        own = {worker: max(0, worker.resident() - shared) for worker in everyone}
        return shared + sum(own.values()), [(own[worker], worker) for worker in everyone if worker in strangers]

    def _ask_young(self, request: Request, seconds: float) -> _Outcome | Run | None:
        """The outcome if it comes soon; else the run that went on in the long lane, or None where that was full."""
        if refusal := self._wait_in(self._new, seconds):
            return refusal
        lane = self._new
        try:
            run = self._begin(request, is_stranger=True)
            if isinstance(run, Failure):
                return run
            if (outcome := run.wait(run.started + min(_NEW_SECONDS, seconds))) is not None:
                return self._end(run, outcome)
            if self._young.try_enter():
                lane.leave()
                lane = self._young
            if (outcome := self._wait_while_young(run, seconds)) is not None:
                return outcome
            if self._long.try_enter():
                return run
            self._drop(run)
            return None
        finally:
            lane.leave()

    def _wait_while_young(self, run: Run, seconds: float) -> _Outcome | None:
        ends, computed = run.started + seconds, None
        look = run.started + _YOUNG_SECONDS
        while True:
            outcome = run.wait(min(look, ends))
            if outcome is not None:
                return self._end(run, outcome)
            if (now := time.monotonic()) >= ends:
                return self._finish(run, now, seconds)
            so_far = run.worker.computed()
            computed = so_far if computed is None else computed
            if so_far - computed >= _YOUNG_COMPUTING or now >= run.started + _YOUNG_AT_MOST:
                return None
            look = now + _LOOK_SECONDS

    def _ask_long(self, begun: Run | None, request: Request, seconds: float, key: int) -> _Outcome:
        run = begun or self._begin(request, is_stranger=True)
        if isinstance(run, Failure):
            return run
        run.worker.step_back()
        outcome = self._finish(run, run.started + seconds, seconds)
        if begun is None and time.monotonic() < run.started + _YOUNG_SECONDS:
            self._known_long.pop(key, None)
        return outcome

    def _begin(self, request: Request, *, is_stranger: bool = False) -> Run | Failure:
        reason = ""
        for _ in range(3):
            try:
                worker = self._take(is_stranger)
                return Run(worker, request, self._load.result)
            except NoWorker as error:
                reason = str(error)
            except OSError:
                self._discard(worker)  # killed from outside a moment ago
        _log.error("no query worker starts: %s", reason[:2000] or "without a word")
        return Failure("store", "the query workers end as soon as they start; the log says why")

    def _finish(self, run: Run, until: float, seconds: float) -> _Outcome:
        outcome = run.wait(until)
        if outcome is None:
            self._drop(run)
            return Failure("time", f"{seconds:g}")
        return self._end(run, outcome)

    def _end(self, run: Run, outcome: _Outcome) -> _Outcome:
        """Give the worker back, or what is left of it."""
        worker = run.worker
        if run.has_died:
            self._forget(worker)
            self._dead.put(None)
            if worker.doomed_by == "stop":
                return Failure("store", "the query workers were stopped; try again")
            return outcome
        with self._lock:
            self._strangers.discard(worker)
            is_kept = run.is_over and not worker.is_niced and not self._is_retired and len(self._idle) <= self._count
            if is_kept:
                self._idle.append(worker)
        if not is_kept:
            self._discard(worker)
        return outcome

    def _drop(self, run: Run) -> None:
        run.drop()
        self._discard(run.worker)

    def _take(self, is_stranger: bool) -> Worker:
        while True:
            with self._lock:
                if self._is_retired:
                    raise Retired
                worker = self._idle.pop() if self._idle else None
                is_last = not self._idle
                if worker is not None and is_stranger:
                    self._strangers.add(worker)
            if is_last and self._maker.is_quick:
                self._dead.put(None)  # more are made beside this
            if worker is None:
                worker = self._make()
                with self._lock:
                    if is_stranger:
                        self._strangers.add(worker)
                return worker
            if worker.is_alive:
                return worker
            self._discard(worker)

    def _make(self) -> Worker:
        worker = self._maker.make()
        with self._lock:
            if not self._is_stopped:
                self._all.add(worker)
                return worker
        self._discard(worker)
        raise Retired

    def _discard(self, worker: Worker) -> None:
        worker.kill()
        with self._lock:
            self._strangers.discard(worker)
        self._dead.put(worker)

    def _forget(self, worker: Worker) -> None:
        with self._lock:
            self._strangers.discard(worker)
            self._all.discard(worker)

    def _keep_house(self) -> None:
        """Bury the dead, and have as many workers ready as may be needed at once."""
        while True:
            self._refill()
            worker = self._dead.get()
            if worker is not None:
                worker.bury()
                worker.last_words()
                self._forget(worker)
            with self._lock:
                is_done = self._is_retired and not self._all
            if is_done:
                self._maker.close()
                return

    def _refill(self) -> None:
        try:
            while True:
                with self._lock:
                    # Where they are quickly made, so many stand by that a query need not even wait for that.
                    is_enough = len(self._idle if self._maker.is_quick else self._all) >= self._count
                    if self._is_retired or is_enough:
                        return
                worker = self._make()
                with self._lock:
                    if not self._is_retired:
                        self._idle.append(worker)
                        continue
                self._discard(worker)
        except NoWorker as error:
            _log.error("a query worker ended while it started: %s", str(error)[:2000] or "without a word")
        except Retired:
            return

    def _wait_in(self, lane: Lane, seconds: float) -> Failure | None:
        """Wait for a turn; why there was none."""
        if lane.enter(seconds + self._spare_seconds):
            return None
        if self._is_stopped:
            return Failure("store", "the query workers were stopped; try again")
        return Failure("queue", "")

    def _remember(self, key: int) -> None:
        self._known_long[key] = None
        if len(self._known_long) > _KNOWN_LONG:
            self._known_long.popitem(last=False)
