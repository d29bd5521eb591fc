"""A picture as a file: exactly the things and lines that it shows, with their claims and sources, and nothing else.

Of what is only mentioned (the prefecture of a city, the publisher of a source) an RDF file tells the name and codes,
but not that it is a place or an organisation: asked for its places, the file names those of the picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from glocal_graph.model.errors import FormatUnknown
from glocal_graph.model.vocabulary import GLOCAL, ID, RDF_TYPE, glocal, iri
from glocal_graph.output.captions import read_date
from glocal_graph.output.drawing import render_page
from glocal_graph.output.export import FORMATS, Format, export_network, export_quads, find_format
from glocal_graph.output.export_network import to_csv
from glocal_graph.output.layout import Position
from glocal_graph.output.picture_facts import line_id
from glocal_graph.output.selection import read_selection
from glocal_graph.questions.network_queries import LINKS, Reader

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["PAGE", "PictureTitle", "export_picture", "find_picture_format", "keep_lines", "read_picture"]

#: The page that draws itself, the one format of a picture that no other selection has.
PAGE = Format("html", "text/html", ".html", "page", "HTML page", "HTMLページ")
_LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
_COMMENTED = ("turtle", "trig", "ntriples", "nquads")
_PARTY, _ABOUT_TIE, _WITHIN = glocal("party"), glocal("aboutPartnership"), glocal("within")
#: Short ways to say that a tie in force joins two places: every kind of tie, and sister cities.
_PARTNER, _SISTER = glocal("partnerOf"), glocal("sisterCityOf")
_LINKING = {_PARTY, _WITHIN, _PARTNER, _SISTER, *(glocal(name) for name in LINKS)}
#: Folders of what is told of, not of what tells: no mere mention of these has a type.
_TOLD = tuple(
    iri(f"{folder}/")
    for folder in (
        *("country", "region", "prefecture", "municipality", "site", "partnership", "event", "person", "asset"),
        *("theme", "work", "historical-event", "organisation", "office"),
    )
)


@dataclass(frozen=True)
class PictureTitle:
    """What a picture is called, and where its content is from."""

    text: str
    release: str
    day: date


def find_picture_format(name: str) -> Format:
    """The format of this name, suffix or media type; a picture can be a page too."""
    if name.strip().lower().lstrip(".") in ("html", "text/html"):
        return PAGE
    try:
        return find_format(name)
    except FormatUnknown as error:
        names = ", ".join([*FORMATS, PAGE.name])
        raise FormatUnknown(f'"{name[:80]}" is no format of a picture; choose one of {names}') from error


def keep_lines(graph: nx.MultiGraph, lines: Collection[str]) -> nx.MultiGraph:
    """The same things with these lines only, by their ids; an id that the graph lacks does no harm."""
    wanted = frozenset(lines)
    gone = [
        (one, other, key)
        for one, other, key, data in graph.edges(keys=True, data=True)
        if line_id(data, (one, other)) not in wanted
    ]
    graph.remove_edges_from(gone)
    return graph


def export_picture(
    store: GraphStore,
    graph: nx.MultiGraph,
    chosen: Format,
    title: PictureTitle,
    language: str = "en",
    positions: Mapping[str, Position] | None = None,
) -> bytes:
    """The file of a picture in one format."""
    if chosen is PAGE:
        note = f"Glocal Graph {title.release} · {read_date(title.day.isoformat(), language)} · CC BY 4.0"
        return render_page(graph, language, positions, heading=title.text, note=note).encode()
    if chosen.holds == "network":
        graph.graph |= {"language": language, "about": _about(title)}
        nx.set_node_attributes(graph, "", "hop")  # how far a thing is from the focus was never asked for a picture
        nx.set_node_attributes(graph, {node: {"x": x, "y": y} for node, (x, y) in (positions or {}).items()})
        return to_csv(graph, links=True) if chosen.name == "csv" else export_network(graph, chosen.name)
    head = _comment(graph, title) if chosen.name in _COMMENTED else b""
    return head + export_quads(read_picture(store, graph), chosen.name)


def read_picture(store: GraphStore, graph: nx.MultiGraph) -> list[ox.Quad]:
    """What is said of the things and ties of a picture, without any link that is none of its lines."""
    ties = {data["iri"] for *_, data in graph.edges(data=True) if data["kind"] == "partnership"}
    shown = {*graph, *ties}
    links = _links_of(store, graph)
    quads = read_selection(store, (thing for thing in shown if thing.startswith(ID)), ties=False)
    return _mentioned([quad for quad in quads if _belongs(quad, shown, ties, links)], shown)


def _mentioned(quads: list[ox.Quad], shown: Collection[str]) -> list[ox.Quad]:
    """Without the names of places and the like that nothing left mentions: those of partners that are not shown."""
    objects: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        objects[getattr(quad.subject, "value", "")].append(getattr(quad.object, "value", ""))
    waiting = [subject for subject in objects if subject in shown or not subject.startswith(_TOLD)]
    reached = set(waiting)
    while waiting:
        further = {target for target in objects[waiting.pop()] if target in objects} - reached
        reached |= further
        waiting.extend(further)
    return [quad for quad in quads if getattr(quad.subject, "value", "") in reached]


def _links_of(store: GraphStore, graph: nx.MultiGraph) -> dict[str, set[tuple[str, str]]]:
    """The links that the lines stand for: (property, object) by subject. One about a tie is drawn to its parties."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one, other, data in graph.edges(data=True):
        found[data["subject"]].add((data["iri"], other if data["subject"] == one else one))
    about = {thing for thing, links in found.items() if any(name == _ABOUT_TIE for name, _ in links)}
    reader = Reader(store)
    told = [(one, other) for one, name, other in reader.read_links(about) if name == _ABOUT_TIE and one in about]
    parties = reader.read_parties({tie for _, tie in told})
    for event, tie in told:
        if any((_ABOUT_TIE, party) in found[event] for party in parties.get(tie, ())):
            found[event].add((_ABOUT_TIE, tie))
    for one, name, other in _partners(graph):
        found[one].add((name, other))
    return found


