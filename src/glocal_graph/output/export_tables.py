"""An answer as a file that people take away: CSV, XLSX, JSON, or the Turtle of the things in it.

A thing has two columns in CSV and XLSX: its name, and its address. No cell can act as a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from glocal_graph.model.errors import FormatUnknown
from glocal_graph.model.vocabulary import BASE, ID, XSD, XSD_DATE, XSD_DECIMAL, XSD_INTEGER
from glocal_graph.output.export import export_quads
from glocal_graph.output.selection import read_selection
from glocal_graph.questions.answers import Cell, Table, count_coverage
from glocal_graph.questions.gallery import Question, bind_terms, plain

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["LICENCE", "MOST_THINGS", "TABLE_FILES", "About", "TableFile", "describe", "export_table", "find_table_file"]

#: Things of an answer whose statements its Turtle holds, in the order of the rows; the file says what it leaves out.
MOST_THINGS = 500
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_NUMBERS = frozenset({XSD_INTEGER, XSD_DECIMAL, XSD + "double", XSD + "float", XSD + "int", XSD + "long"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: What makes a spreadsheet read a text as a formula; the wide forms are read so in Japanese settings.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r\n\x00]")
#: Rows and letters that a sheet and a cell of Excel hold.
_MOST_ROWS = 1_048_000
_MOST_LETTERS = 32_000
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class TableFile:
    """A kind of file that an answer is written as."""

    name: str
    media_type: str
    suffix: str
    title_en: str
    title_ja: str


#: Every form of an answer, by name.
TABLE_FILES = {
    item.name: item
    for item in (
        TableFile(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "Excel", "Excel"
        ),
        TableFile("csv", "text/csv", ".csv", "CSV", "CSV"),
        TableFile("json", "application/json", ".json", "JSON", "JSON"),
        TableFile("turtle", "text/turtle", ".ttl", "Turtle", "Turtle"),
    )
}


@dataclass(frozen=True)
class About:
    """What a file says of its answer; `parameters` are (heading, value), `coverage` sentences."""

    question: Question
    language: str
    release: str
    parameters: tuple[tuple[str, str], ...] = ()
    coverage: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """How to name the answer in a paper or a memo."""
        given = "; ".join(f"{name}: {value}" for name, value in self.parameters)
        title = self.question.title(self.language)
        asked = f"{title} ({given})" if given else title
        return f"Glocal Graph contributors, Glocal Graph, release {self.release}. {asked} {BASE}"

    def lines(self, table: Table) -> list[tuple[str, str]]:
        """All of it as (what, words), in the language."""
        names = _NAMES_JA if self.language == "ja" else _NAMES_EN
        found = [(names["question"], self.question.title(self.language)), *self.parameters]
        found += [(names["note"], note) for note in (self.question.note(self.language), *table.notes) if note]
        found += [(names["coverage"], sentence) for sentence in self.coverage]
        return [
            *found,
            (names["rows"], str(len(table.rows))),
            (names["release"], self.release),
            (names["citation"], self.citation),
            (names["licence"], f"CC BY 4.0 {LICENCE}"),
        ]


def describe(
    store: GraphStore,
    question: Question,
    values: Mapping[str, str],
    language: str,
    resolve: Callable[[str, str], str],
    name_of: Callable[[str], str],
) -> About:
    """What a file says of the answer with these values; `name_of(iri)` is a place's name in the language."""
    terms = bind_terms(question, values, resolve)
    given = []
    for parameter in question.parameters:
        value = plain(terms[parameter.name])
        names = {option.value: option.label(language) for option in parameter.options}
        is_thing = terms[parameter.name].startswith("<")
        shown = name_of(value) or value if is_thing else names.get(value, value)
        given.append((parameter.label(language), shown))
    coverage = tuple(item.sentence(language) for item in count_coverage(store, question, language))
    return About(question, language, store.release, tuple(given), coverage)


