"""Checking only what a change touches gives the same faults as checking everything."""

from __future__ import annotations

import pytest
import rdflib

from glocal_graph.data.nearness import find_far_predicates, find_touched
from glocal_graph.data.shapes import parse_shapes
from glocal_graph.data.validation import validate_triples
from glocal_graph.model.vocabulary import RDF_TYPE
from tests.ontology.small import SETTINGS, broken, expand
from tests.ontology.test_shapes import CASES

WHOLE = broken("country:JP", "", "")
PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix g: <https://w3id.org/glocal-graph/ontology#> ."
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
)


def faults(triples, changed=None):
    found = validate_triples(triples, SETTINGS, changed=changed)
    return {(item.rule, item.focus, item.path, item.value) for item in found if item.is_violation}


def test_the_small_graph_has_no_fault_to_begin_with():
    assert faults(WHOLE) == set()


def difference(after):
    before = set(WHOLE)
    return [triple for triple in {*WHOLE, *after} if (triple in before) != (triple in set(after))]


@pytest.mark.parametrize(("shape", "thing", "without", "turtle"), CASES)
def test_what_a_change_touches_shows_the_fault_of_every_shape(shape, thing, without, turtle):
    after = broken(thing, without, turtle)
    severity = {item.rule: item.severity for item in validate_triples(after, SETTINGS, changed=difference(after))}
    assert shape in severity


@pytest.mark.parametrize(("shape", "thing", "without", "turtle"), CASES[::5])
def test_what_a_change_touches_shows_all_faults_of_the_graph(shape, thing, without, turtle):
    after = broken(thing, without, turtle)
    assert faults(after, difference(after)) == faults(after)


@pytest.mark.parametrize("thing", sorted({triple.subject.value for triple in WHOLE})[::3])
def test_a_thing_that_goes_is_missed_by_all_that_linked_to_it(thing):
    after = [triple for triple in WHOLE if triple.subject.value != thing]
    assert faults(after, difference(after)) == faults(after)


def test_a_change_of_a_class_touches_what_links_to_it_and_another_change_does_not():
    far = find_far_predicates(parse_shapes(SETTINGS.resources))
    assert far is not None
    city = expand("municipality:46201")
    types = [triple for triple in WHOLE if triple.subject.value == city and triple.predicate.value == RDF_TYPE]
    names = [triple for triple in WHOLE if triple.subject.value == city and triple.predicate.value.endswith("label")]
    assert len(find_touched(types, WHOLE, far)) > 3
    assert find_touched(names, WHOLE, far) == {city}


@pytest.mark.parametrize(
    "shape",
    [
        "g:x sh:targetClass g:Place ; sh:property [ sh:path ( g:within g:within g:isoCode ) ; sh:minCount 1 ] .",
        "g:x sh:targetClass g:Place ; sh:property [ sh:path [ sh:zeroOrMorePath g:within ] ; sh:minCount 1 ] .",
        "g:x sh:targetClass g:Place ; sh:property [ sh:path [ sh:inversePath g:within ] ; sh:minCount 1 ] .",
        "g:x sh:targetClass g:Place ; sh:property [ sh:path ( g:within g:within ) ; sh:class g:Country ] .",
        "g:x sh:targetClass g:Place ; sh:property [ sh:path g:within ; sh:node g:y ] .",
        "g:x sh:targetClass g:Place ; sh:property [ sh:path g:within ; sh:or ( [ sh:path g:note ] ) ] .",
        "g:x sh:targetObjectsOf g:within ; sh:nodeKind sh:IRI .",
        'g:x sh:targetClass g:Place ; sh:sparql [ sh:select "SELECT $this WHERE { ?a ?b $this }" ] .',
    ],
)
def test_a_shape_that_looks_farther_has_everything_checked(shape):
    graph = rdflib.Graph().parse(data=PREFIXES + shape, format="turtle")
    assert find_far_predicates(graph) is None


def test_a_change_of_the_classes_themselves_has_everything_checked():
    far = {RDF_TYPE}
    changed = broken("glocal:Town", "", "THIS rdfs:subClassOf glocal:Country .")[-1:]
    assert changed[0].predicate.value.endswith("subClassOf")
    assert find_touched(changed, WHOLE, far) is None
