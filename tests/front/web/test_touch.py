"""By finger: two fingers zoom the picture and not the page, one moves what is larger than its frame."""

from __future__ import annotations

import pytest

from tests.browser import wait_until

pytestmark = pytest.mark.browser

_PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
_MIDDLE = """const part = document.querySelector(arguments[0]);
part.scrollIntoView({ block: 'center' });
const { left, top, width, height } = part.getBoundingClientRect();
return [left + width / 2, top + height / 2];"""
_MAP = "#ex-other .view-drawing"
_PLACE = f"return document.querySelector('{_MAP} g[transform]').getAttribute('transform')"
_TOUCH = f"return getComputedStyle(document.querySelector('{_MAP}')).touchAction"
_PAGE = "return window.visualViewport.scale"


def touch(driver, kind: str, *points: tuple[float, float]) -> None:
    fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})


def spread_two_fingers(driver, selector: str) -> None:
    x, y = driver.execute_script(_MIDDLE, selector)
    touch(driver, "touchStart", (x - 20, y), (x + 20, y))
    for far in range(25, 90, 8):
        touch(driver, "touchMove", (x - far, y), (x + far, y))
    touch(driver, "touchEnd")


def drag_down(driver, selector: str) -> None:
    x, y = driver.execute_script(_MIDDLE, selector)
    touch(driver, "touchStart", (x, y))
    for far in range(5, 60, 5):
        touch(driver, "touchMove", (x, y + far))
    touch(driver, "touchEnd")


@pytest.fixture
def phone(visit, browser):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", _PHONE)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 5})
    visit("/search")
    browser.execute_script("localStorage.setItem('glocal.tour', 'offered')")
    return visit


def test_two_fingers_zoom_the_map_and_one_moves_it_then(phone):
    driver = phone("/explore?focus=municipality/46201&view=map&lang=ja")
    wait_until(driver, f"return document.querySelector('{_MAP}') && document.querySelector('#ex-facets input')")
    whole = driver.execute_script(_PLACE)
    spread_two_fingers(driver, _MAP)
    wait_until(driver, f"{_PLACE} !== {whole!r}")
    near = driver.execute_script(_PLACE)
    drag_down(driver, _MAP)
    wait_until(driver, f"{_PLACE} !== {near!r}")
    assert driver.execute_script(_PAGE) == 1


def test_a_finger_on_the_whole_map_scrolls_the_page(phone):
    driver = phone("/explore?focus=municipality/46201&view=map&lang=en")
    wait_until(driver, f"return document.querySelector('{_MAP}') && document.querySelector('#ex-facets input')")
    whole = next(one for one in driver.find_elements("css selector", ".view-tools button") if one.text == "Show all")
    driver.execute_script("arguments[0].click()", whole)
    wait_until(driver, f"{_TOUCH}.includes('pan-y')")
