"""Corrections of generated tables: what people know better than the sources, one cell a row."""

from __future__ import annotations

from pathlib import Path

from glocal_graph.data.tables import read_table, write_table

__all__ = ["Overrides"]

Cell = tuple[str, str, str]


class Overrides:
    """The corrected value of a cell, found by table, key and column; each with its reason."""

    COLUMNS = ("table", "key", "column", "value", "reason")

    def __init__(self, path: Path) -> None:
        self._path = path
        rows = read_table(path, self.COLUMNS)
        self._corrections = {(row["table"], row["key"], row["column"]): (row["value"], row["reason"]) for row in rows}
        self._used: set[Cell] = set()

    def value(self, table: str, key: str, column: str, otherwise: str) -> str:
        """The corrected value of a cell, else the one given."""
        cell = (table, key, column)
        if cell not in self._corrections:
            return otherwise
        self._used.add(cell)
        return self._corrections[cell][0]

    def unused(self) -> list[Cell]:
        """Corrections that no cell asked for: their key or column is misspelt, or the place is gone."""
        return sorted(self._corrections.keys() - self._used)

    def add(self, cell: Cell, value: str, reason: str) -> None:
        """Keep one more correction."""
        self._corrections[cell] = (value, reason)

    def write(self) -> None:
        """Write all corrections, sorted."""
        rows = [(*cell, *self._corrections[cell]) for cell in sorted(self._corrections)]
        write_table(self._path, self.COLUMNS, rows)
