"""List, map, timeline and facets of one selection in a real browser, over the real graph: sorted, narrowed, in sync."""

from __future__ import annotations

import base64
import json

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import open_browser, undisturbed, wait_until

pytestmark = pytest.mark.browser

CITY = "/explore?focus=municipality/46201&lang=ja"
PERTH = "partnership/46201--gn-2063523"
HOSTILE = "<img src=x onerror=alert(1)>"
_READY = "return document.querySelector('#explorer[data-ready]') && document.querySelector('.selection-facet li')"
_DRAWN = {
    "list": "return document.querySelector('.selection-table tbody tr')",
    "map": "return document.querySelector('.selection-map[data-drawn]')",
    "timeline": "return document.querySelector('.selection-timeline[data-drawn]')",
}
#: The ties that a view shows; a timeline cannot show the one without a date.
_COUNT = {
    "list": "return document.querySelectorAll('[data-rows=ties] tbody tr').length",
    "map": "return document.querySelectorAll('.view-map .tie').length",
    "timeline": "return document.querySelectorAll('.selection-timeline .view-drawing a .mark.ties').length",
}
_WITH_STRANGE_NAMES = """
const [name, address, done] = arguments;
const id = "https://w3id.org/glocal-graph/id/";
const byId = (items) => new Map(items.map((one) => [one.id, one]));
const node = (end, more) => ({ id: id + end, name, kana: "", name_lang: "en", look: "abroad", country: "IT",
  country_name: name, area: id + "prefecture/JP-46", area_name: name, lat: 1, long: 1, first: "", ...more });
const nodes = [node("municipality/a", { focus: true }), node("municipality/b", { lat: 40 }),
  node("event/c", { look: "event", date: "1990", lat: null })];
const tie = { id: "partnership/a--b", iri: id + "partnership/a--b", from: nodes[0].id, to: nodes[1].id,
  kind: "partnership", group: "ties", tie_kind: "sister", status: "active", date: "1980", first: "1980-01-01",
  last: "1980-12-31",
  ended: "", text: name, sources: [{ publisher: name, address: "javascript:alert(1)" }] };
const link = { ...tie, id: "event/c|municipality/a", iri: "", from: nodes[2].id, to: nodes[0].id, kind: "about",
  group: "events" };
const filters = { things: [], kinds: [], status: [], links: [], prefecture: [], country: ["IT"], decade: [], source: [],
  at: "", from: "", to: "", undated: true };
const all = { nodes, edges: [tie, link] };
const model = { language: "en", base: id, nodes: byId(nodes), edges: byId(all.edges),
  state: { focus: [nodes[0].id], filters, map: { mode: "lines", area: "" } },
  shown: all, loaded: all, selected: null, undated: 0,
  isFocus: () => false, linesOf: () => [], subscribe: () => () => {},
  change: () => {}, select: () => {} };
import(address).then(async (views) => {
  const found = [];
  for (const mount of [views.mountFacets, views.mountList, views.mountMap, views.mountTimeline]) {
    const place = document.createElement("div");
    document.querySelector("main").replaceChildren(place);
    mount(place, model);
    const frame = () => new Promise(requestAnimationFrame);
    const undrawn = ".selection-map:not([data-drawn]), .selection-timeline:not([data-drawn])";
    const isWaiting = () => !place.textContent.includes(name) || place.querySelector(undrawn);
    for (let turn = 0; turn < 1_800 && isWaiting(); turn += 1) await frame();
    found.push([place.textContent.includes(name), place.querySelectorAll("img, [href^=javascript]").length]);
  }
  return found;
}).then(done, (error) => done(String(error.stack)));
"""


@pytest.fixture(scope="module")
def app(real_app):
    return real_app


@pytest.fixture(scope="module")
def browser():
    with open_browser(1400, 1000) as driver:
        yield driver


