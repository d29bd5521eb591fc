"""The few things that a small picture of one thing holds: its partners, what it is linked to, and where that leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import networkx as nx

from glocal_graph.model import vocabulary as v
from glocal_graph.questions import network_facts
from glocal_graph.questions.description import Description
from glocal_graph.questions.network_queries import LINKS, Reader
from glocal_graph.questions.tie_lists import TieList, list_ties, order_ties
from glocal_graph.questions.ties import KnownTie, read_ties

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["small_network"]

#: Things in the picture; of them partners, places within with so many partners each, other things, what these lead to.
_MOST, _PARTNERS, _INNER, _EACH, _LINKED, _FURTHER = 20, 12, 5, 2, 10, 4
#: A place with many ties leaves room for this many events and figures.
_BESIDE = 5
_WITHIN, _PARTY = v.glocal("within"), v.glocal("party")
_LINKS = {v.glocal(name): name for name in LINKS}
#: What links nearly everything with everything explains nothing in a small picture.
_DULL = tuple(v.iri(folder) for folder in ("concept/", "source/", "claim/", "country/"))


def small_network(store: GraphStore, thing: Description) -> nx.MultiGraph | None:
    """The network with its facts, the thing as its focus; None where the thing stands alone."""
    graph = nx.MultiGraph(focus=(thing.iri,), hops=1, cut=0)
    graph.add_node(thing.iri)
    if thing.kind == "Partnership":
        _add_tie_of(store, graph, thing)
    else:
        _add_ties(graph, list_ties(store, thing.iri))
    has_ties = len(graph) > 1
    _add_links(graph, thing, min(_MOST - len(graph), _BESIDE if has_ties else _LINKED))
    if not has_ties:
        _lead_on(store, graph, thing.iri)
    if len(graph) < 2:
        return None
    nx.set_node_attributes(graph, {node: int(node != thing.iri) for node in graph}, "hop")
    network_facts.describe(Reader(store), graph)
    return graph


def _add_ties(graph: nx.MultiGraph, ties: TieList) -> None:
    """The place's own ties; and of the places within it those with most, each with a few of theirs."""
    room = _PARTNERS if not ties.inner else _PARTNERS // 2
    for tie in _best(ties.own)[:room]:
        _add_tie(graph, tie)
    groups: dict[str, list[KnownTie]] = defaultdict(list)
    for tie in ties.inner:
        groups[next(party for party in tie.parties if party in ties.here)].append(tie)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    for place, found in ranked[: _INNER if ties.own else _INNER + 2]:
        _add_link(graph, place, _WITHIN, "within", ties.place)
        for tie in _best(found)[:_EACH]:
            _add_tie(graph, tie)


def _add_tie_of(store: GraphStore, graph: nx.MultiGraph, thing: Description) -> None:
    """The tie between its parties, each in the place around it; a tie of two is a line, its parties are the focus."""
    ties = read_ties(store)
    known = next((tie for tie in ties.all if tie.iri == thing.iri), None)
    if known is None:
        return
    if len(known.parties) == 2:
        graph.remove_node(thing.iri)
        graph.graph["focus"] = known.parties
    _add_tie(graph, known)
    for party in known.parties:
        around = next((place for place in ties.above(party) if not place.startswith(_DULL)), "")
        if around:
            _add_link(graph, party, _WITHIN, "within", around)
        others = [tie for tie in _best(ties.of([party])) if tie.iri != thing.iri]
        for tie in others[:_FURTHER]:
            _add_tie(graph, tie)


def _add_links(graph: nx.MultiGraph, thing: Description, room: int) -> None:
    """What the thing is linked to, by its facts and by what leads to it; of a tie, to its first party."""
    here = next(iter(graph.graph["focus"]))
    for subject, link, target in _links(thing):
        other = target if subject == thing.iri else subject
        if room <= 0:
            return
        if other in graph or not other.startswith(v.ID) or other.startswith(_DULL):
            continue
        one, end = (here, other) if subject == thing.iri else (other, here)
        _add_link(graph, one, link, _LINKS[link], end)
        room -= 1


def _links(thing: Description) -> Iterator[tuple[str, str, str]]:
    """Every link of the thing; those of one kind take turns with those of the others."""
    groups = [
        [(thing.iri, fact.predicate, value.text) for value in fact.values if value.is_iri]
        for fact in thing.facts
        if fact.predicate in _LINKS
    ]
    groups += [
        [(value.text, links.predicate, thing.iri) for value in links.values]
        for links in thing.backlinks
        if links.predicate in _LINKS
    ]
    for row in range(max((len(group) for group in groups), default=0)):
        yield from (group[row] for group in groups if row < len(group))


def _lead_on(store: GraphStore, graph: nx.MultiGraph, focus: str) -> None:
    """From a figure, an asset or an event to the partners of the places that it has to do with."""
    ties = read_ties(store)
    for place in [node for node in graph if node != focus]:
        for tie in _best(ties.of([place]))[:_FURTHER]:
            if len(graph) < _MOST:
                _add_tie(graph, tie)


def _best(ties: Iterable[KnownTie]) -> Sequence[KnownTie]:
    """Those that go on before those that have ended, the oldest first."""
    return sorted(order_ties(ties), key=lambda tie: not tie.is_active)


def _add_tie(graph: nx.MultiGraph, tie: KnownTie) -> None:
    if len(tie.parties) == 2:
        graph.add_edge(*tie.parties, key=tie.iri, iri=tie.iri, kind="partnership", subject=tie.iri)
        return
    for party in tie.parties:
        graph.add_edge(tie.iri, party, key=_PARTY, iri=_PARTY, kind="party", subject=tie.iri)


def _add_link(graph: nx.MultiGraph, subject: str, link: str, kind: str, target: str) -> None:
    if subject != target:
        graph.add_edge(subject, target, key=link, iri=link, kind=kind, subject=subject)
