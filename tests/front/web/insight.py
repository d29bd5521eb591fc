"""An app over the small graph in which every local government has a country and a level, as in the real one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from flask.testing import FlaskClient

from glocal_graph.data.store import open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web import create_app
from glocal_graph.model.settings import Settings
from tests.small_graph import ID, read_small_graph

_GLOCAL = "https://w3id.org/glocal-graph/ontology#"
_PLACES = """
municipality/46201 JP city
municipality/46206 JP city
municipality/46218 JP city
municipality/40130 JP city
prefecture/JP-46 JP prefecture
prefecture/JP-40 JP prefecture
region/US-GA US region
municipality/gn-2063523 AU city
municipality/gn-4180439 US city
municipality/gn-3172394 IT city
"""


def levelled_quads() -> list[ox.Quad]:
    """Country and level of each place."""
    graph, quads = ox.NamedNode("https://w3id.org/glocal-graph/graph/places"), []
    for line in _PLACES.split("\n"):
        if line:
            place, country, level = line.split(" ")
            for link, value in (("country", f"country/{country}"), ("level", f"concept/level-{level}")):
                quads.append(
                    ox.Quad(ox.NamedNode(ID + place), ox.NamedNode(_GLOCAL + link), ox.NamedNode(ID + value), graph)
                )
    return quads


@contextmanager
def open_client(root: Path) -> Iterator[FlaskClient]:
    """A client of the app over that graph."""
    with draft(root) as made:
        made.store.extend([*read_small_graph(), *levelled_quads()])
        made.publish()
    settings = Settings(store=str(root), query_seconds=5, links=str(root.with_name("links")))
    store = open_store(settings)
    try:
        yield create_app(settings, store).test_client()
    finally:
        store.close()
