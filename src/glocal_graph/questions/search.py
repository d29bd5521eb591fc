"""A name in any script, a code or an IRI → the things it can mean, best first, from an index held in memory.

Every label and other name of the store is folded (width, case, kana, marks, spaces) once; a search then looks
for equal names, names that begin with the text, names that contain it and, where these are few, names that
look like it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Protocol

from rapidfuzz import fuzz, process

from glocal_graph.model.errors import IriError, PlaceAmbiguous, PlaceNotFound
from glocal_graph.model.names import fold
from glocal_graph.model.vocabulary import CLASSES, GLOCAL, ID, class_of

__all__ = ["Entry", "Hit", "NameIndex", "Selecting", "kind_of", "plain_names"]

#: Longest text that is searched for; what follows is cut.
_LONGEST = 80
#: Most matches of one way of looking that are weighed.
_WEIGHED = 4000
_EXACT, _SHORT, _PREFIX, _INSIDE, _NEAR = 100.0, 94.0, 76.0, 56.0, 20.0
_LEAST_RATIO = 72.0
_UNLISTED = {"Claim", "Source", "SourceSection"}
_PLACES = {name for name in CLASSES if GLOCAL + "Place" in class_of(name)}
_WEIGHTS = {"Country": 4.0, "Prefecture": 4.0, "City": 3.5, "SpecialWard": 3.5, "Town": 3.2, "Village": 3.2}
_KIND_WEIGHTS = {"Partnership": 0.0, "Office": 0.5, "Theme": 0.6}
_IRI_BAD = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_ENGLISH_SUFFIX = re.compile(r"\s+(City|Town|Village|Ward|Prefecture|Metropolis)$")
_JAPANESE_SUFFIX = re.compile(r"(?<=..)[市町村区県府都]$")
_ROMAJI_SUFFIX = re.compile(r"-(shi|ku|chō|cho|machi|mura|son|ken|fu|to)$")

_NAMES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?role ?name {
  { ?thing rdfs:label ?name BIND("label" AS ?role) } UNION { ?thing skos:altLabel ?name BIND("other" AS ?role) }
}"""
_KINDS = "SELECT DISTINCT ?thing ?kind { ?thing a ?kind }"
_FACTS = f"""
PREFIX glocal: <{GLOCAL}>
SELECT DISTINCT ?thing ?role ?value {{
  {{ ?thing glocal:jisCode ?value BIND("jis" AS ?role) }}
  UNION {{ ?thing glocal:isoCode ?value BIND("iso" AS ?role) }}
  UNION {{ ?thing glocal:geonamesId ?value BIND("geonames" AS ?role) }}
  UNION {{ ?thing glocal:within ?value BIND("within" AS ?role) }}
  UNION {{ ?thing glocal:succeededBy ?value BIND("successor" AS ?role) }}
}}"""
_TIES = f"SELECT ?thing (COUNT(DISTINCT ?tie) AS ?n) {{ ?tie <{GLOCAL}party> ?thing }} GROUP BY ?thing"


class Selecting(Protocol):
    """What is needed of a store by whoever only asks for rows."""

    def select(self, text: str) -> list[dict[str, Any]]:
        """The solutions of a SELECT query, each a term by its variable."""


@dataclass
class Entry:
    """One thing that can be found, with everything that is known of its names."""

    iri: str
    kind: str = ""
    label_en: str = ""
    label_ja: str = ""
    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    ties: int = 0
    within: str = ""
    context_en: str = ""
    context_ja: str = ""
    former: bool = False

    @property
    def id(self) -> str:
        """The local id ("municipality/46201")."""
        return self.iri.removeprefix(ID)

    @property
    def is_place(self) -> bool:
        """Whether it is a country, region, prefecture, municipality or site."""
        return self.kind in _PLACES

    @property
    def code(self) -> str:
        """The code that tells this thing from all others, for people."""
        return self.codes[0] if self.codes else self.id


