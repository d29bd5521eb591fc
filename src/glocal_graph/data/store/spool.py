"""An answer as it comes in: in memory while it is small, then in a temporary file that has no name."""

from __future__ import annotations

from io import BytesIO
from tempfile import TemporaryFile, gettempdir
from typing import BinaryIO

from glocal_graph.data.store.interface import Answer
from glocal_graph.model.errors import StoreError

__all__ = ["Sink", "Source", "Spool", "TooLarge"]

#: An answer up to this size stays in memory.
_IN_MEMORY = 1024 * 1024


class TooLarge(Exception):
    """The answer is larger than the limit."""


class Spool:
    """Takes the parts of one answer, up to a limit in bytes, and becomes an Answer once all are there."""

    def __init__(self, limit: int) -> None:
        self._limit, self.size, self._is_on_disk = limit, 0, False
        self._file: BinaryIO = BytesIO()

    def add(self, part: bytes | memoryview) -> None:
        """Take the next bytes; TooLarge past the limit, StoreError where the disk has no room for them."""
        self.size += len(part)
        if self.size > self._limit:
            raise TooLarge
        try:
            if self.size > _IN_MEMORY and not self._is_on_disk:
                self._move()
            self._file.write(part)
        except OSError as error:
            raise _no_room(error) from error

    def end(self, form: str, media_type: str) -> Answer:
        """The whole answer."""
        if isinstance(self._file, BytesIO):
            return Answer(form, media_type, self._file.getvalue())
        try:
            self._file.flush()
        except OSError as error:
            raise _no_room(error) from error
        return Answer(form, media_type, self._file)

    def close(self) -> None:
        """Drop what came so far."""
        self._file.close()

    def _move(self) -> None:
        small = self._file
        self._file, self._is_on_disk = TemporaryFile(prefix="glocal-graph-"), True  # noqa: SIM115 - the answer's
        assert isinstance(small, BytesIO)
        self._file.write(small.getbuffer())


class Sink:
    """A spool as a file that is written to."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def write(self, data: bytes) -> int:
        """Take these bytes."""
        self._spool.add(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


class Source:
    """An answer as a file that is read."""

    def __init__(self, answer: Answer) -> None:
        self._answer, self._place, self._held = answer, 0, BytesIO()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many; b"" at the end."""
        part = self._held.read(size)
        if not part:
            self._held = BytesIO(self._answer.read(self._place, _IN_MEMORY))
            part = self._held.read(size)
        self._place += len(part)
        return part


def _no_room(error: OSError) -> StoreError:
    reason = error.strerror or str(error)
    return StoreError(f"there is no room for a large answer in {gettempdir()}: {reason}; set TMPDIR to another folder")
