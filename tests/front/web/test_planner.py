from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlsplit

import openpyxl
import pytest
from icalendar import Calendar

from tests.front.web.conftest import HTML

PLAN = "/planner?lang=ja&today=2029-12-01"


def test_a_plan_counts_24_months_from_today_and_names_the_fiscal_year_in_both_calendars(browse):
    page = browse(PLAN)
    assert "2029年12月1日(令和11年)から2031年11月30日(令和13年)まで" in page
    assert "令和12年度(2030)" in page
    assert "70周年" in page
    assert "2030年5月3日(金)" in page


def test_without_a_day_in_the_address_the_plan_is_counted_from_the_real_one(browse):
    assert browse("/planner?lang=en") != browse("/planner?lang=en&today=1950-01-01")


@pytest.mark.parametrize("place", ["鹿児島県", "Kagoshima Prefecture", "JP-46", "prefecture/JP-46", "かごしまし"])
def test_a_place_can_be_given_in_any_script(browse, place: str):
    page = browse(f"{PLAN}&place={place}")
    assert "鹿児島市" in page
    assert "霧島市" not in page or place != "かごしまし"


def test_a_name_of_two_places_shows_both_and_one_of_none_shows_near_ones(browse):
    page = browse(f"{PLAN}&place=Fuchu City", 400)
    assert "13206" in page
    assert "34208" in page
    assert "鹿児島市" in browse(f"{PLAN}&place=Kagoshma", 404)


def test_what_shares_its_name_is_kept_in_the_form_by_its_code(browse):
    assert 'value="34208"' in browse(f"{PLAN}&place=34208")


@pytest.mark.parametrize("wrong", ["every=7", "months=0", "months=x", "from=12", "today=soon", "today=2026-02-30"])
def test_a_value_that_makes_no_sense_is_refused_with_the_form(browse, wrong: str):
    page = browse(f"/planner?{wrong}", 400)
    assert 'role="alert"' in page
    assert 'id="planner-place"' in page


def test_both_names_of_both_cities_and_the_source_are_in_the_row(browse):
    page = browse(PLAN)
    assert ">ナポリ</a>" in page
    assert 'lang="en">Naples</span>' in page
    assert 'lang="en">Kagoshima City</span>' in page
    assert "https://www.example.jp/sister" in page
    assert "イタリア" in page


def test_a_date_that_another_source_gives_is_in_the_row(browse):
    assert "1960年5月4日" in browse(PLAN)


def test_the_headings_sort_and_turn(browse):
    page = browse(f"{PLAN}&sort=years")
    assert re.search(r'aria-sort="ascending"><a class="sorter" href="[^"]*sort=years&amp;order=desc', page)
    years = re.findall(r">(\d+)周年</a>", page)
    assert years == sorted(years, key=int)
    turned = re.findall(r">(\d+)周年</a>", browse(f"{PLAN}&sort=years&order=desc"))
    assert turned == years[::-1]


def test_a_plan_without_anniversaries_says_what_to_try(browse):
    page = browse("/planner?lang=ja&today=1950-01-01&months=12")
    assert "ありません" in page
    assert "<table" not in page


def test_the_table_has_a_caption_and_scopes(browse):
    page = browse(PLAN)
    assert "<caption" in page
    assert '<th scope="col"' in page
    assert 'scope="rowgroup"' in page


def test_the_files_have_the_rows_of_the_page(browse, client):
    page = browse(f"{PLAN}&place=JP-46&every=10")
    links = re.findall(r'href="(/planner\.(?:xlsx|csv|ics)[^"]*)"', page)
    assert [urlsplit(link).path for link in links] == ["/planner.xlsx", "/planner.csv", "/planner.ics"]
    files = [client.get(link.replace("&amp;", "&")) for link in links]
    sheet = openpyxl.load_workbook(io.BytesIO(files[0].data)).worksheets[0]
    rows = list(csv.DictReader(io.StringIO(files[1].data.decode("utf-8-sig"))))
    shown = page.count('scope="row"')
    assert shown == len(rows) == sheet.max_row - 1 > 0
    assert {row["自治体"] for row in rows} <= {"鹿児島市", "鹿児島県", "霧島市"}
    events = Calendar.from_ical(files[2].data).walk("VEVENT")
    assert [event["summary"] for event in events] == ["鹿児島市・ナポリ 提携70周年"]
    assert events[0]["url"] == "http://localhost/doc/partnership/46201--gn-3172394"
    assert files[2].mimetype == "text/calendar"
    assert "attachment" in files[2].headers["Content-Disposition"]


def test_the_sheet_says_what_was_asked_and_of_which_release(client, store):
    response = client.get(f"/planner.xlsx?{urlsplit(PLAN).query}&place=JP-46")
    about = {row[0].value: row[1].value for row in openpyxl.load_workbook(io.BytesIO(response.data)).worksheets[1].rows}
    assert about["都道府県・市区町村"] == "鹿児島県"
    assert about["公開版"] == store.release


def test_a_file_of_a_place_that_is_not_there_is_a_problem_not_a_table(client):
    response = client.get("/planner.csv?place=Kagoshma")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def test_the_lasting_address_shows_the_same_table(browse):
    page = browse(f"{PLAN}&place=JP-46")
    link = re.search(r'<li><a href="(/planner\?[^"]*)"', page)
    assert link
    again = browse(link[1].replace("&amp;", "&"))
    assert re.findall(r">(\d+)周年</a>", again) == re.findall(r">(\d+)周年</a>", page)


def test_a_plan_is_sent_again_only_when_the_day_or_the_release_is_another(client):
    first = client.get("/planner?today=2029-12-01", headers=HTML)
    again = client.get("/planner?today=2029-12-01", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    later = client.get("/planner?today=2029-12-02", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200


def test_a_fiscal_year_without_an_anniversary_says_so(browse):
    page = browse("/planner?place=municipality/46201&from=2029&months=24&today=2026-11-23&lang=ja")
    assert "令和12年度(2030)" in page.partition("<table")[2]
    empty = page.partition("<table")[2].partition("令和11年度(2029)")[2].partition("</th>")[0]
    assert "0件" in empty
