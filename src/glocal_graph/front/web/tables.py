"""Answers as tables for pages: cells with labels and safe links; what is too long for a page is cut and said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from io import BufferedReader, RawIOBase
from itertools import islice
from typing import Any

import pyoxigraph as ox

from glocal_graph.data.store import Answer, Term
from glocal_graph.front.web.site import Site
from glocal_graph.model import vocabulary as v
from glocal_graph.questions import answers
from glocal_graph.questions.answers import Table
from glocal_graph.questions.description import Value

__all__ = ["Answered", "Cell", "show_graph", "show_results", "show_table"]

#: Rows that a page shows; the downloads hold all.
_MOST_ROWS = 500
_MOST_LETTERS = 200_000
_MOST_BYTES = 32 * 1024 * 1024
#: A column of years; their numbers are told without a mark for thousands.
_YEARS = re.compile(r"year(?!s)|decade", re.IGNORECASE)
_YEAR = v.XSD + "gYear"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?([~?%]|/[\d.-]+)?")


@dataclass(frozen=True)
class Cell:
    """One cell: its value, and whether its text is to be read as a date."""

    value: Value | None = None
    is_date: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right, as numbers are."""
        return self.value is not None and self.value.datatype in (
            v.XSD_INTEGER,
            v.XSD_DECIMAL,
            v.XSD + "double",
            _YEAR,
        )


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


def show_results(site: Site, answer: Answer) -> Answered:
    """An answer in SPARQL JSON, for a page. It is read row by row: only those that are shown are held."""
    if answer.size > _MOST_BYTES:
        return Answered(is_cut=True)
    results = ox.parse_query_results(BufferedReader(_Reader(answer)), format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Answered(boolean=bool(results))
    names = tuple(variable.value for variable in results.variables)
    rows = tuple(
        tuple(_cell(site, _as_year(_read_term(row[name]), name)) for name in names)
        for row in islice(results, _MOST_ROWS)
    )
    total = len(rows) + sum(1 for _ in results)
    return Answered(names, rows, total, is_cut=total > _MOST_ROWS)


def show_graph(answer: Answer) -> Answered:
    """An answer in N-Triples, for a page: the beginning of it as Turtle."""
    lines = next(answer.parts(_MOST_LETTERS * 4), b"").rpartition(b"\n")[0]
    triples = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    spaces = {name: space for name, space in v.PREFIXES.items() if space.encode() in lines}
    turtle = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=spaces) or b"").decode("utf-8")
    shown = turtle[:_MOST_LETTERS]
    return Answered(graph=shown, is_graph=True, is_cut=len(shown) < len(turtle) or len(lines) + 1 < answer.size)


class _Reader(RawIOBase):
    """An answer's parts as a file."""

    def __init__(self, answer: Answer) -> None:
        self._parts, self._part = answer.parts(), memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._part:
            self._part = memoryview(next(self._parts, b""))
        taken = self._part[: len(buffer)]
        buffer[: len(taken)] = taken
        self._part = self._part[len(taken) :]
        return len(taken)


def show_table(site: Site, table: Table, language: str) -> Answered:
    """The answer of a question, for a page; the names that it gives its things come before those of the index."""
    headings = tuple(heading.text for heading in table.headings)
    names = [heading.name for heading in table.headings]
    rows = tuple(
        tuple(_cell(site, _as_year(cell, name), language) for cell, name in zip(row, names, strict=True))
        for row in table.rows[:_MOST_ROWS]
    )
    return Answered(headings, rows, len(table.rows), is_cut=len(table.rows) > _MOST_ROWS)


def _read_term(term: Term | None) -> answers.Cell:
    """A term as the cell that a question's answer has."""
    if term is None:
        return answers.Cell()
    if isinstance(term, ox.NamedNode):
        return answers.Cell("", term.value)
    if isinstance(term, ox.Literal):
        datatype = "" if term.language or term.datatype.value == v.XSD_STRING else term.datatype.value
        return answers.Cell(term.value, "", term.language or "", datatype)
    return answers.Cell(term.value if isinstance(term, ox.BlankNode) else str(term))


def _as_year(cell: answers.Cell, name: str) -> answers.Cell:
    """The cell as a year, where its column is one of years."""
    is_year = cell.datatype == v.XSD_INTEGER and len(cell.text) == 4 and _YEARS.search(name)
    return replace(cell, datatype=_YEAR) if is_year else cell


def _cell(site: Site, cell: answers.Cell, language: str = "") -> Cell:
    if cell.iri:
        thing = _thing(site, cell.iri)
        if cell.text and cell.language and thing.label(language) in ("", v.shorten(cell.iri)):
            return Cell(Value(cell.iri, is_iri=True, label_en=cell.text, label_ja=cell.text))
        return Cell(thing)
    if not cell.text:
        return Cell()
    value = Value(cell.text, language=cell.language, datatype=cell.datatype)
    return Cell(value, is_date=_is_date(cell.text, cell.datatype))


def _is_date(text: str, datatype: str) -> bool:
    return datatype in ("", v.XSD_STRING, v.XSD_DATE) and bool(_DATE.fullmatch(text))


def _thing(site: Site, iri: str) -> Value:
    entry, word = site.names.get(iri), site.words.get(iri)
    if entry is not None:
        return Value(iri, is_iri=True, label_en=entry.label_en, label_ja=entry.label_ja, kind=entry.kind)
    if word is not None:
        return Value(iri, is_iri=True, label_en=word.label_en, label_ja=word.label_ja)
    return Value(iri, is_iri=True, label_en=v.shorten(iri), label_ja=v.shorten(iri))
