from __future__ import annotations

import re

import pytest

from glocal_graph.front.web.timeline_room import room_steps


def _part(page: str, name: str) -> str:
    """One part of a page, by the id of its heading."""
    return page[page.index(f'<h2 id="{name}"') :].partition("</section>")[0]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("municipality/46201?lang=en", "Kagoshima City is a city in Kagoshima Prefecture, Japan."),
        ("municipality/46201?lang=ja", "鹿児島市は、鹿児島県のcityです。"),
        ("municipality/46201?lang=en", "It has one active tie, with a partner in one country."),
        ("municipality/46201?lang=en", "The partner is Naples (Italy), since 3 May 1960."),
        ("municipality/46201?lang=ja", "相手はナポリ(イタリア)で、1960年5月3日からです。"),
        ("prefecture/JP-46?lang=en", "There are 3 active ties: 1 of its own, 2 of places within it (2)."),
        ("country/IT?lang=en", "1 active tie joins it, through 1 of its places, with Japan."),
        ("partnership/46201--gn-3172394?lang=en", "Kagoshima City (Kagoshima Prefecture) and Naples (Campania, Italy)"),
        ("partnership/46201--gn-3172394?lang=en", "It was signed on 3 May 1960."),
        ("partnership/JP-46--US-GA?lang=en", "It was signed in 1966."),
        ("partnership/JP-46--US-GA?lang=ja", "鹿児島県とジョージア州(アメリカ合衆国)の友好都市提携です。"),
        ("partnership/46201--gn-2063523?lang=en", "It ended in 2001."),
        ("partnership/40130--gn-4180439?lang=en", "When it was signed is not recorded."),
        ("event/2017-12-11-seminar?lang=en", "This is a seminar, dated 11 December 2017."),
        ("event/2017-12-11-seminar?lang=ja", "主催は外務省です。"),
        ("person/saigo-takamori?lang=en", "Saigo Takamori is a historical figure, born in Kagoshima City."),
        ("person/saigo-takamori?lang=ja", "西郷隆盛は、鹿児島市出身の"),
        ("asset/jigen-ryu?lang=en", "Shown at one recorded event."),
        ("organisation/mofa-japan?lang=en", "Organiser of 2 recorded events."),
        ("source/b?lang=en", "The graph has one claim from it about a tie or event."),
    ],
)
def test_a_page_says_in_words_what_the_thing_is(browse, address, sentence):
    lead = re.search(r'<p class="thing-lead">(.*?)</p>', browse("/doc/" + address), re.S)[1]
    assert sentence in lead


def test_a_figure_leads_to_its_city_its_event_and_the_sister_cities(browse):
    page = browse("/doc/asset/jigen-ryu?lang=en")
    assert "Regional Promotion Seminar" in _part(page, "events")
    leads = _part(page, "leads")
    assert 'href="/doc/municipality/46201?lang=en"' in leads
    assert ">Naples</a>" in leads
    assert "Italy" in leads


def test_a_country_compares_prefectures_before_it_lists_ties(browse):
    page = browse("/doc/country/US?lang=en")
    compared = _part(page, "prefectures")
    assert re.search(r"Fukuoka Prefecture</a></th><td class=\"number\">1</td>", compared)
    assert re.search(r"Kagoshima Prefecture</a></th><td class=\"number\">2</td>", compared)
    assert page.index('id="prefectures"') < page.index('id="ties"')
    assert "/api/views/country/US/areas.json" in compared


def test_a_prefecture_lists_its_municipalities_with_ties_and_says_how_many_are_its_own(browse):
    page = browse("/doc/prefecture/JP-46?lang=en")
    assert "1 of its own, 3 of places within" in page
    members = _part(page, "members")
    assert re.findall(r'<th scope="row"><a[^>]*>([^<]*)', members) == ["Kagoshima City", "Kirishima City"]


def test_a_source_lists_what_it_claims_and_what_else_rests_on_it(browse):
    page = browse("/doc/source/a?lang=en")
    claims = _part(page, "said")
    assert "Kagoshima City – Naples</a>" in claims
    assert re.search(r"4 May 1960 <mark>differs</mark>.*chosen: 3 May 1960", claims)
    assert "Kagoshima City – Perth</a>" in _part(page, "resting")


def test_the_life_of_a_tie_has_the_chosen_day_the_contradicting_one_and_its_events(browse):
    life = _part(browse("/doc/partnership/46201--gn-3172394?lang=en"), "life")
    dates = re.findall(r'<span class="date">([^<]*)</span>', life)
    assert dates == ["3 May 1960", "4 May 1960", "11 December 2017", ""]
    assert "according to another source" in life
    assert "1960</span>" in life, "a vaguer date is told with the chosen one"
    assert "Goes on" in life


