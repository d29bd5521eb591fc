"""A neighbourhood, the whole net: what a store knows as a networkx graph, and its measures.

A partnership of two parties is an edge between them, one of more parties is a node. Every other link (an
event about a place, a figure's birthplace) is an edge named after its property. Nodes carry `label_en`,
`label_ja`, `kind` (the most exact class), `lat`, `long`, `focus`, `hop`, `code`, `date`, `country` with
its labels, and `area`, `area_en`, `area_ja` (the prefecture or region), `languages` (in which it has a label of
its own) and `kana`; edges `iri`, `kind`, `tie_kind`, `status`,
`date`, `ended`, `label_en`, `label_ja`, `subject` and `sources` as (iri, publisher, address).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from glocal_graph.model.errors import PictureTooLarge, ThingNotFound
from glocal_graph.model.vocabulary import ID, glocal, iri
from glocal_graph.questions.network_facts import describe
from glocal_graph.questions.network_queries import Link, Reader
from glocal_graph.questions.sparql_terms import name_iri

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["MOST", "Measures", "exactly", "gather", "measures", "met_around", "neighbourhood", "whole"]

_ABOUT_TIE = glocal("aboutPartnership")
_WITHIN = glocal("within")
_PARTY = glocal("party")
_COUNTRY = iri("country/")
_SITE = iri("site/")
_TIE = iri("partnership/")
#: Things that a picture put together by hand may hold.
MOST = 2000


def neighbourhood(
    store: GraphStore | Reader, focus: Sequence[str], *, hops: int = 1, limit: int = 400
) -> nx.MultiGraph:
    """What lies around the focus: partners, events, figures, assets, and all links among those shown.

    A country, region or prefecture brings the ties of the places within it, the latter two their events too;
    what merely took place at a site is left to the site and to the place that directly holds it. Each further hop
    follows on from the partners found last (from everything found, where there are no partners). At most `limit`
    things are kept, the nearest first and among them the most connected; `graph.graph["cut"]` says how many were
    left out.
    """
    reader = Reader.of(store)
    starts = _check_focus(reader, focus)
    skeleton, hop_of = _explore(reader, starts, hops)
    kept = _choose(skeleton, hop_of, starts, limit)
    graph = _join(reader, {node: hop_of[node] for node in kept})
    graph.graph |= {"focus": starts, "hops": hops, "cut": len(hop_of) - len(kept)}
    describe(reader, graph)
    return graph


def gather(
    store: GraphStore | Reader,
    focus: Sequence[str],
    *,
    hops: int = 1,
    add: Sequence[str] = (),
    drop: Sequence[str] = (),
    limit: int = 400,
) -> nx.MultiGraph:
    """The neighbourhood of the focus, with some things added and some left out, and all links among what remains.

    A tie of two parties stands for these. What the store does not hold is no error but in `graph.graph["missing"]`;
    more than MOST things raise PictureTooLarge.
    """
    reader = Reader.of(store)
    named = [name_iri(item).value for item in (*focus, *add)]
    known, parties = reader.read_known(named), reader.read_parties(item for item in named if item.startswith(_TIE))
    starts = _stand_in((item for item in named[: len(focus)] if item in known), parties)
    added = _stand_in((item for item in named[len(focus) :] if item in known), parties)
    skeleton, hop_of = _explore(reader, starts, hops)
    kept = _choose(skeleton, hop_of, starts, limit) if starts else []
    shown = {node: hop_of[node] for node in kept} | {node: hops + 1 for node in added if node not in kept}
    shown |= dict.fromkeys(_ties_of_several(reader, added, shown), hops + 1)
    shown = {node: hop for node, hop in shown.items() if node not in drop}
    if len(shown) > MOST:
        raise PictureTooLarge(len(shown), MOST)
    graph = _join(reader, shown)
    missing = tuple(dict.fromkeys(item for item in named if item not in known))
    graph.graph |= {"focus": starts, "hops": hops, "cut": len(set(hop_of) - set(kept) - set(shown)), "missing": missing}
    describe(reader, graph)
    return graph


def exactly(store: GraphStore | Reader, things: Sequence[str], *, focus: Collection[str] = ()) -> nx.MultiGraph:
    """These things, as far as the store holds them, with all links among them; the others are `missing`."""
    reader = Reader.of(store)
    named = list(dict.fromkeys(name_iri(item).value for item in things))
    known = reader.read_known(named)
    graph = _join(reader, {item: 0 for item in named if item in known})
    missing = tuple(item for item in named if item not in known)
    starts = tuple(item for item in named if item in known and item in focus)
    graph.graph |= {"focus": starts, "hops": 0, "cut": 0, "missing": missing}
    describe(reader, graph)
    return graph


def met_around(reader: Reader, thing: str) -> nx.MultiGraph:
    """What a neighbourhood of one hop would hold were there no limit, by IRI and kind of link only."""
    return _explore(reader, _check_focus(reader, [thing]), 1)[0]


def whole(store: GraphStore | Reader, *, within: bool = False) -> nx.MultiGraph:
    """Every partnership and every link of the store; with `within`, each place's container too."""
    reader = Reader.of(store)
    graph = _skeleton(reader.read_ties(), reader.read_links())
    if within:
        _add_containers(reader, graph)
    nx.set_node_attributes(graph, 0, "hop")
    graph.graph |= {"focus": (), "hops": 0, "cut": 0}
    describe(reader, graph)
    return graph


