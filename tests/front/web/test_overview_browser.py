"""The picture of all ties in a real browser: drawn, filtered, searched, read by keyboard, and asking nobody else."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.browser import undisturbed, wait_until

pytestmark = pytest.mark.browser

_DRAWN = "return document.querySelector('#overview')?.dataset.drawn"
_SEEN = "return document.getElementById('ov-seen').textContent"
#: How many points of the picture are not of its ground.
_INK = """
const canvas = document.querySelector("#ov-picture canvas");
const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
let count = 0;
for (let at = 0; at < data.length; at += 4) count += data[at] !== data[0] || data[at + 2] !== data[2];
return count;
"""
#: Two looks, one after the other, see the same: what was about to be drawn has been drawn.
_STILL = "const last = window.seen; window.seen = shot(); return window.seen === last"


@pytest.fixture(scope="module")
def app(real_app):
    return real_app


@pytest.fixture
def visit(browser, base):
    """Opens the picture; at the end no request has left the app and the browser has complained of nothing."""

    def get(query):
        browser.get(f"{base}/explore/all?{query}")
        wait_until(browser, _DRAWN)
        return browser

    with undisturbed(browser, base):
        yield get


def press(driver, *keys):
    driver.find_element(By.ID, "ov-picture").send_keys(*keys)


@pytest.mark.parametrize(("language", "words"), [("en", "Shown: "), ("ja", "表示中: ")])
def test_the_picture_is_drawn_and_said_in_words(visit, language, words):
    driver = visit(f"lang={language}")
    assert driver.execute_script(_SEEN).startswith(words)
    assert driver.execute_script(_INK) > 20_000
    assert driver.find_element(By.ID, "ov-picture").get_attribute("role") == "application"


def test_filters_change_picture_words_table_and_address(visit):
    driver = visit("lang=en")
    before, ink = driver.execute_script(_SEEN), driver.execute_script(_INK)
    Select(driver.find_element(By.ID, "ov-prefecture")).select_by_visible_text("Kagoshima Prefecture")
    wait_until(driver, f"{_SEEN} !== {before!r}")
    assert "prefecture=prefecture/JP-46" in driver.current_url
    wait_until(driver, _INK.replace("return count", f"return count && count < {ink} / 4"))
    names = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, "#ov-best tbody th")]
    assert "Kagoshima City" in names
    assert "Yokohama City" not in names
    driver.find_element(By.CSS_SELECTOR, "#ov-filters button[type=reset]").click()
    wait_until(driver, f"{_SEEN} === {before!r}")
    assert "prefecture" not in driver.current_url


def test_a_shared_address_brings_filters_and_card_back(visit):
    driver = visit("lang=ja&country=country/IT&at=1999&off=status:ended&thing=municipality/46201")
    assert driver.find_element(By.ID, "ov-year-said").text == "1999年"
    assert Select(driver.find_element(By.ID, "ov-country")).first_selected_option.text == "イタリア"
    wait_until(driver, "return document.querySelector('#ov-card h2, #ov-card h3')?.textContent.includes('鹿児島市')")
    assert not driver.find_element(By.CSS_SELECTOR, "input[value=ended]").is_selected()


def test_search_in_kana_finds_centres_and_tells(visit):
    driver = visit("lang=ja")
    field = driver.find_element(By.ID, "ov-search")
    field.send_keys("かごしまし")
    wait_until(driver, "return document.querySelector('#ov-search-list [role=option]')")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    wait_until(driver, "return document.getElementById('ov-card').textContent.includes('鹿児島市')")
    assert "鹿児島市" in driver.execute_script(_SEEN)
    assert "thing=municipality/46201" in driver.current_url
    link = driver.find_element(By.CSS_SELECTOR, "#ov-card .card-links a[href*='/explore?focus=municipality']")
    assert "ここから探索" in link.text


def test_a_click_on_a_mark_opens_its_card_and_escape_closes_it(visit):
    driver = visit("lang=en&thing=municipality/46201")
    wait_until(driver, "return !document.getElementById('ov-card').hidden")
    driver.find_element(By.CSS_SELECTOR, "#ov-card button").send_keys(Keys.ESCAPE)
    wait_until(driver, "return document.getElementById('ov-card').hidden")
    # The place was brought into the middle of the picture.
    picture = driver.find_element(By.ID, "ov-picture")
    driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", picture)
    ActionChains(driver).move_to_element(picture).click().perform()
    wait_until(driver, "return document.getElementById('ov-card').textContent.includes('Kagoshima City')")


def test_the_keyboard_moves_and_zooms_the_picture_and_shows_all_again(visit):
    driver = visit("lang=en")
    driver.execute_script("window.shot = () => document.querySelector('#ov-picture canvas').toDataURL()")
    press(driver, "0")
    wait_until(driver, _STILL)
    driver.execute_script("window.whole = shot()")
    press(driver, "+", "+", Keys.ARROW_LEFT)
    wait_until(driver, "return shot() !== whole")
    press(driver, "0")
    wait_until(driver, "return shot() === whole")


def test_a_table_row_leads_into_the_picture_and_the_way_back_is_kept(visit):
    driver = visit("lang=en")
    button = driver.find_element(By.CSS_SELECTOR, "#ov-best tbody button")
    name = driver.find_element(By.CSS_SELECTOR, "#ov-best tbody th").text
    button.send_keys(Keys.ENTER)
    wait_until(driver, f"return document.getElementById('ov-card').textContent.includes({name!r})")
    assert driver.execute_script("return document.getElementById('ov-card').contains(document.activeElement)")
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait_until(driver, "return document.getElementById('ov-card').hidden")
    assert driver.switch_to.active_element.text == "Show"


def test_a_phone_has_the_whole_page_within_its_width(visit):
    driver = visit("lang=ja")
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        driver = visit("lang=ja&thing=municipality/46201")
        assert driver.execute_script("return document.documentElement.scrollWidth") <= 390
        assert not driver.find_element(By.ID, "ov-side").get_attribute("open")
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
