"""The six questions of staff, walked through as a person would, in both languages, with the network cable pulled.

What the pages answer is checked against the graph itself.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import icalendar
import openpyxl
import pytest

from glocal_graph.model.vocabulary import GLOCAL, ID
from tests.browser import open_browser, undisturbed
from tests.front.web.walking import OFFLINE, Person, read_messages

pytestmark = pytest.mark.browser

_PREFIXES = f"PREFIX g: <{GLOCAL}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
#: The day that the pages take for today.
TODAY = datetime.now(ZoneInfo("Asia/Tokyo")).date()
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


@pytest.fixture(scope="module")
def app(real_app):
    return real_app


@pytest.fixture(scope="module")
def browser():
    with open_browser(1280, 1000, OFFLINE) as driver:
        yield driver


@pytest.fixture
def person(browser, base, tmp_path, language):
    """Somebody on the first page in their language; at the end nothing has left the app."""
    made = Person(browser, base, language, tmp_path, read_messages())
    with undisturbed(browser, base):
        made.start()
        yield made


@pytest.fixture(scope="module")
def ask(real_store):
    """Asks the graph: rows of values, things by their short ids."""

    def rows(text: str) -> list[dict[str, str]]:
        found = real_store.select(_PREFIXES + text)
        return [{name: term.value.removeprefix(ID) for name, term in row.items() if term is not None} for row in found]

    return rows


def label(ask, thing: str, language: str) -> str:
    found = ask(f'SELECT ?name {{ <{ID}{thing}> rdfs:label ?name FILTER(LANG(?name) = "{language}") }}')
    return found[0]["name"]


def ties_of(ask, place: str) -> dict[str, tuple[str, str]]:
    """(partner, date) of each tie of a place."""
    text = f"""SELECT ?tie ?partner ?date {{
      ?tie a g:Partnership ; g:party <{ID}{place}>, ?partner . FILTER(?partner != <{ID}{place}>)
      OPTIONAL {{ ?tie g:date ?date }} }}"""
    return {row["tie"]: (row["partner"], row.get("date", "")) for row in ask(text)}


# ── 1 ─────────────────────────────────────────────────────────────────────────────────────────────────────


@LANGUAGES
def test_1_who_are_the_sister_cities_of_kagoshima_and_since_when_also_on_a_map_and_a_timeline(person, ask):
    place = "municipality/46201"
    expected = ties_of(ask, place)
    person.take_card("partners")
    person.choose(
        "#p-place", {"ja": "かごしまし", "en": "Kagosima"}[person.language], label(ask, place, person.language)
    )
    person.send("form.question")
    person.wait("document.querySelector('#views[data-ready]')")
    person.click("button[data-view=table]")
    person.wait("document.querySelector('.viewer-place table')")
    assert set(person.ids(".viewer-place tbody a", "partnership/")) == set(expected)
    table = person.told(person.one(".viewer-place table"))
    for partner, signed in expected.values():
        assert label(ask, partner, person.language) in table
        assert signed[:4] in table
    person.click("button[data-view=map]")
    person.wait("document.querySelectorAll('.view-map .place').length > 5")
    person.click("button[data-view=timeline]")
    dated = sum(bool(signed) for _, signed in expected.values())
    person.wait(f"document.querySelectorAll('.view-drawing a .mark').length === {dated}")


_DRAWN = "document.querySelector('#explorer[data-ready]') && document.querySelector('#picture[data-drawn]')"


@LANGUAGES
def test_1_the_same_by_the_search_as_picture_list_map_and_timeline(person, ask):
    place = "municipality/46201"
    expected = ties_of(ask, place)
    name = label(ask, place, person.language)
    person.choose("#q", {"ja": "カゴシマ", "en": "kagoshima"}[person.language], name)
    person.wait(_DRAWN)
    assert name in person.told(person.one("h1"))
    person.click("#explorer [data-view=list]")
    rows = "#ex-other table[data-rows=ties] tbody tr"
    person.wait(f"document.querySelectorAll('{rows}').length === {len(expected)}")
    assert {row.get_attribute("data-id") for row in person.all(rows)} == set(expected)
    for partner, signed in expected.values():
        row = next(row for row in map(person.told, person.all(rows)) if label(ask, partner, person.language) in row)
        assert signed[:4] in row
    person.click("#explorer [data-view=map]")
    person.wait(f"document.querySelectorAll('#ex-other svg g.tie').length === {len(expected)}")
    person.click("#explorer [data-view=timeline]")
    dated = {tie for tie, (_, signed) in expected.items() if signed}
    person.wait("document.querySelectorAll('#ex-other svg a[data-id^=partnership]').length")
    marks = person.all("#ex-other svg a[data-id^=partnership]")
    assert {mark.get_attribute("data-id") for mark in marks} == dated
    assert "undefined" not in person.told(person.one("#ex-other"))


# ── 2 ─────────────────────────────────────────────────────────────────────────────────────────────────────


def fiscal(year: int, month: int) -> int:
    return year if month >= 4 else year - 1


def coming(ask, prefecture: str, first: int) -> dict[str, set[int]]:
    """The active ties of a prefecture's places that reach a multiple of five years in two fiscal years from `first`,
    each with the fiscal years in which that may be: two, where only the year is known."""
    text = f"""SELECT DISTINCT ?tie ?date {{
      ?place g:within* <{ID}{prefecture}> . ?tie g:party ?place ; g:date ?date .
      ?tie g:status <{ID}concept/status-active> }}"""
    found: dict[str, set[int]] = {}
    for row in ask(text):
        parts = [int(part) for part in re.findall(r"\d+", row["date"])]
        months = [parts[1]] if len(parts) > 1 else [1, 4]
        for years in range(5, 400, 5):
            marks = {fiscal(parts[0] + years, month) for month in months}
            if marks & {first, first + 1}:
                found[row["tie"]] = marks
    return found


@pytest.mark.parametrize(("language", "prefecture"), [("ja", "prefecture/JP-39"), ("en", "prefecture/JP-16")])
def test_2_which_ties_of_a_prefecture_have_an_anniversary_in_the_next_two_fiscal_years(person, ask, prefecture):
    first = fiscal(TODAY.year, TODAY.month) + 1
    expected = coming(ask, prefecture, first)
    assert expected
    person.take_card("anniversaries")
    person.choose("#planner-place", label(ask, prefecture, person.language), label(ask, prefecture, person.language))
    person.send("form.question")
    assert set(person.ids("table.plan tbody th a")) == set(expected)
    said = person.told(person.one("main"))
    assert {"ja": f"令和{first - 2018}年度({first})", "en": f"FY{first} (Reiwa {first - 2018})"}[
        person.language
    ] in said
    vague = [marks for marks in expected.values() if len(marks) > 1]
    assert len(person.all("table.plan tr.vague")) == len(vague)
    check_workbook(person.download("a[href*='planner.xlsx']"), expected)
    check_calendar(
        person.download("a[href*='planner.ics']"), first, {tie for tie, marks in expected.items() if len(marks) == 1}
    )


def check_workbook(content: bytes, ties) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    for tie in ties:
        assert any(cell.endswith(tie) for cell in cells), tie


def check_calendar(content: bytes, first: int, ties) -> None:
    events = list(icalendar.Calendar.from_ical(content).walk("VEVENT"))
    assert len(events) == len(ties)
    for event in events:
        start = event.decoded("dtstart")
        assert date(first, 4, 1) <= start <= date(first + 2, 3, 31)
        assert str(event["summary"])
        assert any(tie in str(event.to_ical().replace(b"\r\n ", b"")) for tie in ties)


# ── 3 ─────────────────────────────────────────────────────────────────────────────────────────────────────


@LANGUAGES
def test_3_which_japanese_local_governments_have_the_same_partner_or_one_in_the_same_state(person, ask):
    place = "municipality/42201"
    expected = {
        row["other"]
        for row in ask(f"""SELECT DISTINCT ?other {{
          ?ours g:party <{ID}{place}>, ?partner . FILTER(?partner != <{ID}{place}>)
          {{ ?theirs g:party ?partner, ?other }}
          UNION {{ ?partner g:within* ?area . ?area a g:Region . ?near g:within* ?area . ?theirs g:party ?near, ?other
                   FILTER(?near != ?partner && ?near != ?other) }}
          FILTER(?theirs != ?ours && ?other != <{ID}{place}> && ?other != ?partner)
          ?theirs a g:Partnership . ?other g:country <{ID}country/JP> }}""")
    }
    person.take_card("same")
    person.choose("#p-place", {"ja": "長崎", "en": "Nagasaki"}[person.language], label(ask, place, person.language))
    person.send("form.question")
    person.wait("document.querySelector('#views[data-ready] table')")
    shown = person.ids(".viewer-place tbody a")
    assert expected <= set(shown)
    told = person.told(person.one(".viewer-place table"))
    assert {"ja": "同じ相手", "en": "the same partner"}[person.language] in told
    assert person.all(".viewer-place tbody a[href^='http']:not([href*='127.0.0.1'])"), "a row leads to its source"
    book = openpyxl.load_workbook(io.BytesIO(person.download(".take-away-list a[href*='.xlsx']")))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert {label(ask, other, person.language) for other in expected} <= cells
    assert any(cell.startswith("http") for cell in cells)


# ── 4 ─────────────────────────────────────────────────────────────────────────────────────────────────────


@LANGUAGES
@pytest.mark.parametrize(
    ("start", "end"), [("municipality/46201", "municipality/gn-2973783"), ("person/saigo-takamori", "prefecture/JP-39")]
)
def test_4_what_joins_two_things(person, ask, start, end):
    person.take_card("paths")
    for field, thing in (("#path-from", start), ("#path-to", end)):
        name = label(ask, thing, person.language)
        person.choose(field, name, name)
    person.send("form.question")
    ways = person.all("article.way")
    assert 1 <= len(ways) <= 3
    for number in range(1, len(ways) + 1):
        things = person.ids(f"article.way:nth-of-type({number}) .way-line a")
        assert (things[0], things[-1]) == (start, end)
        assert person.told(person.one(f"article.way:nth-of-type({number}) .way-text"))
        for one, other in pairwise(things):
            assert is_joined(ask, one, other), (one, other)
    assert person.all("article.way .way-sources a"), "the steps lead to their sources"
    person.follow(person.one(".ways-picture figcaption a"))
    person.wait(_DRAWN)
    for thing in (start, end):
        assert label(ask, thing, person.language) in person.told(person.one("h1"))


def is_joined(ask, one: str, other: str) -> bool:
    """Whether the graph links the two, in either direction or by a tie of both."""
    return bool(
        ask(f"""SELECT ?link {{
          {{ <{ID}{one}> ?link <{ID}{other}> }} UNION {{ <{ID}{other}> ?link <{ID}{one}> }}
          UNION {{ ?link g:party <{ID}{one}>, <{ID}{other}> }} }}""")
    )


# ── 5 ─────────────────────────────────────────────────────────────────────────────────────────────────────


@LANGUAGES
def test_5_the_ties_of_a_prefecture_on_one_page_for_the_governor(person, ask):
    place = "prefecture/JP-39"
    person.take_card("briefing")
    person.choose("#sheet-thing", {"ja": "こうち", "en": "Kochi"}[person.language], label(ask, place, person.language))
    person.send("form.question")
    sheet = person.told(person.one("article.a4"))
    for language in ("ja", "en"):
        assert label(ask, place, language) in sheet
    assert "こうちけん" in sheet
    own = set(ties_of(ask, place))
    assert own <= set(person.ids("article.a4 table a", "partnership/"))
    assert len(person.all(".brief-sources li")) > 3
    foot = person.told(person.one(".a4-foot"))
    assert re.search(r"\d{4}\.\d{2}\.\d{2}-\d+", foot), "the release is said"
    assert str(TODAY.year) in foot
    pdf = person.print_pdf()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


# ── 6 ─────────────────────────────────────────────────────────────────────────────────────────────────────


@LANGUAGES
def test_6_where_to_look_for_a_new_partner_and_why(person, ask):
    place = "municipality/46201"
    person.take_card("finder")
    person.choose(
        "#finder-place", {"ja": "鹿児島", "en": "Kagoshima"}[person.language], label(ask, place, person.language)
    )
    person.send("form.question")
    candidates = person.ids(".candidates h3 a")
    assert len(candidates) >= 5
    assert not set(candidates) & {partner for partner, _ in ties_of(ask, place).values()}
    for number in range(1, len(candidates) + 1):
        reasons = person.all(f".candidate:nth-of-type({number}) li")
        assert reasons
        assert all(person.told(reason) for reason in reasons)
    link = person.one(".candidate:first-of-type li a[href*='/doc/partnership/']")
    tie = str(link.get_attribute("href")).partition("/doc/")[2].partition("?")[0]
    parties = {row["party"] for row in ask(f"SELECT ?party {{ <{ID}{tie}> g:party ?party }}")}
    assert candidates[0] in parties
    person.follow(link)
    assert label(ask, candidates[0], person.language) in person.told(person.one("main"))
