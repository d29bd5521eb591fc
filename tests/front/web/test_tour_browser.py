"""The guided tour and the help in a browser: quietly, once; by keyboard; in both languages; never in the way."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.axe import find_violations
from tests.browser import list_errors, open_browser, wait_until
from tests.node import run_script

pytestmark = pytest.mark.browser

_READY = "return document.querySelector('#explorer[data-ready]')"
_FOCUSED = "return document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def browser():
    with open_browser(1280, 900) as driver:
        driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
        )
        yield driver


@pytest.fixture
def newcomer(browser, base):
    """Opens the explorer as somebody who was never here."""

    def visit(language: str = "en", more: str = ""):
        origin = {"origin": base, "storageTypes": "local_storage"}
        browser.execute_cdp_cmd("Storage.clearDataForOrigin", origin)
        browser.get(f"{base}/explore?focus=municipality/46201&lang={language}{more}")
        wait_until(browser, _READY)
        return browser

    return visit


def press(driver, *keys: str) -> None:
    driver.switch_to.active_element.send_keys(*keys)


def click(driver, selector: str) -> None:
    driver.find_element(By.CSS_SELECTOR, selector).click()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_tour_goes_through_the_page_by_keyboard_and_gives_the_focus_back(newcomer, language):
    driver = newcomer(language)
    offer = driver.find_element(By.CSS_SELECTOR, ".tour-offer [data-tour-start]")
    offer.send_keys(Keys.ENTER)
    titles, marked = [], []
    for _ in range(20):
        titles.append(driver.execute_script(_FOCUSED))
        marked.append(driver.find_element(By.CLASS_NAME, "tour-target").get_attribute("data-tour"))
        panel = driver.find_element(By.CLASS_NAME, "tour")
        assert panel.get_attribute("aria-labelledby") == driver.switch_to.active_element.get_attribute("id")
        # From the heading on, Tab leads to the buttons of the panel: back where there is one, then next.
        for _ in range(1 if len(titles) == 1 else 2):
            press(driver, Keys.TAB)
        press(driver, Keys.ENTER)
        if not driver.find_elements(By.CLASS_NAME, "tour"):
            break
    assert marked == ["search", "picture", "legend", "views", "date", "card", "download"]
    assert len(set(titles)) == 7
    assert driver.switch_to.active_element.get_attribute("id") == "ex-help"
    assert not driver.find_elements(By.CLASS_NAME, "tour-target")


def test_the_tour_ends_by_escape_and_is_not_offered_again(newcomer, browser):
    driver = newcomer()
    click(driver, ".tour-offer [data-tour-start]")
    assert find_violations(driver) == []
    press(driver, Keys.ESCAPE)
    assert not driver.find_elements(By.CLASS_NAME, "tour")
    driver.refresh()
    wait_until(driver, _READY)
    assert not driver.find_elements(By.CLASS_NAME, "tour-offer")


def test_the_help_starts_the_tour_again_and_gets_the_focus_back(newcomer):
    driver = newcomer()
    click(driver, "#ex-help")
    click(driver, "[data-tour-again]")
    wait_until(driver, "return document.querySelector('.tour')")
    assert not driver.find_elements(By.TAG_NAME, "dialog")
    assert driver.switch_to.active_element.tag_name == "h2"
    press(driver, Keys.ESCAPE)
    assert driver.switch_to.active_element.get_attribute("id") == "ex-help"


def test_the_page_can_be_used_while_the_tour_is_open(newcomer):
    driver = newcomer()
    click(driver, ".tour-offer [data-tour-start]")
    click(driver, "[data-view=list]")
    wait_until(driver, "return document.querySelector('#ex-other table')")
    assert driver.find_element(By.CLASS_NAME, "tour").is_displayed()
    # The part that it tells of next is that of the view now open.
    click(driver, ".tour-foot button:nth-of-type(2)")
    assert driver.find_element(By.CLASS_NAME, "tour-target").get_attribute("id") == "ex-other"


def test_an_offer_declined_does_not_come_back(newcomer):
    driver = newcomer()
    driver.find_elements(By.CSS_SELECTOR, ".tour-offer button")[1].click()
    assert not driver.find_elements(By.CLASS_NAME, "tour-offer")
    driver.refresh()
    wait_until(driver, _READY)
    assert not driver.find_elements(By.CLASS_NAME, "tour-offer")


def test_the_tour_works_where_the_browser_keeps_nothing(browser, newcomer):
    blocked = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": blocked})["identifier"]
    try:
        list_errors(browser)
        driver = newcomer()
        click(driver, ".tour-offer [data-tour-start]")
        press(driver, Keys.ESCAPE)
        assert not driver.find_elements(By.CLASS_NAME, "tour")
        assert list_errors(browser) == []
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": script})


@pytest.mark.parametrize("view", ["network", "list", "map", "timeline"])
def test_the_help_tells_of_the_view_that_is_open(newcomer, view):
    driver = newcomer("ja", f"&view={view}")
    wait_until(driver, f"return document.querySelector('[data-view={view}]').getAttribute('aria-pressed') === 'true'")
    summary = driver.find_element(By.CSS_SELECTOR, ".view-help summary")
    summary.send_keys(Keys.ENTER)
    told = [one for one in driver.find_elements(By.CSS_SELECTOR, ".view-help [data-help]") if one.is_displayed()]
    assert [one.get_attribute("data-help") for one in told] == [view]
    summary.send_keys(Keys.ESCAPE)
    assert not driver.find_element(By.CSS_SELECTOR, ".view-help .help-text").is_displayed()
    assert driver.switch_to.active_element == summary


def test_the_panel_lies_beside_its_part_and_within_the_window():
    panel, window = {"width": 360, "height": 200}, {"width": 1280, "height": 900}
    places = [
        ({"left": 40, "top": 100, "bottom": 140}, {"top": 152, "left": 40}),
        ({"left": 1200, "top": 700, "bottom": 860}, {"top": 488, "left": 908}),
        ({"left": -20, "right": 1270, "top": 50, "bottom": 880}, {"top": 688, "left": 12}),
        ({"left": 20, "right": 260, "top": 50, "bottom": 880}, {"top": 50, "left": 272}),
    ]
    for part, wanted in places:
        given = {"part": part, "panel": panel, "window": window}
        expression = "placeBeside(given.part, given.panel, given.window)"
        assert run_script("tour/steps.js", "placeBeside", expression, given) == wanted
