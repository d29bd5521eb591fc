from __future__ import annotations

from datetime import date

from glocal_graph.output.anniversary_table import day_words, notes_of, plan_notes, plan_table, year_words
from glocal_graph.questions.anniversaries import plan_anniversaries, stretch
from tests.questions.tying import store_of, tie


def plan(*ties: str):
    return plan_anniversaries(store_of(*ties), stretch(date(2026, 11, 23), 2027, 12), 5)


def test_a_row_has_both_names_of_both_places_and_leads_to_the_tie_and_its_source():
    table = plan_table(plan(tie("municipality/1", "gn-9", "1998-02-10")), "ja")
    cells = dict(zip((heading.name for heading in table.headings), table.rows[0], strict=True))
    assert cells["years"].text == "30"
    assert cells["fiscal_year"].text == "令和9年度(2027)"
    assert cells["day"].text == "2028-02-10"
    assert (cells["place"].text, cells["place_other"].text) == ("一市", "One City")
    assert (cells["partner"].text, cells["partner_other"].text) == ("ナイン", "Nine")
    assert cells["tie"].iri.endswith("/partnership/1--gn-9")
    assert (cells["source"].text, cells["source"].iri) == ("One City", "https://one.example.jp/")


def test_a_day_is_said_with_its_weekday_and_what_is_not_known_is_said():
    (one,) = plan(tie("municipality/1", "gn-9", "1998-02-10")).found
    assert (day_words(one, "ja"), day_words(one, "en")) == ("2028年2月10日(木)", "10 February 2028 (Thu)")
    (month,) = plan(tie("municipality/1", "gn-9", "1998-02")).found
    assert (day_words(month, "ja"), day_words(month, "en")) == ("2028年2月(日は不明)", "February 2028 (day unknown)")
    (year,) = plan(tie("municipality/1", "gn-9", "1998")).found
    assert day_words(year, "ja") == "2028年(月日は不明)"
    assert year_words(year, "ja") == "令和10年度(2028)または令和9年度(2027)"
    assert "1〜3月なら令和9年度(2027)" in notes_of(year, "ja")[0]


def test_another_date_is_named_with_its_source():
    (one,) = plan(tie("municipality/1", "gn-9", "1998-02-10", claimed="1998-02-12")).found
    assert notes_of(one, "ja") == ["別の日付を示す出典があります: 1998年2月12日(CLAIR)。"]


def test_what_the_rows_leave_out_is_said():
    made = plan(tie("municipality/1", "gn-9", "1998"), tie("municipality/2", "gn-9"))
    assert plan_notes(made, "en") == [
        "1 are known by their year alone, so their fiscal year is not certain.",
        "1 of 2 active ties have no known date and are not here.",
    ]


def test_the_notes_say_how_many_may_not_go_on():
    made = plan(tie("municipality/1", "gn-9", "1998-02-12", status="unknown"))
    assert plan_notes(made, "en") == [
        "Not here, as no source says that the tie goes on (it is suspended, or nothing is known): 1 in this time."
    ]
    assert "周年1件は、含まれていません" in plan_notes(made, "ja")[0]
