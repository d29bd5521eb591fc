"""A draft on which a change was worked out: what it added and removed, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

from glocal_graph.data.editing_text import EDITS, KEPT
from glocal_graph.data.triples import completed
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import ChangeRefused, DateError, UsageError

__all__ = ["Work", "derive_partners"]

_DATE = v.glocal("date")
_OF_TIES = {v.glocal(name) for name in ("party", "kind", "status")} | {v.RDF_TYPE}
_DERIVED, _DATASET = (NamedNode(v.graph(name)) for name in ("derived", "dataset"))
_PAIRS = f"""
SELECT DISTINCT ?one ?other {{
  ?tie a <{v.glocal("Partnership")}> ; <{v.glocal("status")}> <{v.concept("status", "active")}> ;
    <{v.glocal("party")}> ?one , ?other . KIND
  FILTER (?one != ?other && ISIRI(?one) && ISIRI(?other))
}}"""
_SISTER = f"?tie <{v.glocal('kind')}> <{v.concept('kind', 'sister')}> ."


class Work:
    """The store of a draft, with the quads that are new and those that are gone."""

    def __init__(self, store: ox.Store, added: Iterable[Quad] = (), removed: Iterable[Quad] = ()) -> None:
        self.store = store
        #: As dictionaries, so that their order is that of the changes.
        self.added, self.removed = dict.fromkeys(added), dict.fromkeys(removed)
        #: What the program itself writes: the derived links and the record.
        self.own: list[Quad] = []

    @classmethod
    def compare(cls, store: ox.Store, dump: Path) -> Work:
        """What a store has beyond the sorted N-Quads of the snapshot before, and what it lacks."""
        for graph in [
            name for name in store.named_graphs() if not any(store.quads_for_pattern(None, None, None, name))
        ]:
            store.remove_graph(graph)
        after = set((store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines())
        before = set(dump.read_bytes().splitlines())
        return cls(store, _parse(after - before), _parse(before - after))

    def check_graphs(self, scope: str) -> None:
        """Refuse a change of a graph that is the program's, or outside of what this agent may write."""
        for name in {quad.graph_name for quad in (*self.added, *self.removed)}:
            if not isinstance(name, NamedNode) or not name.value.startswith(("http://", "https://", "urn:")):
                raise UsageError(
                    f"{name} is no name for a graph; it is an IRI that begins with http://, https:// or urn:"
                )
            if name.value in KEPT:
                raise ChangeRefused(f"the graph {name.value} is written by the program alone; nothing was changed")
            if not name.value.startswith(scope):
                raise ChangeRefused(
                    f"this token may write the graphs {scope}… only, not {name.value}; nothing was changed"
                )

    def complete(self) -> None:
        """Take back what other graphs state already, and add what need not be written by hand, as a build does."""
        for quad in [quad for quad in self.added if quad.graph_name == NamedNode(EDITS)]:
            if len(list(self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))) > 1:
                self._remove(quad)
        for quad in list(self.removed):
            if quad.predicate.value == _DATE:
                self._remove_bounds(quad)
        for quad in list(self.added):
            for triple in _follow(quad.triple):
                if not any(self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)):
                    self._add(Quad(triple.subject, triple.predicate, triple.object, quad.graph_name))

    def derive(self) -> list[Quad]:
        """Set the links that follow from ties anew, if any tie changed; gives those that are new."""
        if not any(quad.predicate.value in _OF_TIES for quad in (*self.added, *self.removed)):
            return []
        expected = dict.fromkeys(derive_partners(self.store))
        names = [NamedNode(v.glocal(name)) for name in ("partnerOf", "sisterCityOf")]
        stated = [quad for name in names for quad in self.store.quads_for_pattern(None, name, None, _DERIVED)]
        for quad in stated:
            if quad not in expected:
                self.store.remove(quad)
                self.own.append(quad)
        return [quad for quad in expected if quad not in self.store]

    def add_own(self, quads: Iterable[Quad]) -> None:
        """Write what the program itself has to say."""
        new = list(quads)
        self.store.extend(new)
        self.own += new

    def changed(self) -> list[Triple]:
        """All triples that came or went."""
        return [quad.triple for quad in (*self.added, *self.removed, *self.own)]

    def triples(self) -> list[Triple]:
        """The whole graph as it would be, but for its description of itself, which is made anew."""
        return [quad.triple for quad in self.store if quad.graph_name != _DATASET]

    def let_go(self) -> None:
        """Keep no hold of the store: its files are about to be summed and moved."""
        del self.store

    def _remove_bounds(self, quad: Quad) -> None:
        """Take away the days and the year that followed from a date which is gone."""
        left = self.store.quads_for_pattern(quad.subject, quad.predicate, None, None)
        still = {triple for other in left for triple in _follow(other.triple)}
        for triple in _follow(quad.triple):
            bound = Quad(triple.subject, triple.predicate, triple.object, quad.graph_name)
            if triple not in still and bound in self.store and bound not in self.added:
                self._remove(bound)

    def _add(self, quad: Quad) -> None:
        self.store.add(quad)
        if quad in self.removed:
            del self.removed[quad]
        else:
            self.added[quad] = None

    def _remove(self, quad: Quad) -> None:
        self.store.remove(quad)
        if quad in self.added:
            del self.added[quad]
        else:
            self.removed[quad] = None


def derive_partners(store: ox.Store) -> Iterator[Quad]:
    """`partnerOf` and `sisterCityOf`, both ways, from the active ties of a store; the same as a build derives."""
    for name, kind in (("partnerOf", ""), ("sisterCityOf", _SISTER)):
        rows: ox.QuerySolutions = store.query(_PAIRS.replace("KIND", kind), use_default_graph_as_union=True)  # type: ignore[assignment]
        for row in rows:
            yield Quad(row["one"], NamedNode(v.glocal(name)), row["other"], _DERIVED)


def _follow(triple: Triple) -> list[Triple]:
    """What follows from a statement for a class or a date; nothing from a date that is none (a rule says so)."""
    if triple.predicate.value == _DATE and not isinstance(triple.object, Literal):
        return []
    try:
        return list(completed(triple))[1:]
    except DateError:
        return []


def _parse(lines: set[bytes]) -> list[Quad]:
    # Sorted, so that the same change is written down in the same way each time.
    found = ox.parse(b"\n".join(sorted(lines)), ox.RdfFormat.N_QUADS)
    return [item for item in found if isinstance(item, Quad)]
