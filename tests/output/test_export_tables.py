"""An answer as a file: typed cells, nothing that acts as a formula, the same bytes for the same answer."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import openpyxl
import pyoxigraph as ox
import pytest

from glocal_graph.model.errors import FormatUnknown
from glocal_graph.model.vocabulary import ID, XSD_DATE, XSD_DECIMAL, XSD_INTEGER
from glocal_graph.output import export_tables
from glocal_graph.output.export_tables import About, describe, export_table
from glocal_graph.questions.answers import Cell, Heading, Table
from glocal_graph.questions.gallery import Option, Parameter, Question
from tests.small_graph import HOSTILE, KAGOSHIMA, NAPLES, MemoryStore

CONCEPT = ID + "concept/kind-sister"
QUESTION = Question(
    "ties",
    1,
    "Which ties?",
    "提携は?",
    (
        Parameter("place", "place", "Place", "自治体", f"<{KAGOSHIMA}>"),
        Parameter("kind", "choice", "Kind", "種類", '"any"', (Option("any", "any kind", "すべて"),)),
    ),
    (),
    "table",
    (),
    "",
    note_en="A note.",
    note_ja="注記。",
)
TABLE = Table(
    (Heading("partner", "Partner"), Heading("kind", "Kind"), Heading("date", "Since"), Heading("ties", "Ties")),
    (
        (
            Cell("Naples", NAPLES, "en"),
            Cell("Sister city", CONCEPT, "en"),
            Cell("1960-05-03"),
            Cell("12", datatype=XSD_INTEGER),
        ),
        (Cell("=1+1", KAGOSHIMA), Cell(), Cell("1974-04"), Cell("-0.5", datatype=XSD_DECIMAL)),
    ),
    ("Two ties.",),
)
ABOUT = About(QUESTION, "en", "2026.11.23-1", (("Place", "Kagoshima City"),), ("Partnership: 1 of 2 with date",))


def one(*cells: Cell) -> Table:
    return Table(tuple(Heading(f"c{n}", f"C{n}") for n in range(len(cells))), (cells,))


def as_csv(table: Table, **options: bool) -> list[list[str]]:
    body = export_table(table, ABOUT, "csv", MemoryStore(), **options)
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def as_book(table: Table, about: About = ABOUT) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(export_table(table, about, "xlsx", MemoryStore())))


def test_csv_has_names_first_and_the_addresses_of_things_last():
    rows = as_csv(TABLE)
    assert rows[0] == ["Partner", "Kind", "Since", "Ties", "Partner (address)"]
    assert rows[1] == ["Naples", "Sister city", "1960-05-03", "12", NAPLES]


def test_csv_has_a_mark_of_its_letters_where_excel_wants_one():
    assert export_table(TABLE, ABOUT, "csv", MemoryStore(), bom=True).startswith(b"\xef\xbb\xbfPartner")
    assert export_table(TABLE, ABOUT, "csv", MemoryStore()).startswith(b"Partner")


@pytest.mark.parametrize("text", ["=1+1", "+81", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝１", "\x00=1", "\n=1"])
def test_no_text_in_csv_can_act_as_a_formula(text):
    assert as_csv(one(Cell(text), Cell("", "")))[1][0] == f"'{text}"


def test_a_negative_number_stays_a_number_and_a_lie_about_it_does_not_pass():
    assert as_csv(one(Cell("-0.5", datatype=XSD_DECIMAL)))[1] == ["-0.5"]
    assert as_csv(one(Cell("-1+cmd|'/c calc'!A0", datatype=XSD_INTEGER)))[1][0].startswith("'-1")


def test_an_excel_file_has_numbers_days_and_texts_as_such():
    sheet = as_book(TABLE).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["Naples", "Sister city", datetime(1960, 5, 3), 12, NAPLES]
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["C3"].value == "1974-04", "a month is no day"
    assert sheet["D3"].value == -0.5


def test_an_excel_file_has_no_formula_and_no_link():
    sheet = as_book(TABLE).worksheets[0]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert sheet["E2"].hyperlink is None


def test_an_excel_file_has_a_frozen_head_and_a_filter():
    sheet = as_book(TABLE).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"


def test_an_excel_file_says_what_was_asked_of_which_release():
    words = {row[0].value: row[1].value for row in as_book(TABLE).worksheets[1]}
    assert words["Question"] == "Which ties?"
    assert words["Place"] == "Kagoshima City"
    assert words["Coverage"] == "Partnership: 1 of 2 with date"
    assert words["Note"] == "Two ties."
    assert "release 2026.11.23-1" in words["Cite as"]
    assert "CC BY 4.0" in words["Licence"]


def test_a_day_that_excel_does_not_know_stays_a_text():
    sheet = as_book(one(Cell("1868-01-03"), Cell("1987-02-30"), Cell("2020-01-01", datatype=XSD_DATE))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["1868-01-03", "1987-02-30", datetime(2020, 1, 1)]


def test_hostile_and_odd_texts_are_written_as_they_are():
    texts = [HOSTILE, "x" * 40_000, "\x1b[31m", "https://example.org/", "0042"]
    sheet = as_book(one(*map(Cell, texts))).worksheets[0]
    values = [cell.value for cell in sheet[2]]
    assert values[0] == HOSTILE
    assert len(values[1]) == 32_000
    assert values[3:] == ["https://example.org/", "0042"]


def test_an_empty_answer_is_a_file_with_headings():
    empty = Table(TABLE.headings, ())
    assert as_csv(empty) == [["Partner", "Kind", "Since", "Ties"]]
    assert as_book(empty).worksheets[0]["A1"].value == "Partner"
    assert json.loads(export_table(empty, ABOUT, "json", MemoryStore()))["rows"] == []
    assert list(ox.parse(export_table(empty, ABOUT, "turtle", MemoryStore()), format=ox.RdfFormat.TURTLE)) == []


@pytest.mark.parametrize("name", export_tables.TABLE_FILES)
def test_the_same_answer_is_the_same_bytes(name):
    first, second = (export_table(TABLE, ABOUT, name, MemoryStore()) for _ in range(2))
    assert first == second


def test_json_has_the_question_and_each_cell_with_what_is_behind_it():
    text = json.loads(export_table(TABLE, ABOUT, "json", MemoryStore()))
    assert (text["question"], text["release"], text["parameters"]) == (
        "ties",
        "2026.11.23-1",
        {"Place": "Kagoshima City"},
    )
    assert text["rows"][0]["partner"] == {"text": "Naples", "iri": NAPLES, "lang": "en"}
    assert text["rows"][0]["ties"] == {"text": "12", "datatype": XSD_INTEGER}
    assert "kind" not in text["rows"][1], "a cell without a value is left out"


def test_turtle_holds_the_things_of_the_rows_and_what_they_mention():
    text = export_table(TABLE, ABOUT, "turtle", MemoryStore())
    subjects = {quad.subject.value for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    assert {NAPLES, KAGOSHIMA} <= subjects
    assert text.startswith(b"# Glocal Graph contributors, Glocal Graph, release 2026.11.23-1")


def test_turtle_says_what_it_leaves_out(monkeypatch):
    monkeypatch.setattr(export_tables, "MOST_THINGS", 1)
    text = export_table(TABLE, ABOUT, "turtle", MemoryStore()).decode()
    assert "# The first 1 of the 2 things of the answer" in text
    assert not any(
        quad.subject.value == KAGOSHIMA and quad.predicate.value.endswith("population")
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)
    )


def test_a_line_of_the_citation_cannot_end_the_comment():
    about = About(QUESTION, "en", "1", (("Text", "x\n<a> <b> <c> .\r\n"),))
    text = export_table(Table(TABLE.headings, ()), about, "turtle", MemoryStore())
    assert list(ox.parse(text, format=ox.RdfFormat.TURTLE)) == []


def test_what_is_said_of_an_answer_names_places_and_options():
    about = describe(MemoryStore(), QUESTION, {}, "ja", lambda text, _: text, {KAGOSHIMA: "鹿児島市"}.get)  # type: ignore[arg-type]
    assert about.parameters == (("自治体", "鹿児島市"), ("種類", "すべて"))


@pytest.mark.parametrize("name", ["docx", "", "sqlite"])
def test_an_unknown_form_lists_those_that_there_are(name):
    with pytest.raises(FormatUnknown, match="xlsx, csv, json, turtle"):
        export_table(TABLE, ABOUT, name, MemoryStore())


@pytest.mark.parametrize("name", [".xlsx", "XLSX", "text/csv; charset=utf-8", "ttl"])
def test_a_form_is_found_by_suffix_and_media_type(name):
    assert export_tables.find_table_file(name).name in ("xlsx", "csv", "turtle")
