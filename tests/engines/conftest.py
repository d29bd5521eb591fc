"""The engines, one of each for all tests, and the real graph on them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.virtuoso import Virtuoso, missing, virtuoso

from glocal_graph.data.store.authentication import Credentials
from glocal_graph.data.store.publisher import Target, publish_to
from glocal_graph.data.store.snapshot import current
from glocal_graph.model.settings import Settings
from tests.engines.running import Silence, writable_oxigraph

ENGINES = ("oxigraph serve", "Virtuoso")


@pytest.fixture(scope="session")
def virtuoso_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A running Virtuoso with an empty database."""
    if reason := missing():
        assert not os.environ.get("CI"), reason
        pytest.skip(reason)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as engine:
        yield engine


@pytest.fixture(scope="session")
def on_virtuoso(virtuoso_engine: Virtuoso, real_settings: Settings) -> str:
    """The endpoint of a Virtuoso that holds the real graph."""
    credentials = Credentials(virtuoso_engine.user, virtuoso_engine.password)
    target = Target(virtuoso_engine.query, credentials=credentials)
    publish_to(current(Path(real_settings.store)), target, real_settings, Silence())
    return virtuoso_engine.query


@pytest.fixture(scope="session")
def on_oxigraph(tmp_path_factory: pytest.TempPathFactory, real_settings: Settings) -> Iterator[str]:
    """The endpoint of an Oxigraph server that holds the real graph."""
    with writable_oxigraph(tmp_path_factory.mktemp("oxigraph")) as (address, _):
        publish_to(current(Path(real_settings.store)), Target(address), real_settings, Silence())
        yield address


@pytest.fixture(scope="session", params=ENGINES, ids=lambda name: name.split()[0])
def endpoint(request: pytest.FixtureRequest) -> str:
    """Each engine's endpoint, with the real graph."""
    return str(request.getfixturevalue("on_virtuoso" if request.param == "Virtuoso" else "on_oxigraph"))