def test_a_tie_shows_the_others_between_the_same_prefecture_and_region(browse):
    page = browse("/doc/partnership/40130--gn-3172394?lang=en")
    assert 'id="siblings"' not in page
    page = browse("/doc/partnership/JP-46--US-GA?lang=en")
    siblings = _part(page, "siblings")
    assert "Other ties between Kagoshima Prefecture and Georgia" in siblings
    assert "Kirishima City</a>" in siblings


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("prefecture/JP-40?lang=en", "not known for any of its 2 ties"),
        ("prefecture/JP-40?lang=ja", "提携2件すべて、締結日がわかりません。"),
        ("partnership/40130--gn-4180439?lang=en", "Only one source speaks of it."),
        ("municipality/46206?lang=en", "No tie is recorded."),
        ("person/saigo-takamori?lang=ja", "説明文がありません。"),
    ],
)
def test_what_is_not_known_is_counted_and_said(browse, address, words):
    assert words in _part(browse("/doc/" + address), "gaps")


@pytest.mark.parametrize(
    ("thing", "there", "missing"),
    [
        (
            "municipality/46201",
            {"partners-of-place?place=municipality/46201", "anniversaries?prefecture=prefecture/JP-46"},
            {"national-acts"},
        ),
        ("prefecture/JP-46", {"anniversaries?prefecture=prefecture/JP-46"}, {"national-acts"}),
        ("country/IT", {"national-acts?country=country/IT"}, {"partners-of-place", "anniversaries"}),
        (
            "partnership/46201--gn-3172394",
            {"tie-history?a=municipality/46201&amp;b=municipality/gn-3172394"},
            {"partners-of-place"},
        ),
        ("person/saigo-takamori", {"links-between?a=person/saigo-takamori"}, {"partners-of-place", "tie-history"}),
        ("municipality/gn-3172394", {"partners-of-place?place=municipality/gn-3172394"}, {"anniversaries", "/visits"}),
        ("source/a", set(), {"/questions/"}),
    ],
)
def test_the_questions_that_fit_have_the_thing_filled_in(browse, thing, there, missing):
    page = browse(f"/doc/{thing}").replace("%2F", "/")
    side = page[page.index("thing-side") :]
    assert all(f"/questions/{address}" in side for address in there)
    assert not any(name in side for name in missing)


def test_the_picture_is_in_the_page_and_a_source_has_none(browse):
    page = browse("/doc/municipality/46201?lang=ja")
    assert '<svg class="small-picture' in page
    assert "ナポリ</tspan>" in page
    assert "small-picture" not in browse("/doc/source/a")


@pytest.mark.parametrize("thing", ["municipality/46201", "asset/hostile", "source/hostile", "country/JP"])
def test_a_page_has_no_style_or_script_of_its_own_and_hostile_names_are_text(browse, thing):
    for language in ("en", "ja"):
        page = browse(f"/doc/{thing}?lang={language}")
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|<img|\son\w+=\"", page)


@pytest.mark.parametrize("name", ["map", "timeline", "areas"])
def test_a_view_is_the_answer_that_the_scripts_draw(client, name):
    answer = client.get(f"/api/views/prefecture/JP-46/{name}.json?lang=ja").json
    columns = [column["name"] for column in answer["columns"]]
    assert (
        columns
        == {
            "map": ["tie", "place", "partner", "status"],
            "timeline": ["tie", "place", "partner", "date", "event"],
            "areas": ["area", "ties"],
        }[name]
    )
    assert all(set(row) <= set(columns) for row in answer["rows"])
    if name == "map":
        assert len(answer["rows"]) == 5, "a tie with two partners abroad is two lines"


def test_the_map_of_a_figure_shows_the_ties_of_its_place(client):
    rows = client.get("/api/views/person/saigo-takamori/map.json").json["rows"]
    assert {row["partner"]["text"] for row in rows} == {"municipality/gn-3172394", "municipality/gn-2063523"}


def test_the_areas_of_a_country_abroad_are_the_prefectures_of_japan(client):
    rows = client.get("/api/views/country/US/areas.json").json["rows"]
    assert {row["area"]["text"]: row["ties"]["text"] for row in rows} == {
        "prefecture/JP-46": "2",
        "prefecture/JP-40": "1",
    }


def test_a_view_of_nothing_is_404_and_a_known_one_is_not_sent_again(client):
    assert client.get("/api/views/municipality/nothing/map.json").status_code == 404
    first = client.get("/api/views/country/IT/map.json")
    again = client.get("/api/views/country/IT/map.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_room_grows_with_what_is_drawn_in_it_up_to_a_limit():
    few, many = room_steps(["1960", "1970", "1980-05"]), room_steps([f"19{year}-01-01" for year in range(50, 99)] * 2)
    assert few[0] < many[0]
    assert few[1] < many[1] == 8
    assert room_steps(["no date"]) == (1, 1)
