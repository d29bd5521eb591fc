"""Curation rules of data/events, data/newsletters and data/figures.ttl, on the real files."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from glocal_graph.data.places import load_gazetteer
from glocal_graph.data.sources.events import read_events
from glocal_graph.data.sources.newsletters import event_claims, read_turtle_folder
from glocal_graph.data.sources.pages import read_pages
from glocal_graph.data.tables import read_table
from glocal_graph.model import vocabulary as v

DATA = Path(__file__).parents[2] / "data"
FORUM = "event/2018-01-local-partnership-forum"
MEND = "edit the named row of data/events, then run the test again"


@pytest.fixture(scope="module")
def read():
    problems = []
    letters = read_turtle_folder(DATA, "newsletters", problems) + read_turtle_folder(DATA, "figures", problems)
    places = {place.id for place in load_gazetteer(DATA / "places", problems).places}
    pages = read_pages(DATA / "sources.tsv", places, problems)
    return read_events(DATA / "events", pages, problems, event_claims(letters)), letters, problems


def objects(triples, thing, name):
    return {
        t.object.value for t in triples if t.subject == NamedNode(v.iri(thing)) and t.predicate.value == v.glocal(name)
    }


def labels(triples, thing):
    return {
        t.object.value for t in triples if t.subject == NamedNode(v.iri(thing)) and t.predicate.value == v.RDFS_LABEL
    }


def test_every_row_is_read(read):
    tables, _, problems = read
    assert [str(problem) for problem in problems] == [], MEND
    assert sum(len(event.claims) for event in tables.events) >= 237
    assert len(tables.events) >= 172


def test_every_event_has_a_date_a_page_and_its_own_name_in_both_languages(read):
    events = read[0].events
    assert [event.id for event in events if event.date is None or not event.claims] == [], MEND
    for names in (Counter(event.label_en for event in events), Counter(event.label_ja for event in events)):
        taken = [name for name, count in names.items() if count > 1]
        assert all("Iikura" in name or "Prefecture" in name or "視察" in name for name in taken), taken
    assert [event.id for event in events if not re.search("[ぁ-んァ-ヶ一-龠]", event.label_ja)] == [], MEND


def test_an_events_id_begins_with_the_date_that_it_had_when_it_was_named(read):
    for event in read[0].events:
        date = re.match(r"event/(\d{4}(-\d\d){0,2})-", event.id)[1]
        assert event.date.text.startswith(date), (
            f"{event.id} is dated {event.date.text}; keep its id, and say so in note"
        )


def test_every_link_leads_to_a_thing_or_a_place(read):
    tables, letters, _ = read
    things = {thing.id for thing in tables.things} | {event.id for event in tables.events}
    things |= {v.local(t.subject.value) for t in letters}
    places = ("country/", "region/", "prefecture/", "municipality/", "partnership/")
    links = [other for thing in (*tables.events, *tables.things) for _, other in thing.links]
    assert [other for other in links if not other.startswith(places) and other not in things] == [], MEND


def test_every_person_site_and_asset_leads_to_a_page(read):
    folders = ("person/", "site/", "asset/", "work/")
    assert [t.id for t in read[0].things if t.id.startswith(folders) and not t.sources] == [], MEND


def test_a_phrase_of_a_name_that_no_one_could_read_keeps_its_letters():
    rows = read_table(DATA / "events" / "people.tsv", ["name_en", "name_ja", "name_ja_by", "note"])
    assert [row["name_en"] for row in rows if row["name_ja_by"] == "romaji" and not row["note"]] == [], MEND


def test_the_newsletter_and_the_tables_call_a_thing_by_the_same_names(read):
    tables, letters, _ = read
    both = [thing for thing in (*tables.events, *tables.things) if labels(letters, thing.id)]
    assert len(both) > 3
    for thing in both:
        written = labels(letters, thing.id)
        assert written == {thing.label_en, thing.label_ja}, f"{thing.id}: data/newsletters and data/events differ"


def test_the_forum_has_two_dates_and_the_report_is_chosen(read):
    tables, letters, _ = read
    (forum,) = [event for event in tables.events if event.id == FORUM]
    told = {claim.date.text for claim in (*forum.claims, *event_claims(letters)) if claim.about == FORUM}
    assert told == {"2018-01-18", "2018-01-25"}
    assert forum.date.text == "2018-01-18"


def test_the_newsletters_reception_is_the_same_node_as_the_ministrys_announcement(read):
    tables, letters, _ = read
    (event,) = [event for event in tables.events if event.id == "event/2018-02-19-iikura-kochi"]
    assert ("coOrganiser", "office/governor-jp-39") in event.links
    assert objects(letters, event.id, "coOrganiser") == {v.iri("office/governor-jp-39")}
    shown = {v.local(thing) for thing in objects(letters, event.id, "features")}
    assert shown == {
        "theme/tourism", "theme/food", "theme/traditional-crafts", "theme/disaster-prevention-technology",
        "asset/yosakoi-naruko-dance", "asset/akaushi-beef",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("event", "pages"),
    [
        ("2016-02-09-iikura-kagawa", 3),
        ("2022-07-25-fukushima-revitalization-reception", 5),
        ("2019-01-15-study-tour-fukushima", 3),
        ("2017-07-13-study-tour-miyazaki", 3),
        ("2017-11-01-nagoya-los-angeles", 1),
        ("2023-11-nagoya-los-angeles", 1),
    ],
)
def test_pages_of_one_event_are_united_and_those_of_two_are_not(read, event, pages):
    (found,) = [one for one in read[0].events if one.id == f"event/{event}"]
    assert len(found.claims) == pages


def test_saigo_takamori_leads_to_his_birthplace_the_restoration_and_the_film(read):
    letters, saigo = read[1], "person/saigo-takamori"
    assert objects(letters, saigo, "birthPlace") == {v.iri("municipality/46201")}
    assert objects(letters, saigo, "tookPartIn") == {v.iri("historical-event/meiji-restoration")}
    assert objects(letters, saigo, "inspired") == {v.iri("work/the-last-samurai")}
    assert objects(letters, "historical-event/meiji-restoration", "year") == {"1868"}


def test_everything_in_the_newsletter_points_to_one_of_its_sections(read):
    letters = read[1]
    sections = {v.local(t.object.value) for t in letters if t.predicate.value == v.DCTERMS_SOURCE}
    assert sections == {
        f"source/monthly-glocal-news-2018-03/{name}" for name in ("reception", "study-tour", "forum", "kagoshima-city")
    }
    sourced = {t.subject for t in letters if t.predicate.value == v.DCTERMS_SOURCE}
    assert {
        v.local(t.subject.value) for t in letters if t.subject not in sourced and "/source/" not in t.subject.value
    } == set()
