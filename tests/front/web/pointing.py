"""Where in the explorer's picture a pointer meets things: the canvas itself tells nobody."""

from __future__ import annotations

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.browser import wait_until

_FIND = """
const picture = document.getElementById("picture");
const canvas = picture.querySelector("canvas");
const { left, top, width, height } = canvas.getBoundingClientRect();
const found = [];
for (let y = 8; y < height; y += 8) for (let x = 8; x < width; x += 8) {
  const at = { clientX: left + x, clientY: top + y, bubbles: true };
  canvas.dispatchEvent(new MouseEvent("mousemove", at));
  const known = found.some(([a, b]) => Math.hypot(a - x + width / 2, b - y + height / 2) < 24);
  if (picture.classList.contains("over") && !known) found.push([x - width / 2, y - height / 2]);
}
return found;
"""


def find_things(driver: webdriver.Chrome) -> list[tuple[float, float]]:
    """Where a thing is hovered over, as far as a grid meets it: offsets from the middle of the picture, in sight."""
    wait_until(driver, "return document.querySelector('#picture[data-drawn] canvas')")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", _canvas(driver))
    return [(across, down) for across, down in driver.execute_script(_FIND)]


def move_to(driver: webdriver.Chrome, across: float, down: float) -> ActionChains:
    """The pointer on its way to a place of the picture; `perform` lets it go, and it can do more there."""
    return ActionChains(driver, duration=0).move_to_element_with_offset(_canvas(driver), int(across), int(down))


def _canvas(driver: webdriver.Chrome) -> WebElement:
    return driver.find_element(By.CSS_SELECTOR, "#picture canvas")
