"""The views of answers in a real browser, over the real graph: drawn, named, taken away, and asking nobody else."""

from __future__ import annotations

import base64

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import undisturbed, wait_until

pytestmark = pytest.mark.browser

ID = "https://w3id.org/glocal-graph/id/"
HOSTILE = "<img src=x onerror=alert(1)>"
_READY = "return document.querySelector('#views[data-ready]')"
#: A script that imports the views; `done` is told what the body returns.
_WITH_VIEWS = """
const [given, done] = [arguments[0], arguments[arguments.length - 1]];
import("/static/views.js").then(async ({ mountView, viewsFor }) => {
  const place = document.createElement("div");
  document.querySelector("main").replaceChildren(place);
  %s
}).then(done, (error) => done(String(error.stack)));
"""
_ROWS = """
const bindings = Array.from({ length: 100_000 }, (_, i) => ({
  thing: { type: "uri", value: `https://w3id.org/glocal-graph/id/municipality/x${i}` },
  thingLabel: { type: "literal", value: `Town ${i}`, "xml:lang": "en" },
  n: { type: "literal", value: String((i * 31) % 100_003), datatype: "http://www.w3.org/2001/XMLSchema#integer" },
}));
await mountView(place, { head: { vars: ["thing", "thingLabel", "n"] }, results: { bindings } }, { language: "en" });
"""


@pytest.fixture(scope="module")
def app(real_app):
    return real_app


@pytest.fixture
def visit(browser, base):
    """Opens a page; at the end no request has left the app and the browser has complained of nothing."""

    def get(address, until=_READY):
        browser.get(base + address)
        wait_until(browser, until)
        return browser

    with undisturbed(browser, base):
        yield get


def in_views(driver, body, given=None):
    return driver.execute_async_script(_WITH_VIEWS % body, given)


def result(*rows, **terms):
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {"head": {"vars": names}, "results": {"bindings": list(rows)}}


def uri(name):
    return {"type": "uri", "value": ID + name}


def text(value, datatype=None):
    return {"type": "literal", "value": value} | ({"datatype": datatype} if datatype else {})


def number(value):
    return text(str(value), "http://www.w3.org/2001/XMLSchema#integer")


@pytest.mark.parametrize(
    ("address", "drawn", "said"),
    [
        ("partners-of-place?place=46201&view=network&lang=ja", ".view-network-sheet[data-drawn] canvas", "ナポリ"),
        ("partners-of-place?place=46201&view=map&lang=en", ".view-map a .place", "1 in Japan, 5 abroad"),
        ("partners-of-place?place=46201&view=timeline&lang=ja", ".view-drawing a .mark", "1960年5月3日(昭和35年)"),
        ("ties-by-year?lang=en", ".view-drawing .bar", "1989"),
        ("countries-without-tie?prefecture=JP-39&lang=ja", ".view-map .area", "国・地域"),
        ("network-measures?view=network&lang=en", ".view-network-sheet[data-drawn] canvas", "Kyoto City"),
    ],
)
def test_an_answer_is_drawn_and_said_in_words(visit, address, drawn, said):
    driver = visit(f"/questions/{address}")
    wait_until(driver, f"return document.querySelector('{drawn}')")
    assert said in driver.find_element(By.CSS_SELECTOR, ".view-summary").text
    assert not driver.find_element(By.ID, "answer-table").is_displayed()


def test_the_chosen_view_is_part_of_the_address_in_either_language(visit):
    driver = visit("/questions/partners-of-place?place=46201&lang=ja")
    driver.find_element(By.CSS_SELECTOR, "[data-view=map]").click()
    wait_until(driver, "return location.search.includes('view=map') && document.querySelector('.view-map .place')")
    assert "view=map" in driver.find_element(By.ID, "permalink").get_attribute("href")
    driver.find_element(By.CSS_SELECTOR, ".languages a[lang=en]").click()
    wait_until(driver, "return document.documentElement.lang === 'en' && document.querySelector('.view-map .place')")
    assert driver.find_element(By.CSS_SELECTOR, "[data-view=map]").get_attribute("aria-pressed") == "true"


