"""What the views of a selection know without a page: facet counts, the order of rows, years, places on a map."""

from __future__ import annotations

import re
from typing import Any

import pytest

from glocal_graph.front.web.language import Messages
from glocal_graph.model.settings import resources
from tests.node import run_script

WEB = resources() / "web"
SCRIPTS = sorted((WEB / "scripts" / "selection").glob("*.js"))
BASE = "https://example.org/id/"
_EMPTY = {
    "things": [],
    "kinds": [],
    "status": [],
    "links": [],
    "prefecture": [],
    "country": [],
    "decade": [],
    "source": [],
    "at": "",
    "from": "",
    "to": "",
    "undated": True,
}


def _node(name: str, **more: Any) -> dict[str, Any]:
    return {"id": BASE + name, "name": name, "kana": "", "look": "japan", "first": "", "last": "", **more}


def _home(name: str, prefecture: str, kana: str = "") -> dict[str, Any]:
    area = {"area": f"{BASE}prefecture/{prefecture}", "area_name": f"{prefecture} prefecture"}
    return _node(name, country="JP", country_name="Japan", kana=kana, **area)


def _abroad(name: str, country: str, country_name: str = "", area_name: str = "") -> dict[str, Any]:
    return _node(name, look="abroad", country=country, country_name=country_name or country, area_name=area_name)


def _tie(one: str, other: str, date: str = "", **more: Any) -> dict[str, Any]:
    known = {"kind": "partnership", "group": "ties", "tie_kind": "sister", "status": "active", "ended": ""}
    day = {"first": f"{date[:4]}-01-01", "last": f"{date[:4]}-12-31"} if date else {"first": "", "last": ""}
    ends = {"id": f"{one}--{other}", "iri": f"{BASE}{one}--{other}", "from": BASE + one, "to": BASE + other}
    return {**ends, "date": date, "sources": [], **known, **day, **more}


def _link(one: str, other: str, group: str, kind: str) -> dict[str, Any]:
    ends = {"id": f"{one}|{other}", "from": BASE + one, "to": BASE + other, "iri": "", "date": "", "ended": ""}
    return {**ends, "group": group, "kind": kind, "text": kind, "sources": [], "first": "", "last": ""}


SELECTION = {
    "nodes": [
        _home("naha", "JP-47", "なは"),
        _home("kochi", "JP-39", "こうち"),
        _home("aomori", "JP-02", "あおもり"),
        _abroad("Naples", "IT", "Italy", "Campania"),
        _abroad("Perth", "AU", "Australia"),
        _node("fair", look="event", kind="Event", date="1990-05", first="1990-05-01", last="1990-05-31"),
    ],
    "edges": [
        _tie("kochi", "Naples", "1960-05-03", sources=[{"publisher": "CLAIR"}, {"publisher": "CLAIR"}]),
        _tie("naha", "Naples", "1982", sources=[{"publisher": "Naha"}]),
        _tie("aomori", "Perth", tie_kind="friendship", status="ended", ended="2012"),
        _link("fair", "kochi", "events", "about"),
        _link("fair", "Naples", "events", "participant"),
        _link("kochi", "prefecture/JP-39", "places", "within"),
    ],
}


def counts(**filters: Any) -> dict[str, dict[str, int]]:
    """How much each value of each facet would leave."""
    found = run_script(
        "selection/counts.js",
        "countFacets",
        "countFacets(given.selection, given.filters, () => false)",
        {"selection": SELECTION, "filters": _EMPTY | filters},
    )
    return {name: {item["value"]: item["count"] for item in items} for name, items in found.items()}


def test_a_facet_counts_ties_and_events_each_once():
    found = counts()
    assert found["country"] == {"IT": 3, "AU": 1}
    assert found["prefecture"][BASE + "prefecture/JP-39"] == 2
    assert found["source"] == {"CLAIR": 1, "Naha": 1}
    assert found["decade"] == {"1960": 1, "1980": 1, "1990": 1}
    assert found["status"] == {"active": 2, "ended": 1}


def test_the_most_frequent_value_comes_first_and_decades_in_their_order():
    found = counts()
    assert list(found["country"]) == ["IT", "AU"]
    assert list(found["decade"]) == ["1960", "1980", "1990"]


def test_a_facet_is_counted_with_the_others_as_they_are_and_without_itself():
    found = counts(country=["AU"])
    assert found["country"] == {"IT": 3, "AU": 1}
    assert found["status"] == {"active": 0, "ended": 1}
    assert sum(found["source"].values()) == 0
    assert {value for value, count in found["prefecture"].items() if count} == {BASE + "prefecture/JP-02"}


