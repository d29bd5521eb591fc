"""The pool of workers: long queries do not hold up short ones, memory is bounded, any killing is survived."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from glocal_graph.data.store import open_store
from glocal_graph.data.store.worker import SnapshotStore
from glocal_graph.model.errors import GlocalError, QueryStopped, StoreError
from glocal_graph.model.settings import Settings
from tests.data.store.test_worker import DOUBLING, ENDLESS, MEGABYTE, QUICK, lives, wait_until

SIMPLE = QUICK
RUNAWAYS = {
    "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY STR(?b) STR(?e) STR(?h)",
    "string doubling": DOUBLING,
    "open paths": "SELECT (COUNT(*) AS ?n) { ?s (!<urn:x>|^!<urn:x>)* ?o . ?o (!<urn:x>|^!<urn:x>)* ?z }",
    "three free patterns": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "regular expressions": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c FILTER(REGEX(CONCAT(STR(?o), STR(?c)), '"
    + "(" * 20 + "a" + "{1,100})" * 20 + "')) }",
    "distinct product": "SELECT DISTINCT ?a ?c ?d ?f ?g ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "grouped product": "SELECT ?c (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?c ?f ?i",
    "large answer": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
}  # fmt: skip


@pytest.fixture
def settings(snapshot_root: Path) -> Settings:
    return Settings(store=str(snapshot_root), query_seconds=5.0, query_memory=256 * MEGABYTE)


@pytest.fixture
def opened() -> Iterator[Callable[[Settings], SnapshotStore]]:
    stores: list[SnapshotStore] = []

    def open_one(settings: Settings) -> SnapshotStore:
        one = open_store(settings)
        assert isinstance(one, SnapshotStore)
        stores.append(one)
        assert len(one.select(QUICK)) == 2
        return one

    yield open_one
    for one in stores:
        one.close()


class Runaways:
    """Clients that send a runaway each, again and again, until the block ends."""

    def __init__(self, store: SnapshotStore, *, vary: bool) -> None:
        self.reasons: set[str] = set()
        self._store, self._vary, self._done = store, vary, threading.Event()
        self._threads = [threading.Thread(target=self._send, args=(text,)) for text in RUNAWAYS.values()]

    def __enter__(self) -> Runaways:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._store.close()
        for thread in self._threads:
            thread.join(30)

    def _send(self, text: str) -> None:
        number = 0
        while not self._done.is_set():
            number += 1
            try:
                self._store.query(f"{text} # {number}" if self._vary else text)
            except QueryStopped as error:
                self.reasons.add(error.limit)
            except GlocalError:
                return


@pytest.mark.alone
@pytest.mark.parametrize("vary", [False, True], ids=["the same texts", "texts never seen before"])
def test_eight_clients_with_runaways_do_not_slow_a_ninth_nor_use_more_memory_than_the_service_may(
    real_settings, opened, vary
):
    service = 2048 * MEGABYTE
    store = opened(replace(real_settings, query_seconds=2.0, service_memory=service))
    times, largest = [], 0
    with Runaways(store, vary=vary) as others:
        for number in range(40):
            started = time.monotonic()
            assert len(store.query(f"{SIMPLE} # {number}").body) > 100
            times.append(time.monotonic() - started)
            largest = max(largest, memory_of_all())
            time.sleep(0.1)
    assert max(times) < 1, times
    assert largest < service
    assert others.reasons & {"time", "memory", "size"}


def memory_of_all() -> int:
    """The memory of this process and those below it, what they share counted each time."""
    total = 0
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        with suppress(psutil.Error):
            total += process.memory_info().rss
    return total


@pytest.mark.alone
def test_pages_have_their_facts_at_once_whatever_strangers_ask(settings, opened):
    store = opened(settings)
    with Runaways(store, vary=True):
        for _ in range(20):
            started = time.monotonic()
            assert len(store.select(SIMPLE)) == 2
            assert time.monotonic() - started < 1
            time.sleep(0.05)


def test_a_long_query_that_made_room_gets_its_whole_time_and_its_answer(settings, opened):
    store = opened(replace(settings, query_workers=2, query_seconds=20.0))
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(STR(?i)) < 0) VALUES ?a { %s } }"
    values = " ".join(f"<{row['s'].value}>" for row in store.select("SELECT DISTINCT ?s { ?s ?p ?o } LIMIT 20"))
    with ThreadPoolExecutor(4) as clients:
        answers = list(clients.map(lambda n: store.query(f"{text % values} # {n}").body, range(4)))
    assert len(set(answers)) == 1
    assert b'"value":"0"' in answers[0]


def test_a_text_once_long_is_found_to_be_short_again(settings, opened):
    store = opened(settings)
    workers = store._serving.workers
    workers._remember(hash((SIMPLE, None)))
    store.query(SIMPLE)
    assert hash((SIMPLE, None)) not in workers._known_long


def test_all_together_past_the_memory_of_the_service_the_largest_is_stopped(settings, opened):
    own = psutil.Process().memory_info().rss
    store = opened(replace(settings, query_memory=4096 * MEGABYTE, service_memory=own + 1200 * MEGABYTE))
    assert store._memory < 600 * MEGABYTE
    store._budget._limit = own + 150 * MEGABYTE
    with pytest.raises(QueryStopped, match=r"memory of the service.*GLOCAL_SERVICE_MEMORY") as caught:
        store.query(RUNAWAYS["sorted product"], seconds=30.0)
    assert caught.value.limit == "memory"
    assert len(store.select(SIMPLE)) == 2


def test_so_many_workers_stay_below_the_memory_of_the_service_and_the_log_says_so(settings, opened, caplog):
    store = opened(replace(settings, query_workers=4, query_memory=1024 * MEGABYTE, service_memory=1024 * MEGABYTE))
    assert store._memory == 128 * MEGABYTE
    assert "128 MB instead of 1024" in caplog.text


def test_a_large_answer_leaves_the_memory_of_its_worker_and_of_this_process_as_it_was(settings, opened):
    store = opened(replace(settings, query_workers=1, query_seconds=60.0, result_bytes=200 * MEGABYTE))
    store.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 50000", media_type="text/csv").close()
    before, seen, done = memory_of_all(), [], threading.Event()

    def look() -> None:
        while not done.wait(0.02):
            seen.append(memory_of_all())

    with ThreadPoolExecutor(1) as other:
        looking = other.submit(look)
        answer = store.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 400000", media_type="text/csv")
        lines = sum(part.count(b"\n") for part in answer.parts())
        done.set()
        looking.result()
    assert lines == 400_001
    assert answer.size > 100 * MEGABYTE
    assert max(seen) - before < 40 * MEGABYTE
    answer.close()


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked off a template there")
def test_a_template_that_is_killed_is_made_anew_and_its_workers_go_on(settings, opened):
    store = opened(settings)
    workers = store._serving.workers
    (template,) = workers.template_ids()
    with ThreadPoolExecutor(1) as other:
        endless = other.submit(store.query, ENDLESS, seconds=2.0)
        time.sleep(0.3)
        os.kill(template, signal.SIGKILL)
        wait_until(lambda: not lives(template))
        for pid in workers.process_ids()[:-1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(StoreError):
            endless.result()
    for _ in range(4):
        assert len(store.select(SIMPLE)) == 2
    with pytest.raises(QueryStopped, match="after 0"):
        store.query(ENDLESS, seconds=0.5)
    wait_until(lambda: len(workers.process_ids()) >= 3)
    assert workers.template_ids() != [template]


def test_workers_killed_at_random_leave_no_wrong_answer_no_process_and_no_descriptor(settings, opened):
    chance, known = random.Random(11), processes_below()
    store = opened(settings)
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    expected = store.query(text, media_type="text/csv").body
    assert len(expected) > 2 * MEGABYTE
    me = psutil.Process()
    wait_until(lambda: len(store._serving.workers.process_ids()) >= 3)
    descriptors, done, answered = me.num_fds() if os.name != "nt" else 0, threading.Event(), []

    def ask() -> None:
        while not done.is_set():
            with suppress(StoreError):
                answer = store.query(text, media_type="text/csv")
                answered.append(answer.body == expected)
                answer.close()

    with ThreadPoolExecutor(4) as clients:
        asking = [clients.submit(ask) for _ in range(4)]
        try:
            for _ in range(30):
                time.sleep(chance.random() * 0.2)
                with suppress(IndexError, ProcessLookupError):
                    os.kill(chance.choice(store._serving.workers.process_ids()), signal.SIGKILL)
        finally:
            done.set()
        for each in asking:
            each.result()
    assert answered
    assert all(answered)
    assert store.query(text, media_type="text/csv").body == expected
    if os.name != "nt":
        # One for each worker that is there, whose number is bounded; nothing for those that are gone.
        wait_until(lambda: me.num_fds() <= descriptors + 12)
    store.close()
    wait_until(lambda: not processes_below() - known)


def processes_below() -> set[int]:
    """All below this one but Python's own tracker of resources, which stays once it is there."""
    found = set()
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "resource_tracker" not in " ".join(process.cmdline()):
                found.add(process.pid)
    return found