def test_a_short_address_leads_back_to_the_view(visit):
    driver = visit("/questions/partners-of-place?place=46201&view=timeline&lang=en")
    driver.find_element(By.ID, "short-address").click()
    address = wait_until(driver, "return document.querySelector('#short-output a')?.href")
    driver.get(address)
    wait_until(driver, "return document.querySelector('.view-is-timeline .mark')")
    assert "partners-of-place" in driver.current_url


@pytest.mark.parametrize("address", ["partners-of-place?view=network", "partners-of-place?view=map", "ties-by-year"])
def test_a_view_is_taken_away_as_picture_with_title_release_and_licence(visit, address, real_store):
    driver = visit(f"/questions/{address}{'&' if '?' in address else '?'}lang=en")
    driver.execute_script(
        "const make = URL.createObjectURL; URL.createObjectURL = (blob) => { const reader = new FileReader();"
        "reader.onload = () => { window.taken = reader.result; }; reader.readAsDataURL(blob); return make(blob); };"
    )
    taken = {}
    for form in ("svg", "png"):
        driver.execute_script("window.taken = null;")
        driver.find_element(By.CSS_SELECTOR, f"[data-picture={form}]").click()
        taken[form] = base64.b64decode(wait_until(driver, "return window.taken").partition(",")[2])
    assert taken["png"].startswith(b"\x89PNG")
    words = taken["svg"].decode("utf-8")
    assert driver.find_element(By.TAG_NAME, "h1").text[:20] in words
    assert real_store.release in words
    assert "CC BY 4.0" in words
    assert "var(--" not in words, "a picture stands without the site's style sheet"


def test_a_hostile_label_is_text_in_every_view(visit):
    driver = visit("/questions?lang=en", "return document.querySelector('h1')")
    row = {
        "a": uri("municipality/46201"), "aLabel": text(HOSTILE), "b": uri("country/IT"), "bLabel": text(HOSTILE + "2"),
        "date": text("1960-05-03"), "n": number(3), "words": text(HOSTILE), "link": text("javascript:alert(1)"),
    }  # fmt: skip
    other = row | {"a": uri("municipality/gn-3172394"), "date": text("1961-05-03")}
    body = """
      const found = {};
      for (const view of viewsFor(given)) {
        await mountView(place, given, { view, language: "en", options: { title: given.title } });
        const hrefs = [...place.querySelectorAll("[href]")].map((link) => link.getAttribute("href"));
        found[view] = [place.querySelectorAll("img, script").length, place.textContent.includes("<img"), hrefs.some((href) => /^javascript/i.test(href))];
      }
      return found;
    """  # noqa: E501
    found = in_views(driver, body, result(row, other) | {"title": HOSTILE})
    assert set(found) == {"table", "network", "map", "timeline", "chart"}
    assert all(pictures == 0 and not unsafe for pictures, _, unsafe in found.values())
    assert all(found[view][1] for view in found)


def test_a_hundred_thousand_rows_are_sorted_filtered_and_turned(visit):
    driver = visit("/questions?lang=en", "return document.querySelector('h1')")
    assert in_views(driver, _ROWS) is None
    first = "return document.querySelector('.view-table tbody tr')?.textContent"
    assert driver.find_elements(By.CSS_SELECTOR, ".view-table tbody tr").__len__() == 100
    sort = driver.find_elements(By.CSS_SELECTOR, ".view-sort")[1]
    sort.send_keys(Keys.ENTER)
    wait_until(driver, "return document.querySelector('th[aria-sort=ascending]')")
    sort.send_keys(Keys.ENTER)
    wait_until(driver, "return document.querySelector('th[aria-sort=descending]')")
    assert "100,002" in driver.execute_script(first)
    driver.find_element(By.CSS_SELECTOR, ".view-filter input").send_keys("town 77777")
    wait_until(driver, "return document.querySelector('.view-status').textContent.startsWith('1 of 100,000')")
    assert "Town 77777" in driver.execute_script(first)
    driver.find_element(By.CSS_SELECTOR, ".view-filter input").send_keys(Keys.BACKSPACE * 20)
    wait_until(driver, "return document.querySelectorAll('.view-pager button').length === 4")
    driver.find_elements(By.CSS_SELECTOR, ".view-pager button")[3].click()
    wait_until(driver, "return document.querySelector('.view-pager span').textContent === 'Page 1,000 of 1,000'")


