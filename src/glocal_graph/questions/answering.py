"""One question of the gallery, answered: the same table for a page, the command line, a test and any engine."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from glocal_graph.data.store.interface import to_rows
from glocal_graph.model.vocabulary import BASE, RDFS_LABEL
from glocal_graph.questions.answers import Cell, Table, read_table
from glocal_graph.questions.computed import compute
from glocal_graph.questions.computed_table import Asked
from glocal_graph.questions.gallery import Question, bind, bind_terms, plain
from glocal_graph.questions.sparql_terms import batches, is_iri, values_clause

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["answer_question"]

#: Computed tables that are kept for a store, of up to 2 MB each so far; they are the same for as long as its
#: release is.
_KEPT = 24
_kept: WeakKeyDictionary[GraphStore, OrderedDict[tuple[str, str], Table]] = WeakKeyDictionary()
_lock = Lock()
#: One table is computed at a time: several would only wait for each other, and a second asker finds it kept.
_computing = Lock()


def answer_question(
    store: GraphStore,
    question: Question,
    values: Mapping[str, str],
    language: str,
    resolve: Callable[[str, str], str],
) -> Table:
    """The answer with these values in place of the defaults, as a table with the columns that the question declares.

    `resolve(text, type)` turns what was given for a place, country or prefecture into an IRI. Raises ParameterError,
    PlaceNotFound or PlaceAmbiguous for a value, and what the store raises for a query.
    """
    text = bind(question, values, language, resolve)
    if not question.computed:
        return _name_things(store, read_table(store.query(text), language, question), language)
    key = (store.release, text)
    known = _find(store, key)
    if known is None:
        with _computing:
            known = _find(store, key) or _compute(store, question, text, values, language, resolve)
            _keep(store, key, known)
    return known


def _compute(
    store: GraphStore,
    question: Question,
    text: str,
    values: Mapping[str, str],
    language: str,
    resolve: Callable[[str, str], str],
) -> Table:
    terms = {name: plain(term) for name, term in bind_terms(question, values, resolve).items()}
    asked = Asked(store, question, to_rows(store.query(text)), terms, language)
    return _name_things(store, compute(asked), language)


def _name_things(store: GraphStore, table: Table, language: str) -> Table:
    """The table with names where the query gave none: a thing is never shown by its address alone."""
    nameless = {cell.iri for row in table.rows for cell in row if cell.iri and not cell.language and is_iri(cell.iri)}
    names: dict[str, str] = {}
    for batch in batches(iri for iri in nameless if iri.startswith(BASE)):
        text = f"SELECT ?s ?label WHERE {{ {values_clause('s', batch)} ?s <{RDFS_LABEL}> ?label }}"
        for row in store.select(text):
            thing, label = row["s"], row["label"]
            if isinstance(thing, ox.NamedNode) and isinstance(label, ox.Literal) and _is_of(label, language):
                names[thing.value] = label.value
    if not names:
        return table
    rows = tuple(tuple(_named(cell, names, language) for cell in row) for row in table.rows)
    return Table(table.headings, rows, table.notes)


def _is_of(label: ox.Literal, language: str) -> bool:
    return (label.language or "").lower() == language


def _named(cell: Cell, names: Mapping[str, str], language: str) -> Cell:
    if cell.language or cell.iri not in names:
        return cell
    return Cell(names[cell.iri], cell.iri, language)


def _find(store: GraphStore, key: tuple[str, str]) -> Table | None:
    with _lock:
        tables = _kept.get(store)
        if tables is None or key not in tables:
            return None
        tables.move_to_end(key)
        return tables[key]


def _keep(store: GraphStore, key: tuple[str, str], table: Table) -> None:
    with _lock:
        tables = _kept.setdefault(store, OrderedDict())
        tables[key] = table
        while len(tables) > _KEPT:
            tables.popitem(last=False)
