"""Everything that data/ and ontology/ say, as triples by named graph, with what could not be read or resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pyoxigraph import Triple

from glocal_graph.data.files import read_ontology
from glocal_graph.data.places import Gazetteer, load_gazetteer
from glocal_graph.data.sources.events import EventTables, read_events
from glocal_graph.data.sources.newsletters import event_claims, read_turtle_folder, undated_events
from glocal_graph.data.sources.pages import Pages, read_pages
from glocal_graph.data.sources.partnerships import Ties, Unresolved, read_partnerships
from glocal_graph.data.triples import (
    derived_triples,
    event_triples,
    partnership_triples,
    place_triples,
    source_triples,
    thing_triples,
)
from glocal_graph.model.errors import DataError
from glocal_graph.model.records import Source
from glocal_graph.model.vocabulary import iri

__all__ = ["Content", "read_content"]


@dataclass
class Content:
    """The triples of each named graph, and the count of rows that went each way.

    `where` tells, for the IRI of a thing, the file and line that it was read from.
    """

    graphs: dict[str, list[Triple]] = field(default_factory=dict)
    problems: list[DataError] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)

    stated: set[Triple] = field(default_factory=set)

    def add(self, graph: str, triples: Iterable[Triple]) -> None:
        """Put triples into a named graph.

        What another graph states already is not stated again: an engine that answers from the union of the
        graphs counts a triple once for each graph that it stands in.
        """
        new = [triple for triple in dict.fromkeys(triples) if triple not in self.stated]
        self.stated.update(new)
        self.graphs.setdefault(graph, []).extend(new)


def read_content(resources: Path, step: Callable[[str], None]) -> Content:
    """Read every table and Turtle file below `resources`; `step` is told what is read next."""
    content = Content()
    data = resources / "data"
    step("places")
    gazetteer = load_gazetteer(data / "places", content.problems)
    content.add("places", chain.from_iterable(map(place_triples, gazetteer.places)))
    content.counts["places"] = len(gazetteer.places)
    step("ties")
    pages = read_pages(data / "sources.tsv", {place.id for place in gazetteer.places}, content.problems)
    ties = _read_ties(data, gazetteer, pages, content)
    step("newsletters and figures")
    for graph in ("newsletters", "figures"):
        content.add(graph, read_turtle_folder(data, graph, content.problems))
    step("events")
    letters = content.graphs["newsletters"]
    events = read_events(data / "events", pages, content.problems, event_claims(letters))
    _add_events(content, events)
    content.add("newsletters", undated_events(letters, {event.id for event in events.events}))
    step("ontology")
    content.add("ontology", read_ontology(resources))
    content.add("derived", derived_triples(ties.partnerships))
    return content


def _read_ties(data: Path, gazetteer: Gazetteer, pages: Pages, content: Content) -> Ties:
    ties = read_partnerships(data / "partnerships", gazetteer, pages, content.problems)
    content.unresolved = ties.unresolved
    content.counts.update(
        {
            "tie rows": ties.rows,
            "tie rows resolved": ties.resolved,
            "tie rows repeated": ties.repeated,
            "partnerships": len(ties.partnerships),
            "partnerships with conflicting dates": ties.conflicts,
        }
    )
    for partnership in ties.partnerships:
        content.where[iri(partnership.id)] = partnership.claims[0].where
        content.where.update({iri(claim.id): claim.where for claim in partnership.claims})
    content.add("partnerships", chain.from_iterable(map(partnership_triples, ties.partnerships)))
    content.add("partnerships", _sources(pages.used.values()))
    return ties


def _add_events(content: Content, tables: EventTables) -> None:
    content.counts["events"] = len(tables.events)
    content.counts["event rows"] = sum(len(event.claims) for event in tables.events)
    for event in tables.events:
        content.where.update({iri(claim.id): claim.where for claim in event.claims})
        if event.claims:
            content.where[iri(event.id)] = event.claims[0].where
    content.add("events", chain.from_iterable(map(thing_triples, tables.things)))
    content.add("events", chain.from_iterable(map(event_triples, tables.events)))
    content.add("events", _sources(tables.sources))


def _sources(sources: Iterable[Source]) -> Iterator[Triple]:
    return chain.from_iterable(map(source_triples, sources))
