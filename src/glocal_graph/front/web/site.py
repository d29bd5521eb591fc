"""What every page needs, made once for each release: the store, the names, the ontology's words, the counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app, request
from pyoxigraph import Triple
from werkzeug.exceptions import BadRequest

from glocal_graph.data.publishing import Gone, read_removed
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import DataError
from glocal_graph.model.settings import Settings
from glocal_graph.questions.completion import Completion
from glocal_graph.questions.gallery import Question, load_gallery
from glocal_graph.questions.search import NameIndex

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["Site", "Spot", "Word", "get_site", "root_address"]

Made = TypeVar("Made")

_WORDS = f"""
SELECT DISTINCT ?term ?label ?comment {{
  GRAPH <{v.GRAPH}ontology> {{
    {{ ?term <{v.RDFS_LABEL}> ?label }} UNION {{ ?term <{v.RDFS}comment> ?comment }}
    UNION {{ ?term <{v.SKOS}prefLabel> ?label }} UNION {{ ?term <{v.SKOS}definition> ?comment }}
  }}
}}"""
_SPOTS = f"""
SELECT ?thing ?role ?value {{
  {{ ?thing <{v.GEO}lat> ?value BIND("lat" AS ?role) }} UNION {{ ?thing <{v.GEO}long> ?value BIND("long" AS ?role) }}
  UNION {{ ?thing <{v.glocal("country")}> ?value BIND("country" AS ?role) }}
  UNION {{ ?thing <{v.SKOS}altLabel> ?value BIND("kana" AS ?role) FILTER (LCASE(LANG(?value)) = "ja-hira") }}
}}"""
_GRAPHS = "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
_COUNTS = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) { ?thing a ?class } GROUP BY ?class"
_DESCRIPTION = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{v.graph('dataset')}> {{ ?s ?p ?o }} }}"


@dataclass
class Word:
    """A term of the ontology in words: label and comment in both languages."""

    label_en: str = ""
    label_ja: str = ""
    comment_en: str = ""
    comment_ja: str = ""


@dataclass
class Spot:
    """Where a thing lies, and how it is read aloud, as far as the graph knows."""

    lat: float | None = None
    long: float | None = None
    country: str = ""
    kana: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it has both coordinates."""
        return self.lat is not None and self.long is not None


