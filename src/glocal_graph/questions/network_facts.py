"""What is known of the things and ties of a network, written onto its nodes and edges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from glocal_graph.model.vocabulary import (
    CLASSES,
    DCTERMS_SOURCE,
    GEO_LAT,
    GEO_LONG,
    GLOCAL,
    ID,
    RDF_TYPE,
    RDFS_LABEL,
    SKOS_ALT_LABEL,
    SOURCE_KINDS,
    glocal,
    local,
)
from glocal_graph.questions.network_queries import Facts, Reader

__all__ = ["PROPERTIES", "describe", "exact_kind"]

_CODES = tuple(glocal(name) for name in ("jisCode", "isoCode", "geonamesId"))
_NODE_PROPERTIES = (
    *(RDF_TYPE, RDFS_LABEL, SKOS_ALT_LABEL, GEO_LAT, GEO_LONG, DCTERMS_SOURCE, glocal("date")),
    *_CODES,
)
_TIE_PROPERTIES = tuple(glocal(name) for name in ("kind", "status", "date", "endedDate"))
_SOURCE_PROPERTIES = tuple(glocal(name) for name in ("publisher", "address", "sectionOf", "sourceKind"))
#: All that is read of any thing, tie or source.
PROPERTIES = tuple(dict.fromkeys((*_NODE_PROPERTIES, *_TIE_PROPERTIES, *_SOURCE_PROPERTIES)))

Source = tuple[str, str, str]
#: Each source with its rank: who knows best has the lowest.
Sources = dict[str, tuple[int, Source]]


def describe(reader: Reader, graph: nx.MultiGraph) -> None:
    """Put labels, kinds, places, dates and sources onto a graph that so far has only IRIs."""
    above = reader.read_above(graph)
    things = {*graph, *(place for places in above.values() for place in places)}
    subjects = {data[name] for *_, data in graph.edges(data=True) for name in ("iri", "subject")}
    facts = reader.read_facts({*things, *subjects}, (*_NODE_PROPERTIES, *_TIE_PROPERTIES))
    sources = _read_sources(reader, facts)
    for node, data in graph.nodes(data=True):
        data |= _describe_node(node, facts, above.get(node, set()))
        data["focus"] = node in graph.graph["focus"]
        data["sources"] = _sources_of(node, facts, sources)
        if data["kind"] == "Partnership":
            data |= _describe_tie(node, facts)
    for *_, data in graph.edges(data=True):
        data |= _describe_tie(data["subject"], facts) if data["kind"] == "partnership" else _NO_TIE
        data["label_en"], data["label_ja"] = _labels(data["iri"], facts)
        data["sources"] = _sources_of(data["subject"], facts, sources)


_NO_TIE = {"tie_kind": "", "status": "", "date": "", "ended": ""}


def _describe_node(node: str, facts: Facts, above: set[str]) -> dict[str, Any]:
    own = facts.get(node, {})
    label_en, label_ja = _labels(node, facts)
    country = _first(place for place in (node, *sorted(above)) if place.startswith(ID + "country/"))
    area = _first(place for place in sorted(above) if place.startswith((ID + "prefecture/", ID + "region/")))
    country_en, country_ja = _labels(country, facts) if country else ("", "")
    area_en, area_ja = _labels(area, facts) if area else ("", "")
    return {
        "label_en": label_en,
        "label_ja": label_ja,
        "languages": _languages(own),
        "kana": _kana(own),
        "kind": _kind(own.get(RDF_TYPE, [])),
        "lat": _number(own.get(GEO_LAT)),
        "long": _number(own.get(GEO_LONG)),
        "date": _text(own.get(glocal("date"))),
        "code": _first(_text(own.get(name)) for name in _CODES if own.get(name)),
        "country": country.rpartition("/")[2],
        "country_en": country_en,
        "country_ja": country_ja,
        "area": area,
        "area_en": area_en,
        "area_ja": area_ja,
    }


def _describe_tie(tie: str, facts: Facts) -> dict[str, str]:
    own = facts.get(tie, {})
    return {
        "tie_kind": _notation(own.get(glocal("kind"))),
        "status": _notation(own.get(glocal("status"))),
        "date": _text(own.get(glocal("date"))),
        "ended": _text(own.get(glocal("endedDate"))),
    }


def _labels(thing: str, facts: Facts) -> tuple[str, str]:
    """The English and Japanese label; where one is missing the other, where both are, the id."""
    found = {
        term.language or "": term.value
        for term in reversed(facts.get(thing, {}).get(RDFS_LABEL, []))
        if hasattr(term, "language")
    }
    fallback = found.get("") or local(thing).removeprefix(GLOCAL)
    english = found.get("en") or found.get("ja") or fallback
    return english, found.get("ja") or english


def _languages(own: Mapping[str, list[Any]]) -> tuple[str, ...]:
    """The languages that the thing has a label in; the other's label is a loan."""
    found = {getattr(term, "language", None) or "" for term in own.get(RDFS_LABEL, [])}
    return tuple(tag for tag in ("en", "ja") if tag in found)


