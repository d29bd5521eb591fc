"""Tab-separated tables: rows with their line numbers; what cannot be read is said with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from glocal_graph.data.file_io import read_bytes, replace_file
from glocal_graph.model.errors import DataError

__all__ = ["Row", "read_table", "write_table"]


@dataclass(frozen=True)
class Row:
    """One line of a table: its file, its line (from 1, the header is line 1) and its cells by column."""

    path: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell of this column, without surrounding spaces; empty when unknown."""
        return self.cells[column]

    def list(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that holds a list separated by semicolons."""
        return tuple(part.strip() for part in self.cells[column].split(";") if part.strip())

    def error(self, message: str) -> DataError:
        """An error that names this row."""
        return DataError(self.path, self.line, message)


def read_table(path: Path, columns: Sequence[str], problems: list[DataError] | None = None) -> list[Row]:
    """All rows of a table that has at least these columns.

    A missing file or column raises DataError, since nothing of the table can be trusted. A line that is
    not UTF-8 or has the wrong number of cells is added to `problems` (raised if that is None); the other
    lines are read all the same.
    """
    lines = _iter_lines(path)
    try:
        header = next(lines)[1]
    except StopIteration:
        raise DataError(path, None, f"is empty; its first line names the columns {', '.join(columns)}") from None
    if isinstance(header, DataError):
        raise header
    names = header.removeprefix("\ufeff").split("\t")
    missing = [column for column in columns if column not in names]
    if missing:
        raise DataError(path, 1, f"column {', '.join(missing)} is missing; found: {', '.join(names)}")
    rows = []
    for number, text in lines:
        row = text if isinstance(text, DataError) else _parse_line(path, number, text, names)
        if isinstance(row, Row):
            rows.append(row)
        elif isinstance(row, DataError):
            if problems is None:
                raise row
            problems.append(row)
    return rows


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table, whole or not at all."""
    text = "\n".join("\t".join(_clean(cell) for cell in row) for row in [columns, *rows]) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text.encode())


def _clean(cell: str) -> str:
    return " ".join(cell.split())


def _iter_lines(path: Path) -> Iterator[tuple[int, str | DataError]]:
    for number, raw in enumerate(read_bytes(path).split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            yield number, raw.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError as error:
            yield number, DataError(path, number, f"byte {error.start + 1} is not UTF-8; save the file as UTF-8")


def _parse_line(path: Path, number: int, text: str, names: list[str]) -> Row | DataError:
    cells = text.split("\t")
    if len(cells) != len(names):
        return DataError(
            path,
            number,
            f"has {len(cells)} cells, the header has {len(names)}; each column needs its tab, even when it is empty",
        )
    return Row(path, number, {name: cell.strip() for name, cell in zip(names, cells, strict=True)})
