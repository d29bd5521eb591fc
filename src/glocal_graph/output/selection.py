"""Which statements a file carries: everything, or some things with what they need to stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from glocal_graph.model.vocabulary import DCTERMS_SOURCE, ID, RDF_TYPE, RDFS_LABEL, glocal
from glocal_graph.output.export_rdf import to_lines
from glocal_graph.questions.sparql_terms import batches, filter_clause, name_iri, values_clause

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["read_everything", "read_selection"]

#: What is told of a thing that is only mentioned.
_BRIEF = (
    RDF_TYPE,
    RDFS_LABEL,
    *(glocal(name) for name in ("within", "isoCode", "jisCode", "geonamesId", "publisher", "address", "sectionOf")),
)


def read_everything(store: GraphStore, *, named: bool) -> list[bytes]:
    """Every statement of the store as a line, in its named graph or, not named, in none."""
    graphs = _read_graphs(store) if named else []
    lines = []
    for number, graph in enumerate(graphs):
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
        quads = ox.parse(_construct(store, text), format=ox.RdfFormat.N_TRIPLES)
        lines += to_lines(
            ox.Quad(_own(quad.subject, number), quad.predicate, _own(quad.object, number), graph) for quad in quads
        )
    if not graphs:
        body = _construct(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        lines = to_lines(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    return lines


def _construct(store: GraphStore, text: str) -> bytes:
    return store.query(text, media_type="application/n-triples").body


def _read_graphs(store: GraphStore) -> list[ox.NamedNode]:
    """The named graphs; an engine elsewhere may have none and hold all in its default graph."""
    rows: list[dict[str, Any]] = list(store.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"))
    return [name_iri(iri) for iri in sorted(row["g"].value for row in rows)]


def _own(term: Any, number: int) -> Any:
    """A blank node of this graph only: two answers may use one name for two nodes."""
    return ox.BlankNode(f"g{number}b{term.value}") if isinstance(term, ox.BlankNode) else term


def read_selection(store: GraphStore, iris: Iterable[str], *, ties: bool = True) -> list[ox.Quad]:
    """The statements of these things, their partnerships, claims and sources, and briefly of all they mention.

    Without `ties`, only those partnerships that are among the things themselves.
    """
    things = {name_iri(iri).value for iri in iris}
    found = set(_read_about(store, things))
    if not found:
        return []
    if ties:
        met = _read_inverse(store, things, ("party",))
        found.update(_read_about(store, met - things))
        things |= met
    claims = _read_inverse(store, things, ("claimAbout",))
    found.update(_read_about(store, claims))
    things |= claims
    found.update(_read_brief(store, found, things))
    return list(found)


def _read_brief(store: GraphStore, found: Iterable[ox.Quad], known: set[str]) -> Iterator[ox.Quad]:
    """Type, label, code and container of what is mentioned, and of what contains that, up to the country."""
    mentioned = {
        quad.object.value
        for quad in found
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(ID)
    } - known
    told = set(known)
    while mentioned:
        brief = list(_read_about(store, mentioned, _BRIEF))
        yield from brief
        told |= mentioned
        further = {glocal("within"), glocal("sectionOf"), DCTERMS_SOURCE}
        mentioned = {
            quad.object.value
            for quad in brief
            if quad.predicate.value in further and isinstance(quad.object, ox.NamedNode)
        } - told


def _read_about(store: GraphStore, things: Iterable[str], properties: Iterable[str] = ()) -> Iterator[ox.Quad]:
    """What is said of these things, in the graphs that say it; without graphs where the engine has none."""
    chosen = filter_clause("p", properties) if properties else ""
    for batch in batches(things):
        about = values_clause("s", batch)
        rows: list[dict[str, Any]] = list(
            store.select(f"SELECT ?g ?s ?p ?o WHERE {{ {about} GRAPH ?g {{ ?s ?p ?o }} {chosen} }}")
            or store.select(f"SELECT ?s ?p ?o WHERE {{ {about} ?s ?p ?o {chosen} }}")
        )
        for row in rows:
            yield ox.Quad(row["s"], row["p"], row["o"], row.get("g"))


def _read_inverse(store: GraphStore, things: Iterable[str], properties: Iterable[str]) -> set[str]:
    links = values_clause("p", [glocal(name) for name in properties])
    found = set()
    for batch in batches(things):
        text = f"SELECT DISTINCT ?s WHERE {{ {values_clause('o', batch)} {links} ?s ?p ?o }}"
        found |= {term.value for row in store.select(text) if isinstance(term := row["s"], ox.NamedNode)}
    return found
