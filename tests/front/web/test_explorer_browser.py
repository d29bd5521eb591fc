"""The explorer as people use it: every deed by pointer and by key, told aloud, taken back, kept in the address."""

from __future__ import annotations

import json

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import list_errors, open_browser, save_into, undisturbed, wait_for_file, wait_until

pytestmark = pytest.mark.browser

READY = "return document.querySelector('#explorer[data-ready]') && document.querySelector('#picture[data-drawn]')"
#: Kagoshima City with three partners, an event and a figure, as the small graph has them.
CITY = "/explore?focus=municipality/46201&lang=en"
ID = "https://w3id.org/glocal-graph/id/"
NAPLES = "municipality/gn-3172394"


@pytest.fixture(scope="module")
def browser():
    with open_browser(1400, 950) as driver:
        yield driver


@pytest.fixture
def visit(browser, base):
    """Opens a view of the explorer; at the end no request has left the app and the browser has not complained."""

    def get(address=CITY):
        browser.get(base + address)
        wait_until(browser, READY)
        return browser

    with undisturbed(browser, base):
        yield get


def counts(driver) -> str:
    return driver.find_element(By.ID, "ex-counts").text


def wait_for(driver, text: str, where: str = "ex-counts") -> None:
    wait_until(driver, f"return document.getElementById({json.dumps(where)}).textContent.includes({json.dumps(text)})")


def said(driver, text: str) -> None:
    wait_for(driver, text, "ex-live")


def press(driver, *keys: str) -> None:
    """Keys for the picture, which has the focus."""
    driver.execute_script("document.getElementById('picture').focus()")
    ActionChains(driver).send_keys(*keys).perform()


def control(driver) -> ActionChains:
    return ActionChains(driver).key_down(Keys.CONTROL)


def choose(driver, name: str) -> None:
    """Choose a thing by the search that adds things, which chooses one that is there already."""
    box = driver.find_element(By.ID, "ex-add")
    box.clear()
    box.send_keys(name)
    wait_until(driver, "return document.querySelectorAll('#ex-add-list:not([hidden]) [role=option]').length > 0")
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    said(driver, name)


def click(driver, text: str, within: str = "body") -> None:
    """Press the button of this name, as a screen reader or an eye reads it."""
    script = """
      const [text, within] = arguments;
      const fits = (button) => (button.getAttribute('aria-label') ?? button.textContent).trim() === text;
      const found = [...document.querySelectorAll(within + ' button')].find(fits);
      found?.click();
      return Boolean(found);"""
    assert driver.execute_script(script, text, within), f"no button {text!r} in {within}"


def query(driver) -> str:
    return driver.execute_script("return decodeURIComponent(location.search)")


def test_expanding_tells_the_counts_by_kind_first_and_adds_what_is_ticked(visit):
    driver = visit("/explore?focus=person/saigo-takamori&lang=en")
    before = counts(driver)
    choose(driver, "Kagoshima City")
    click(driver, "Expand", "#card")
    wait_until(driver, "return document.querySelector('dialog.ex-expand[open]')")
    dialog = driver.find_element(By.CSS_SELECTOR, "dialog.ex-expand")
    assert "Municipality abroad" in dialog.text
    kinds = driver.find_elements(By.CSS_SELECTOR, ".ex-group")
    for kind in kinds:
        box = kind.find_element(By.CSS_SELECTOR, "input")
        if ("Municipality abroad" in kind.text) != box.is_selected() and box.is_enabled():
            box.click()
    button = driver.find_element(By.CSS_SELECTOR, ".ex-expand .ex-dialog-foot button")
    added = int(button.text.split()[-1])
    assert added > 1
    button.click()
    said(driver, f"{added} added")
    assert counts(driver) != before
    assert "add=" in query(driver)


def test_a_large_fan_begins_with_the_best_connected(visit):
    driver = visit("/explore?focus=municipality/46201&lang=en&add=prefecture/JP-39")
    choose(driver, "Kochi Prefecture")
    press(driver, Keys.ENTER)
    wait_until(driver, "return document.querySelector('dialog.ex-expand[open]')")
    choices = [one.text for one in driver.find_elements(By.CSS_SELECTOR, ".ex-group option")]
    assert choices[0].startswith("first 20 of ")
    assert int(choices[0].split(" of ")[1].split(",")[0]) >= 60
    assert choices[-1].startswith("all ")
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)


