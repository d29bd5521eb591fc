"""The whole site over another engine: what its pages are made of is what the snapshot gives, and each page is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.front.web import create_app
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import ID, glocal
from glocal_graph.output import export
from glocal_graph.questions.encounters import find_encounters, find_figures
from glocal_graph.questions.facts import describe
from glocal_graph.questions.network import neighbourhood
from glocal_graph.questions.search import NameIndex
from glocal_graph.questions.source_claims import read_said
from glocal_graph.questions.tie_lists import list_ties, name_ties

THINGS = [
    "municipality/46201",
    "partnership/46201--gn-2063523",
    "event/2018-02-19-iikura-kochi",
    "person/saigo-takamori",
    "prefecture/JP-46",
    "country/IT",
]
PAGES = [
    "/",
    "/search?q=鹿児島",
    "/explore?focus=prefecture/JP-46",
    "/doc/municipality/46201",
    "/doc/prefecture/JP-39?lang=ja",
    "/doc/country/US",
    "/doc/partnership/46201--gn-2063523",
    "/doc/source/monthly-glocal-news-2018-03",
    "/doc/source/www-clair-or-jp-22aff5aa?page-claims=2",
    "/api/views/country/US/areas.json",
    "/doc/event/2018-02-19-iikura-kochi.ttl",
    "/questions",
    "/questions/partners-of-place",
    "/questions/completeness?by=country&lang=ja",
    "/sparql",
    "/sparql?query=ASK%7B%3Fs+%3Fp+%3Fo%7D",
    "/data",
    "/ontology",
    "/health",
]


@pytest.fixture(scope="module")
def other(endpoint: str) -> Iterator[GraphStore]:
    store = open_store(Settings(store=endpoint, query_seconds=60.0))
    yield store
    store.close()


@pytest.fixture(scope="module")
def client(endpoint: str, other: GraphStore) -> FlaskClient:
    return create_app(Settings(store=endpoint, query_seconds=60.0), other).test_client()


def test_every_kind_of_thing_is_described_alike(real_store: GraphStore, other: GraphStore):
    for thing in THINGS:
        assert describe(other, ID + thing) == describe(real_store, ID + thing), thing


def test_the_parts_of_a_page_are_alike(real_store: GraphStore, other: GraphStore):
    for place in ("municipality/46201", "country/IT"):
        ours, theirs = (list_ties(store, ID + place) for store in (real_store, other))
        assert theirs == ours
        assert find_encounters(other, ours.here) == find_encounters(real_store, ours.here)
        assert find_figures(other, ours.here) == find_figures(real_store, ours.here)
        assert name_ties(other, ours.all[:20]) == name_ties(real_store, ours.all[:20]) != ()
    for source in ("source/monthly-glocal-news-2018-03", "source/www-clair-or-jp-22aff5aa"):
        assert read_said(other, ID + source) == read_said(real_store, ID + source)


@pytest.mark.parametrize(("focus", "hops"), [("municipality/46201", 2), ("prefecture/JP-46", 1), ("country/IT", 1)])
def test_networks_are_the_same(real_store: GraphStore, other: GraphStore, focus: str, hops: int):
    ours, theirs = (neighbourhood(store, [ID + focus], hops=hops) for store in (real_store, other))
    assert dict(theirs.nodes(data=True)) == dict(ours.nodes(data=True)) != {}
    assert sorted(theirs.edges(keys=True)) == sorted(ours.edges(keys=True)) != []


def test_names_lead_to_the_same_things(real_store: GraphStore, other: GraphStore):
    ours, theirs = NameIndex.from_store(real_store), NameIndex.from_store(other)
    for text in ("鹿児島市", "かごしま", "Perth", "46201", "Saint Petersburg", "naples"):
        assert theirs.search(text) == ours.search(text) != []


def test_the_counts_are_those_of_the_release(real_store: GraphStore, other: GraphStore):
    assert dict(other.graphs()) == dict(real_store.graphs())
    assert other.release == real_store.release


def test_a_network_is_taken_away_alike(real_store: GraphStore, other: GraphStore):
    graphs = [neighbourhood(store, [ID + "municipality/46201"]) for store in (real_store, other)]
    stores = (real_store, other)
    ours, theirs = (
        export.export_network(graph, "ntriples", store) for graph, store in zip(graphs, stores, strict=True)
    )
    labels = f"<{ID}municipality/46201> <{glocal('jisCode')}>"
    assert labels.encode() in ours
    assert len(theirs.splitlines()) == len(ours.splitlines())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_each_kind_is_there(client: FlaskClient, page: str):
    answer = client.get(page)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    assert answer.get_data()
