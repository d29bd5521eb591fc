"""The classes of the vocabulary as a picture: a tree from left to right, each class a box with its own properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.terms import Term

__all__ = ["draw_classes"]

_WIDTH, _HEAD, _LINE, _GAP_X, _GAP_Y, _EDGE = 232, 26, 15, 46, 10, 12
_COLUMNS = 4
#: How wide a letter is drawn, in pixels; a Japanese one is as wide as it is high.
_LETTER, _WIDE_LETTER = 6.1, 12.0
_FONT = "system-ui, 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans CJK JP', sans-serif"


@dataclass
class _Box:
    term: Term
    children: list[_Box] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    height: float = 0.0


def draw_classes(terms: Mapping[str, Term], language: str, *, links: bool = True) -> str:
    """The diagram as SVG; with links each class leads to "#<name>", as on the vocabulary's page.

    A class stands below the first class of ours above it; others above it are named in its box.
    """
    roots = _plant(terms)
    bottom = float(_EDGE)
    for root in roots:
        if root.children:
            bottom = _place(root, _EDGE, bottom, len(terms)) + _GAP_Y * 1.5
    bottom = _place_singles([root for root in roots if not root.children], bottom + _GAP_Y, len(terms))
    boxes = [box for root in roots for box in _walk(root)]
    width = max(box.x for box in boxes) + _WIDTH + _EDGE
    title = "Classes and their properties" if language == "en" else "クラスとそのプロパティ"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {bottom:.0f}" width="{width:.0f}" '
        f'height="{bottom:.0f}" role="group" aria-label="{escape(title)}" font-family="{_FONT}" font-size="12">',
        f"<title>{escape(title)}</title>",
        *(_draw_line(box, child) for box in boxes for child in box.children),
        *(_draw_box(box, terms, language, links=links) for box in boxes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _plant(terms: Mapping[str, Term]) -> list[_Box]:
    boxes = {name: _Box(term) for name, term in terms.items() if term.kind == "class"}
    roots: list[_Box] = []
    for box in boxes.values():
        upper = next((boxes[name] for name in _ours(box.term.above) if name in boxes), None)
        (upper.children if upper else roots).append(box)
    # The large families first, single classes last.
    return sorted(roots, key=lambda box: -len(list(_walk(box))))


def _walk(box: _Box) -> list[_Box]:
    return [box, *(inner for child in box.children for inner in _walk(child))]


def _place(box: _Box, x: float, y: float, depth: int) -> float:
    """Give a box and all below it their places; the lowest edge that they reach."""
    if depth < 0:
        raise ValueError(f"class {box.term.name} stands below itself")
    box.x, box.height = x, _HEAD + _LINE * len(_properties(box.term)) + (6 if box.term.has else 0)
    bottom = y
    for child in box.children:
        bottom = _place(child, x + _WIDTH + _GAP_X, bottom, depth - 1) + _GAP_Y
    inner = bottom - _GAP_Y if box.children else y
    box.y = max(y, (y + inner - box.height) / 2)
    return max(inner, box.y + box.height)


def _place_singles(boxes: Sequence[_Box], top: float, depth: int) -> float:
    """Classes without others below them: side by side, each where there is most room; the lowest edge."""
    bottoms = [top] * _COLUMNS
    for box in boxes:
        column = bottoms.index(min(bottoms))
        bottoms[column] = _place(box, _EDGE + column * (_WIDTH + _GAP_X), bottoms[column], depth) + _GAP_Y * 1.5
    return max(bottoms)


def _draw_line(box: _Box, child: _Box) -> str:
    x1, y1, x2, y2 = box.x + _WIDTH, box.y + _HEAD / 2, child.x, child.y + _HEAD / 2
    bend = (x1 + x2) / 2
    return (
        f'<path d="M{x1:.1f} {y1:.1f} C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}" '
        f'fill="none" stroke="#8b8f97" stroke-width="1.3"/>'
    )


def _draw_box(box: _Box, terms: Mapping[str, Term], language: str, *, links: bool) -> str:
    label, name = box.term.label(language), box.term.name
    lines = [_link(name, _head(box, label), links)]
    for place, iri in enumerate(_properties(box.term)):
        term = terms[iri.removeprefix(v.GLOCAL)]
        text = f"{term.name} → {_range(term, terms, language)}" if term.range else term.name
        y = box.y + _HEAD + 11 + _LINE * place
        shown = (
            f'<text x="{box.x + 10:.1f}" y="{y:.1f}" font-size="10.5" fill="#3d4654">{escape(_cut(text, 34))}</text>'
        )
        lines.append(_link(term.name, shown, links))
    frame = (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{_WIDTH}" height="{box.height:.1f}" rx="4" '
        f'fill="#ffffff" stroke="#1f3a68" stroke-width="1.2"/>'
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{_WIDTH}" height="{_HEAD}" rx="4" fill="#e6ebf3"/>'
    )
    return f"<g>{frame}{''.join(lines)}</g>"


def _head(box: _Box, label: str) -> str:
    y = box.y + _HEAD / 2 + 4
    text = f'<text x="{box.x + 8:.1f}" y="{y:.1f}" font-weight="600" fill="#152a4e">{escape(label)}</text>'
    room = _WIDTH - 16 - _measure(label)
    if label.replace(" ", "").lower() == box.term.name.lower() or _measure(box.term.name) > room:
        return text
    return text + (
        f'<text x="{box.x + _WIDTH - 8:.1f}" y="{y:.1f}" text-anchor="end" font-size="10.5" fill="#566070">'
        f"{escape(box.term.name)}</text>"
    )


def _link(name: str, content: str, links: bool) -> str:
    return f'<a href="#{escape(name)}">{content}</a>' if links else content


def _properties(term: Term) -> Sequence[str]:
    return sorted(term.has)


def _range(term: Term, terms: Mapping[str, Term], language: str) -> str:
    names = [iri.removeprefix(v.GLOCAL) for iri in term.range]
    shown = [terms[name].label(language) if name in terms else v.shorten(name) for name in names]
    return shown[0] + (" …" if len(shown) > 1 else "")


def _ours(iris: Sequence[str]) -> list[str]:
    return [iri.removeprefix(v.GLOCAL) for iri in iris if iri.startswith(v.GLOCAL)]


def _measure(text: str) -> float:
    return sum(_WIDE_LETTER if ord(letter) > 0x2E7F else _LETTER for letter in text)


def _cut(text: str, letters: int) -> str:
    most = letters * _LETTER
    if _measure(text) <= most:
        return text
    while text and _measure(text) > most - _LETTER:
        text = text[:-1]
    return text.rstrip() + "…"