def test_what_is_hidden_waits_in_a_tray_to_be_brought_back(visit):
    driver = visit()
    before = counts(driver)
    choose(driver, "Naples")
    press(driver, Keys.DELETE)
    said(driver, "Naples is hidden")
    assert counts(driver) != before
    assert f"hide={NAPLES}" in query(driver)
    click(driver, "Bring back Naples", "#ex-tray")
    said(driver, "1 brought back")
    assert counts(driver) == before
    assert not driver.find_element(By.ID, "ex-tray").is_displayed()


def test_a_name_and_enter_add_the_best_find_and_a_name_that_nothing_has_is_said(visit):
    driver = visit()
    box = driver.find_element(By.ID, "ex-add")
    box.send_keys("福岡市", Keys.ENTER)
    wait_until(driver, "return location.search.includes('add=municipality/40130')")
    said(driver, "Fukuoka City")
    box.send_keys("zzzzqqqq", Keys.ENTER)
    said(driver, "zzzzqqqq")


def test_collapsing_takes_away_what_hangs_on_a_thing_alone(visit):
    driver = visit()
    choose(driver, "Kagoshima City")
    press(driver, "c")
    said(driver, "Kagoshima City is collapsed")
    assert "drop=" in query(driver)
    click(driver, "Undo")
    wait_until(driver, "return !location.search.includes('drop=')")


def test_collapsing_what_was_expanded_leaves_the_picture_as_it_was_also_after_a_reload(visit):
    driver = visit()
    before, asked = counts(driver), query(driver)
    choose(driver, "Kagoshima Prefecture")
    click(driver, "Expand", "#card")
    wait_until(driver, "return document.querySelector('dialog.ex-expand[open]')")
    driver.find_element(By.CSS_SELECTOR, ".ex-expand .ex-dialog-foot button").click()
    wait_until(driver, "return location.search.includes('fan=prefecture')")
    visit("/explore" + query(driver))
    assert counts(driver) != before
    choose(driver, "Kagoshima Prefecture")
    click(driver, "Collapse", "#card")
    said(driver, "is collapsed")
    assert (counts(driver), query(driver)) == (before, asked)


def test_the_legend_filters_by_kind_of_thing_of_tie_and_of_link(visit):
    driver = visit()
    before = counts(driver)
    for name, field in (
        ("things-abroad", "off=things:abroad"),
        ("kinds-sister", "off=kinds:sister"),
        ("links-events", "off=links:events"),
    ):
        box = driver.find_element(By.NAME, name)
        box.send_keys(Keys.SPACE)
        wait_until(driver, f"return decodeURIComponent(location.search).includes('{field}')")
        assert counts(driver) != before, name
        # The focus stays where it was, though the legend has been drawn anew.
        assert driver.switch_to.active_element.get_attribute("name") == name
        driver.switch_to.active_element.send_keys(Keys.SPACE)
        wait_until(driver, "return !location.search.includes('off=')")
    assert counts(driver) == before


def test_a_picture_that_the_filters_empty_says_so_and_offers_to_clear_them(visit):
    driver = visit(CITY + "&only=country:IT;decade:1980")
    note = driver.find_element(By.ID, "ex-none")
    assert note.is_displayed()
    note.find_element(By.TAG_NAME, "button").click()
    wait_until(driver, "return document.getElementById('ex-none').hidden")
    assert "only=" not in query(driver)
    assert driver.switch_to.active_element.get_attribute("id") == "picture"


def test_the_picture_is_as_it_was_on_a_day(visit):
    driver = visit()
    driver.execute_script(
        "const day = document.getElementById('ex-day'); day.value = '1959-12-31';"
        "day.dispatchEvent(new Event('change', { bubbles: true }));"
    )
    wait_for(driver, "31 December 1959")
    assert "0 ties" in counts(driver)
    assert "at=1959-12-31" in query(driver)
    click(driver, "Back to today", "#ex-time")
    wait_until(driver, "return !location.search.includes('at=')")
    assert "0 ties" not in counts(driver)


def test_years_of_a_slider_are_one_step(visit):
    driver = visit()
    slider = driver.find_element(By.ID, "ex-year")
    slider.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    wait_until(driver, "return location.search.includes('at=')")
    click(driver, "Undo")
    wait_until(driver, "return !location.search.includes('at=')")
    assert driver.find_element(By.ID, "ex-undo").get_attribute("disabled")


