"""A release on another engine: whole and counted, or said to be in part, and made whole by the same command."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest

from glocal_graph.data.store import open_store
from glocal_graph.data.store.authentication import Credentials
from glocal_graph.data.store.publisher import Target, publish_to
from glocal_graph.data.store.snapshot import Snapshot, current, draft
from glocal_graph.model.errors import RemoteError, UsageError
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import BASE, ID, glocal
from tests.engines.running import Silence, find_port, writable_oxigraph

DATASET = f"{BASE}graph/dataset"
COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
Many = Callable[..., Snapshot]


@pytest.fixture
def release(tmp_path: Path) -> Many:
    """Makes a release with graphs of many triples, one with blank nodes, and one that names it."""

    def make(number: str, *names: str, triples: int = 50) -> Snapshot:
        with draft(tmp_path / "store", release=number) as made:
            for name in names or ("a", "b", "c"):
                graph = ox.NamedNode(f"{BASE}graph/{name}")
                things = [ox.NamedNode(f"{ID}thing/{name}{at}") for at in range(triples)]
                made.store.extend(
                    ox.Quad(
                        thing, ox.NamedNode(glocal("note")), ox.Literal(f'"{name}" é\n_:x', language="ja-Latn"), graph
                    )
                    for thing in things
                )
            blank, graph = ox.BlankNode("x"), ox.NamedNode(f"{BASE}graph/blank")
            made.store.add(ox.Quad(ox.NamedNode(f"{ID}thing/has"), ox.NamedNode(glocal("about")), blank, graph))
            made.store.add(ox.Quad(blank, ox.NamedNode(glocal("note")), ox.Literal("a _:b <c> ."), graph))
            said = ox.Quad(ox.NamedNode(f"{ID}dataset"), ox.NamedNode(glocal("release")), ox.Literal(number))
            made.store.add(ox.Quad(said.subject, said.predicate, said.object, ox.NamedNode(DATASET)))
            return made.publish()

    return make


def counts(address: str) -> dict[str, int]:
    rows = open_store(Settings(store=address)).select(COUNTS)
    return {row["g"].value: int(row["n"].value) for row in rows}


def of_ours(found: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in found.items() if name.startswith(BASE)}


def test_the_real_release_is_there_whole_under_its_number(endpoint: str, real_settings: Settings):
    snapshot = current(Path(real_settings.store))
    assert of_ours(counts(endpoint)) == dict(snapshot.manifest["graphs"])
    store = open_store(Settings(store=endpoint))
    assert store.release == snapshot.release


def test_a_blank_node_is_one_thing_on_both_sides_of_a_part(release: Many, tmp_path: Path):
    with writable_oxigraph(tmp_path / "engine") as (address, _):
        publish_to(release("1"), Target(address), Settings(), Silence())
        found = open_store(Settings(store=address)).select(
            f"SELECT ?words {{ <{ID}thing/has> <{glocal('about')}> ?x . ?x <{glocal('note')}> ?words }}"
        )
        assert [row["words"].value for row in found] == ["a _:b <c> ."]


def test_graphs_that_a_release_has_no_more_are_removed_and_others_stay(release: Many, tmp_path: Path):
    with writable_oxigraph(tmp_path / "engine") as (address, _):
        publish_to(release("1", "a", "b"), Target(address), Settings(), Silence())
        theirs = Request(
            address.replace("/query", "/store?") + urlencode({"graph": "http://example.org/own"}),
            data=b"<urn:a> <urn:b> <urn:c> .",
            headers={"Content-Type": "application/n-triples"},
            method="PUT",
        )
        urlopen(theirs).close()
        done = publish_to(release("2", "b", "c"), Target(address), Settings(), Silence())
        assert done.removed == [f"{BASE}graph/a"]
        assert done.others == ["http://example.org/own"]
        assert counts(address) == {**dict(release_graphs("b", "c")), "http://example.org/own": 1}
        assert done.release == "2"


def release_graphs(*names: str) -> Iterator[tuple[str, int]]:
    yield from ((f"{BASE}graph/{name}", 50) for name in names)
    yield f"{BASE}graph/blank", 2
    yield DATASET, 1


def test_without_a_graph_store_updates_do_the_same(release: Many, tmp_path: Path):
    snapshot = release("1", "updated", triples=2500)
    with writable_oxigraph(tmp_path / "engine") as (address, _):
        publish_to(snapshot, Target(address, update=address.replace("/query", "/update")), Settings(), Silence())
        assert counts(address)[f"{BASE}graph/updated"] == 2500


def test_large_graphs_go_over_in_parts(release: Many, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("glocal_graph.data.store.graph_client._PART", 2000)
    advanced: list[int] = []

    class Steps(Silence):
        def advance(self, count: int = 1) -> None:
            advanced.append(count)

    with writable_oxigraph(tmp_path / "engine") as (address, _):
        publish_to(release("1", "a", triples=300), Target(address), Settings(), Steps())
        assert counts(address)[f"{BASE}graph/a"] == 300
    assert max(advanced) < 50
    assert sum(advanced) == 303


@pytest.mark.parametrize("end", ["the engine dies", "somebody stops it"])
def test_what_ends_half_way_says_what_is_there_and_can_be_repeated(release: Many, tmp_path: Path, end: str):
    first, second, port = release("1"), release("2", "a", "b", "d"), find_port()

    class Ending(Silence):
        def step(self, title: str, total: int) -> None:
            if title == "d":
                if end == "somebody stops it":
                    raise KeyboardInterrupt
                server.kill()
                server.wait()

    with writable_oxigraph(tmp_path / "engine", port) as (address, server):
        publish_to(first, Target(address), Settings(), Silence())
        with pytest.raises(RemoteError) as caught:
            publish_to(second, Target(address), Settings(), Ending())
    said = str(caught.value)
    assert "names no release: 3 of 5 graphs are new (a, b, blank)" in said
    assert "d is there in part" in said
    assert "run the same command again" in said
    with writable_oxigraph(tmp_path / "engine", port) as (address, _):
        assert open_store(Settings(store=address)).release.startswith("counts-"), "it names no release"
        publish_to(second, Target(address), Settings(), Silence())
        assert open_store(Settings(store=address)).release == "2"
        assert counts(address) == dict(release_graphs("a", "b", "d"))


@pytest.mark.parametrize(("user", "password"), [("dba", "wrong"), ("", "")])
def test_virtuoso_takes_nothing_from_somebody_else(release: Many, virtuoso_engine, user: str, password: str):
    target = Target(virtuoso_engine.query, credentials=Credentials(user, password))
    with pytest.raises(RemoteError, match="answered 401: it wants another password") as caught:
        publish_to(release("1"), target, Settings(), Silence())
    assert "names no release" not in str(caught.value), "nothing was changed"


def test_a_release_of_lost_triples_is_not_called_published(release: Many, tmp_path: Path):
    class Thief(Silence):
        def advance(self, count: int = 1) -> None:
            body = urlencode(
                {"update": f"DELETE WHERE {{ GRAPH <{BASE}graph/b> {{ <{ID}thing/b7> ?p ?o }} }}"}
            ).encode()
            urlopen(address.replace("/query", "/update"), body).close()

    with writable_oxigraph(tmp_path / "engine") as (address, _):
        with pytest.raises(RemoteError, match=r"graph/b has 49 triples there, and 50 in the snapshot"):
            publish_to(release("1"), Target(address), Settings(), Thief())
        assert open_store(Settings(store=address)).release.startswith("counts-")


@contextmanager
def recorder(answers: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """An address that notes who asks by which header, and answers each method as told."""
    asked: list[tuple[str, str]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append((self.command, self.headers.get("Authorization") or ""))
            status, headers, body = answers[self.command]
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


NO_ROWS = json.dumps({"head": {"vars": []}, "results": {"bindings": []}}).encode()
ROWS = {"Content-Type": "application/sparql-results+json"}


@pytest.mark.parametrize(
    ("credentials", "challenge", "header"),
    [
        (Credentials(token="t0ken"), {}, "Bearer t0ken"),
        (Credentials("ann", "b:c"), {"WWW-Authenticate": 'Basic realm="x"'}, "Basic YW5uOmI6Yw=="),
    ],
)
def test_a_token_or_a_name_goes_with_what_changes_something(release: Many, tmp_path, credentials, challenge, header):
    refused = {"GET": (401 if challenge else 200, challenge, b""), "DELETE": (403, {}, b"not you")}
    with (
        writable_oxigraph(tmp_path / "engine") as (query, _),
        recorder(refused) as (address, asked),
        pytest.raises(RemoteError, match="answered 403: this user or token may not write"),
    ):
        publish_to(release("1"), Target(query, f"{address}/store", credentials=credentials), Settings(), Silence())
    assert ("DELETE", header) in asked


def test_an_engine_that_is_not_known_is_asked_for_where_it_takes_graphs(release: Many):
    with recorder({"GET": (200, ROWS, NO_ROWS)}) as (address, _), pytest.raises(UsageError, match="--graph-store"):
        publish_to(release("1"), Target(address), Settings(), Silence())


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "glocal_graph.front.cli", "publish", *arguments]
    return subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        stdin=subprocess.DEVNULL,
    )


def test_the_command_publishes_and_says_so(release: Many, tmp_path: Path):
    release("1"), release("2", "a")
    store = str(tmp_path / "store")
    with writable_oxigraph(tmp_path / "engine") as (address, _):
        done = run("--to", address, "--store", store, "--release", "1")
        assert done.returncode == 0, done.stderr
        assert f"release 1 is on Oxigraph at {address}: 153 triples in 5 named graphs" in done.stderr
        done = run("--to", address, "--store", store)
        assert "release 2 is on Oxigraph" in done.stderr
        assert f"removed, since the release has them no more: {BASE}graph/b, {BASE}graph/c" in done.stderr
        assert open_store(Settings(store=address)).release == "2"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--to", "http://127.0.0.1:1/query"], 1, "cannot be reached"),
        (["--to", "ftp://127.0.0.1/query"], 2, "is no address"),
        (["--to", "http://me:secret@127.0.0.1/query"], 2, "without a password"),
        (["--to", "http://127.0.0.1:1/query", "--release", "9"], 2, 'there is no release "9"'),
        (["--to", "http://127.0.0.1:1/query", "--user", "ann"], 2, "set GLOCAL_PUBLISH_PASSWORD"),
        (["--to", "http://127.0.0.1:1/query", "--store", "http://127.0.0.1:1/query"], 2, "--store names the folder"),
        ([], 2, "--to"),
    ],
)
def test_what_cannot_be_published_is_one_line(
    release: Many, tmp_path: Path, arguments: list[str], code: int, words: str
):
    release("1")
    if "--store" not in arguments:
        arguments = [*arguments, "--store", str(tmp_path / "store")]
    done = run(*arguments, GLOCAL_PUBLISH_PASSWORD="")
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "secret" not in done.stderr.replace("me:secret@127.0.0.1/query", "")
