"""What many tests share: the real graph, built once from data/ and ontology/."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import hypothesis
import pytest

from glocal_graph.data.build import BuildReport, build_snapshot
from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.data.store.snapshot import current, draft
from glocal_graph.model.settings import Settings
from tests.small_graph import read_small_graph

# A slow machine is no fault of a property; and a run of continuous integration is the same each time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")


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


@pytest.fixture(scope="session")
def snapshot_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one snapshot of the small graph; to be read only."""
    root = tmp_path_factory.mktemp("small") / "store"
    with draft(root) as made:
        made.store.extend(read_small_graph())
        made.publish()
    return root


@pytest.fixture(scope="session")
def oxigraph_server(snapshot_root: Path) -> Iterator[str]:
    """The address of a SPARQL endpoint: Oxigraph's own server over the small graph, on loopback."""
    with serve_oxigraph(current(snapshot_root).store_path, "--union-default-graph") as address:
        yield address


@contextmanager
def serve_oxigraph(folder: Path, *options: str) -> Iterator[str]:
    """Oxigraph's server over a store that nobody writes, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    command = [program, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}", *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.kill()
        server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the Oxigraph server ended"
        try:
            urlopen(address, timeout=1).close()
            return
        except URLError:
            time.sleep(0.05)
    raise AssertionError("the Oxigraph server does not answer")
