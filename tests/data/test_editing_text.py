"""An update means what our queries see: the union of the graphs, an own graph for what is written without a name."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from glocal_graph.data.editing_text import KEPT, Dataset, split_update
from glocal_graph.model.errors import QuerySyntaxError, UsageError

GRAPH = "https://w3id.org/glocal-graph/graph/"
START = f"""
<urn:a> <urn:p> "1" <{GRAPH}places> .
<urn:a> <urn:p> "1" <{GRAPH}events> .
<urn:b> <urn:p> "2" <{GRAPH}ontology> .
"""


def after(text: str, chosen: Dataset = Dataset()) -> set[str]:  # noqa: B008
    """What a store of three quads holds after the update, shortened."""
    store = ox.Store()
    store.load(START.encode(), ox.RdfFormat.N_QUADS)
    for operation in split_update(text):
        if chosen:
            operation.check_dataset()
        names = sorted(graph.value for graph in store.named_graphs())
        store.update(operation.rewrite(names, KEPT, chosen), base_iri="http://base/")
    lines = store.dump(format=ox.RdfFormat.N_QUADS).decode().splitlines()
    return {" ".join(part.replace(GRAPH, "").strip("<>") for part in line.split()[:4]) for line in lines}


A_PLACES, A_EVENTS, B = 'urn:a urn:p "1" places', 'urn:a urn:p "1" events', 'urn:b urn:p "2" ontology'
BEFORE = {A_PLACES, A_EVENTS, B}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('INSERT DATA { <urn:c> <urn:p> "3" }', BEFORE | {'urn:c urn:p "3" edits'}),
        ('INSERT DATA { <c> <urn:p> "3" }', BEFORE | {'http://base/c urn:p "3" edits'}),
        ('INSERT DATA { GRAPH <urn:g> { <urn:c> <urn:p> "3" } }', BEFORE | {'urn:c urn:p "3" urn:g'}),
        (
            'INSERT DATA { <urn:c> <urn:p> "3" . GRAPH <urn:g> { <urn:c> <urn:p> "4" } . <urn:d> <urn:p> "5" # }\n }',
            BEFORE | {'urn:c urn:p "3" edits', 'urn:c urn:p "4" urn:g', 'urn:d urn:p "5" edits'},
        ),
        ('DELETE DATA { <urn:a> <urn:p> "1" }', {B}),
        (f'DELETE DATA {{ GRAPH <{GRAPH}places> {{ <urn:a> <urn:p> "1" }} }}', {A_EVENTS, B}),
        ('DELETE DATA { <urn:b> <urn:p> "2" }', BEFORE),
        ("DELETE WHERE { ?s <urn:p> ?o }", {B}),
        (f"DELETE WHERE {{ GRAPH <{GRAPH}events> {{ ?s ?p ?o }} }}", {A_PLACES, B}),
        (
            'DELETE { ?s ?p ?o } INSERT { ?s ?p "9" } WHERE { ?s ?p ?o FILTER(?s = <urn:a>) # {\n }',
            {'urn:a urn:p "9" edits', B},
        ),
        ('DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o = "1") }', {B}),
        ("DELETE { ?s ?p ?o } WHERE { VALUES ?s { <urn:c> } ?s ?p ?o }", BEFORE),
        (f"DELETE {{ GRAPH <{GRAPH}places> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}", {A_EVENTS, B}),
        (f"DELETE {{ ?s ?p ?o }} USING <{GRAPH}places> WHERE {{ ?s ?p ?o }}", {B}),
        ("INSERT { ?s <urn:in> ?g } WHERE { GRAPH ?g { ?s ?p <urn:x> } }", BEFORE),
        ('INSERT { <urn:n> <urn:q> "1" } WHERE {}', BEFORE | {'urn:n urn:q "1" edits'}),
        (
            f'INSERT {{ ?s <urn:q> "1" }} USING <{GRAPH}ontology> WHERE {{ ?s ?p ?o }}',
            BEFORE | {'urn:b urn:q "1" edits'},
        ),
        (f"WITH <{GRAPH}places> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", {A_EVENTS, B}),
        (
            f'PREFIX g: <{GRAPH}> INSERT {{ GRAPH g:places {{ ?s <urn:q> "1" }} }} USING g:events WHERE {{ ?s ?p ?o }}',
            BEFORE | {'urn:a urn:q "1" places'},
        ),
        ("CLEAR ALL", {B}),
        ("DROP NAMED", {B}),
        ("CLEAR GRAPH <urn:nothing>", BEFORE),
        (f"CLEAR DEFAULT ; ADD <{GRAPH}places> TO DEFAULT", BEFORE | {'urn:a urn:p "1" edits'}),
        (f"MOVE <{GRAPH}events> TO <urn:g>", {A_PLACES, 'urn:a urn:p "1" urn:g', B}),
        ("CREATE GRAPH <urn:g>", BEFORE),
        ("INSERT DATA {}", BEFORE),
        ("", BEFORE),
        ("# nothing", BEFORE),
    ],
)
def test_an_update_reads_the_union_and_writes_where_it_can_be_read(text, expected):
    assert after(text) == expected


def test_operations_see_what_the_ones_before_have_written():
    text = (
        'PREFIX : <urn:> CLEAR ALL ; INSERT DATA { GRAPH :g { :s :p "1" } } ; INSERT { ?s :q "2" } WHERE { ?s :p "1" }'
    )
    assert after(text) == {B, 'urn:s urn:p "1" urn:g', 'urn:s urn:q "2" edits'}


@pytest.mark.parametrize(
    ("pattern", "chosen", "found"),
    [
        ("?s ?p ?o", Dataset((GRAPH + "ontology",)), {"urn:b"}),
        ("?s ?p ?o", Dataset((GRAPH + "ontology", GRAPH + "places")), {"urn:a", "urn:b"}),
        ("?s ?p ?o", Dataset((), (GRAPH + "ontology",)), set()),
        ("GRAPH ?g { ?s ?p ?o }", Dataset((), (GRAPH + "ontology",)), {"urn:b"}),
        ("GRAPH ?g { ?s ?p ?o }", Dataset((GRAPH + "places",)), set()),
    ],
)
def test_the_graphs_of_a_request_are_those_of_its_patterns(pattern, chosen, found):
    written = after(f'INSERT {{ ?s <urn:q> "1" }} WHERE {{ {pattern} }}', chosen) - BEFORE
    assert written == {f'{thing} urn:q "1" edits' for thing in found}


@pytest.mark.parametrize(
    "text",
    ["INSERT { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p ?o }", "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"],
)
def test_graphs_chosen_twice_are_refused(text):
    with pytest.raises(UsageError, match="chosen twice"):
        after(text, Dataset(("urn:h",)))


@pytest.mark.parametrize(
    "text",
    [
        "LOADex:x INTO GRAPH <urn:g>",
        "INSERTDATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE DATA { GRAPHex:g { <urn:a> <urn:b> <urn:c> } }",
        "INSERT { <urn:a> <urn:b> <urn:c> } USINGex:g WHERE {}",
    ],
)
def test_words_that_run_into_names_are_not_guessed_at(text):
    with pytest.raises(QuerySyntaxError):
        after("PREFIX ex: <urn:> " + text)
