"""Events: what pages say of one event is united, and nothing that cannot be read slips in or vanishes."""

from __future__ import annotations

import pytest
from tests.data.sources.event_folder import write_folder

from glocal_graph.data.sources.events import choose_date, read_events
from glocal_graph.data.sources.pages import Pages, read_pages
from glocal_graph.model.dates import parse_date
from glocal_graph.model.records import Claim, Name

MINISTRY = "https://ministry.example/a"
EVENT_LINE = "{}\tvisit\tVisit\t訪問\teditors\t{}\t{}\t\t{}\t{}\t\n"


@pytest.fixture
def read(tmp_path):
    def read_rows(*claims, others=(), pages=None, **tables):
        problems = []
        tables = read_events(write_folder(tmp_path, *claims, **tables), pages or Pages({}), problems, others)
        return tables, [str(problem) for problem in problems]

    return read_rows


def test_rows_of_one_event_are_one_record_with_a_claim_each(read):
    tables, problems = read(
        {"date": "2018-02", "organisers": "Ministry", "topics": "tourism", "title_en": "Tour"},
        {"date": "2018-02-21", "topics": "local sake; fishing port", "source_url": MINISTRY, "title_en": "The tour"},
    )
    (event,) = tables.events
    assert problems == []
    assert [(claim.quoted, claim.date.text) for claim in event.claims] == [
        ("The tour", "2018-02-21"),
        ("Tour", "2018-02"),
    ]
    assert {source.publisher for source in tables.sources} == {"Ministry", "Paper"}
    assert {thing for name, thing in event.links if name == "features"} == {"asset/sake", "theme/tourism", "theme/food"}
    assert event.topics == (Name("fishing port", "en"), Name("漁港", "ja"))


def test_a_claims_id_depends_on_its_page_and_not_on_its_line(read):
    first = read({"date": "2018-02-21"}, {"date": "2018-02", "source_url": MINISTRY})[0]
    second = read({"date": "2018-02", "source_url": MINISTRY}, {"date": "2018-02-21"})[0]
    assert {claim.id for claim in first.events[0].claims} == {claim.id for claim in second.events[0].claims}


@pytest.mark.parametrize(
    ("told", "chosen"),
    [
        ([((3, 0), "2018-02-21"), ((0, 2), "2018-02-22")], "2018-02-22"),
        ([((0, 2), "2018-01-25"), ((0, 0), "2018-01-18")], "2018-01-18"),
        ([((0, 0), "2018"), ((0, 0), "2018-02"), ((0, 0), "2018-02-21")], "2018-02-21"),
        ([((0, 0), "2018-02"), ((9, 0), "2018-02-21")], "2018-02-21"),
        ([((0, 0), "2018-02"), ((9, 0), "2018-03-01")], "2018-02"),
        ([((0, 0), "2024-10-10/2024-10-11"), ((9, 0), "2024-10-10")], "2024-10-10/2024-10-11"),
        ([], None),
    ],
    ids=["trust", "report-before-announcement", "finest", "finer-within", "finer-elsewhere", "interval-stays", "none"],
)
def test_the_date_is_that_of_the_most_trusted_page_or_a_finer_one_within_it(told, chosen):
    date = choose_date([(rank, parse_date(text)) for rank, text in told])
    assert (date and date.text) == chosen


def test_a_newsletters_claim_takes_part_in_the_choice_but_is_not_repeated(read):
    letter = Claim("claim/x/20180303", "event/2018-02-21-tour", "source/letter", parse_date("2018-02-21"))
    tables, _ = read({"date": "2018-02-28", "source_url": MINISTRY, "report": "announcement"}, others=[letter])
    assert tables.events[0].date.text == "2018-02-21"
    assert [claim.date.text for claim in tables.events[0].claims] == ["2018-02-28"]


def test_a_date_in_the_events_table_is_the_editors_last_word(read):
    line = EVENT_LINE.format("2018-03-visit", "2018-03-05", "", "", "")
    tables, _ = read({"event": "2018-03-visit", "date": "2018-03-06"}, {}, events=line)
    assert tables.events[1].date.text == "2018-03-05"


def test_the_site_replaces_the_place_of_a_vaguer_page(read):
    tables, _ = read({"venue": "Senso-ji Temple"}, {"venue_place": "Taito City (Tokyo)", "source_url": MINISTRY})
    assert [thing for name, thing in tables.events[0].links if name == "venue"] == ["site/senso-ji"]


def test_an_online_event_has_no_venue(read):
    event = read({"venue": "online"})[0].events[0]
    assert event.online
    assert "venue" not in dict(event.links)


def test_counts_and_those_taking_part_come_from_the_words(read):
    event = read({"participants": "20 diplomats from 13 countries", "people": "Kono Taro"})[0].events[0]
    assert (event.head_count, event.country_count) == (20, 13)
    assert {thing for name, thing in event.links if name == "participant"} == {"office/minister", "person/kono-taro"}
    assert event.audiences == (Name("20 diplomats from 13 countries", "en"), Name("13か国の外交官20人", "ja"))


