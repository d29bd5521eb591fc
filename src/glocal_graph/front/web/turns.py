"""Costly work of the app itself, a few at a time: who sends much of it waits, and everybody else does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.exceptions import ServiceUnavailable

__all__ = ["turn"]

_AT_ONCE, _WAITING = 2, 10
_PATIENCE_SECONDS = 10.0
_places = threading.BoundedSemaphore(_AT_ONCE)
#: Who waits holds a thread of the server; so only some may.
_queue = threading.BoundedSemaphore(_AT_ONCE + _WAITING)


@contextmanager
def turn(seconds: float = _PATIENCE_SECONDS) -> Iterator[None]:
    """Have a turn, until the block ends; 503 where none comes in time, or too many wait."""
    if not _queue.acquire(blocking=False):
        raise _busy()
    try:
        if not _places.acquire(timeout=seconds):
            raise _busy()
        try:
            yield
        finally:
            _places.release()
    finally:
        _queue.release()


def _busy() -> ServiceUnavailable:
    return ServiceUnavailable("too much is being worked out at the moment; try again in some seconds", retry_after=5)
