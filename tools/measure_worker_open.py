"""Measure what a query worker had better open: the snapshot's N-Quads in memory, or its store on disk.

    python tools/measure_worker_open.py [SETTINGS STORE FOLDER]

Each way runs in a fresh process over the current snapshot; the questions of the gallery are asked with their
defaults, and the median of five is taken. Prints seconds to open, memory, and milliseconds per question.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pyoxigraph as ox

from glocal_graph.data.store.evaluation import load_dump
from glocal_graph.data.store.snapshot import current
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import load_gallery

WAYS = {
    "disk": "read-only store on disk",
    "load": "N-Quads into memory, as a worker does",
    "bulk": "N-Quads into memory, bulk_load()",
    "copy": "store on disk copied into memory",
}


def open_by(way: str, dump: Path, folder: Path) -> ox.Store:
    """The snapshot, opened in one of the ways."""
    if way == "disk":
        return ox.Store.read_only(str(folder))
    if way == "load":
        return load_dump(dump)
    store = ox.Store()
    if way == "bulk":
        store.bulk_load(path=dump, format=ox.RdfFormat.N_QUADS)
    else:
        store.bulk_extend(ox.Store.read_only(str(folder)))
    return store


def measure(way: str, settings: Settings) -> dict[str, object]:
    """Seconds to open, megabytes that came with it, and milliseconds of each question."""
    snapshot, process = current(Path(settings.store)), psutil.Process()
    before, started = process.memory_info().rss, time.perf_counter()
    store = open_by(way, snapshot.dump_path, snapshot.store_path)
    seconds = time.perf_counter() - started
    opened = process.memory_info().rss - before
    times = {}
    for question in load_gallery(settings).values():
        runs = [ask(store, question.text) for _ in range(5)]
        times[question.name] = statistics.median(runs) * 1000
    return {"open": seconds, "opened": opened, "asked": process.memory_info().rss - before, "times": times}


def ask(store: ox.Store, text: str) -> float:
    """Seconds that one question takes, its answer written out."""
    started = time.perf_counter()
    results = store.query(text, use_default_graph_as_union=True)
    is_graph = isinstance(results, ox.QueryTriples)
    results.serialize(format=ox.RdfFormat.N_TRIPLES if is_graph else ox.QueryResultsFormat.JSON)
    return time.perf_counter() - started


def main(folder: str | None) -> None:
    """Print one table for all ways."""
    settings = Settings.from_environment(store=folder)
    snapshot = current(Path(settings.store))
    found = {}
    for way in WAYS:
        command = [sys.executable, __file__, settings.store, way]
        found[way] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    print(f"{snapshot.triples:,} triples, {len(found['disk']['times'])} questions\n")
    print("| way | open, s | memory, MB | after asking, MB | bytes a triple | questions, ms in all | worst |")
    print("|---|---|---|---|---|---|---|")
    for way, title in WAYS.items():
        seen, times = found[way], found[way]["times"].values()
        print(
            f"| {title} | {seen['open']:.2f} | {seen['opened'] / 1e6:.0f} | {seen['asked'] / 1e6:.0f} "
            f"| {seen['opened'] / snapshot.triples:.0f} | {sum(times):.0f} | {max(times):.0f} |"
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[2], Settings.from_environment(store=sys.argv[1]))))
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else None)
