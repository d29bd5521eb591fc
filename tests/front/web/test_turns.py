from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest
from werkzeug.exceptions import ServiceUnavailable

from glocal_graph.front.web.turns import LARGE, turn


def test_who_finds_no_turn_in_time_is_told_when_to_come_back():
    with turn(), turn():
        with pytest.raises(ServiceUnavailable) as caught, turn(0.01):
            pass
        assert caught.value.retry_after
    with turn(0.01), turn(0.01):
        pass


def test_only_some_may_wait():
    told, waiting = [], []

    def wait():
        try:
            with turn(20):
                pass
        except ServiceUnavailable:
            told.append(1)

    with ExitStack() as busy:
        busy.enter_context(turn())
        busy.enter_context(turn())
        waiting = [threading.Thread(target=wait) for _ in range(15)]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join(0.1)
        assert len(told) == 5
    for thread in waiting:
        thread.join(20)
    assert len(told) == 5


def test_large_work_holds_up_no_other_and_waits_for_its_own_kind():
    with turn(things=LARGE + 1):
        with pytest.raises(ServiceUnavailable), turn(0.01, things=LARGE + 1):
            pass
        with turn(0.01, things=LARGE), turn(0.01):
            pass
    with turn(0.01, things=LARGE + 1):
        pass
