"""An answer on its way: in memory, then on disk, whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from glocal_graph.data.store import spool as module
from glocal_graph.data.store.spool import Spool, TooLarge
from glocal_graph.model.errors import StoreError

PART = bytes(range(256)) * 1024


def test_a_small_answer_is_in_memory_and_a_large_one_in_a_file_without_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for parts, on_disk in (1, False), (4, False), (5, True), (40, True):
        spool = Spool(len(PART) * parts)
        for _ in range(parts):
            spool.add(memoryview(PART))
        answer = spool.end("select", "text/csv")
        assert answer.body == PART * parts
        assert (answer._file is not None) == on_disk
        assert list(tmp_path.iterdir()) == []
        answer.close()


def test_past_the_limit_nothing_more_is_taken():
    spool = Spool(len(PART))
    spool.add(PART)
    with pytest.raises(TooLarge):
        spool.add(b"x")
    spool.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the disk that is always full is one of Linux")
def test_a_full_disk_is_said_to_be_full(monkeypatch):
    with Path("/dev/full").open("w+b", buffering=0) as full:
        monkeypatch.setattr(module, "TemporaryFile", lambda **_: full)
        spool = Spool(1 << 30)
        with pytest.raises(StoreError, match=r"no room for a large answer in .*No space left.*TMPDIR"):
            spool.add(PART * 5)
        spool.close()


def test_a_folder_that_is_not_there_is_said_to_be_the_reason(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    spool = Spool(1 << 30)
    with pytest.raises(StoreError, match="/nowhere/at/all: No such file"):
        spool.add(PART * 5)
    spool.close()
