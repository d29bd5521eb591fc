"""What many tests share: the real graph, built once from data/ and ontology/."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from glocal_graph.data.build import BuildReport, build_snapshot
from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.model.settings import Settings


@pytest.fixture(scope="session")
def real_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, BuildReport]:
    """Settings whose store holds a snapshot of the project's own data, and the report of its build."""
    settings = Settings(store=str(tmp_path_factory.mktemp("real") / "store"))
    return settings, build_snapshot(settings)


@pytest.fixture(scope="session")
def real_settings(real_build: tuple[Settings, BuildReport]) -> Settings:
    """Settings of the real graph; a build that published nothing fails here with its complaints."""
    settings, report = real_build
    assert report.release, "\n".join(report.complaints())
    return settings


@pytest.fixture(scope="session")
def real_store(real_settings: Settings) -> Iterator[GraphStore]:
    """The real graph, open."""
    store = open_store(real_settings)
    yield store
    store.close()
