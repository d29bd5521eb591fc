"""Turns, so many at a time, given in the order in which they were asked for."""

from __future__ import annotations

import threading
from collections import deque

__all__ = ["Lane"]


class Lane:
    """A waiting line before a number of places. `enter` and `leave` come in pairs, except where `enter` says no."""

    def __init__(self, places: int) -> None:
        self._free, self._is_closed = places, False
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def enter(self, seconds: float) -> bool:
        """Wait for a turn; whether there was one in this time, and the lane was not closed meanwhile."""
        with self._lock:
            if self._is_closed:
                return False
            if self._free and not self._waiting:
                self._free -= 1
                return True
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        if not ticket.acquire(timeout=seconds):
            with self._lock:
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
                    return False
        # Called up, perhaps at the last moment.
        return not self._is_closed

    def try_enter(self) -> bool:
        """Take a turn that nobody waits for, if there is one now."""
        with self._lock:
            if self._is_closed or not self._free or self._waiting:
                return False
            self._free -= 1
            return True

    def leave(self) -> None:
        """Give the turn to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1

    def close(self) -> None:
        """Send everybody away who waits, and whoever comes."""
        with self._lock:
            self._is_closed = True
            while self._waiting:
                self._waiting.popleft().release()
