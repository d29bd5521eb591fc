"""What was written into the graph since its last build, made again by the next build, so that no change is lost."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from glocal_graph.data.editing_patch import PATCH, Patch, apply_patches, read_patches
from glocal_graph.data.editing_record import CHANGES
from glocal_graph.data.editing_work import derive_partners
from glocal_graph.data.store.snapshot import Snapshot, verify
from glocal_graph.model.errors import StoreError
from glocal_graph.model.vocabulary import graph

__all__ = ["Carried", "find_edits"]

_DERIVED = NamedNode(graph("derived"))


@dataclass(frozen=True)
class Carried:
    """The changes that a snapshot has beyond its build."""

    snapshot: Snapshot
    patches: tuple[Patch, ...]

    def apply(self, quads: Sequence[Quad]) -> list[Quad]:
        """The quads of a build with the changes made again, their records, and what follows from them."""
        records = ox.Store.read_only(str(self.snapshot.store_path)).quads_for_pattern(None, None, None, CHANGES)
        found = [*apply_patches(quads, self.patches), *records]
        store = ox.Store()
        store.bulk_extend(found)
        return [quad for quad in found if quad.graph_name != _DERIVED] + list(dict.fromkeys(derive_partners(store)))

    def copy_to(self, folder: Path) -> None:
        """Keep the changes with the new snapshot, for the build after it."""
        shutil.copyfile(self.snapshot.path / PATCH, folder / PATCH)


def find_edits(snapshot: Snapshot | None) -> Carried | None:
    """The changes that a snapshot holds; None where there are none. StoreError where they cannot be trusted."""
    if snapshot is None or not (snapshot.path / PATCH).is_file():
        return None
    try:
        verify(snapshot, [PATCH, "store"])
        patches = tuple(read_patches(snapshot.path))
    except (StoreError, SyntaxError, ValueError) as error:
        raise StoreError(
            f"the changes that were written into release {snapshot.release} cannot be read again ({error}); "
            "`glocal-graph build --discard-edits` builds without them"
        ) from error
    return Carried(snapshot, patches) if patches else None
