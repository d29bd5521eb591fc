"""How long the index of names takes to be made, and a search in it: the search box answers while people type.

Five hundred texts are made of the graph's own names, as people type them: whole, begun, in katakana or wide letters,
with a letter wrong, missing or swapped, two names at once, a name in a sentence; and what names nothing.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from glocal_graph.data.store import open_store
from glocal_graph.model.settings import Settings
from glocal_graph.questions.search import NameIndex

__all__ = ["SearchTimes", "measure_search"]

#: What people type that is made of no name.
_TEXTS = ("a", "k", "し", "市", "ナポ", "2018", "zzzzzzzz", "鹿" * 80, "sister cities of my town", "、。", "46201")
_QUERIES = 500
_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@dataclass(frozen=True)
class SearchTimes:
    """Seconds to make the index of so many things; median, 99th percentile and slowest search in seconds."""

    things: int
    index: float
    median: float
    p99: float
    slowest: float


def _wrong(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice("aeiouのん山川") + name[place + 1 :]


def _missing(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :]


def _swapped(name: str, chance: random.Random) -> str:
    place = chance.randrange(max(len(name) - 1, 1))
    return name[:place] + name[place : place + 2][::-1] + name[place + 2 :]


def _begun(name: str, chance: random.Random) -> str:
    return name[: chance.randint(1, len(name))]


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda name, _: name,
    _begun,
    _wrong,
    _missing,
    _swapped,
    lambda name, chance: _wrong(_wrong(name, chance), chance),
    lambda name, _: name.translate(_KATAKANA),
    lambda name, _: name.translate(_WIDE).upper(),
    lambda name, _: f"{name}の姉妹都市はどこで、いつから?",
    lambda name, _: f"Which are the sister cities of {name}?",
)


def make_queries(names: Sequence[str], count: int = _QUERIES) -> list[str]:
    """So many texts, the same for the same names."""
    chance = random.Random(4)
    made = list(_TEXTS)
    while len(made) < count:
        first, second = chance.choice(names), chance.choice(names)
        way = chance.randrange(len(_WAYS) + 1)
        made.append(f"{first} {second}" if way == len(_WAYS) else _WAYS[way](first, chance))
    return made


def measure_search(store: Path) -> SearchTimes:
    """Index a published snapshot's names and search them."""
    with closing(open_store(Settings(store=str(store), query_workers=1, query_seconds=120))) as opened:
        opened.select("SELECT * {} LIMIT 1")
        started = time.perf_counter()
        index = NameIndex.from_store(opened)
        made = time.perf_counter() - started
    names = sorted({name for entry in index.entries for name in (entry.label_en, entry.label_ja, *entry.names) if name})
    times = []
    for text in make_queries(names):
        started = time.perf_counter()
        index.search(text)
        times.append(time.perf_counter() - started)
    return SearchTimes(
        len(index.entries), made, statistics.median(times), statistics.quantiles(times, n=100)[98], max(times)
    )
