"""Room /explore: the network around a thing, as a picture and as a list of the same content with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
from flask import Blueprint, Response, jsonify, render_template, request

from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.home import find_samples
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.output.drawing import to_view
from glocal_graph.questions.description import Value
from glocal_graph.questions.network import neighbourhood
from glocal_graph.questions.sparql_terms import name_iri

room = Blueprint("explore", __name__)

_MOST_HOPS = 3
_MOST_FOCI = 8


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
    """The network around the focus; without one, a search box and samples."""
    focus = _focus()
    if not focus:
        return render_template("explore.html", focus=[], graph=None, samples=find_samples())
    site, language, hops = get_site(), current_language(), _hops()
    tag = etag("explore", site.store.release, language, str(hops), *focus, request.query_string.decode("latin-1"))
    if is_known(tag):
        return keep(Response(status=304), tag)
    graph = neighbourhood(site.store, focus, hops=hops, limit=site.settings.network_nodes)
    lines = sorted(_lines(graph), key=lambda line: (not line.is_tie, line.date or "9999", line.other.label(language)))
    page = render_template(
        "explore.html",
        focus=[_value(iri, graph.nodes[iri]) for iri in focus],
        graph=graph,
        view=to_view(graph, language),
        ties=[line for line in lines if line.is_tie],
        links=[line for line in lines if not line.is_tie],
        kinds=_kinds(graph),
        hops=hops,
        cut=graph.graph.get("cut", 0),
    )
    return keep(Response(page), tag)


@room.get("/explore.json")
def view() -> Response:
    """The picture of the network as data: nodes with positions, edges, legend."""
    site, focus = get_site(), _focus()
    graph = neighbourhood(site.store, focus, hops=_hops(), limit=site.settings.network_nodes)
    return open_to_all(jsonify(to_view(graph, current_language())))


def _focus() -> list[str]:
    names = [text for text in request.args.getlist("focus") if text.strip()]
    found = [get_site().names.resolve(name) for name in names[:_MOST_FOCI]]
    return list(dict.fromkeys(iri for one in found for iri in _parties(one)))


def _parties(iri: str) -> list[str]:
    """The parties of a tie, whose network is theirs; anything else is its own."""
    if not iri.startswith(v.iri("partnership/")):
        return [iri]
    query = f"SELECT DISTINCT ?party {{ {name_iri(iri)} <{v.glocal('party')}> ?party }} ORDER BY ?party"
    rows: list[dict[str, Any]] = get_site().store.select(query)
    return [str(row["party"].value) for row in rows] or [iri]


def _hops() -> int:
    return min(max(request.args.get("hops", 1, int), 1), _MOST_HOPS)


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


def _kinds(graph: nx.MultiGraph) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for _, data in graph.nodes(data=True):
        counts[data["kind"]] = counts.get(data["kind"], 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


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
