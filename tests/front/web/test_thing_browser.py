"""Pages of things in a real browser: map and timeline appear in the rooms kept for them, and nobody else is asked."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By

from tests.browser import undisturbed, wait_until

pytestmark = pytest.mark.browser

_ALL_DRAWN = """
const rooms = [...document.querySelectorAll(".view-room")];
return rooms.length && rooms.every((room) => room.dataset.ready === "true");
"""
#: How far anything visible has moved since the page was opened, as the browser counts it.
_MOVED = """
const done = arguments[0];
let sum = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });
// What was counted before is told in a task of its own, ahead of the frame after next.
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
"""


@pytest.fixture
def visit(browser, base):
    """Opens a page and waits for its pictures; at the end no request has left the app, and nobody has complained."""

    def get(address):
        browser.get(base + address)
        wait_until(browser, _ALL_DRAWN)
        return browser

    with undisturbed(browser, base):
        yield get


@pytest.mark.parametrize(("language", "partner"), [("en", "Naples"), ("ja", "ナポリ")])
def test_map_and_timeline_of_a_prefecture_appear_and_nothing_moves(visit, language, partner):
    page = visit(f"/doc/prefecture/JP-46?lang={language}")
    shown = page.find_element(By.CSS_SELECTOR, ".view-room-map svg")
    assert partner in shown.text
    assert page.find_elements(By.CSS_SELECTOR, ".view-room-timeline svg .mark")
    assert page.execute_async_script(_MOVED) < 0.01


def test_the_choropleth_of_a_country_has_its_prefectures(visit):
    page = visit("/doc/country/US?lang=en")
    areas = page.find_elements(By.CSS_SELECTOR, ".view-room-areas svg a[aria-label], .view-room-areas svg a title")
    assert areas


def test_a_mark_of_the_small_network_leads_to_its_page_by_keyboard(visit, base):
    page = visit("/doc/municipality/46201?lang=en")
    link = page.find_element(By.CSS_SELECTOR, '.small-things a[href*="gn-3172394"]')
    page.execute_script("arguments[0].focus()", link)
    assert page.execute_script("return document.activeElement === arguments[0]", link)
    page.switch_to.active_element.send_keys("\n")
    wait_until(page, "return location.pathname.endsWith('gn-3172394')")
    wait_until(page, _ALL_DRAWN)


def test_on_a_phone_the_page_is_as_wide_as_the_screen(visit, browser):
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page = visit("/doc/prefecture/JP-46?lang=ja")
        assert page.execute_script("return document.documentElement.scrollWidth") <= 390
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
