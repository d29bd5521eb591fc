from __future__ import annotations

from datetime import date

import pytest

from glocal_graph.model.errors import ThingNotFound
from glocal_graph.questions.briefing import MOST_TIES, brief_place, brief_tie
from tests.questions.tying import ID, store_of, tie

TODAY = date(2026, 11, 23)


def test_a_places_own_ties_come_before_those_within_it_and_the_rest_is_counted():
    abroad = [
        f'<municipality/gn-{n}> a glocal:City ; rdfs:label "City {n}"@en ; glocal:within <country/US> .'
        for n in range(100, 120)
    ]
    inner = [tie("municipality/1", f"gn-{n}", f"{1950 + n - 100}") for n in range(100, 120)]
    made = brief_place(store_of(*abroad, *inner, tie("prefecture/JP-39", "gn-9")), ID + "prefecture/JP-39", TODAY)
    assert len(made.ties) == MOST_TIES
    assert (made.tie_count, made.own_count) == (21, 1)
    assert made.ties[0].iri.endswith("JP-39--gn-9")
    assert [one.date for one in made.ties[1:4]] == ["1950", "1951", "1952"]


def test_sources_are_numbered_once_and_each_tie_names_its_own():
    made = brief_place(
        store_of(tie("municipality/1", "gn-9", "1990"), tie("municipality/1", "gn-8", "1991")),
        ID + "municipality/1",
        TODAY,
    )
    assert [source.publisher for source in made.sources] == ["One City"]
    assert {made.cited[one.iri] for one in made.ties} == {(1,)}


def test_kana_and_what_lies_around_are_told():
    store = store_of(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        '<municipality/1> skos:altLabel "いちし"@ja-Hira ; glocal:population 1234 .',
    )
    (named,) = brief_place(store, ID + "municipality/1", TODAY).places
    assert (named.kana, named.population) == ("いちし", 1234)
    assert [around.label("en") for around in named.around] == ["Kochi Prefecture", "Japan"]


def test_people_come_before_things_and_only_what_has_a_source_is_told():
    store = store_of(
        '<person/a> glocal:birthPlace <municipality/1> ; rdfs:label "A"@en ; dcterms:source <source/a> ;'
        ' glocal:description "said"@en, "述"@ja .',
        '<asset/b> glocal:associatedWith <municipality/1> ; rdfs:label "B"@en ; dcterms:source <source/b> .',
        '<asset/c> glocal:associatedWith <municipality/1> ; rdfs:label "C"@en .',
    )
    made = brief_place(store, ID + "municipality/1", TODAY)
    assert [one.thing.label("en") for one in made.remembered] == ["A", "B"]
    assert made.remembered[0].text("ja").text == "述"
    assert made.cited[ID + "person/a"] == (1,)


def test_a_tie_has_both_parties_its_sources_and_the_marks_of_ten_years():
    made = brief_tie(store_of(tie("municipality/1", "gn-9", "1998-02-10")), ID + "partnership/1--gn-9", TODAY)
    assert [place.thing.label("en") for place in made.places] == ["One City", "Nine"]
    assert [mark.years for mark in made.marks] == [30, 35]
    assert made.cited[ID + "partnership/1--gn-9"] == (1,)


def test_there_is_no_sheet_of_a_tie_that_is_not_there():
    with pytest.raises(ThingNotFound):
        brief_tie(store_of(), ID + "partnership/1--gn-9", TODAY)
