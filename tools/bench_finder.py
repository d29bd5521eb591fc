"""How often the partner finder is right: a seeded tenth of the ties is hidden, and looked for among its candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from glocal_graph.data.store import open_store
from glocal_graph.model.settings import Settings
from glocal_graph.questions.partner_finder import FinderNet, Tie

__all__ = ["MOST", "SEEDS", "FinderScore", "measure_finder", "render_finder", "score_finder"]

#: The seeds of what is published; the weights were chosen with others (101 to 108).
SEEDS = (1, 2, 3, 4, 5)
MOST = 10
_SHARE = 0.1


@dataclass(frozen=True)
class FinderScore:
    """Ties hidden, those whose partner is still in the net by another tie, and how many each way had among ten."""

    hidden: int
    reachable: int
    hits: Mapping[str, float]


def measure_finder(store: Path) -> list[FinderScore]:
    """The finder on the snapshot served in this folder, once for each seed."""
    opened = open_store(Settings(store=str(store), query_workers=1))
    try:
        net = FinderNet.read(opened)
    finally:
        opened.close()
    return [score_finder(net, seed) for seed in SEEDS]


def score_finder(net: FinderNet, seed: int) -> FinderScore:
    """One tenth of the ties hidden: what the finder, popularity and chance make of them.

    Popularity offers everybody the places with most partners; chance offers any ten, so its hits are expected ones.
    """
    ties = sorted((tie for tie in net.ties if not tie.is_over), key=lambda tie: (tie.iri, tie.home, tie.partner))
    hidden = Random(seed).sample(ties, round(len(ties) * _SHARE))
    known = net.without(hidden)
    left = set(known.abroad)
    popular = sorted(left, key=lambda place: (-_degree(known, place), place))
    open_to = _open_places(known)
    ways: dict[str, Callable[[Tie], float]] = {
        "finder": lambda tie: tie.partner in [one.place for one in known.find(known.places[tie.home], MOST)],
        "popularity": lambda tie: tie.partner in [place for place in popular if open_to(tie.home, place)][:MOST],
        "chance": lambda tie: MOST / sum(open_to(tie.home, place) for place in left),
    }
    found = [tie for tie in hidden if tie.partner in left]
    return FinderScore(len(hidden), len(found), {name: sum(map(way, found)) for name, way in ways.items()})


def _degree(net: FinderNet, place: str) -> int:
    return len(net.graph[place]) if place in net.graph else 0


def _open_places(net: FinderNet) -> Callable[[str, str], bool]:
    """Whether a place could be suggested to a local government: it has no tie with it, past or present."""
    past = {(tie.home, tie.partner) for tie in net.ties}
    return lambda home, place: (home, place) not in past


def render_finder(scores: Sequence[FinderScore]) -> list[list[str]]:
    """Rows of a table: a way of guessing, its hits, their share of the ties hidden and of those that can be found."""
    hidden, reachable = sum(one.hidden for one in scores), sum(one.reachable for one in scores)
    rows = []
    for name in scores[0].hits if scores else ():
        hits = [one.hits[name] for one in scores]
        spread = f"{min(hits):.3g} – {max(hits):.3g}"
        rows.append([name, f"{sum(hits):.1f}", spread, _share(sum(hits), hidden), _share(sum(hits), reachable)])
    return rows


def _share(part: float, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
