"""Writes docs/questions.md from the files of queries/: title, parameters and defaults of each question."""

from __future__ import annotations

from pathlib import Path

from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import Question, load_gallery

TARGET = Path(__file__).parents[1] / "docs" / "questions.md"
HEAD = """# The questions

Each question is one file in `queries/`. The name is that of the file. Ask it by name, by number, or in the browser
under `/questions`:

    glocal-graph query partners-of-place --param place=鹿児島市
    glocal-graph query 1 --param place=鹿児島市 --lang ja --format csv

A place is given by a name in any script, by a code (`46201`, `46`, `JP-46`, `IT`) or by its address. A parameter that
is left out has the default below. A date is a year, a month or a day; a choice is named by its word. Below each table
stands how much of the graph it rests on, since a question is only as good as the facts behind it: some facts, such as
costs and wishes, are in no table yet. An answer is saved by `--format xlsx`, `csv`, `json` or `turtle` and `-o FILE`.

Each file runs as it stands in any SPARQL client. To add a question, copy a file; the form of its head is described in
`src/glocal_graph/questions/gallery.py`. This page is written by `python tools/document_questions.py`.
"""
SHOWS = {
    "table": "a table",
    "chart": "a chart or a table",
    "map": "a map or a table",
    "timeline": "a timeline or a table",
    "network": "a network or a table",
}
BASE = "https://w3id.org/glocal-graph/id/"


def describe(question: Question) -> str:
    """The section of one question."""
    lines = [
        f"## {question.number}. {question.name}",
        "",
        question.title_en,
        "",
        question.title_ja,
        "",
        f"The answer is {SHOWS[question.shows]}. File: [queries/{question.name}.rq](../queries/{question.name}.rq)",
        "",
    ]
    if question.computed:
        lines += ["The answer is computed from the rows of the query: [how](measures.md).", ""]
    if question.note_en:
        lines += [question.note_en, "", question.note_ja, ""]
    if not question.parameters:
        return "\n".join([*lines, "No parameters.", ""])
    lines += ["| parameter | type | what | 日本語 | default |", "|---|---|---|---|---|"]
    for given in question.parameters:
        default = given.shown.removeprefix(BASE)
        kind = ", ".join(f"`{option.value}`" for option in given.options) or given.type
        lines.append(f"| `{given.name}` | {kind} | {given.label_en} | {given.label_ja} | `{default}` |")
    return "\n".join([*lines, ""])


def render() -> str:
    """The whole page."""
    questions = load_gallery(Settings.from_environment()).values()
    return "\n".join([HEAD, *(describe(question) for question in questions)])


def main() -> None:
    """Write the page."""
    TARGET.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
