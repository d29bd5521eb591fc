"""Files read as UTF-8 with one clear error, and written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from glocal_graph.model.errors import DataError, StoreError

__all__ = ["decode", "read_bytes", "read_text", "replace_file", "write_whole"]


def read_text(path: Path) -> str:
    """The text of a file; DataError says what is wrong with it, and on which line it is not UTF-8."""
    return decode(path, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """What a file holds; DataError where it is missing or cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(path, None, "is missing") from None
    except OSError as error:
        raise DataError(path, None, f"cannot be read: {error.strerror}") from error


def decode(path: Path | str, content: bytes) -> str:
    """The text of a file's bytes; DataError with the line that is not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(path, line, "is not UTF-8; save the file as UTF-8") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that a user asked for, as `replace_file` does; StoreError where that cannot be."""
    try:
        replace_file(path, content)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error


def replace_file(path: Path, content: bytes) -> None:
    """Write a file: to a neighbour first, then moved into place, so that nobody ever sees half of it.

    What stands there and is no file (/dev/stdout, a pipe) is written to directly: a file moved into its place would
    destroy it. A link stays a link. Where writing fails, the file is as it was, and nothing is left beside it.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as target:
            target.write(content)
        return
    neighbour = path.with_name(path.name + ".part")
    try:
        neighbour.write_bytes(content)
        neighbour.replace(path)
    except OSError:
        neighbour.unlink(missing_ok=True)
        raise
