"""A network as a picture: networkx → pyvis → what vis-network draws, and a page that needs nothing else.

pyvis holds nodes, edges and options. Its own page is not used: it links servers elsewhere in all of its
modes and puts labels in unescaped. Ours is web/templates/network_page.html: scripts in line, labels as
data, and a content policy that lets no request out.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from glocal_graph.data.file_io import write_whole
from glocal_graph.model.errors import StoreError
from glocal_graph.model.settings import resources
from glocal_graph.output.captions import cite, describe_edge, describe_node, label, list_ties, shorten, summarise, title
from glocal_graph.output.layout import Position, place_nodes
from glocal_graph.output.looks import GROUPS, LINES, find_group, find_line, word
from glocal_graph.output.picture_facts import facts_of_line, facts_of_thing

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = ["find_vis_network", "render_page", "to_pyvis", "to_view", "write_page"]

#: Years are written on the ties of a picture with at most this many of them.
_YEARS = 60
_INK = "#1f2933"
#: Size of a label in pixels of the picture; on the screen, the smallest that can be read and is drawn.
_TEXT, _LEGIBLE = 13, 6
#: Beyond so many things the window shows the picture smaller, and its labels are larger instead.
_FEW = 60
#: The window that a picture is made for, and how many labels it carries when there is no room for all.
_WINDOW = (1080, 780)
_HUBS = 30
_FACE = "system-ui, 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', sans-serif"

#: Physics is off at every size: the positions given are the picture, and it stays as it is.
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "nodes": {"borderWidth": 1.5, "scaling": {"label": {"drawThreshold": _LEGIBLE + 1}}},
    "edges": {
        "font": {"size": 12, "color": "#52606d", "strokeWidth": 3, "face": _FACE},
        "selectionWidth": 2,
        "hoverWidth": 1,
        "smooth": False,
        "scaling": {"label": {"drawThreshold": _LEGIBLE + 3}},
    },
    "interaction": {"hover": True, "tooltipDelay": 120, "hideEdgesOnDrag": True},
    "layout": {"improvedLayout": False},
    "physics": {"enabled": False},
}


def to_pyvis(
    graph: nx.MultiGraph,
    language: str = "en",
    positions: Mapping[str, Position] | None = None,
    pins: Mapping[str, Position] | None = None,
) -> Network:
    """The network as pyvis holds it: placed, coloured, with tooltips as plain text.

    What has a position among those given keeps it; the rest is placed near what it hangs on. What is pinned lies
    there, and all else as if it did not.
    """
    from pyvis.network import Network  # it imports IPython: a third of a second that only drawing needs

    # directed, for pyvis drops the second edge between two nodes of an undirected network
    drawn = Network(directed=True, height="100%", width="100%")
    text_size = _TEXT if len(graph) <= _FEW else _TEXT + 3
    wanted = {node: _wanted_room(data, text_size) for node, data in graph.nodes(data=True)}
    places = place_nodes(graph, wanted, positions) | {
        node: place for node, place in (pins or {}).items() if node in graph
    }
    sizes = _choose_label_sizes(graph, places)
    for node in graph:
        drawn.add_node(node, **_draw_node(graph, node, places[node], sizes[node], language))
    known = dict.fromkeys(drawn.get_nodes())
    drawn.get_nodes = lambda: known  # pyvis looks both ends up in a list: slow beyond a few thousand edges
    for one, other, options in _draw_edges(graph, language):
        drawn.add_edge(one, other, **options)
    drawn.set_options(json.dumps(_OPTIONS))
    return drawn


def to_view(
    graph: nx.MultiGraph,
    language: str = "en",
    positions: Mapping[str, Position] | None = None,
    pins: Mapping[str, Position] | None = None,
) -> dict[str, Any]:
    """All that a page needs to draw and tell a network, as plain data for JSON."""
    drawn = to_pyvis(graph, language, positions, pins)
    return {
        "language": language,
        "title": title(graph, language),
        "summary": summarise(graph, language),
        "focus": list(graph.graph.get("focus", ())),
        "cut": graph.graph.get("cut", 0),
        "nodes": drawn.nodes,
        "edges": drawn.edges,
        "options": drawn.options,
        "legend": _legend(drawn, language),
        "ties": list_ties(graph, language),
    }


def write_page(graph: nx.MultiGraph, path: Path, language: str = "en") -> None:
    """Write the network as one HTML file that draws without any other file or connection."""
    write_whole(path, render_page(graph, language).encode())


def render_page(
    graph: nx.MultiGraph,
    language: str = "en",
    positions: Mapping[str, Position] | None = None,
    *,
    heading: str = "",
    note: str = "",
) -> str:
    """The text of the page that `write_page` writes; things stay where they were.

    A heading of one's own takes the place of the names in focus; the note says where the content is from.
    """
    folder = resources() / "web" / "templates"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    scripts = [_read_script(path) for path in (find_vis_network(), folder / "network_page.js")]
    return environment.get_template("network_page.html").render(
        view=to_view(graph, language, positions) | ({"title": heading} if heading else {}),
        language=language,
        note=note,
        word=lambda key: word(key, language),
        scripts=[Markup(text) for text in scripts],  # noqa: S704  our own files, never a label
        policy=" ".join(f"'sha256-{_digest(text)}'" for text in scripts),
    )


def find_vis_network() -> Path:
    """The one vis-network that is used: npm's, as built into web/dist, else the one in pyvis's package."""
    built = resources() / "web" / "dist" / "vis-network.min.js"
    if built.is_file():
        return built
    spec = importlib.util.find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise StoreError("vis-network is missing; run `make assets`")
    return Path(spec.origin).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"


def _read_script(path: Path) -> str:
    """A script as it may stand inside a page: nothing in it may end its element."""
    try:
        return path.read_text(encoding="utf-8").replace("</script", "<\\/script").replace("<!--", "<\\!--")
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}; run `make assets`") from error


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _wanted_room(data: dict[str, Any], text_size: int) -> tuple[float, float]:
    """Width and height of a thing with its label below it, in pixels of the picture.

    In whichever language needs more: the picture is the same in both.
    """
    labels = [shorten(label(data, language)).splitlines() or [""] for language in ("en", "ja")]
    longest = max(sum(1.0 if letter >= "\u2e80" else 0.56 for letter in line) for lines in labels for line in lines)
    scale = 1.4 if data.get("focus") else 1.0
    return scale * max(60.0, longest * text_size + 14), scale * (40.0 + max(map(len, labels)) * (text_size + 2))


def _choose_label_sizes(graph: nx.MultiGraph, places: dict[str, Position]) -> dict[str, int]:
    """Larger labels for the focus and, in a picture too wide to read, for the best-connected things."""
    xs, ys = [x for x, _ in places.values()] or [0], [y for _, y in places.values()] or [0]
    zoom = min(_WINDOW[0] / (max(xs) - min(xs) + 200), _WINDOW[1] / (max(ys) - min(ys) + 150), 1.0)
    sizes = dict.fromkeys(graph, max(_TEXT, min(_TEXT + 4, round(9 / zoom))))
    if zoom * _TEXT < _LEGIBLE:
        ranked = sorted(graph, key=lambda node: (-graph.degree(node), node))
        sizes |= dict.fromkeys(ranked[:_HUBS], round(10 / zoom))
    focus = [node for node, data in graph.nodes(data=True) if data.get("focus")]
    return sizes | dict.fromkeys(focus, round(max(_TEXT + 5, 14 / zoom)))


def _draw_node(graph: nx.MultiGraph, node: str, place: Position, text_size: int, language: str) -> dict[str, Any]:
    data = graph.nodes[node]
    group, focus = find_group(data), data.get("focus", False)
    border = _INK if focus else group.border
    return {
        "label": shorten(label(data, language)),
        "title": describe_node(graph, node, language),
        "shape": group.shape,
        "size": round(max(group.size * (1.6 if focus else 1), text_size * 0.6)),
        "color": {
            "background": group.colour,
            "border": border,
            "highlight": {"background": group.colour, "border": _INK},
            "hover": {"background": group.colour, "border": _INK},
        },
        "borderWidth": 4 if focus else 1.5,
        "font": {"size": text_size, "color": _INK, "face": _FACE, "strokeWidth": 4, "strokeColor": "#fff"},
        "x": place[0],
        "y": place[1],
        "kind": data["kind"],
        "look": group.key,
        "sources": cite(data.get("sources", [])),
        **facts_of_thing(data, language),
    }


def _draw_edges(graph: nx.MultiGraph, language: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Each partnership is one line; all other links between the same two things are one line together."""
    drawn, together = [], defaultdict(list)
    for one, other, data in graph.edges(data=True):
        if data["kind"] == "partnership":
            drawn.append((one, other, _draw_edge(graph, [data], (one, other), language)))
        else:
            together[min(one, other), max(one, other)].append(data)
    drawn += [(*ends, _draw_edge(graph, links, ends, language)) for ends, links in together.items()]
    _bend_parallels(drawn)
    drawn.sort(key=lambda edge: (edge[2]["iri"], edge[0], edge[1]))
    if sum("label" in options for _, _, options in drawn) > _YEARS:
        for _, _, options in drawn:
            options.pop("label", None)
    return drawn


