"""A small network as an SVG that stands in a page: every thing a link, no script, no style, right on paper too."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from glocal_graph.output.captions import shorten
from glocal_graph.output.looks import GROUPS

__all__ = ["draw_small"]

#: Pixels around the picture; of a line of a label; and of a letter, of ours and of Japanese, in parts of its size.
_MARGIN, _LEADING = 12, 1.2
_LETTER, _WIDE_LETTER = 0.55, 1.0
#: The picture is about so wide and high, and its labels so large, whatever the layout made of it.
_WIDTH, _HEIGHT, _TEXT = 720, 460, 14.0
#: A picture wider than this is not drawn smaller, for its labels must be read; a narrow screen scrolls it.
_NARROW = 450
#: Letters of the end of a name, where the beginnings of several are the same.
_ENDING = 34
#: A thing is drawn smaller than in the explorer, for there are few.
_SIZE = 0.75

Address = Callable[[str], str]


def draw_small(view: Mapping[str, Any], address: Address, title: str, summary: str, name: str = "picture") -> Markup:
    """The view that output.drawing makes, as an SVG element; `address` gives the page of a thing, or nothing.

    `name` begins the ids of its title and description, which a reader by ear gets first.
    """
    nodes = _tell_apart(view["nodes"])
    places = _fit(nodes)
    lines = [_line(edge, places, address) for edge in view["edges"]]
    things = [_thing(node, places[node["id"]], address) for node in nodes]
    left, top, width, height = _box(nodes, places)
    kind = "small-picture small-wide" if width > _NARROW else "small-picture"
    head = (
        f'<svg class="{kind}" xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}" role="group" aria-labelledby="{name}-title {name}-summary">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-summary">{escape(summary)}</desc>'
    )
    parts = [head, '<g class="small-lines">', *lines, '</g><g class="small-things">', *things, "</g></svg>"]
    return Markup("".join(parts))  # noqa: S704  every text and attribute in it is escaped above


def _tell_apart(nodes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The things with labels of their own: where cut ones begin alike, how they end tells more."""
    counts = Counter(node["label"] for node in nodes)
    return [{**node, "label": _ending(node) if counts[node["label"]] > 1 else node["label"]} for node in nodes]


