"""The things of a store that can be found, with all that is known of their names: what an index is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from glocal_graph.model.vocabulary import CLASSES, GLOCAL, ID, class_of

__all__ = ["PLACE_CLASSES", "Entry", "Selecting", "around", "kind_of", "read_entries"]

_UNLISTED = {"Claim", "Source", "SourceSection"}
PLACE_CLASSES = {name for name in CLASSES if GLOCAL + "Place" in class_of(name)}

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
    in_japan: bool = False

    @property
    def id(self) -> str:
        """The local id ("municipality/46201")."""
        return self.iri.removeprefix(ID)

    @property
    def is_place(self) -> bool:
        """Whether it is a country, region, prefecture, municipality or site."""
        return self.kind in PLACE_CLASSES

    @property
    def code(self) -> str:
        """The code that tells this thing from all others, for people."""
        return self.codes[0] if self.codes else self.id


def read_entries(store: Selecting) -> tuple[dict[str, Entry], set[str]]:
    """Everything under id/ by its IRI, but claims and sources; and the IRIs of these."""
    kinds = _read_kinds(store)
    entries = {iri: Entry(iri, kind) for iri, kind in kinds.items() if kind not in _UNLISTED}
    _read_names(store, entries)
    _read_facts(store, entries)
    for row in store.select(_TIES):
        if entry := entries.get(row["thing"].value):
            entry.ties = int(row["n"].value)
    _add_contexts(entries)
    return entries, kinds.keys() - entries.keys()


def kind_of(classes: Iterable[str]) -> str:
    """The most specific of a thing's classes of ours, by its local name; empty if none is ours.

    >>> kind_of([GLOCAL + "Place", GLOCAL + "City", GLOCAL + "Municipality"])
    'City'
    """
    ours = [name.removeprefix(GLOCAL) for name in classes if name.removeprefix(GLOCAL) in CLASSES]
    return max(ours, key=lambda name: (len(class_of(name)), name), default="")


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
        chain = list(around(entry, entries))
        entry.context_en = ", ".join(place.label_en for place in chain if place.label_en)
        entry.context_ja = "・".join(place.label_ja for place in reversed(chain) if place.label_ja)
        entry.in_japan = any(place.kind == "Prefecture" for place in (entry, *chain))


def around(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[Entry]:
    """What a thing lies in, from the smallest; without Japan, which goes without saying."""
    seen = {entry.iri}
    while entry.within and entry.within not in seen and entry.within in entries:
        seen.add(entry.within)
        entry = entries[entry.within]
        if entry.id != "country/JP":
            yield entry
