"""Room /explore: the network around a thing, as a picture and as a list of the same content with its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

import networkx as nx
from flask import Blueprint, Response, jsonify, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.home import find_samples
from glocal_graph.front.web.kept_network import network_source
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.links import recall
from glocal_graph.front.web.network_api import make_view, name_missing
from glocal_graph.front.web.picture_bodies import MOST_FOCI, MOST_HOPS
from glocal_graph.front.web.site import get_site
from glocal_graph.front.web.turns import LARGE, turn
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import PlaceNotFound
from glocal_graph.output.layout import Position
from glocal_graph.questions.description import Value
from glocal_graph.questions.network import MOST, gather

room = Blueprint("explore", __name__)

#: Things that an address can add or take away, and pin.
_MOST_LISTED = MOST
_ID = re.compile(r"[a-z]+/\S+|https?://\S+")
_PIN = re.compile(r"(.+)@(-?\d{1,6}),(-?\d{1,6})")
#: Questions of staff that the first page leads to: endpoint, its values, the message's key.
_STARTS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("explore.explore", {"focus": "municipality/46201"}, "explorer.start_partners"),
    ("planner.planner", {"place": "prefecture/JP-39"}, "explorer.start_anniversaries"),
    ("paths.page", {"from": "municipality/46201", "to": "municipality/gn-2973783"}, "explorer.start_path"),
    ("finder.page", {}, "explorer.start_finder"),
    ("compare.compare", {}, "explorer.start_compare"),
    ("questions.listing", {}, "explorer.start_all"),
)


@dataclass
class _Asked:
    """What the address asks to be drawn; `lost` are names of things that are not there."""

    focus: list[str] = field(default_factory=list)
    hops: int = 1
    add: list[str] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    pins: dict[str, Position] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One tie or link of the list: what joins what, since when, who says so."""

    iri: str
    kind: str
    tie_kind: str
    status: str
    date: str
    one: Value
    other: Value
    sources: tuple[tuple[str, str, str], ...]

    @property
    def is_tie(self) -> bool:
        """Whether it is a partnership rather than another link."""
        return self.kind == "partnership"


@room.get("/explore")
def explore() -> Response | str:
    """The network around the focus; without one, a search box, samples and questions."""
    query = _query()
    asked = _read(MultiDict(parse_qsl(query)))
    if not asked.focus and not asked.add:
        return render_template("explore.html", focus=[], graph=None, samples=find_samples(), starts=_starts())
    tag = etag("explore", get_site().store.release, current_language(), query, request.full_path)
    if is_known(tag):
        return keep(Response(status=304), tag)
    with _turn(asked):
        return keep(Response(_page(asked, query)), tag)


@room.get("/explore.json")
def view() -> Response:
    """The picture of the network as data: nodes with positions, edges, legend."""
    tag = etag("explore view", get_site().store.release, current_language(), request.full_path)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    asked = _read(request.args)
    with _turn(asked):
        return open_to_all(keep(jsonify(make_view(_gather(asked), pins=asked.pins)), tag))


def _turn(asked: _Asked) -> AbstractContextManager[None]:
    """What a long list was added to takes turns; the neighbourhood of a place does not wait for that."""
    return turn(things=len(asked.add)) if len(asked.add) > LARGE else nullcontext()


def _page(asked: _Asked, query: str) -> str:
    language, graph = current_language(), _gather(asked)
    lines = sorted(_lines(graph), key=lambda line: (not line.is_tie, line.date or "9999", line.other.label(language)))
    drawn = make_view(graph, pins=asked.pins)
    focus = [iri for iri in graph.graph["focus"] if iri in graph]
    return render_template(
        "explore.html",
        focus=[_value(iri, graph.nodes[iri]) for iri in focus or list(graph)[:1]],
        graph=graph,
        view=drawn,
        ties=[line for line in lines if line.is_tie],
        links=[line for line in lines if not line.is_tie],
        cut=graph.graph.get("cut", 0),
        missing=[*name_missing(asked.lost), *drawn["missing"]],
        query=query,
        hops=asked.hops,
    )


