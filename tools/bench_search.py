"""How long the index of names takes to be made, and a search in it: the search box answers while people type."""

from __future__ import annotations

import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from glocal_graph.data.store import open_store
from glocal_graph.model.settings import Settings
from glocal_graph.questions.search import NameIndex

__all__ = ["SearchTimes", "measure_search"]

#: What people type: one letter, kana, a misspelt name, a full name, nothing that there is.
_TEXTS = ("a", "k", "し", "市", "kagosima", "strassburg", "鹿児島市", "ナポ", "2018", "zzzzzzzz")
_RUNS = 5


@dataclass(frozen=True)
class SearchTimes:
    """Seconds to make the index of so many things, and the median and slowest search in seconds."""

    things: int
    index: float
    median: float
    slowest: float


def measure_search(store: Path) -> SearchTimes:
    """Index a published snapshot's names and search them."""
    with closing(open_store(Settings(store=str(store), query_workers=1, query_seconds=120))) as opened:
        opened.select("SELECT * {} LIMIT 1")
        started = time.perf_counter()
        index = NameIndex.from_store(opened)
        made = time.perf_counter() - started
    times = []
    for text in _TEXTS * _RUNS:
        started = time.perf_counter()
        index.search(text)
        times.append(time.perf_counter() - started)
    return SearchTimes(len(index.entries), made, statistics.median(times), max(times))
