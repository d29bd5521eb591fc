"""Costly work of the app itself, a few at a time: who sends much of it waits, and everybody else does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.exceptions import ServiceUnavailable

__all__ = ["LARGE", "turn"]

#: Work about more things than this is large. It takes seconds, so it has a lane of its own and holds up no other.
LARGE = 400


class _Lane:
    """So many at once, and so many that wait: who waits holds a thread of the server."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self.places = threading.BoundedSemaphore(at_once)
        self.queue = threading.BoundedSemaphore(at_once + waiting)
        self.patience = patience


_quick, _slow = _Lane(2, 10, 10.0), _Lane(1, 4, 30.0)


@contextmanager
def turn(seconds: float | None = None, *, things: int = 0) -> Iterator[None]:
    """Have a turn, until the block ends; 503 where none comes in time, or too many wait.

    `things` is how many the work is about.
    """
    lane = _slow if things > LARGE else _quick
    if not lane.queue.acquire(blocking=False):
        raise _busy()
    try:
        if not lane.places.acquire(timeout=lane.patience if seconds is None else seconds):
            raise _busy()
        try:
            yield
        finally:
            lane.places.release()
    finally:
        lane.queue.release()


def _busy() -> ServiceUnavailable:
    return ServiceUnavailable("too much is being worked out at the moment; try again in some seconds", retry_after=5)
