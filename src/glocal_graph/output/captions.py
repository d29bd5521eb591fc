"""What a picture says in words: title, summary, tooltips and the list of its ties, in either language."""

from __future__ import annotations

import textwrap
from functools import lru_cache
from typing import Any

import networkx as nx

from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError
from glocal_graph.output.looks import word

__all__ = ["cite", "describe_edge", "describe_node", "label", "list_ties", "read_date", "shorten", "summarise", "title"]

#: Letters in one line of a label, and lines; what is longer ends in "…" and is whole in the tooltip.
_LINE = {"en": 18, "ja": 10}
_LINES = 2
#: Letters that no line of Japanese begins with.
_NOT_FIRST = frozenset("ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々、。・,.)]」』】〕〉》〜…!?")


def label(data: dict[str, Any], language: str) -> str:
    """The label of a thing or tie in this language."""
    return str(data["label_ja" if language == "ja" else "label_en"])


def title(graph: nx.MultiGraph, language: str) -> str:
    """What the picture is of: the labels of its focus."""
    names = [label(graph.nodes[node], language) for node in graph.graph.get("focus", ()) if node in graph]
    return ("・" if language == "ja" else ", ").join(names) or word("network", language)


def summarise(graph: nx.MultiGraph, language: str) -> str:
    """How many things and ties there are, and what was left out."""
    nodes = graph.number_of_nodes()
    ties = sum(kind == "partnership" for *_, kind in graph.edges(data="kind"))
    ties += sum(kind == "Partnership" for _, kind in graph.nodes(data="kind"))
    cut = graph.graph.get("cut", 0)
    if language == "ja":
        return f"{nodes}件" + (f"、提携{ties}件" if ties else "") + (f"(ほか{cut}件は省略)" if cut else "")
    text = f"{nodes} {'thing' if nodes == 1 else 'things'}"
    text += f", {ties} {'tie' if ties == 1 else 'ties'}" if ties else ""
    return text + (f" ({cut} more left out)" if cut else "")


def describe_node(graph: nx.MultiGraph, node: str, language: str) -> str:
    """The tooltip of a thing: both labels, what it is and where, its number of ties."""
    data = graph.nodes[node]
    other = label(data, "en" if language == "ja" else "ja")
    lines = [label(data, language)]
    if other != lines[0]:
        lines.append(other)
    place = ", ".join(_where(data, language)) if language == "en" else "・".join(reversed(_where(data, language)))
    kind = word(data["kind"], language)
    lines.append(f"{kind} ({place})" if place else kind)
    if data.get("date"):
        lines.append(read_date(data["date"], language))
    if data["kind"] == "Partnership":
        lines.append(_tie_words(data, language))
    ties = sum(edge["kind"] in ("partnership", "party") for *_, edge in graph.edges(node, data=True))
    if ties and data["kind"] != "Partnership":
        lines.append(f"{word('ties_here', language)}: {ties}")
    return "\n".join(lines)


def describe_edge(data: dict[str, Any], language: str) -> str:
    """The tooltip of a tie or link: what it is, since when, and who says so."""
    lines = [label(data, language)] if data["kind"] == "partnership" else [_link_words(data, language)]
    if data["kind"] == "partnership":
        lines.append(_tie_words(data, language))
        lines += _dates(data, language)
    publishers = list(dict.fromkeys(publisher for _, publisher, _ in data["sources"] if publisher))
    if publishers:
        lines.append(f"{word('source', language)}: {'; '.join(publishers)}")
    return "\n".join(lines)


def list_ties(graph: nx.MultiGraph, language: str) -> list[dict[str, Any]]:
    """Every partnership of the picture as a row: parties, kind, status, dates, sources; oldest first."""
    rows = []
    for one, other, data in graph.edges(data=True):
        if data["kind"] == "partnership":
            rows.append(_tie_row(graph, data, sorted((one, other), key=lambda node: _japan_first(graph, node))))
    for node, data in graph.nodes(data=True):
        if data.get("kind") == "Partnership":
            parties = [other for _, other, edge in graph.edges(node, data=True) if edge["kind"] == "party"]
            own = {**data, "iri": node}
            rows.append(_tie_row(graph, own, sorted(parties, key=lambda party: _japan_first(graph, party))))
    rows.sort(key=lambda row: (row["date"] or "9999", row["iri"]))
    return [_in_words(graph, row, language) for row in rows]


def cite(sources: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    """Sources as a page shows them; an address that is not of the web is no link."""
    return [
        {
            "iri": source,
            "publisher": publisher or address or source,
            "address": address if address.startswith(("http://", "https://")) else "",
        }
        for source, publisher, address in sources
    ]


@lru_cache(maxsize=8192)
def read_date(text: str, language: str) -> str:
    """A date as people read it; as it stands where it is no EDTF date."""
    try:
        return parse_date(text).display(language)
    except DateError:
        return text


def shorten(text: str) -> str:
    """A label in at most two short lines."""
    wide = any(letter >= "\u2e80" for letter in text)
    width = _LINE["ja" if wide else "en"]
    lines = _break(text, width) if wide else _wrap(text, width)
    if len(lines) <= _LINES:
        return "\n".join(lines)
    return "\n".join([*lines[: _LINES - 1], lines[_LINES - 1][: width - 1].rstrip("-") + "…"])


def _break(text: str, width: int) -> list[str]:
    """Lines of Japanese: what must not begin one goes with the letter before it, which fills the next line."""
    lines: list[str] = []
    while len(text) > width:
        end = width
        while end > width - 3 and text[end] in _NOT_FIRST:
            end -= 1
        lines, text = [*lines, text[:end]], text[end:]
    return [*lines, text]


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False) or [text]


def _where(data: dict[str, Any], language: str) -> list[str]:
    tail = "ja" if language == "ja" else "en"
    names = [data.get(f"area_{tail}", ""), data.get(f"country_{tail}", "")]
    return [name for name in names if name and name != label(data, language)]


def _tie_words(data: dict[str, Any], language: str) -> str:
    words = [word(data[name], language) for name in ("tie_kind", "status") if data.get(name)]
    return (" · " if language == "en" else "・").join(words)


def _link_words(data: dict[str, Any], language: str) -> str:
    known = word(data["kind"], language)
    return known if known != data["kind"] else label(data, language)


def _dates(data: dict[str, Any], language: str) -> list[str]:
    named = (("signed", data.get("date")), ("until", data.get("ended")))
    return [f"{word(name, language)}: {read_date(text, language)}" for name, text in named if text]


def _japan_first(graph: nx.MultiGraph, node: str) -> tuple[bool, str]:
    return (graph.nodes[node].get("country") != "JP", node)


def _tie_row(graph: nx.MultiGraph, data: dict[str, Any], parties: list[str]) -> dict[str, Any]:
    names = ("iri", "tie_kind", "status", "date", "ended", "sources", "label_en", "label_ja")
    return {**{name: data.get(name, "") for name in names}, "parties": parties}


def _in_words(graph: nx.MultiGraph, row: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "iri": row["iri"],
        "label": label(row, language),
        "parties": [{"iri": node, "label": label(graph.nodes[node], language)} for node in row["parties"]],
        "kind": word(row["tie_kind"], language),
        "status": word(row["status"], language),
        "date": read_date(row["date"], language) if row["date"] else "",
        "ended": read_date(row["ended"], language) if row["ended"] else "",
        "sources": cite(row["sources"]),
    }
