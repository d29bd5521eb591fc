"""Where the things of the whole net lie: each part that hangs together by itself, the largest in the middle.

Fruchterman and Reingold's layout with igraph's grid places 16,000 things in a third of a second; pairs need none. The
parts are packed as discs around the largest, wider than high, as windows are.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from glocal_graph.output.layout import seeded_chance

__all__ = ["place_parts"]

Point = tuple[float, float]
Pair = tuple[int, int]

#: Pixels of the picture that a thing wants for itself, in a part of many; between two that are alone.
_ROOM, _EDGE = 26.0, 30.0
#: Pixels between parts.
_GAP = 16.0
#: How much wider than high the whole is.
_WIDER = 1.3
#: Up to so many things each distance counts (Kamada-Kawai); beyond, so many steps with a grid.
_FEW, _STEPS = 500, 60
_GOLDEN = math.pi * (3 - math.sqrt(5))


def place_parts(count: int, pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    """A position for each of so many things, joined by these pairs of numbers; the same for the same pairs."""
    edges = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    placed: list[Point] = [(0.0, 0.0)] * count
    parts = [(members, _place_part(members, own)) for members, own in _divide(count, edges)]
    for (members, points), (x, y) in zip(parts, _pack([_radius(points) for _, points in parts]), strict=True):
        wider = _WIDER if members is parts[0][0] else 1.0
        for number, (own_x, own_y) in zip(members, points, strict=True):
            placed[number] = (own_x * wider + x, own_y / wider + y)
    return [(round(x), round(y)) for x, y in placed]


def _divide(count: int, edges: Sequence[Pair]) -> list[tuple[list[int], list[Pair]]]:
    """The parts that hang together with their edges, the largest first."""
    import igraph  # a tenth of a second that only drawing needs

    part_of = igraph.Graph(n=count, edges=edges).connected_components().membership
    members, own = defaultdict[int, list[int]](list), defaultdict[int, list[Pair]](list)
    for number, part in enumerate(part_of):
        members[part].append(number)
    for edge in edges:
        own[part_of[edge[0]]].append(edge)
    return [(members[part], own[part]) for part in sorted(members, key=lambda part: (-len(members[part]), part))]


def _place_part(members: list[int], edges: list[Pair]) -> list[Point]:
    """The part's things around its middle."""
    count = len(members)
    if count == 1:
        return [(0.0, 0.0)]
    turn = members[0] * _GOLDEN  # each in another direction, so that hundreds of pairs do not look like rain
    if count == 2:
        x, y = _EDGE / 2 * math.cos(turn), _EDGE / 2 * math.sin(turn)
        return [(-x, -y), (x, y)]
    own = [(bisect_left(members, one), bisect_left(members, other)) for one, other in edges]
    return _spread(_lay_out(count, own), turn)


def _lay_out(count: int, edges: list[Pair]) -> list[Point]:
    import igraph

    start = [(math.sqrt(n + 1) * math.cos(n * _GOLDEN), math.sqrt(n + 1) * math.sin(n * _GOLDEN)) for n in range(count)]
    graph = igraph.Graph(n=count, edges=edges)
    with seeded_chance():
        if count <= _FEW:
            layout = graph.layout_kamada_kawai(seed=start, maxiter=20 * count)
        else:
            layout = graph.layout_fruchterman_reingold(
                seed=start, niter=_STEPS, start_temp=math.sqrt(count) / 4, grid="grid"
            )
    return [(float(x), float(y)) for x, y in layout]


def _spread(points: list[Point], turned: float) -> list[Point]:
    """The same directions from the middle, with the distances evened out: no crowd in it, no stragglers far away."""
    count = len(points)
    middle_x, middle_y = (sum(axis) / count for axis in zip(*points, strict=True))
    polar = [(math.hypot(x - middle_x, y - middle_y), math.atan2(y - middle_y, x - middle_x)) for x, y in points]
    usual = sorted(distance for distance, _ in polar)[count * 9 // 10] or 1.0
    even = 1.0 if count > _FEW else 0.4 if count > 20 else 0.0
    whole = _ROOM * math.sqrt(count) * (0.5 if even == 1 else 0.7)
    placed = [(0.0, 0.0)] * count
    for rank, number in enumerate(sorted(range(count), key=polar.__getitem__)):
        distance, turn = polar[number][0], polar[number][1] + turned
        far = even * math.sqrt((rank + 0.5) / count) + (1 - even) * min(distance / usual, 1.15)
        placed[number] = (whole * far * math.cos(turn), whole * far * math.sin(turn))
    return placed


def _radius(points: Sequence[Point]) -> float:
    return max(math.hypot(x, y) for x, y in points) + _GAP / 2


def _pack(radii: Sequence[float]) -> Iterator[Point]:
    """A place for each disc, the next as near to the first as there is room, on a spiral outwards."""
    cell, first = 2 * max(radii[1:], default=1.0), radii[0] if radii else 0.0
    taken: dict[Pair, list[tuple[float, float, float]]] = defaultdict(list)
    turn, last = 0.0, math.inf
    for number, radius in enumerate(radii):
        if number == 0:
            yield 0.0, 0.0
            continue
        if radius < 0.9 * last:  # a smaller one may fit where the larger ones did not
            turn, last = 0.0, radius
        x, y = _on_spiral(turn, first, radius)
        while not _is_free(taken, cell, x, y, radius):
            turn += radius / (2 * math.hypot(x, y))
            x, y = _on_spiral(turn, first, radius)
        taken[int(x // cell), int(y // cell)].append((x, y, radius))
        yield x, y


def _on_spiral(turn: float, first: float, radius: float) -> Point:
    """A point that this disc can have beside the first, wider than high; further out with each turn."""
    further = radius + turn * 2.5
    return (first * _WIDER + further * _WIDER) * math.cos(turn), (first / _WIDER + further) * math.sin(turn)


def _is_free(
    taken: dict[Pair, list[tuple[float, float, float]]], cell: float, x: float, y: float, radius: float
) -> bool:
    column, row = int(x // cell), int(y // cell)
    near = (disc for dx in (-1, 0, 1) for dy in (-1, 0, 1) for disc in taken.get((column + dx, row + dy), ()))
    return all(math.hypot(x - other_x, y - other_y) >= radius + other for other_x, other_y, other in near)
