"""Two sorted dumps side by side: what only one of them has, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_graph.data.store.changes import compare_dumps, find_previous
from glocal_graph.data.store.snapshot import current, draft

LINES = st.sets(st.sampled_from([f"line {number}\n".encode() for number in range(20)]))


@given(before=LINES, after=LINES)
def test_the_difference_is_that_of_the_sets(tmp_path_factory, before, after):
    folder = tmp_path_factory.mktemp("dumps")
    for name, lines in (("old", before), ("new", after)):
        (folder / name).write_bytes(b"".join(sorted(lines)))
    found = list(compare_dumps(folder / "old", folder / "new"))
    assert {line for is_new, line in found if is_new} == after - before
    assert {line for is_new, line in found if not is_new} == before - after
    assert len(found) == len(before ^ after)


@pytest.fixture
def root(tmp_path):
    for release in ("1", "2", "3"):
        with draft(tmp_path, release=release) as made:
            made.publish()
    return tmp_path


def test_the_release_before_is_the_newest_that_is_older(root):
    previous = find_previous(current(root).path)
    assert previous is not None
    assert previous.release == "2"


def test_the_oldest_release_that_is_kept_is_found(root):
    previous = find_previous(current(root).path, oldest=True)
    assert previous is not None
    assert previous.release == "1"


def test_before_the_first_release_there_is_none(root):
    assert find_previous(root / "1") is None


def test_a_folder_that_is_no_snapshot_has_none_before_it(root):
    assert find_previous(root / "nowhere") is None
