"""Pages at four times their size: no scrolling sideways, with letters and lines spaced out as a reader likes."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

#: WCAG 1.4.12, as a reader's own style would do it.
_SPACED = """const sheet = new CSSStyleSheet();
sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important }\\
  * { word-spacing: 0.16em !important }');
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];"""
_WIDE = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = {"width": 320, "height": 256, "deviceScaleFactor": 1, "mobile": True}
PATHS = (
    "/",
    "/explore?focus=municipality/46201",
    "/questions/partners-of-place",
    "/planner",
    "/finder",
    "/paths",
    "/compare",
    "/statistics",
    "/data",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_needs_no_scrolling_sideways_at_four_times_its_size(visit, browser, path):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", _SMALL)
    for language in ("en", "ja"):
        driver = visit(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert driver.execute_script(_WIDE) <= 0
        driver.execute_script(_SPACED)
        assert driver.execute_script(_WIDE) <= 0


def test_a_link_that_stands_alone_in_a_cell_can_be_hit(visit):
    driver = visit("/statistics?lang=en")
    links = driver.find_elements("css selector", "main td > a:only-child, main th > a:only-child")
    assert links
    assert min(link.size["height"] for link in links if link.is_displayed()) >= 24
