"""An engine's answer becomes typed rows for people: labels beside their things, and what the answer rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from glocal_graph.data.store import Answer, GraphStore
from glocal_graph.model.vocabulary import PREFIXES, RDFS, shorten
from glocal_graph.questions.gallery import Question

__all__ = ["Cell", "Coverage", "Heading", "Table", "count_coverage", "read_table"]

#: A variable of this ending holds the label of the thing in the variable without it.
_LABEL = "Label"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: what people read, the IRI behind it, its language and datatype; all empty for no value."""

    text: str = ""
    iri: str = ""
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True)
class Heading:
    """The variable of a column and what people read above it."""

    name: str
    text: str


@dataclass(frozen=True)
class Table:
    """Headings and rows of cells, each row as long as the headings; notes say in words what the rows cannot."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """How many of a class's things carry a property: what an answer rests on. Labels are in the asked language."""

    klass: str
    property: str
    having: int
    of: int

    def sentence(self, language: str) -> str:
        """In words, such as "Event: 76 of 177 with number of people"."""
        if language == "ja":
            return f"{self.klass}{self.of:,}件のうち、「{self.property}」の記載があるもの {self.having:,}件"
        return f"{self.klass}: {self.having:,} of {self.of:,} with {self.property}"


def read_table(answer: Answer, language: str, question: Question | None = None) -> Table:
    """The rows of a SELECT or ASK answer in SPARQL JSON; a thing and its label become one cell.

    Of a question's answer, the columns that it declares, in their order.
    """
    results: Any = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        heading = Heading("answer", "答え" if language == "ja" else "Answer")
        return Table((heading,), ((Cell(str(bool(results)).lower()),),))
    variables = [variable.value for variable in results.variables]
    shown = [name for name in variables if not (name.endswith(_LABEL) and name.removesuffix(_LABEL) in variables)]
    if question is not None and question.columns:
        shown = [column.name for column in question.columns if column.name in variables]
    headings = tuple(Heading(name, _heading(name, language, question)) for name in shown)
    rows = []
    for solution in results:
        terms = {name: solution[name] for name in variables}
        rows.append(tuple(_cell(terms[name], terms.get(name + _LABEL)) for name in shown))
    return Table(headings, tuple(rows))


def count_coverage(store: GraphStore, question: Question, language: str) -> list[Coverage]:
    """For each class and property that the question rests on: how many things carry it, of how many."""
    found = []
    for klass, name in question.coverage:
        terms = {"class": _expand(klass), "property": _expand(name), "language": language}
        row: dict[str, Any] = dict(store.select(_COUNT.format(**terms))[0])
        labels = {key: row[key].value if key in row else short for key, short in (("class", klass), ("property", name))}
        having, of = int(row["having"].value), int(row["of"].value)
        found.append(Coverage(labels["class"], labels["property"], having, of))
    return found


_COUNT = f"""PREFIX rdfs: <{RDFS}>
SELECT ?of ?having ?class ?property WHERE {{{{
  {{{{ SELECT (COUNT(DISTINCT ?any) AS ?of) WHERE {{{{ ?any a {{class}} }}}} }}}}
  {{{{ SELECT (COUNT(DISTINCT ?thing) AS ?having) WHERE {{{{ ?thing a {{class}} ; {{property}} ?value }}}} }}}}
  OPTIONAL {{{{ {{class}} rdfs:label ?class . FILTER (LANG(?class) = "{{language}}") }}}}
  OPTIONAL {{{{ {{property}} rdfs:label ?property . FILTER (LANG(?property) = "{{language}}") }}}}
}}}}"""


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def _heading(name: str, language: str, question: Question | None) -> str:
    for column in question.columns if question else ():
        if column.name == name:
            return column.heading(language)
    return name


def _cell(term: Any, label: Any) -> Cell:
    if term is None:
        return Cell()
    if isinstance(term, ox.NamedNode):
        text = label.value if label is not None else shorten(term.value)
        return Cell(text, term.value, label.language or "" if label is not None else "")
    if isinstance(term, ox.Literal):
        return Cell(term.value, "", term.language or "", term.datatype.value)
    return Cell(str(term))
