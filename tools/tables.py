"""Tab-separated tables of the data folder: read, written, and corrected by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

__all__ = ["Overrides", "read_table", "write_table"]

Row = dict[str, str]


def read_table(path: Path) -> list[Row]:
    """Rows of a table as mappings from column to text; none if the file is not there."""
    if not path.exists():
        return []
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write the rows in the order given, with a header."""
    lines = ["\t".join(columns), *("\t".join(row[column] for column in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


class Overrides:
    """What people know better than the sources: one cell of one table a row, with the reason."""

    COLUMNS = ("table", "key", "column", "value", "reason")

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows = {(r["table"], r["key"], r["column"]): r for r in read_table(path)}
        self._used: set[tuple[str, str, str]] = set()

    def value(self, table: str, key: str, column: str, otherwise: str) -> str:
        """The corrected value of a cell, else the one given."""
        row = self._rows.get((table, key, column))
        if row is None:
            return otherwise
        self._used.add((table, key, column))
        return row["value"]

    def unused(self) -> list[tuple[str, str, str]]:
        """Corrections that no cell asked for: their key or column is misspelt, or the place is gone."""
        return sorted(self._rows.keys() - self._used)

    def add(self, table: str, key: str, column: str, value: str) -> None:
        """Keep a cell that was edited in the table itself."""
        cells = (table, key, column, value, "edited in the table")
        self._rows[table, key, column] = dict(zip(self.COLUMNS, cells, strict=True))

    def write(self) -> None:
        """Write all corrections, sorted."""
        write_table(self._path, self.COLUMNS, (self._rows[key] for key in sorted(self._rows)))
