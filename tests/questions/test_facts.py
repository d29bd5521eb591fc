from __future__ import annotations

import pyoxigraph as ox
import pytest

from glocal_graph.model.errors import IriError, ThingNotFound
from glocal_graph.model.vocabulary import GLOCAL
from glocal_graph.questions.facts import describe, read_values
from tests.small_graph import ID, ITALY, KAGOSHIMA, KAGOSHIMA_PREFECTURE, NAPLES, MemoryStore, read_small_graph

TIE = ID + "partnership/46201--gn-3172394"


@pytest.fixture(scope="module")
def store():
    return MemoryStore()


def claim(number, **said):
    made = ox.NamedNode(f"{ID}claim/x/{number}")
    for name, value in {"claimAbout": ox.NamedNode(TIE), **said}.items():
        yield ox.Quad(made, ox.NamedNode(GLOCAL + name), value)
    yield ox.Quad(made, ox.NamedNode("http://purl.org/dc/terms/source"), ox.NamedNode(ID + "source/a"))


def test_a_city_is_told_with_names_position_ties_and_what_leads_to_it(store):
    city = describe(store, KAGOSHIMA)
    assert (city.kind, city.label_en, city.label_ja) == ("City", "Kagoshima City", "鹿児島市")
    assert [(name.text, name.language) for name in city.names] == [
        ("かごしまし", "ja-hira"),
        ("Kagoshima-shi", "ja-latn"),
    ]
    assert city.position == (31.5967, 130.5571)
    assert [tie.partners[0].label_en for tie in city.ties] == ["Naples", "Perth"]
    assert city.ties[0].sources == 2
    assert "glocal:birthPlace" in [links.name for links in city.backlinks]


def test_a_thing_that_links_to_another_is_told_with_its_label_and_kind(store):
    within = next(fact for fact in describe(store, KAGOSHIMA).facts if fact.predicate == GLOCAL + "within")
    assert (within.values[0].text, within.values[0].label_ja, within.values[0].kind) == (
        KAGOSHIMA_PREFECTURE,
        "鹿児島県",
        "Prefecture",
    )


def test_a_prefecture_and_a_country_tell_the_ties_of_the_places_within(store):
    ties = describe(store, KAGOSHIMA_PREFECTURE).ties
    assert {(tie.places[0].label_en, tie.partners[0].label_en) for tie in ties} >= {
        ("Kagoshima Prefecture", "Georgia"),
        ("Kagoshima City", "Naples"),
    }
    assert {tie.places[0].text for tie in describe(store, ITALY).ties} == {NAPLES}


def test_a_vaguer_date_agrees_and_another_day_differs():
    more = [
        *claim(1, claimedDate=ox.Literal("1960-05")),
        *claim(2, claimedDate=ox.Literal("1960-05-04")),
        *claim(3, claimedDate=ox.Literal("not a date")),
        *claim(4, claimedKind=ox.NamedNode(ID + "concept/kind-friendship")),
        *claim(5, claimedStatus=ox.NamedNode(ID + "concept/status-unknown")),
    ]
    tie = describe(MemoryStore([*read_small_graph(), *more]), TIE)
    differs = {statement.iri[-1]: statement.differs for statement in tie.statements if "/x/" in statement.iri}
    assert differs == {"1": set(), "2": {"date"}, "3": {"date"}, "4": {"kind"}, "5": set()}
    assert tie.disagrees


def test_a_section_of_a_source_has_its_issues_publisher(store):
    event = describe(store, ID + "event/2017-12-11-seminar")
    assert [(source.publisher, source.address) for source in event.sources] == [
        ("Ministry", "https://www.mofa.example.jp/news")
    ]


def test_what_the_graph_lacks_is_not_found(store):
    with pytest.raises(ThingNotFound):
        describe(store, ID + "municipality/00000")


@pytest.mark.parametrize(
    "iri", ["x> ?p ?o . ?s <y", "javascript:alert(1)", "", ID + "a b", ID + '"', ID + "\n", "file:///etc/passwd"]
)
def test_only_checked_iris_enter_a_query(iri):
    store = MemoryStore()
    with pytest.raises(IriError):
        describe(store, iri)
    assert store.queries == []


def test_hostile_iris_among_values_are_left_out_of_the_query():
    store = MemoryStore()
    found = read_values(store, [KAGOSHIMA, "urn:x> ?p ?o"])
    assert found[KAGOSHIMA].label_en == "Kagoshima City"
    assert found["urn:x> ?p ?o"].label("en") == "urn:x> ?p ?o"
    assert "urn:x" not in "".join(store.queries)
