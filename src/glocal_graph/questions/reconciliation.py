"""Names of somebody's table → the things of the graph that they can mean, each scored, as reconciliation clients ask.

A candidate's score is how alike its matched name is to the name asked for, from 0 to 100, less what does not fit: a
type or a property that was asked for and is another. It is called a match only if nothing else could be meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from glocal_graph.model.names import fold
from glocal_graph.model.vocabulary import GLOCAL, ID, class_of
from glocal_graph.questions.search import Entry, Hit, NameIndex, plain_names

__all__ = ["Candidate", "Query", "is_of_type", "reconcile"]

#: Hits that are weighed for each name.
_WEIGHED = 60
_OTHER_TYPE, _OTHER_VALUE = 20.0, 15.0
#: The properties whose values take part in the score; others are passed over.
_AROUND = {"within", "country", "prefecture", "region"}
_CODES = {"jisCode", "isoCode", "geonamesId", "code"}


@dataclass(frozen=True)
class Query:
    """One name, with what is known of the thing: types (local names of classes) and (property, values)."""

    text: str
    types: tuple[str, ...] = ()
    strictness: str = "any"
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    limit: int = 10


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant. `name_ratio` is from 0 to 100; `fits` tells of each property whether it agrees."""

    hit: Hit
    score: float
    name_ratio: float
    has_type: bool
    fits: tuple[tuple[str, bool], ...] = ()
    is_match: bool = False


def reconcile(index: NameIndex, query: Query, language: str) -> list[Candidate]:
    """The candidates for a name, the likeliest first; at most one of them is a match."""
    hits = _by_code(index, query, language) if not query.text.strip() else []
    hits = hits or index.search(query.text, language, _WEIGHED)
    found = [_weigh(index, query, hit) for hit in hits]
    if query.types and query.strictness != "should":
        found = [candidate for candidate in found if candidate.has_type]
    # Sorting keeps the index's own order (kind, number of ties) among those of equal score.
    found.sort(key=lambda candidate: -candidate.score)
    return _mark_match(index, found)[: query.limit]


def is_of_type(kind: str, type_name: str) -> bool:
    """Whether a thing of this kind is one of the type: a City is a Municipality and a Place."""
    return kind == type_name or GLOCAL + type_name in class_of(kind)


def _by_code(index: NameIndex, query: Query, language: str) -> list[Hit]:
    """Without a name, a code among the properties finds the thing."""
    codes = [_as_code(name, value) for name, values in query.properties if name in _CODES for value in values]
    return [hit for code in codes for hit in index.search(code, language, 5) if hit.matched == code]


def _as_code(name: str, value: str) -> str:
    """A code as the index has it: a GeoNames id carries its mark, since it is a bare number elsewhere."""
    return f"gn-{value}" if name == "geonamesId" and value.isdigit() else value


def _weigh(index: NameIndex, query: Query, hit: Hit) -> Candidate:
    ratio = fuzz.ratio(fold(query.text), fold(hit.matched)) if query.text.strip() else 100.0
    has_type = _has_type(query, hit.kind)
    entry = index.get(hit.iri)
    fits = tuple(_fits(index, entry, query.properties)) if entry is not None else ()
    score = ratio - (0.0 if has_type else _OTHER_TYPE) - _OTHER_VALUE * sum(not fit for _, fit in fits)
    if entry is not None and entry.former:
        score -= 1.0  # a place of the present is meant, unless its name says otherwise
    return Candidate(hit, round(max(score, 0.0), 2), round(ratio, 2), has_type, fits)


def _has_type(query: Query, kind: str) -> bool:
    if not query.types:
        return True
    found = [is_of_type(kind, name) for name in query.types]
    return all(found) if query.strictness == "all" else any(found)


def _fits(
    index: NameIndex, entry: Entry, properties: Iterable[tuple[str, Sequence[str]]]
) -> Iterator[tuple[str, bool]]:
    for name, values in properties:
        if name in _CODES:
            yield name, any(_as_code(name, value) in entry.codes for value in values)
        elif name in _AROUND:
            places = list(_around(index, entry))
            names = {fold(text) for place in places for text in _all_names(place)}
            ids = {place.iri for place in places} | {place.id for place in places}
            yield name, any(value in ids or fold(value) in names for value in values)


def _around(index: NameIndex, entry: Entry) -> Iterator[Entry]:
    seen: set[str] = set()
    while entry.within and entry.within not in seen:
        seen.add(entry.within)
        outer = index.get(entry.within)
        if outer is None:
            return
        yield outer
        entry = outer


def _all_names(entry: Entry) -> Iterator[str]:
    yield from (entry.label_en, entry.label_ja, *entry.names, *entry.codes, *plain_names(entry))


def _mark_match(index: NameIndex, found: list[Candidate]) -> list[Candidate]:
    """Mark the first as a match where its whole name is the one asked for, all agrees, and no other is as good."""
    certain = [item for item in found if item.score >= 99.0 and item.has_type and all(fit for _, fit in item.fits)]
    whole = [item for item in certain if _is_whole_name(index, item)] or certain
    if len(whole) != 1:
        return found
    return [replace(item, is_match=item is whole[0]) for item in found]


def _is_whole_name(index: NameIndex, candidate: Candidate) -> bool:
    entry = index.get(candidate.hit.iri)
    return entry is not None and candidate.hit.matched not in plain_names(entry)


def local_type(name: str) -> str:
    """The local name of a class that is given by its IRI, prefixed or local name."""
    return name.removeprefix(GLOCAL).removeprefix("glocal:")


def local_id(name: str) -> str:
    """The id of a thing that is given by its IRI or id."""
    return name.removeprefix(ID)
