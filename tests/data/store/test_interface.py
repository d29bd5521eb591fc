"""An answer as bytes or as a file; the dataset of a request, alike for a folder and an address."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from glocal_graph.data.store import Answer, GraphStore, open_store
from glocal_graph.data.store.snapshot import current
from glocal_graph.model.errors import GraphUnknown
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import GRAPH

PLACES, TIES = GRAPH + "places", GRAPH + "partnerships"
ALL, NAMED = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module", params=["folder", "address"])
def store(request: pytest.FixtureRequest, snapshot_root: Path) -> Iterator[GraphStore]:
    place = str(snapshot_root) if request.param == "folder" else request.getfixturevalue("oxigraph_server")
    opened = open_store(Settings(store=place))
    yield opened
    opened.close()


def count(store: GraphStore, text: str, **graphs: list[str]) -> int:
    return int(store.query(text, media_type="text/csv", **graphs).body.split()[1])


def test_the_named_graphs_are_those_of_the_manifest(store, snapshot_root):
    assert store.graphs() == current(snapshot_root).manifest["graphs"]
    assert len(store.graphs()) > 2


def test_given_graphs_are_the_dataset_instead_of_the_union(store):
    graphs = store.graphs()
    assert count(store, ALL) == sum(graphs.values()) == count(store, NAMED)
    assert count(store, ALL, default_graphs=[PLACES]) == graphs[PLACES]
    assert count(store, NAMED, default_graphs=[PLACES]) == 0
    assert count(store, ALL, default_graphs=[PLACES, TIES]) == graphs[PLACES] + graphs[TIES]
    assert count(store, ALL, named_graphs=[PLACES]) == 0
    assert count(store, NAMED, named_graphs=[PLACES]) == graphs[PLACES]
    assert count(store, NAMED, default_graphs=[PLACES], named_graphs=[TIES]) == graphs[TIES]


def test_given_graphs_replace_those_of_the_query(store):
    graphs = store.graphs()
    text = f"SELECT (COUNT(*) AS ?n) FROM <{TIES}> FROM NAMED <{TIES}> "
    assert count(store, text + "{ ?s ?p ?o }", default_graphs=[PLACES]) == graphs[PLACES]
    assert count(store, text + "{ GRAPH ?g { ?s ?p ?o } }", named_graphs=[PLACES]) == graphs[PLACES]


@pytest.mark.parametrize("field", ["default_graphs", "named_graphs"])
def test_a_graph_that_is_not_here_is_named_and_never_fetched(store, field):
    with pytest.raises(GraphUnknown, match=r"no graph http://127\.0\.0\.1:9/x here.*/data") as caught:
        store.query(ALL, **{field: [PLACES, "http://127.0.0.1:9/x"]})
    assert caught.value.status == 400


def test_an_answer_is_read_whole_or_in_parts_from_memory_or_from_a_file():
    body = bytes(range(256)) * 1000
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    file.write(body)
    for answer in (Answer("select", "text/csv", body), Answer("select", "text/csv", file)):
        assert (answer.size, answer.body) == (len(body), body)
        assert [len(part) for part in answer.parts(100_000)] == [100_000, 100_000, 56_000]
        with ThreadPoolExecutor(4) as readers:
            wholes = list(readers.map(lambda _, it=answer: b"".join(it.parts(999)), range(8)))
        assert set(wholes) == {body}
        answer.close()
    assert file.closed


def test_an_empty_answer_has_no_parts():
    assert list(Answer("construct", "application/n-triples", b"").parts()) == []


def test_a_file_that_was_cut_is_no_answer():
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    file.write(b"12345")
    answer = Answer("select", "text/csv", file)
    file.truncate(3)
    with pytest.raises(OSError, match="shorter"):
        _ = answer.body
