from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from glocal_graph.output.calendar import count_left_out, write_calendar
from glocal_graph.questions.anniversaries import plan_anniversaries, stretch
from tests.questions.tying import store_of, tie

TODAY = date(2026, 11, 23)


def parse(*ties: str, language: str = "ja", fiscal: int = 2027, release: str = "2026.11.23-1"):
    plan = plan_anniversaries(store_of(*ties), stretch(TODAY, fiscal, 12), 5)
    text = write_calendar(plan, "周年: 高知県", language, release, lambda iri: iri.replace("/id/", "/doc/"))
    return plan, Calendar.from_ical(text), text


def test_each_anniversary_is_an_event_of_a_whole_day():
    _, calendar, _ = parse(tie("municipality/1", "gn-9", "1998-02-10"))
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == date(2028, 2, 10)
    assert event.decoded("dtend") == date(2028, 2, 11)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["url"] == "https://w3id.org/glocal-graph/doc/partnership/1--gn-9"
    assert event["status"] == "CONFIRMED"


def test_an_event_keeps_its_uid_in_every_release_and_is_stamped_by_the_release():
    tied = tie("municipality/1", "gn-9", "1998-02-10")
    events = [parse(tied, release=release)[1].walk("VEVENT")[0] for release in ("2026.11.23-1", "2027.01.05-2")]
    assert {event["uid"] for event in events} == {"1--gn-9-30@w3id.org"}
    stamps = [event.decoded("dtstamp") for event in events]
    assert stamps == [datetime(2026, 11, 23, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC)]


def test_the_same_plan_is_the_same_file():
    tied = tie("municipality/1", "gn-9", "1998-02-10")
    assert parse(tied)[2] == parse(tied)[2]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("ja", "一市・ナイン 提携30周年", "One City – Nine: 30 years"),
        ("en", "One City – Nine: 30 years", "一市・ナイン"),
    ],
)
def test_the_summary_is_in_the_language_and_the_description_has_the_other(language: str, first: str, second: str):
    _, calendar, _ = parse(tie("municipality/1", "gn-9", "1998-02-10"), language=language)
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == first
    assert event["summary"].params["LANGUAGE"] == language
    assert second in event["description"]
    assert "https://one.example.jp/" in event["description"]


def test_a_29th_of_february_is_an_event_on_the_28th_of_a_common_year():
    _, calendar, _ = parse(tie("municipality/1", "gn-9", "1960-02-29"), fiscal=2024)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == date(2025, 2, 28)
    assert "2月29日" in event["description"]


def test_a_month_without_a_day_is_a_tentative_month():
    _, calendar, _ = parse(tie("municipality/1", "gn-9", "1998-02"))
    (event,) = calendar.walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2028, 2, 1), date(2028, 3, 1))
    assert event["status"] == "TENTATIVE"
    assert "日は不明" in event["summary"]


def test_a_year_without_a_month_gets_no_day_and_the_calendar_says_so():
    plan, calendar, _ = parse(tie("municipality/1", "gn-9", "1998"), tie("municipality/2", "gn-9"))
    assert calendar.walk("VEVENT") == []
    assert count_left_out(plan) == 1
    assert "1件は、この予定表に入っていません" in calendar["x-wr-caldesc"]
    assert "提携日が不明" in calendar["x-wr-caldesc"]


def test_lines_are_folded_and_end_as_the_standard_says():
    _, _, text = parse(tie("municipality/1", "gn-9", "1998-02-10", claimed="1998-02-12"))
    assert text.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    text.decode("utf-8")


def test_a_name_cannot_begin_a_property_of_its_own():
    hostile = '<municipality/5> a glocal:City ; rdfs:label "A\\nBEGIN:VALARM,;"@en ; glocal:within <country/JP> .'
    _, calendar, text = parse(hostile, tie("municipality/5", "gn-9", "1998-02-10"), language="en")
    assert b"\r\nBEGIN:VALARM" not in text
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == "A\nBEGIN:VALARM,; – Nine: 30 years"
