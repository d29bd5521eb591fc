from __future__ import annotations

import pytest

from glocal_graph.questions.network import exactly, gather, neighbourhood, whole
from glocal_graph.questions.network_facts import PROPERTIES
from glocal_graph.questions.network_kept import KeptReader
from glocal_graph.questions.network_queries import Reader
from tests.small_graph import ID, MemoryStore

STORE = MemoryStore()
THINGS = sorted(thing for thing in Reader(STORE).read_subjects() if thing.startswith(ID))


@pytest.fixture(scope="module")
def kept() -> KeptReader:
    return KeptReader(STORE)


def told(graph):
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True)), graph.graph


@pytest.mark.parametrize("hops", [1, 2])
def test_every_neighbourhood_is_the_same_as_that_read_from_the_store(kept, hops):
    for thing in THINGS:
        assert told(neighbourhood(kept, [thing], hops=hops)) == told(neighbourhood(STORE, [thing], hops=hops)), thing


def test_the_whole_net_and_what_is_put_together_are_the_same(kept):
    assert told(whole(kept, within=True)) == told(whole(STORE, within=True))
    focus, add = [ID + "municipality/46201", ID + "gone/x"], [ID + "municipality/40130", ID + "partnership/x"]
    assert told(gather(kept, focus, add=add)) == told(gather(STORE, focus, add=add))
    assert told(exactly(kept, THINGS)) == told(exactly(STORE, THINGS))


def test_no_query_is_asked_any_more(kept):
    before = len(STORE.queries)
    neighbourhood(kept, THINGS[:5], hops=3)
    assert len(STORE.queries) == before


def test_what_is_not_kept_is_asked_of_the_store(kept):
    label = "http://www.w3.org/2000/01/rdf-schema#comment"
    assert label not in PROPERTIES
    assert kept.read_facts(THINGS, [label]) == Reader(STORE).read_facts(THINGS, [label])
