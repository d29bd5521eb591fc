"""Names in order: those that equal a text, begin with it, contain it, or differ from it by a letter or two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["NameRows", "most_errors"]

#: Most matches of one way of looking that are weighed, and most names that are merely near.
_WEIGHED, _NEAR = 4000, 60
#: Longest text that is taken for the beginning of a name with an error in it.
_LONGEST_HEAD = 24


def most_errors(text: str) -> int:
    """How many wrong, missing or swapped letters a text of this length may have.

    >>> most_errors("高地県"), most_errors("kbe"), most_errors("kagoshma"), most_errors("京")
    (1, 0, 2, 0)
    """
    length = len(text)
    if length < (4 if text.isascii() else 3):
        return 0
    return 1 if length < 5 else 2 if length < 12 else 3


class NameRows:
    """Rows of (key, owner, is_short, name), sorted by their keys; never changes once it is made."""

    def __init__(self, rows: Iterable[tuple[str, int, bool, str]]) -> None:
        ordered = sorted(set(rows))
        self.keys = [row[0] for row in ordered]
        self.owner = [row[1] for row in ordered]
        self.is_short = [row[2] for row in ordered]
        self.text = [row[3] for row in ordered]
        self._joined = "\n".join(self.keys)
        self._starts = list(accumulate((len(key) + 1 for key in self.keys), initial=0))
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for key in sorted(set(self.keys)):
            self._by_length[len(key)].append(key)
        self._heads: dict[int, list[str]] = {}

    def equal(self, query: str) -> range:
        """The rows whose key is the text."""
        return range(bisect_left(self.keys, query), bisect_right(self.keys, query))

    def beginning(self, query: str) -> range:
        """The rows whose key begins with the text."""
        first, last = bisect_left(self.keys, query), bisect_right(self.keys, query + "\U0010ffff")
        return range(first, min(last, first + _WEIGHED))

    def containing(self, query: str) -> Iterator[int]:
        """The rows whose key has the text somewhere."""
        position = self._joined.find(query)
        for _ in range(_WEIGHED):
            if position < 0:
                return
            row = bisect_right(self._starts, position) - 1
            yield row
            position = self._joined.find(query, self._starts[row + 1])

    def near(self, query: str) -> Iterator[tuple[int, int]]:
        """Rows whose key differs from the text by a few letters, each with how many."""
        most = most_errors(query)
        if most and not query.isdigit():
            lengths = range(len(query) - most, len(query) + most + 1)
            keys = [key for length in lengths for key in self._by_length.get(length, ())]
            for key, errors in _alike(query, keys, most):
                yield from ((row, errors) for row in self.equal(key))

    def near_beginning(self, query: str) -> Iterator[tuple[int, int]]:
        """Rows whose key begins with what differs from the text by one letter."""
        if most_errors(query) and not query.isdigit() and len(query) <= _LONGEST_HEAD:
            for head, errors in _alike(query, self._heads_of(len(query)), 1):
                yield from ((row, errors) for row in self.beginning(head))

    def _heads_of(self, length: int) -> list[str]:
        """The beginnings of this length; kept, since people type on."""
        if length not in self._heads:
            self._heads[length] = sorted({key[:length] for key in self.keys if len(key) > length})
        return self._heads[length]


def _alike(query: str, keys: list[str], most: int) -> Iterator[tuple[str, int]]:
    found = process.extract(query, keys, scorer=OSA.distance, score_cutoff=most, limit=_NEAR)
    return ((key, int(errors)) for key, errors, _ in found)
