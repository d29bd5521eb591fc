"""Answers as tables for pages: cells with labels and safe links; what is too long for a page is cut and said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from glocal_graph.front.web.site import Site
from glocal_graph.model import vocabulary as v
from glocal_graph.questions.description import Value

__all__ = ["Answered", "Cell", "read_rows", "show_graph", "show_results"]

#: Rows that a page shows; the downloads hold all.
_MOST_ROWS = 500
_MOST_LETTERS = 200_000
_MOST_BYTES = 32 * 1024 * 1024
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?([~?%]|/[\d.-]+)?")


@dataclass(frozen=True)
class Cell:
    """One cell: its value, and whether its text is to be read as a date."""

    value: Value | None = None
    is_date: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right, as numbers are."""
        return self.value is not None and self.value.datatype in (v.XSD_INTEGER, v.XSD_DECIMAL, v.XSD + "double")


@dataclass(frozen=True)
class Answered:
    """An answer ready to be shown: a table, a yes or no, or a text of triples."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    boolean: bool | None = None
    graph: str = ""
    is_graph: bool = False
    is_cut: bool = False


def show_results(site: Site, body: bytes) -> Answered:
    """An answer in SPARQL JSON, for a page."""
    if len(body) > _MOST_BYTES:
        return Answered(is_cut=True)
    answer = json.loads(body)
    if "boolean" in answer:
        return Answered(boolean=bool(answer["boolean"]))
    names, rows = answer["head"]["vars"], answer["results"]["bindings"]
    cells = tuple(tuple(_cell(site, row.get(name)) for name in names) for row in rows[:_MOST_ROWS])
    return Answered(tuple(names), cells, len(rows), is_cut=len(rows) > _MOST_ROWS)


def show_graph(body: bytes) -> Answered:
    """An answer in N-Triples, for a page: the beginning of it as Turtle."""
    lines = body[: _MOST_LETTERS * 4].rpartition(b"\n")[0]
    triples = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    spaces = {name: space for name, space in v.PREFIXES.items() if space.encode() in lines}
    turtle = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=spaces) or b"").decode("utf-8")
    shown = turtle[:_MOST_LETTERS]
    return Answered(graph=shown, is_graph=True, is_cut=len(shown) < len(turtle) or len(lines) + 1 < len(body))


def read_rows(site: Site, text: str, columns: Sequence[str], language: str) -> Answered:
    """The answer of a gallery's question: its columns, each thing with the label that the query gives it."""
    body = site.store.query(text, media_type="application/sparql-results+json").body
    rows = json.loads(body)["results"]["bindings"]
    label = _labeller(site, language)
    cells = tuple(tuple(label(row, name) for name in columns) for row in rows[:_MOST_ROWS])
    return Answered(tuple(columns), cells, len(rows), is_cut=len(rows) > _MOST_ROWS)


def _labeller(site: Site, language: str) -> Callable[[Mapping[str, Any], str], Cell]:
    def label(row: Mapping[str, Any], name: str) -> Cell:
        cell, given = _cell(site, row.get(name)), row.get(f"{name}Label")
        if (
            cell.value is None
            or not cell.value.is_iri
            or given is None
            or cell.value.label(language) != cell.value.text
        ):
            return cell
        text = given["value"]
        return Cell(Value(cell.value.text, is_iri=True, label_en=text, label_ja=text))

    return label


def _cell(site: Site, term: Mapping[str, Any] | None) -> Cell:
    if term is None:
        return Cell()
    text = str(term["value"])
    if term["type"] == "uri":
        return Cell(_thing(site, text))
    datatype = term.get("datatype", "")
    value = Value(text, language=term.get("xml:lang", ""), datatype=datatype)
    return Cell(value, is_date=_is_date(text, datatype))


def _is_date(text: str, datatype: str) -> bool:
    return datatype in ("", v.XSD_STRING, v.XSD_DATE) and bool(_DATE.fullmatch(text))


def _thing(site: Site, iri: str) -> Value:
    entry, word = site.names.get(iri), site.words.get(iri)
    if entry is not None:
        return Value(iri, is_iri=True, label_en=entry.label_en, label_ja=entry.label_ja, kind=entry.kind)
    if word is not None:
        return Value(iri, is_iri=True, label_en=word.label_en, label_ja=word.label_ja)
    return Value(iri, is_iri=True, label_en=v.shorten(iri), label_ja=v.shorten(iri))
