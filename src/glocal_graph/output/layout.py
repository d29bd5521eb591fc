"""Where each thing of a network lies: computed here, the same for the same network, labels kept apart."""

from __future__ import annotations

import math
import random
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import networkx as nx

from glocal_graph.output.placing import place_beside

__all__ = ["Position", "Size", "place_nodes", "seeded_chance"]

Position = tuple[int, int]
Point = tuple[float, float]
Size = tuple[float, float]

#: Up to this many things an edge's length counts (Kamada-Kawai); beyond, room for all (Fruchterman-Reingold).
_EXACT = 60
#: Pixels for an edge.
_EDGE = 112.0
#: Pixels that a thing with its label wants for itself, and how much of a picture of many should stay empty.
_WIDTH, _HEIGHT = 96.0, 54.0
_AIR = 2.6
_ROUNDS = 60
#: igraph takes its chance from one place for the whole process; the lock gives each picture the same.
_SEED, _CHANCE = 20180219, threading.Lock()
#: How strongly the two ends of an edge are drawn together; a container holds its places on a long line.
_PULL = {"partnership": 2.0, "party": 2.0, "within": 0.35}
#: At most so strongly to the focus, which needs room for its larger label.
_LOOSE = 0.6


def place_nodes(
    graph: nx.MultiGraph, sizes: Mapping[str, Size] | None = None, kept: Mapping[str, Position] | None = None
) -> dict[str, Position]:
    """A position in pixels for each node; the same graph always gets the same picture.

    `sizes` are the width and height that each node wants for itself and its label, in pixels; `kept` are positions
    that stay as they are, what is new goes beside them.
    A layout starts from the tree that grows from the focus, in the order of names; its chance has a seed.
    """
    stay = {node: kept[node] for node in graph if node in kept} if kept else {}
    if stay:
        return _place_new(graph, sizes or {}, stay)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    wanted = sizes or {}
    pieces = [_separate(_place_part(graph, part), wanted) for part in parts]
    placed = {node: point for piece in _pack(pieces) for node, point in piece.items()}
    return {node: (round(x), round(y)) for node, (x, y) in placed.items()}


@contextmanager
def seeded_chance() -> Iterator[None]:
    """The chance of igraph from its beginning, for one layout: it is one for the whole process, so others wait."""
    import igraph  # a tenth of a second that only drawing needs

    with _CHANCE:
        igraph.set_random_number_generator(random.Random(_SEED))  # noqa: S311  nothing secret
        yield


def _place_new(graph: nx.MultiGraph, sizes: Mapping[str, Size], kept: Mapping[str, Position]) -> dict[str, Position]:
    """What hangs on the things kept goes beside these, everything else below the picture."""
    wanted = {node: sizes.get(node, (_WIDTH, _HEIGHT)) for node in graph}
    placed = place_beside(graph, kept, wanted)
    rest = place_nodes(graph.subgraph([node for node in graph if node not in placed]), wanted)
    if rest:
        left, low = min(x for x, _ in placed.values()), max(y for _, y in placed.values())
        _, top, _, _ = _box(rest)
        below = low - top + 3 * _HEIGHT
        placed |= {node: (x + left, y + below) for node, (x, y) in rest.items()}
    return {node: kept[node] if node in kept else (round(placed[node][0]), round(placed[node][1])) for node in graph}


def _place_part(graph: nx.MultiGraph, nodes: list[str]) -> dict[str, Point]:
    import igraph  # a tenth of a second that only drawing needs

    tree = _grow_tree(graph, nodes)
    pulls = _pulls(graph, nodes)
    plain = igraph.Graph(n=len(nodes), edges=list(pulls))
    with seeded_chance():
        layout, scale_x, scale_y = _lay_out(plain, [tree[node] for node in nodes], list(pulls.values()))
    return {node: (x * scale_x, y * scale_y) for node, (x, y) in zip(nodes, layout, strict=True)}


