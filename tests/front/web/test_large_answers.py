"""Answers too large for one piece of memory, over real connections: whole, or refused, or visibly broken off."""

from __future__ import annotations

import gzip
import http.client
import json
import threading
import time
import zlib
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pyoxigraph as ox
import pytest

from glocal_graph.data.store.snapshot import draft
from tests.front.web.running import ask, find_port, running, wait_for

BASE = "https://w3id.org/glocal-graph/"
PAIRS = "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y }"
MILLION = 1_000_000
MEGABYTE = 1 << 20
#: A file of an answer that cannot be read any further, as on a disk that fails.
_FAILING = """
from glocal_graph.data.store.interface import Answer
whole = Answer.parts
def parts(self, chunk=65536):
    for number, part in enumerate(whole(self, chunk)):
        if number == 3:
            raise OSError("the disk fails")
        yield part
Answer.parts = parts
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A thousand statements and one, of which any two make a million rows."""
    root: Path = tmp_path_factory.mktemp("large") / "store"
    about, graph = ox.NamedNode(f"{BASE}ontology#about"), ox.NamedNode(f"{BASE}graph/events")
    with draft(root) as made:
        for number in range(1001):
            made.store.add(ox.Quad(ox.NamedNode(f"{BASE}id/event/{number:04}"), about, ox.Literal(str(number)), graph))
        made.publish()
    return str(root)


def address(query: str, **fields: object) -> str:
    return "/sparql?" + urlencode({"query": query, **fields})


# ── Constant memory ───────────────────────────────────────────────────────────────────────────────────────


class Reader(threading.Thread):
    """A client that reads a large answer, after a pause, and keeps nothing of it."""

    def __init__(self, port: int, way: str, pause: float) -> None:
        super().__init__()
        self._port, self._way, self._pause = port, way, pause
        self.rows = self.received = self.promised = 0

    def run(self) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=100)) as connection:
            headers = {"Accept": "text/csv", "Accept-Encoding": self._way}
            connection.request("GET", address(f"{PAIRS} LIMIT {MILLION}", timeout=60), headers=headers)
            answer = connection.getresponse()
            assert answer.status == 200
            self.promised = int(answer.headers["Content-Length"])
            unpack = zlib.decompressobj(31).decompress if self._way == "gzip" else bytes
            time.sleep(self._pause)
            while part := answer.read(MEGABYTE):
                self.received += len(part)
                self.rows += unpack(part).count(b"\n")


@pytest.mark.slow
def test_a_million_rows_for_each_of_three_clients_do_not_grow_the_process_that_sends_them(store, tmp_path):
    with running(tmp_path, store=store, port=0) as (process, said):
        port = wait_for(find_port(said, tmp_path))
        senders = psutil.Process(process.pid).children()
        assert senders
        before = {sender: sender.memory_info().rss for sender in senders}
        most = dict(before)
        readers = [Reader(port, "identity", 0), Reader(port, "identity", 3), Reader(port, "gzip", 0)]
        for reader in readers:
            reader.start()
        while any(reader.is_alive() for reader in readers):
            most = {sender: max(size, sender.memory_info().rss) for sender, size in most.items()}
            time.sleep(0.02)
    assert [(reader.rows, reader.received) for reader in readers] == [
        (MILLION + 1, reader.promised) for reader in readers
    ]
    assert readers[0].received > 50 * MEGABYTE
    assert {sender: size - before[sender] for sender, size in most.items() if size - before[sender] > 100e6} == {}


# ── All or nothing ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def bounded(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bounded")
    limits = {"result_bytes": 2 * MEGABYTE, "query_seconds": 5, "query_seconds_most": 1, "query_length": 2000}
    with running(folder, store=store, port=0, **limits) as (_, said):
        yield wait_for(find_port(said, folder))


def refused(port: int, where: str, method: str = "GET", body: bytes | None = None, **headers: str):
    status, given, said = ask(port, where, method, body, **headers)
    assert given["Content-Type"] == "application/problem+json"
    assert given["Access-Control-Allow-Origin"] == "*"
    return status, given, json.loads(said)["detail"]


def test_a_result_that_is_too_large_is_refused_before_any_of_it_is_sent(bounded):
    for form in ("csv", "json", "xml", "tsv"):
        status, _, detail = refused(bounded, address(PAIRS, format=form))
        assert status == 413
        assert "LIMIT" in detail
    status, headers, body = ask(bounded, address(f"{PAIRS} LIMIT 9000", format="csv"))
    assert (status, body.count(b"\n"), int(headers["Content-Length"])) == (200, 9001, len(body))


def test_a_query_that_takes_too_long_is_stopped_with_word_of_when_to_come_again(bounded):
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c < ?f && ?f < ?i) }"
    for timeout, told in (("0.3", "0.3 s"), ("3600", "1 s")):
        status, headers, detail = refused(bounded, address(runaway, timeout=timeout))
        assert status == 503
        assert headers["Retry-After"].isdigit()
        assert f"after {told}" in detail
        assert "timeout= gives a query up to 1 s" in detail


def test_a_text_that_is_too_long_is_refused_however_it_comes(bounded):
    long = "ASK {} #" + "x" * 2000
    assert refused(bounded, address(long))[0] == 414
    form, direct = "application/x-www-form-urlencoded", "application/sparql-query"
    assert refused(bounded, "/sparql", "POST", urlencode({"query": long}).encode(), Content_Type=form)[0] == 413
    assert refused(bounded, "/sparql", "POST", long.encode(), Content_Type=direct)[0] == 413


@pytest.fixture(scope="module")
def failing(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("failing")
    with running(folder, _FAILING, store=store, port=0) as (_, said):
        yield wait_for(find_port(said, folder))


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_an_answer_that_breaks_off_does_not_pass_for_a_whole_one(failing, form):
    with closing(http.client.HTTPConnection("127.0.0.1", failing, timeout=30)) as connection:
        connection.request("GET", address(f"{PAIRS} LIMIT 20000", format=form))
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            connection.getresponse().read()
    assert ask(failing, address("ASK {}"))[0] == 200


@pytest.mark.parametrize("way", ["gzip", "br", "zstd"])
def test_an_answer_that_breaks_off_while_it_is_packed_is_a_fault_of_ours(failing, way):
    status, headers, body = ask(failing, address(f"{PAIRS} LIMIT 20000"), Accept_Encoding=way)
    assert status == 500
    assert "Content-Encoding" not in headers
    assert json.loads(body)["status"] == 500


def test_what_is_packed_in_parts_is_whole_when_it_arrives(store, tmp_path):
    with running(tmp_path, store=store, port=0) as (_, said):
        port = wait_for(find_port(said, tmp_path))
        where = address(f"{PAIRS} LIMIT 20000", format="tsv")
        plain = ask(port, where)[2]
        _, headers, packed = ask(port, where, Accept_Encoding="gzip")
    assert int(headers["Content-Length"]) == len(packed)
    assert gzip.decompress(packed) == plain
