"""What a release had and the next one has not is listed, with its names and with what took its place."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data.publishing import REMOVED, Gone, publish, read_removed
from glocal_graph.data.store.snapshot import Snapshot, draft, verify
from glocal_graph.model import vocabulary as v
from tests.small_graph import read_small_graph

NAPLES = "municipality/gn-3172394"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


def without(thing: str, quads: list[ox.Quad]) -> list[ox.Quad]:
    return [quad for quad in quads if quad.subject.value != v.iri(thing)]


def release(root: Path, name: str, quads: list[ox.Quad], previous: Snapshot | None = None) -> Snapshot:
    with draft(root, release=name) as made:
        made.store.extend(quads)
        return publish(made, previous, {"note": "of a test"})


def test_the_first_release_has_lost_nothing(root):
    first = release(root, "1", read_small_graph())
    assert read_removed(first.path) == {}
    assert first.manifest["note"] == "of a test"
    assert REMOVED in first.manifest["checksums"]
    verify(first)


def test_a_thing_that_is_gone_is_listed_and_stays_listed_until_it_comes_back(root):
    whole = read_small_graph()
    first = release(root, "1", whole)
    second = release(root, "2", without(NAPLES, whole), first)
    gone = Gone(NAPLES, "1", "2", "Naples", "ナポリ")
    assert read_removed(second.path)[NAPLES] == gone
    third = release(root, "3", without(NAPLES, whole), second)
    assert read_removed(third.path)[NAPLES] == gone
    assert NAPLES not in read_removed(release(root, "4", whole, third).path)


def test_what_took_the_place_of_a_thing_is_named(root):
    whole = read_small_graph()
    succeeded = ox.Quad(
        ox.NamedNode(v.iri(NAPLES)), ox.NamedNode(v.glocal("succeededBy")), ox.NamedNode(v.iri("country/IT")),
        ox.NamedNode(v.graph("places")),
    )  # fmt: skip
    first = release(root, "1", [*whole, succeeded])
    second = release(root, "2", without(NAPLES, whole), first)
    assert read_removed(second.path)[NAPLES].successors == ("country/IT",)


def test_parts_of_the_description_are_no_things_that_can_be_gone(root):
    kind = ox.Quad(
        ox.NamedNode(v.iri(NAPLES)), ox.NamedNode(v.RDF_TYPE), ox.NamedNode("http://example.org/Odd"),
        ox.NamedNode(v.graph("places")),
    )  # fmt: skip
    first = release(root, "1", [*read_small_graph(), kind])
    assert read_removed(release(root, "2", read_small_graph(), first).path) == {}


def test_a_damaged_release_does_not_stop_the_next(root):
    first = release(root, "1", read_small_graph())
    (first.path / REMOVED).write_bytes(b"\xff\n")
    second = release(root, "2", read_small_graph(), first)
    assert read_removed(second.path) == {}
    verify(second)


def test_a_snapshot_without_the_table_tells_of_nothing(tmp_path):
    assert read_removed(tmp_path) == {}