_NAMES_EN = {
    "question": "Question",
    "note": "Note",
    "coverage": "Coverage",
    "rows": "Rows",
    "release": "Release",
    "citation": "Cite as",
    "licence": "Licence",
    "sheet": "Answer",
    "about": "About",
    "address": "address",
    "cut": "rows of this sheet; the answer has more",
}
_NAMES_JA = {
    "question": "質問",
    "note": "注記",
    "coverage": "収録状況",
    "rows": "件数",
    "release": "公開版",
    "citation": "引用の書き方",
    "licence": "利用条件",
    "sheet": "回答",
    "about": "この表について",
    "address": "アドレス",
    "cut": "行までを収めています。回答にはこれより多くの行があります",
}


def find_table_file(name: str) -> TableFile:
    """The form of this name, suffix or media type."""
    wanted = name.strip().lower().partition(";")[0]
    for item in TABLE_FILES.values():
        if wanted in (item.name, item.suffix, item.suffix[1:], item.media_type):
            return item
    raise FormatUnknown(f'"{name}" is no form of an answer; choose one of {", ".join(TABLE_FILES)}')


def export_table(table: Table, about: About, name: str, store: GraphStore, *, bom: bool = False) -> bytes:
    """The answer in one of the forms; with `bom`, Excel reads the CSV's letters right."""
    chosen = find_table_file(name).name
    if chosen == "csv":
        return to_csv(table, about.language, bom=bom)
    if chosen == "xlsx":
        return to_xlsx(table, about)
    if chosen == "json":
        return to_json(table, about)
    return to_turtle(table, about, store)


def to_csv(table: Table, language: str, *, bom: bool = False) -> bytes:
    """RFC 4180 in UTF-8; a text that a spreadsheet would read as a formula gets a quote before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    columns = _columns(table, language)
    writer.writerow([_calm(heading) for _, _, heading in columns])
    for row in table.rows:
        writer.writerow([_csv_text(row[place], address=address) for place, address, _ in columns])
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()


def to_json(table: Table, about: About) -> bytes:
    """The question with its values and release, and each row's cells by column."""
    question, language = about.question, about.language
    text: dict[str, Any] = {
        "question": question.name,
        "number": question.number,
        "title": question.title(language),
        "language": language,
        "parameters": dict(about.parameters),
        "release": about.release,
        "note": question.note(language),
        "notes": list(table.notes),
        "coverage": list(about.coverage),
        "citation": about.citation,
        "licence": LICENCE,
        "columns": [{"name": heading.name, "heading": heading.text} for heading in table.headings],
        "rows": [
            {heading.name: _json_cell(cell) for heading, cell in zip(table.headings, row, strict=True) if cell.text}
            for row in table.rows
        ],
    }
    return (json.dumps(text, ensure_ascii=False, indent=1) + "\n").encode()


def to_turtle(table: Table, about: About, store: GraphStore) -> bytes:
    """What the graph says of the things in the rows, with claims and sources; at most MOST_THINGS things."""
    things = find_things(table)
    lines = [f"# {about.citation}", f"# CC BY 4.0 {LICENCE}"]
    if len(things) > MOST_THINGS:
        lines.append(
            f"# The first {MOST_THINGS} of the {len(things)} things of the answer; the whole graph is at /data."
        )
    quads = read_selection(store, things[:MOST_THINGS], ties=False) if things else []
    head = "".join(" ".join(line.split()) + "\n" for line in lines)
    return head.encode() + b"\n" + export_quads(quads, "turtle")


def find_things(table: Table) -> list[str]:
    """The things in the rows, each once, in their order; concepts are words, not things."""
    iris = (cell.iri for row in table.rows for cell in row)
    return [iri for iri in dict.fromkeys(iris) if iri.startswith(ID) and _is_thing(iri)]


