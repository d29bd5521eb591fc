"""The shortest chains between two places, by ties only, and by ties, events, people and all else that links them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice, pairwise

import networkx as nx

from glocal_graph.model.vocabulary import GLOCAL, glocal, iri
from glocal_graph.questions.answers import Cell, Table
from glocal_graph.questions.computed_table import Asked, text_of, thing, whole

__all__ = ["find_chains"]

_MOST, _LONGEST = 5, 8
_PARTY, _WITHIN, _ABOUT_TIE = glocal("party"), glocal("within"), glocal("aboutPartnership")
#: Things that link nearly everything with everything; a chain through them explains nothing.
_HUBS = tuple(iri(folder) for folder in ("country/", "organisation/", "office/", "theme/"))


def find_chains(asked: Asked) -> Table:
    """A row for each step of each chain; the chains by ties first."""
    ends = (asked.values["a"], asked.values["b"])
    rows: list[list[Cell]] = []
    notes = []
    for by_ties in (True, False):
        title = asked.say("ties only", "提携のみ") if by_ties else asked.say("ties, events, people", "提携・行事・人物")
        graph = _build(asked, ends, by_ties=by_ties)
        chains = _shortest(graph, *ends)
        for number, chain in enumerate(chains, start=1):
            rows += _steps(graph, chain, title, number)
        notes.append(_note(asked, title, chains))
    return asked.table(rows, notes)


def _build(asked: Asked, ends: tuple[str, str], *, by_ties: bool) -> nx.Graph:
    """An edge for each tie of two parties and for each other link; `links` names the tie or the property."""
    links: dict[tuple[str, str], set[str]] = defaultdict(set)
    parties: dict[str, list[str]] = defaultdict(list)
    rest = []
    for row in asked.rows:
        start, link, end = (text_of(row, name) for name in ("from", "link", "to"))
        if link == _PARTY:
            parties[start].append(end)
        elif not by_ties or link == _WITHIN:
            rest.append((start, link, end))
    for tie, places in parties.items():
        for index, place in enumerate(sorted(places)):
            for other in sorted(places)[index + 1 :]:
                links[place, other].add(tie)
    for start, link, end in rest:
        for target in parties[end] if link == _ABOUT_TIE else [end]:
            links[min(start, target), max(start, target)].add(link)
    graph = nx.Graph()
    for (start, end), names in sorted(links.items()):
        if start != end and not _is_hub(start, ends) and not _is_hub(end, ends):
            graph.add_edge(start, end, links=sorted(names, key=lambda name: (name.startswith(GLOCAL), name)))
    return graph


def _is_hub(node: str, ends: Iterable[str]) -> bool:
    return node.startswith(_HUBS) and node not in ends


def _shortest(graph: nx.Graph, start: str, end: str) -> list[list[str]]:
    """The first of the shortest chains, in an order that does not depend on the engine."""
    if start == end or start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return []
    if nx.shortest_path_length(graph, start, end) > _LONGEST:
        return []
    return sorted(islice(nx.all_shortest_paths(graph, start, end), 1000))[:_MOST]


def _steps(graph: nx.Graph, chain: list[str], title: str, number: int) -> list[list[Cell]]:
    pairs = pairwise(chain)
    return [
        [Cell(title), whole(number), whole(step), thing(start), thing(graph.edges[start, end]["links"][0]), thing(end)]
        for step, (start, end) in enumerate(pairs, start=1)
    ]


def _note(asked: Asked, title: str, chains: list[list[str]]) -> str:
    if not chains:
        return asked.say(f"By {title}: no chain of at most {_LONGEST} steps", f"{title}: {_LONGEST}段階以内の経路なし")
    steps = len(chains[0]) - 1
    return asked.say(f"By {title}: {steps} steps", f"{title}: {steps}段階")