def test_parties_make_the_tie_that_the_event_is_about(read):
    line = EVENT_LINE.format("2018-visit", "", "2018-02-21-tour", "3", "municipality/gn-3172394 + municipality/46201")
    event = read({}, {"event": "2018-visit", "date": "2018"}, events=line)[0].events[1]
    assert ("aboutPartnership", "partnership/46201--gn-3172394") in event.links
    assert ("about", "municipality/gn-3172394") in event.links
    assert ("subEventOf", "event/2018-02-21-tour") in event.links
    assert event.edition == 3


def test_a_code_or_an_id_stands_for_itself(read):
    event = read({"about": "46201;JP-46;site/senso-ji"})[0].events[0]
    assert {thing for _, thing in event.links} == {"municipality/46201", "prefecture/JP-46", "site/senso-ji"}


def test_things_lead_to_the_pages_that_name_them(read):
    tables, _ = read({"topics": "sake", "source_url": MINISTRY})
    sources = {thing.id: thing.sources for thing in tables.things}
    assert sources["asset/sake"] == (tables.sources[0].id,)
    assert sources["site/senso-ji"] == ()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"date": "1987-02-30"}, '"1987-02-30" is no date: 1987-02 has 28 days'),
        ({"event": "2018-tour"}, 'the event "2018-tour" is not in events.tsv'),
        ({"source_url": "javascript:alert(1)"}, '"javascript:alert(1)" is no web address'),
        ({"source_url": "https://[press.example/"}, "is no web address"),
        ({"source_url": "https://press.example/a b"}, "is no web address"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_others_are_read(read, row, message):
    tables, problems = read(row, {"date": "2018-02-21"})
    assert len(problems) == 1
    assert message in problems[0]
    assert "event_claims.tsv line 2" in problems[0]
    assert len(tables.events[0].claims) == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"about": "Tatio City"}, '"Tatio City" in about is not known; add it to places.tsv'),
        ({"topics": "kites"}, '"kites" in topics is not known; add it to assets.tsv'),
        ({"people": "Kono Tara"}, '"Kono Tara" in people is not known; add it to people.tsv'),
        ({"source_url": "https://press.example/c"}, "is not in sources.tsv; add its publisher and title"),
    ],
)
def test_an_unknown_name_is_named_and_the_row_kept(read, row, message):
    tables, problems = read({"date": "2018-02-21", **row})
    assert len(problems) == 1
    assert message in problems[0]
    assert len(tables.events[0].claims) == 1


def test_an_unknown_topic_is_kept_in_its_words(read):
    assert read({"topics": "kites"})[0].events[0].topics == (Name("kites", "en"),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (EVENT_LINE.format("2019-visit", "", "", "", ""), "no page tells of this event"),
        (EVENT_LINE.format("2018-visit", "", "", "third", ""), 'the edition "third" is no whole number'),
        (EVENT_LINE.format("2018-visit", "", "", "", "municipality/46201"), "is no tie; write two places"),
        (EVENT_LINE.format("2018-visit", "2018-13", "", "", ""), '"2018-13" is no'),
        (EVENT_LINE.format("2018-visit", "", "", "", "").replace("\tvisit", "\ttrip"), 'there is no type "trip"'),
        (EVENT_LINE.format("2018-visit", "", "", "", "").replace("訪問", ""), "title in English and in Japanese"),
        (EVENT_LINE.format("2018-02-21-tour", "", "", "", ""), "is there twice"),
    ],
)
def test_an_event_that_cannot_be_right_is_named_and_the_others_are_read(read, line, message):
    tables, problems = read({"date": "2018-02-21"}, {"event": "2018-visit", "date": "2018"}, events=line)
    assert [problem for problem in problems if message in problem and "events.tsv line 3" in problem]
    assert tables.events[0].id == "event/2018-02-21-tour"


def test_a_page_of_the_ties_need_not_be_listed_again(read, tmp_path):
    shared = tmp_path / "of-the-ties.tsv"
    header = "url\tpublisher\tkind\tpublished_by\ttitle_en\ttitle_ja\tissued\tnote\n"
    shared.write_text(header + "https://ties.example/\tCity\tparty\t\t\t\t\t\n", encoding="utf-8")
    tables, problems = read({"source_url": "https://ties.example/"}, pages=read_pages(shared, (), []))
    assert problems == []
    assert [source.publisher for source in tables.sources] == ["City"]


@pytest.mark.parametrize(
    "line", ["https://press.example/b\tP\tpress", "javascript:x\tP\tpress", "https://a.example\tP\tpaper"]
)
def test_a_page_that_cannot_be_right_is_named(read, line):
    _, problems = read(sources=f"{line}\t\tB\t乙\t\t\n")
    assert any("sources.tsv line 4" in problem for problem in problems)