def to_xlsx(table: Table, about: About) -> bytes:
    """A workbook of two sheets: the answer, typed, with filters; and what must be known of it."""
    names = _NAMES_JA if about.language == "ja" else _NAMES_EN
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": about.question.title(about.language), "created": _created(about.release)})
    _write_rows(book, book.add_worksheet(names["sheet"]), table, about.language)
    sheet = book.add_worksheet(names["about"])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    lines = about.lines(table)
    if len(table.rows) > _MOST_ROWS:
        lines.append((names["rows"], f"{_MOST_ROWS} {names['cut']}"))
    for number, (name, words) in enumerate(lines):
        sheet.write_string(number, 0, name, wrapped)
        sheet.write_string(number, 1, words[:_MOST_LETTERS], wrapped)
    book.close()
    return out.getvalue()


def _write_rows(book: Any, sheet: Any, table: Table, language: str) -> None:
    columns = _columns(table, language)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    rows = table.rows[:_MOST_ROWS]
    for column, (place, address, heading) in enumerate(columns):
        sheet.write_string(0, column, heading, bold)
        widest = max((_width(row[place].iri if address else row[place].text) for row in rows[:1000]), default=0)
        sheet.set_column(column, column, min(max(widest, _width(heading), 6) + 2, 60))
    for number, row in enumerate(rows, start=1):
        for column, (place, address, _) in enumerate(columns):
            _write_cell(sheet, number, column, row[place], day, address=address)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, day: Any, *, address: bool) -> None:
    text = cell.iri if address else cell.text
    if not text:
        return
    number = None if address or cell.datatype not in _NUMBERS else _number(text)
    if number is not None:
        sheet.write_number(row, column, number)
    elif not address and (found := _date(cell)) is not None:
        sheet.write_datetime(row, column, datetime(found.year, found.month, found.day), day)
    else:
        sheet.write_string(row, column, text[:_MOST_LETTERS])


def _columns(table: Table, language: str) -> list[tuple[int, bool, str]]:
    """(place in the row, whether it is the address, heading) of each column of the file."""
    word = (_NAMES_JA if language == "ja" else _NAMES_EN)["address"]
    texts = [(place, False, heading.text) for place, heading in enumerate(table.headings)]
    things = [place for place in range(len(texts)) if any(_is_thing(row[place].iri) for row in table.rows)]
    # Addresses stand to the right of everything: people read the names, programs the addresses.
    return texts + [(place, True, f"{table.headings[place].text} ({word})") for place in things]


def _is_thing(iri: str) -> bool:
    """Whether this is the address of a thing; a concept is a word, and its name is enough."""
    return bool(iri) and not iri.startswith(ID + "concept/")


def _csv_text(cell: Cell, *, address: bool) -> str:
    text = cell.iri if address else cell.text
    return text if cell.datatype in _NUMBERS and _number(text) is not None else _calm(text)


def _calm(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _number(text: str) -> float | int | None:
    """The number, where a spreadsheet can hold it exactly or nearly."""
    try:
        number = int(text) if re.fullmatch(r"[+-]?\d{1,15}", text) else float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e300 else None


def _date(cell: Cell) -> date | None:
    """A full day that a spreadsheet knows; it has none before March 1900."""
    if (
        cell.iri
        or cell.language
        or cell.datatype not in ("", XSD + "string", XSD_DATE)
        or not _DAY.fullmatch(cell.text)
    ):
        return None
    try:
        found = date.fromisoformat(cell.text)
    except ValueError:
        return None
    return found if found >= _FIRST_DAY else None


def _json_cell(cell: Cell) -> dict[str, str]:
    parts = {"text": cell.text, "iri": cell.iri, "lang": cell.language, "datatype": cell.datatype}
    return {name: value for name, value in parts.items() if value}


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text[:80])


def _created(release: str) -> datetime:
    """The day in the release's number, so that the same answer is the same file."""
    found = re.match(r"\d{4}\.\d{2}\.\d{2}", release)
    try:
        return datetime.strptime(found[0] if found else "", "%Y.%m.%d").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