@dataclass(frozen=True)
class Hit:
    """One thing found: the name that matched, and where the thing lies to tell it from its namesakes."""

    iri: str
    kind: str
    label_en: str
    label_ja: str
    matched: str
    score: float
    code: str = ""
    context_en: str = ""
    context_ja: str = ""
    ties: int = 0

    def label(self, language: str) -> str:
        """The label in this language, else in the other."""
        return (self.label_ja or self.label_en) if language == "ja" else (self.label_en or self.label_ja)


class NameIndex:
    """All names of a store, ready to be searched in any script; never changes once it is made."""

    def __init__(self, entries: Iterable[Entry], unlisted: Iterable[str] = ()) -> None:
        self.entries = [entry for entry in entries if entry.label_en or entry.label_ja or entry.names]
        self._by_iri = {entry.iri: entry for entry in self.entries}
        self._unlisted = frozenset(unlisted)
        self._by_code: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for code in entry.codes:
                self._by_code[code.casefold()].append(entry)
        self._arrange()

    @classmethod
    def from_store(cls, store: Selecting) -> NameIndex:
        """The index of everything under id/ but claims and sources."""
        kinds = _read_kinds(store)
        entries = {iri: Entry(iri, kind) for iri, kind in kinds.items() if kind not in _UNLISTED}
        _read_names(store, entries)
        _read_facts(store, entries)
        for row in store.select(_TIES):
            if entry := entries.get(row["thing"].value):
                entry.ties = int(row["n"].value)
        _add_contexts(entries)
        return cls(entries.values(), kinds.keys() - entries.keys())

    def search(self, text: str, language: str = "en", limit: int = 10) -> list[Hit]:
        """The things that the text can mean, best first; an empty list for an empty text.

        The language decides between hits that are otherwise equal.
        """
        query = fold(text[:_LONGEST])
        if not query:
            return []
        found = self._weigh(query)
        ranked = sorted(found.items(), key=lambda item: (-item[1][0], self._order(item[0], language)))
        return [self._hit(number, *scored) for number, scored in ranked[:limit]]

    def get(self, iri: str) -> Entry | None:
        """The entry of this IRI, if the index has it."""
        return self._by_iri.get(iri)

    def __contains__(self, iri: str) -> bool:
        return iri in self._by_iri or iri in self._unlisted

    def resolve(self, text: str, kinds: Collection[str] | None = None) -> str:
        """The IRI of the one thing that a name, code, local id or IRI means; places come before other things.

        `kinds` names the only classes that are meant ({"Country"}). Raises PlaceNotFound with near names and
        PlaceAmbiguous with the codes of all that it can mean.
        """
        text = text.strip()
        if iri := self._resolve_identifier(text):
            return iri
        query = fold(text)
        for group in (self._places_of(query, kinds), self._others_of(query, kinds)):
            if len(group) == 1:
                return group[0].iri
            if group:
                raise PlaceAmbiguous(text, [(entry.code, _described(entry)) for entry in group])
        raise PlaceNotFound(text, self._near_labels(text, kinds))

    def _near_labels(self, text: str, kinds: Collection[str] | None) -> list[str]:
        """Names like this one; where only some classes are meant, those found or what they lie in."""
        hits = self.search(text, limit=5 if kinds is None else 20)
        found = [self._by_iri[hit.iri] for hit in hits]
        if kinds is not None:
            around = (place for entry in found for place in (entry, *_around(entry, self._by_iri)))
            found = [place for place in around if place.kind in kinds]
        return list(dict.fromkeys(f"{entry.label_ja} ({entry.label_en})" for entry in found))[:5]

    # ── Names in order ────────────────────────────────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        rows = sorted({row for number, entry in enumerate(self.entries) for row in _rows(number, entry)})
        self._folded = [row[0] for row in rows]
        self._owner = [row[1] for row in rows]
        self._is_short = [row[2] for row in rows]
        self._text = [row[3] for row in rows]
        self._joined = "\n".join(self._folded)
        self._starts = list(accumulate((len(name) + 1 for name in self._folded), initial=0))
        self._bonus = [_bonus(entry) for entry in self.entries]

    def _weigh(self, query: str) -> dict[int, tuple[float, str]]:
        best: dict[int, tuple[float, str]] = {}
        for row, score in self._matches(query):
            number = self._owner[row]
            score += self._bonus[number] - min(len(self._folded[row]) - len(query), 40) * 0.05
            if number not in best or score > best[number][0]:
                best[number] = (score, self._text[row])
        return best

    def _matches(self, query: str) -> Iterator[tuple[int, float]]:
        first, last = bisect_left(self._folded, query), bisect_right(self._folded, query + "\U0010ffff")
        exact = False
        for row in range(first, min(last, first + _WEIGHED)):
            same = self._folded[row] == query
            exact |= same
            yield row, (_SHORT if self._is_short[row] else _EXACT) if same else _PREFIX
        inside = 0
        if len(query) > 1 or not query.isascii():
            for inside, row in enumerate(self._containing(query), start=1):  # noqa: B007  counted for below
                yield row, _INSIDE
        if not exact and max(last - first, inside) < 3 and len(query) > 2:
            yield from self._near(query)

    def _containing(self, query: str) -> Iterator[int]:
        position = self._joined.find(query)
        for _ in range(_WEIGHED):
            if position < 0:
                return
            row = bisect_right(self._starts, position) - 1
            yield row
            position = self._joined.find(query, self._starts[row + 1])

    def _near(self, query: str) -> Iterator[tuple[int, float]]:
        found = process.extract(
            query, self._folded, scorer=fuzz.ratio, processor=None, score_cutoff=_LEAST_RATIO, limit=40
        )
        for _, ratio, row in found:
            yield row, _NEAR + ratio * 0.25

    def _order(self, number: int, language: str) -> tuple[str, str]:
        entry = self.entries[number]
        return (entry.label_ja if language == "ja" else entry.label_en, entry.iri)

    def _hit(self, number: int, score: float, matched: str) -> Hit:
        entry = self.entries[number]
        return Hit(
            entry.iri,
            entry.kind,
            entry.label_en,
            entry.label_ja,
            matched,
            round(score, 2),
            entry.code,
            entry.context_en,
            entry.context_ja,
            entry.ties,
        )

    # ── One meaning ───────────────────────────────────────────────────────────────────────────────────────

    def _resolve_identifier(self, text: str) -> str | None:
        if "://" in text:
            if _IRI_BAD.search(text):
                raise IriError(f'"{text}" is no IRI: it holds a character that no IRI has')
            if text in self:
                return text
            raise PlaceNotFound(text)
        if ID + text in self:
            return ID + text
        coded = self._by_code.get(text.casefold(), [])
        return coded[0].iri if len(coded) == 1 else None

    def _named(self, query: str, kinds: Collection[str] | None) -> list[Entry]:
        first, last = bisect_left(self._folded, query), bisect_right(self._folded, query)
        rows = [row for row in range(first, last) if kinds is None or self.entries[self._owner[row]].kind in kinds]
        numbers = {self._owner[row] for row in rows if not self._is_short[row]} or {self._owner[row] for row in rows}
        return [self.entries[number] for number in sorted(numbers)]

    def _places_of(self, query: str, kinds: Collection[str] | None) -> list[Entry]:
        """The places of this name; a present one before a former one, a city before the prefecture it lies in."""
        places = [entry for entry in self._named(query, kinds) if entry.is_place]
        places = [entry for entry in places if not entry.former] or places
        around = {entry.within for entry in places}
        return [entry for entry in places if entry.iri not in around] or places

    def _others_of(self, query: str, kinds: Collection[str] | None) -> list[Entry]:
        return [entry for entry in self._named(query, kinds) if not entry.is_place]


