"""Answers may be kept by anyone, and yet a new release shows at once: over real connections, past every cache."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from glocal_graph.data.store.snapshot import draft
from tests.front.web.running import ask, find_port, running, wait_for

BASE = "https://w3id.org/glocal-graph/"
COUNT = "/sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})


def publish(root: Path, number: int) -> None:
    with draft(root) as made:
        for event in range(number):
            name = ox.NamedNode(f"{BASE}id/event/{event}")
            about, graph = ox.NamedNode(f"{BASE}ontology#about"), ox.NamedNode(f"{BASE}graph/events")
            made.store.add(ox.Quad(name, about, ox.Literal(str(event)), graph))
        made.publish()


def counted(body: bytes) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("way", ["identity", "gzip"])
def test_what_a_client_holds_is_good_until_the_next_release_and_not_a_moment_longer(tmp_path, way):
    publish(tmp_path / "store", 60)
    with running(tmp_path, store=str(tmp_path / "store"), port=0) as (_, said):
        port = wait_for(find_port(said, tmp_path))
        asked = {"Accept_Encoding": way}
        _, first, body = ask(port, COUNT, **asked)
        assert counted(body) == 60
        for known in (first["ETag"], f'"other", {first["ETag"]}', first["ETag"].removeprefix("W/"), "*"):
            status, again, body = ask(port, COUNT, If_None_Match=known, **asked)
            assert (status, body, again["ETag"]) == (304, b"", first["ETag"])
        publish(tmp_path / "store", 61)
        status, fresh, body = ask(port, COUNT, If_None_Match=first["ETag"], **asked)
        assert (status, counted(body)) == (200, 61)
        assert fresh["ETag"] != first["ETag"]
        assert fresh["Glocal-Release"] != first["Glocal-Release"]


def test_the_time_that_a_client_gives_makes_no_other_answer_and_everything_else_does(tmp_path):
    publish(tmp_path / "store", 3)
    with running(tmp_path, store=str(tmp_path / "store"), port=0) as (_, said):
        port = wait_for(find_port(said, tmp_path))
        tag = ask(port, COUNT)[1]["ETag"]
        assert ask(port, COUNT + "&timeout=3")[1]["ETag"] == tag
        others = [
            ask(port, COUNT + "+")[1]["ETag"],
            ask(port, COUNT + "&default-graph-uri=" + BASE + "graph/events")[1]["ETag"],
            ask(port, COUNT + "&named-graph-uri=" + BASE + "graph/events")[1]["ETag"],
            ask(port, COUNT, Accept="text/csv")[1]["ETag"],
            ask(port, COUNT, Accept="application/json")[1]["ETag"],
        ]
        assert len({tag, *others}) == 6
