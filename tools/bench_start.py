"""How long `serve` takes from the start of its process to the first answers, and how large a snapshot is."""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench_process import find_port, running, wait_for

__all__ = ["ColdStart", "count_bytes", "measure_cold_start"]

_LONGEST = 120.0


@dataclass(frozen=True)
class ColdStart:
    """Seconds from the start of the process to the first 200 of /health, and to the first home page after it."""

    health: float
    home: float


def measure_cold_start(store: Path, runs: int, *, warm_up: bool) -> ColdStart | str:
    """The medians of some starts, if wanted after one that is not counted; or why the app did not come up."""
    try:
        found = [_start(store) for _ in range(runs + warm_up)][int(warm_up) :]
    except RuntimeError as error:
        return f"failed: {error}"
    return ColdStart(statistics.median(one.health for one in found), statistics.median(one.home for one in found))


def count_bytes(path: Path) -> int:
    """The bytes of a file, or of all files of a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _start(store: Path) -> ColdStart:
    port = find_port()
    command = [sys.executable, "-m", "glocal_graph.front.cli", "serve", "--store", str(store), "--port", str(port)]
    started = time.perf_counter()
    with running(command) as process:
        wait_for(process, port, "/health", _LONGEST)
        health = time.perf_counter() - started
        wait_for(process, port, "/", _LONGEST)
        return ColdStart(health, time.perf_counter() - started)
