"""Every page in both languages, light and dark, on desk and phone: axe-core finds nothing against WCAG 2.2 AA there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from selenium import webdriver
from tools.site_pages import PAGES, Page, page_address

from glocal_graph.data.publishing import Gone
from glocal_graph.front.web import create_app
from glocal_graph.front.web.site import Site
from tests.axe import find_violations
from tests.browser import open_browser, wait_until

pytestmark = pytest.mark.browser

DESK, PHONE, NARROWEST = (1280, 900), (390, 844), (320, 640)
#: How a page is looked at. Each page has two of the ways; neighbours in the list swap what goes with what, so that all
#: that differs meets all else.
WAYS = (
    (("ja", "light", PHONE), ("en", "dark", DESK)),
    (("en", "light", DESK), ("ja", "dark", PHONE)),
    (("ja", "dark", DESK), ("en", "light", PHONE)),
    (("en", "dark", PHONE), ("ja", "light", DESK)),
)
RUNS = [
    pytest.param((page, *way), id=f"{page.name}-{way[0]}-{way[1]}-{way[2][0]}")
    for number, page in enumerate(PAGES)
    for way in WAYS[number % 4]
]
GONE = Gone("municipality/long-gone", "2026.01.01-1", "2026.02.01-1", "Long Gone", "消えた町", ("municipality/46201",))


@pytest.fixture(scope="module")
def app(real_settings, real_store, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Site, "removed", {GONE.thing: GONE})
        made = create_app(replace(real_settings, links=str(tmp_path_factory.mktemp("links"))), real_store)
        made.extensions["glocal_site"].warm()
        yield made


@pytest.fixture(scope="module")
def browser():
    with open_browser(*DESK) as driver:
        yield driver


#: How much wider than the window the page is, and what stands out.
_MEASURE = """
const root = document.documentElement;
const out = [...document.querySelectorAll('body *')].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && box.right > root.clientWidth + 1 && !element.closest('.scroll, .visually-hidden, [hidden]');
});
const told = out.slice(0, 4).map((element) => element.cloneNode().outerHTML.slice(0, 120));
return [root.scrollWidth - root.clientWidth, told.join(' ')];"""
_SPACE = """
for (const element of document.querySelectorAll('main *:not(canvas)')) {
  Object.assign(element.style, { lineHeight: '1.5', letterSpacing: '0.12em', wordSpacing: '0.16em' });
}"""
#: Texts of the page in letters of the language that they are not said to be in. What somebody typed stands in quotation
#: marks, and examples of what can be typed are in every script.
_UNTOLD = r"""
const japanese = /[\u3040-\u30ff\u3400-\u9fff]/;
const latin = /^\p{Script=Latin}[\p{Script=Latin}\p{P}\d\s]*$/u;
const found = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const text = node.textContent.replace(/“[^”]*”/g, "").trim();
  const holder = node.parentElement;
  if (!text || holder.closest("script, style, noscript, pre, code, textarea, .CodeMirror")) continue;
  if (holder.closest("[aria-hidden=true], #bench-hint, .bench-keys")) continue;
  const tag = holder.closest("[lang]").lang;
  // A sentence of English; single words and names of formats stand in Japanese texts as they are.
  const isEnglish = latin.test(text) && text.split(/\s+/).filter((word) => /^[a-z]{2,}/i.test(word)).length > 3;
  if ((tag === "en" && japanese.test(text)) || (tag === "ja" && isEnglish)) found.push(`${tag}: ${text.slice(0, 60)}`);
}
return found;"""


def see(driver, address: str, page: Page, scheme: str = "light", size: tuple[int, int] = DESK) -> None:
    """Open a page as somebody with these wishes and this screen sees it, once it is all there."""
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    resize(driver, size)
    origin = "/".join(address.split("/")[:3])
    driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})
    driver.get(address)
    wait_until(driver, page.until)


def resize(driver, size: tuple[int, int]) -> None:
    """Give the page a window of this size."""
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@dataclass(frozen=True)
class Seen:
    """A page that is open in the browser, and how it is looked at."""

    driver: webdriver.Chrome
    page: Page
    language: str
    said: str


@pytest.fixture(scope="module", params=RUNS)
def seen(request, browser, base):
    """The page of one run, opened once for all tests of it."""
    page, language, scheme, size = request.param
    address = page_address(page, language)
    see(browser, base + address, page, scheme, size)
    return Seen(browser, page, language, f"{address} ({scheme}, {size[0]} px)")


def test_a_page_answers_with_its_status(seen):
    answered = "return performance.getEntriesByType('navigation')[0].responseStatus"
    assert seen.driver.execute_script(answered) == seen.page.status, seen.said


def test_a_page_breaks_no_rule_of_wcag(seen):
    violations = find_violations(seen.driver)
    assert not violations, "\n".join([seen.said, *violations])


def test_a_text_in_the_other_language_says_so(seen):
    untold = seen.driver.execute_script(_UNTOLD, seen.language)
    assert not untold, f"{seen.said}: {untold[:10]}"


def test_a_page_scrolls_no_sideways_down_to_320_px_nor_with_wider_spacing(seen):
    for size, before in ((PHONE, ""), (NARROWEST, ""), (PHONE, _SPACE)):
        resize(seen.driver, size)
        wide, widest = seen.driver.execute_script(before + _MEASURE)
        assert wide <= 0, (
            f"{seen.said} at {size[0]} px is {wide} px too wide{' when spaced' if before else ''}: {widest}"
        )
