"""A script that publishes a snapshot of a few triples, for tests that kill it on the way."""

from __future__ import annotations

import sys
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from glocal_graph.data.store.snapshot import draft


def publish(root: Path) -> str:
    """Publish a snapshot that says its own release; gives the release."""
    with draft(root, keep=3) as made:
        thing, name = NamedNode("http://example.org/dataset"), NamedNode("http://example.org/release")
        made.store.add(Quad(thing, name, Literal(made.release), NamedNode("http://example.org/graph")))
        return made.publish().release


if __name__ == "__main__":
    publish(Path(sys.argv[1]))
