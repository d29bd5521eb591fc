"""Queries in worker processes: what they answer, and what stops them, alone."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pyoxigraph as ox
import pytest

from glocal_graph.data.store import open_store, worker
from glocal_graph.data.store.interface import GRAPH_TYPES, TABLE_TYPES, to_rows
from glocal_graph.data.store.snapshot import current, draft
from glocal_graph.data.store.worker import SnapshotStore
from glocal_graph.model.errors import FormatUnknown, QueryStopped, QuerySyntaxError, StoreError, StoreMissing
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import GRAPH, PREFIXES
from tests.small_graph import KAGOSHIMA, read_small_graph

MEGABYTE = 1 << 20
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
#: Takes for ever, and next to no memory.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
#: Keeps all its rows.
SWELLING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?b ?e ?h"
#: Doubles a string until one allocation is larger than any limit.
DOUBLING = 'SELECT * { BIND("0123456789abcdef" AS ?x0) ' + "".join(
    f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(32)
) + "}"  # fmt: skip
QUICK = f"SELECT ?l {{ <{KAGOSHIMA}> {LABEL} ?l }}"


@pytest.fixture(scope="module")
def settings(snapshot_root: Path) -> Settings:
    return Settings(store=str(snapshot_root), query_seconds=1.0, query_memory=256 * MEGABYTE, result_bytes=MEGABYTE)


@pytest.fixture(scope="module")
def store(settings: Settings) -> Iterator[SnapshotStore]:
    opened = open_store(settings)
    assert isinstance(opened, SnapshotStore)
    yield opened
    opened.close()


@pytest.fixture
def opened() -> Iterator[Callable[[Settings], SnapshotStore]]:
    stores: list[SnapshotStore] = []

    def open_one(settings: Settings) -> SnapshotStore:
        stores.append(SnapshotStore(Path(settings.store), settings))
        return stores[-1]

    yield open_one
    for one in stores:
        one.close()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Fail if it is not so within some seconds."""
    for _ in range(400):
        with suppress(psutil.NoSuchProcess):
            if is_so():
                return
        time.sleep(0.025)
    pytest.fail("it did not come true")


def workers_of(store: SnapshotStore) -> list[psutil.Process]:
    labels(store)
    return [psutil.Process(pid) for pid in store._serving.workers.process_ids()]


def labels(store: SnapshotStore) -> set[str]:
    return {row["l"].value for row in store.select(QUICK)}


# What is answered


def test_rows_are_terms_and_an_unbound_variable_is_no_key(store):
    rows = store.select(f"SELECT ?l ?none {{ <{KAGOSHIMA}> {LABEL} ?l OPTIONAL {{ ?l ?l ?none }} }} ORDER BY ?l")
    assert rows == [
        {"l": ox.Literal("Kagoshima City", language="en")},
        {"l": ox.Literal("鹿児島市", language="ja")},
    ]


