"""All that networks are made of, read once from a store and kept: a neighbourhood then asks no query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from glocal_graph.questions.network_facts import PROPERTIES
from glocal_graph.questions.network_queries import Facts, Link, Reader

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["KeptReader"]


class KeptReader(Reader):
    """Answers as a Reader of the store did when this was made; never changes."""

    def __init__(self, store: GraphStore) -> None:
        super().__init__(store)
        reader = Reader(store)
        self._ties = reader.read_ties()
        self._links = reader.read_links()
        self._facts = reader.read_all_facts(PROPERTIES)
        self._known = reader.read_subjects()
        self._ties_of: dict[str, list[str]] = defaultdict(list)
        for tie, parties in self._ties.items():
            for party in parties:
                self._ties_of[party].append(tie)
        self._links_of: dict[str, list[Link]] = defaultdict(list)
        for link in self._links:
            for end in dict.fromkeys((link[0], link[2])):
                self._links_of[end].append(link)
        self._above: dict[str, list[str]] = defaultdict(list)
        self._below: dict[str, list[str]] = defaultdict(list)
        for thing, place in reader.read_containers():
            self._above[thing].append(place)
            self._below[place].append(thing)

    def read_known(self, things: Iterable[str]) -> set[str]:
        """Those of the things that the graph says anything about."""
        return {thing for thing in things if thing in self._known}

    def read_container(self, thing: str) -> list[str]:
        """The places that this one lies within directly."""
        return sorted(self._above.get(thing, ()))

    def read_direct(self, place: str) -> list[str]:
        """The places that lie within this one directly."""
        return sorted(self._below.get(place, ()))

    def read_inside(self, places: Iterable[str]) -> set[str]:
        """The places that lie within any of these."""
        return _follow(self._below, places)

    def read_above(self, things: Iterable[str]) -> dict[str, set[str]]:
        """The places that each of these lies within."""
        found = {thing: _follow(self._above, [thing]) for thing in set(things) if thing in self._above}
        return defaultdict(set, found)

    def read_ties(self, parties: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
        """The partnerships of these places, each with all its parties; None asks for every partnership."""
        if parties is None:
            return dict(self._ties)
        names = {tie for party in parties for tie in self._ties_of.get(party, ())}
        return {tie: self._ties[tie] for tie in sorted(names)}

    def read_parties(self, ties: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The parties of each of these partnerships."""
        return {tie: self._ties[tie] for tie in sorted(set(ties)) if tie in self._ties}

    def read_links(self, things: Iterable[str] | None = None) -> list[Link]:
        """The links from or to these things as (subject, property, object); None asks for every link."""
        if things is None:
            return list(self._links)
        return sorted({link for thing in things for link in self._links_of.get(thing, ())})

    def read_facts(self, things: Iterable[str], properties: Iterable[str]) -> Facts:
        """The values of these properties for each of the things, in one order for ever."""
        wanted = set(properties)
        if not wanted <= set(PROPERTIES):
            return super().read_facts(things, wanted)
        found: Facts = defaultdict(lambda: defaultdict(list))
        for thing in things:
            own: Mapping[str, list[Any]] = self._facts.get(thing, {})
            if told := {name: values for name, values in own.items() if name in wanted}:
                found[thing] = defaultdict(list, told)
        return found


def _follow(steps: Mapping[str, list[str]], starts: Iterable[str]) -> set[str]:
    """All that can be reached in one step or more."""
    found: set[str] = set()
    waiting = [other for start in starts for other in steps.get(start, ())]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += steps.get(place, ())
    return found
