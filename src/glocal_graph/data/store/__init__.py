"""One interface to a graph: a folder of snapshots, or the address of a SPARQL 1.1 engine."""

from __future__ import annotations

from pathlib import Path

from glocal_graph.data.store.interface import Answer, GraphStore, Term
from glocal_graph.model.settings import Settings

__all__ = ["Answer", "GraphStore", "Term", "open_store"]


def open_store(settings: Settings) -> GraphStore:
    """The store that the settings name; StoreMissing says what to do where there is none yet."""
    # Each kind brings its own libraries, and a worker process imports this module too: only what is used is loaded.
    if settings.is_remote:
        from glocal_graph.data.store.remote import RemoteStore

        return RemoteStore(settings)
    from glocal_graph.data.store.worker import SnapshotStore

    return SnapshotStore(Path(settings.store), settings)
