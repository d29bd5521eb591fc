"""What a site keeps for a release: made once, by one, and no obstacle to what others ask for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from glocal_graph.front.web.site import Site
from glocal_graph.model.settings import Settings

_PATIENCE = 20


class _Store:
    """A store of which only the release matters."""

    release = "one"


def _site() -> tuple[Site, Any]:
    store: Any = _Store()
    return Site(Settings(), store), store


def test_what_takes_long_keeps_nobody_waiting_who_asks_for_something_else() -> None:
    site, _ = _site()
    begun, allowed = threading.Event(), threading.Event()

    def long_work() -> str:
        begun.set()
        assert allowed.wait(_PATIENCE)
        return "long"

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(site.once, "slow", long_work)
        assert begun.wait(_PATIENCE)
        try:
            assert pool.submit(site.once, "quick", lambda: "short").result(_PATIENCE) == "short"
            assert site.ready("slow") is None
        finally:
            allowed.set()
        assert slow.result(_PATIENCE) == "long"
    assert site.ready("slow") == "long"


def test_many_who_ask_at_once_have_it_made_once() -> None:
    site, _ = _site()
    made: list[object] = []
    start = threading.Barrier(4, timeout=_PATIENCE)

    def make() -> object:
        made.append(object())
        return made[-1]

    def ask() -> object:
        start.wait()
        return site.once("thing", make)

    with ThreadPoolExecutor(4) as pool:
        found = {id(answer.result(_PATIENCE)) for answer in [pool.submit(ask) for _ in range(4)]}
    assert len(made) == len(found) == 1


def test_what_was_made_of_an_older_release_is_not_kept_for_the_newer() -> None:
    site, store = _site()

    def make_while_a_release_comes() -> str:
        store.release = "two"
        return "old"

    assert site.once("thing", make_while_a_release_comes) == "old"
    assert site.ready("thing") is None
    assert site.once("thing", lambda: "new") == site.ready("thing") == "new"


def test_what_one_thing_is_made_of_may_be_kept_as_well() -> None:
    site, _ = _site()
    assert site.once("outer", lambda: site.once("inner", lambda: "core") + "!") == "core!"
    assert site.ready("inner") == "core"


def test_what_could_not_be_made_is_tried_again() -> None:
    site, _ = _site()
    for _ in range(2):
        try:
            site.once("thing", lambda: 1 / 0)
        except ZeroDivisionError:
            continue
        raise AssertionError("the fault must be told")
    assert site.once("thing", lambda: "good") == "good"