@pytest.fixture
def visit(browser, base):
    """Opens a view; at the end no request has left the app and the browser has complained of nothing."""

    def get(view, address=CITY):
        browser.get(f"{base}{address}&view={view}")
        wait_until(browser, _READY)
        wait_until(browser, _DRAWN[view])
        return browser

    with undisturbed(browser, base):
        yield get


def turn(driver, view):
    driver.find_element(By.CSS_SELECTOR, f"[data-view={view}]").click()
    wait_until(driver, _DRAWN[view])


def tick(driver, facet, text):
    """The checkbox of a facet's value, clicked."""
    path = f"//fieldset[@data-facet='{facet}']//label[contains(., '{text}')]/input"
    box = driver.find_element(By.XPATH, path)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
    box.click()


def shows(driver, view, n):
    wait_until(driver, f"{_COUNT[view]} === {n}")


def column(driver, index=1):
    cells = driver.find_elements(By.CSS_SELECTOR, f"[data-rows=ties] tbody tr > :nth-child({index})")
    return [cell.text for cell in cells]


def sort_by(driver, name):
    driver.find_element(By.CSS_SELECTOR, f"[data-rows=ties] th[data-column={name}] button").click()


def test_the_list_is_sorted_by_kana_and_says_how(visit):
    driver = visit("list", "/explore?focus=prefecture/JP-01&lang=ja")
    view = json.loads(driver.find_element(By.ID, "view").get_attribute("textContent"))
    kana = {node["name"]: node["kana"] for node in view["nodes"]}
    sort_by(driver, "one")
    head = driver.find_element(By.CSS_SELECTOR, "[data-rows=ties] th[data-column=one]")
    assert head.get_attribute("aria-sort") == "ascending"
    read = [kana[name] for name in column(driver) if kana.get(name)]
    assert len(read) > 50
    assert read == driver.execute_script("return arguments[0].toSorted(new Intl.Collator('ja').compare)", read)
    sort_by(driver, "one")
    assert head.get_attribute("aria-sort") == "descending"
    assert driver.find_element(By.ID, "ex-live").text == "" or "降順" in driver.find_element(By.ID, "ex-live").text
    driver.find_element(By.CSS_SELECTOR, "[data-rows=ties] th[data-column=area] button").click()
    assert head.get_attribute("aria-sort") is None


def test_the_list_answers_the_first_question_with_eras_and_sources(visit):
    driver = visit("list")
    rows = driver.find_element(By.CSS_SELECTOR, "[data-rows=ties]").text
    for said in ("ナポリ", "1960年5月3日(昭和35年)", "パース", "1974年4月23日(昭和49年)", "年月日不明"):
        assert said in rows.replace("\n", "")
    assert driver.find_element(By.CSS_SELECTOR, "[data-rows=ties] caption").get_attribute("textContent") == "提携 5件"
    link = driver.find_element(By.PARTIAL_LINK_TEXT, "1960年5月3日")
    assert "/doc/partnership/46201--gn-3172394" in link.get_attribute("href")


def test_what_is_selected_in_the_list_is_selected_on_the_map_and_the_timeline(visit):
    driver = visit("list")
    driver.find_element(By.CSS_SELECTOR, f"tr[data-id='{PERTH}'] td:nth-child(5)").click()
    assert driver.find_element(By.CSS_SELECTOR, f"tr[data-id='{PERTH}'] button").get_attribute("aria-pressed") == "true"
    turn(driver, "map")
    wait_until(driver, f"return document.querySelector(\".view-map .tie.chosen[data-id='{PERTH}']\")")
    turn(driver, "timeline")
    wait_until(driver, f"return document.querySelector(\".view-drawing .chosen[data-id='{PERTH}']\")")
    driver.find_element(By.CSS_SELECTOR, ".view-drawing a[data-id='partnership/46201--gn-3172394'] text").click()
    turn(driver, "list")
    wait_until(driver, "return document.querySelector(\"tr.chosen[data-id='partnership/46201--gn-3172394']\")")


