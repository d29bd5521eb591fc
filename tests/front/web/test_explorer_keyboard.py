"""The explorer end to end without a mouse: every control in the order it is read, no trap, and each deed is said."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import open_browser, undisturbed, wait_until
from tests.front.web.exploring import open_explorer, press

pytestmark = pytest.mark.browser

#: What is come by on the way through the page, in this order.
ORDER = (
    "#ex-add",
    "[data-view=network]",
    "[data-view=timeline]",
    ".view-help summary",
    "#ex-path",
    "#ex-share",
    "#ex-save summary",
    "#ex-help",
    "#picture",
    "[data-picture=full]",
    "#ex-time input[type=range]",
    "#ex-side > summary",
    "#ex-legend input",
    "#ex-facets input",
)
_MATCHES = "return arguments[0].map((selector) => document.activeElement.matches(selector))"
_SAID = "return document.getElementById('ex-live').textContent.includes(arguments[0])"


@pytest.fixture(scope="module")
def browser():
    with open_browser(1440, 900) as driver:
        yield driver


@pytest.fixture
def explorer(browser, base):
    """Opens the explorer of Kagoshima City in a language, for somebody whom no tour is offered."""

    def visit(language: str):
        return open_explorer(browser, base, language)

    with undisturbed(browser, base):
        yield visit


def said(driver, text: str) -> None:
    wait_until(driver, _SAID.replace("arguments[0]", repr(text)))


def focus(driver, selector: str) -> None:
    """Go on by Tab until something has the focus."""
    for _ in range(120):
        if driver.execute_script(_MATCHES, [selector])[0]:
            return
        press(driver, Keys.TAB)
    raise AssertionError(f"Tab does not lead to {selector}")


def test_tab_leads_through_every_control_in_the_order_of_reading_and_on(explorer):
    driver = explorer("en")
    met, stops = [], []
    for _ in range(160):
        press(driver, Keys.TAB)
        hits = driver.execute_script(_MATCHES, list(ORDER))
        met += [selector for selector, hit in zip(ORDER, hits, strict=True) if hit and selector not in met]
        stops.append(driver.execute_script("return document.activeElement === document.body"))
        if stops[-1]:
            break
    assert stops[-1], "Tab never leaves the page"
    assert met == list(ORDER)


def test_shift_and_tab_lead_back_out_of_the_picture(explorer):
    driver = explorer("en")
    focus(driver, "#picture")
    ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert driver.switch_to.active_element.get_attribute("id") == "ex-help"


@pytest.mark.parametrize(
    ("language", "name", "shown", "view"),
    [("en", "Kagoshima City", "ties", "View: List"), ("ja", "鹿児島市", "提携", "一覧で表示")],
)
def test_each_deed_by_key_is_said_in_the_reader_s_language(explorer, language, name, shown, view):
    driver = explorer(language)
    focus(driver, "#picture")
    said(driver, name)
    before = driver.execute_script("return document.getElementById('ex-live').textContent")
    press(driver, Keys.ARROW_DOWN)
    wait_until(driver, f"return !['', {before!r}].includes(document.getElementById('ex-live').textContent)")
    press(driver, Keys.ENTER)
    wait_until(driver, "return document.querySelector('dialog[open]')")
    assert driver.execute_script("return document.querySelector('dialog').contains(document.activeElement)")
    press(driver, Keys.ESCAPE)
    wait_until(driver, "return document.activeElement.id === 'picture'")
    focus(driver, "#ex-legend input")
    press(driver, Keys.SPACE)
    said(driver, shown)
    driver.find_element(By.CSS_SELECTOR, "[data-view=list]").send_keys(Keys.ENTER)
    said(driver, view)
    wait_until(driver, "return document.querySelector('#ex-other table')")


def test_the_picture_has_its_words_for_whoever_cannot_see_it(explorer):
    driver = explorer("ja")
    picture = driver.find_element(By.ID, "picture")
    told = driver.execute_script(
        "return arguments[0].getAttribute('aria-describedby').split(' ')"
        ".map((id) => document.getElementById(id).textContent.trim())",
        picture,
    )
    assert "鹿児島市" in told[0]
    assert all(told)
