"""What every computed answer is made from and with: the question under way, and cells with numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glocal_graph.data.store.interface import Term
from glocal_graph.model.vocabulary import ID, XSD_DECIMAL, XSD_INTEGER, local, shorten
from glocal_graph.questions.answers import Cell, Heading, Table
from glocal_graph.questions.gallery import Question

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["Asked", "decimal", "text_of", "thing", "whole"]


@dataclass(frozen=True)
class Asked:
    """A question under way: the store, the rows of its query, the values as people type them, the language."""

    store: GraphStore
    question: Question
    rows: Sequence[Mapping[str, Term]]
    values: Mapping[str, str]
    language: str

    def say(self, english: str, japanese: str) -> str:
        """One of two sentences, by the language."""
        return japanese if self.language == "ja" else english

    def table(self, rows: Sequence[Sequence[Cell]], notes: Sequence[str] = ()) -> Table:
        """A table with the question's columns."""
        headings = tuple(Heading(column.name, column.heading(self.language)) for column in self.question.columns)
        return Table(headings, tuple(tuple(row) for row in rows), tuple(notes))


def text_of(row: Mapping[str, Term], name: str) -> str:
    """The IRI or the text in this variable of a row; empty where it is not bound."""
    return str(getattr(row.get(name), "value", ""))


def thing(iri: str) -> Cell:
    """A cell with a thing; its name in the language is put there afterwards."""
    return Cell(local(iri) if iri.startswith(ID) else shorten(iri), iri) if iri else Cell()


def whole(number: int) -> Cell:
    """A cell with a whole number."""
    return Cell(str(number), datatype=XSD_INTEGER)


def decimal(number: float | None, places: int = 4) -> Cell:
    """A cell with a number of so many decimal places; empty where there is none."""
    return Cell() if number is None else Cell(f"{number:.{places}f}", datatype=XSD_DECIMAL)