def test_a_phone_has_every_column_of_an_answer_within_its_width(visit, browser):
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        driver = visit("/questions/partners-of-place?place=municipality/46201&lang=ja")
        cells = driver.find_elements(By.CSS_SELECTOR, ".view-table tbody tr:first-child td")
        told = {cell.get_attribute("data-label"): cell for cell in cells}
        assert "1960年5月3日" in told["提携年月日"].text
        assert all(cell.rect["x"] >= 0 and cell.rect["x"] + cell.rect["width"] <= 390 for cell in cells)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_japanese_names_are_sorted_by_their_kana(visit):
    driver = visit("/questions?lang=ja", "return document.querySelector('h1')")
    places = ["municipality/46201", "prefecture/JP-39", "prefecture/JP-01", "prefecture/JP-05"]
    body = """
      await mountView(place, given, { view: "table", language: "ja", options: { state: { sort: "a" } } });
      return [...place.querySelectorAll("tbody td")].map((cell) => cell.textContent);
    """
    assert in_views(driver, body, result(*({"a": uri(name)} for name in places))) == [
        "秋田県",
        "鹿児島市",
        "高知県",
        "北海道",
    ]


def test_the_views_offered_fit_the_answer(visit):
    driver = visit("/questions?lang=en", "return document.querySelector('h1')")
    place, country = uri("municipality/46201"), uri("country/IT")
    triples = [{"s": place, "p": uri("x"), "o": country}, {"s": place, "p": uri("y"), "o": text("z")}]
    answers = {
        "nothing": result(),
        "yes": {"head": {}, "boolean": True},
        "places": result({"a": place}),
        "pairs": result({"a": place, "b": country}),
        "dates": result({"what": text("x"), "when": text("1960-05")}),
        "numbers": result({"a": text("x"), "n": number(1)}, {"a": text("y"), "n": number(2)}),
        "words": result({"a": text("x")}),
        "graph": {"triples": triples},
        "position": result({"lat": text("31.5", "http://www.w3.org/2001/XMLSchema#decimal"),
                            "long": text("130.5", "http://www.w3.org/2001/XMLSchema#decimal")}),
    }  # fmt: skip
    body = (
        "return Object.fromEntries(Object.entries(given).map(([name, answer]) => [name, viewsFor(answer).slice(1)]));"
    )
    assert in_views(driver, body, answers) == {
        "nothing": [],
        "yes": [],
        "places": ["map"],
        "pairs": ["network", "map"],
        "dates": ["timeline"],
        "numbers": ["chart"],
        "words": [],
        "graph": ["network", "map"],
        "position": ["map"],
    }


def test_places_that_lie_on_each_other_come_apart_when_zoomed(visit):
    driver = visit("/questions?lang=en", "return document.querySelector('h1')")
    rows = [
        {"a": text(name), "lat": text(lat, "http://www.w3.org/2001/XMLSchema#decimal"),
         "long": text("130.5", "http://www.w3.org/2001/XMLSchema#decimal")}
        for name, lat in (("one", "31.5"), ("two", "31.5"), ("three", "31.501"))
    ]  # fmt: skip
    body = """
      await mountView(place, given, { view: "map", language: "en", options: { state: { area: "world" } } });
      const count = () => place.querySelectorAll(".place").length;
      const before = count();
      const nearer = [...place.querySelectorAll("button")].find((button) => button.textContent === "+");
      for (let step = 0; step < 12; step += 1) nearer.click();
      return [before, count()];
    """
    before, after = in_views(driver, body, result(*rows))
    # The legend has no mark here, as all three are in Japan.
    assert (before, after) == (0, 3)
