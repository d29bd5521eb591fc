"""The SPARQL that a network is read with: IRIs enter by VALUES only, plain rows come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from glocal_graph.model.vocabulary import GLOCAL, glocal
from glocal_graph.questions.sparql_terms import batches, filter_clause, name_iri, values_clause

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["LINKS", "Facts", "Link", "Reader"]

#: The properties that join two things without a partnership; each is an edge of its own kind.
LINKS = (
    "about",
    "aboutPartnership",
    "associatedWith",
    "birthPlace",
    "capital",
    "coOrganiser",
    "features",
    "helpedAfter",
    "hostTownOf",
    "inspired",
    "knownFor",
    "officeOf",
    "organiser",
    "participant",
    "subEventOf",
    "succeededBy",
    "tookPartIn",
    "venue",
)

_PROLOGUE = f"PREFIX glocal: <{GLOCAL}>\n"
Link = tuple[str, str, str]
#: The values of each property of a thing; literals as pyoxigraph terms, so that languages are kept.
Facts = dict[str, dict[str, list[Any]]]


class Reader:
    """Asks one store the few questions that a network is made of."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    @classmethod
    def of(cls, source: GraphStore | Reader) -> Reader:
        """A reader of this store; a reader is one already."""
        return source if isinstance(source, Reader) else cls(source)

    def _rows(self, body: str, variables: str) -> Iterator[tuple[Any, ...]]:
        names = variables.split()
        text = f"{_PROLOGUE}SELECT DISTINCT {' '.join('?' + name for name in names)} WHERE {{ {body} }}"
        for row in self._store.select(text):
            yield tuple(row[name] for name in names)

    def read_known(self, things: Iterable[str]) -> set[str]:
        """Those of the things that the graph says anything about."""
        known = set()
        for batch in batches(things):
            body = f"{values_clause('thing', batch)} ?thing ?property ?value"
            known |= {thing.value for (thing,) in self._rows(body, "thing")}
        return known

    def read_container(self, thing: str) -> list[str]:
        """The places that this one lies within directly."""
        body = f"{values_clause('thing', [thing])} ?thing glocal:within ?place"
        return sorted(place.value for (place,) in self._rows(body, "place"))

    def read_direct(self, place: str) -> list[str]:
        """The places that lie within this one directly."""
        body = f"{values_clause('place', [place])} ?thing glocal:within ?place"
        return sorted(thing.value for (thing,) in self._rows(body, "thing"))

    def read_inside(self, places: Iterable[str]) -> set[str]:
        """The places that lie within any of these."""
        found = set()
        for batch in batches(places):
            # Virtuoso starts no path with + at a list of things; it starts a single step.
            body = f"{values_clause('place', batch)} ?inside glocal:within*/glocal:within ?place"
            found |= {inside.value for (inside,) in self._rows(body, "inside")}
        return found

    def read_above(self, things: Iterable[str]) -> dict[str, set[str]]:
        """The places that each of these lies within."""
        found: dict[str, set[str]] = defaultdict(set)
        for batch in batches(things):
            body = f"{values_clause('thing', batch)} ?thing glocal:within/glocal:within* ?place"
            for thing, place in self._rows(body, "thing place"):
                found[thing.value].add(place.value)
        return found

    def read_ties(self, parties: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
        """The partnerships of these places, each with all its parties; None asks for every partnership."""
        found: dict[str, set[str]] = defaultdict(set)
        clauses = [""] if parties is None else [values_clause("one", batch) for batch in batches(parties)]
        for clause in clauses:
            own = f"{clause} ?tie glocal:party ?one ." if clause else ""
            for tie, party in self._rows(f"{own} ?tie glocal:party ?party", "tie party"):
                found[tie.value].add(party.value)
        return {tie: tuple(sorted(found[tie])) for tie in sorted(found)}

    def read_parties(self, ties: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The parties of each of these partnerships."""
        found: dict[str, set[str]] = defaultdict(set)
        for batch in batches(ties):
            for tie, party in self._rows(f"{values_clause('tie', batch)} ?tie glocal:party ?party", "tie party"):
                found[tie.value].add(party.value)
        return {tie: tuple(sorted(found[tie])) for tie in sorted(found)}

    def read_links(self, things: Iterable[str] | None = None) -> list[Link]:
        """The links from or to these things as (subject, property, object); None asks for every link."""
        names = [glocal(name) for name in LINKS]
        if things is None:
            bodies = [f"{values_clause('link', names)} ?one ?link ?other"]
        else:
            kinds = filter_clause("link", names)
            own = [values_clause("own", batch) for batch in batches(things)]
            bodies = [f"{clause} ?own ?link ?other {kinds} BIND(?own AS ?one)" for clause in own]
            bodies += [f"{clause} ?one ?link ?own {kinds} BIND(?own AS ?other)" for clause in own]
        rows = {row for body in bodies for row in self._rows(body, "one link other")}
        return sorted((one.value, link.value, other.value) for one, link, other in rows if _is_thing(one, other))

    def read_facts(self, things: Iterable[str], properties: Iterable[str]) -> Facts:
        """The values of these properties for each of the things, in one order for ever."""
        wanted = filter_clause("property", properties)
        bodies = (f"{values_clause('thing', batch)} ?thing ?property ?value {wanted}" for batch in batches(things))
        return _gather(self._rows(body, "thing property value") for body in bodies)

    def read_all_facts(self, properties: Iterable[str]) -> Facts:
        """The values of these properties for every thing, each in the order that `read_facts` has."""
        bodies = (f"?thing {name_iri(name)} ?value BIND({name_iri(name)} AS ?property)" for name in properties)
        return _gather(self._rows(body, "thing property value") for body in bodies)

    def read_subjects(self) -> set[str]:
        """Everything that the graph says anything about."""
        return {thing.value for (thing,) in self._rows("?thing ?property ?value", "thing")}

    def read_containers(self) -> list[tuple[str, str]]:
        """Every place with each place that it lies within directly."""
        return sorted(
            (thing.value, place.value) for thing, place in self._rows("?thing glocal:within ?place", "thing place")
        )


def _gather(answers: Iterable[Iterable[tuple[Any, ...]]]) -> Facts:
    found: Facts = defaultdict(lambda: defaultdict(list))
    for rows in answers:
        for thing, name, value in sorted(rows, key=str):
            found[thing.value][name.value].append(value)
    return found


def _is_thing(*terms: Any) -> bool:
    return all(isinstance(term, ox.NamedNode) for term in terms)
