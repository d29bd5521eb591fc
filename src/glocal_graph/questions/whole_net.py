"""The net of all ties as columns: who is tied with whom, where each lies, read in bulk for pictures of thousands.

A tie of two parties is a line; one of more is a thing with a line to each of its parties, as in every other picture.
Nothing is asked of the store thing by thing: a handful of queries brings everything, as CSV, since terms made one by
one take longer than the query itself.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from glocal_graph.model.vocabulary import GLOCAL, ID, RDFS_LABEL, SKOS_ALT_LABEL, iri
from glocal_graph.questions.sparql_terms import batches, values_clause

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["Line", "Part", "Thing", "WholeNet", "read_whole_net"]

_YEAR = re.compile(r"(\d{4})\b")
_COUNTRY, _AREAS = iri("country/"), (iri("prefecture/"), iri("region/"))
_PROLOGUE = f"PREFIX glocal: <{GLOCAL}>\n"
_PARTIES = f"{_PROLOGUE} SELECT ?tie ?party {{ ?tie glocal:party ?party }}"
_FACTS = f"""{_PROLOGUE}
SELECT ?tie ?kind ?status ?date ?ended {{
  ?tie a glocal:Partnership .
  OPTIONAL {{ ?tie glocal:kind ?kind }} OPTIONAL {{ ?tie glocal:status ?status }}
  OPTIONAL {{ ?tie glocal:date ?date }} OPTIONAL {{ ?tie glocal:endedDate ?ended }}
}}"""
_LABELS = f"""{_PROLOGUE}
SELECT ?thing ?label (LANG(?label) AS ?language) {{
  {{ SELECT DISTINCT ?thing {{ ?tie glocal:party ?thing }} }} ?thing <{RDFS_LABEL}> ?label
}}"""
_KANA = f"""{_PROLOGUE}
SELECT ?thing ?kana {{
  {{ SELECT DISTINCT ?thing {{ ?tie glocal:party ?thing }} }}
  ?thing <{SKOS_ALT_LABEL}> ?kana FILTER (LCASE(LANG(?kana)) = "ja-hira")
}}"""
_WITHIN = f"{_PROLOGUE} SELECT ?place ?around {{ ?place glocal:within ?around }}"
_COUNTRIES = f"{_PROLOGUE} SELECT ?place ?country {{ ?place glocal:country ?country }}"

_QUERIES = (_PARTIES, _FACTS, _LABELS, _WITHIN, _COUNTRIES, _KANA)


@dataclass
class Thing:
    """A place that has ties, or a tie of three parties or more; labels are empty where the graph has none."""

    iri: str
    label_en: str = ""
    label_ja: str = ""
    kana: str = ""
    country: str = ""
    area: str = ""

    @property
    def id(self) -> str:
        """The local id ("municipality/46201")."""
        return self.iri.removeprefix(ID)

    @property
    def is_tie(self) -> bool:
        """Whether it stands for a tie of several."""
        return self.id.startswith("partnership/")

    def label(self, language: str) -> str:
        """The label in this language, else in the other, else the id."""
        labels = (self.label_ja, self.label_en) if language == "ja" else (self.label_en, self.label_ja)
        return labels[0] or labels[1] or self.id


class Line(NamedTuple):
    """A line of the net: the numbers of its two things, and the tie that it belongs to."""

    tie: str
    one: int
    other: int
    kind: str = ""
    status: str = ""
    date: str = ""
    ended: str = ""

    @property
    def year(self) -> int:
        """The year in which the tie was signed; 0 where the date does not say one."""
        return _year(self.date)

    @property
    def end_year(self) -> int:
        """The year in which it ended; 0 where it goes on or the year is not known."""
        return _year(self.ended)


@dataclass(frozen=True)
class Part:
    """Places that hang together, and with no others: how many, and the best connected of them."""

    size: int
    centre: int


@dataclass
class WholeNet:
    """All things and lines of a release, in an order that stays; labels of countries and areas by IRI."""

    things: list[Thing]
    lines: list[Line]
    labels: dict[str, Thing] = field(default_factory=dict)

    @property
    def ties(self) -> int:
        """How many ties there are; one of several parties counts once."""
        return len({line.tie for line in self.lines})

    @property
    def places(self) -> int:
        """How many places have a tie."""
        return sum(not thing.is_tie for thing in self.things)

    def degrees(self) -> list[int]:
        """How many lines each thing has."""
        count = Counter(end for line in self.lines for end in (line.one, line.other))
        return [count[number] for number in range(len(self.things))]

    def best(self, most: int) -> list[int]:
        """The places with most lines, first of all those of the most."""
        degrees = self.degrees()
        numbers = (number for number, thing in enumerate(self.things) if not thing.is_tie)
        return sorted(numbers, key=lambda number: (-degrees[number], self.things[number].iri))[:most]

    def parts(self) -> list[Part]:
        """What hangs together, the largest first."""
        degrees, groups = self.degrees(), defaultdict[int, list[int]](list)
        for number, root in enumerate(_find_roots(len(self.things), self.lines)):
            if not self.things[number].is_tie:
                groups[root].append(number)
        found = [Part(len(group), max(group, key=lambda one: (degrees[one], -one))) for group in groups.values()]
        return sorted(found, key=lambda part: (-part.size, part.centre))


def read_whole_net(store: GraphStore) -> WholeNet:
    """Read the net of a store: a second for 26,000 ties."""
    with ThreadPoolExecutor(len(_QUERIES)) as pool:  # the engine works on one while another is read
        asked = {text: pool.submit(_ask, store, text) for text in _QUERIES}
        return _put_together(store, {text: _rows(body.result) for text, body in asked.items()})


def _put_together(store: GraphStore, rows: Mapping[str, Iterable[list[str]]]) -> WholeNet:
    parties = _read_parties(rows[_PARTIES])
    joined = sorted({party for own in parties.values() for party in own})
    several = sorted(tie for tie, own in parties.items() if len(own) > 2)
    things = [Thing(name) for name in (*joined, *several)]
    known = {thing.iri: thing for thing in things}
    _add_names(known, rows[_LABELS])
    for name, kana in rows[_KANA]:
        if name in known:  # a graph that was loaded may tie what is none of ours
            known[name].kana = known[name].kana or kana
    _add_places([known[name] for name in joined], rows[_WITHIN], dict(rows[_COUNTRIES]))
    around = {place for thing in things for place in (thing.country, thing.area) if place}
    labels = {place: Thing(place) for place in sorted(around)}
    _add_names(labels | {name: known[name] for name in several}, _read_labels(store, {*around, *several}))
    numbers = {name: number for number, name in enumerate(known)}
    return WholeNet(things, list(_lines(parties, _read_facts(rows[_FACTS]), numbers)), labels)


def _read_parties(rows: Iterable[list[str]]) -> dict[str, list[str]]:
    """The parties of each tie, in the order of names."""
    found: dict[str, list[str]] = {}
    for tie, party in rows:
        own = found.setdefault(tie, [])
        if party not in own and party.startswith(ID):
            own.append(party)
    return {tie: sorted(found[tie]) for tie in sorted(found) if tie.startswith(ID) and found[tie]}


def _read_facts(rows: Iterable[list[str]]) -> dict[str, Sequence[str]]:
    """The kind, status, date and end of each tie; of several the first in order of letters, so that it stays."""
    words: dict[str, str] = {}
    found: dict[str, Sequence[str]] = {}
    for tie, *facts in rows:
        for place in (0, 1):
            facts[place] = words.get(facts[place]) or words.setdefault(facts[place], _notation(facts[place]))
        if tie not in found or facts < list(found[tie]):
            found[tie] = facts
    return found


def _lines(
    parties: Mapping[str, Sequence[str]], facts: Mapping[str, Sequence[str]], numbers: Mapping[str, int]
) -> Iterator[Line]:
    for tie, own in parties.items():
        kind, status, date, ended = facts.get(tie, ("", "", "", ""))
        if len(own) == 2:
            yield Line(tie, numbers[own[0]], numbers[own[1]], kind, status, date, ended)
        elif len(own) > 2:
            for party in own:
                yield Line(tie, numbers[tie], numbers[party], kind, status, date, ended)


def _add_names(things: Mapping[str, Thing], rows: Iterable[Sequence[str]]) -> None:
    """Write the labels; of several of one language the first in order of letters, so that it stays the same."""
    for name, label, language in rows:
        thing, attribute = things.get(name), "label_ja" if language == "ja" else "label_en"
        if thing is not None and language in ("", "en", "ja"):
            setattr(thing, attribute, min(label, getattr(thing, attribute) or label))


def _add_places(things: Iterable[Thing], within: Iterable[list[str]], countries: Mapping[str, str]) -> None:
    """Country and prefecture or region of each; a prefecture or region is its own."""
    around: dict[str, str] = {}
    for place, outer in within:
        around[place] = min(outer, around.get(place, outer))
    for thing in things:
        chain = list(_climb(thing.iri, around))
        thing.area = next((place for place in chain if place.startswith(_AREAS)), "")
        nearest = next((place for place in chain if place.startswith(_COUNTRY)), "")
        thing.country = countries.get(thing.iri, "") or nearest


def _climb(place: str, around: Mapping[str, str]) -> Iterator[str]:
    """The place and what it lies in, up to the country."""
    seen: set[str] = set()
    while place and place not in seen:
        yield place
        seen.add(place)
        place = around.get(place, "")


def _read_labels(store: GraphStore, names: Iterable[str]) -> Iterator[Sequence[str]]:
    for batch in batches(names):
        clause = values_clause("thing", batch)
        text = f"SELECT ?thing ?label (LANG(?label) AS ?language) {{ {clause} ?thing <{RDFS_LABEL}> ?label }}"
        yield from _rows(partial(_ask, store, text))


def _ask(store: GraphStore, text: str) -> bytes:
    return store.query(text, media_type="text/csv").body


def _rows(body: Callable[[], bytes]) -> Iterator[list[str]]:
    """The rows of an answer, each value as its plain text; the answer is waited for when the first is wanted."""
    rows = csv.reader(io.StringIO(body().decode("utf-8"), newline=""))
    next(rows, None)
    yield from rows


def _find_roots(count: int, lines: Iterable[Line]) -> list[int]:
    """For each thing one of those that it hangs together with, the same for all of them."""
    parents = list(range(count))

    def find(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    for line in lines:
        one, other = find(line.one), find(line.other)
        parents[max(one, other)] = min(one, other)
    return [find(number) for number in range(count)]


def _notation(concept: str) -> str:
    """The last word of a concept: kind-sister → sister."""
    return concept.rpartition("/")[2].partition("-")[2]


def _year(date: str) -> int:
    found = _YEAR.match(date) if "/" not in date else None
    return int(found[1]) if found else 0
