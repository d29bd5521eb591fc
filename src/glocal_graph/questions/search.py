"""A name in any script, a code or an IRI → the things it can mean, best first, from an index held in memory.

Every label and other name of the store is folded (width, case, kana, marks, spaces) once; a search then looks
for equal names, names that begin with the text and names that contain it, first as written, then as it might be
spelt otherwise. Where these are few it looks for names that differ by a letter or two; for things that have all the
words of the text among their names and what they lie in; and, in a whole sentence, for the names in it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from glocal_graph.model.errors import IriError, PlaceAmbiguous, PlaceNotFound
from glocal_graph.model.names import fold
from glocal_graph.model.vocabulary import ID
from glocal_graph.questions.name_entries import PLACE_CLASSES, Entry, Selecting, around, kind_of, read_entries
from glocal_graph.questions.name_rows import NameRows
from glocal_graph.questions.spellings import kana_suffix, loosen

__all__ = ["Entry", "Hit", "NameIndex", "Selecting", "kind_of", "plain_names"]

#: Longest text that is searched for; what follows is cut.
_LONGEST = 80
#: What ways of matching are worth; the loose spelling of each is worth so much less.
_EXACT, _SHORT, _PREFIX, _INSIDE, _LOOSE = 100.0, 94.0, 76.0, 56.0, 5.0
_WORDS, _NEAR, _ERROR, _NEAR_PREFIX, _WITHIN = 48.0, 44.0, 6.0, 24.0, 30.0
#: A search that finds fewer looks further.
_FEW = 3
_LONGEST_NAME = 24
_PEOPLE = {"Person", "HistoricalFigure"}
_WEIGHTS = {"Country": 4.0, "Prefecture": 4.0, "City": 3.5, "SpecialWard": 3.5, "Town": 3.2, "Village": 3.2}
_KIND_WEIGHTS = {"Partnership": 0.0, "Office": 0.5, "Theme": 0.6}
_IRI_BAD = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_WORD = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")
_JAPANESE = re.compile(r"[々〆ヶぁ-ヿー一-鿿･-ﾟ]+")
_KANA_ONLY = re.compile(r"[ぁ-ゖー]+")
_ENGLISH_SUFFIX = re.compile(r"\s+(City|Town|Village|Ward|Prefecture|Metropolis)$")
_JAPANESE_SUFFIX = re.compile(r"(?<=..)[市町村区県府都]$")
_ROMAJI_SUFFIX = re.compile(r"-(shi|ku|chō|cho|machi|mura|son|ken|fu|to)$")


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
    in_japan: bool = False

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
        entries, unlisted = read_entries(store)
        return cls(entries.values(), unlisted)

    def search(
        self, text: str, language: str = "en", limit: int = 10, kinds: Collection[str] | None = None
    ) -> list[Hit]:
        """The things that the text can mean, best first; an empty list for an empty text.

        The language decides between hits that are otherwise equal; `kinds` names the only classes that are wanted.
        """
        query = fold(text[:_LONGEST])
        if not query:
            return []
        found = self._weigh(query, text[:_LONGEST])
        if kinds:
            found = {number: scored for number, scored in found.items() if self.entries[number].kind in kinds}
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
            wider = (place for entry in found for place in (entry, *around(entry, self._by_iri)))
            found = [place for place in wider if place.kind in kinds]
        return list(dict.fromkeys(f"{entry.label_ja} ({entry.label_en})" for entry in found))[:5]

    # ── Names in order ────────────────────────────────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        rows = [row for number, entry in enumerate(self.entries) for row in _rows(number, entry)]
        self._names = NameRows(rows)
        self._loose = NameRows((loosen(key), number, short, name) for key, number, short, name in rows)
        self._bonus = [_bonus(entry) for entry in self.entries]
        words: list[list[str]] = [
            loosen(fold(f"{entry.context_en} {entry.context_ja}")).split() for entry in self.entries
        ]
        for key, number in zip(self._loose.keys, self._loose.owner, strict=True):
            words[number].append(key)
        self._words = ["\n".join(names) for names in words]

    def _weigh(self, query: str, text: str) -> dict[int, tuple[float, str]]:
        best: dict[int, tuple[float, str]] = {}
        for number, score, matched in self._matches(query, text):
            score += self._bonus[number]
            if number not in best or score > best[number][0]:
                best[number] = (score, matched)
        return best

    def _matches(self, query: str, text: str) -> Iterator[tuple[int, float, str]]:
        found = _Found()
        yield from found.note(self._written(self._names, query, 0.0))
        if found.best >= _SHORT:
            return
        loose = loosen(query)
        yield from found.note(self._written(self._loose, loose, _LOOSE))
        if found.best >= _SHORT - _LOOSE or found.count >= _FEW:
            return
        yield from found.note(self._with_words(text))
        yield from found.note(self._nearly(query, loose))
        if not found.count:
            yield from self._named_in(text)

    def _written(self, names: NameRows, query: str, less: float) -> Iterator[tuple[int, float, str]]:
        same = names.equal(query)
        for row in names.beginning(query):
            value = (_SHORT if names.is_short[row] else _EXACT) if row in same else _PREFIX
            yield self._row(names, row, value - less, query)
        if len(query) > 1 or not query.isascii():
            for row in names.containing(query):
                yield self._row(names, row, _INSIDE - less, query)

    def _nearly(self, query: str, loose: str) -> Iterator[tuple[int, float, str]]:
        count = 0
        for names, key in ((self._names, query), (self._loose, loose)):
            for row, errors in names.near(key):
                count += 1
                yield self._row(names, row, _NEAR - errors * _ERROR, key)
        if count < _FEW:
            for row, errors in self._loose.near_beginning(loose):
                yield self._row(self._loose, row, _NEAR_PREFIX - errors * _ERROR, loose)

    def _row(self, names: NameRows, row: int, value: float, query: str) -> tuple[int, float, str]:
        value -= min(abs(len(names.keys[row]) - len(query)), 40) * 0.05
        return names.owner[row], value, names.text[row]

    def _with_words(self, text: str) -> Iterator[tuple[int, float, str]]:
        """The things that have each of several words in a name, or in that of what they lie in."""
        words = [loosen(word) for part in text.split() if (word := fold(part))]
        if len(words) > 1 and all(len(word) > 1 or not word.isascii() for word in words):
            for number, names in enumerate(self._words):
                if all(word in names for word in words):
                    yield number, _WORDS, self.entries[number].label_ja or self.entries[number].label_en

    def _named_in(self, text: str) -> Iterator[tuple[int, float, str]]:
        """The things whose whole names stand in a sentence; of names that overlap the longest."""
        taken: set[int] = set()
        for first, last, key in _pieces(text):
            rows = self._loose.equal(key)
            if rows and not taken & set(range(first, last)):
                taken |= set(range(first, last))
                for row in rows:
                    yield self._loose.owner[row], _WITHIN + min(len(key), 10), self._loose.text[row]

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
            entry.in_japan,
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
        """The things of this name as it is written, else as it may be spelt."""
        for names, key in ((self._names, query), (self._loose, loosen(query))):
            fitting = [row for row in names.equal(key) if kinds is None or self.entries[names.owner[row]].kind in kinds]
            numbers = {names.owner[row] for row in fitting if not names.is_short[row]}
            numbers = numbers or {names.owner[row] for row in fitting}
            if numbers:
                return [self.entries[number] for number in sorted(numbers)]
        return []

    def _places_of(self, query: str, kinds: Collection[str] | None) -> list[Entry]:
        """The places of this name; a present one before a former one, a city before the prefecture it lies in."""
        places = [entry for entry in self._named(query, kinds) if entry.is_place]
        places = [entry for entry in places if not entry.former] or places
        around = {entry.within for entry in places}
        return [entry for entry in places if entry.iri not in around] or places

    def _others_of(self, query: str, kinds: Collection[str] | None) -> list[Entry]:
        return [entry for entry in self._named(query, kinds) if not entry.is_place]


def plain_names(entry: Entry) -> set[str]:
    """The names of a local government without the word for what it is: Kagoshima, 鹿児島."""
    if entry.kind not in PLACE_CLASSES or entry.kind == "Site":
        return set()
    names = [entry.label_en, entry.label_ja, *entry.names]
    shorter = {pattern.sub("", name) for name in names for pattern in _suffixes(name)}
    shorter |= {kana_suffix(name, entry.label_ja) for name in entry.names}
    return {name for name in shorter - set(names) if name}


def _suffixes(name: str) -> tuple[re.Pattern[str], ...]:
    return (_JAPANESE_SUFFIX,) if _JAPANESE_SUFFIX.search(name) else (_ENGLISH_SUFFIX, _ROMAJI_SUFFIX)


def _rows(number: int, entry: Entry) -> Iterator[tuple[str, int, bool, str]]:
    full = {fold(name): name for name in (*entry.codes, *entry.names, entry.label_en, entry.label_ja) if fold(name)}
    for folded, name in full.items():
        yield folded, number, False, name
    for name in sorted(plain_names(entry) | _parts(entry)):
        if fold(name) not in full:
            yield fold(name), number, True, name


def _parts(entry: Entry) -> set[str]:
    """The family and given names of a person."""
    if entry.kind not in _PEOPLE:
        return set()
    return {part for name in (entry.label_en, *entry.names) for part in name.split() if len(part) > 2} - {
        entry.label_en
    }


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """(from, to, loose key) of what may be a name in a sentence, the longest first: kana and kanji, or whole words."""
    words = list(_WORD.finditer(text))
    pieces = [(words[i].start(), words[j].end()) for i in range(len(words)) for j in range(i, min(i + 4, len(words)))]
    runs = [run.span() for run in _JAPANESE.finditer(text)]
    pieces += [
        (start, end)
        for first, last in runs
        for start in range(first, last)
        for end in range(start + 2, min(start + _LONGEST_NAME, last) + 1)
    ]
    pieces.sort(key=lambda piece: (piece[0] - piece[1], piece[0]))
    keyed = ((first, last, loosen(fold(text[first:last]))) for first, last in pieces)
    return [
        piece for piece in keyed if len(piece[2]) >= (4 if piece[2].isascii() or _KANA_ONLY.fullmatch(piece[2]) else 2)
    ]


@dataclass
class _Found:
    """How many matches there were so far, and how good the best was."""

    count: int = 0
    best: float = 0.0

    def note(self, matches: Iterable[tuple[int, float, str]]) -> Iterator[tuple[int, float, str]]:
        """The same matches, counted."""
        for match in matches:
            self.count += 1
            self.best = max(self.best, match[1] + 2.0)
            yield match


def _bonus(entry: Entry) -> float:
    """What a thing is worth before its name is looked at: below the step between two ways of matching."""
    kind = _WEIGHTS.get(entry.kind, 2.5 if entry.is_place else _KIND_WEIGHTS.get(entry.kind, 1.5))
    return kind + min(math.log1p(entry.ties) * 1.5, 6.0) - (2.0 if entry.former else 0.0)


def _described(entry: Entry) -> str:
    label = f"{entry.label_ja} {entry.label_en}".strip()
    return f"{label} ({entry.context_en})" if entry.context_en else label
