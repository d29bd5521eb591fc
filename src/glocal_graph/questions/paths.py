"""Up to three shortest ways between any two things, by the kinds of link that are asked for, each told step by step.

The whole net is read once for a release (`PathNet.read`); an answer then needs no query. Countries, organisations,
offices and themes are no way stations, for they join everything with everything. From or to a place, a way may use
any place within it; from or to a tie of two parties, either of them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Any

import networkx as nx

from glocal_graph.model.errors import ParameterError, ThingNotFound
from glocal_graph.model.vocabulary import glocal, iri
from glocal_graph.questions.network import whole
from glocal_graph.questions.network_queries import Reader

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["GROUPS", "LONGEST", "MOST", "Joint", "Path", "PathNet", "Step"]

#: The kinds of link that can be chosen, and the edges that each stands for.
GROUPS: Mapping[str, frozenset[str]] = {
    "ties": frozenset({"partnership", "party"}),
    "events": frozenset(
        {
            "about", "aboutPartnership", "coOrganiser", "features", "helpedAfter", "hostTownOf", "organiser",
            "participant", "subEventOf", "venue",
        }
    ),
    "people": frozenset({"associatedWith", "birthPlace", "inspired", "knownFor", "tookPartIn"}),
    "places": frozenset({"capital", "officeOf", "succeededBy", "within"}),
}  # fmt: skip
MOST, LONGEST = 3, 6
#: Ways looked at before the best are chosen, and steps taken while looking: a bound for nets where all is near.
_MOST_SEEN, _MOST_TAKEN = 500, 30_000
_HUBS = tuple(iri(folder) for folder in ("country/", "organisation/", "office/", "theme/"))
_WITHIN, _PARTY = glocal("within"), glocal("party")


@dataclass(frozen=True)
class Joint:
    """One link between two things: a tie by its IRI, or a property; `subject` is the thing that has it."""

    iri: str
    kind: str
    subject: str
    tie_kind: str = ""
    status: str = ""
    date: str = ""
    ended: str = ""
    sources: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    """From one thing to the next; the first of the joints tells most, ties before all else."""

    start: str
    end: str
    joints: tuple[Joint, ...]

    @property
    def joint(self) -> Joint:
        """The joint that the step is told by."""
        return self.joints[0]

    @property
    def is_forward(self) -> bool:
        """Whether the step goes the way in which its link was stated."""
        return self.joint.subject != self.end


@dataclass(frozen=True)
class Path:
    """A way from one thing to another."""

    steps: tuple[Step, ...]

    @property
    def things(self) -> tuple[str, ...]:
        """The things on the way, both ends included."""
        return (self.steps[0].start, *(step.end for step in self.steps))


class PathNet:
    """Who is joined with whom in the whole graph; never changes once it is made."""

    def __init__(self, graph: nx.MultiGraph, above: Mapping[str, Iterable[str]] | None = None) -> None:
        self.graph = graph
        self._beside = {name: _neighbours(graph, kinds) for name, kinds in GROUPS.items()}
        self._inside: dict[str, list[str]] = defaultdict(list)
        for thing in sorted(above or {}):
            for place in (above or {})[thing]:
                self._inside[place].append(thing)
        self._parties = {
            data["iri"]: (one, other) for one, other, data in graph.edges(data=True) if data["kind"] == "partnership"
        }

    @classmethod
    def read(cls, store: GraphStore | Reader) -> PathNet:
        """The net of a store: some seconds, once for each release."""
        graph = whole(store, within=True)
        return cls(graph, Reader.of(store).read_above(graph))

    def find(
        self, start: str, end: str, *, links: Collection[str] = tuple(GROUPS), most: int = MOST, longest: int = LONGEST
    ) -> list[Path]:
        """The shortest ways, at most so many and so long; among those of one length the least trodden first.

        None for a thing and itself. Raises ThingNotFound for what the net does not hold, ParameterError for a kind
        of link that there is not.
        """
        self._check((start, end), links)
        if start == end:
            return []
        search = _Search(self, start, end, [self._beside[name] for name in GROUPS if name in links])
        allowed = frozenset().union(*(GROUPS[name] for name in links))
        return [self._tell(way, allowed) for way in search.ways(most, longest)]

    def holds(self, thing: str) -> bool:
        """Whether a way can begin or end at this thing."""
        return thing in self.graph or thing in self._parties or thing in self._inside

    def around(self, end: str) -> Iterable[str]:
        """What a way may use besides its end: the places within it, the parties of a tie."""
        parties = self._parties.get(end)
        return self._inside.get(end, ()) if parties is None else parties

    def _check(self, ends: Iterable[str], links: Collection[str]) -> None:
        for thing in ends:
            if not self.holds(thing):
                raise ThingNotFound(f"nothing in the graph is joined with {thing}")
        for name in links:
            if name not in GROUPS:
                raise ParameterError(f'"{name}" is no kind of link; there are {", ".join(GROUPS)}')
        if not links:
            raise ParameterError(f"choose a kind of link: {', '.join(GROUPS)}")

    def _tell(self, way: list[str], allowed: frozenset[str]) -> Path:
        return Path(tuple(self._step(start, end, allowed) for start, end in pairwise(way)))

    def _step(self, start: str, end: str, allowed: frozenset[str]) -> Step:
        edges: Mapping[str, Any] = self.graph.get_edge_data(start, end, default={})
        joints = [self._joint(data) for data in edges.values() if data["kind"] in allowed]
        if not joints:
            joints = [self._own(start, end)]
        return Step(start, end, tuple(sorted(joints, key=lambda item: (item.kind != "partnership", item.iri))))

    def _own(self, start: str, end: str) -> Joint:
        """What joins an end with the places within it, or a tie with its parties."""
        for tie, party in ((start, end), (end, start)):
            if party in (self._parties.get(tie) or ()):
                return Joint(_PARTY, "party", tie)
        return Joint(_WITHIN, "within", start if start in self._inside.get(end, ()) else end)

    def _joint(self, data: Mapping[str, Any]) -> Joint:
        subject = self.graph.nodes.get(data["subject"], {})
        date = data.get("date") or subject.get("date", "")
        told = {name: data.get(name, "") for name in ("tie_kind", "status", "ended")}
        return Joint(data["iri"], data["kind"], data["subject"], date=date, sources=tuple(data["sources"]), **told)


class _Search:
    """One question: from where to where, by which links."""

    def __init__(self, net: PathNet, start: str, end: str, beside: list[dict[str, tuple[str, ...]]]) -> None:
        self._start, self._end, self._beside = start, end, beside
        self._extra: dict[str, list[str]] = defaultdict(list)
        for thing in (start, end):
            for inner in net.around(thing):
                self._extra[thing].append(inner)
                self._extra[inner].append(thing)
        self._known: dict[str, list[str]] = {}

    def ways(self, most: int, longest: int) -> list[list[str]]:
        """The best of the shortest ways; longer ones only where there are not enough of the shortest."""
        far = self._measure(longest)
        if self._start not in far:
            return []
        found: list[list[str]] = []
        for length in range(far[self._start], longest + 1):
            if len(found) >= most:
                break
            found += sorted(self._of_length(length, far), key=self._rank)
        return found[:most]

    def _of_length(self, length: int, far: Mapping[str, int]) -> list[list[str]]:
        """Ways of exactly this length that meet nothing twice; never a step that cannot arrive in time."""
        found: list[list[str]] = []
        waiting, taken = [[self._start]], 0
        while waiting and len(found) < _MOST_SEEN and taken < _MOST_TAKEN:
            way, taken = waiting.pop(), taken + 1
            left = length - len(way)
            for thing in reversed(self._next(way[-1])):
                if thing == self._end:
                    if left == 0:
                        found.append([*way, thing])
                elif far.get(thing, length) <= left and thing not in way:
                    waiting.append([*way, thing])
        return found

    def _measure(self, longest: int) -> dict[str, int]:
        """How far each thing is from the end."""
        far, waiting = {self._end: 0}, deque([self._end])
        while waiting:
            thing = waiting.popleft()
            if far[thing] < longest and thing != self._start:
                for other in self._next(thing):
                    if other not in far:
                        far[other] = far[thing] + 1
                        waiting.append(other)
        return far

    def _next(self, thing: str) -> list[str]:
        if thing not in self._known:
            groups: Iterator[Iterable[str]] = iter(
                [*(group.get(thing, ()) for group in self._beside), self._extra[thing]]
            )
            own = {other for group in groups for other in group}
            ends = (self._start, self._end)
            self._known[thing] = sorted(other for other in own if other in ends or not other.startswith(_HUBS))
        return self._known[thing]

    def _rank(self, way: list[str]) -> tuple[float, list[str]]:
        """A way through things that few others lead to says more than one through the capital."""
        return round(sum(log(len(self._next(thing))) for thing in way[1:-1]), 6), way


def _neighbours(graph: nx.MultiGraph, kinds: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other, data in graph.edges(data=True):
        if data["kind"] in kinds:
            found[one].add(other)
            found[other].add(one)
    return {thing: tuple(sorted(others)) for thing, others in found.items()}
