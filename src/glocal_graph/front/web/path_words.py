"""A way between two things in words: each step as a sentence of its own, the whole as one; in English and Japanese."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx

from glocal_graph.front.web.language import current_language, translate
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError
from glocal_graph.questions.paths import Path, Step

__all__ = ["name_of", "tell_path", "tell_step"]

_PEOPLE = {"Person", "HistoricalFigure"}
#: Kinds of place whose sister tie is called that of sister cities; all others have "a sister tie".
_CITIES = {"Municipality", "City", "SpecialWard", "Town", "Village", "District"}


def name_of(graph: nx.MultiGraph, thing: str) -> str:
    """The name of a thing of the net in the reader's language; the end of its address where it has none."""
    data = graph.nodes.get(thing, {})
    names = (data.get("label_en", ""), data.get("label_ja", ""))
    own, other = names[::-1] if current_language() == "ja" else names
    return own or other or thing.rpartition("/")[2]


def tell_step(graph: nx.MultiGraph, step: Step, name: Callable[[str], str]) -> str:
    """A step as a sentence."""
    return _sentence(_say(graph, step, name, name(step.start)))


def tell_path(graph: nx.MultiGraph, path: Path, name: Callable[[str], str]) -> str:
    """The whole way: in English two steps to a sentence, the second with "which"; in Japanese a sentence for each.

    The date of an event that two steps pass through is told once.
    """
    parts, last, is_japanese = [], "", current_language() == "ja"
    for number, step in enumerate(path.steps):
        link = "who" if graph.nodes.get(step.start, {}).get("kind") in _PEOPLE else "which"
        subject = link if number % 2 and not is_japanese else name(step.start)
        parts.append(_say(graph, step, name, subject, dated=step.joint.subject != last))
        last = step.joint.subject
    if is_japanese:
        return "".join(parts)
    return " ".join(_sentence(", ".join(parts[at : at + 2])) for at in range(0, len(parts), 2))


def _say(graph: nx.MultiGraph, step: Step, name: Callable[[str], str], subject: str, *, dated: bool = True) -> str:
    joint = step.joint
    key = _tie(graph, step) if joint.kind == "partnership" else f"{joint.kind}.{'on' if step.is_forward else 'back'}"
    when = _when(step) if dated else ""
    return translate(f"paths.{key}", one=subject, other=name(step.end), when=when)


def _tie(graph: nx.MultiGraph, step: Step) -> str:
    kinds = {graph.nodes.get(thing, {}).get("kind", "") for thing in (step.start, step.end)}
    kind = step.joint.tie_kind if step.joint.tie_kind in ("sister", "friendship", "partnership") else "other"
    shape = "cities" if kinds <= _CITIES and kind in ("sister", "friendship") else "tie"
    return f"{kind}.{shape}.{'was' if step.joint.status == 'ended' else 'is'}"


def _when(step: Step) -> str:
    """The date in brackets; with the end of a tie that has one."""
    joint = step.joint
    days = [joint.date, joint.ended] if joint.kind == "partnership" and joint.ended else [joint.date]
    shown = ("〜" if current_language() == "ja" else " – ").join(map(_date, days)).strip()
    if not shown:
        return ""
    return f"({shown})" if current_language() == "ja" else f" ({shown})"


def _date(text: str) -> str:
    try:
        return parse_date(text).display(current_language()) if text else ""
    except DateError:
        return text


def _sentence(text: str) -> str:
    return text if current_language() == "ja" else f"{text[:1].upper()}{text[1:]}."
