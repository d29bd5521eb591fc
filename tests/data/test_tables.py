"""Tables: what cannot be read is said with file and line, and the rest is read all the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glocal_graph.data.tables import read_table, write_table
from glocal_graph.model.errors import DataError


def write(tmp_path, content: bytes):
    path = tmp_path / "ties.tsv"
    path.write_bytes(content)
    return path


def test_a_missing_column_names_it_and_line_one(tmp_path):
    path = write(tmp_path, b"name\tdate\nA\t1987\n")
    with pytest.raises(DataError, match=r"ties\.tsv line 1: column kind is missing"):
        read_table(path, ["name", "kind"])


def test_a_line_that_is_not_utf8_is_named_and_the_others_are_read(tmp_path):
    path = write(tmp_path, b"name\tdate\nA\t1987\n\xff\xfe\t1988\nB\t1989\n")
    problems = []
    rows = read_table(path, ["name"], problems)
    assert [row["name"] for row in rows] == ["A", "B"]
    assert [problem.line for problem in problems] == [3]
    assert "not UTF-8" in str(problems[0])


def test_a_line_with_a_missing_cell_is_named_and_the_others_are_read(tmp_path):
    path = write(tmp_path, b"name\tdate\nA\nB\t1989\n")
    problems = []
    assert [row.line for row in read_table(path, ["name"], problems)] == [3]
    assert "has 1 cells, the header has 2" in str(problems[0])


def test_without_a_list_for_problems_the_first_one_is_raised(tmp_path):
    with pytest.raises(DataError, match="line 2"):
        read_table(write(tmp_path, b"name\tdate\nA\n"), ["name"])


def test_a_missing_file_and_an_empty_one_say_so(tmp_path):
    with pytest.raises(DataError, match="is missing"):
        read_table(tmp_path / "none.tsv", ["name"])
    with pytest.raises(DataError, match="is empty"):
        read_table(write(tmp_path, b""), ["name"])


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    rows = read_table(write(tmp_path, "\ufeffname\tdate\r\nA\t1987\r\n".encode()), ["name", "date"])
    assert rows[0].cells == {"name": "A", "date": "1987"}


def test_a_list_cell_is_split_at_semicolons(tmp_path):
    rows = read_table(write(tmp_path, b"name\nA; B;;C\n"), ["name"])
    assert rows[0].list("name") == ("A", "B", "C")


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), min_size=1, max_size=5))
def test_what_is_written_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "t.tsv"
    write_table(path, ["a", "b"], rows)
    kept = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    found = [(row["a"], row["b"]) for row in read_table(path, ["a", "b"])]
    assert found == [row for row in kept if any(row)]
