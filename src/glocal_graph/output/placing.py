"""Where new things of a picture go whose others stay where they are: near what they hang on, labels apart."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import networkx as nx

__all__ = ["Grid", "place_beside"]

Point = tuple[float, float]
Size = tuple[float, float]

#: Pixels from a thing to the first ring round it, and from ring to ring; windows are wider than high.
_FIRST, _STEP, _ASPECT = 118.0, 46.0, 1.35
_RINGS = 80


class Grid:
    """Boxes of a picture, asked where there is room for one more."""

    def __init__(self, cell: Size) -> None:
        self._cell = cell
        self._cells: dict[tuple[int, int], list[tuple[Point, Size]]] = defaultdict(list)

    def add(self, point: Point, size: Size) -> None:
        """Take the room of this box."""
        self._cells[self._of(point)].append((point, size))

    def is_free(self, point: Point, size: Size) -> bool:
        """Whether the box would touch none that is there; none may be larger than a cell."""
        column, row = self._of(point)
        return not any(
            2 * abs(x - point[0]) < width + size[0] and 2 * abs(y - point[1]) < height + size[1]
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for (x, y), (width, height) in self._cells.get((column + dx, row + dy), ())
        )

    def _of(self, point: Point) -> tuple[int, int]:
        return math.floor(point[0] / self._cell[0]), math.floor(point[1] / self._cell[1])


def place_beside(graph: nx.MultiGraph, kept: Mapping[str, Point], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """A place for each thing that hangs, over others, on one of those kept; the same for the same picture.

    What nothing kept leads to is left out.
    """
    cell = (max((width for width, _ in sizes.values()), default=1.0), max((h for _, h in sizes.values()), default=1.0))
    grid, placed = Grid(cell), dict(kept)
    for node, point in kept.items():
        grid.add(point, sizes[node])
    middle = _mean(kept.values())
    reached: dict[Point, int] = {}
    for wave in _waves(graph, kept):
        for node in wave:
            beside = [placed[other] for other in sorted(graph[node]) if other in placed]
            anchor = _mean(beside)
            start = reached.get(anchor, 0)
            ring, point = _find_room(grid, anchor, middle, sizes[node], start)
            # What lies further in was found full just now; a little slack lets smaller boxes slip in.
            reached[anchor] = max(start, ring - 1)
            placed[node] = point
            grid.add(point, sizes[node])
    return placed


def _waves(graph: nx.MultiGraph, kept: Mapping[str, Point]) -> Iterator[list[str]]:
    """What hangs on the things kept, then what hangs on that, and so on; the best joined first."""
    seen = set(kept)
    wave = sorted({other for node in kept for other in graph[node]} - seen)
    while wave:
        wave.sort(key=lambda node: (-sum(other in seen for other in graph[node]), node))
        yield wave
        seen |= set(wave)
        wave = sorted({other for node in wave for other in graph[node]} - seen)


def _find_room(grid: Grid, anchor: Point, middle: Point, size: Size, start: int) -> tuple[int, Point]:
    """The first free spot on rings round the anchor, looked for from the side that is turned away from the rest."""
    outward = math.atan2((anchor[1] - middle[1]) * _ASPECT, anchor[0] - middle[0])
    for ring in range(start, _RINGS):
        radius = _FIRST + ring * _STEP
        spots = max(8, round(2 * math.pi * radius / 60))
        for number in range(spots):
            turn = outward + (number + 1) // 2 * (1 if number % 2 else -1) * 2 * math.pi / spots
            point = (anchor[0] + _ASPECT * radius * math.cos(turn), anchor[1] + radius * math.sin(turn))
            if grid.is_free(point, size):
                return ring, point
    return _RINGS, (anchor[0] + _ASPECT * (_FIRST + _RINGS * _STEP), anchor[1])


def _mean(points: Iterable[Point]) -> Point:
    found = list(points)
    if not found:
        return 0.0, 0.0
    return sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)