def test_queries_see_the_union_of_the_named_graphs_and_each_of_them(store, snapshot_root):
    quads = set(ox.parse(path=str(current(snapshot_root).dump_path)))
    assert set(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == {quad.triple for quad in quads}
    rows = store.select("SELECT * { GRAPH ?g { ?s ?p ?o } }")
    assert {(row["s"], row["p"], row["o"], row["g"]) for row in rows} == {tuple(quad) for quad in quads}


def test_from_chooses_the_graphs(store):
    def count(clause: str, pattern: str) -> int:
        return int(store.select(f"SELECT (COUNT(*) AS ?n) {clause} {{ {pattern} }}")[0]["n"].value)

    places, everything = count("", f"GRAPH <{GRAPH}places> {{ ?s ?p ?o }}"), count("", "?s ?p ?o")
    assert 0 < places < everything
    assert count(f"FROM <{GRAPH}places>", "?s ?p ?o") == places
    assert count(f"FROM NAMED <{GRAPH}places>", "?s ?p ?o") == 0
    assert count(f"FROM NAMED <{GRAPH}places>", "GRAPH ?g { ?s ?p ?o }") == places
    assert count(f"from<{GRAPH}nothing>", "?s ?p ?o") == 0
    assert count("", '?s ?p ?o FILTER(?p != "FROM") # FROM\n') == everything


@pytest.mark.parametrize("media_type", TABLE_TYPES)
def test_rows_and_verdicts_are_written_in_each_media_type(store, media_type):
    text = "SELECT ?l { VALUES ?l { '鹿児島市' } }"
    for form, answer in (
        ("select", store.query(text, media_type=media_type)),
        ("ask", store.query("ASK {}", media_type=media_type)),
    ):
        assert (answer.form, answer.media_type) == (form, media_type)
        assert ("鹿児島市" if form == "select" else "true") in answer.body.decode("utf-8")


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
@pytest.mark.parametrize(
    "text", [f"DESCRIBE <{KAGOSHIMA}>", f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?s {{ <{KAGOSHIMA}> }} ?s ?p ?o }}"]
)
def test_triples_are_written_in_each_media_type(store, media_type, text):
    answer = store.query(text, media_type=media_type)
    assert (answer.form, answer.media_type) == ("construct", media_type)
    parsed = {quad.triple for quad in ox.parse(answer.body, format=GRAPH_TYPES[media_type])}
    assert parsed == set(store.construct(text)) != set()


def test_turtle_has_the_prefixes_of_the_project(store):
    body = store.query(f"DESCRIBE <{KAGOSHIMA}>", media_type="text/turtle").body.decode()
    assert f"@prefix glocal: <{PREFIXES['glocal']}> ." in body
    assert "municipality:46201 " in body
    assert "glocal:jisCode" in body


def test_a_form_that_cannot_be_written_so_is_refused_with_those_that_can(store):
    with pytest.raises(FormatUnknown, match="text/csv"):
        store.query("ASK {}", media_type="text/turtle")
    with pytest.raises(FormatUnknown, match="text/turtle"):
        store.query("CONSTRUCT WHERE { ?s ?p ?o }", media_type="text/csv")
    with pytest.raises(FormatUnknown, match="SELECT"):
        store.select("ASK {}")
    with pytest.raises(FormatUnknown, match="CONSTRUCT"):
        store.construct("ASK {}")


def test_the_same_query_gets_the_same_bytes_from_every_worker(store):
    assert len({store.query("SELECT * { ?s ?p ?o }").body for _ in range(12)}) == 1


def test_what_is_served_is_told(store, snapshot_root):
    snapshot, facts = current(snapshot_root), store.info()
    assert facts["release"] == store.release == snapshot.release
    assert facts["triples"] == sum(facts["graphs"].values()) == len(set(read_small_graph()))
    assert facts["path"] == str(snapshot.path)


# What does not parse

SYNTAX = [
    ("SELEC * {}", 1, 1, '"SELEC"'),
    ("", 1, 1, ""),
    ("SELECT * {\n  'ü日本' ?p ?o ???\n}", 2, 15, '"???"'),
    ("SELECT * {\r\n ?s ex:p ?o }", 2, 5, "the prefix ex: is not declared"),
    ("SELECT * { ?s :p ?o }", 1, 15, "the prefix : is not declared"),
    ("PREFIX a: <http://a/>\nSELECT * { ?s a:p 'b:c' . # d:e\n ?s f:g 1 }", 3, 5, "the prefix f:"),
    ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", 1, 35, "unbound"),
    ("SELECT * { ?s ?p ?o } LIMIT", 1, 28, "missing"),
    ("SELECT * { ?s ?p 'abc }\n", 1, 18, "a string begins here"),
    ("INSERT DATA { <http://a/> <http://a/> 1 }", 1, 1, '"INSERT"'),
    ("LOAD <file:///etc/passwd>", 1, 1, '"LOAD"'),
    ("DROP ALL", 1, 1, '"DROP"'),
    ("SELECT * { } ; DROP ALL", 1, 14, '";"'),
    ("SELECT * {\n ?s ?p ?o .\n ?s ?p }", 3, 8, 'begins with "?s" is not whole, its object is missing'),
    ("SELECT * { ?s ?p ?o . ?s }", 1, 26, "its predicate and its object are missing"),
    ("SELECT * { ?s ?p ?o ; ?q }", 1, 26, 'after "?q" an object is missing'),
    ("SELECT * { ?s ?p ?o , }", 1, 23, "after the comma an object is missing"),
    ("SELECT * { ?s ?p '}'@en }}", 1, 26, 'this "}" closes nothing'),
    ("SELECT * { ?s ?p ?o", 1, 10, 'this "{" is not closed; a "}" is missing'),
    ("SELECT * { FILTER (?x > 1 }", 1, 27, 'the "(" of line 1, column 19 is still open'),
    ("SELECT * { ?s ?p ?o FILTER (?o = ) }", 1, 34, 'after "=" a value is missing'),
    ("SELECT * { VALUES ?s { <http://a/> <http://b/> } ?s ?p }", 1, 56, 'begins with "?s"'),
    ("SELEC * { ?s ?p }", 1, 1, '"SELEC"'),
]