class Site:
    """The site's store with what is read from it once; read anew when the store has another release."""

    def __init__(self, settings: Settings, store: GraphStore) -> None:
        self.settings = settings
        self.store = store
        self._made: dict[str, Any] = {}
        self._release = store.release
        self._lock = threading.Lock()
        self._locks: dict[str, threading.RLock] = {}

    @property
    def names(self) -> NameIndex:
        """The index of all names."""
        return self.once("names", lambda: NameIndex.from_store(self.store))

    @property
    def words(self) -> Mapping[str, Word]:
        """The ontology's terms in words, by IRI."""
        return self.once("words", self._read_words)

    @property
    def spots(self) -> Mapping[str, Spot]:
        """Coordinates, country and kana of things, by IRI."""
        return self.once("spots", self._read_spots)

    @property
    def inner_spots(self) -> Mapping[str, Spot]:
        """For what other places lie within: the point of the one of them with most ties."""
        return self.once("inner spots", self._find_inner_spots)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many things of each class there are, by the class's local name."""
        return self.once("counts", self._read_counts)

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return self.once("triples", self._count_triples)

    @property
    def graphs(self) -> list[tuple[str, int]]:
        """The named graphs, each with its number of triples."""
        return self.once("graphs", self._read_graphs)

    @property
    def description(self) -> list[Triple]:
        """What the graph says of itself as a dataset; empty for an engine whose graph does not."""
        return self.once("description", lambda: self.store.construct(_DESCRIPTION))

    @property
    def removed(self) -> Mapping[str, Gone]:
        """What earlier releases had and this one has not, by id; not known of an engine elsewhere."""
        return self.once("removed", self._read_removed)

    @property
    def gallery(self) -> Mapping[str, Question]:
        """The questions of the gallery by name."""
        return self.once("gallery", lambda: load_gallery(self.settings))

    @property
    def completion(self) -> Completion:
        """What can stand next in a query."""
        return self.once("completion", lambda: Completion(self.store, self.names, self.words))

    def warm(self) -> None:
        """Read everything now, so that the first visitor does not wait for it."""
        _ = (self.names, self.words, self.spots, self.counts, self.triples, self.gallery)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What is made once for the release and kept; only those wait for it who ask for it by this name."""
        with self._lock:
            if name in self._known():
                kept: Made = self._made[name]
                return kept
            own = self._locks.setdefault(name, threading.RLock())
        with own:
            release = self.store.release
            found, kept = self._find(name)
            return kept if found else self._keep(name, release, make())

    def ready(self, name: str) -> Any | None:
        """What `once` has made under this name for the present release; None where it has not yet."""
        with self._lock:
            return self._known().get(name)

    def _find(self, name: str) -> tuple[bool, Any]:
        with self._lock:
            return name in self._known(), self._made.get(name)

    def _keep(self, name: str, release: str, made: Made) -> Made:
        """Keep it, unless another release has come while it was made."""
        with self._lock:
            known = self._known()
            if self._release == release:
                known[name] = made
        return made

    def _known(self) -> dict[str, Any]:
        """All that is kept of the present release; of the one before it, nothing."""
        if (release := self.store.release) != self._release:
            self._made, self._release = {}, release
        return self._made

    def _select(self, text: str) -> list[dict[str, Any]]:
        return self.store.select(text)

    def _read_words(self) -> dict[str, Word]:
        words: dict[str, Word] = {}
        for row in self._select(_WORDS):
            word = words.setdefault(row["term"].value, Word())
            for role in ("label", "comment"):
                literal = row.get(role)
                if literal is not None and (literal.language or "en") in ("en", "ja"):
                    setattr(word, f"{role}_{literal.language or 'en'}", literal.value)
        return words

    def _read_spots(self) -> dict[str, Spot]:
        spots: dict[str, Spot] = {}
        for row in self._select(_SPOTS):
            spot, role, value = spots.setdefault(row["thing"].value, Spot()), row["role"].value, row["value"].value
            if role in ("lat", "long"):
                setattr(spot, role, _coordinate(value))
            elif role == "country":
                spot.country = value.rpartition("/")[2]
            elif not spot.kana:
                spot.kana = value
        return spots

    def _read_removed(self) -> dict[str, Gone]:
        path = self.store.info().get("path")
        try:
            return read_removed(Path(path)) if path else {}
        except DataError:  # a damaged table makes no page fail that can do without
            return {}

    def _find_inner_spots(self) -> dict[str, Spot]:
        found: dict[str, Spot] = {}
        for entry in sorted(self.names.entries, key=lambda entry: (-entry.ties, entry.iri)):
            spot = self.spots.get(entry.iri)
            if entry.is_place and entry.within and spot is not None and spot.is_known:
                found.setdefault(entry.within, spot)
        return found

    def _read_counts(self) -> dict[str, int]:
        rows = self._select(_COUNTS)
        return {row["class"].value.removeprefix(v.GLOCAL): int(row["n"].value) for row in rows}

    def _read_graphs(self) -> list[tuple[str, int]]:
        rows = self._select(_GRAPHS)
        return [(row["graph"].value.removeprefix(v.GRAPH), int(row["n"].value)) for row in rows]

    def _count_triples(self) -> int:
        return int(self._select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"].value)


def _coordinate(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) <= 180 else None


def get_site() -> Site:
    """The site of the running app."""
    found: Site = current_app.extensions["glocal_site"]
    return found


def root_address() -> str:
    """The address of this site as the client wrote it; 400 where its Host header is none."""
    if not request.host:
        raise BadRequest("the Host header names no host")
    return request.url_root
