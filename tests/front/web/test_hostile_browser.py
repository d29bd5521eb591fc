"""Hostile texts in a real browser: on every page they are text; nothing runs, is asked for, or is refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import cycle
from urllib.parse import quote

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from glocal_graph.data.store import open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web import create_app
from glocal_graph.model.settings import Settings
from tests.browser import list_errors, list_requests, open_browser, save_into, wait_for_file, wait_until
from tests.front.web.hostile import EVENT, NAMES, PARTNERS, PERSON, PLACE, SOURCE, TIES, hostile_quads
from tests.front.web.insight import levelled_quads
from tests.front.web.pointing import find_things, move_to
from tests.small_graph import read_small_graph

pytestmark = pytest.mark.browser

#: Whatever would show that something ran, or was kept from running.
_WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.ran.push(name);
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  window.ran.push(`refused: ${violatedDirective} ${blockedURI}`);
});
addEventListener("error", (event) => window.ran.push("error: " + event.message));
"""
_MADE = """return [...document.querySelectorAll(
  "img[src='x'], [onerror], [onload], [onmouseover], a[href^='javascript:' i], a[href^='data:' i], main b")]
  .map((one) => one.outerHTML.slice(0, 200))"""
_READY = {
    "/explore?": "document.querySelector('#picture[data-drawn]') || document.querySelector('#ex-other *')",
    "/questions/": "document.querySelector('#views[data-ready]')",
}
PAGES = [
    f"/doc/{PLACE}",
    *(f"/doc/{partner}" for partner in PARTNERS),
    f"/doc/{TIES[0]}",
    f"/doc/{TIES[3]}",
    f"/doc/{EVENT}",
    f"/doc/{PERSON}",
    f"/doc/{SOURCE}",
    "/doc/country/ZZ",
    "/doc/region/ZZ-A",
    f"/briefing/{PLACE}",
    f"/briefing/{TIES[0]}",
    f"/briefing/{PARTNERS[3]}",
    f"/planner?place={PLACE}&from=2029&months=60",
    f"/finder?place={PLACE}",
    "/finder?place=municipality/46206",
    f"/compare?place={PLACE}&place=municipality/46201",
    f"/paths?from={PLACE}&to={PARTNERS[0]}",
    f"/paths?from={PERSON}&to={PARTNERS[1]}",
    "/statistics",
    "/search?q=img",
    f"/search?q={quote(NAMES[0])}",
    f"/questions/partners-of-place?place={PLACE}&view=table",
    f"/questions/partners-of-place?place={PLACE}&view=network",
    f"/questions/partners-of-place?place={PLACE}&view=map",
    f"/questions/partners-of-place?place={PLACE}&view=timeline",
    f"/explore?focus={PLACE}",
    f"/explore?focus={PLACE}&view=list",
    f"/explore?focus={PLACE}&view=map",
    f"/explore?focus={PLACE}&view=timeline",
    f"/explore?focus={TIES[0]}&focus={EVENT}",
    "/explore/all",
    "/",
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile") / "store"
    with draft(root) as made:
        made.store.extend([*read_small_graph(), *levelled_quads(), *hostile_quads()])
        made.publish()
    settings = Settings(store=str(root), links=str(tmp_path_factory.mktemp("links")))
    store = open_store(settings)
    yield create_app(settings, store)
    store.close()


@pytest.fixture(scope="module")
def browser():
    with open_browser(1280, 900) as driver:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
        yield driver


@pytest.fixture
def visit(browser, base):
    """Opens a page; at the end nothing ran, nothing was refused, and nothing foreign was asked for."""
    list_requests(browser), list_errors(browser)

    def get(address):
        browser.get(base + address)
        ready = next((script for start, script in _READY.items() if address.startswith(start)), "true")
        wait_until(browser, f"return document.readyState === 'complete' && ({ready})")
        return browser

    yield get
    check(browser, base)


def check(driver, base):
    assert driver.execute_script("return window.ran") == []
    assert driver.execute_script(_MADE) == []
    asked = list_requests(driver)
    assert [url for url in asked if not url.startswith((base, "data:", "blob:"))] == []
    assert [url for url in asked if url.endswith("/x")] == []
    assert list_errors(driver) == []


@pytest.mark.parametrize(("language", "address"), list(zip(cycle(["en", "ja", "ja", "en"]), PAGES, strict=False)))
def test_hostile_texts_are_text_on_every_page(visit, address, language):
    driver = visit(f"{address}{'&' if '?' in address else '?'}lang={language}")
    width = driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert width <= 1, "an endless name does not push the page sideways"


def test_the_name_of_a_place_is_read_as_it_is(visit):
    driver = visit(f"/doc/{PLACE}?lang=en")
    assert NAMES[0] in driver.find_element(By.TAG_NAME, "h1").text
    assert NAMES[0] in driver.title


def test_suggestions_show_markup_as_text(visit):
    driver = visit("/?lang=en")
    driver.find_element(By.ID, "q").send_keys("<img src=x onerror")
    wait_until(driver, "return document.querySelectorAll('[role=option]').length")
    assert NAMES[0] in driver.find_element(By.CSS_SELECTOR, "[role=option] strong").text


# ── The explorer ──────────────────────────────────────────────────────────────────────────────────────────

EXPLORER = f"/explore?focus={PLACE}&lang=en"


_SHOWN = """return [...document.querySelectorAll(".vis-tooltip")]
  .filter(({ style }) => style.visibility === "visible").map((one) => one.textContent)[0]"""


def press(driver, *keys):
    driver.execute_script("document.getElementById('picture').focus()")
    ActionChains(driver).send_keys(*keys).perform()


def test_title_legend_and_facets_of_the_explorer_are_text(visit):
    driver = visit(EXPLORER)
    assert NAMES[0] in driver.title
    assert NAMES[0] in driver.find_element(By.TAG_NAME, "h1").text
    for part in ("ex-legend", "ex-facets"):
        wait_until(driver, f"return document.getElementById('{part}').childElementCount")


def test_the_card_of_each_thing_and_tie_is_text(visit):
    driver = visit(EXPLORER)
    press(driver, Keys.ENTER)
    wait_until(driver, f"return document.getElementById('card').textContent.includes({NAMES[0]!r})")
    for _ in range(12):
        press(driver, "l")
        wait_until(driver, "return document.querySelector('#card:not([aria-busy=true]) *')")
        assert driver.execute_script(_MADE) == []


def test_the_tooltip_of_a_thing_is_text(visit):
    driver = visit(EXPLORER)
    places = find_things(driver)
    assert places
    told = ""
    for across, down in places:
        if "<" in told:
            break
        for slightly in (0, 1):  # the tooltip comes when the pointer has come to rest
            move_to(driver, across + slightly, down).perform()
        told = wait_until(driver, _SHOWN, seconds=30)
    assert "<" in told, "a name of markup was told"
    assert driver.execute_script(_MADE) == []


def save(driver, folder, file_format):
    save_into(driver, folder)
    driver.execute_script("document.querySelector('#ex-save').open = true")
    driver.execute_script(f"document.querySelector('[data-format={file_format}]').click()")
    return wait_for_file(folder)


@pytest.mark.parametrize("file_format", ["html", "svg", "graphml", "gexf", "csv"])
def test_hostile_texts_are_text_in_what_is_taken_away(visit, tmp_path, file_format):
    driver = visit(EXPLORER)
    saved = save(driver, tmp_path, file_format)
    assert saved.name.isprintable()
    assert not set('<>"/\\\u202e') & set(saved.name)
    content = saved.read_bytes()
    assert content
    if file_format in ("graphml", "gexf", "svg"):
        texts = " ".join(ET.fromstring(content).itertext()) + str([one.attrib for one in ET.fromstring(content).iter()])
        assert "<img src=x" in texts
    if file_format in ("html", "svg"):
        copy = tmp_path / f"saved.{file_format}"
        copy.write_bytes(content)
        list_requests(driver)
        driver.get(copy.as_uri())
        assert driver.execute_script("return window.ran") == []
        assert [url for url in list_requests(driver) if not url.startswith(("file:", "data:", "blob:"))] == []
        made = "return [...document.querySelectorAll(`img[src='x'], [onerror], [onload], [onmouseover]`)].length"
        assert driver.execute_script(made) == 0
        visit(EXPLORER)