@pytest.mark.parametrize("reduces", [False, True])
def test_the_years_go_by_and_for_whoever_wants_no_motion_step_by_step(visit, reduces):
    driver = visit()
    wish = [{"name": "prefers-reduced-motion", "value": "reduce" if reduces else "no-preference"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wish})
    try:
        driver.refresh()
        wait_until(driver, READY)
        play = driver.find_element(By.CSS_SELECTOR, ".ex-play")
        assert play.text == ("Next change" if reduces else "▶ Play")
        play.click()
        first = wait_until(driver, "return new URLSearchParams(location.search).get('at')")
        if reduces:
            assert play.get_attribute("aria-pressed") == "false"
            play.click()
        wait_until(driver, f"return new URLSearchParams(location.search).get('at') > {json.dumps(first)}")
        if not reduces:
            play.click()
            assert play.get_attribute("aria-pressed") == "false"
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_range_that_makes_no_sense_is_said(visit):
    driver = visit()
    driver.find_element(By.CSS_SELECTOR, "#ex-time summary").click()
    field = driver.find_element(By.CSS_SELECTOR, ".ex-range input")
    field.send_keys("the sixties", Keys.TAB)
    assert "write a year" in driver.find_element(By.CSS_SELECTOR, ".ex-wrong").text
    assert "from=" not in query(driver)


def test_the_path_between_two_things_is_drawn_and_told(visit):
    driver = visit("/explore?focus=person/saigo-takamori&lang=en")
    driver.find_element(By.ID, "ex-path").click()
    start, end = driver.find_elements(By.CSS_SELECTOR, ".ex-path input[type=search]")
    assert "Saig" in start.get_attribute("value")
    end.send_keys("Naples")
    wait_until(driver, "return document.querySelectorAll('.ex-path [role=option]').length > 0")
    end.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    click(driver, "Find the shortest paths", ".ex-path")
    wait_until(driver, "return document.querySelector('#ex-ways .ex-link')")
    assert "Naples" in driver.find_element(By.ID, "ex-ways").text
    assert "path=person/saigo-takamori," in query(driver)
    driver.refresh()
    wait_until(driver, "return document.querySelector('#ex-ways .ex-link')")
    click(driver, "Close the path", "#ex-ways")
    wait_until(driver, "return !location.search.includes('path=')")


def test_a_path_that_is_not_there_is_said(visit):
    driver = visit()
    driver.find_element(By.ID, "ex-path").click()
    end = driver.find_elements(By.CSS_SELECTOR, ".ex-path input[type=search]")[1]
    click(driver, "Find the shortest paths", ".ex-path")
    assert "both" in driver.find_element(By.CSS_SELECTOR, ".ex-path .ex-status").text
    end.send_keys("Nowhere at all")
    click(driver, "Find the shortest paths", ".ex-path")
    wait_until(driver, "return document.querySelector('.ex-path .ex-status').textContent.includes('did not work')")
    end.send_keys(Keys.ESCAPE)
    list_errors(driver)  # the 404 that was told


def test_common_partners_of_what_is_chosen_together(visit):
    driver = visit("/explore?focus=municipality/46201&focus=municipality/40130&lang=en")
    for name in ("Kagoshima City", "Fukuoka City"):
        choose(driver, name)
        press(driver, Keys.SPACE)
        said(driver, name)
    click(driver, "Common partners", "#ex-picked")
    wait_until(driver, "return document.querySelector('.ex-common')")
    assert driver.find_element(By.CSS_SELECTOR, ".ex-common").text
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait_until(driver, "return !document.querySelector('dialog')")


def test_steps_are_named_taken_back_and_done_again_by_key(visit):
    driver = visit()
    before = counts(driver)
    choose(driver, "Naples")
    press(driver, Keys.DELETE)
    said(driver, "hidden")
    after = counts(driver)
    control(driver).send_keys("z").key_up(Keys.CONTROL).perform()
    said(driver, "Undone: Hide Naples")
    assert counts(driver) == before
    control(driver).key_down(Keys.SHIFT).send_keys("z").key_up(Keys.SHIFT).key_up(Keys.CONTROL).perform()
    said(driver, "Redone: Hide Naples")
    assert counts(driver) == after
    names = driver.execute_script(
        "return [...document.querySelectorAll('#ex-steps .ex-step')].map((one) => one.textContent)"
    )
    assert names == ["Start", "Hide Naples"]
    click(driver, "Start", "#ex-steps")
    assert counts(driver) == before