def test_a_hundred_stopped_queries_leave_no_descriptor_and_no_file(settings, opened):
    store = opened(replace(settings, query_workers=2))
    folder = store._serving.workers._maker._folder
    me = psutil.Process()
    for count in (10, 60):
        for number in range(count):
            with pytest.raises(QueryStopped):
                store.query(f"{ENDLESS} # {number}", seconds=0.02)
        wait_until(lambda: store._serving.workers._dead.empty())
        if count == 10:
            before = me.num_fds() if os.name != "nt" else 0
    if os.name != "nt":
        wait_until(lambda: me.num_fds() <= before + 6)
    wait_until(lambda: len(list(folder.iterdir())) <= 12)


def test_a_program_that_ends_without_closing_leaves_no_process(settings, tmp_path):
    import subprocess

    code = (
        "import sys; from glocal_graph.data.store import open_store; from glocal_graph.model.settings import Settings\n"
        "store = open_store(Settings(store=sys.argv[1])); store.query('ASK {}'); workers = store._serving.workers\n"
        "print(*workers.process_ids(), *workers.template_ids(), flush=True)"
    )
    ended = subprocess.run([sys.executable, "-c", code, settings.store], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    pids = [int(pid) for pid in ended.stdout.split()]
    assert pids
    wait_until(lambda: not any(lives(pid) for pid in pids))


def test_where_nothing_forks_workers_are_spawned_and_all_is_the_same(settings, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with closing(open_store(replace(settings, query_workers=2))) as store:
        assert isinstance(store, SnapshotStore)
        assert store._serving.workers.template_ids() == []
        for _ in range(2):
            assert len(store.select(SIMPLE)) == 2
            with pytest.raises(QueryStopped, match="after 0"):
                store.query(ENDLESS, seconds=0.5)
            killed = store._serving.workers.process_ids()
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
            wait_until(lambda gone=killed: not any(lives(pid) for pid in gone))
        processes = store._serving.workers.process_ids()
    wait_until(lambda: not any(lives(pid) for pid in processes))
