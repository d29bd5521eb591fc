"""What differs between two releases: their sorted dumps read side by side, one line of each at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glocal_graph.data.store.snapshot import Snapshot, list_snapshots

__all__ = ["compare_dumps", "find_previous"]


def compare_dumps(before: Path, after: Path) -> Iterator[tuple[bool, bytes]]:
    """(whether it is new, line) for each quad that only one of the two sorted N-Quads files has, in their order."""
    with before.open("rb") as old, after.open("rb") as new:
        left, right = old.readline(), new.readline()
        while left or right:
            if left == right:
                left, right = old.readline(), new.readline()
            elif not right or (left and left < right):
                yield False, left
                left = old.readline()
            else:
                yield True, right
                right = new.readline()


def find_previous(folder: Path, *, oldest: bool = False) -> Snapshot | None:
    """The newest release that is older than the one in this folder, or the oldest; None where none is kept."""
    found = list_snapshots(folder.parent)
    names = [item.path.name for item in found]
    if folder.name not in names:
        return None
    older = found[: names.index(folder.name)]
    return older[0 if oldest else -1] if older else None
