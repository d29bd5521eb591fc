"""A store at an address: Oxigraph's own server, and endpoints that behave badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pyoxigraph as ox
import pytest

from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.data.store.interface import GRAPH_TYPES, TABLE_TYPES
from glocal_graph.data.store.snapshot import current, draft
from glocal_graph.model.errors import FormatUnknown, QueryStopped, QuerySyntaxError, RemoteError, UsageError
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import ID, glocal
from tests.conftest import serve_oxigraph
from tests.small_graph import KAGOSHIMA

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
ROWS = f"SELECT ?l ?none {{ <{KAGOSHIMA}> {LABEL} ?l OPTIONAL {{ ?l ?l ?none }} }} ORDER BY ?l"
#: The answer to the question that every store asks when it is opened: whether the default graph is the union.
UNION = b'{"head":{"vars":[]},"results":{"bindings":[{}]}}'

Reply = Callable[[BaseHTTPRequestHandler, str], None]


@pytest.fixture(scope="module")
def remote(oxigraph_server: str) -> GraphStore:
    return open_store(Settings(store=oxigraph_server))


@pytest.fixture(scope="module")
def local(snapshot_root: Path) -> Iterator[GraphStore]:
    store = open_store(Settings(store=str(snapshot_root)))
    yield store
    store.close()


@contextmanager
def endpoint(reply: Reply) -> Iterator[Settings]:
    """An endpoint that answers the first question as Oxigraph does, and every other as `reply` does."""
    questions = 0

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            nonlocal questions
            questions += 1
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if questions == 1:
                send(self, UNION, "application/sparql-results+json")
            else:
                reply(self, body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield Settings(store=f"http://127.0.0.1:{server.server_port}/sparql", query_seconds=1.0)
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, body: bytes, media_type: str, status: int = 200, length: int = 0) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(length or len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_it_answers_as_the_snapshot_does(remote, local):
    assert remote.select(ROWS) == local.select(ROWS) != []
    text = f"CONSTRUCT WHERE {{ <{KAGOSHIMA}> ?p ?o }}"
    assert set(remote.construct(text)) == set(local.construct(text)) != set()
    graphs = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    assert remote.select(graphs) == local.select(graphs) != []


@pytest.mark.parametrize("media_type", TABLE_TYPES)
@pytest.mark.parametrize("text", [ROWS, "ASK { ?s ?p ?o }"])
def test_rows_come_in_each_media_type(remote, local, media_type, text):
    ours, theirs = local.query(text, media_type=media_type), remote.query(text, media_type=media_type)
    assert (theirs.form, theirs.media_type) == (ours.form, media_type)
    assert theirs.body == ours.body


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_triples_come_in_each_media_type(remote, local, media_type):
    text = f"DESCRIBE <{KAGOSHIMA}>"
    answer = remote.query(text, media_type=media_type)
    assert (answer.form, answer.media_type) == ("construct", media_type)
    assert {quad.triple for quad in ox.parse(answer.body, format=GRAPH_TYPES[media_type])} == set(local.construct(text))


def test_a_syntax_error_has_line_and_column(remote):
    with pytest.raises(QuerySyntaxError) as caught:
        remote.query("SELECT * {\n ?s ?p ?o ?q }")
    assert (caught.value.line, caught.value.column) == (2, 11)
    with pytest.raises(QuerySyntaxError, match="no SELECT, ASK"):
        remote.query("INSERT DATA { <urn:a> <urn:a> 1 }")
    with pytest.raises(QuerySyntaxError, match="prefix ex: is not declared"):
        remote.select("SELECT * { ?s ex:p ?o }")


def test_a_form_that_cannot_be_written_so_is_refused_before_anything_is_sent(remote):
    with pytest.raises(FormatUnknown):
        remote.query("ASK {}", media_type="text/turtle")


def test_without_a_release_the_counts_name_one(remote, snapshot_root):
    assert remote.release.startswith("counts-")
    assert remote.release == open_store(Settings(store=remote.info()["address"])).release
    assert remote.info()["graphs"] == current(snapshot_root).manifest["graphs"]
    assert remote.info()["triples"] == current(snapshot_root).triples


def test_a_graph_that_says_its_release_is_believed(tmp_path):
    with draft(tmp_path, release="2026.01.02-3") as made:
        release = ox.Literal(made.release)
        made.store.add(
            ox.Quad(ox.NamedNode(ID + "dataset"), ox.NamedNode(glocal("release")), release, ox.NamedNode("urn:g"))
        )
        snapshot = made.publish()
    with serve_oxigraph(snapshot.store_path, "--union-default-graph") as address:
        assert open_store(Settings(store=address)).release == "2026.01.02-3"


def test_a_server_without_the_union_is_told_how_to_have_it(snapshot_root):
    with (
        serve_oxigraph(current(snapshot_root).store_path) as address,
        pytest.raises(RemoteError, match="--union-default-graph"),
    ):
        open_store(Settings(store=address))


def test_nobody_at_the_address_is_a_clear_error():
    with pytest.raises(RemoteError, match=r"127\.0\.0\.1:1/sparql cannot be reached"):
        open_store(Settings(store="http://127.0.0.1:1/sparql"))


@pytest.mark.parametrize("address", ["http://user:secret@127.0.0.1/", "http:///sparql"])
def test_an_address_needs_a_host_and_no_password(address):
    with pytest.raises(UsageError, match="http://host") as caught:
        open_store(Settings(store=address))
    assert "secret" not in str(caught.value)


@pytest.mark.alone
def test_an_engine_that_takes_too_long_is_not_waited_for():
    with endpoint(lambda handler, _: time.sleep(4)) as settings:
        store, started = open_store(settings), time.monotonic()
        with pytest.raises(QueryStopped, match=r"within 0\.3 s") as caught:
            store.query("ASK {}", seconds=0.3)
        assert caught.value.limit == "time"
        assert time.monotonic() - started < 3.5


def test_an_engine_that_trickles_is_not_waited_for():
    def trickle(handler: BaseHTTPRequestHandler, _: str) -> None:
        send(handler, b"{", "application/sparql-results+json", length=1000)
        for _ in range(30):
            time.sleep(0.1)
            handler.wfile.write(b" ")

    with endpoint(trickle) as settings, pytest.raises(QueryStopped):
        open_store(settings).query("ASK {}", seconds=0.5)


def test_an_answer_past_its_size_is_not_read():
    def pour(handler: BaseHTTPRequestHandler, _: str) -> None:
        send(handler, b"x" * 100_000, "application/sparql-results+json")

    with endpoint(pour) as settings, pytest.raises(QueryStopped, match="larger") as caught:
        open_store(replace(settings, result_bytes=1000)).query("ASK {}")
    assert caught.value.limit == "size"


WHOLE = b'{"head":{},"boolean":true}'
JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (lambda handler, _: send(handler, b"<html>hello</html>", "text/html"), "answered in text/html"),
        (lambda handler, _: send(handler, WHOLE[:-5], JSON), "cannot be read"),
        (lambda handler, _: send(handler, WHOLE[:-5], JSON, length=len(WHOLE)), "broke off"),
        (lambda handler, _: send(handler, WHOLE + b"\nerror: timeout", JSON), "cannot be read"),
        (lambda handler, _: send(handler, b"\xff\xfe", "application/sparql-results+xml"), "cannot be read"),
        (lambda handler, _: send(handler, b"\xff\xfe}", JSON), "cannot be read"),
        (
            lambda handler, _: send(handler, b"out of memory\nat x.y.Z", "text/plain", 500),
            "answered 500: out of memory",
        ),
        (lambda handler, _: send(handler, b"", "text/plain", 503), "answered 503"),
        (lambda handler, _: send(handler, b"", "text/plain", 401), "password"),
        (lambda handler, _: send(handler, b"", "text/plain", 404), "no endpoint"),
        (lambda handler, _: handler.wfile.write(b"this is not HTTP\r\n\r\n"), "broke off"),
        (lambda handler, _: handler.connection.close(), "cannot be reached|broke off"),
    ],
)
def test_what_is_no_answer_is_one_clear_line(reply, message):
    with endpoint(reply) as settings, pytest.raises(RemoteError, match=message) as caught:
        open_store(settings).query("ASK {}", media_type="application/sparql-results+xml")
    assert "\n" not in str(caught.value)
    assert settings.store in str(caught.value)


def test_an_unreadable_row_is_an_error_of_the_engine():
    with endpoint(lambda handler, _: send(handler, b'{"head": 1}', JSON)) as settings, pytest.raises(RemoteError):
        open_store(settings).select("SELECT * {}")


def test_an_answer_in_another_type_is_made_into_the_one_asked_for():
    xml = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
    with endpoint(lambda handler, _: send(handler, xml, "application/sparql-results+xml")) as settings:
        assert open_store(settings).query("ASK {}").body == WHOLE
    turtle = b"@prefix e: <http://e/> . e:a e:b e:c ."
    with endpoint(lambda handler, _: send(handler, turtle, "text/turtle")) as settings:
        (triple,) = open_store(settings).construct("CONSTRUCT WHERE { ?s ?p ?o }")
    assert triple.subject.value == "http://e/a"


def test_an_endpoint_that_moved_is_not_followed():
    sent: list[str] = []

    def move(handler: BaseHTTPRequestHandler, body: str) -> None:
        sent.append(body)
        handler.send_response(302)
        handler.send_header("Location", handler.path)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with endpoint(move) as settings, pytest.raises(RemoteError, match="has moved to /sparql"):
        open_store(settings).query("ASK {}")
    assert len(sent) == 1


# Connections, size, time and whole answers


def cut(media_type: str, body: bytes) -> Reply:
    """An answer that says it ended well, and did not: the connection is closed without a length."""

    def reply(handler: BaseHTTPRequestHandler, _: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


ROW = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}'


@pytest.mark.parametrize("media_type", TABLE_TYPES)
@pytest.mark.parametrize("end", [b"", b"\nThe query timed out.", b'\n{"error": 1}'])
def test_rows_that_broke_off_are_none_in_any_format(media_type, end):
    with endpoint(cut(JSON, ROW + end)) as settings, pytest.raises(RemoteError, match="cannot be read"):
        open_store(settings).query("SELECT * {}", media_type=media_type).close()


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
@pytest.mark.parametrize("end", [b'<http://e/a> <http://e/b> "x', b"The query timed out.", b"<http://e/a> timed out ."])
def test_triples_that_broke_off_are_none_in_any_format(media_type, end):
    body = b"<http://e/a> <http://e/b> <http://e/c> .\n" + end
    with endpoint(lambda handler, _: send(handler, body, "application/n-triples")) as settings:
        store = open_store(settings)
        with pytest.raises(RemoteError, match="cannot be read"):
            store.query("CONSTRUCT WHERE { ?s ?p ?o }", media_type=media_type)


def test_lines_whose_end_nothing_marks_are_no_answer():
    with endpoint(cut("application/n-triples", b"<http://e/a> <http://e/b> <http://e/c> .\n")) as settings:
        store = open_store(settings)
        with pytest.raises(RemoteError, match="does not say where its answer ends"):
            store.query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_one_connection_serves_many_queries_and_a_closed_one_is_made_anew():
    callers = set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        answered = 0

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            callers.add(self.client_address)
            send(self, UNION, JSON)
            Handler.answered += 1
            # Hang up without a word after the tenth, as servers do with connections that were idle.
            self.close_connection = Handler.answered == 10

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        store = open_store(Settings(store=f"http://127.0.0.1:{server.server_port}/sparql"))
        for _ in range(19):
            store.select("SELECT * {}")
        store.close()
        server.shutdown()
    assert Handler.answered == 20
    assert len(callers) == 2


def test_a_large_answer_takes_no_memory_of_this_process():
    row, count = b'{"a":{"type":"literal","value":"' + b"x" * 1000 + b'"}}', 60_000

    def pour(handler: BaseHTTPRequestHandler, _: str) -> None:
        size = len(ROW.rpartition(b"[")[0]) + 1 + (len(row) + 1) * count - 1 + 3
        send(handler, ROW.rpartition(b"[")[0] + b"[" + row, JSON, length=size)
        for _ in range((count - 1) // 1000):
            handler.wfile.write((b"," + row) * 1000)
        handler.wfile.write((b"," + row) * ((count - 1) % 1000) + b"]}}")

    with endpoint(pour) as settings:
        store, process, largest = open_store(replace(settings, query_seconds=60.0)), psutil.Process(), 0
        before, done = process.memory_info().rss, threading.Event()

        def look() -> None:
            nonlocal largest
            while not done.wait(0.01):
                largest = max(largest, process.memory_info().rss)

        watching = threading.Thread(target=look)
        watching.start()
        answers = [store.query("SELECT * {}", media_type=name) for name in (JSON, "text/csv")]
        lines = sum(part.count(b"\n") for part in answers[1].parts())
        done.set()
        watching.join()
    assert lines == count + 1
    assert [answer.size > 50 << 20 for answer in answers] == [True, True]
    assert largest - before < 40 << 20
    for answer in answers:
        answer.close()


def test_a_client_cannot_have_more_time_than_any_may():
    with endpoint(lambda handler, _: time.sleep(3)) as settings:
        store = open_store(replace(settings, query_seconds=0.2, query_seconds_most=0.4))
        with pytest.raises(QueryStopped, match=r"within 0\.4 s"):
            store.query("ASK {}", seconds=1000.0)


def test_past_the_queue_a_query_is_turned_away_at_once():
    with endpoint(lambda handler, _: time.sleep(2)) as settings:
        store = open_store(replace(settings, query_workers=1, query_queue=1))
        with ThreadPoolExecutor(2) as others:
            waiting = [others.submit(store.query, "ASK {}") for _ in range(2)]
            time.sleep(0.3)
            with pytest.raises(QueryStopped, match="too many queries") as caught:
                store.query("ASK {}")
            assert caught.value.limit == "queue"
            for each in waiting:
                assert isinstance(each.exception(), QueryStopped)