def test_a_range_of_years_counts_for_every_facet():
    found = counts(**{"from": "1980", "to": "1985", "undated": False})
    assert {value: count for value, count in found["country"].items() if count} == {"IT": 1}


def test_what_an_address_asks_for_can_be_taken_away_even_if_it_is_gone():
    assert counts(source=["Closed Office"])["source"]["Closed Office"] == 0


def kind_filters(values: list[str], **filters: Any) -> Any:
    known = ["sister", "friendship", "events", "people"]
    expression = "choose(given.name, given.filters, given.known, given.values)"
    given = {"name": "kind", "filters": _EMPTY | filters, "known": known, "values": values}
    return run_script("selection/values.js", "choose", expression, given)


def test_choosing_a_kind_switches_the_other_kinds_off():
    assert kind_filters(["sister"]) == {"kinds": ["friendship"], "links": ["events", "people"]}


def test_choosing_nothing_or_everything_of_a_facet_shows_everything():
    assert kind_filters([]) == {"kinds": [], "links": []}
    assert kind_filters(["sister", "friendship", "events", "people"]) == {"kinds": [], "links": []}
    assert kind_filters([], links=["ties"])["links"] == ["ties"]


def test_what_the_legend_switched_off_is_not_chosen():
    expression = "chosenOf('kind', given, ['sister', 'friendship', 'events'])"
    assert run_script("selection/values.js", "chosenOf", expression, _EMPTY) == []
    off = _EMPTY | {"links": ["events"]}
    assert run_script("selection/values.js", "chosenOf", expression, off) == ["sister", "friendship"]


def rows(column: str, *, descending: bool = False, language: str = "ja", table: str = "ties") -> list[str]:
    """The names of the first column, in the order of another."""
    expression = (
        f"sortRows(readRows(given).{table}, {column!r}, {str(descending).lower()}, {language!r})"
        ".map(({ one, other }) => `${one.name}-${other.name}`)"
    )
    return run_script("selection/rows.js", "readRows, sortRows", expression, SELECTION)


def test_japanese_rows_are_sorted_by_their_reading():
    assert rows("one") == ["aomori-Perth", "kochi-Naples", "naha-Naples"]
    kanji = {
        "nodes": [_home(name, "JP-01", kana) for name, kana in (("高知", "こうち"), ("青森", "あおもり"))],
        "edges": [],
    }
    expression = "given.nodes.map((node) => nameKey(node, 'ja')).sort(new Intl.Collator('ja').compare)"
    assert run_script("selection/rows.js", "nameKey", expression, kanji) == ["あおもり", "こうち"]


@pytest.mark.parametrize("descending", [False, True])
def test_rows_without_a_date_come_last_whichever_way(descending):
    assert rows("since", descending=descending)[-1] == "aomori-Perth"


def test_a_year_is_sorted_among_days():
    assert rows("since") == ["kochi-Naples", "naha-Naples", "aomori-Perth"]
    assert rows("since", descending=True) == ["naha-Naples", "kochi-Naples", "aomori-Perth"]


def test_a_tie_is_read_from_japan_outwards_and_from_the_focus_first():
    turned = {"nodes": SELECTION["nodes"], "edges": [_tie("Naples", "kochi")]}
    expression = "readRows(given).ties.map(({ one, other }) => [one.name, other.name])"
    assert run_script("selection/rows.js", "readRows", expression, turned) == [["kochi", "Naples"]]
    focused = {"nodes": [{**node, "focus": node["name"] == "Naples"} for node in SELECTION["nodes"]]}
    assert run_script("selection/rows.js", "readRows", expression, turned | focused) == [["Naples", "kochi"]]


def test_an_event_is_told_before_what_it_is_about_and_lends_its_date():
    expression = "readRows(given).links.map(({ one, other, date }) => [one.name, other.name, date])"
    assert run_script("selection/rows.js", "readRows", expression, SELECTION) == [
        ["fair", "kochi", "1990-05"],
        ["fair", "Naples", "1990-05"],
    ]


