"""The network of ties at a date: its measures, and its smallest closed patterns in the order of their closing.

The measures are those of KONECT: ties are undirected and count once, distances are those within the largest
component, the clustering coefficient is three times the triangles over the pairs of ties that share a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import networkx as nx

from glocal_graph.questions.answers import Cell, Table
from glocal_graph.questions.computed_table import Asked, decimal, text_of, thing, whole

__all__ = ["Whole", "find_triads", "gini", "measure_network", "measure_whole"]

#: Ties up to which ways between all pairs are sought; their time grows with the square of a network's size.
_MOST_TIES = 6000


@dataclass(frozen=True)
class Whole:
    """The numbers of a network as one."""

    nodes: int
    edges: int
    components: int
    largest: int
    triangles: int
    clustering: float
    distance: float | None
    diameter: int | None
    assortativity: float | None
    gini: float


def measure_network(asked: Asked) -> Table:
    """Each place's degree, betweenness and community, the best connected first; the whole net's numbers as notes."""
    import igraph

    graph = _read_graph(asked)
    names = sorted(graph)
    places = {name: number for number, name in enumerate(names)}
    net = igraph.Graph(n=len(names), edges=sorted((places[a], places[b]) for a, b in graph.edges()))
    pairs = max((len(names) - 1) * (len(names) - 2) / 2, 1)
    is_small = net.ecount() <= _MOST_TIES
    between = [value / pairs for value in net.betweenness()] if is_small else [0.0] * len(names)
    member = net.community_fastgreedy().as_clustering().membership if net.ecount() else list(range(len(names)))
    label, size = _name_communities(names, member, net.degree())
    ranked = sorted(range(len(names)), key=lambda n: (-net.degree(n), -round(between[n], 12), names[n]))
    rows = [
        (
            thing(names[n]),
            thing(graph.nodes[names[n]]["country"]),
            whole(net.degree(n)),
            decimal(between[n] if is_small else None, 5),
            whole(label[member[n]]),
            whole(size[member[n]]),
        )
        for n in ranked
    ]
    modularity = net.modularity(member) if net.ecount() else 0.0
    return asked.table(rows, _describe(asked, measure_whole(net), len(size), modularity))


def _read_graph(asked: Asked) -> nx.Graph:
    graph = nx.Graph()
    for row in asked.rows:
        a, b = text_of(row, "a"), text_of(row, "b")
        graph.add_node(a, country=text_of(row, "aCountry"))
        graph.add_node(b, country=text_of(row, "bCountry"))
        graph.add_edge(a, b, date=text_of(row, "date"), tie=text_of(row, "partnership"))
    return graph


def _name_communities(names: list[str], member: list[int], degree: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The communities' numbers, the largest first, and their sizes; the same for the same network on every day."""
    inside: dict[int, list[int]] = defaultdict(list)
    for number, community in enumerate(member):
        inside[community].append(number)
    best = {key: min(own, key=lambda n: (-degree[n], names[n])) for key, own in inside.items()}
    ordered = sorted(inside, key=lambda key: (-len(inside[key]), names[best[key]]))
    return {key: place for place, key in enumerate(ordered, start=1)}, {key: len(own) for key, own in inside.items()}