@dataclass(frozen=True)
class Measures:
    """The numbers of a network; `degrees` ranks (iri, number of edges), `kinds` counts nodes by class."""

    nodes: int
    edges: int
    partnerships: int
    components: int
    largest_component: int
    density: float
    degrees: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    countries: tuple[tuple[str, int], ...]


def measures(graph: nx.MultiGraph, *, most: int = 20) -> Measures:
    """The measures of a network, with the `most` best-connected things."""
    sizes = sorted((len(part) for part in nx.connected_components(graph)), reverse=True)
    degrees = sorted(graph.degree(), key=lambda pair: (-pair[1], pair[0]))
    ties = [data for *_, data in graph.edges(data=True) if data["kind"] == "partnership"]
    many = [node for node, data in graph.nodes(data=True) if data.get("kind") == "Partnership"]
    return Measures(
        nodes=graph.number_of_nodes(),
        edges=graph.number_of_edges(),
        partnerships=len(ties) + len(many),
        components=len(sizes),
        largest_component=sizes[0] if sizes else 0,
        density=round(nx.density(nx.Graph(graph)), 4),
        degrees=tuple(degrees[:most]),
        kinds=_tally(data.get("kind", "") for _, data in graph.nodes(data=True)),
        countries=_tally(data.get("country", "") for _, data in graph.nodes(data=True)),
    )


