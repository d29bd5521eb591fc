"""What changes made of the graph since its last build, as a file of the snapshot: each change's quads, gone and new.

The file is RDF Patch: a line "H change IRI" and "TX" begin a change, "D" and "A" lines are its quads, "TC" ends it.
It is carried on from snapshot to snapshot, so that a build, which starts from data/ again, can make the same
changes to what it reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Quad

from glocal_graph.data.file_io import read_bytes

__all__ = ["PATCH", "Patch", "append_patch", "apply_patches", "read_patches"]

#: The name of the file in a snapshot's folder.
PATCH = "edits.rdfp"


@dataclass(frozen=True)
class Patch:
    """One change: its IRI, the quads that it removed and those that it added."""

    change: str
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]


def append_patch(folder: Path, before: Path | None, patch: Patch) -> None:
    """Write the file into a snapshot in the making: what it was in the snapshot before, and one change more."""
    kept = read_bytes(before / PATCH) if before is not None and (before / PATCH).is_file() else b""
    lines = [
        f"H change <{patch.change}> .\nTX .\n".encode(),
        *_lines(b"D ", patch.removed),
        *_lines(b"A ", patch.added),
    ]
    (folder / PATCH).write_bytes(kept + b"".join(lines) + b"TC .\n")


def read_patches(folder: Path) -> list[Patch]:
    """The changes that a snapshot holds beyond its build, the oldest first."""
    if not (folder / PATCH).is_file():
        return []
    found, change, quads = [], "", {b"D": bytearray(), b"A": bytearray()}
    for line in read_bytes(folder / PATCH).splitlines(keepends=True):
        sign, _, rest = line.partition(b" ")
        if sign == b"H":
            change = rest.decode().split("<", 1)[1].split(">", 1)[0]
        elif sign in quads:
            quads[sign] += rest
        elif sign == b"TC":
            found.append(Patch(change, _parse(quads[b"D"]), _parse(quads[b"A"])))
            quads = {b"D": bytearray(), b"A": bytearray()}
    return found


def apply_patches(quads: Iterable[Quad], patches: Iterable[Patch]) -> list[Quad]:
    """The quads after these changes, in a steady order."""
    found = dict.fromkeys(quads)
    for patch in patches:
        for quad in patch.removed:
            found.pop(quad, None)
        found.update(dict.fromkeys(patch.added))
    return list(found)


def _lines(sign: bytes, quads: Iterable[Quad]) -> list[bytes]:
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return sorted(sign + line for line in written.splitlines(keepends=True))


def _parse(lines: bytearray) -> tuple[Quad, ...]:
    return tuple(item for item in ox.parse(bytes(lines), ox.RdfFormat.N_QUADS) if isinstance(item, Quad))
