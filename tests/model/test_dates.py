"""Dates: EDTF in, the days it can mean, and words for people."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_graph.model.dates import era, parse_date
from glocal_graph.model.errors import DateError


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision", "year"),
    [
        ("1987", date(1987, 1, 1), date(1987, 12, 31), "year", 1987),
        ("1988-02", date(1988, 2, 1), date(1988, 2, 29), "month", 1988),
        ("2018-02-19", date(2018, 2, 19), date(2018, 2, 19), "day", 2018),
        ("2016-11-07/2016-11-09", date(2016, 11, 7), date(2016, 11, 9), "interval", 2016),
        ("2018-12-30/2019-01-02", date(2018, 12, 30), date(2019, 1, 2), "interval", None),
        ("1990/..", date(1990, 1, 1), None, "interval", None),
        ("../1990-05", None, date(1990, 5, 31), "interval", None),
        ("198X", date(1980, 1, 1), date(1989, 12, 31), "other", None),
        ("1955~", date(1955, 1, 1), date(1955, 12, 31), "other", 1955),
    ],
)
def test_a_date_means_the_days_it_can_mean(text, earliest, latest, precision, year):
    parsed = parse_date(text)
    assert (parsed.earliest, parsed.latest, parsed.precision, parsed.year) == (earliest, latest, precision, year)
    assert parsed.text == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "1987-02-30", "1987-02-29", "1987-13", "1987-00", "1987-00-01", "1987-05-00", "0000", "2018-06-31"),
        *("yesterday", "2018/2017", "../..", "a/b/c"),
    ],
)
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert str(caught.value)


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_day_of_the_calendar_survives(day):
    parsed = parse_date(day.isoformat())
    assert (parsed.earliest, parsed.latest, parsed.year) == (day, day, day.year)


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_an_interval_keeps_its_ends_or_is_refused(first, last):
    text = f"{first.isoformat()}/{last.isoformat()}"
    if last < first:
        with pytest.raises(DateError):
            parse_date(text)
    else:
        assert (parse_date(text).earliest, parse_date(text).latest) == (first, last)


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        parsed = parse_date(text)
    except DateError:
        return
    assert parsed.earliest or parsed.latest


def test_a_vaguer_date_agrees_and_another_day_does_not():
    day, month, other = parse_date("1982-02-22"), parse_date("1982-02"), parse_date("1982-03-05")
    assert day.agrees_with(month)
    assert month.agrees_with(day)
    assert not day.agrees_with(other)


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        ("2018-02-19", "19 February 2018", "2018年2月19日"),
        ("2018-02", "February 2018", "2018年2月"),
        ("2018", "2018", "2018年"),
        ("2016-11-07/2016-11-09", "7 November 2016 – 9 November 2016", "2016年11月7日〜2016年11月9日"),
    ],
)
def test_dates_are_shown_as_people_read_them(text, english, japanese):
    assert parse_date(text).display("en") == english
    assert parse_date(text).display("ja") == japanese


@pytest.mark.parametrize(
    ("day", "japanese"),
    [
        (date(2026, 11, 23), "令和8年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1926, 12, 24), "大正15年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1873, 1, 1), "明治6年"),
        (date(1872, 12, 31), ""),
    ],
)
def test_the_japanese_era_changes_on_its_day(day, japanese):
    assert era(day, "ja") == japanese
