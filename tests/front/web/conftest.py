"""The app over a real snapshot: the small graph of the tests, with a few things that a stranger might slip in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from selenium import webdriver

from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web import create_app
from glocal_graph.model.settings import Settings
from tests.browser import open_browser, undisturbed
from tests.front.serving import serving_here
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


# ── In a browser ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="package")
def real_app(real_settings: Settings, real_store: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app over the real graph, as it is a while after its start; a module's own `app` can be this one."""
    app = create_app(replace(real_settings, links=str(tmp_path_factory.mktemp("links"))), real_store)
    app.extensions["glocal_site"].warm()
    return app


@pytest.fixture(scope="module")
def base(app: Flask) -> Iterator[str]:
    """The address of the app, served."""
    with serving_here(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """A Chromium for all tests of a module; one that needs another window has a fixture of its own."""
    with open_browser(1280, 900) as driver:
        yield driver


@pytest.fixture
def visit(browser: webdriver.Chrome, base: str):
    """Opens a page of the app; at the end nobody else has been asked for anything and no page has complained."""

    def get(address: str) -> webdriver.Chrome:
        browser.get(base + address)
        return browser

    with undisturbed(browser, base):
        yield get
