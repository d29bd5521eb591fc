"""Rooms /api/network, /api/surroundings, /api/common: the network as data, as a script of ours or others' asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from glocal_graph.front.web.brief_things import brief, complete, find_thing, name_in_words
from glocal_graph.front.web.display import local_address
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.kept_network import network_source
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.picture_bodies import MOST_FOCI, MOST_HOPS, Wanted, read_body
from glocal_graph.front.web.publishers import publisher_name
from glocal_graph.front.web.site import Spot, get_site
from glocal_graph.front.web.turns import turn
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import ParameterError
from glocal_graph.output.captions import read_date
from glocal_graph.output.drawing import to_view
from glocal_graph.output.layout import Position
from glocal_graph.output.looks import GROUPS, find_group, word
from glocal_graph.output.picture_facts import days_of
from glocal_graph.questions.common import find_common
from glocal_graph.questions.network import gather
from glocal_graph.questions.surroundings import Neighbour, find_surroundings
from glocal_graph.questions.ties import KnownTie, read_ties

__all__ = ["make_view", "name_missing", "room"]

room = Blueprint("network", __name__)

#: Things of one kind that are listed of what lies around.
_MOST_LISTED = 300
#: Places that are asked what they share.
_MOST_COMPARED = 6


@room.get("/api/network")
def look() -> Response:
    """The picture of a neighbourhood: `focus` are ids, IRIs, codes or names, `hops` how far it reaches."""
    names = [text for text in request.args.getlist("focus") if text.strip()][:MOST_FOCI]
    if not names:
        raise ParameterError("say focus=: an id (municipality/46201), an IRI, a code or a name")
    site = get_site()
    focus = [_find(name) for name in names]
    hops = min(max(request.args.get("hops", 1, int), 1), MOST_HOPS)
    tag = etag("network", site.store.release, current_language(), str(hops), *focus)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    return open_to_all(keep(jsonify(_draw(Wanted(tuple(focus), hops))), tag))


@room.post("/api/network")
def put_together() -> Response:
    """The picture of (neighbourhood ∪ add) − drop, in which what had a position keeps it."""
    wanted = read_body(request)
    if not wanted.focus and not wanted.add:
        raise BadRequest('say what to draw, as {"focus": ["municipality/46201"]} or {"add": […]}')
    with turn(things=len(wanted.add)):
        return open_to_all(jsonify(_draw(wanted)))


@room.get("/api/surroundings")
def surroundings() -> Response:
    """What expanding a thing would bring, by kind: {thing, total, groups: [{key, label, count, things}]}."""
    site, text = get_site(), request.args.get("thing", "").strip()
    if not text:
        raise ParameterError("say thing=: an id (municipality/46201) or an IRI")
    thing = find_thing(text)
    tag = etag("surroundings", site.store.release, current_language(), thing)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    found = find_surroundings(network_source(), thing)
    return open_to_all(keep(jsonify({"thing": thing, "total": len(found), "groups": _by_look(found)}), tag))


@room.get("/api/common")
def common() -> Response:
    """What several places share: {things: […with links], regions: […with the partners of each]}."""
    site = get_site()
    texts = [text.strip() for text in request.args.getlist("thing") if text.strip()]
    if not 2 <= len(texts) <= _MOST_COMPARED:
        raise ParameterError(
            f"say thing= two to {_MOST_COMPARED} times: ids (municipality/46201), IRIs, codes or names"
        )
    places = list(dict.fromkeys(map(find_thing, texts)))
    tag = etag("common", site.store.release, current_language(), *places)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    found = find_common(read_ties(site.store), places)
    regions = [
        {
            **brief(region.place),
            "partners": {place: [brief(partner) for partner in own] for place, own in region.partners.items()},
        }
        for region in found.regions
    ]
    things = [
        {
            **brief(item.place),
            "ties": {place: [tie.iri for tie in own] for place, own in item.ties.items()},
            "links": [_say_tie(place, tie) for place, own in item.ties.items() for tie in own],
        }
        for item in found.partners
    ]
    body = {"asked": [brief(place) for place in places], "things": things, "regions": regions}
    return open_to_all(keep(jsonify(body), tag))


def make_view(
    graph: nx.MultiGraph,
    positions: Mapping[str, Position] | None = None,
    pins: Mapping[str, Position] | None = None,
) -> dict[str, Any]:
    """The view of a network in the reader's language, with the pages of its things on this site.

    What is new goes beside what has a position; a pin moves one thing out of a picture that stays as it is.
    """
    view = to_view(graph, current_language(), positions, pins)
    for item in view["nodes"]:
        item["href"] = local_address(item["id"])
    for item in view["edges"]:
        item["href"] = local_address(item["iri"]) if item["kind"] == "partnership" else ""
        _name_publishers(item)
    return view | {"missing": name_missing(graph.graph.get("missing", ())), "release": get_site().store.release}


def _name_publishers(line: dict[str, Any]) -> None:
    """Each source's publisher in the reader's language, beside the text that filters and addresses go by."""
    for source in line["sources"]:
        source["name"] = publisher_name(source["publisher"])
        line["title"] = line["title"].replace(source["publisher"], source["name"])


def name_missing(iris: Iterable[str]) -> list[dict[str, str]]:
    """What this release lacks, with the name that it had and the last release that had it, where that is known."""
    removed, language = get_site().removed, current_language()
    found = []
    for iri in iris:
        gone = removed.get(iri.removeprefix(v.ID))
        name = gone.label(language) if gone else iri.removeprefix(v.ID)
        found.append({"id": iri, "name": name, "last": gone.last if gone else ""})
    return found


def _find(name: str) -> str:
    """The thing that is meant; an id that this release lacks stays, and is named among what is missing."""
    iri = complete(name)
    return iri if iri and iri not in get_site().names else find_thing(name)


def _draw(wanted: Wanted) -> dict[str, Any]:
    site = get_site()
    graph = gather(
        network_source(),
        wanted.focus,
        hops=wanted.hops,
        add=wanted.add,
        drop=wanted.drop,
        limit=site.settings.network_nodes,
    )
    return make_view(graph, wanted.positions)


def _say_tie(place: str, tie: KnownTie) -> str:
    """With whom, as what, since when: 鹿児島市: 姉妹都市 1960年5月3日."""
    language = current_language()
    words = [word(text.rpartition("-")[2], language) for text in (tie.kind,) if text]
    if tie.status and not tie.is_active:
        words.append(word(tie.status.rpartition("-")[2], language))
    date = read_date(tie.date, language) if tie.date else ""
    joined = ("・" if language == "ja" else ", ").join(words)
    return f"{name_in_words(place)[0]}: {joined} {date}".strip()


def _by_look(things: Iterable[Neighbour]) -> list[dict[str, Any]]:
    """The things around by kind, those that ties lead to first, of each kind the best joined first."""
    language, site = current_language(), get_site()
    found: dict[str, list[tuple[int, int, Neighbour]]] = {}
    for item in things:
        entry, country = site.names.get(item.iri), site.spots.get(item.iri, Spot()).country
        look = find_group({"kind": item.kind, "country": country}).key
        found.setdefault(look, []).append((-(entry.ties if entry else 0), -item.links, item))
    tied = {key for key, own in found.items() if any(item.is_tied for *_, item in own)}
    return [
        {
            "key": key,
            "look": key,
            "label": GROUPS[key].label_ja if language == "ja" else GROUPS[key].label_en,
            "colour": GROUPS[key].colour,
            "border": GROUPS[key].border,
            "points": GROUPS[key].points,
            "count": len(found[key]),
            "things": [_listed(item) for *_, item in sorted(found[key], key=_rank)[:_MOST_LISTED]],
        }
        for key in sorted(found, key=lambda key: (key not in tied, list(GROUPS).index(key)))
    ]


def _rank(row: tuple[int, int, Neighbour]) -> tuple[int, int, str]:
    return row[0], row[1], row[2].iri


def _listed(item: Neighbour) -> dict[str, Any]:
    return brief(item.iri, item.kind) | {"year": days_of(item.date)[0][:4]}