def kind_of(classes: Iterable[str]) -> str:
    """The most specific of a thing's classes of ours, by its local name; empty if none is ours.

    >>> kind_of([GLOCAL + "Place", GLOCAL + "City", GLOCAL + "Municipality"])
    'City'
    """
    ours = [name.removeprefix(GLOCAL) for name in classes if name.removeprefix(GLOCAL) in CLASSES]
    return max(ours, key=lambda name: (len(class_of(name)), name), default="")


def plain_names(entry: Entry) -> set[str]:
    """The names of a local government without the word for what it is: Kagoshima, 鹿児島."""
    if entry.kind not in _PLACES or entry.kind == "Site":
        return set()
    names = [entry.label_en, entry.label_ja, *entry.names]
    shorter = {pattern.sub("", name) for name in names for pattern in _suffixes(name)}
    return {name for name in shorter - set(names) if name}


def _suffixes(name: str) -> tuple[re.Pattern[str], ...]:
    return (_JAPANESE_SUFFIX,) if _JAPANESE_SUFFIX.search(name) else (_ENGLISH_SUFFIX, _ROMAJI_SUFFIX)


def _rows(number: int, entry: Entry) -> Iterator[tuple[str, int, bool, str]]:
    full = {fold(name): name for name in (*entry.codes, *entry.names, entry.label_en, entry.label_ja) if fold(name)}
    for folded, name in full.items():
        yield folded, number, False, name
    for name in sorted(plain_names(entry)):
        if fold(name) not in full:
            yield fold(name), number, True, name


