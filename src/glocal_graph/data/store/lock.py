"""One builder at a time: a lock of the operating system, which lets go when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glocal_graph.model.errors import StoreBusy

__all__ = ["hold"]


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock file; StoreBusy at once if another process (or thread) holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(handle)
        except OSError as error:
            raise StoreBusy(f"another build is at work in {path.parent}; wait until it has ended") from error
        yield
    finally:
        # Closing the file lets go of the lock on every system; the file itself stays, since removing it would
        # let a third builder lock a new file of the same name while a second still waits on this one.
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
