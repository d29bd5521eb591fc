"""A small graph without faults in a store of its own, for tests that change it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from glocal_graph.data.publishing import publish
from glocal_graph.data.store.snapshot import Snapshot, current, draft
from glocal_graph.data.validation import mark_of_rules
from glocal_graph.model.settings import Settings

GRAPH = "https://w3id.org/glocal-graph/graph/"
ID = "https://w3id.org/glocal-graph/id/"
NAPLES = ID + "partnership/46201--gn-3172394"
PREFIXES = """PREFIX glocal: <https://w3id.org/glocal-graph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX theme: <https://w3id.org/glocal-graph/id/theme/>
PREFIX event: <https://w3id.org/glocal-graph/id/event/>
PREFIX partnership: <https://w3id.org/glocal-graph/id/partnership/>
PREFIX concept: <https://w3id.org/glocal-graph/id/concept/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX graph: <https://w3id.org/glocal-graph/graph/>
"""


def theme(name: str, label: str = "A theme") -> str:
    """The triples of a theme, which breaks no rule."""
    return f'theme:{name} a glocal:Theme ; rdfs:label "{label}"@en , "題"@ja .'


def publish_valid(root: Path, **options: Any) -> Settings:
    """Settings whose store holds the small valid graph."""
    settings = Settings(store=str(root), **options)
    file = Path(__file__).parent / "ontology" / "small_valid.ttl"
    with draft(root) as made:
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            name = "partnerships" if quad.subject.value.startswith((ID + "partnership", ID + "claim")) else "places"
            name = "derived" if quad.predicate.value.endswith(("#partnerOf", "#sisterCityOf")) else name
            made.store.add(ox.Quad(*quad.triple, ox.NamedNode(GRAPH + name)))
        publish(made, None, {"validated": mark_of_rules(settings)})
    return settings


def served(settings: Settings) -> Snapshot:
    """The snapshot that is current."""
    return current(Path(settings.store))


def ask(settings: Settings, text: str) -> list[tuple[str, ...]]:
    """The rows of a query over the current snapshot, as /sparql sees it."""
    store = ox.Store.read_only(str(served(settings).store_path))
    rows: Any = store.query(PREFIXES + text, use_default_graph_as_union=True)
    return sorted(tuple(getattr(value, "value", "") for value in row) for row in rows)
