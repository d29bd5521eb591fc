"""Turtle that people write (data/newsletters/*.ttl, data/figures.ttl) → triples, or file, line and what to do.

Two things need not be written by hand and are added here: the classes above a thing's class, and `earliest`,
`latest` and `year` of a date. A statement that cannot be right (an unknown term, a date of no calendar, an address
that is none) is left out and reported; a file that is not Turtle is reported whole; the rest is read all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from glocal_graph.data.file_io import read_text
from glocal_graph.data.files import parse_rdf
from glocal_graph.data.triples import completed, date_triples
from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DataError, DateError
from glocal_graph.model.records import Claim

__all__ = ["event_claims", "read_turtle_folder", "undated_events"]

#: Named graph → its files, below data/.
_FILES = {"newsletters": "newsletters/*.ttl", "figures": "figures.ttl"}
#: Properties whose value is an EDTF date.
_DATES = frozenset(v.glocal(name) for name in ("date", "claimedDate", "endedDate", "issued"))
_DATE = v.glocal("date")


@dataclass(frozen=True)
class _File:
    """A file's text, to tell on which line a thing is first named."""

    path: Path
    text: str

    def error(self, term: object, message: str) -> DataError:
        return DataError(self.path, self._line(term), message)

    def _line(self, term: object) -> int | None:
        words = _text(term)
        names = (v.local(words), words.rpartition("#")[2], words.rpartition("/")[2])
        for name in ("[", "_:") if isinstance(term, BlankNode) else names:
            for number, line in enumerate(self.text.splitlines(), start=1):
                if name and name in line and not line.lstrip().startswith(("#", "@")):
                    return number
        return None


def read_turtle_folder(data: Path, graph: str, problems: list[DataError]) -> list[Triple]:
    """The triples of the files of a named graph ("newsletters" or "figures"), completed."""
    found: dict[Triple, None] = {}
    for path in sorted(data.glob(_FILES[graph])):
        try:
            file = _File(path, read_text(path))
            triples = parse_rdf(path, v.rebase(file.text), ox.RdfFormat.TURTLE)
        except DataError as problem:
            problems.append(problem)
            continue
        for triple in triples:
            try:
                _check(triple, file)
            except DataError as problem:
                problems.append(problem)
            else:
                found.update(dict.fromkeys(completed(triple)))
    return list(found)


def event_claims(triples: Iterable[Triple]) -> list[Claim]:
    """What claims say about the dates of events, so that the choice of a date can weigh them too."""
    cells: dict[str, dict[str, str]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            cells.setdefault(v.local(triple.subject.value), {})[triple.predicate.value] = triple.object.value
    about, date = v.glocal("claimAbout"), v.glocal("claimedDate")
    return [
        Claim(thing, v.local(said[about]), v.local(said.get(v.DCTERMS_SOURCE, "")), parse_date(said[date]))
        for thing, said in cells.items()
        if about in said and date in said
    ]


def undated_events(triples: Collection[Triple], elsewhere: Collection[str]) -> Iterator[Triple]:
    """Dates for the events that only claims date here, but for those that are in the tables of events."""
    dated = {v.local(_text(t.subject)) for t in triples if t.predicate.value == _DATE}
    for claim in event_claims(triples):
        if claim.date is not None and claim.about not in dated and claim.about not in elsewhere:
            dated.add(claim.about)
            yield from date_triples(claim.about, claim.date)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _check(triple: Triple, file: _File) -> None:
    """Raise DataError for a statement that cannot be right."""
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
        raise file.error(BlankNode(), "has a thing without an IRI; give each thing one, such as <site/senso-ji>")
    if not isinstance(subject, NamedNode) or not subject.value.startswith(v.ID):
        raise file.error(subject, f"{subject} does not lie under {v.ID}; write it as <event/…>, <site/…>")
    for term in (predicate, value):
        if isinstance(term, NamedNode):
            _check_term(term, file)
    if predicate.value in _DATES and isinstance(value, Literal):
        try:
            parse_date(value.value)
        except DateError as error:
            raise file.error(value, str(error)) from error


def _check_term(term: NamedNode, file: _File) -> None:
    if not term.value.startswith(("http://", "https://")):
        raise file.error(term, f"<{term.value}> is no address that may be used; it begins with http")
    if term.value.startswith(v.GLOCAL):
        try:
            v.glocal(term.value.removeprefix(v.GLOCAL))
        except KeyError:
            name = term.value.removeprefix(v.GLOCAL)
            raise file.error(term, f"there is no term glocal:{name}; the terms are in ontology/glocal.ttl") from None
