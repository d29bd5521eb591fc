"""Turtle that people write: completed where that is safe, and told with file and line where it is wrong."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from glocal_graph.data.sources.newsletters import event_claims, read_turtle_folder, undated_events
from glocal_graph.model import vocabulary as v

HEAD = """@base <https://w3id.org/glocal-graph/id/> .
@prefix glocal: <https://w3id.org/glocal-graph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
GOOD = '<site/senso-ji> a glocal:Site ; rdfs:label "Senso-ji"@en .\n'
CLAIM = (
    "<claim/tour/20180301> glocal:claimAbout <event/tour> ;"
    ' glocal:claimedDate "2018-02-21" ; dcterms:source <source/n> .\n'
)


@pytest.fixture
def read(tmp_path):
    def read_text(text: str | bytes, *, head: str = HEAD):
        folder = tmp_path / "newsletters"
        folder.mkdir(exist_ok=True)
        content = text if isinstance(text, bytes) else (head + text).encode()
        (folder / "2018-03.ttl").write_bytes(content)
        problems = []
        return read_turtle_folder(tmp_path, "newsletters", problems), [str(problem) for problem in problems]

    return read_text


def values(triples, thing, name):
    return {t.object.value for t in triples if t.subject == NamedNode(v.iri(thing)) and t.predicate.value == name}


def test_the_classes_above_a_class_are_added(read):
    triples, problems = read(GOOD)
    assert problems == []
    assert values(triples, "site/senso-ji", v.RDF_TYPE) == {v.glocal("Site"), v.glocal("Place")}


def test_a_date_gets_its_bounds_and_year(read):
    triples, _ = read('<historical-event/meiji> glocal:date "1868" .')
    assert values(triples, "historical-event/meiji", v.glocal("earliest")) == {"1868-01-01"}
    assert values(triples, "historical-event/meiji", v.glocal("latest")) == {"1868-12-31"}
    assert values(triples, "historical-event/meiji", v.glocal("year")) == {"1868"}


def test_an_event_is_dated_by_its_claim_unless_the_tables_date_it(read):
    triples, _ = read(CLAIM)
    assert values(list(undated_events(triples, ())), "event/tour", v.glocal("date")) == {"2018-02-21"}
    assert list(undated_events(triples, {"event/tour"})) == []


def test_claims_are_handed_on_for_the_choice_of_a_date(read):
    (claim,) = event_claims(read(CLAIM)[0])
    assert (claim.about, claim.source, claim.date.text) == ("event/tour", "source/n", "2018-02-21")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('<event/tour> glocal:date "1987-02-30" .', '"1987-02-30" is no date'),
        ("<event/tour> glocal:organizer <site/senso-ji> .", "there is no term glocal:organizer"),
        ("<event/tour> a glocal:Party .", "there is no term glocal:Party"),
        ("<event/tour> rdfs:seeAlso <javascript:alert(1)> .", "<javascript:alert(1)> is no address that may be used"),
        ("<https://example.org/tour> a glocal:Event .", "does not lie under https://w3id.org/glocal-graph/id/"),
        ("<event/tour> glocal:venue [ a glocal:Site ] .", "has a thing without an IRI"),
    ],
)
def test_a_statement_that_cannot_be_right_is_left_out_with_file_and_line(read, line, message):
    triples, problems = read(GOOD + line)
    assert message in problems[0]
    assert "2018-03.ttl line 6" in problems[0]
    assert values(triples, "site/senso-ji", v.RDFS_LABEL) == {"Senso-ji"}
    assert not values(triples, "event/tour", v.glocal("date"))


@pytest.mark.parametrize(
    "line", ["<site/senso ji> a glocal:Site .", "<site/x> a glocal:Site", '<site/x> rdfs:label "x .']
)
def test_a_file_that_is_not_turtle_says_where(read, line):
    triples, problems = read(GOOD + line)
    assert triples == []
    assert "2018-03.ttl line " in problems[0]
    assert "is not Turtle" in problems[0]


def test_a_file_that_is_not_utf8_says_where(read):
    _, problems = read((HEAD + GOOD).encode() + "<site/x> rdfs:label '浅草'@ja .".encode("shift_jis"))
    assert "2018-03.ttl line 6: is not UTF-8" in problems[0]


def test_a_bad_file_does_not_stop_the_next(read, tmp_path):
    read("nonsense")
    (tmp_path / "newsletters" / "2018-04.ttl").write_text(HEAD + GOOD, encoding="utf-8")
    problems = []
    assert read_turtle_folder(tmp_path, "newsletters", problems)
    assert len(problems) == 1
