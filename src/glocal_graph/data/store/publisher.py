"""A snapshot published to another SPARQL engine: its named graphs, replaced one after another, then counted there.

The graph that names the release goes first and comes back last, so an engine that says a release holds all of it:
one that was left half-way says none, and the same command run again makes it whole. Graphs of an earlier
publication that the snapshot no longer has are removed; what others put there stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pyoxigraph as ox

from glocal_graph.data.store.authentication import Credentials
from glocal_graph.data.store.dialects import beside, is_engines_own
from glocal_graph.data.store.graph_client import ByGraphStore, ByUpdate, GraphClient
from glocal_graph.data.store.remote import RemoteStore
from glocal_graph.data.store.snapshot import Snapshot
from glocal_graph.model.errors import GlocalError, RemoteError, StoreError, UsageError
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import BASE, ID, glocal

__all__ = ["Published", "Steps", "Target", "publish_to"]

#: The graph that says which release it is.
_DATASET = f"{BASE}graph/dataset"
_GRAPHS = f"{BASE}graph/"
#: Blank nodes get names, so that a graph that goes over in parts stays one; the form is that of RDF 1.1, 3.5.
_GENID = f"{BASE}.well-known/genid/"
_COUNT = "SELECT ?g (COUNT(*) AS ?n) {{ {values} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
_NAMES = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_RELEASE = f"SELECT ?r {{ GRAPH <{_DATASET}> {{ <{ID}dataset> <{glocal('release')}> ?r }} }}"


class Steps(Protocol):
    """Whoever is told how far it is."""

    def step(self, title: str, total: int) -> None:
        """Begin a step of so many parts."""

    def advance(self, count: int = 1) -> None:
        """So many parts of the step are done."""


@dataclass(frozen=True)
class Target:
    """Where to: the SPARQL endpoint, and where it takes graphs or updates if that cannot be guessed."""

    query: str
    graph_store: str = ""
    update: str = ""
    credentials: Credentials = field(default_factory=Credentials)


@dataclass(frozen=True)
class Published:
    """What is there now: the engine's name, the release that it says, triples by graph, graphs removed and left."""

    engine: str
    release: str
    graphs: Mapping[str, int]
    removed: Sequence[str]
    others: Sequence[str]


def publish_to(snapshot: Snapshot, target: Target, settings: Settings, steps: Steps) -> Published:
    """Make the engine hold this snapshot; RemoteError says what it holds where that did not succeed."""
    names = _order(snapshot)
    client = GraphClient(target.credentials, max(settings.query_seconds, 600.0))
    engine, way = _find_way(client, target)
    # Reading may take long on an engine that has just been written to.
    settings = replace(settings, store=target.query, query_seconds=max(settings.query_seconds, 120.0))
    reader = RemoteStore(settings)
    way.greet(_DATASET)
    before = {str(getattr(row.get("g"), "value", "")) for row in reader.select(_NAMES)} - {""}
    journal = _Journal(target.query, names)
    stale = sorted(name for name in before - set(names) if name.startswith(_GRAPHS))
    way.drop(_DATASET)
    with journal:
        for name in names:
            journal.begin(name)
            expected = int(snapshot.manifest["graphs"][name])
            steps.step(name.removeprefix(_GRAPHS), expected)
            for count in way.replace(name, _read_graph(snapshot.dump_path, name)):
                steps.advance(count)
            _check_count(reader, name, expected)
            journal.end(name)
        for name in stale:
            way.drop(name)
        release = _check_release(reader, snapshot)
    RemoteStore(settings).close()  # opens only where the default graph is the union, as every question needs it
    others = sorted(name for name in before - {*names, *stale} if not is_engines_own(name))
    return Published(engine, release, dict(snapshot.manifest["graphs"]), stale, others)


class _Journal:
    """What has been done so far, and the words for it where it ends early."""

    def __init__(self, address: str, names: Sequence[str]) -> None:
        self._address, self._names = address, names
        self._done: list[str] = []
        self._now = ""

    def begin(self, name: str) -> None:
        self._now = name

    def end(self, name: str) -> None:
        self._done.append(name)
        self._now = ""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyboardInterrupt):
            raise RemoteError(f"stopped. {self._state()}") from error
        if isinstance(error, (GlocalError, OSError)):
            raise RemoteError(f"{error}. {self._state()}") from error

    def _state(self) -> str:
        done = ", ".join(name.removeprefix(_GRAPHS) for name in self._done) or "none"
        now = f"; {self._now.removeprefix(_GRAPHS)} is there in part" if self._now else ""
        left = len(self._names) - len(self._done) - bool(self._now)
        return (
            f"{self._address} now names no release: {len(self._done)} of {len(self._names)} graphs are new ({done})"
            f"{now}, {left} as before; run the same command again to make it whole"
        )


def _order(snapshot: Snapshot) -> list[str]:
    """The graphs of the snapshot, the one that names the release last."""
    graphs: Mapping[str, int] = snapshot.manifest["graphs"]
    if "" in graphs:
        raise StoreError(f"release {snapshot.release} holds triples outside of any named graph; build it anew")
    return sorted((name for name, count in graphs.items() if count), key=lambda name: (name == _DATASET, name))


def _find_way(client: GraphClient, target: Target) -> tuple[str, ByGraphStore | ByUpdate]:
    for address in (target.query, target.graph_store, target.update):
        parts = urlsplit(address)
        if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
            raise UsageError(f'"{address}" is no address; one is like http://host:port/path, without a password')
    dialect = client.recognise(target.query)
    name = dialect.name if dialect else "the engine"
    if target.graph_store:
        return name, ByGraphStore(client, target.graph_store)
    if target.update:
        return name, ByUpdate(client, target.update)
    if dialect is None:
        raise UsageError(
            f"{target.query} does not say what kind of engine it is; name where it takes graphs by --graph-store, "
            "or updates by --update"
        )
    return name, ByGraphStore(client, beside(target.query, dialect.graph_store))


def _read_graph(dump: Path, name: str) -> Iterator[bytes]:
    """The triples of one graph as lines of N-Triples."""
    ending = b" <" + name.encode("utf-8") + b"> .\n"
    with dump.open("rb") as file:
        for line in file:
            if line.endswith(ending):
                yield (_name_blanks(line) if b"_:" in line else line[: -len(ending)] + b" .\n")


def _name_blanks(line: bytes) -> bytes:
    """The same triple with names in place of its blank nodes."""
    (quad,) = ox.parse(line, ox.RdfFormat.N_QUADS)
    named = [
        ox.NamedNode(_GENID + term.value) if isinstance(term, ox.BlankNode) else term
        for term in (quad.subject, quad.object)
    ]
    return f"{named[0]} {quad.predicate} {named[1]} .\n".encode()


def _check_count(reader: RemoteStore, name: str, expected: int) -> None:
    rows = reader.select(_COUNT.format(values=f"VALUES ?g {{ <{name}> }}"))
    found = int(getattr(rows[0]["n"], "value", "0")) if rows else 0
    if found != expected:
        raise RemoteError(f"graph {name} has {found} triples there, and {expected} in the snapshot")


def _check_release(reader: RemoteStore, snapshot: Snapshot) -> str:
    """The release that the engine says; empty for a snapshot whose graph says none."""
    said = {str(getattr(row["r"], "value", "")) for row in reader.select(_RELEASE)}
    if _DATASET in snapshot.manifest["graphs"] and snapshot.release not in said:
        raise RemoteError(f"the engine names {', '.join(said) or 'no release'} instead of {snapshot.release}")
    return next(iter(said), "")
