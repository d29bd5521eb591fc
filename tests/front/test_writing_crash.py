"""The server killed at any moment of a stream of writes: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import pytest

from glocal_graph.data.editing_patch import read_patches
from glocal_graph.data.store.lock import hold
from glocal_graph.data.store.snapshot import verify
from glocal_graph.model.settings import Settings
from tests.front.serving import TOKEN, start
from tests.writing import PREFIXES, ask, publish_valid, served, theme

KILLS = 10


class Writers:
    """Two writers that send one theme after the other, and note what was sent and what was acknowledged."""

    def __init__(self, address: str, number: int) -> None:
        self.host, self.number = address.removeprefix("http://"), number
        self.sent: set[str] = set()
        self.acknowledged: dict[str, str] = {}
        self.begun = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(name,)) for name in "ab"]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _write(self, name: str) -> None:
        with suppress(OSError, HTTPException):
            for count in range(1000):
                thing = f"kill-{self.number}-{name}-{count}"
                self.sent.add(thing)
                headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
                text = PREFIXES + f"INSERT DATA {{ {theme(thing)} }}"
                self.begun.set()
                with closing(HTTPConnection(self.host, timeout=120)) as connection:
                    connection.request("POST", "/update", text.encode(), headers)
                    response = connection.getresponse()
                    body = json.loads(response.read())
                assert response.status == 200, body
                self.acknowledged[thing] = body["change"]


def kill(process: subprocess.Popen[str], which: random.Random) -> None:
    """Kill one process of the server, the rest after it, and wait until all are gone."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    which.choice(family[:2]).kill()
    time.sleep(which.random() / 2)
    for member in family[:2]:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    process.wait(30)
    process.stderr.close()
    _, alive = psutil.wait_procs(family[1:], timeout=60)
    assert not alive, "a process of the server outlived it"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of Unix")
def test_a_server_killed_ten_times_keeps_what_it_acknowledged_and_nothing_by_halves(tmp_path):
    settings = publish_valid(tmp_path / "store")
    moment = random.Random(20261123)
    sent: set[str] = set()
    acknowledged: dict[str, str] = {}
    for number in range(KILLS):
        process, address = start(settings.store)
        writers = Writers(address, number)
        assert writers.begun.wait(60)
        time.sleep(moment.random() * 6)
        kill(process, moment)
        writers.join()
        sent |= writers.sent
        acknowledged |= writers.acknowledged
        check(settings, sent, acknowledged)
    assert acknowledged, "no write was acknowledged between the kills: this showed nothing"
    assert sent - set(acknowledged), "no kill met a write on its way: this showed nothing"


def check(settings: Settings, sent: set[str], acknowledged: dict[str, str]) -> None:
    with hold(Path(settings.store) / ".lock"):
        snapshot = served(settings)
    verify(snapshot)
    rows = ask(
        settings,
        """SELECT ?thing (COUNT(?o) AS ?n) { GRAPH graph:edits { ?thing a glocal:Theme ; ?p ?o } } GROUP BY ?thing""",
    )
    found = {thing.rsplit("/", 1)[1]: int(count) for thing, count in rows}
    assert set(acknowledged) <= set(found) <= sent
    assert set(found.values()) <= {3}, "a write is there by halves"
    changes = {row[0] for row in ask(settings, "SELECT ?c { GRAPH graph:changes { ?c a glocal:Change } }")}
    assert set(acknowledged.values()) <= changes
    assert len(changes) == len(found), "a write without its record, or a record without its write"
    assert len(read_patches(snapshot.path)) == len(found)
