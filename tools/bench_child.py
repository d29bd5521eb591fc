"""The tasks that bench.py gives to a process of their own; each prints what it found as lines of JSON.

bench_child.py build STORE                             the whole way from data/ to a snapshot
bench_child.py fill STORE QUADS                        a file of N-Quads into a store, published
bench_child.py rdflib TRIPLES LIMIT RUNS LEAST SECONDS the questions, each within LIMIT seconds
"""

from __future__ import annotations

import _thread
import json
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench_timing import Plan, Timing, TooSlow, measure
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import load_gallery


class Stopwatch:
    """A build's progress: the seconds of each step."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}
        self._title, self._since = "", time.perf_counter()

    def step(self, title: str, total: int) -> None:
        """A step begins, the one before has ended."""
        self.stop()
        self._title, self._since = title, time.perf_counter()

    def advance(self, count: int = 1) -> None:
        """Only the whole step counts."""

    def stop(self) -> None:
        """The last step has ended."""
        if self._title:
            self.parts[self._title] = time.perf_counter() - self._since


def build(store: str) -> None:
    """Build the real graph; its steps in seconds."""
    from glocal_graph.data.build import build_snapshot

    watch = Stopwatch()
    report = build_snapshot(Settings.from_environment(store=store), progress=watch)
    watch.stop()
    faults = [str(line) for line in report.complaints()][:3]
    _tell({"release": report.release, "parts": watch.parts, "faults": faults})


def fill(store: str, quads: str) -> None:
    """Load a file of N-Quads and publish it; the seconds of both."""
    import pyoxigraph as ox

    from glocal_graph.data.store.snapshot import draft

    watch = Stopwatch()
    with draft(Path(store)) as made:
        watch.step("fill", 1)
        made.store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
        watch.step("publish", 1)
        triples = made.publish().triples
    watch.stop()
    _tell({"triples": triples, "parts": watch.parts})


def ask_rdflib(triples: str, limit: str, runs: str, least: str, seconds: str) -> None:
    """Load the graph into rdflib's own store and ask each question of the gallery of rdflib's own engine."""
    import rdflib

    graph = rdflib.Graph()
    started = time.perf_counter()
    graph.parse(triples, format="nt")
    _tell({"load": time.perf_counter() - started})
    plan = Plan(int(runs), int(least), float(seconds))
    for name, question in load_gallery(Settings.from_environment()).items():
        timing = _measure_within(graph, question.text, plan, float(limit))
        _tell({"name": name, **asdict(timing)})


def _measure_within(graph: Any, text: str, plan: Plan, limit: float) -> Timing:
    def ask() -> bytes:
        # rdflib is Python throughout, so an interrupt stops it between two of its steps, on every system.
        done = threading.Event()
        threading.Thread(target=_interrupt, args=(done, limit), daemon=True).start()
        try:
            return bytes(graph.query(text).serialize(format="json"))
        except KeyboardInterrupt:
            raise TooSlow(f"over {limit:g} s") from None
        finally:
            done.set()

    try:
        return measure(ask, plan)
    except KeyboardInterrupt:  # the interrupt came while the engine was giving back what it had made
        return Timing(reason=f"over {limit:g} s")


def _interrupt(done: threading.Event, limit: float) -> None:
    """Interrupt after so many seconds, and again until it is heard: one that meets a generator's end is lost."""
    wait = limit
    while not done.wait(wait):
        _thread.interrupt_main()
        wait = 5.0


def _tell(value: Any) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    TASKS: dict[str, Any] = {"build": build, "fill": fill, "rdflib": ask_rdflib}
    TASKS[sys.argv[1]](*sys.argv[2:])