def _bonus(entry: Entry) -> float:
    """What a thing is worth before its name is looked at: below the step between two ways of matching."""
    kind = _WEIGHTS.get(entry.kind, 2.5 if entry.is_place else _KIND_WEIGHTS.get(entry.kind, 1.5))
    return kind + min(math.log1p(entry.ties) * 1.5, 6.0) - (2.0 if entry.former else 0.0)


def _described(entry: Entry) -> str:
    label = f"{entry.label_ja} {entry.label_en}".strip()
    return f"{label} ({entry.context_en})" if entry.context_en else label


def _read_kinds(store: Selecting) -> dict[str, str]:
    classes: dict[str, list[str]] = defaultdict(list)
    for row in store.select(_KINDS):
        if row["thing"].value.startswith(ID):
            classes[row["thing"].value].append(row["kind"].value)
    kinds = {iri: kind_of(names) for iri, names in classes.items()}
    return {iri: kind for iri, kind in kinds.items() if kind}


def _read_names(store: Selecting, entries: Mapping[str, Entry]) -> None:
    for row in store.select(_NAMES):
        entry = entries.get(row["thing"].value)
        if entry is None:
            continue
        text, language = row["name"].value, row["name"].language
        if row["role"].value == "label" and language in ("en", "ja"):
            setattr(entry, f"label_{language}", text)
        else:
            entry.names.append(text)


def _read_facts(store: Selecting, entries: Mapping[str, Entry]) -> None:
    for row in store.select(_FACTS):
        entry = entries.get(row["thing"].value)
        if entry is None:
            continue
        role, value = row["role"].value, row["value"].value
        if role == "within":
            entry.within = value
        elif role == "successor":
            entry.former = True
        else:
            entry.codes += _codes(role, value)
    for entry in entries.values():
        entry.codes.sort(key=lambda code: (len(code) != 5 or not code.isdigit(), code))


def _codes(role: str, value: str) -> Sequence[str]:
    return (f"gn-{value}",) if role == "geonames" else (value,)


def _add_contexts(entries: Mapping[str, Entry]) -> None:
    for entry in entries.values():
        chain = list(_around(entry, entries))
        entry.context_en = ", ".join(place.label_en for place in chain if place.label_en)
        entry.context_ja = "・".join(place.label_ja for place in reversed(chain) if place.label_ja)


def _around(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[Entry]:
    seen = {entry.iri}
    while entry.within and entry.within not in seen and entry.within in entries:
        seen.add(entry.within)
        entry = entries[entry.within]
        if entry.id != "country/JP":
            yield entry