@pytest.mark.parametrize(("text", "line", "column", "reason"), SYNTAX)
def test_what_does_not_parse_is_said_with_line_and_column(store, text, line, column, reason):
    before = store.query("SELECT * { ?s ?p ?o }").body
    with pytest.raises(QuerySyntaxError) as caught:
        store.query(text)
    assert (caught.value.line, caught.value.column) == (line, column), caught.value.reason
    assert reason in caught.value.reason
    assert "expected expected" not in caught.value.reason
    assert store.query("SELECT * { ?s ?p ?o }").body == before


@pytest.mark.parametrize("text", ["\ud800", "SELECT * { ?s ?p '\udfff' }"])
def test_half_a_character_is_a_syntax_error(store, text):
    with pytest.raises(QuerySyntaxError):
        store.query(text)


# What is stopped


@pytest.mark.alone
def test_a_query_past_its_time_is_stopped_and_others_do_not_notice(store):
    labels(store)
    with ThreadPoolExecutor(1) as other:
        started = time.monotonic()
        endless = other.submit(store.query, ENDLESS)
        quick = 0
        while not endless.done():
            assert len(labels(store)) == 2
            quick += 1
        with pytest.raises(QueryStopped, match=r"after 1 s.*GLOCAL_QUERY_SECONDS") as caught:
            endless.result()
    assert caught.value.limit == "time"
    assert time.monotonic() - started < 10
    assert quick > 2
    assert len(labels(store)) == 2


@pytest.mark.alone
def test_a_query_may_be_given_another_time(store):
    started = time.monotonic()
    with pytest.raises(QueryStopped, match=r"after 0\.3 s"):
        store.query(ENDLESS, seconds=0.3)
    assert time.monotonic() - started < 8


@pytest.mark.parametrize("text", [SWELLING, DOUBLING], ids=["slowly", "at once"])
def test_a_query_past_its_memory_is_stopped(settings, opened, text):
    roomy = opened(replace(settings, query_seconds=30.0))
    with pytest.raises(QueryStopped, match=r"256 MB.*GLOCAL_QUERY_MEMORY") as caught:
        roomy.query(text)
    assert caught.value.limit == "memory"
    assert len(labels(roomy)) == 2


def test_the_watch_alone_stops_a_worker_where_the_system_does_not():
    code = (
        "import time; from glocal_graph.data.store.limits import Watch\n"
        "watch = Watch(100 << 20)\n"
        "idle = bytearray(200 << 20); time.sleep(0.2); del idle\n"
        "with watch: kept = bytearray(200 << 20); time.sleep(5)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 77


def test_what_a_large_query_took_is_given_back(settings, opened):
    one = opened(replace(settings, query_workers=1, query_seconds=20.0, query_memory=1024 * MEGABYTE))
    labels(one)
    before = max(process.memory_info().rss for process in workers_of(one))
    one.query(
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 500000 }"
    )
    wait_until(lambda: all(process.memory_info().rss < before + 100 * MEGABYTE for process in workers_of(one)))