def test_rows_are_chosen_by_keyboard(visit):
    driver = visit("list")
    buttons = driver.find_elements(By.CSS_SELECTOR, "[data-rows=ties] .selection-pick")
    assert [button.get_attribute("tabindex") for button in buttons].count("0") == 1
    buttons[0].send_keys(Keys.ARROW_DOWN)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element == buttons[1]
    assert buttons[1].get_attribute("aria-pressed") == "true"


def test_a_facet_changes_what_every_view_shows_and_is_taken_back(visit):
    driver = visit("list")
    shows(driver, "list", 5)
    tick(driver, "country", "イタリア")
    shows(driver, "list", 1)
    assert "only=country%3AIT" in driver.current_url.replace(":", "%3A").replace("http%3A", "http:")
    assert "イタリア" in driver.find_element(By.CSS_SELECTOR, ".selection-chips").text
    turn(driver, "map")
    shows(driver, "map", 1)
    turn(driver, "timeline")
    shows(driver, "timeline", 1)
    tick(driver, "country", "フランス")
    turn(driver, "list")
    shows(driver, "list", 2)
    driver.find_element(By.CSS_SELECTOR, ".selection-chip").click()
    shows(driver, "list", 1)
    driver.find_element(By.ID, "ex-undo").click()
    shows(driver, "list", 2)
    driver.find_element(By.CSS_SELECTOR, "[data-facet=country] > button").click()
    shows(driver, "list", 5)


def test_counts_of_a_facet_follow_the_others(visit):
    driver = visit("list")
    count = "return document.querySelector('[data-facet=prefecture] .selection-count').textContent"
    before = int(driver.execute_script(count))
    tick(driver, "kind", "姉妹都市")
    wait_until(driver, f"{count} === '3'")
    assert before > 3
    shows(driver, "list", 3)


def test_years_are_brushed_by_dragging(visit):
    driver = visit("timeline")
    brush = driver.find_element(By.CSS_SELECTOR, ".view-drawing .brush")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", brush)
    width = brush.rect["width"]
    ActionChains(driver).move_to_element_with_offset(brush, -int(width * 0.47), 0).click_and_hold().move_by_offset(
        int(width * 0.4), 0
    ).release().perform()
    wait_until(driver, "return location.search.includes('from=1960')")
    shows(driver, "timeline", 3)
    assert driver.find_element(By.CSS_SELECTOR, ".selection-years input").get_attribute("value") == "1960"


def test_years_are_typed_and_what_has_no_date_is_said(visit):
    driver = visit("timeline")
    first, last = driver.find_elements(By.CSS_SELECTOR, ".selection-years input[type=text]")
    first.send_keys("19")
    first.send_keys(Keys.ENTER)
    assert driver.find_element(By.CSS_SELECTOR, ".selection-wrong").is_displayed()
    first.send_keys("70")
    last.send_keys("1985", Keys.ENTER)
    shows(driver, "timeline", 2)
    assert "from=1970" in driver.current_url
    assert "日付のないものも含める(1件)" in driver.find_element(By.CSS_SELECTOR, ".selection-years").text
    turn(driver, "list")
    shows(driver, "list", 3)
    turn(driver, "timeline")
    driver.find_element(By.CSS_SELECTOR, ".selection-undated input").click()
    turn(driver, "list")
    shows(driver, "list", 2)


def test_the_map_shows_ties_as_lines_and_lists_what_has_no_position(visit):
    driver = visit("map")
    shows(driver, "map", 5)
    driver.execute_script("arguments[0].focus()", driver.find_element(By.CSS_SELECTOR, f".tie[data-id='{PERTH}']"))
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    wait_until(driver, "return document.querySelector('.tie.chosen')")
    fold = driver.find_element(By.CSS_SELECTOR, ".selection-fold")
    assert "位置が分からず地図にないもの" in fold.text
    fold.find_element(By.TAG_NAME, "summary").click()
    wait_until(driver, "return document.querySelector('.selection-fold li button')")


