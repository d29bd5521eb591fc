"""What is around every page, by keyboard and on a phone: menu, skip link, switch of language, visible focus."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.axe import find_violations
from tests.browser import wait_until

pytestmark = pytest.mark.browser

_OPEN = "return document.querySelector('#menu').matches(':popover-open')"
#: The ring around what has the focus, as the browser draws it: its width in pixels, and its colour.
_RING = """const style = getComputedStyle(document.activeElement);
return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor];"""


@pytest.fixture
def look(browser, base):
    """Opens a page in a window of a width, for eyes with a wish."""

    def visit(address: str, width: int = 1280, **wishes: str):
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in wishes.items()]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(base + address)
        return browser

    return visit


def tab(driver) -> None:
    driver.switch_to.active_element.send_keys(Keys.TAB)


@pytest.mark.parametrize("width", [320, 390])
def test_the_menu_opens_by_keyboard_on_a_phone_and_closes_by_escape(look, width):
    driver = look("/data?lang=ja", width)
    button = driver.find_element(By.CLASS_NAME, "menu-button")
    assert not driver.find_element(By.CSS_SELECTOR, "#menu a").is_displayed()
    button.send_keys(Keys.ENTER)
    assert driver.execute_script(_OPEN)
    links = driver.find_elements(By.CSS_SELECTOR, "#menu a")
    for link in links:
        assert link.is_displayed()
        assert link.rect["x"] >= 0
        assert link.rect["x"] + link.rect["width"] <= width
        assert link.rect["height"] >= 24
    assert find_violations(driver) == []
    tab(driver)
    assert driver.switch_to.active_element == links[0]
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not driver.execute_script(_OPEN)
    assert driver.switch_to.active_element == button


def test_the_menu_stands_open_on_a_desk(look):
    driver = look("/planner?lang=en")
    assert not driver.find_element(By.CLASS_NAME, "menu-button").is_displayed()
    assert all(link.is_displayed() for link in driver.find_elements(By.CSS_SELECTOR, "#menu a"))
    assert driver.find_element(By.CSS_SELECTOR, "#menu [aria-current=page]").text == "Anniversaries"


def test_the_first_stop_leads_past_the_menu(look):
    driver = look("/statistics?lang=en")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = driver.switch_to.active_element
    assert skip.text == "Skip to the content"
    assert skip.rect["y"] >= 0
    skip.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("id") == "main"


def test_the_switch_of_language_keeps_a_view_that_a_script_has_changed(look):
    driver = look("/explore?focus=municipality/46201&lang=en")
    wait_until(driver, "return document.querySelector('#explorer[data-ready]')")
    driver.find_element(By.CSS_SELECTOR, "[data-view=list]").click()
    wait_until(driver, "return location.search.includes('view=list')")
    driver.find_element(By.CSS_SELECTOR, ".languages a[lang=ja]").click()
    wait_until(driver, "return document.documentElement.lang === 'ja' && document.querySelector('#ex-other table')")
    assert "view=list" in driver.current_url
    assert "focus=municipality" in driver.current_url


@pytest.mark.parametrize(
    "wishes",
    [{}, {"prefers_color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=["light", "dark", "forced colours"],
)
def test_what_has_the_focus_is_ringed(look, wishes):
    driver = look("/questions/partners-of-place?lang=en", **wishes)
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    for _ in range(25):
        style, width, colour = driver.execute_script(_RING)
        name = driver.switch_to.active_element.get_attribute("outerHTML")[:100]
        assert (style, width >= 2) == ("solid", True), name
        assert not colour.endswith(", 0)"), name
        tab(driver)


def test_nothing_moves_for_somebody_who_asked_for_stillness(look):
    driver = look("/?lang=en", prefers_reduced_motion="reduce")
    moving = driver.execute_script(
        "return [...document.querySelectorAll('*')].filter((one) => {"
        "const { transitionDuration, animationName } = getComputedStyle(one);"
        "return animationName !== 'none' || transitionDuration.split(', ').some((text) => parseFloat(text) > 0); }"
        ").map((one) => one.tagName)"
    )
    assert moving == []


def test_a_help_unfolds_and_closes_by_key(look):
    driver = look("/finder?lang=ja", 390)
    summary = driver.find_element(By.CSS_SELECTOR, ".help summary")
    summary.send_keys(Keys.ENTER)
    text = driver.find_element(By.CSS_SELECTOR, ".help .help-text")
    assert text.is_displayed()
    assert "候補" in text.text
    assert find_violations(driver) == []
    summary.send_keys(Keys.ESCAPE)
    assert not text.is_displayed()
