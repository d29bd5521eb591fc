from __future__ import annotations

import pyoxigraph as ox
import pytest

from glocal_graph.data.store.columns import order_columns, spell_out
from tests.small_graph import read_small_graph


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.extend(read_small_graph())
    return store


def ask(store: ox.Store, text: str) -> ox.QuerySolutions:
    return store.query(text, use_default_graph_as_union=True)


def names(solutions: ox.QuerySolutions) -> list[str]:
    return [variable.value for variable in solutions.variables]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", ["s", "p", "o"]),
        ("PREFIX a: <http://a/> select distinct*{ ?z ?y ?x } ORDER BY ?x LIMIT 5", ["z", "y", "x"]),
        ("SELECT REDUCED * { GRAPH ?where { ?what a $kind } }", ["where", "what", "kind"]),
        ('# SELECT ?a\nSELECT * { ?thing ?b "?c" . { SELECT ?a { ?a ?hidden ?thing } } }', ["thing", "b", "a"]),
        ("SELECT * { ?s ?p ?o MINUS { ?s ?never ?seen } BIND (STR(?o) AS ?all) } VALUES ?n { 1 2 }",
         ["s", "p", "o", "all", "n"]),
    ],
)  # fmt: skip
def test_a_star_stands_for_the_columns_in_the_order_of_the_text_and_the_rows_stay_the_same(store, text, columns):
    before, after = ask(store, text), ask(store, order_columns(text, "http://base/"))
    assert names(after) == columns
    assert sorted(str([row[name] for name in columns]) for row in before) == sorted(
        str([row[name] for name in columns]) for row in after
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?o ?s { ?s ?p ?o }",
        "SELECT ?n (COUNT(*) AS ?m) { ?n ?p ?o } GROUP BY ?n",
        "SELECT ?b ?a { { SELECT * { ?b ?p ?a } } }",
        "ASK { { SELECT * { ?b ?p ?a } } }",
        "CONSTRUCT { ?b ?b ?a } WHERE { { SELECT * { ?b ?p ?a } } }",
        'SELECT ?b ?a { ?b ?a "SELECT *" }',
        "SELECT * { ?b ?p 'open }",
        "SELECT * { ?one a <http://a/> }",
    ],
)
def test_other_texts_are_left_alone(text):
    count = 1 if "?one" in text else 2
    assert spell_out(text, ["a", "b"][:count]) == text


def test_a_mistake_is_told_as_the_engine_tells_it():
    with pytest.raises(SyntaxError):
        order_columns("SELECT * { ?a ?b }", "http://base/")