def _ending(node: Mapping[str, Any]) -> str:
    """The last two lines of a thing's name."""
    name = str(node["title"]).split("\n", 1)[0]
    if len(name) <= _ENDING or not node["label"].endswith("…"):
        return str(node["label"])
    tail = name[-(_ENDING if name.isascii() else _ENDING // 2) :]
    cut = tail.find(" ") + 1 if " " in tail[: len(tail) // 2] else 0
    return shorten("…" + tail[cut:])


def _fit(nodes: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    """The positions drawn together or apart, each direction by itself, so that the picture has its size."""
    xs, ys = [node["x"] for node in nodes], [node["y"] for node in nodes]
    wide, high = max(max(xs) - min(xs), 1), max(max(ys) - min(ys), 1)
    scale_x = min(1.15, (_WIDTH - 150) / wide)
    scale_y = min(1.15, (_HEIGHT - 60) / high)
    return {node["id"]: (round(node["x"] * scale_x, 1), round(node["y"] * scale_y, 1)) for node in nodes}


def _box(nodes: Sequence[Mapping[str, Any]], places: Mapping[str, tuple[float, float]]) -> tuple[int, int, int, int]:
    """The rectangle that holds all things with their labels: left, top, width, height."""
    lefts, tops, rights, bottoms = [], [], [], []
    for node in nodes:
        (x, y), size, lines = places[node["id"]], node["size"] * _SIZE, node["label"].splitlines() or [""]
        half = max(size, max(_length(line) for line in lines) / 2)
        lefts.append(x - half)
        rights.append(x + half)
        tops.append(y - size)
        bottoms.append(y + size + (len(lines) + 0.4) * _TEXT * _LEADING)
    left, top = math.floor(min(lefts)) - _MARGIN, math.floor(min(tops)) - _MARGIN
    return left, top, math.ceil(max(rights)) + _MARGIN - left, math.ceil(max(bottoms)) + _MARGIN - top


def _length(text: str) -> float:
    return _TEXT * sum(_WIDE_LETTER if letter >= "\u2e80" else _LETTER for letter in text)


def _line(edge: Mapping[str, Any], places: Mapping[str, tuple[float, float]], address: Address) -> str:
    """One tie or link; a tie leads to its page and has its year written on it."""
    (x1, y1), (x2, y2) = places[edge["from"]], places[edge["to"]]
    smooth = edge.get("smooth")
    bend = smooth.get("roundness", 0) if isinstance(smooth, Mapping) else 0
    mid_x, mid_y = (x1 + x2) / 2 + bend * (y2 - y1), (y1 + y2) / 2 - bend * (x2 - x1)
    dashes = f' stroke-dasharray="{" ".join(str(one) for one in edge["dashes"])}"' if edge["dashes"] else ""
    kind = "small-tie" if edge["kind"] == "partnership" else "small-link"
    path = (
        f'<path class="{kind}" d="M{x1} {y1}Q{mid_x:.1f} {mid_y:.1f} {x2} {y2}" fill="none" '
        f'stroke={quoteattr(edge["color"]["color"])} stroke-width="{edge["width"]}"{dashes}/>'
    )
    if edge["kind"] != "partnership":
        return path
    year = edge.get("label", "")
    x, y = (x1 + 2 * mid_x + x2) / 4, (y1 + 2 * mid_y + y2) / 4
    text = (
        f'<text class="small-year" x="{x:.1f}" y="{y + 3.5:.1f}" font-size="11">{escape(year)}</text>' if year else ""
    )
    return _linked(address(edge["iri"]), edge["title"], path + text, is_line=True)


def _thing(node: Mapping[str, Any], place: tuple[float, float], address: Address) -> str:
    """One thing: its shape and colour, its label below."""
    x, y = place
    size = node["size"] * _SIZE
    lines = node["label"].splitlines()
    kind = "small-focus" if node["borderWidth"] > 2 else "small-label"
    first = y + size + _TEXT
    spans = "".join(
        f'<tspan x="{x}" y="{first + number * _TEXT * _LEADING:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    text = f'<text class="{kind}" text-anchor="middle" font-size="{_TEXT:g}">{spans}</text>'
    return _linked(address(node["id"]), _told(node), _shape(node, x, y, size) + text)


def _told(node: Mapping[str, Any]) -> str:
    """Its title in the reader's language alone: a title cannot say where the other language begins."""
    return "\n".join(
        line for line in node["title"].split("\n") if line != node.get("other_name") or line == node["name"]
    )


def _shape(node: Mapping[str, Any], x: float, y: float, size: float) -> str:
    border = node["borderWidth"] if node["borderWidth"] > 2 else 1.5
    paint = f"fill={quoteattr(node['color']['background'])} stroke={quoteattr(node['color']['border'])} "
    paint += f'stroke-width="{border}"'
    points = GROUPS[node["look"]].points if node["look"] in GROUPS else ""
    if not points:
        return f'<circle cx="{x}" cy="{y}" r="{size:.1f}" {paint}/>'
    moved = (tuple(float(part) for part in point.split(",")) for point in points.split())
    outline = " ".join(f"{x + (px - 10) / 9 * size:.1f},{y + (py - 10) / 9 * size:.1f}" for px, py in moved)
    return f'<polygon points="{outline}" stroke-linejoin="round" {paint}/>'


def _linked(href: str, title: str, drawn: str, *, is_line: bool = False) -> str:
    """A drawing that leads to a page; lines are not stopped at by the keyboard, the table has the same links."""
    told = f"<title>{escape(title)}</title>"
    if not href:
        return f"<g>{told}{drawn}</g>"
    # Its title is its name for a screen reader too; a label would have to repeat words as the picture breaks them.
    quiet = ' tabindex="-1" aria-hidden="true"' if is_line else ""
    return f"<a href={quoteattr(href)}{quiet}>{told}{drawn}</a>"
