"""Nothing takes the focus away from whoever has no mouse: what was pressed keeps it, or what comes next has it."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser import open_browser, undisturbed, wait_until
from tests.front.web.exploring import open_explorer, press

pytestmark = pytest.mark.browser

_HERE = "return document.activeElement.matches(arguments[0])"
_SAID = "return document.getElementById('ex-live').textContent"


@pytest.fixture(scope="module")
def browser():
    with open_browser(1440, 900) as driver:
        yield driver


@pytest.fixture
def explorer(browser, base):
    """The explorer of Kagoshima City with the picture in focus and a thing chosen in it."""

    def visit(language: str = "en"):
        open_explorer(browser, base, language)
        go(browser, "#picture")
        press(browser, Keys.ARROW_DOWN)
        wait_until(browser, "return document.querySelector('#card article, #card table, #card dl')")
        return browser

    with undisturbed(browser, base):
        yield visit


def go(driver, selector: str) -> None:
    driver.execute_script("document.querySelector(arguments[0]).focus({ focusVisible: true })", selector)
    assert driver.execute_script(_HERE, selector), f"{selector} takes no focus"


def is_at(driver, selector: str) -> None:
    wait_until(driver, _HERE.replace("arguments[0]", repr(selector)))


def test_what_is_pressed_in_the_card_keeps_the_focus(explorer):
    driver = explorer()
    for act in ("pin", "right", "pick"):
        go(driver, f"#card [data-act={act}]")
        press(driver, Keys.ENTER)
        is_at(driver, f"#card [data-act={act}]")
    go(driver, "#card [data-act=hide]")
    press(driver, Keys.ENTER)
    wait_until(driver, "return !document.getElementById('ex-tray').hidden")
    is_at(driver, "#card h2")


def test_after_expanding_from_the_card_its_button_has_the_focus_again(explorer):
    driver = explorer()
    go(driver, "#card [data-act=expand]")
    press(driver, Keys.ENTER)
    wait_until(driver, "return document.querySelector('dialog[open]')")
    driver.execute_script("document.querySelector('dialog .ex-dialog-foot button').click()")
    wait_until(driver, "return !document.querySelector('dialog')")
    is_at(driver, "#card [data-act=expand]")


def test_who_lets_go_of_what_was_chosen_together_is_back_in_the_picture_and_is_told(explorer):
    driver = explorer()
    press(driver, Keys.SPACE)
    wait_until(driver, "return !document.getElementById('ex-picked').hidden")
    go(driver, "#ex-picked button")
    press(driver, Keys.ENTER)
    is_at(driver, "#picture")
    wait_until(driver, f"{_SAID}.includes('no longer chosen')")


def test_a_button_that_goes_when_pressed_leaves_the_focus_to_what_it_has_set(explorer):
    driver = explorer()
    go(driver, "#ex-legend input")
    press(driver, Keys.SPACE)
    go(driver, "#ex-legend > button")
    press(driver, Keys.ENTER)
    is_at(driver, "#ex-legend input")
    go(driver, "#ex-year")
    press(driver, Keys.ARROW_LEFT)
    go(driver, ".ex-time-row > button:last-child")
    press(driver, Keys.ENTER)
    is_at(driver, "#ex-year")


def test_who_has_taken_back_the_last_step_stands_at_the_way_forwards(explorer):
    driver = explorer()
    press(driver, "p")
    go(driver, "#ex-undo")
    press(driver, Keys.ENTER)
    is_at(driver, "#ex-redo")
    press(driver, Keys.ENTER)
    is_at(driver, "#ex-undo")


def test_a_menu_that_is_left_by_tab_lies_on_nothing(explorer):
    driver = explorer()
    go(driver, "#ex-save summary")
    press(driver, Keys.ENTER)
    wait_until(driver, "return document.getElementById('ex-save').open")
    go(driver, "#ex-help")
    wait_until(driver, "return !document.getElementById('ex-save').open")


@pytest.mark.parametrize(("language", "said"), [("en", "moved to the right"), ("ja", "右へ動かしました")])
def test_a_thing_is_moved_and_pinned_without_a_drag(explorer, language, said):
    driver = explorer(language)
    ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
    wait_until(driver, f"{_SAID}.includes({said!r})")
    first = driver.execute_script("return new URLSearchParams(location.search).get('pin')")
    driver.find_element("css selector", "#card [data-act=right]").click()
    wait_until(driver, f"return new URLSearchParams(location.search).get('pin') !== {first!r}")
    then = driver.execute_script("return new URLSearchParams(location.search).get('pin')")
    (thing, before), (same, after) = first.split("@"), then.split("@")
    assert thing == same
    assert float(after.split(",")[0]) > float(before.split(",")[0])
    assert after.split(",")[1] == before.split(",")[1]


def test_a_filter_of_the_legend_is_told_once_by_its_name_with_what_is_left(explorer):
    driver = explorer()
    driver.execute_script(
        "window.told = []; new MutationObserver(() => { const { textContent } = document.getElementById('ex-live');"
        " if (textContent) window.told.push(textContent); })"
        ".observe(document.getElementById('ex-live'), { childList: true, characterData: true, subtree: true })"
    )
    go(driver, "#ex-legend input")
    press(driver, Keys.SPACE)
    wait_until(driver, "return window.told.some((text) => text.startsWith('Leave out '))")
    # What else would be told of it comes in the same moment, or with the next deed.
    go(driver, "#ex-undo")
    press(driver, Keys.ENTER)
    wait_until(driver, "return window.told.some((text) => text.startsWith('Undone'))")
    # What was chosen before may still be told while the test begins to listen.
    told = [text for text in driver.execute_script("return window.told") if "lines:" not in text]
    assert len(told) == 2
    assert told[0].startswith("Leave out ")


@pytest.mark.parametrize(("language", "titles"), [("en", ["– List", "– Map"]), ("ja", ["(一覧)", "(地図)"])])
def test_the_title_of_the_page_says_the_view_and_so_does_its_region(explorer, language, titles):
    driver = explorer(language)
    plain = driver.title
    for view, title in zip(("list", "map"), titles, strict=True):
        go(driver, f"[data-view={view}]")
        press(driver, Keys.ENTER)
        wait_until(driver, f"return document.title.includes({title!r})")
        assert driver.find_element("id", "ex-other").accessible_name in title
    driver.find_element("css selector", "[data-view=network]").click()
    wait_until(driver, f"return document.title === {plain!r}")


def test_no_single_letter_is_a_key_of_the_whole_page(explorer):
    driver = explorer()
    go(driver, "#ex-share")
    for key in ("/", "?", "f", "l", "p", "+"):
        press(driver, key)
        assert driver.execute_script(_HERE, "#ex-share")
        assert not driver.execute_script("return document.querySelector('dialog[open]')")
    ActionChains(driver).key_down(Keys.CONTROL).send_keys("/").key_up(Keys.CONTROL).perform()
    is_at(driver, "#ex-add")


def test_arrows_and_crosses_that_styles_add_are_not_read_out(explorer):
    driver = explorer()
    go(driver, "[data-view=list]")
    press(driver, Keys.ENTER)
    wait_until(driver, "return document.querySelector('#ex-other table')")
    for selector, name in (("#ex-save summary", "Save"), ("#ex-other th .view-sort", "Place")):
        assert driver.find_element("css selector", selector).accessible_name == name


def test_what_sticks_to_the_top_of_the_filters_hides_nothing_that_has_the_focus(explorer):
    driver = explorer()
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 1440, "height": 500, "deviceScaleFactor": 1, "mobile": False}
    )
    boxes = "[...document.querySelectorAll('#ex-side input')]"
    driver.execute_script(f"{boxes}.filter((box) => box.getClientRects().length).at(-1).focus()")
    hidden = []
    for _ in range(12):
        ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
        hidden += driver.execute_script(
            "const box = document.activeElement.getBoundingClientRect();"
            "const bar = document.querySelector('#ex-side > summary').getBoundingClientRect();"
            "return document.activeElement.closest('#ex-side') && box.bottom <= bar.bottom"
            " ? [document.activeElement.outerHTML] : []"
        )
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert hidden == []
