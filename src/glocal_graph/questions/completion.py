"""What can stand next in a query: classes, properties and things by their names in any script, the most used first.

Asked with what is typed so far. Where the query says of which class a thing is, its properties are counted among the
things of that class; where it says after which property a thing stands, only what that property leads to is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from glocal_graph.model import vocabulary as v
from glocal_graph.model.names import fold
from glocal_graph.questions.search import Hit, NameIndex, Selecting, kind_of
from glocal_graph.questions.sparql_terms import is_iri, name_iri

__all__ = ["KINDS", "Completion", "Suggestion", "Worded", "write_term"]

KINDS = ("class", "property", "thing", "any")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_MOST_OBJECTS = 400
#: Words of other vocabularies that say something about the vocabulary and not about the world.
_INSIDE = (v.OWL, "http://www.w3.org/ns/shacl#", "http://rdfs.org/ns/void#")

_CLASSES = "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) { ?s a ?term } GROUP BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term"


class Worded(Protocol):
    """A term of the ontology in words."""

    label_en: str
    label_ja: str
    comment_en: str
    comment_ja: str


@dataclass(frozen=True)
class Suggestion:
    """One continuation: its IRI, how it is written, its words, and how often the graph uses it."""

    iri: str
    kind: str
    label_en: str = ""
    label_ja: str = ""
    comment_en: str = ""
    comment_ja: str = ""
    count: int = 0
    matched: str = ""

    @property
    def text(self) -> str:
        """How it is written in a query."""
        return write_term(self.iri)


def write_term(iri: str) -> str:
    """An IRI with its prefix where its local name may stand in a query, else in angle brackets.

    >>> write_term(v.ID + "municipality/46201"), write_term(v.ID + "claim/46201/1")
    ('municipality:46201', '<https://w3id.org/glocal-graph/id/claim/46201/1>')
    """
    short = v.shorten(iri)
    prefix, _, name = short.partition(":")
    return short if prefix in v.PREFIXES and _LOCAL.fullmatch(name) else f"<{iri}>"


class Completion:
    """Everything that can be offered for one release; what a class or property brings is counted when first asked."""

    def __init__(self, store: Selecting, names: NameIndex, words: Mapping[str, Worded]) -> None:
        self._store, self._names, self._words = store, names, words
        self._classes = self._count(_CLASSES)
        self._properties = self._count(_PROPERTIES)
        self._narrow: dict[tuple[str, str], dict[str, int]] = {}

    def find(self, text: str, kind: str, language: str, limit: int, context: str = "") -> list[Suggestion]:
        """The continuations of a text, best first.

        `context` is the class of the thing whose property is asked for, or the property that leads to the thing.
        """
        text = text.strip().removeprefix("<").removesuffix(">")
        find: Sequence[Callable[[str, str, int, str], list[Suggestion]]]
        find = {
            "class": (self._find_classes,),
            "property": (self._find_properties,),
            "thing": (self._find_things,),
        }.get(kind, (self._find_things, self._find_classes, self._find_properties))
        share = limit if len(find) == 1 else max(limit // 2, 1)
        found = [item for look in find for item in look(text, language, share, context)]
        return found[:limit]

    # ── Words of the vocabulary ───────────────────────────────────────────────────────────────────────────

    def _find_classes(self, text: str, language: str, limit: int, context: str) -> list[Suggestion]:
        counts = {iri: n for iri, n in self._classes.items() if not iri.startswith(_INSIDE)}
        counts |= {v.GLOCAL + name: counts.get(v.GLOCAL + name, 0) for name in v.CLASSES}
        return self._rank(text, "class", counts, limit)

    def _find_properties(self, text: str, language: str, limit: int, context: str) -> list[Suggestion]:
        counts = self._narrowed("property", context) if context in self._classes else {}
        everywhere = {iri: 0 for iri in self._properties if not iri.startswith(_INSIDE)}
        if not counts:
            everywhere = {iri: self._properties[iri] for iri in everywhere}
        return self._rank(text, "property", everywhere | counts, limit)

    def _rank(self, text: str, kind: str, counts: Mapping[str, int], limit: int) -> list[Suggestion]:
        weighed = []
        for iri, count in counts.items():
            if weight := self._weight(text, iri):
                weighed.append((-weight, -count, iri))
        return [self._suggest(iri, kind, -count) for _, count, iri in sorted(weighed)[:limit]]

    def _suggest(self, iri: str, kind: str, count: int) -> Suggestion:
        word, entry = self._words.get(iri), self._names.get(iri)
        if word is None and entry is not None:
            place = (entry.context_en, entry.context_ja)
            return Suggestion(iri, entry.kind or kind, entry.label_en, entry.label_ja, *place, count=count)
        if word is None:
            return Suggestion(iri, kind, count=count)
        return Suggestion(iri, kind, word.label_en, word.label_ja, word.comment_en, word.comment_ja, count)

    def _weight(self, text: str, iri: str) -> int:
        """How well a term fits what is typed: 4 its whole name … 1 somewhere in its comment, 0 not at all."""
        if not text:
            return 1
        if "://" in text:
            return 3 if iri.startswith(text) else 0
        short = write_term(iri)
        prefix, colon, name = text.partition(":")
        if colon and prefix in v.PREFIXES:
            return self._name_weight(fold(name), [short.partition(":")[2]]) if short.startswith(prefix + ":") else 0
        word, entry = self._words.get(iri), self._names.get(iri)
        names = [short.partition(":")[2] or iri]
        names += [item.label_en for item in (word, entry) if item] + [item.label_ja for item in (word, entry) if item]
        weight = self._name_weight(fold(text), names)
        if not weight and word is not None and (len(text) > 3 or not text.isascii()):
            weight = int(fold(text) in fold(f"{word.comment_en} {word.comment_ja}"))
        return weight

    @staticmethod
    def _name_weight(typed: str, names: Sequence[str]) -> int:
        folded = [fold(name) for name in names if name]
        if not typed or any(name == typed for name in folded):
            return 4
        if any(name.startswith(typed) for name in folded):
            return 3
        return 2 if any(typed in name for name in folded) else 0

    # ── Things ────────────────────────────────────────────────────────────────────────────────────────────

    def _find_things(self, text: str, language: str, limit: int, context: str) -> list[Suggestion]:
        reached = self._narrowed("thing", context) if context in self._properties else {}
        if context in self._properties and not reached:
            return []  # The property leads to texts, numbers or dates.
        if "://" in text or (":" in text and text.partition(":")[0] in v.PREFIXES):
            return self._begin(text, reached, limit)
        if not text:
            return self._rank("", "thing", reached, limit)
        classes = self._narrowed("class", context) if reached else {}
        near = self._rank(text, "thing", reached, limit)
        known = {item.iri for item in near}
        hits = self._names.search(text, language, limit * (8 if classes else 1))
        fitting = [hit for hit in hits if hit.iri not in known and (not classes or _is_of(hit, classes))]
        by_name = [_from_hit(hit) for hit in fitting]
        # What the property does lead to comes first; then whatever else of those classes bears the name.
        return (near + by_name)[:limit]

    def _begin(self, text: str, reached: Mapping[str, int], limit: int) -> list[Suggestion]:
        """Things whose IRI begins so, or whose name is what stands after the prefix: municipality:かごしま."""
        prefix, _, rest = text.partition(":")
        start = text if "://" in text else v.PREFIXES[prefix] + rest
        found = [iri for iri in reached if iri.startswith(start)]
        found += [
            entry.iri for entry in self._names.entries if entry.iri.startswith(start) and entry.iri not in reached
        ]
        if "://" not in text and rest:
            hits = self._names.search(rest, limit=limit * 4)
            found += [hit.iri for hit in hits if hit.iri.startswith(v.PREFIXES[prefix]) and hit.iri not in found]
        return [self._suggest(iri, "thing", reached.get(iri, 0)) for iri in found[:limit]]

    # ── Counts ────────────────────────────────────────────────────────────────────────────────────────────

    def _narrowed(self, what: str, context: str) -> dict[str, int]:
        """The properties of a class's things, or what a property leads to, or the classes of that; each counted."""
        key = (what, context)
        if key not in self._narrow:
            self._narrow[key] = self._count(_NARROW[what].format(term=name_iri(context))) if is_iri(context) else {}
        return self._narrow[key]

    def _count(self, text: str) -> dict[str, int]:
        return {row["term"].value: int(row["n"].value) for row in self._store.select(text) if _is_named(row["term"])}


_NARROW = {
    "property": "SELECT ?term (COUNT(*) AS ?n) {{ ?s a {term} ; ?term ?o }} GROUP BY ?term",
    "thing": "SELECT ?term (COUNT(*) AS ?n) {{ ?s {term} ?term FILTER(isIRI(?term)) }} GROUP BY ?term "
    f"ORDER BY DESC(?n) LIMIT {_MOST_OBJECTS}",
    "class": "SELECT ?term (COUNT(*) AS ?n) {{ ?s {term} ?o . ?o a ?term }} GROUP BY ?term",
}


def _is_named(term: object) -> bool:
    value = getattr(term, "value", "")
    return isinstance(value, str) and is_iri(value)


def _is_of(hit: Hit, classes: Mapping[str, int]) -> bool:
    return bool(hit.kind) and kind_of([v.GLOCAL + hit.kind]) == hit.kind and v.GLOCAL + hit.kind in classes


def _from_hit(hit: Hit) -> Suggestion:
    return Suggestion(
        hit.iri, hit.kind, hit.label_en, hit.label_ja, hit.context_en, hit.context_ja, hit.ties, hit.matched
    )