def _tally(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(value for value in values if value)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _check_focus(reader: Reader, focus: Sequence[str]) -> tuple[str, ...]:
    starts = tuple(dict.fromkeys(name_iri(item).value for item in focus))
    known = reader.read_known(starts)
    for start in starts:
        if start not in known:
            raise ThingNotFound(f"the graph holds nothing of the IRI {start}; search for its name instead")
    return starts


def _stand_in(things: Iterable[str], parties: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The same things, but for each tie of two its parties: it is a line, they are what it joins."""
    found = [parties[thing] if len(parties.get(thing, ())) == 2 else (thing,) for thing in things]
    return tuple(dict.fromkeys(item for group in found for item in group))


def _ties_of_several(reader: Reader, added: Sequence[str], shown: Collection[str]) -> list[str]:
    """The ties of three or more that join something added with something else that is shown."""
    return [
        tie
        for tie, parties in reader.read_ties(added).items()
        if len(parties) > 2 and tie not in shown and sum(party in shown for party in parties) > 1
    ]


def _skeleton(ties: dict[str, tuple[str, ...]], links: Iterable[Link]) -> nx.MultiGraph:
    """Nodes and edges by IRI only, in one order for ever."""
    graph = nx.MultiGraph()
    for tie, parties in ties.items():
        if len(parties) == 2:
            graph.add_edge(*parties, key=tie, iri=tie, kind="partnership", subject=tie)
        else:
            for party in parties:
                graph.add_edge(tie, party, key=_PARTY, iri=_PARTY, kind="party", subject=tie)
    for subject, link, thing in links:
        pair = ties.get(thing, ()) if link == _ABOUT_TIE else ()
        for target in pair if len(pair) == 2 else (thing,):
            _add_link(graph, subject, link, target)
    return graph


def _add_link(graph: nx.MultiGraph, subject: str, link: str, thing: str) -> None:
    if subject != thing:
        graph.add_edge(subject, thing, key=link, iri=link, kind=_kind(link), subject=subject)


def _kind(link: str) -> str:
    return link.rpartition("#")[2]


def _explore(reader: Reader, starts: tuple[str, ...], hops: int) -> tuple[nx.MultiGraph, dict[str, int]]:
    """Everything within this many hops, and at which hop each thing was met first."""
    hop_of = dict.fromkeys(starts, 0)
    skeleton = nx.MultiGraph()
    skeleton.add_nodes_from(starts)
    inside = reader.read_inside(starts)
    frontier, linking = {*starts, *inside}, {*starts, *_linking(reader, starts, inside)}
    for hop in range(1, hops + 1):
        ties = reader.read_ties(frontier)
        links = reader.read_links({*linking, *ties}) if linking else []
        skeleton = nx.compose(skeleton, _skeleton(ties, _drop_unmet_ties(links, ties)))
        if hop == 1:
            _add_surroundings(reader, skeleton, starts, inside)
        met = [node for node in skeleton if node not in hop_of]
        hop_of |= dict.fromkeys(met, hop)
        partners = {party for parties in ties.values() for party in parties if hop_of.get(party) == hop} - inside
        frontier, linking = (partners, set()) if partners else (set(met), set(met))
        if not frontier:
            break
    return skeleton, hop_of


def _linking(reader: Reader, starts: tuple[str, ...], inside: set[str]) -> set[str]:
    """The places within whose events are shown with the focus: none of a country, of sites only its own."""
    if any(start.startswith(_COUNTRY) for start in starts):
        inside = reader.read_inside(start for start in starts if not start.startswith(_COUNTRY))
    own = {place for start in starts for place in reader.read_direct(start)}
    return {place for place in inside if place in own or not place.startswith(_SITE)}


def _drop_unmet_ties(links: Iterable[Link], ties: dict[str, tuple[str, ...]]) -> list[Link]:
    """Links without those to a partnership that is not part of this hop: it would look like a thing."""
    return [item for item in links if item[1] != _ABOUT_TIE or item[2] in ties]


def _add_surroundings(reader: Reader, skeleton: nx.MultiGraph, starts: tuple[str, ...], inside: set[str]) -> None:
    """The place that directly holds the focus, sites within, and how the rest hangs together.

    Sites: those directly in the focus, and those that something met is linked to.
    """
    for start in starts:
        for place in reader.read_container(start):
            if not place.startswith(_COUNTRY):
                _add_link(skeleton, start, _WITHIN, place)
    sites = {place for place in inside if place.startswith(_SITE)}
    met = set(skeleton)
    for subject, link, thing in reader.read_links(sites):
        if subject in met or thing in met:
            _add_link(skeleton, subject, link, thing)
    direct = {site for start in starts for site in reader.read_direct(start)} & sites
    skeleton.add_nodes_from(sorted(direct))
    skeleton.add_nodes_from(_find_shared_containers(reader, skeleton, inside))
    _add_containers(reader, skeleton)


def _find_shared_containers(reader: Reader, graph: nx.MultiGraph, inside: set[str]) -> list[str]:
    """Prefectures or regions, within a country, that hold several of the places met."""
    above = reader.read_above(inside.intersection(graph))
    counts = Counter(place for places in above.values() for place in places if place in inside)
    return sorted(place for place, count in counts.items() if count > 1)


def _add_containers(reader: Reader, graph: nx.MultiGraph) -> None:
    """Join each place to the nearest place shown that holds it."""
    above = reader.read_above(node for node in graph if node.startswith(ID))
    for node in sorted(above):
        shown = [place for place in above[node] if place in graph and place != node]
        if shown:
            nearest = max(shown, key=lambda place: (len(above.get(place, ())), place))
            _add_link(graph, node, _WITHIN, nearest)


def _choose(skeleton: nx.MultiGraph, hop_of: dict[str, int], starts: tuple[str, ...], limit: int) -> list[str]:
    """The nearest things and those of most ties, as many as the limit allows, all joined to the focus."""
    ties = Counter(
        node for *ends, kind in skeleton.edges(data="kind") if kind in ("partnership", "party") for node in ends
    )
    ranked = sorted(hop_of, key=lambda node: (hop_of[node], -ties[node], -skeleton.degree(node), node))
    kept = ranked[: max(limit, len(starts))]
    if len(kept) == len(ranked):
        return kept
    part = skeleton.subgraph(kept)
    joined = set().union(*(nx.node_connected_component(part, start) for start in starts))
    return [node for node in kept if node in joined]


def _join(reader: Reader, hop_of: dict[str, int]) -> nx.MultiGraph:
    """All ties and links among the things chosen."""
    shown = set(hop_of)
    ties = {
        tie: parties
        for tie, parties in reader.read_ties(shown).items()
        if tie in shown or (len(parties) == 2 and shown.issuperset(parties))
    }
    links = reader.read_links(shown | set(ties))
    everything = _skeleton(ties, _drop_unmet_ties(links, ties))
    graph = nx.MultiGraph()
    for node in sorted(shown, key=lambda item: (hop_of[item], item)):
        graph.add_node(node, hop=hop_of[node])
    graph.add_edges_from(
        (one, other, key, data)
        for one, other, key, data in everything.edges(keys=True, data=True)
        if one in shown and other in shown
    )
    _add_containers(reader, graph)
    return graph