def _lay_out(plain: Any, start: list[Point], weights: list[float]) -> tuple[list[Point], float, float]:
    count = len(start)
    if count <= _EXACT:
        return list(plain.layout_kamada_kawai(seed=_unbend(start), maxiter=60 * count)), _EDGE, _EDGE
    layout = list(
        plain.layout_fruchterman_reingold(
            seed=[(3 * x, 3 * y) for x, y in start],
            weights=weights,
            niter=max(100, 150_000 // count),
            start_temp=math.sqrt(count) / 6,
        )
    )
    _, _, width, height = _box(dict(enumerate(layout)), margin=0.01)
    scale = math.sqrt(_AIR * _WIDTH * _HEIGHT * count / (width * height))
    return layout, 1.2 * scale, scale  # windows are wider than high


def _unbend(start: list[Point]) -> list[Point]:
    """The start moved a little to the side, since a ring that starts on one line never leaves it."""
    return [(x + 0.2 * math.cos(3 * turn), y + 0.2 * math.sin(3 * turn)) for turn, (x, y) in enumerate(start)]


def _pulls(graph: nx.MultiGraph, nodes: list[str]) -> dict[tuple[int, int], float]:
    """Each pair of joined things, by number, with the pull of the strongest of its edges."""
    index = {node: number for number, node in enumerate(nodes)}
    found: dict[tuple[int, int], float] = {}
    for one, other, kind in graph.edges(nodes, data="kind"):
        pair = min(index[one], index[other]), max(index[one], index[other])
        if one != other:
            loose = graph.nodes[one].get("focus") or graph.nodes[other].get("focus")
            pull = _PULL.get(kind, 1.0)
            found[pair] = max(found.get(pair, 0.0), min(pull, _LOOSE) if loose else pull)
    return dict(sorted(found.items()))


def _grow_tree(graph: nx.MultiGraph, nodes: list[str]) -> dict[str, Point]:
    """Rings round the focus, each branch in a sector as wide as it has ends, so that branches do not cross."""
    root = max(nodes, key=lambda node: (bool(graph.nodes[node].get("focus")), graph.degree(node), node))
    children = {node: sorted(below) for node, below in nx.bfs_successors(graph, root, sort_neighbors=sorted)}
    ends: dict[str, int] = {}
    for node in reversed([root, *(child for below in children.values() for child in below)]):
        ends[node] = sum(ends[child] for child in children.get(node, ())) or 1
    placed: dict[str, Point] = {root: (0.0, 0.0)}
    sectors = [(root, 0.0, 2 * math.pi, 1)]
    for node, turn, width, ring in sectors:
        for child in children.get(node, ()):
            share = width * ends[child] / ends[node]
            middle = turn + share / 2
            placed[child] = (ring * math.cos(middle), ring * math.sin(middle))
            sectors.append((child, turn, share, ring + 1))
            turn += share
    return placed


def _pack(pieces: list[dict[str, Point]]) -> list[dict[str, Point]]:
    """Parts that hang together nowhere are set in rows, largest first, about as wide as high in all."""
    boxes = [_box(piece) for piece in pieces]
    widest = max([math.sqrt(1.6 * sum(w * h for _, _, w, h in boxes)), *(w for _, _, w, _ in boxes), 1.0])
    packed, x, y, row = [], 0.0, 0.0, 0.0
    for piece, (left, top, width, height) in zip(pieces, boxes, strict=True):
        if x and x + width > widest:
            x, y, row = 0.0, y + row, 0.0
        packed.append({node: (px - left + x, py - top + y) for node, (px, py) in piece.items()})
        x, row = x + width, max(row, height)
    return packed


def _box(piece: Mapping[Any, Sequence[float]], margin: float = 1.6) -> tuple[float, float, float, float]:
    """Left, top, width and height, with a margin in sizes of a label."""
    xs, ys = [x for x, _ in piece.values()], [y for _, y in piece.values()]
    return min(xs), min(ys), max(xs) - min(xs) + margin * _WIDTH, max(ys) - min(ys) + margin * _HEIGHT


def _separate(placed: Mapping[str, Point], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """Push things apart till no two labels lie on each other, or the rounds are over."""
    bodies = {
        node: _Body(x, y, *(half / 2 for half in sizes.get(node, (_WIDTH, _HEIGHT)))) for node, (x, y) in placed.items()
    }
    for _ in range(_ROUNDS):
        if not _push(bodies):
            break
    return {node: (body.x, body.y) for node, body in bodies.items()}


@dataclass
class _Body:
    """A thing with half of the width and height that it wants."""

    x: float
    y: float
    half_width: float
    half_height: float


def _push(bodies: Mapping[str, _Body]) -> bool:
    width = 2 * max(body.half_width for body in bodies.values())
    height = 2 * max(body.half_height for body in bodies.values())
    cells: dict[tuple[int, int], list[_Body]] = defaultdict(list)
    for body in bodies.values():
        cells[int(body.x // width), int(body.y // height)].append(body)
    moved = False
    for column, row in sorted(cells):
        near = [body for dx in (0, 1) for dy in (-1, 0, 1) for body in cells.get((column + dx, row + dy), ())]
        for one in cells[column, row]:
            for other in near:
                moved |= one is not other and _push_pair(one, other)
    return moved


def _push_pair(one: _Body, other: _Body) -> bool:
    """Move two things away from each other along the shorter way out; False if they are apart already."""
    dx, dy = other.x - one.x, other.y - one.y
    width, height = one.half_width + other.half_width, one.half_height + other.half_height
    over_x, over_y = width - abs(dx), height - abs(dy)
    if over_x <= 1 or over_y <= 1:
        return False
    if over_x / width < over_y / height:
        step = math.copysign(over_x / 2, dx or 1)
        one.x, other.x = one.x - step, other.x + step
    else:
        step = math.copysign(over_y / 2, dy or 1)
        one.y, other.y = one.y - step, other.y + step
    return True