def _kana(own: Mapping[str, list[Any]]) -> str:
    """How the Japanese name is read."""
    names = own.get(SKOS_ALT_LABEL, [])
    return _first(name.value for name in names if (getattr(name, "language", None) or "").lower() == "ja-hira")


def exact_kind(facts: Facts, thing: str) -> str:
    """The most exact class of a thing."""
    return _kind(facts.get(thing, {}).get(RDF_TYPE, []))


def _kind(types: Iterable[Any]) -> str:
    """The most exact of our classes: the one that is above none of the others."""
    names = {term.value.removeprefix(GLOCAL) for term in types}
    above = {general for name in names for general in _all_above(name)}
    exact = sorted(name for name in names - above if name in CLASSES)
    return exact[0] if exact else "Thing"


def _all_above(name: str) -> set[str]:
    direct = CLASSES.get(name, ())
    return {*direct, *(further for item in direct for further in _all_above(item))}


def _read_sources(reader: Reader, facts: Facts) -> Sources:
    """Every source in sight; a section of a newsletter has its issue's publisher and address."""
    cited = {term.value for own in facts.values() for term in own.get(DCTERMS_SOURCE, [])}
    found = reader.read_facts(cited, _SOURCE_PROPERTIES)
    issues = {term.value for own in found.values() for term in own.get(glocal("sectionOf"), [])}
    found |= reader.read_facts(issues - cited, _SOURCE_PROPERTIES)
    answer = {}
    for source in cited:
        own = found.get(source, {})
        issue = found.get(_text(own.get(glocal("sectionOf"))), {})
        publisher, address = (
            _text(own.get(glocal(name))) or _text(issue.get(glocal(name))) for name in ("publisher", "address")
        )
        answer[source] = (source, publisher, address)
    # Who knows best comes first, as where a tie's date is chosen.
    return {source: (_rank(found.get(source, {})), told) for source, told in answer.items()}


def _rank(source: Mapping[str, list[Any]]) -> int:
    kind = _text(source.get(glocal("sourceKind"))).rpartition("source-kind-")[2]
    return SOURCE_KINDS.index(kind) if kind in SOURCE_KINDS else len(SOURCE_KINDS)


def _sources_of(thing: str, facts: Facts, sources: Sources) -> list[Source]:
    cited = {term.value for term in facts.get(thing, {}).get(DCTERMS_SOURCE, [])}
    return [source for _, source in sorted(sources[iri] for iri in cited)]


def _notation(terms: list[Any] | None) -> str:
    """The last word of a concept: kind-sister → sister."""
    return _text(terms).rpartition("/")[2].partition("-")[2]


def _text(terms: list[Any] | None) -> str:
    return str(terms[0].value) if terms else ""


def _number(terms: list[Any] | None) -> float | None:
    try:
        return float(_text(terms)) if terms else None
    except ValueError:
        return None


def _first(texts: Iterable[str]) -> str:
    return next(iter(texts), "")
