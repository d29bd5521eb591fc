"""The app over a real snapshot: the small graph of the tests, with a few things that a stranger might slip in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web import create_app
from glocal_graph.model.settings import Settings
from tests.small_graph import read_small_graph

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="package")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    root = tmp_path_factory.mktemp("store")
    more = list(ox.parse(path=str(Path(__file__).with_name("more.trig")), format=ox.RdfFormat.TRIG))
    many = [
        ox.Quad(
            ox.NamedNode(f"https://w3id.org/glocal-graph/id/event/many-{number:03}"),
            ox.NamedNode("https://w3id.org/glocal-graph/ontology#about"),
            ox.NamedNode("https://w3id.org/glocal-graph/id/prefecture/JP-39"),
            ox.NamedNode("https://w3id.org/glocal-graph/graph/events"),
        )
        for number in range(60)
    ]
    with draft(root) as made:
        made.store.extend([*read_small_graph(), *more, *many])
        made.publish({"note": "for tests"})
    return Settings(store=str(root), query_seconds=5, links=str(tmp_path_factory.mktemp("links")))


@pytest.fixture(scope="package")
def store(settings: Settings) -> Iterator[GraphStore]:
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def app(settings: Settings, store: GraphStore) -> Flask:
    return create_app(settings, store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def browse(client: FlaskClient):
    """A page as a browser asks for it: its text, after the check that it is there."""

    def get(address: str, status: int = 200) -> str:
        response = client.get(address, headers=HTML)
        assert response.status_code == status, response.text[:500]
        assert response.mimetype == "text/html"
        return response.text

    return get
