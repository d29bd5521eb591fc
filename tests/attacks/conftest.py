"""A real server over the small graph with hostile labels, and a trap that nobody may call."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data.store.snapshot import draft
from tests.attacks.attacking import Site, Trap
from tests.front.serving import ENTRY
from tests.front.web.running import find_port, running
from tests.small_graph import read_small_graph

#: Of a query, so that a runaway is stopped soon.
SECONDS = 1.0


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that is attacked."""
    root = tmp_path_factory.mktemp("attacked") / "store"
    more = ox.parse(path=str(Path(__file__).parents[1] / "front/web/more.trig"), format=ox.RdfFormat.TRIG)
    with draft(root) as made:
        made.store.extend([*read_small_graph(), *more])
        made.publish({"note": "attacked"})
    return root


@pytest.fixture(scope="session")
def served(hostile_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server of all attacks."""
    folder = tmp_path_factory.mktemp("server")
    options = {
        "store": str(hostile_store),
        "links": str(folder / "links"),
        "tokens": ENTRY,
        "port": 0,
        "query_seconds": SECONDS,
        "query_seconds_most": SECONDS,
        "query_memory": 512 << 20,
        "update_seconds": 3.0,
    }
    with running(folder, **options) as (process, said):
        yield Site(find_port(said, folder), process.pid, folder / "errors")


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """The server; after the attack it is alive and quick, as full as before, and has shown nothing of its inside."""
    served.seen.clear()
    yield served
    served.check_calm()


@pytest.fixture
def trap() -> Iterator[Trap]:
    """An address on this machine that must not be called: the test fails if it was."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield Trap(listener.getsockname()[1])
        # Whoever called did so before the answer, and would wait here.
        with pytest.raises(BlockingIOError):
            listener.accept()
