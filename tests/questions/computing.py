"""Rows of a question's query made by hand, for the tests of what is computed from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import ID, glocal
from glocal_graph.questions.answers import Table
from glocal_graph.questions.computed import compute
from glocal_graph.questions.computed_table import Asked
from glocal_graph.questions.gallery import load_gallery

GALLERY = load_gallery(Settings())
JAPAN, ABROAD = ID + "country/JP", ID + "country/US"


class NoStore:
    """A store that nothing is asked of, except what it is: one elsewhere, which keeps one release."""

    release = "1"

    def info(self) -> dict[str, Any]:
        return {"release": "1", "address": "http://127.0.0.1/query"}


def place(name: str) -> str:
    return f"{ID}municipality/{name}"


def answer(name: str, rows: Iterable[Mapping[str, str]], language: str = "en", **values: str) -> Table:
    """The computed table of a question, from rows of IRIs and texts."""
    terms = [{key: term(value) for key, value in row.items() if value} for row in rows]
    return compute(Asked(NoStore(), GALLERY[name], terms, values, language))  # type: ignore[arg-type]


def term(value: str) -> ox.NamedNode | ox.Literal:
    return ox.NamedNode(value) if value.startswith("https://") else ox.Literal(value)


def tie(a: str, b: str, date: str = "") -> dict[str, str]:
    """A tie of two places; those with a capital are abroad."""
    countries = [ABROAD if name[0].isupper() else JAPAN for name in (a, b)]
    return {
        "partnership": f"{ID}partnership/{a}--{b}",
        "a": place(a),
        "aCountry": countries[0],
        "b": place(b),
        "bCountry": countries[1],
        "date": date,
    }


def column(table: Table, name: str) -> list[str]:
    """The texts of a column by its variable; of a thing, the end of its IRI."""
    index = [heading.name for heading in table.headings].index(name)
    return [row[index].iri.rpartition("/")[2] or row[index].text for row in table.rows]


def party(tie_name: str, place_name: str) -> dict[str, str]:
    return {"from": f"{ID}partnership/{tie_name}", "link": glocal("party"), "to": place(place_name)}


def link(start: str, name: str, end: str) -> dict[str, str]:
    return {"from": ID + start, "link": glocal(name), "to": ID + end}
