"""The graph's description of itself: true in every number, the same for the same data, in words of both languages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data.store.snapshot import current
from glocal_graph.data.validation import validate_triples
from glocal_graph.data.void import DATASET, dataset_part, describe_dataset
from glocal_graph.model import vocabulary as v
from glocal_graph.model.settings import Settings
from tests.small_graph import read_small_graph

OWN = ox.NamedNode(v.graph("dataset"))
VOID = v.VOID


@pytest.fixture
def store() -> ox.Store:
    made = ox.Store()
    made.extend(read_small_graph())
    describe_dataset(made, "2026.11.23-1")
    return made


def ask(store: ox.Store, text: str) -> list[tuple[str, ...]]:
    prefixes = f"PREFIX void: <{VOID}> PREFIX dcterms: <{v.DCTERMS}> PREFIX d: <{DATASET}> PREFIX g: <{v.GLOCAL}> "
    solutions = store.query(prefixes + text, use_default_graph_as_union=True)
    return [tuple("" if term is None else term.value for term in row) for row in solutions]


def number(store: ox.Store, name: str) -> int:
    return int(ask(store, f"SELECT ?n {{ <{DATASET}> void:{name} ?n }}")[0][0])


def test_it_counts_what_a_query_finds_itself_included(store):
    quads = list(store)
    assert number(store, "triples") == len(quads)
    assert number(store, "distinctSubjects") == len({quad.subject for quad in quads})
    assert number(store, "properties") == len({quad.predicate for quad in quads})
    types = {quad.object for quad in quads if quad.predicate.value == v.RDF_TYPE}
    assert number(store, "classes") == len(types)
    things = {quad.subject.value for quad in quads if quad.subject.value.startswith(v.ID)}
    assert number(store, "entities") == len({thing for thing in things if "#" not in thing})


def test_each_named_graph_is_a_subset_with_its_triples(store):
    counted = Counter(quad.graph_name.value for quad in store)
    told = ask(store, "SELECT ?g ?n { d: void:subset ?s . ?s dcterms:identifier ?g ; void:triples ?n }")
    assert {graph: int(count) for graph, count in told} == counted
    assert OWN.value in counted


def test_each_property_and_class_has_its_number(store):
    told = dict(ask(store, "SELECT ?p ?n { d: void:propertyPartition ?x . ?x void:property ?p ; void:triples ?n }"))
    assert {name: int(n) for name, n in told.items()} == Counter(quad.predicate.value for quad in store)
    told = dict(ask(store, "SELECT ?c ?n { d: void:classPartition ?x . ?x void:class ?c ; void:entities ?n }"))
    counted = dict(ask(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"))
    assert told == counted
    assert v.glocal("Partnership") in told


def test_each_class_tells_which_properties_its_things_have(store):
    told = ask(
        store,
        "SELECT ?c ?p ?n { ?x void:class ?c ; void:propertyPartition ?y . ?y void:property ?p ; void:triples ?n }",
    )
    counted = ask(store, "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")
    assert set(told) == set(counted)
    assert len(told) > 20


def test_parts_have_addresses_of_the_datasets_page_and_no_two_the_same():
    assert dataset_part("class", v.glocal("City")) == f"{DATASET}#class-City"
    assert dataset_part("class", v.glocal("City"), v.RDFS_LABEL) == f"{DATASET}#class-City-property-rdfs-label"
    assert dataset_part("graph", v.graph("places")) == f"{DATASET}#graph-places"
    odd = [dataset_part("class", iri) for iri in ("http://example.org/a b", "http://example.org/a/b", v.SKOS + "City")]
    assert len({*odd, dataset_part("class", v.glocal("City"))}) == 4


def test_describing_again_changes_nothing_but_the_release(store):
    first = set(store)
    describe_dataset(store, "2026.11.23-1")
    assert set(store) == first
    describe_dataset(store, "2026.11.23-2")
    changed = {(quad.predicate.value, quad.object.value) for quad in set(store) ^ first}
    assert {value for _, value in changed} == {"2026.11.23-1", "2026.11.23-2"}
    assert v.glocal("release") in {predicate for predicate, _ in changed}


def test_an_empty_graph_describes_itself_too():
    made = ox.Store()
    describe_dataset(made, "1")
    assert number(made, "triples") == len(made) > 0


def test_words_are_in_both_languages_and_the_licence_is_named(store):
    for name in (v.RDFS_LABEL, v.DCTERMS + "title", v.DCTERMS + "description"):
        found = ask(store, f"SELECT (LANG(?t) AS ?l) {{ <{DATASET}> <{name}> ?t }} ORDER BY ?l")
        assert found == [("en",), ("ja",)], name
    assert ask(store, "SELECT ?l { d: dcterms:license ?l }") == [("https://creativecommons.org/licenses/by/4.0/",)]


def test_examples_are_things_of_the_graph(store):
    examples = [row[0] for row in ask(store, "SELECT ?x { d: void:exampleResource ?x }")]
    assert v.iri("municipality/46201") in examples
    assert all(ask(store, f"SELECT ?p {{ <{iri}> ?p ?o }} LIMIT 1") for iri in examples)


def test_of_the_real_graph_it_breaks_no_shape_and_states_nothing_twice(real_settings: Settings):
    quads = list(ox.parse(path=str(current(Path(real_settings.store)).dump_path), format=ox.RdfFormat.N_QUADS))
    own = [quad.triple for quad in quads if quad.graph_name == OWN]
    others = {quad.triple for quad in quads if quad.graph_name != OWN}
    assert own
    assert not others.intersection(own)
    assert not any(isinstance(term, ox.BlankNode) for t in own for term in (t.subject, t.object))
    linked = {t.object for t in own}
    around = [t for t in others if t.subject in linked]
    found = validate_triples([*own, *around], real_settings)
    assert [item.line("en") for item in found if item.focus.startswith(DATASET)] == []
