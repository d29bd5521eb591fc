"""A build makes again what was written since the one before: no acknowledged change is lost by it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data.build import build_snapshot, load_file
from glocal_graph.data.editing import Edit, make_change
from glocal_graph.data.editing_patch import PATCH, Patch, append_patch, apply_patches, read_patches
from glocal_graph.model.errors import StoreError
from glocal_graph.model.settings import Settings
from tests.small_data import copy_small_data
from tests.writing import GRAPH, ID, PREFIXES, ask, served, theme

KAGOSHIMA = f"<{ID}municipality/46201>"


def quad(number: int) -> ox.Quad:
    return ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal(number), ox.NamedNode("urn:g"))


def test_patches_are_read_as_they_were_written_and_applied_in_their_order(tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    odd = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal('"\n\r\t\\ 題 TC .'), ox.NamedNode("urn:g"))
    append_patch(first, None, Patch("urn:change:1", (quad(1),), (quad(2), odd)))
    append_patch(second, first, Patch("urn:change:2", (quad(2),), (quad(3),)))
    patches = read_patches(second)
    assert [(patch.change, set(patch.removed), set(patch.added)) for patch in patches] == [
        ("urn:change:1", {quad(1)}, {quad(2), odd}),
        ("urn:change:2", {quad(2)}, {quad(3)}),
    ]
    assert set(apply_patches([quad(0), quad(1)], patches)) == {quad(0), quad(3), odd}
    assert read_patches(tmp_path) == []


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Settings:
    """A built store into which was loaded, written, and from which something of the build was deleted."""
    root = tmp_path_factory.mktemp("carry")
    copy_small_data(root)
    settings = Settings(store=str(root / "store"), resources=root, snapshots_kept=20)
    assert build_snapshot(settings).release
    file = root / "kites.ttl"
    file.write_text(f"@prefix theme: <{ID}theme/> .\n" + PREFIXES + theme("kites"), encoding="utf-8")
    assert load_file(settings, file, "https://example.org/kites").counts["triples new"] == 3
    text = f"INSERT DATA {{ {theme('written')} }} ; DELETE WHERE {{ {KAGOSHIMA} glocal:population ?n }}"
    assert make_change(settings, Edit("update", "hanako", text=PREFIXES + text)).removed == 1
    return settings


def test_a_build_keeps_what_was_written(edited):
    before = served(edited)
    report = build_snapshot(edited)
    assert report.release
    assert report.edits == 2
    assert ("changes made again", "2") in list(report.lines())
    after = served(edited)
    assert after.manifest["edits"] == 2
    own = GRAPH + "dataset"
    assert {name: n for name, n in after.manifest["graphs"].items() if name != own} == {
        name: n for name, n in before.manifest["graphs"].items() if name != own
    }
    assert ask(edited, f"SELECT ?n {{ {KAGOSHIMA} glocal:population ?n }}") == []
    assert len(ask(edited, "SELECT ?c { ?c a glocal:Change }")) == 2
    assert (
        make_change(edited, Edit("update", "hanako", text=PREFIXES + f"INSERT DATA {{ {theme('later')} }}")).added == 3
    )
    assert len(read_patches(served(edited).path)) == 3


def test_a_build_without_them_has_to_be_wished_for(edited, tmp_path):
    copy = copy_store(edited, tmp_path)
    report = build_snapshot(copy, keeps_edits=False)
    assert report.release
    assert not (served(copy).path / PATCH).exists()
    assert ask(copy, "SELECT ?c { ?c a glocal:Change }") == []
    assert ask(copy, f"SELECT ?n {{ {KAGOSHIMA} glocal:population ?n }}") != []


def test_written_changes_that_cannot_be_read_again_stop_a_build(edited, tmp_path):
    copy = copy_store(edited, tmp_path)
    (served(copy).path / PATCH).write_text("A nonsense\n", encoding="utf-8")
    before = served(copy)
    with pytest.raises(StoreError, match="--discard-edits"):
        build_snapshot(copy)
    assert served(copy) == before


def copy_store(settings: Settings, folder: Path) -> Settings:

    shutil.copytree(settings.store, folder / "store")
    return replace(settings, store=str(folder / "store"))
