"""Who changed what, and when: a change as triples of the named graph "changes" (PROV)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, Quad

from glocal_graph.model import vocabulary as v

__all__ = ["CHANGES", "Record"]

CHANGES = NamedNode(v.graph("changes"))
_A = NamedNode(v.RDF_TYPE)
_OPERATIONS = {
    "update": ("SPARQL update", "更新(SPARQL)"),
    "put": ("graph replaced", "グラフの置き換え"),
    "post": ("triples added to a graph", "グラフへの追加"),
    "delete": ("graph deleted", "グラフの削除"),
    "load": ("file loaded", "ファイルの読み込み"),
}


@dataclass(frozen=True)
class Record:
    """A change: the release that it made, the operation, who it was, and (added, removed) of each graph."""

    release: str
    operation: str
    agent: str
    graphs: Mapping[str, tuple[int, int]]

    @property
    def iri(self) -> str:
        """The IRI of the change."""
        return v.iri(f"change/{self.release}")

    @property
    def added(self) -> int:
        """How many triples are new."""
        return sum(added for added, _ in self.graphs.values())

    @property
    def removed(self) -> int:
        """How many triples are gone."""
        return sum(removed for _, removed in self.graphs.values())

    def quads(self) -> list[Quad]:
        """The change and its agent as quads."""
        change, agent = NamedNode(self.iri), NamedNode(v.iri(f"agent/{self.agent}"))
        en, ja = _OPERATIONS[self.operation]
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        said: list[tuple[NamedNode, str, NamedNode | Literal]] = [
            (change, v.RDF_TYPE, NamedNode(v.glocal("Change"))),
            (change, v.RDF_TYPE, NamedNode(v.PROV + "Activity")),
            (change, v.RDFS_LABEL, Literal(f"Change {self.release}: {en} by {self.agent}", language="en")),
            (change, v.RDFS_LABEL, Literal(f"変更 {self.release}:{self.agent} による{ja}", language="ja")),
            (change, v.PROV + "wasAssociatedWith", agent),
            (change, v.PROV + "endedAtTime", Literal(now, datatype=NamedNode(v.XSD + "dateTime"))),
            (change, v.glocal("release"), Literal(self.release)),
            (change, v.glocal("operation"), Literal(self.operation)),
            (change, v.glocal("triplesAdded"), Literal(self.added)),
            (change, v.glocal("triplesRemoved"), Literal(self.removed)),
            *((change, v.glocal("changedGraph"), NamedNode(graph)) for graph in self.graphs),
            (agent, v.RDF_TYPE, NamedNode(v.PROV + "Agent")),
            (agent, v.RDFS_LABEL, Literal(self.agent, language="en")),
            (agent, v.RDFS_LABEL, Literal(self.agent, language="ja")),
        ]
        return [Quad(subject, NamedNode(name), value, CHANGES) for subject, name, value in said]
