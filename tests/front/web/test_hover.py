"""What is pointed at can still be read: the letters of every button stand out from its ground then, light and dark."""

from __future__ import annotations

import pytest

from tests.browser import wait_until

pytestmark = pytest.mark.browser

_BUTTONS = "button, a.button, summary, .languages a, .menu a"
#: Ground and letters are mixed as the browser mixes them; what is below 4.5 to 1 is given back.
_FAINT = """const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const read = (colours) => {
  pen.clearRect(0, 0, 1, 1);
  for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => value / 255);
};
const light = (colours) => read(colours)
  .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  .reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
const grounds = (element) => {
  const found = [];
  for (let part = element; part; part = part.parentElement) found.unshift(getComputedStyle(part).backgroundColor);
  return found;
};
return [...document.querySelectorAll(arguments[0])].filter((one) => one.getClientRects().length && !one.disabled
  && !one.closest('.visually-hidden') && one.textContent.trim()).filter((one) => {
  const below = grounds(one);
  const [high, low] = [light(below), light([...below, getComputedStyle(one).color])].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05) < 4.5;
}).map((one) => one.outerHTML.slice(0, 120));"""
PAGES = {
    "/explore?focus=municipality/46201&view=list&lang=en": "return document.querySelector('#ex-other table')"
    " && document.querySelector('#ex-facets input')",
    "/explore/all?lang=ja": "return document.querySelector('[data-drawn]')",
    "/planner?lang=ja": "return document.readyState === 'complete'",
    "/": "return document.readyState === 'complete'",
}


def point_at_all(driver) -> None:
    root = driver.execute_cdp_cmd("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found = driver.execute_cdp_cmd("DOM.querySelectorAll", {"nodeId": root, "selector": _BUTTONS})["nodeIds"]
    assert found
    for node in found:
        driver.execute_cdp_cmd("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": ["hover"]})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_what_is_pointed_at_can_be_read(visit, path, scheme):
    driver = visit(path)
    driver.execute_cdp_cmd("DOM.enable", {})
    driver.execute_cdp_cmd("CSS.enable", {})
    features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": name, "value": value} for name, value in features.items()]}
    )
    wait_until(driver, PAGES[path])
    point_at_all(driver)
    assert driver.execute_script(_FAINT, _BUTTONS) == []
