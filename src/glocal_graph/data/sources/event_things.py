"""The things that events name (sites, assets, people …): tables of data/events → things, and an index of their names.

A name in a row of event_claims.tsv is found by the exact words of a table's name_en or `printed` column. What a
name can mean depends on the column it stands in: "Embassy of Japan in the UK" is a building as a venue and an
organisation as an organiser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glocal_graph.data.tables import Row, read_table
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import DataError
from glocal_graph.model.records import Name, Thing

__all__ = ["ThingIndex", "read_things"]


@dataclass(frozen=True)
class _Table:
    """How a table's rows become things: where their ids lie, their class, and what their links are called."""

    folder: str
    kind: str = ""
    links: tuple[tuple[str, str], ...] = ()


#: File → its rows. A table whose things are of several kinds says each one's in its column `class`.
_TABLES = {
    "sites": _Table("site", "Site", (("within", "within"),)),
    "assets": _Table("asset", links=(("place", "associatedWith"),)),
    "themes": _Table("theme", "Theme"),
    "works": _Table("work"),
    "historical_events": _Table("historical-event", "HistoricalEvent"),
    "people": _Table("person", links=(("office", "office"),)),
    "organisations": _Table("organisation", "Organisation", (("place", "associatedWith"),)),
    "offices": _Table("office", "Office", (("office_of", "officeOf"),)),
}
_PLACES = ("prefecture", "municipality", "country", "region")
#: Column of event_claims.tsv → the tables that its names are looked up in.
_ROLES: dict[str, tuple[str, ...]] = {
    "organisers": ("offices", "organisations", "places"),
    "co_organisers": ("offices", "organisations", "places"),
    "about": ("places", "sites", "organisations"),
    "venue": ("sites",),
    "venue_place": ("places",),
    "people": ("people",),
    "topics": ("assets", "themes", "sites", "works", "people", "historical_events", "organisations", "places"),
}
_CODE = re.compile(r"\d{5}|JP-\d\d|[a-z-]+/[\w-]+")


@dataclass
class ThingIndex:
    """The things of all tables, and what each printed name means in each column."""

    things: dict[str, Thing] = field(default_factory=dict)
    _ids: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def find(self, column: str, name: str) -> tuple[str, ...]:
        """The ids of what a name means in a column; empty where no table has it.

        A code ("46201", "JP-46") or an id ("site/senso-ji") stands for itself.
        """
        found = [i for table in _ROLES[column] for i in self._ids.get((table, name), ())]
        if not found and _CODE.fullmatch(name):
            found = [_id_of_code(name)]
        return tuple(dict.fromkeys(found))

    def add(self, table: str, name: str, thing: str) -> None:
        """Let a name of a table mean this thing too."""
        self._ids.setdefault((table, name), []).append(thing)


def read_things(folder: Path, problems: list[DataError]) -> ThingIndex:
    """The things of the tables in data/events; a row that cannot be read is added to `problems`."""
    index = ThingIndex()
    for name, table in _TABLES.items():
        columns = ["id", "name_en", "name_ja", "printed", "note", *(column for column, _ in table.links)]
        if not table.kind:
            columns.append("class")
        for row in read_table(folder / f"{name}.tsv", columns, problems):
            _keep(problems, index, name, row)
    for row in read_table(folder / "places.tsv", ["printed", "place"], problems):
        if row["place"].partition("/")[0] in _PLACES:
            index.add("places", row["printed"], row["place"])
        else:
            problems.append(row.error(f'"{row["place"]}" is no place; write an id such as municipality/46201'))
    return index


def _keep(problems: list[DataError], index: ThingIndex, name: str, row: Row) -> None:
    try:
        thing = _read_thing(row, _TABLES[name])
        if thing.id in index.things:
            raise row.error(f"the id {row['id']} is there twice; each thing has one row")
    except DataError as problem:
        problems.append(problem)
        return
    index.things[thing.id] = thing
    for spelling in dict.fromkeys((row["name_en"], *row.list("printed"))):
        index.add(name, spelling, thing.id)


def _read_thing(row: Row, table: _Table) -> Thing:
    _require(row, ("id", "name_en", "name_ja"))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]):
        raise row.error(f'the id "{row["id"]}" needs lower-case letters, digits and single hyphens')
    kind = table.kind or row["class"]
    if kind not in v.CLASSES:
        raise row.error(f'there is no class "{kind}"; the classes are in ontology/glocal.ttl')
    links = tuple((prop, other) for column, prop in table.links for other in row.list(column))
    return Thing(
        id=f"{table.folder}/{row['id']}",
        kind=kind,
        label_en=row["name_en"],
        label_ja=row["name_ja"],
        names=_kana(row),
        links=links,
        note=row["note"],
    )


def _kana(row: Row) -> tuple[Name, ...]:
    kana = row.cells.get("kana", "")
    return (Name(kana, "ja-Hira"),) if kana else ()


def _require(row: Row, columns: Sequence[str]) -> None:
    empty: Iterable[str] = [column for column in columns if not row[column]]
    for column in empty:
        raise row.error(f"{column} is empty; every thing needs an id and a name in English and Japanese")


def _id_of_code(code: str) -> str:
    if "/" in code:
        return code
    return f"prefecture/{code}" if code.startswith("JP-") else f"municipality/{code}"