def test_an_answer_past_its_size_is_stopped_and_never_cut(store):
    with pytest.raises(QueryStopped, match=r"larger than 1 MB.*LIMIT") as caught:
        store.query("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert caught.value.limit == "size"
    assert len(store.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 2000").body) < MEGABYTE


@pytest.mark.alone
def test_strangers_cannot_take_the_last_worker(settings, opened):
    one = opened(replace(settings, query_workers=2, query_queue=2))
    labels(one)
    with ThreadPoolExecutor(4) as strangers:
        waiting = [strangers.submit(one.query, ENDLESS) for _ in range(4)]
        time.sleep(0.2)
        with pytest.raises(QueryStopped, match="too many queries"):
            one.query(QUICK)
        started = time.monotonic()
        assert len(labels(one)) == 2
        assert time.monotonic() - started < 0.9
        for each in waiting:
            assert isinstance(each.exception(), QueryStopped)


@pytest.mark.alone
def test_closing_a_store_ends_the_wait_for_it(settings, opened):
    one = opened(replace(settings, query_seconds=30.0))
    labels(one)
    with ThreadPoolExecutor(3) as clients:
        waiting = [clients.submit(one.query, ENDLESS) for _ in range(3)]
        time.sleep(0.3)
        started = time.monotonic()
        one.close()
        for each in waiting:
            assert isinstance(each.exception(), StoreError)
    assert time.monotonic() - started < 5


@pytest.mark.alone
def test_past_the_queue_a_query_is_turned_away_at_once(settings, opened):
    small = opened(replace(settings, query_workers=1, query_queue=1))
    labels(small)
    with ThreadPoolExecutor(2) as others:
        waiting = [others.submit(small.query, ENDLESS) for _ in range(2)]
        time.sleep(0.2)
        started = time.monotonic()
        with pytest.raises(QueryStopped, match="too many queries") as caught:
            small.query(QUICK)
        assert caught.value.limit == "queue"
        assert time.monotonic() - started < 0.9
        for one in waiting:
            assert isinstance(one.exception(), QueryStopped)
    assert len(labels(small)) == 2


DEEP = {
    "groups": "SELECT * " + "{" * 30_000 + "}" * 30_000,
    "exists": "SELECT * {" + "FILTER EXISTS{" * 4_000 + "}" * 4_000 + "}",
    "brackets": "SELECT * { BIND(" + "(" * 30_000 + "1" + ")" * 30_000 + " AS ?x) }",
    "sums": "SELECT * { BIND(1" + "+1" * 30_000 + " AS ?x) }",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_a_text_deeper_than_an_ordinary_stack_hurts_nobody(store, text):
    with suppress(QueryStopped):
        store.query(text)
    assert len(labels(store)) == 2


def test_a_crash_of_the_engine_is_a_clear_error(settings, opened):
    one = opened(replace(settings, query_workers=1, query_seconds=10.0))
    labels(one)
    with ThreadPoolExecutor(1) as other:
        broken = other.submit(one.query, ENDLESS)
        time.sleep(0.3)
        for pid in one._serving.workers.process_ids():
            os.kill(pid, signal.SIGSEGV)
        with pytest.raises(QueryStopped, match="broke down at this query: signal 11") as caught:
            broken.result()
    assert caught.value.limit == "crash"
    assert len(labels(one)) == 2


def test_values_that_the_engine_cannot_sort_are_said_to_be_the_reason(store):
    with pytest.raises(QueryStopped, match=r"sort by STR") as caught:
        store.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 10")
    assert caught.value.limit == "crash"
    rows = store.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY STR(?c) STR(?f) LIMIT 10", seconds=20.0)
    assert len(to_rows(rows)) == 10


def test_workers_killed_while_idle_are_replaced(settings, opened):
    one = opened(settings)
    for _ in range(2):
        for process in workers_of(one):
            process.kill()
        time.sleep(0.3)
        assert len(labels(one)) == 2


def test_workers_killed_at_random_under_load_give_errors_but_never_a_wrong_answer(settings, opened):
    one = opened(replace(settings, query_seconds=5.0))
    text = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 300"
    expected, wrong, done = one.query(text).body, [], threading.Event()
    answered = 0

    def ask() -> None:
        nonlocal answered
        while not done.is_set():
            try:
                body = one.query(text).body
            except StoreError:
                continue
            answered += 1
            if body != expected:
                wrong.append(body)

    with ThreadPoolExecutor(3) as clients:
        for _ in range(3):
            clients.submit(ask)
        chance = random.Random(5)
        try:
            for _ in range(20):
                time.sleep(chance.random() * 0.3)
                with suppress(IndexError, ProcessLookupError):
                    os.kill(chance.choice(one._serving.workers.process_ids()), signal.SIGKILL)
        finally:
            done.set()
    assert not wrong
    assert answered > 0
    assert one.query(text).body == expected


def test_a_worker_ends_with_the_program_that_asked(settings):
    code = (
        "import os, signal, sys, threading, time; from glocal_graph.data.store import open_store\n"
        "from glocal_graph.model.settings import Settings\n"
        "store = open_store(Settings(store=sys.argv[1], query_workers=1, query_seconds=60.0)); store.query('ASK {}')\n"
        "workers = store._serving.workers; print(*workers.process_ids(), *workers.template_ids(), flush=True)\n"
        "threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGKILL)).start()\n"
        "store.query(sys.argv[2])"
    )
    ended = subprocess.run([sys.executable, "-c", code, settings.store, ENDLESS], capture_output=True, timeout=30)
    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout.split()
    wait_until(lambda: not any(lives(int(pid)) for pid in ended.stdout.split()))


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(os.name == "nt", reason="only the guard stands there")
@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <{0}> {{ ?s ?p ?o }}",
        "SERVICE SILENT <{0}> {{ ?s ?p ?o }}",
        "?a ?b ?c FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    ],
)
def test_a_worker_can_open_no_connection_even_where_no_guard_stands(store, pattern):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        with suppress(StoreError):
            store.query("SELECT * { " + pattern.format(address) + " } LIMIT 5")
        with pytest.raises(TimeoutError):
            listener.accept()
    assert len(labels(store)) == 2


# Which snapshot is served


def publish(root: Path, release: str) -> None:
    thing, name = ox.NamedNode("http://example.org/dataset"), ox.NamedNode("http://example.org/release")
    with draft(root, release=release) as made:
        made.store.add(ox.Quad(thing, name, ox.Literal(release), ox.NamedNode("http://example.org/graph")))
        made.publish()


def ask_release(store: SnapshotStore) -> str:
    (row,) = store.select("SELECT ?r { <http://example.org/dataset> <http://example.org/release> ?r }")
    return row["r"].value


def test_a_new_snapshot_takes_over_and_no_query_fails_meanwhile(tmp_path, opened):
    publish(tmp_path, "r0")
    one = opened(Settings(store=str(tmp_path)))
    seen, done = [ask_release(one)], threading.Event()

    def keep_asking() -> None:
        while not done.is_set():
            seen.append(ask_release(one))

    with ThreadPoolExecutor(2) as clients:
        asking = [clients.submit(keep_asking) for _ in range(2)]
        try:
            for number in (1, 2):
                publish(tmp_path, f"r{number}")
                one.catch_up()
                assert one.release == f"r{number}"
                assert ask_release(one) == f"r{number}"
        finally:
            done.set()
    for client in asking:
        client.result()
    assert set(seen) == {"r0", "r1", "r2"}
    assert one.info()["release"] == "r2"


def test_a_broken_snapshot_is_not_served_and_the_old_one_stays(tmp_path, opened, caplog):
    publish(tmp_path, "r0")
    one = opened(Settings(store=str(tmp_path)))
    publish(tmp_path, "r1")
    dump = tmp_path / "r1" / "graph.nq"
    dump.write_bytes(dump.read_bytes().replace(b"r1", b"r9"))
    assert ask_release(one) == one.release == "r0"
    assert "r1 is broken" in caplog.text
    publish(tmp_path, "r2")
    assert ask_release(one) == one.release == "r2"


def test_a_store_that_vanishes_is_served_on(tmp_path, opened):
    publish(tmp_path / "store", "r0")
    one = opened(Settings(store=str(tmp_path / "store")))
    assert ask_release(one) == "r0"
    (tmp_path / "store").rename(tmp_path / "elsewhere")
    assert ask_release(one) == "r0"


def test_a_start_refuses_a_snapshot_that_is_not_as_it_was_published(tmp_path):
    with pytest.raises(StoreMissing, match="glocal-graph build"):
        open_store(Settings(store=str(tmp_path)))
    publish(tmp_path, "r0")
    dump = tmp_path / "r0" / "graph.nq"
    dump.write_bytes(dump.read_bytes() + b"<http://a/> <http://a/> <http://a/> <http://a/> .\n")
    with pytest.raises(StoreError, match=r"graph\.nq is not as it was published"):
        open_store(Settings(store=str(tmp_path)))


def test_a_large_graph_is_read_from_disk(settings, opened, monkeypatch):
    monkeypatch.setattr(worker, "BYTES_PER_TRIPLE", 1 << 30)
    one = opened(settings)
    assert one.info()["in_memory"] is False
    assert len(labels(one)) == 2
    with pytest.raises(QueryStopped, match="after 1 s"):
        one.query(ENDLESS)
    assert len(labels(one)) == 2


def test_a_memory_limit_below_what_the_graph_takes_is_said_with_the_setting(settings, opened):
    with pytest.raises(StoreError, match="GLOCAL_QUERY_MEMORY"):
        opened(replace(settings, query_memory=10 * MEGABYTE)).query("ASK {}")


def test_a_closed_store_says_so_and_leaves_no_process(settings):
    one = SnapshotStore(Path(settings.store), settings)
    processes = workers_of(one)
    one.close()
    one.close()
    with pytest.raises(StoreError, match="closed"):
        one.query("ASK {}")
    assert not any(process.is_running() for process in processes)


def test_workers_start_without_the_main_module(settings, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom glocal_graph.data.store import open_store\nfrom glocal_graph.model.settings import Settings\n"
        "print('run')\nstore = open_store(Settings(store=sys.argv[1]))\n"
        "print(store.query('ASK {}').body)\nstore.close()\n"
    )
    ended = subprocess.run([sys.executable, script, settings.store], capture_output=True, text=True, timeout=30)
    assert ended.stdout.splitlines() == ["run", 'b\'{"head":{},"boolean":true}\''], ended.stderr


def test_while_a_newer_snapshot_is_loaded_others_are_answered_from_the_one_before(tmp_path, monkeypatch):
    """Only whoever notices it first waits; `catch_up` waits as well, and then all see it."""
    with draft(tmp_path) as made:
        made.store.extend(read_small_graph())
        first = made.publish().release
    store = SnapshotStore(tmp_path, Settings(store=str(tmp_path)))
    loading, go_on = threading.Event(), threading.Event()
    follow = store._follow

    def slowly() -> None:
        loading.set()
        assert go_on.wait(30)
        follow()

    try:
        with draft(tmp_path) as made:
            made.store.extend(read_small_graph())
            second = made.publish().release
        monkeypatch.setattr(store, "_follow", slowly)
        noticing = threading.Thread(target=lambda: store.release)
        noticing.start()
        assert loading.wait(30)
        assert store.release == first
        assert store.select("SELECT ?s { ?s ?p ?o } LIMIT 1")
        go_on.set()
        store.catch_up()
        assert store.release == second
        noticing.join(30)
    finally:
        go_on.set()
        store.close()
