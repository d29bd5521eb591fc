"""Everything the graph says about one thing: its facts, what leads to it, its ties, and each source's claims.

Only checked IRIs enter a query; what comes out is plain records, to be shown or written by others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError, ThingNotFound
from glocal_graph.questions.description import PAGE, Backlinks, Description, Fact, Source, Statement, Tie, Value
from glocal_graph.questions.search import Selecting, kind_of
from glocal_graph.questions.sparql_terms import batches, is_iri, name_iri, values_clause

__all__ = ["dates_agree", "describe", "read_links", "read_values"]

#: Properties that have a place of their own in a description, so that they are no plain facts.
_APART = {v.RDF_TYPE, v.RDFS_LABEL, v.SKOS_ALT_LABEL, v.DCTERMS_SOURCE, v.GEO_LAT, v.GEO_LONG}
_APART |= {v.glocal(name) for name in ("earliest", "latest", "year", "partnerOf", "sisterCityOf")}
#: Inverse links that are told as ties or claims, that say the same as the link itself, or nothing of the thing.
_TOLD = {v.glocal(name) for name in ("party", "claimAbout", "partnerOf", "sisterCityOf")} | {v.VOID + "exampleResource"}
#: What people want to know first; the rest follows by name.
_FIRST = (
    "date", "endedDate", "kind", "status", "party", "organiser", "coOrganiser", "participant", "audience",
    "countryCount", "headCount", "venue", "about", "features", "aboutPartnership", "subEventOf", "edition", "topic",
    "birthPlace", "tookPartIn", "knownFor", "inspired", "associatedWith", "officeOf", "within", "country", "capital",
    "areaOfJapan", "level", "population", "jisCode", "isoCode", "geonamesId", "succeededBy", "succeededOn",
    "publisher", "address", "sourceKind", "publishedBy", "issued", "dateRead", "sectionOf", "reason", "description",
    "note",
)  # fmt: skip
#: Inverse links that matter most come first, those that are long and dull last.
_BACK_FIRST = (
    "aboutPartnership", "about", "organiser", "coOrganiser", "participant", "venue", "features", "subEventOf",
    "birthPlace", "associatedWith", "tookPartIn", "inspired", "knownFor", "officeOf", "capital", "succeededBy",
)  # fmt: skip
_BACK_LAST = ("within", "country", "sectionOf", "publishedBy", "source", "level", "sourceKind", "areaOfJapan")
_TIE_THINGS = ("place", "partner", "country", "kind", "status")
_ORDER = {v.GLOCAL + name: number for number, name in enumerate(_FIRST)}


def describe(
    store: Selecting, iri: str, pages: Mapping[str, int] | None = None, *, with_ties: bool = True
) -> Description:
    """The description of a thing; `pages` says which page of which inverse link (by its prefixed name).

    The ties of a country take longer than all else: a page that reads them by itself leaves them out.
    Raises ThingNotFound if the graph says nothing about it.
    """
    subject = str(name_iri(iri))
    outgoing = _outgoing(store, subject)
    if not outgoing:
        raise ThingNotFound(f"the graph has no {iri.removeprefix(v.ID)}")
    backward = _backward(store, subject, pages or {})
    linked = {term.value for terms in outgoing.values() for term in terms if _is_iri(term)}
    linked |= {other for _, _, others in backward.values() for other in others}
    known = read_values(store, linked)
    facts = tuple(
        Fact(name, tuple(sorted((_value(term, known) for term in outgoing[name]), key=_by_label)))
        for name in sorted(outgoing, key=lambda name: (_ORDER.get(name, 999), name))
        if name not in _APART
    )
    labels = {term.language: term.value for term in outgoing.get(v.RDFS_LABEL, ())}
    return Description(
        iri=iri,
        kind=kind_of(term.value for term in outgoing.get(v.RDF_TYPE, ())),
        label_en=labels.get("en", next(iter(labels.values()), "")),
        label_ja=labels.get("ja", ""),
        names=tuple(sorted((_value(term, {}) for term in outgoing.get(v.SKOS_ALT_LABEL, ())), key=_by_language)),
        facts=facts,
        backlinks=tuple(
            Backlinks(name, total, page, tuple(known[other] for other in others))
            for name, (total, page, others) in backward.items()
        ),
        statements=_statements(store, subject, facts),
        sources=_sources(store, subject),
        ties=_ties(store, subject) if with_ties else (),
        position=_position(outgoing),
        classes=tuple(sorted(term.value for term in outgoing.get(v.RDF_TYPE, ()) if _is_iri(term))),
    )


def read_values(store: Selecting, iris: Collection[str]) -> dict[str, Value]:
    """Each of these things with its labels and kind."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    classes: dict[str, list[str]] = defaultdict(list)
    for batch in batches(iri for iri in iris if is_iri(iri)):
        # One path of two constant properties is ten times as fast as a variable bound to either.
        said = f"?x <{v.RDFS_LABEL}>|<{v.RDF_TYPE}> ?o"
        for row in store.select(f"SELECT DISTINCT ?x ?o {{ {values_clause('x', batch)} {said} }}"):
            if hasattr(row["o"], "language"):
                labels[row["x"].value].setdefault(row["o"].language or "en", row["o"].value)
            else:
                classes[row["x"].value].append(row["o"].value)
    return {
        iri: Value(
            iri,
            is_iri=True,
            label_en=labels[iri].get("en", ""),
            label_ja=labels[iri].get("ja", ""),
            kind=kind_of(classes[iri]),
        )
        for iri in set(iris)
    }


