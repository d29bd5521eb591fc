"""The values of properties for matched rows of somebody's table: the data extension of the Reconciliation API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from glocal_graph.front.web.site import Site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.vocabulary import CLASSES, PREFIXES
from glocal_graph.questions.sparql_terms import batches, filter_clause, is_iri, name_iri, values_clause

__all__ = ["extend", "list_properties", "name_property"]

_INTEGERS = {v.XSD_INTEGER, v.XSD + "int", v.XSD + "long", v.XSD + "nonNegativeInteger"}
_NUMBERS = {v.XSD_DECIMAL, v.XSD + "double", v.XSD + "float"}
_HIDDEN = {v.RDF_TYPE}
_ANY = "any"


def list_properties(site: Site, kind: str) -> list[str]:
    """The properties that things of a class have, or all properties; ids as `extend` takes them, sorted."""
    if kind and kind not in CLASSES:
        return []
    of_kind = f"?thing a {name_iri(v.GLOCAL + kind)} . " if kind else ""
    rows: list[dict[str, Any]] = site.store.select(f"SELECT DISTINCT ?property {{ {of_kind}?thing ?property ?value }}")
    return sorted(v.shorten(row["property"].value).removeprefix("glocal:") for row in rows if _is_shown(row))


def _is_shown(row: Mapping[str, Any]) -> bool:
    return row["property"].value not in _HIDDEN


def name_property(site: Site, name: str, language: str) -> str:
    """What a property is called."""
    word = site.words.get(_property(name))
    if word is None:
        return name
    return (word.label_ja or word.label_en) if language == "ja" else (word.label_en or word.label_ja)


def extend(site: Site, ids: Sequence[str], properties: Sequence[Mapping[str, Any]], language: str) -> dict[str, object]:
    """{meta, rows}: for each id and each property its values, sorted; none where the graph has none."""
    found = _read(site, ids, [_property(item["id"]) for item in properties])
    rows = {
        given: {
            item["id"]: _show(site, found.get((_thing(given), _property(item["id"])), []), item, language)
            for item in properties
        }
        for given in dict.fromkeys(ids)
    }
    meta = [{"id": item["id"], "name": name_property(site, item["id"], language)} for item in properties]
    return {"meta": meta, "rows": rows}


def _read(site: Site, ids: Iterable[str], properties: Iterable[str]) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    names = sorted({name for name in properties if is_iri(name)})
    if not names:
        return found
    for part in batches(iri for given in ids if is_iri(iri := _thing(given))):
        chosen = f"{values_clause('thing', part)} ?thing ?property ?value . {filter_clause('property', names)}"
        query = f"SELECT DISTINCT ?thing ?property ?value {{ {chosen} }}"
        rows: list[dict[str, Any]] = site.store.select(query)
        for row in rows:
            found[row["thing"].value, row["property"].value].append(row["value"])
    return found


def _show(site: Site, values: Iterable[Any], item: Mapping[str, Any], language: str) -> list[dict[str, object]]:
    settings = item.get("settings")
    settings = settings if isinstance(settings, dict) else {}
    wanted = str(settings.get("language", _ANY))
    shown = [_value(site, value, language) for value in sorted(values, key=str) if _is_wanted(value, wanted)]
    try:
        limit = int(settings.get("limit") or 0)
    except (TypeError, ValueError):
        limit = 0
    return shown[:limit] if limit > 0 else shown


def _is_wanted(value: Any, wanted: str) -> bool:
    language = getattr(value, "language", None)
    return wanted == _ANY or not language or language.split("-")[0] == wanted


def _value(site: Site, value: Any, language: str) -> dict[str, object]:
    """One value in the words of the API: a thing, a number, a point in time, or a text."""
    if isinstance(value, ox.Literal):
        return _literal(value)
    iri = str(getattr(value, "value", value))
    entry, word = site.names.get(iri), site.words.get(iri)
    known = entry or word
    if known is None:
        return {"str": iri}
    name = (known.label_ja or known.label_en) if language == "ja" else (known.label_en or known.label_ja)
    return {"id": iri.removeprefix(v.ID), "name": name}


def _literal(value: ox.Literal) -> dict[str, object]:
    kind, text = value.datatype.value, value.value
    try:
        if kind in _INTEGERS:
            return {"int": int(text)}
        if kind in _NUMBERS:
            return {"float": float(text)}
    except ValueError:
        return {"str": text}
    # The API knows points in time only, so a day is its first moment.
    return {"date": f"{text}T00:00:00Z"} if kind == v.XSD_DATE and len(text) == len("2018-02-19") else {"str": text}


def _thing(given: str) -> str:
    return given if given.startswith(v.ID) else v.ID + given


def _property(name: str) -> str:
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return name if colon else v.GLOCAL + name
