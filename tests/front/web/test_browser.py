"""What only a browser shows: suggestions, the picture, the card, and that nothing leaves the app."""

from __future__ import annotations

import math

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.axe import find_violations
from tests.browser import list_errors, open_browser, wait_until
from tests.front.web.pointing import find_things, move_to

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/explore?focus=municipality/46201",
        "/doc/municipality/46201?lang=ja",
        "/doc/asset/hostile",
        "/sparql",
        "/questions",
        "/data",
        "/ontology?lang=ja",
        "/questions/partners-of-place?lang=ja",
    ],
)
def test_a_page_asks_nobody_else_and_breaks_no_rule_of_its_policy(visit, address):
    driver = visit(address)
    assert driver.find_element(By.TAG_NAME, "h1").text


def test_the_dataset_is_described_to_search_engines_in_a_block_that_the_policy_lets_stand(visit):
    driver = visit("/data")
    block = "document.querySelector('script[type=\"application/ld+json\"]').textContent"
    said = driver.execute_script(f"return JSON.parse({block})")
    assert said["@type"] == "Dataset"
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_suggestions_stand_in_groups_that_a_screen_reader_knows(visit):
    driver = visit("/?lang=en")
    driver.find_element(By.ID, "q").send_keys("Kagoshima")
    wait_until(driver, "return document.querySelectorAll('#q-list [role=group]').length > 1")
    named = "return [...document.querySelectorAll('#q-list [role=group]')].map((one) => one.ariaLabelledByElements?.[0]"
    names = driver.execute_script(f"{named}?.textContent ?? one.firstChild.textContent)")
    assert names[0] == "Places in Japan"
    assert "Ties" in names
    assert find_violations(driver) == []


@pytest.mark.parametrize("text", ["ナポリ", "Napoli", "naples"])
def test_suggestions_are_chosen_by_keyboard(visit, text):
    driver = visit("/?lang=ja")
    box = driver.find_element(By.ID, "q")
    box.send_keys(text)
    wait_until(driver, "return document.querySelectorAll('[role=option]').length > 0")
    assert box.get_attribute("aria-expanded") == "true"
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    wait_until(driver, "return location.pathname === '/explore'")
    assert "ナポリ" in driver.find_element(By.TAG_NAME, "h1").text


def test_a_hostile_suggestion_is_text(visit):
    driver = visit("/?lang=en")
    driver.find_element(By.ID, "q").send_keys("onerror")
    wait_until(driver, "return document.querySelectorAll('[role=option]').length > 0")
    assert "<img src=x" in driver.find_element(By.CSS_SELECTOR, "[role=option]").text
    assert driver.find_elements(By.TAG_NAME, "img") == []


def test_the_picture_is_drawn_and_tells_what_is_clicked(visit):
    driver = visit("/explore?focus=municipality/gn-4180439&lang=en")
    wait_until(driver, "return document.querySelector('#picture[data-drawn] canvas')")
    canvas = driver.find_element(By.CSS_SELECTOR, "#picture canvas")
    inked = driver.execute_script(
        "const c = arguments[0]; const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n;",
        canvas,
    )
    assert inked > 500
    # The place in the middle has a page as every thing has.
    across, down = min(find_things(driver), key=lambda place: math.hypot(*place))
    move_to(driver, across, down).click().perform()
    wait_until(driver, "return document.querySelector('#card .card-links a[href*=\"/doc/\"]')")


def test_the_picture_is_drawn_on_a_dark_page_too(base):
    with open_browser(1200, 900, "--blink-settings=preferredColorScheme=0") as driver:
        driver.get(base + "/explore?focus=municipality/46201")
        assert driver.execute_script("return matchMedia('(prefers-color-scheme: dark)').matches")
        wait_until(driver, "return document.querySelector('#picture[data-drawn] canvas')")
        assert list_errors(driver) == []


def test_a_place_is_picked_for_a_question(visit):
    driver = visit("/questions/partners-of-place?lang=ja")
    field = driver.find_element(By.ID, "p-place")
    field.clear()
    field.send_keys("府中")
    wait_until(driver, "return document.querySelectorAll('[role=option]').length === 2")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert field.get_attribute("value") == "府中市"
    driver.find_element(By.CSS_SELECTOR, "form.question button").click()
    wait_until(driver, "return location.search.includes('municipality')")
    assert driver.find_elements(By.CSS_SELECTOR, ".problem") == []


@pytest.mark.parametrize("width", [360, 768])
def test_no_page_is_wider_than_a_phone(base, width):
    with open_browser(width, 800) as driver:
        for address in (
            "/?lang=ja",
            "/explore?focus=46201",
            "/doc/municipality/46201",
            "/sparql?query=SELECT * {?s ?p ?o} LIMIT 3",
            "/data",
        ):
            driver.get(base + address)
            wide = driver.execute_script(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 1, address