def test_the_map_dashes_what_has_ended_counts_by_prefecture_and_narrows_down_to_one(visit):
    driver = visit("map", "/explore?focus=country/IT&lang=ja")
    ended = driver.find_elements(By.CSS_SELECTOR, ".view-map .arc.ended")
    assert [arc.value_of_css_property("stroke-dasharray") for arc in ended] == ["5px, 4px"]
    modes = driver.find_elements(By.CSS_SELECTOR, ".selection-map .viewer-choice button")
    modes[1].click()
    modes[3].click()
    wait_until(driver, "return document.querySelector('.selection-map[data-drawn=\"counts japan\"] .area')")
    modes[0].click()
    wait_until(driver, "return document.querySelector('.selection-map[data-drawn=\"lines japan\"]')")
    told = driver.find_element(By.CSS_SELECTOR, ".selection-map").text
    assert "この日本地図にある場所は" in told
    assert "提携の線は0本" in told, "what the map of Japan does not show is not said to be on it"
    modes[1].click()
    wait_until(driver, "return document.querySelector('.selection-map[data-drawn=\"counts japan\"] .area')")
    assert "map=counts,japan" in driver.execute_script("return location.search")
    driver.refresh()
    wait_until(driver, "return document.querySelector('.selection-map[data-drawn=\"counts japan\"] .area')")
    area = driver.find_element(By.CSS_SELECTOR, ".view-map a[data-id='JP-04']")
    assert area.accessible_name.startswith("宮城県: 提携3件")
    area.find_element(By.CSS_SELECTOR, ".area").click()
    wait_until(driver, "return location.search.includes('JP-04')")
    turn(driver, "list")
    shows(driver, "list", 3)


@pytest.mark.parametrize(("view", "said"), [("map", "ナポリ"), ("timeline", "提携")])
def test_the_picture_of_a_view_is_taken_away_with_its_title(visit, view, said):
    driver = visit(view, f"{CITY}&from=1950&to=2024-05")
    given = driver.execute_async_script(
        """
        const [done] = arguments;
        const read = (blob) => {
          const reader = new FileReader();
          reader.onload = () => done(reader.result);
          reader.readAsDataURL(blob);
          return "blob:none";
        };
        URL.createObjectURL = (blob) => read(blob);
        HTMLAnchorElement.prototype.click = () => {};
        document.querySelector("#ex-save [data-format=svg]").dispatchEvent(new Event("click"));
        """
    )
    svg = base64.b64decode(given.partition(",")[2]).decode()
    assert svg.startswith("<svg")
    assert all(text in svg for text in ("鹿児島市", said, "CC BY 4.0"))
    assert "1950年〜2024年5月" in svg, "a part of the selection is not taken for all of it"


def test_strange_names_are_text_in_every_view(visit):
    driver = visit("list")
    address = driver.find_element(By.ID, "explorer").get_attribute("data-selection")
    assert driver.execute_async_script(_WITH_STRANGE_NAMES, HOSTILE, address) == [[True, 0]] * 4


def test_a_phone_scrolls_no_view_sideways_and_leads_to_filters_and_card(base):
    with open_browser(390, 800) as driver:
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        )
        for view, drawn in _DRAWN.items():
            driver.get(f"{base}{CITY}&view={view}")
            wait_until(driver, drawn)
            assert driver.execute_script("return document.documentElement.scrollWidth") <= 390, view
            wait_until(driver, _READY)
        driver.find_element(By.CSS_SELECTOR, ".selection-jump").click()
        assert driver.switch_to.active_element.get_attribute("class") == "selection-title"
        driver.get(f"{base}{CITY}&view=list")
        wait_until(driver, _DRAWN["list"])
        driver.find_element(By.CSS_SELECTOR, "[data-rows=ties] .selection-pick").click()
        driver.find_element(By.CSS_SELECTOR, "tr.chosen .to-card").click()
        assert driver.switch_to.active_element.get_attribute("id") == "card"