def measure_whole(net: Any) -> Whole:
    """The numbers of an igraph network."""
    degree = net.degree()
    parts = net.connected_components()
    giant = parts.giant() if net.vcount() else net
    wedges = sum(d * (d - 1) // 2 for d in degree)
    triangles = len(net.list_triangles())
    return Whole(
        nodes=net.vcount(),
        edges=net.ecount(),
        components=len(parts),
        largest=giant.vcount(),
        triangles=triangles,
        clustering=3 * triangles / wedges if wedges else 0.0,
        distance=None if net.ecount() > _MOST_TIES else giant.average_path_length() if giant.ecount() else 0.0,
        diameter=None if net.ecount() > _MOST_TIES else giant.diameter() if giant.ecount() else 0,
        assortativity=_correlate(net, degree),
        gini=gini(degree),
    )


def _correlate(net: Any, degree: list[int]) -> float | None:
    """Pearson's correlation of the degrees at the two ends of a tie; None where all are alike."""
    ends = {degree[vertex] for edge in net.es for vertex in edge.tuple}
    return float(net.assortativity_degree(directed=False)) if len(ends) > 1 else None


def gini(values: list[int]) -> float:
    """How unevenly the values are spread: 0 where all are equal, towards 1 where one has all.

    >>> gini([1, 1, 1]), round(gini([0, 0, 3]), 3)
    (0.0, 0.667)
    """
    total, count = sum(values), len(values)
    if not total:
        return 0.0
    weighted = sum(place * value for place, value in enumerate(sorted(values), start=1))
    return 2 * weighted / (count * total) - (count + 1) / count


def _describe(asked: Asked, net: Whole, communities: int, modularity: float) -> list[str]:
    mean = 2 * net.edges / net.nodes if net.nodes else 0.0
    share = net.largest / net.nodes if net.nodes else 0.0
    mixing = "–" if net.assortativity is None else f"{net.assortativity:+.3f}"
    far = "–" if net.distance is None else f"{net.distance:.2f}"
    wide = "–" if net.diameter is None else f"{net.diameter}"
    return [
        asked.say(
            f"{net.nodes:,} places, {net.edges:,} ties; mean degree {mean:.2f}; "
            f"largest component {net.largest:,} places ({share:.1%})",
            f"自治体{net.nodes:,}、提携{net.edges:,}、平均次数{mean:.2f}、最大連結成分{net.largest:,}自治体({share:.1%})",
        ),
        asked.say(
            f"Triangles {net.triangles:,}; clustering coefficient {net.clustering:.3f}; within the largest component "
            f"mean distance {far}, diameter {wide}",
            f"三角形{net.triangles:,}、クラスター係数{net.clustering:.3f}、最大連結成分内の平均距離{far}、直径{wide}",
        ),
        asked.say(
            f"Degree assortativity {mixing}; Gini coefficient of degrees {net.gini:.3f}; "
            f"{communities:,} communities (greedy modularity), modularity {modularity:.3f}",
            f"次数相関{mixing}、次数のジニ係数{net.gini:.3f}、コミュニティ{communities:,}(貪欲法)、モジュラリティ{modularity:.3f}",
        ),
    ]


def find_triads(asked: Asked) -> Table:
    """Triangles, and squares of two pairs that share both partners; each with its first and its closing tie."""
    graph = _read_graph(asked)
    rows = [_pattern_row(asked, graph, corners) for corners in [*_triangles(graph), *_squares(graph)]]
    rows.sort(key=lambda row: ((row[0].text != asked.say("triangle", "三角形")), *(cell.iri for cell in row[1:5])))
    triangles = sum(1 for row in rows if not row[4].iri)
    note = asked.say(
        f"{triangles:,} triangles and {len(rows) - triangles:,} squares among {graph.number_of_edges():,} ties",
        f"提携{graph.number_of_edges():,}件のうち、三角形{triangles:,}、四角形{len(rows) - triangles:,}",
    )
    return asked.table(rows, [note])


def _triangles(graph: nx.Graph) -> Iterator[tuple[str, ...]]:
    for a, b in graph.edges():
        for c in sorted(set(graph[a]) & set(graph[b])):
            if c > max(a, b):
                yield tuple(sorted((a, b, c)))


def _squares(graph: nx.Graph) -> Iterator[tuple[str, ...]]:
    """Two places (a, b) that share the partners c and d, with neither a–b nor c–d; each square once."""
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for middle in sorted(graph):
        for a, b in combinations(sorted(graph[middle]), 2):
            shared[a, b].append(middle)
    for (a, b), middles in sorted(shared.items()):
        for c, d in combinations(middles, 2):
            if a < c and not graph.has_edge(a, b) and not graph.has_edge(c, d):
                yield a, b, c, d


def _pattern_row(asked: Asked, graph: nx.Graph, corners: tuple[str, ...]) -> list[Cell]:
    pairs = list(combinations(corners, 2))
    ties = [graph.edges[pair] for pair in pairs if graph.has_edge(*pair)]
    dates = sorted(tie["date"] for tie in ties if tie["date"])
    known = len(dates) == len(ties)
    last = [tie for tie in ties if tie["date"] == dates[-1]] if known else []
    # Where a vaguer date may lie after the last one, or two ties share a day, no single tie closed the pattern.
    is_clear = len(last) == 1 and not any(dates[-1].startswith(date) for date in dates[:-1])
    return [
        Cell(asked.say("triangle", "三角形") if len(corners) == 3 else asked.say("square", "四角形")),
        *(thing(corner) for corner in corners),
        *([Cell()] if len(corners) == 3 else []),
        Cell(dates[0] if known else ""),
        Cell(dates[-1] if known else ""),
        thing(last[0]["tie"]) if is_clear else Cell(),
    ]
