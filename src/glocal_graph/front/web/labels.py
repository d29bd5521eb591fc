"""Rooms /api/labels, /api/looks, /api/layout: what scripts need to show an answer: names, looks, positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from glocal_graph.front.web.display import local_address
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.json_bodies import read_json
from glocal_graph.front.web.site import Site, Spot, get_site
from glocal_graph.front.web.turns import turn
from glocal_graph.model import vocabulary as v
from glocal_graph.output.layout import place_nodes
from glocal_graph.output.looks import GROUPS, find_group
from glocal_graph.questions.search import Entry
from glocal_graph.questions.sparql_terms import is_iri, name_iri

__all__ = ["describe_things", "room"]

room = Blueprint("labels", __name__)

_MOST_IRIS = 1000
_MOST_LETTERS = 2000
_MOST_BYTES = 2_000_000
#: What a picture may hold whose positions are asked for: things, and links between them.
_MOST_NODES, _MOST_EDGES = 1500, 6000


@room.route("/api/labels", methods=["GET", "POST", "OPTIONS"])
def labels() -> Response:
    """The names of things: {iri: {en, ja, kind, group, href, kana, lat, long}}, each only as far as known.

    `near` says that the position is that of what contains the thing, or of a place within it.
    """
    if request.method == "OPTIONS":
        return open_to_all(Response(status=204))
    iris = request.args.getlist("iri") if request.method == "GET" else _listed(_posted())
    asked = _checked(iris)
    site = get_site()
    tag = etag("labels", site.store.release, *asked)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    return open_to_all(keep(jsonify(describe_things(site, asked)), tag))


@room.get("/api/looks")
def looks() -> Response:
    """How each group of things is drawn: colour, border, shape, and its name in both languages."""
    tag = etag("looks")
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    found = {group.key: _look(group.key) for group in GROUPS.values()}
    return open_to_all(keep(jsonify(found), tag))


@room.post("/api/layout")
def layout() -> Response:
    """Where each thing of a picture lies: {nodes: n, edges: [[i, j], …]} → {positions: [[x, y], …]}."""
    count, edges = _read_picture(_posted())
    graph = nx.MultiGraph()
    graph.add_nodes_from(f"{number:05}" for number in range(count))
    graph.add_edges_from((f"{one:05}", f"{other:05}") for one, other in edges)
    with turn():
        placed = place_nodes(graph)
    return jsonify({"positions": [placed[f"{number:05}"] for number in range(count)]})


def describe_things(site: Site, iris: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What is known of each; an IRI of which nothing is known is left out."""
    found = {iri: _describe(site, iri) for iri in iris}
    unnamed = [iri for iri, entry in found.items() if not entry and iri.startswith(v.ID) and is_iri(iri)]
    return {iri: entry for iri, entry in (found | _ask(site, unnamed)).items() if entry}


def _describe(site: Site, iri: str) -> dict[str, Any]:
    entry, word, spot = site.names.get(iri), site.words.get(iri), site.spots.get(iri, Spot())
    if entry is not None:
        group = find_group({"kind": entry.kind, "country": spot.country}).key
        texts = {"en": entry.label_en, "ja": entry.label_ja, "kind": entry.kind, "group": group, "kana": spot.kana}
    elif word is not None:
        texts = {"en": word.label_en, "ja": word.label_ja}
    else:
        return {}
    return {key: text for key, text in (texts | {"href": local_address(iri)}).items() if text} | _position(site, entry)


def _position(site: Site, entry: Entry | None) -> dict[str, Any]:
    """Where it lies: its own point, else that of what it lies within (but no country), else of a place within it."""
    if entry is None:
        return {}
    around = site.names.get(entry.within) if entry.within else None
    chain = [entry.iri, *([around.iri] if around is not None and around.kind != "Country" else [])]
    found = [spot for iri in chain if (spot := site.spots.get(iri)) is not None and spot.is_known]
    inside = site.inner_spots.get(entry.iri)
    spot = found[0] if found else inside
    if spot is None:
        return {}
    own = site.spots.get(entry.iri)
    return {"lat": spot.lat, "long": spot.long} | ({} if spot is own else {"near": True})


def _ask(site: Site, iris: list[str]) -> dict[str, dict[str, Any]]:
    """The labels of things that the index of names leaves out: sources and claims."""
    found: dict[str, dict[str, Any]] = {}
    terms = " ".join(str(name_iri(iri)) for iri in iris)
    if not terms:
        return found
    query = f"SELECT ?thing ?label {{ VALUES ?thing {{ {terms} }} ?thing <{v.RDFS_LABEL}> ?label }}"
    rows: list[dict[str, Any]] = site.store.select(query)
    for row in rows:
        iri, label = row["thing"].value, row["label"]
        entry = found.setdefault(iri, {"href": local_address(iri)})
        entry[label.language if label.language in ("en", "ja") else "en"] = label.value
    return found


def _look(key: str) -> dict[str, str]:
    group = GROUPS[key]
    names = {"en": group.label_en, "ja": group.label_ja}
    return names | {"colour": group.colour, "border": group.border, "shape": group.shape, "points": group.points}


@dataclass(frozen=True)
class _Limit:
    name: str
    most: int


def _posted() -> Any:
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("post JSON, as application/json")
    if (request.content_length or 0) > _MOST_BYTES:
        raise RequestEntityTooLarge(f"at most {_MOST_BYTES:,} bytes can be sent here")
    try:
        return read_json(request.get_data())
    except ValueError as error:
        raise BadRequest("the body is no JSON, or none that can be read here") from error


def _listed(body: Any) -> list[Any]:
    iris = body.get("iris") if isinstance(body, dict) else None
    if not isinstance(iris, list):
        raise BadRequest('the body is like {"iris": ["https://…", …]}')
    return iris


def _checked(iris: list[Any]) -> list[str]:
    if len(iris) > _MOST_IRIS:
        raise RequestEntityTooLarge(f"{len(iris):,} IRIs were sent; at most {_MOST_IRIS:,} are named in a call")
    if not all(isinstance(iri, str) and len(iri) <= _MOST_LETTERS for iri in iris):
        raise BadRequest(f"each IRI is a text of at most {_MOST_LETTERS:,} letters")
    return list(dict.fromkeys(iris))


def _read_picture(body: Any) -> tuple[int, list[tuple[int, int]]]:
    count = body.get("nodes") if isinstance(body, dict) else None
    edges = body.get("edges") if isinstance(body, dict) else None
    if type(count) is not int or not isinstance(edges, list) or count < 0:
        raise BadRequest('the body is like {"nodes": 3, "edges": [[0, 1], [1, 2]]}')
    for limit, given in ((_Limit("things", _MOST_NODES), count), (_Limit("links", _MOST_EDGES), len(edges))):
        if given > limit.most:
            raise RequestEntityTooLarge(f"{given:,} {limit.name} were sent; a picture has at most {limit.most:,}")
    return count, [_edge(edge, count) for edge in edges]


def _edge(edge: Any, count: int) -> tuple[int, int]:
    ends = [end for end in edge if type(end) is int and 0 <= end < count] if isinstance(edge, list) else []
    if len(ends) != 2 or len(edge) != 2:
        raise BadRequest(f"each link is a pair of numbers from 0 to {count - 1}")
    return ends[0], ends[1]
