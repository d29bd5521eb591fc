from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_graph.model.errors import ParameterError
from glocal_graph.questions.anniversaries import (
    Stretch,
    fiscal_label,
    fiscal_year,
    plan_anniversaries,
    stretch,
)
from glocal_graph.questions.answering import answer_question
from glocal_graph.questions.gallery import load_gallery
from tests.questions.tying import ID, store_of, tie

TODAY = date(2026, 11, 23)
FISCAL_2027 = Stretch(date(2027, 4, 1), date(2028, 3, 31))


def plan(store, days=FISCAL_2027, every=5, place=""):
    return plan_anniversaries(store, days, every, place and ID + place)


def test_a_fiscal_year_runs_from_april_to_march():
    assert fiscal_year(date(2028, 3, 31)) == 2027
    assert fiscal_year(date(2028, 4, 1)) == 2028


def test_a_fiscal_year_has_its_name_in_both_calendars():
    assert fiscal_label(2027, "ja") == "令和9年度(2027)"
    assert fiscal_label(2019, "ja") == "令和元年度(2019)"
    assert fiscal_label(1988, "ja") == "昭和63年度(1988)"
    assert fiscal_label(1989, "en") == "FY1989 (Heisei 1)"


def test_24_months_are_counted_from_today_or_from_the_first_of_april():
    assert stretch(TODAY) == Stretch(TODAY, date(2028, 11, 22))
    assert stretch(TODAY, 2027) == Stretch(date(2027, 4, 1), date(2029, 3, 31))
    assert stretch(date(2027, 8, 31), months=6).last == date(2028, 2, 28)


@pytest.mark.parametrize(("fiscal", "months"), [(1, 24), (9999, 24), (2027, 0), (2027, 1000)])
def test_a_stretch_that_nobody_can_plan_is_refused(fiscal: int, months: int):
    with pytest.raises(ParameterError):
        stretch(TODAY, fiscal, months)


def test_a_tie_of_january_has_its_anniversary_in_the_fiscal_year_before():
    store = store_of(tie("municipality/1", "gn-9", "1998-02-10"))
    (one,) = plan(store).found
    assert (one.years, one.first, one.last, one.fiscal_years) == (30, date(2028, 2, 10), date(2028, 2, 10), (2027,))
    assert [place.label("ja") for place in (*one.places, *one.partners, *one.countries)] == [
        "一市", "ナイン", "アメリカ合衆国",
    ]  # fmt: skip
    assert plan(store, stretch(TODAY, 2028, 12)).found == ()


def test_marks_are_every_five_or_every_ten_years():
    store = store_of(tie("municipality/1", "gn-9", "2012-05-01"), tie("municipality/2", "gn-9", "2017-05-01"))
    assert [one.years for one in plan(store).found] == [15, 10]
    assert [one.years for one in plan(store, every=10).found] == [10]
    with pytest.raises(ParameterError):
        plan(store, every=3)


def test_a_month_without_a_day_is_sure_of_its_fiscal_year_alone():
    store = store_of(tie("municipality/1", "gn-9", "1988-02"))
    (one,) = plan(store).found
    assert (one.first, one.last, one.precision) == (date(2028, 2, 1), date(2028, 2, 29), "month")
    assert one.fiscal_years == (2027,)


def test_a_year_without_a_month_is_in_the_plan_of_both_fiscal_years_that_it_can_fall_in():
    store = store_of(tie("municipality/1", "gn-9", "1998"))
    for fiscal in (2027, 2028):
        asked = plan(store, stretch(TODAY, fiscal, 12))
        (one,) = asked.found
        assert one.precision == "year"
        assert one.fiscal_years == (2028, 2027)
        assert asked.year_of(one) == fiscal
    assert plan(store, stretch(TODAY, 2026, 12)).found == ()


def test_a_29th_of_february_is_kept_on_the_28th_and_says_so():
    store = store_of(tie("municipality/1", "gn-9", "1960-02-29"))
    (one,) = plan(store, stretch(TODAY, 2024, 12)).found
    assert (one.years, one.first, one.is_moved) == (65, date(2025, 2, 28), True)
    (leap,) = plan(store, stretch(TODAY, 2039, 12)).found
    assert (leap.years, leap.first, leap.is_moved) == (80, date(2040, 2, 29), False)