def _partners(graph: nx.MultiGraph) -> Iterator[tuple[str, str, str]]:
    """What follows from the ties in force that are shown, both ways, as a build derives it from all of them."""
    ties = [((one, other), data) for one, other, data in graph.edges(data=True) if data["kind"] == "partnership"]
    for node, data in graph.nodes(data=True):
        if data.get("kind") == "Partnership":
            ties.append(
                (tuple(other for _, other, edge in graph.edges(node, data=True) if edge["iri"] == _PARTY), data)
            )
    for parties, data in ties:
        if data.get("status") == "active":
            for one, other in permutations(parties, 2):
                yield one, _PARTNER, other
                if data.get("tie_kind") == "sister":
                    yield one, _SISTER, other


def _belongs(
    quad: ox.Quad, shown: Collection[str], ties: Collection[str], links: Mapping[str, Collection[tuple[str, str]]]
) -> bool:
    subject, name = getattr(quad.subject, "value", ""), quad.predicate.value
    if subject not in shown:
        return name != RDF_TYPE or not subject.startswith(_TOLD)
    if name not in _LINKING or subject in ties:
        return True
    target = getattr(quad.object, "value", "")
    # What a place lies in is its address; it is a line only where both are in the picture.
    is_address = name == _WITHIN and target not in shown
    return is_address or (name, target) in links.get(subject, ())


def _about(title: PictureTitle) -> dict[str, str]:
    """What a network's file is: other programs show it as the network's own properties."""
    return {"name": title.text, "release": title.release, "taken": title.day.isoformat(), "licence": _LICENCE}


def _comment(graph: nx.MultiGraph, title: PictureTitle) -> bytes:
    """What the file is, for whoever opens it; nothing of a title can end the comment."""
    lines: Iterable[str] = (
        f"{title.text} – Glocal Graph",
        f"{graph.number_of_nodes()} things, {len(_lines(graph))} ties and links",
        f"Release {title.release}, taken on {title.day.isoformat()}",
        f"Licence: {_LICENCE}",
        f"Terms: {GLOCAL}",
    )
    text = "".join(f"# {' '.join(''.join(c if c.isprintable() else ' ' for c in line).split())}\n" for line in lines)
    return text.encode("utf-8", "replace") + b"\n"


def _lines(graph: nx.MultiGraph) -> set[Any]:
    return {line_id(data, (one, other)) for one, other, data in graph.edges(data=True)}
