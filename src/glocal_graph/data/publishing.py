"""The last step of every new snapshot: the dataset describes itself, what is gone is listed, then it is published."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from glocal_graph.data.store.snapshot import Draft, Snapshot
from glocal_graph.data.tables import read_table, write_table
from glocal_graph.data.void import describe_dataset
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import DataError

__all__ = ["REMOVED", "Gone", "publish", "read_removed"]

#: Table in a snapshot of the things that earlier releases had and this one has not.
REMOVED = "removed.tsv"
_COLUMNS = ("thing", "last", "gone", "label_en", "label_ja", "successors")
_log = logging.getLogger(__name__)
_LABEL = NamedNode(v.RDFS_LABEL)
#: What leads from a thing to the one that took its place.
_LATER = tuple(map(NamedNode, (v.glocal("succeededBy"), v.DCTERMS + "isReplacedBy", v.OWL + "sameAs")))


@dataclass(frozen=True)
class Gone:
    """A thing that was removed: the last release that had it, the first without it, its names, what took its place."""

    thing: str
    last: str
    gone: str
    label_en: str = ""
    label_ja: str = ""
    successors: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Its label in this language, else in the other, else its id."""
        first, second = (self.label_ja, self.label_en) if language == "ja" else (self.label_en, self.label_ja)
        return first or second or self.thing


def publish(made: Draft, previous: Snapshot | None, fields: Mapping[str, Any] | None = None) -> Snapshot:
    """Publish a filled draft as the release after `previous`; `fields` are added to its manifest."""
    describe_dataset(made.store, made.release)
    gone = sorted(_find_gone(made, previous), key=lambda item: item.thing) if previous else []
    write_table(
        made.path / REMOVED,
        _COLUMNS,
        ((g.thing, g.last, g.gone, g.label_en, g.label_ja, ";".join(g.successors)) for g in gone),
    )
    return made.publish(fields)


def read_removed(folder: Path) -> dict[str, Gone]:
    """What earlier releases had and the snapshot in this folder has not, by its id; empty where no table tells."""
    path = folder / REMOVED
    if not path.exists():
        return {}
    rows = read_table(path, _COLUMNS, [])
    return {
        row["thing"]: Gone(
            row["thing"], row["last"], row["gone"], row["label_en"], row["label_ja"], row.list("successors")
        )
        for row in rows
    }


def _find_gone(made: Draft, previous: Snapshot) -> Iterator[Gone]:
    try:
        before, old = read_removed(previous.path), ox.Store.read_only(str(previous.store_path))
    except (OSError, DataError) as error:
        # A damaged release must not stand in the way of the one that takes its place.
        _log.warning("what release %s had is not known: %s", previous.release, error)
        return
    present = set(_read_things(made.store))
    yield from (item for thing, item in before.items() if thing not in present)
    for thing in set(_read_things(old)) - present:
        labels = {label.language: label.value for label in _values(old, thing, _LABEL) if isinstance(label, Literal)}
        later = {
            term.value
            for name in _LATER
            for term in _values(old, thing, name)
            if isinstance(term, NamedNode) and term.value.startswith(v.ID)
        }
        yield Gone(
            thing,
            previous.release,
            made.release,
            labels.get("en", ""),
            labels.get("ja", ""),
            tuple(sorted(v.local(iri) for iri in later)),
        )


def _values(store: ox.Store, thing: str, predicate: NamedNode) -> Iterator[Any]:
    return (quad.object for quad in store.quads_for_pattern(NamedNode(v.iri(thing)), predicate, None))


def _read_things(store: ox.Store) -> Iterator[str]:
    """The ids of all things that a store says anything about; parts of the dataset's own description are none."""
    rows: Any = store.query("SELECT DISTINCT ?s { GRAPH ?g { ?s ?p ?o } }")
    for row in rows:
        subject = row["s"]
        if isinstance(subject, NamedNode) and subject.value.startswith(v.ID) and "#" not in subject.value:
            yield v.local(subject.value)