def test_ended_ties_have_no_anniversary_and_undated_ones_are_counted():
    store = store_of(
        tie("municipality/1", "gn-9", "1998-02-10", status="ended"),
        tie("municipality/2", "gn-9"),
        tie("municipality/3", "gn-9", "1998-02-10"),
    )
    asked = plan(store)
    assert [one.places[0].label("en") for one in asked.found] == ["Three City"]
    assert (asked.undated, asked.ties) == (1, 2)


def test_a_prefecture_has_the_ties_of_its_municipalities_and_a_country_those_with_it():
    store = store_of(tie("municipality/1", "gn-9", "1998-02-10"), tie("municipality/3", "gn-8", "1998-02-10"))
    assert [one.id for one in plan(store, place="prefecture/JP-39").found] == ["1--gn-9-30"]
    assert [one.id for one in plan(store, place="country/US").found] == ["1--gn-9-30", "3--gn-8-30"]
    assert plan(store, place="municipality/2").found == ()


def test_dates_that_contradict_the_chosen_one_are_named_with_their_source_and_vaguer_ones_are_not():
    (one,) = plan(store_of(tie("municipality/1", "gn-9", "1998-02-10", claimed="1998-02-12"))).found
    assert [(claim.date, claim.source.publisher) for claim in one.others] == [("1998-02-12", "CLAIR")]
    (other,) = plan(store_of(tie("municipality/1", "gn-9", "1998-02-10", claimed="1998"))).found
    assert other.others == ()


def test_a_plan_is_in_the_order_of_time_and_what_has_no_month_comes_last_in_its_year():
    store = store_of(
        tie("municipality/1", "gn-9", "1998-03-10"),
        tie("municipality/2", "gn-9", "2007"),
        tie("municipality/3", "gn-9", "1997-04-01"),
        tie("municipality/1", "gn-8", "1997-06"),
    )
    assert [one.id for one in plan(store).found] == ["3--gn-9-30", "1--gn-8-30", "1--gn-9-30", "2--gn-9-20"]


@given(
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.dates(date(2027, 1, 1), date(2060, 1, 1)),
    st.integers(1, 240),
    st.sampled_from([4, 7, 10]),
)
def test_an_anniversary_is_in_a_plan_when_and_only_when_it_can_lie_in_it(signed, today, months, letters):
    days = stretch(today, months=months)
    found = plan(store_of(tie("municipality/1", "gn-9", signed.isoformat()[:letters])), days).found
    expected = {
        day.year - signed.year
        for offset in range((days.last - days.first).days + 1)
        if (day := days.first + timedelta(days=offset))
        and (day.year - signed.year) % 5 == 0
        and matches(day, signed, letters)
    }
    assert {one.years for one in found} == expected
    for one in found:
        assert one.first <= days.last
        assert one.last >= days.first


def matches(day: date, signed: date, letters: int) -> bool:
    if letters == 4:
        return True
    if letters == 7 or day.month != signed.month:
        return day.month == signed.month
    return day.day == min(signed.day, calendar.monthrange(day.year, day.month)[1])


def test_the_plan_of_a_prefecture_has_every_tie_that_the_question_of_the_gallery_finds(real_store, real_settings):
    question = load_gallery(real_settings)["anniversaries"]
    for prefecture, year in (("JP-39", 2027), ("JP-46", 2027), ("JP-01", 2026)):
        iri = f"{ID}prefecture/{prefecture}"
        table = answer_question(
            real_store, question, {"prefecture": iri, "year": str(year)}, "en", lambda text, _: text
        )
        asked = {(row[0].iri, int(float(row[3].text))) for row in table.rows}
        planned = plan_anniversaries(real_store, stretch(TODAY, year, 12), 10, iri).found
        # The question shows a tie of no known month only in the fiscal year of its number.
        sure = {(one.tie, one.years) for one in planned if one.fiscal_years[0] == year}
        assert asked == sure, prefecture


def test_what_may_not_go_on_is_counted_beside_the_plan_and_what_has_ended_is_not():
    made = plan(
        store_of(
            tie("municipality/1", "gn-9", "1998-02-12"),
            tie("municipality/1", "gn-8", "1998-02-12", status="unknown"),
            tie("municipality/2", "gn-8", "1998", status="suspended"),
            tie("municipality/2", "gn-9", "1998-02-12", status="ended"),
            tie("municipality/3", "gn-9", "1999-02-12", status="unknown"),
        )
    )
    assert (len(made.found), made.ties, made.unsure) == (1, 1, 2)
    assert plan(store_of(tie("municipality/1", "gn-8", "1998", status="unknown")), place="municipality/2").unsure == 0
