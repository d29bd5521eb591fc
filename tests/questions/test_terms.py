from __future__ import annotations

import pytest

from glocal_graph.data.file_io import read_text
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import CLASSES, DATATYPE_PROPERTIES, GLOCAL, OBJECT_PROPERTIES, RDF_TYPE
from glocal_graph.questions.gallery import load_gallery
from glocal_graph.questions.terms import find_questions, read_examples, read_terms, write_query


@pytest.fixture(scope="module")
def terms():
    return read_terms(read_text(Settings().resources / "ontology" / "glocal.ttl"))


def test_every_term_is_read_with_its_words_in_both_languages(terms):
    kinds = {"class": CLASSES, "link": OBJECT_PROPERTIES, "value": DATATYPE_PROPERTIES}
    for kind, names in kinds.items():
        assert {name for name, term in terms.items() if term.kind == kind} == set(names)
    for term in terms.values():
        assert {"en", "ja"} <= set(term.labels), term.name
        assert {"en", "ja"} <= set(term.comments), term.name


def test_a_term_knows_what_stands_around_it(terms):
    city, party, partner = terms["City"], terms["party"], terms["partnerOf"]
    assert city.above == [GLOCAL + "Municipality", "https://schema.org/City"]
    assert GLOCAL + "City" in terms["Municipality"].below
    assert party.domain == [GLOCAL + "Partnership"]
    assert GLOCAL + "party" in terms["Partnership"].has
    assert GLOCAL + "party" in terms["Place"].reached_by
    assert partner.is_symmetric
    assert terms["within"].is_transitive


def test_the_example_of_a_term_is_a_statement_of_the_graph(terms, real_store):
    examples = read_examples(real_store)
    used = {row["p"].value for row in real_store.select("SELECT DISTINCT ?p { ?s ?p ?o }")}
    assert {GLOCAL + name for name, term in terms.items() if term.kind != "class"} & used <= set(examples)
    for iri in (GLOCAL + "Partnership", GLOCAL + "party", GLOCAL + "population", GLOCAL + "note"):
        example = examples[iri]
        rows = real_store.select(f"SELECT ?o {{ <{example.subject}> <{example.predicate}> ?o }}")
        assert (example.object or example.text) in [row["o"].value for row in rows]
        assert example.predicate == (RDF_TYPE if iri.endswith("Partnership") else iri)


def test_examples_are_the_same_each_time(real_store):
    assert read_examples(real_store) == read_examples(real_store)


def test_the_query_of_a_term_finds_what_uses_it(terms, real_store):
    examples = read_examples(real_store)
    for name, term in terms.items():
        rows = real_store.select(write_query(term))
        assert bool(rows) == (term.iri in examples), name


def test_questions_are_found_by_whole_names_outside_comments(terms):
    gallery = load_gallery(Settings()).values()
    assert "partners-of-place" in {question.name for question in find_questions("party", gallery)}
    assert not {question.name for question in find_questions("part", gallery)}
