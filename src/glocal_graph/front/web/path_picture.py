"""The ways between two things as one small picture: from left to right, each way a lane of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import networkx as nx
from markupsafe import Markup

from glocal_graph.front.web.display import local_address
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.output.drawing import to_view
from glocal_graph.output.small_picture import draw_small
from glocal_graph.questions.description import Value
from glocal_graph.questions.paths import Path, Step

__all__ = ["draw_ways"]

#: Pixels between two things of a way, and between two ways.
_STEP, _LANE = 190, 130
#: In a way of more steps every other thing lies lower by so many pixels, so that the names of two do not meet.
_CLOSE, _LOWER = 3, 44
#: The first way runs straight, the second above it, the third below.
_LANES = (0, -1, 1)

Describe = Callable[[str], Value]
Tell = Callable[[Step], str]


def draw_ways(net: nx.MultiGraph, ways: Sequence[Path], describe: Describe, tell: Tell) -> Markup:
    """These ways, all between the same two things, as SVG.

    `net` knows what joins them, `describe` their names, and `tell` has a sentence for each step.
    """
    graph = _graph(net, ways, describe, tell)
    view = to_view(graph, current_language(), _places(ways))
    ends = [_name(describe(thing)) for thing in (ways[0].things[0], ways[0].things[-1])]
    title = translate("paths.of", one=ends[0], other=ends[1])
    names = [_name(describe(thing)) for thing in graph if thing not in graph.graph["focus"]]
    summary = translate("thing.picture_summary", names=translate("list.separator").join(names)) if names else title
    return draw_small(view, local_address, title, summary, "ways")


def _graph(net: nx.MultiGraph, ways: Sequence[Path], describe: Describe, tell: Tell) -> nx.MultiGraph:
    graph = nx.MultiGraph(focus=(ways[0].things[0], ways[0].things[-1]), hops=0, cut=0)
    for way in ways:
        for thing in way.things:
            graph.add_node(thing, **(_facts(describe(thing)) | dict(net.nodes.get(thing, {})) | {"hop": 0}))
        for step in way.steps:
            if not graph.has_edge(step.start, step.end):
                graph.add_edge(step.start, step.end, **_line(net, step, tell))
    return graph


def _facts(value: Value) -> dict[str, Any]:
    """What a place has that no link leads to, as a prefecture of which only a city is joined."""
    return {"label_en": value.label_en, "label_ja": value.label_ja, "kind": value.kind}


def _line(net: nx.MultiGraph, step: Step, tell: Tell) -> Mapping[str, Any]:
    """The link that the step is told by, as the net has it; of a whole and its part, what is told."""
    joint = step.joint
    known = net.get_edge_data(step.start, step.end) or {}
    told: Mapping[str, Any] = next(
        (data for data in known.values() if (data["iri"], data["kind"]) == (joint.iri, joint.kind)), {}
    )
    if told:
        return told
    text = tell(step)
    return {
        "iri": joint.iri,
        "kind": joint.kind,
        "subject": joint.subject,
        "sources": joint.sources,
        "label_en": text,
        "label_ja": text,
    }


def _places(ways: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Where each thing lies; one of several ways in the lane of the first, all ways as wide as the longest."""
    wide = max(len(way.steps) for way in ways) * _STEP
    places: dict[str, tuple[int, int]] = {}
    for lane, way in zip(_LANES, ways, strict=False):
        for number, thing in enumerate(way.things):
            is_end = number in (0, len(way.things) - 1)
            lower = _LOWER if len(way.steps) > _CLOSE and number % 2 else 0
            places.setdefault(thing, (wide * number // len(way.steps), 0 if is_end else lane * _LANE + lower))
    return places


def _name(value: Value) -> str:
    return (value.label_ja or value.label_en) if current_language() == "ja" else (value.label_en or value.label_ja)