def test_the_timeline_has_ties_and_events_by_year_and_says_what_has_no_date():
    expression = (
        "(({ items, undated }) => [items.map(({ id, lane, year }) => [id.split('/').pop(), lane, year]),"
        " undated.map(({ id }) => id), [...countYears(items)], spanOfYears(items)])(readItems(given))"
    )
    items, undated, years, span = run_script(
        "selection/years.js", "readItems, countYears, spanOfYears", expression, SELECTION
    )
    assert items == [["kochi--Naples", "ties", 1960], ["naha--Naples", "ties", 1982], ["fair", "events", 1990]]
    assert undated == ["aomori--Perth"]
    assert years[2] == [1990, {"ties": 0, "events": 1}]
    assert span == [1960, 1990]


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (["1990", "1980"], {"from": "1980", "to": "1990"}),
        (["", "1980"], {"from": "", "to": "1980"}),
        (["1990", "soon"], {"from": "1990", "to": ""}),
        (["", ""], {"from": "", "to": ""}),
    ],
)
def test_a_range_of_years_has_the_earlier_first_and_open_ends(ends, said):
    assert run_script("selection/years.js", "rangeOf", "rangeOf(...given)", ends) == said


@pytest.mark.parametrize(
    ("year", "era"), [(1985, "昭和60"), (1989, "平成元"), (2019, "令和元"), (2024, "令和6"), (1700, "")]
)
def test_a_year_of_the_axis_has_its_era(year, era):
    assert run_script("selection/eras.js", "eraOfYear", "eraOfYear(given)", year) == era


PLACES = {
    "nodes": [
        {**_home("kochi", "JP-39"), "lat": 33.5, "long": 133.5},
        {**_abroad("Naples", "IT"), "lat": 40.8, "long": 14.2},
        _abroad("Nowhere", "AU"),
        {**_abroad("Italy", "IT"), "id": BASE + "country/IT", "look": "country"},
    ],
    "edges": [_tie("kochi", "Naples", status="ended"), _tie("kochi", "Nowhere")],
}


def test_the_map_has_lines_between_known_places_and_counts_the_others():
    expression = (
        "(({ points, lines, missing }) => [points.map(({ label, code }) => [label, code]),"
        " lines.map(({ ended }) => ended), missing.map(({ name }) => name)])(readPlaces(given, () => '', () => ''))"
    )
    points, lines, missing = run_script("selection/places.js", "readPlaces", expression, PLACES)
    assert points == [["kochi", ""], ["Naples", ""], ["Italy", "IT"]]
    assert lines == [True]
    assert missing == ["Nowhere"]


def test_a_place_without_a_position_lies_near_something_in_or_around_it_and_says_so():
    expression = (
        "(({ points, lines, missing, lineless }) => ["
        "points.filter(({ isNear }) => isNear).map(({ label, where }) => [label, where]),"
        " lines.length, missing.length, lineless])(readPlaces(given, () => '', () => '', (node) => spots[node.name]))"
    )
    given = f"((spots) => {expression})"
    known = run_script("selection/places.js", "readPlaces", f"{given}({{ Nowhere: {{ lat: 1, long: 2 }} }})", PLACES)
    assert known == [[["Nowhere", [2, 1]]], 2, 0, 0]
    assert run_script("selection/places.js", "readPlaces", f"{given}({{}})", PLACES) == [[], 1, 1, 1]


def test_ties_are_counted_by_country_and_by_prefecture_even_without_a_position():
    counts_of = "[...countAreas(given, kind)].map(([code, { value }]) => [code, value])"
    expression = f"['country', 'prefecture'].map((kind) => {counts_of})"
    countries, prefectures = run_script("selection/places.js", "countAreas", expression, PLACES)
    assert countries == [["IT", 1], ["AU", 1]]
    assert prefectures == [["JP-39", 2]]


def test_every_message_that_a_view_of_the_selection_says_is_there():
    known = set(Messages.read(WEB / "messages.toml").keys())
    text = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    said = set(re.findall(r"""(?<![.\w])say\("(\w+)"[,)]""", text))
    assert len(said) > 30
    assert {f"selection.{key}" for key in said} - known == set()


def test_every_view_of_the_selection_sets_text_and_never_markup():
    assert SCRIPTS
    for path in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text("utf-8")
        )


def test_a_date_that_names_a_decade_is_as_long_as_the_decade():
    decade = _tie("naha", "Perth", "198X") | {"first": "1980-01-01", "last": "1989-12-31"}
    expression = "readItems(given).items.map(({ from, to }) => [from, to])"
    given = {"nodes": SELECTION["nodes"], "edges": [decade]}
    assert run_script("selection/years.js", "readItems", expression, given)[0] == [1980, 1990]
    order = "sortRows(readRows(given).ties, 'since', false, 'en').map(({ date }) => date)"
    dated = {"nodes": SELECTION["nodes"], "edges": [_tie("kochi", "Perth", "1990"), decade]}
    assert run_script("selection/rows.js", "readRows, sortRows", order, dated) == ["198X", "1990"]
