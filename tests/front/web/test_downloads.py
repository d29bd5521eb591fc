"""The files of the whole graph: of one release, with their true size, and gone when two releases old."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest

from glocal_graph.data.publishing import publish
from glocal_graph.data.store import open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web.downloads import Downloads
from glocal_graph.front.web.site import Site
from glocal_graph.model.settings import Settings
from glocal_graph.output.export import FORMATS
from tests.small_graph import MemoryStore, read_small_graph


@pytest.fixture
def release(tmp_path):
    """Publishes a release with so many statements left out."""

    def make(name: str, left_out: int = 0) -> None:
        with draft(tmp_path / "store", release=name) as made:
            made.store.extend(read_small_graph()[left_out:])
            publish(made, None)

    return make


@pytest.fixture
def site(tmp_path, release):
    release("1")
    settings = Settings(store=str(tmp_path / "store"))
    store = open_store(settings)
    yield Site(settings, store)
    store.close()


def test_all_files_are_of_one_release_with_their_size_and_checksum(site):
    files = Downloads().all(site)
    assert {file.format.name for file in files} == set(FORMATS)
    for file in files:
        content = file.path.read_bytes()
        assert (file.release, file.size) == ("1", len(content))
        assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_a_new_release_has_files_of_its_own_and_the_oldest_go(site, release):
    downloads, chosen = Downloads(), FORMATS["nquads"]
    first = downloads.one(site, chosen)
    assert downloads.one(site, chosen) is first
    release("2", left_out=5)
    assert downloads.known(site, chosen) is None
    second = downloads.one(site, chosen)
    assert (second.release, second.size < first.size) == ("2", True)
    assert first.path.exists()
    release("3", left_out=9)
    assert downloads.one(site, chosen).release == "3"
    assert not first.path.exists()
    assert second.path.exists()


def test_a_release_of_an_engine_elsewhere_cannot_name_a_path(site):
    store = MemoryStore()
    store.release = "../../../etc/x y\n"
    file = Downloads().one(SimpleNamespace(store=store), FORMATS["csv"])
    assert file.path.name == "glocal-graph-.._.._.._etc_x_y_.csv"
    assert file.path.exists()
