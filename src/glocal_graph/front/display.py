"""How the command line shows things: progress of a build, its summary, and tables of answers."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable
from rich.text import Text

from glocal_graph.data.build import BuildReport
from glocal_graph.questions.answers import Coverage, Table

__all__ = ["BuildProgress", "render_summary", "render_table"]


class BuildProgress:
    """A bar for each step of a build, on standard error; plain lines where that is no terminal."""

    def __init__(self, console: Console) -> None:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        self._progress = Progress(*columns, console=console, transient=False)
        self._task: int | None = None

    def __enter__(self) -> BuildProgress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._finish()
            self._progress.stop()

    def step(self, title: str, total: int) -> None:
        """Begin a step of so many parts; the step before it is done."""
        if self._task is None:
            self._progress.start()
        self._finish()
        self._task = self._progress.add_task(title, total=total or None)

    def advance(self, count: int = 1) -> None:
        """So many parts of the step are done."""
        if self._task is not None:
            self._progress.advance(self._progress.task_ids[self._task], count)

    def _finish(self) -> None:
        if self._task is not None:
            task = self._progress.tasks[self._task]
            self._progress.update(task.id, total=max(task.completed, 1), completed=max(task.completed, 1))


def render_summary(report: BuildReport) -> RichTable:
    """The numbers that a build ends with."""
    table = RichTable(show_header=False, box=None, pad_edge=False)
    for name, value in report.lines():
        table.add_row(Text(name), Text(value))
    return table


def render_table(table: Table, language: str, coverage: Sequence[Coverage] = (), note: str = "") -> str:
    """An answer as a table for the terminal, wide enough to cut nothing where the output is a file."""
    out = io.StringIO()
    width = int(os.environ.get("COLUMNS", "0")) or 200
    console = Console(file=out, width=width, force_terminal=False)
    drawn = RichTable(show_lines=False, header_style="bold")
    for heading in table.headings:
        drawn.add_column(heading.text, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(cell.text) for cell in row))
    console.print(drawn, markup=False, highlight=False)
    words = {"en": f"{len(table.rows)} rows", "ja": f"{len(table.rows)}件"}
    console.print(words[language], highlight=False)
    for note in table.notes:
        console.print(note, markup=False, highlight=False, soft_wrap=True)
    for sentence in [*(item.sentence(language) for item in coverage), *([note] if note else [])]:
        console.print(sentence, markup=False, highlight=False)
    return out.getvalue()