def _draw_edge(
    graph: nx.MultiGraph, links: list[dict[str, Any]], ends: tuple[str, str], language: str
) -> dict[str, Any]:
    first = links[0]
    dates = [graph.nodes[data["subject"]].get("date", "") for data in links if data.get("subject") in graph]
    line = find_line(first)
    sources = {source: None for data in links for source in data["sources"]}
    options: dict[str, Any] = {
        "title": "\n".join(dict.fromkeys(describe_edge(data, language) for data in links)),
        "color": {"color": line.colour, "highlight": _INK, "hover": _INK},
        "width": line.width,
        "dashes": list(line.dashes) or False,
        "arrows": "",
        "iri": first["iri"],
        "kind": first["kind"],
        "look": line.key,
        "status": first.get("status", ""),
        # Who knows best comes first, as the facts of a tie have it.
        "sources": cite(list(sources) if len(links) == 1 else sorted(sources)),
        **facts_of_line(links, ends, dates, language),
    }
    if first["kind"] == "partnership" and first["date"][:4].isdigit():
        options["label"] = first["date"][:4]
    return options


def _bend_parallels(drawn: list[tuple[str, str, dict[str, Any]]]) -> None:
    """Lines between the same two things are bent, each by its own curve, so that none hides another."""
    pairs = defaultdict(list)
    for one, other, options in drawn:
        pairs[frozenset((one, other))].append(options)
    for lines in pairs.values():
        for number, options in enumerate(lines[1:], start=1):
            options["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": 0.18 * number}


def _legend(drawn: Network, language: str) -> dict[str, list[dict[str, Any]]]:
    """The groups and lines that the picture has, with how many of each."""
    things = [
        {
            "key": group.key,
            "label": group.label_ja if language == "ja" else group.label_en,
            "colour": group.colour,
            "border": group.border,
            "points": group.points,
            "count": sum(node["look"] == group.key for node in drawn.nodes),
        }
        for group in GROUPS.values()
    ]
    lines = [
        {
            "key": line.key,
            "label": line.label_ja if language == "ja" else line.label_en,
            "colour": line.colour,
            "width": line.width,
            "dashes": list(line.dashes),
            "count": sum(line.key in (edge["look"], edge["status"]) for edge in drawn.edges),
        }
        for line in LINES.values()
    ]
    return {"things": [item for item in things if item["count"]], "lines": [item for item in lines if item["count"]]}