def test_the_address_survives_a_reload_and_the_other_language(visit):
    driver = visit()
    choose(driver, "Naples")
    press(driver, "p")
    said(driver, "pinned")
    driver.find_element(By.NAME, "things-event").send_keys(Keys.SPACE)
    wait_until(driver, "return location.search.includes('off=')")
    address, shown = query(driver), counts(driver)
    driver.refresh()
    wait_until(driver, READY)
    assert (query(driver), counts(driver)) == (address, shown)
    driver.find_element(By.CSS_SELECTOR, ".languages a[hreflang=ja]").click()
    wait_until(driver, "return document.documentElement.lang === 'ja'")
    wait_until(driver, READY)
    assert query(driver) == address.replace("lang=en", "lang=ja")
    assert "鹿児島市" in driver.find_element(By.TAG_NAME, "h1").text


def test_a_long_address_is_shared_as_a_short_one_that_shows_the_same(visit, base):
    many = ",".join(f"event/many-{number:03}" for number in range(60))
    pins = "".join(f"&pin=event/many-{number:03}@{number * 10},0" for number in range(60))
    driver = visit(f"/explore?focus=prefecture/JP-39&lang=en&add={many}{pins}")
    shown = counts(driver)
    driver.find_element(By.ID, "ex-share").click()
    wait_until(driver, "return document.querySelector('.ex-share input')")
    short = driver.find_element(By.CSS_SELECTOR, ".ex-share input").get_attribute("value")
    assert short.startswith(f"{base}/l/")
    driver.get(short + "?lang=en")
    wait_until(driver, READY)
    assert counts(driver) == shown
    assert "pin=event/many-001@10,0" in query(driver)


def test_the_whole_explorer_works_by_keyboard(visit):
    driver = visit()
    for _ in range(45):
        ActionChains(driver).send_keys(Keys.TAB).perform()
        if driver.switch_to.active_element.get_attribute("id") == "picture":
            break
    assert driver.switch_to.active_element.get_attribute("id") == "picture"
    said(driver, "Kagoshima City")
    ActionChains(driver).send_keys("l").perform()
    said(driver, "Kagoshima City")
    wait_until(driver, "return document.querySelectorAll('#card a').length > 0")
    ActionChains(driver).send_keys(Keys.ARROW_UP).perform()
    for key in (Keys.ARROW_DOWN, Keys.ARROW_LEFT, Keys.ARROW_RIGHT, Keys.ARROW_UP):
        ActionChains(driver).send_keys(key).perform()
    assert driver.find_element(By.CSS_SELECTOR, "#card h2").text
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    wait_until(driver, "return document.querySelector('dialog[open]')")
    ActionChains(driver).send_keys(Keys.ESCAPE).perform()
    wait_until(driver, "return !document.querySelector('dialog') && document.activeElement.id === 'picture'")
    ActionChains(driver).send_keys("?").perform()
    wait_until(driver, "return document.querySelector('.ex-keys')")
    ActionChains(driver).send_keys(Keys.ESCAPE).perform()
    wait_until(driver, "return !document.querySelector('dialog')")
    ActionChains(driver).send_keys("i").perform()
    assert driver.execute_script("return document.getElementById('card').contains(document.activeElement)")
    press(driver, Keys.ESCAPE)
    assert driver.switch_to.active_element.get_attribute("id") != "picture"


def test_the_picture_is_told_in_words(visit):
    driver = visit()
    described = driver.find_element(By.ID, "picture").get_attribute("aria-describedby").split()
    text = " ".join(driver.find_element(By.ID, one).get_attribute("textContent") for one in described)
    assert "In the middle: Kagoshima City" in text
    assert "Arrow keys" in text


@pytest.mark.parametrize("file_format", ["png", "svg", "html", "turtle", "csv", "graphml", "gexf"])
def test_exactly_what_is_shown_is_taken_away(visit, tmp_path, file_format):
    driver = visit(f"{CITY}&hide={NAPLES}&from=1950&to=2030")
    wait_until(driver, "return document.querySelector('.selection-facet li')")
    save_into(driver, tmp_path)
    driver.find_element(By.CSS_SELECTOR, "#ex-save summary").click()
    driver.find_element(By.CSS_SELECTOR, f"[data-format={file_format}]").click()
    said(driver, "is saved")
    content = wait_for_file(tmp_path).read_bytes()
    if file_format not in ("png", "csv"):
        assert b"1950 to 2030" in content, "a part of the picture is not taken for all of it"
    if file_format == "png":
        assert content.startswith(b"\x89PNG")
    elif file_format != "csv":
        assert b"46201" in content or b"Kagoshima City" in content
        assert NAPLES.encode() not in content
        assert b"CC BY 4.0" in content, "whoever gets the file reads what may be done with it"
    assert len(content) > 500


