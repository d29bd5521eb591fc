"""Turns are given in order, so many at a time, and nobody waits for ever."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from glocal_graph.data.store.lanes import Lane


def wait_for(lane: Lane, number: int) -> None:
    """Until so many are waiting."""
    while len(lane._waiting) < number:
        time.sleep(0.002)


def test_so_many_have_a_turn_at_a_time_and_the_rest_in_the_order_in_which_they_came():
    lane, order = Lane(2), []
    assert lane.enter(0)
    assert lane.try_enter()
    assert not lane.try_enter()

    def come(name: int) -> None:
        assert lane.enter(30)
        order.append(name)
        lane.leave()

    threads = []
    for name in range(5):
        threads.append(threading.Thread(target=come, args=(name,)))
        threads[-1].start()
        wait_for(lane, name + 1)
    lane.leave()
    for thread in threads:
        thread.join(30)
    assert order == [0, 1, 2, 3, 4]
    assert lane.try_enter()
    assert not lane.try_enter()


def test_a_turn_that_somebody_waits_for_is_not_taken_by_who_comes_later():
    lane = Lane(1)
    assert lane.enter(0)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(lane.enter, 30)
        wait_for(lane, 1)
        lane.leave()
        assert not lane.try_enter()
        assert waiting.result()


def test_whoever_waited_too_long_has_no_turn_and_takes_none():
    lane = Lane(1)
    assert lane.enter(0)
    assert not lane.enter(0.01)
    lane.leave()
    assert lane.try_enter()


def test_a_closed_lane_sends_everybody_away():
    lane = Lane(1)
    assert lane.enter(0)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(lane.enter, 30)
        wait_for(lane, 1)
        lane.close()
        assert not waiting.result()
    assert not lane.enter(30)
    assert not lane.try_enter()


def test_no_turn_is_lost_or_given_twice_among_many_in_a_hurry():
    lane, now, most, lock = Lane(3), 0, 0, threading.Lock()

    def come(number: int) -> bool:
        nonlocal now, most
        if not lane.enter(0.002 * (number % 5)):
            return False
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.0005)
        with lock:
            now -= 1
        lane.leave()
        return True

    with ThreadPoolExecutor(16) as crowd:
        came = list(crowd.map(come, range(1000)))
    assert most <= 3
    assert any(came)
    assert [lane.try_enter() for _ in range(4)] == [True, True, True, False]