def read_links(store: Selecting, iri: str, properties: Collection[str]) -> list[str]:
    """What these properties of ours lead to from a thing, in their order."""
    order = {v.glocal(name): number for number, name in enumerate(properties)}
    rows = store.select(f"SELECT DISTINCT ?p ?o {{ {name_iri(iri)} ?p ?o }}")
    found = [(order[row["p"].value], row["o"].value) for row in rows if row["p"].value in order and _is_iri(row["o"])]
    return list(dict.fromkeys(thing for _, thing in sorted(found)))


def _outgoing(store: Selecting, subject: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in store.select(f"SELECT DISTINCT ?p ?o {{ {subject} ?p ?o }}"):
        found[row["p"].value].append(row["o"])
    return found


def _backward(store: Selecting, subject: str, pages: Mapping[str, int]) -> dict[str, tuple[int, int, list[str]]]:
    counted = store.select(f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p {subject} }} GROUP BY ?p")
    found = {}
    for row in sorted(counted, key=lambda row: _back_order(row["p"].value)):
        name, total = row["p"].value, int(row["n"].value)
        if name in _TOLD:
            continue
        page = min(max(pages.get(v.shorten(name), 1), 1), -(-total // PAGE))
        rows = store.select(
            f"SELECT DISTINCT ?s ?d {{ ?s <{name}> {subject} OPTIONAL {{ ?s <{v.glocal('earliest')}> ?d }} }} "
            f"ORDER BY DESC(?d) ?s LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
        )
        found[name] = (total, page, list(dict.fromkeys(row["s"].value for row in rows if _is_iri(row["s"]))))
    return found


def _back_order(predicate: str) -> tuple[int, str]:
    name = re.split(r"[#/]", predicate)[-1]
    if name in _BACK_FIRST:
        return _BACK_FIRST.index(name), name
    return 100 + (100 + _BACK_LAST.index(name) if name in _BACK_LAST else 0), name


def _statements(store: Selecting, subject: str, facts: Sequence[Fact]) -> tuple[Statement, ...]:
    rows = store.select(f"""
        PREFIX glocal: <{v.GLOCAL}> PREFIX dcterms: <{v.DCTERMS}>
        SELECT DISTINCT ?claim ?source ?publisher ?address ?date ?kind ?status ?quoted ?note {{
          ?claim glocal:claimAbout {subject} ; dcterms:source ?source .
          OPTIONAL {{ ?source glocal:publisher|(glocal:sectionOf/glocal:publisher) ?publisher }}
          OPTIONAL {{ ?source glocal:address|(glocal:sectionOf/glocal:address) ?address }}
          OPTIONAL {{ ?claim glocal:claimedDate ?date }} OPTIONAL {{ ?claim glocal:claimedKind ?kind }}
          OPTIONAL {{ ?claim glocal:claimedStatus ?status }} OPTIONAL {{ ?claim glocal:quotedName ?quoted }}
          OPTIONAL {{ ?claim glocal:note ?note }}
        }} ORDER BY ?date ?claim""")
    known = read_values(store, {_text(row, name) for row in rows for name in ("source", "kind", "status")} - {""})
    chosen = {fact.predicate.removeprefix(v.GLOCAL): fact.values[0].text for fact in facts}
    unique = {_text(row, "claim"): row for row in reversed(rows)}
    return tuple(_statement(row, known, chosen) for row in reversed(unique.values()))


def _statement(row: Mapping[str, Any], known: Mapping[str, Value], chosen: Mapping[str, str]) -> Statement:
    differs = {name for name in ("kind", "status") if _contradicts(_text(row, name), chosen.get(name, ""))}
    if not dates_agree(_text(row, "date"), chosen.get("date", "")):
        differs.add("date")
    return Statement(
        _text(row, "claim"),
        known[_text(row, "source")],
        _text(row, "publisher"),
        _text(row, "address"),
        _text(row, "date"),
        known.get(_text(row, "kind")),
        known.get(_text(row, "status")),
        _text(row, "quoted"),
        _text(row, "note"),
        frozenset(differs),
    )


def _contradicts(claimed: str, chosen: str) -> bool:
    silent = claimed.endswith(("-unknown", "-other"))
    return bool(claimed and chosen and claimed != chosen and not silent)


def dates_agree(claimed: str, chosen: str) -> bool:
    """Whether a claimed date is none, the same as the chosen one, or only a vaguer or finer form of it."""
    if not claimed or not chosen or claimed == chosen:
        return True
    try:
        return parse_date(claimed).agrees_with(parse_date(chosen))
    except DateError:
        return False


def _sources(store: Selecting, subject: str) -> tuple[Source, ...]:
    rows = store.select(f"""
        PREFIX glocal: <{v.GLOCAL}> PREFIX dcterms: <{v.DCTERMS}>
        SELECT DISTINCT ?source ?publisher ?address {{
          {subject} dcterms:source ?source .
          OPTIONAL {{ ?source glocal:publisher|(glocal:sectionOf/glocal:publisher) ?publisher }}
          OPTIONAL {{ ?source glocal:address|(glocal:sectionOf/glocal:address) ?address }}
        }} ORDER BY ?publisher ?source""")
    known = read_values(store, {row["source"].value for row in rows})
    unique = {row["source"].value: row for row in rows}
    return tuple(Source(known[iri], _text(row, "publisher"), _text(row, "address")) for iri, row in unique.items())


def _ties(store: Selecting, subject: str) -> tuple[Tie, ...]:
    """The ties of a place itself, and of the places within it but those among themselves."""
    own = f"?tie glocal:party {subject}, ?partner . BIND({subject} AS ?place) FILTER (?partner != ?place)"
    inner = f"""?place glocal:within+ {subject} . ?tie glocal:party ?place, ?partner .
          FILTER (?partner != ?place && NOT EXISTS {{ ?partner glocal:within+ {subject} }})"""
    rows = [row for pattern in (own, inner) for row in store.select(_tie_query(pattern))]
    known = read_values(store, {_text(row, name) for row in rows for name in _TIE_THINGS} - {""})
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (_text(row, "earliest") or "9999", _text(row, "tie"))):
        grouped[_text(row, "tie")].append(row)
    return tuple(_tie(iri, group, known) for iri, group in grouped.items())


def _tie_query(pattern: str) -> str:
    return f"""
        PREFIX glocal: <{v.GLOCAL}> PREFIX dcterms: <{v.DCTERMS}>
        SELECT ?tie ?place ?partner ?country ?date ?earliest ?kind ?status (COUNT(DISTINCT ?source) AS ?sources) {{
          {pattern}
          OPTIONAL {{ ?partner glocal:country ?country }}
          OPTIONAL {{ ?tie glocal:date ?date }} OPTIONAL {{ ?tie glocal:earliest ?earliest }}
          OPTIONAL {{ ?tie glocal:kind ?kind }} OPTIONAL {{ ?tie glocal:status ?status }}
          OPTIONAL {{ ?tie dcterms:source ?source }}
        }} GROUP BY ?tie ?place ?partner ?country ?date ?earliest ?kind ?status"""


def _tie(iri: str, rows: Sequence[Mapping[str, Any]], known: Mapping[str, Value]) -> Tie:
    def values(name: str) -> tuple[Value, ...]:
        return tuple(known[text] for text in dict.fromkeys(_text(row, name) for row in rows) if text)

    first = rows[0]
    return Tie(
        iri,
        values("place"),
        values("partner"),
        values("country"),
        _text(first, "date"),
        known.get(_text(first, "kind")),
        known.get(_text(first, "status")),
        int(_text(first, "sources") or 0),
    )


def _position(outgoing: Mapping[str, list[Any]]) -> tuple[float, float] | None:
    try:
        return float(outgoing[v.GEO_LAT][0].value), float(outgoing[v.GEO_LONG][0].value)
    except (KeyError, IndexError, ValueError):
        return None


def _value(term: Any, known: Mapping[str, Value]) -> Value:
    if _is_iri(term):
        return known.get(term.value) or Value(term.value, is_iri=True)
    datatype = "" if term.language else term.datatype.value
    return Value(term.value, language=term.language or "", datatype="" if datatype == v.XSD_STRING else datatype)


def _is_iri(term: Any) -> bool:
    return not hasattr(term, "language") and is_iri(term.value)


def _text(row: Mapping[str, Any], name: str) -> str:
    term = row.get(name)
    return "" if term is None else str(term.value)


def _by_label(value: Value) -> tuple[str, str]:
    return (value.label_en or value.text, value.text)


def _by_language(value: Value) -> tuple[str, str]:
    return (value.language, value.text)