def _gather(asked: _Asked) -> nx.MultiGraph:
    limit = get_site().settings.network_nodes
    return gather(network_source(), asked.focus, hops=asked.hops, add=asked.add, drop=asked.drop, limit=limit)


def _query() -> str:
    """What the page shows, as the query of an address: its own, or that which a short address stands for."""
    if "link" in request.args:
        return str(recall().state.get("query", ""))
    return request.query_string.decode("utf-8", "replace")


def _starts() -> list[tuple[str, str]]:
    return [(url_for(endpoint, **values), translate(key)) for endpoint, values, key in _STARTS]


def _read(fields: Mapping[str, str] | MultiDict[str, str]) -> _Asked:
    values = MultiDict(fields)
    asked = _Asked(hops=_hops(values.get("hops", "1")))
    names = [text for text in values.getlist("focus") if text.strip()][:MOST_FOCI]
    asked.add, asked.drop = (_ids(values, name) for name in ("add", "drop"))
    for name in names:
        asked.focus += _find(name, asked.lost, is_only=len(names) == 1 and not asked.add)
    asked.focus = list(dict.fromkeys(asked.focus))
    for text in values.getlist("pin")[:_MOST_LISTED]:
        if found := _PIN.fullmatch(text):
            asked.pins[_whole(found[1])] = (int(found[2]), int(found[3]))
    return asked


def _find(name: str, lost: list[str], *, is_only: bool) -> list[str]:
    """The thing that a name or id means; an id that this release lacks is lost, where there is more to show."""
    try:
        return [get_site().names.resolve(name)]
    except PlaceNotFound:
        if is_only or not _ID.fullmatch(name):
            raise
        lost.append(_whole(name))
        return []


def _ids(values: MultiDict[str, str], name: str) -> list[str]:
    texts = [part for text in values.getlist(name) for part in text.split(",") if part.strip()]
    return list(dict.fromkeys(_whole(text) for text in texts[:_MOST_LISTED]))


def _whole(text: str) -> str:
    name = unquote(text.strip())
    return name if name.startswith(("http://", "https://")) else v.ID + name


def _hops(text: str) -> int:
    return min(max(int(text), 1), MOST_HOPS) if re.fullmatch(r"[0-9]{1,9}", text) else 1


def _lines(graph: nx.MultiGraph) -> Iterable[Line]:
    for one, other, data in graph.edges(data=True):
        first, second = _ordered(graph, one, other, data)
        yield Line(
            data["iri"],
            data["kind"],
            data.get("tie_kind", ""),
            data.get("status", ""),
            data.get("date") or graph.nodes[second].get("date", "") or graph.nodes[first].get("date", ""),
            _value(first, graph.nodes[first]),
            _value(second, graph.nodes[second]),
            tuple(data.get("sources", ())),
        )


def _ordered(graph: nx.MultiGraph, one: str, other: str, data: dict[str, Any]) -> tuple[str, str]:
    """A tie from the focus, or from Japan, outwards; any other link from its subject."""
    if data["kind"] != "partnership":
        return (other, one) if data.get("subject") == other else (one, other)
    rank = {
        node: (not graph.nodes[node].get("focus"), graph.nodes[node].get("country") != "JP", node)
        for node in (one, other)
    }
    return (one, other) if rank[one] <= rank[other] else (other, one)


def _value(iri: str, data: dict[str, Any]) -> Value:
    return Value(
        iri,
        is_iri=True,
        label_en=data.get("label_en", ""),
        label_ja=data.get("label_ja", ""),
        kind=data.get("kind", ""),
    )


@room.app_template_filter("concept")
def _concept(notation: str, scheme: str) -> str:
    """The IRI of a concept by its notation; empty for one that the scheme lacks."""
    try:
        return v.concept(scheme, notation)
    except KeyError:
        return ""
