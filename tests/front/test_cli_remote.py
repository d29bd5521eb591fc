"""The same commands over a URL: an Oxigraph server with the real graph gives the same answers as the snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from glocal_graph.data.store.snapshot import current
from glocal_graph.front.cli import main
from tests.conftest import serve_oxigraph


@pytest.fixture(scope="module")
def endpoint(real_settings):
    with serve_oxigraph(current(Path(real_settings.store)).store_path, "--union-default-graph") as address:
        yield address


@pytest.fixture
def run(capfdbinary):
    def call(*arguments: str) -> bytes:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capfdbinary.readouterr()
        assert left.value.code == 0, err.decode()
        return out

    return call


@pytest.mark.parametrize("name", ["partners-of-place", "anniversaries", "links-between", "ties-by-year"])
def test_a_question_has_the_same_answer(run, endpoint, real_settings, name):
    asked = ("query", name, "--format", "csv", "--store")
    assert run(*asked, endpoint) == run(*asked, real_settings.store)


@pytest.mark.parametrize("name", ["turtle", "csv"])
def test_an_export_is_the_same_bytes(run, endpoint, real_settings, name):
    asked = ("export", "鹿児島市", "--format", name, "--store")
    assert run(*asked, endpoint) == run(*asked, real_settings.store)


def test_the_whole_graph_is_the_same_bytes(run, endpoint, real_settings):
    asked = ("export", "--all", "--format", "nquads", "--store")
    assert run(*asked, endpoint) == run(*asked, real_settings.store)


def test_a_network_is_the_same_page(run, endpoint, real_settings, tmp_path):
    pages = tmp_path / "far.html", tmp_path / "near.html"
    for page, store in zip(pages, (endpoint, real_settings.store), strict=True):
        run("network", "かごしまけん", "--lang", "ja", "--store", store, "-o", str(page))
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_info_names_the_endpoint(run, endpoint):
    assert endpoint in run("info", "--store", endpoint).decode()
