"""Processes that start quickly and alike on every system: spawned, and without the program's main module."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any

__all__ = ["BareContext"]

_lock = threading.Lock()


class _BareProcess(SpawnProcess):
    """A process that imports what its task needs, and nothing more."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - the name is multiprocessing's
        with _without_main():
            return SpawnProcess._Popen(process_obj)


class BareContext(SpawnContext):
    """The spawn context, for tasks that live in modules of their own.

    A spawned process runs the main module again, in case its task is defined there. Ours is not, and the main module
    may be the whole command line with all that it imports: five times the time to start, and twice the memory. Also,
    a script without `if __name__ == "__main__":` would start itself again.
    """

    Process = _BareProcess


@contextmanager
def _without_main() -> Iterator[None]:
    with _lock:
        main = sys.modules["__main__"]
        bare = ModuleType("__main__")
        bare.__spec__ = None
        sys.modules["__main__"] = bare
        try:
            yield
        finally:
            sys.modules["__main__"] = main