@pytest.mark.parametrize("view", ["list", "map", "timeline"])
def test_the_same_selection_is_seen_in_the_other_views(visit, view):
    driver = visit()
    driver.find_element(By.CSS_SELECTOR, f"[data-view={view}]").click()
    wait_until(driver, "return document.getElementById('ex-other').textContent.length > 20")
    assert f"view={view}" in query(driver)
    assert not driver.find_element(By.ID, "picture").is_displayed()
    driver.find_element(By.CSS_SELECTOR, "[data-view=network]").click()
    wait_until(driver, "return document.getElementById('picture').offsetHeight > 0")


def test_what_a_release_lacks_is_named_and_the_rest_is_shown(visit):
    driver = visit(f"{CITY}&add=event/never-was&focus=person/nobody-at-all")
    text = driver.find_element(By.ID, "ex-missing").text
    assert "event/never-was" in text
    assert "person/nobody-at-all" in text
    assert "Kagoshima City" in driver.find_element(By.TAG_NAME, "h1").text


def test_a_line_tells_the_tie_with_each_claim_and_its_source(visit):
    driver = visit()
    choose(driver, "Naples")
    press(driver, "l")
    said(driver, "Naples")
    wait_until(driver, "return document.querySelector('#card .card-tie a.source')")
    assert "1960" in driver.find_element(By.ID, "card").text


def test_a_hostile_name_is_text_everywhere(visit):
    driver = visit("/explore?focus=asset/hostile&lang=en")
    press(driver, Keys.ENTER)
    wait_until(driver, "return document.querySelector('dialog[open]')")
    assert "<img" in driver.find_element(By.CSS_SELECTOR, "dialog h2").text
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    press(driver, Keys.DELETE)
    wait_until(driver, "return document.querySelector('#ex-tray button')")
    assert "<img" in driver.find_element(By.ID, "ex-tray").text
    assert driver.find_elements(By.CSS_SELECTOR, "main img, svg script") == []


def test_without_a_script_the_ties_are_there_with_their_sources(base):
    with open_browser(1000, 800) as driver:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        driver.get(base + CITY)
        assert driver.find_element(By.ID, "ex-plain").is_displayed()
        assert "Naples" in driver.find_element(By.CSS_SELECTOR, "#ex-plain table").text
        assert driver.find_elements(By.CSS_SELECTOR, "#ex-plain a.source")
        assert not driver.find_element(By.ID, "explorer").is_displayed()


def test_on_a_phone_the_picture_comes_soon_with_a_way_to_the_card_and_its_tools_in_one_button(base):
    with open_browser(390, 844) as driver:
        metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        driver.get(base + CITY.replace("lang=en", "lang=ja"))
        wait_until(driver, READY)
        button, tools = (driver.find_element(By.ID, one) for one in ("ex-more", "ex-tools"))
        assert not tools.is_displayed()
        assert driver.find_element(By.ID, "picture").rect["y"] < 844 / 2
        driver.find_element(By.ID, "picture").send_keys(Keys.ARROW_DOWN)
        leads = driver.find_element(By.CLASS_NAME, "ex-peek")
        # The server's card has taken the place of what was known at once.
        wait_until(driver, "return document.querySelector('#card article, #card .card-kind')")
        name = driver.execute_script("return document.querySelector('#card h2').textContent.trim()")
        assert name in leads.text
        leads.send_keys(Keys.ENTER)
        assert driver.switch_to.active_element.text == name
        assert driver.execute_script("return document.activeElement.getBoundingClientRect().top < innerHeight / 2")
        button.send_keys(Keys.ENTER)
        assert button.get_attribute("aria-expanded") == "true"
        assert tools.is_displayed()
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics | {"width": 1280})
        assert tools.is_displayed()
        assert not button.is_displayed()
        assert not leads.is_displayed()


@pytest.mark.parametrize("width", [390, 1024])
def test_the_explorer_is_no_wider_than_the_window(base, width):
    with open_browser(width, 844) as driver:
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False},
        )
        driver.get(base + CITY.replace("lang=en", "lang=ja"))
        wait_until(driver, READY)
        assert not driver.find_element(By.ID, "ex-legend").is_displayed()
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert driver.execute_script(wide) <= 1
