"""Files: written whole or not at all, never over what is no file; read with the line that is wrong."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from glocal_graph.data import file_io
from glocal_graph.data.file_io import read_text, replace_file, write_whole
from glocal_graph.model.errors import DataError, StoreError


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "鹿児島.ttl"
    file.write_bytes(b"old")
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_moved_into_place_stays_as_it_was(tmp_path, monkeypatch):
    file = tmp_path / "graph.ttl"
    file.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file_io.Path, "replace", refuse)
    with pytest.raises(StoreError, match=r"graph\.ttl cannot be written: No space left on device"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are POSIX's")
def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path):
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    replace_file(pipe, b"content")
    reader.join(10)
    assert heard == [b"content"]
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_stays_a_link(tmp_path):
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    link.symlink_to(file)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("path", ["", "missing/file"])
def test_a_path_that_cannot_be_written_is_said(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="cannot be written"):
        write_whole(Path(path), b"")
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_not_utf8_says_the_line(tmp_path):
    file = tmp_path / "latin.rq"
    file.write_bytes(b"# one\n# \xe9\n")
    with pytest.raises(DataError, match=r"latin\.rq line 2: is not UTF-8"):
        read_text(file)
