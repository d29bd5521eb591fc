"""What unfolds in the explorer, opened: axe-core finds nothing against WCAG 2.2 AA there either."""

from __future__ import annotations

import pytest

from tests.axe import find_violations
from tests.browser import wait_until

pytestmark = pytest.mark.browser

_READY = (
    "return document.querySelector('#explorer[data-ready]') && document.querySelector('#ex-facets [type=checkbox]')"
)
_CLICK = "document.querySelector('{}').click()"
_OPEN = "document.querySelector('{}').open = true"
_KEYS = """const picture = document.getElementById('picture');
picture.focus();
for (const key of {}) picture.dispatchEvent(new KeyboardEvent('keydown', {{ key, bubbles: true }}));"""
_TYPE = """const field = document.getElementById('ex-add');
field.focus();
field.value = 'ka';
field.dispatchEvent(new Event('input', { bubbles: true }));"""
_DIALOG = "return document.querySelector('dialog[open]')"
_CARD = "return document.querySelector('#card h2, #card h3')"
#: What is done, and what is there then.
STATES = {
    "path": (_CLICK.format("#ex-path"), _DIALOG),
    "share": (_CLICK.format("#ex-share"), _DIALOG),
    "keys": (_CLICK.format("#ex-help"), _DIALOG),
    "save": (_OPEN.format("#ex-save"), "return document.querySelector('#ex-save .ex-sheet button')"),
    "steps": (_OPEN.format("#ex-steps"), "return document.querySelector('#ex-steps li')"),
    "filters": (
        _OPEN.format("#ex-side"),
        "return document.querySelector('#ex-facets [type=checkbox]').getClientRects().length",
    ),
    "facet": (_CLICK.format("#ex-facets [type=checkbox]"), "return location.search.includes('only=')"),
    "thing": (_KEYS.format("['ArrowDown']"), _CARD),
    "tie": (_KEYS.format("['l']"), _CARD),
    "expand": (_KEYS.format("['Enter', 'Enter']"), _DIALOG),
    "chosen": (_KEYS.format("[' ']"), "return !document.getElementById('ex-picked').hidden"),
    "hidden": (_KEYS.format("['ArrowDown', 'Delete']"), "return !document.getElementById('ex-tray').hidden"),
    "suggestions": (_TYPE, "return document.querySelector('[role=option]')"),
}
WAYS = (("ja", "light", 390), ("en", "dark", 1280), ("en", "light", 390), ("ja", "dark", 1280))


@pytest.mark.parametrize("state", STATES)
def test_what_unfolds_breaks_no_rule_of_wcag(browser, base, state):
    language, scheme, width = WAYS[list(STATES).index(state) % len(WAYS)]
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    size = {"width": width, "height": 850, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(f"{base}/explore?focus=municipality/46201&lang={language}")
    wait_until(browser, _READY)
    deed, is_done = STATES[state]
    browser.execute_script(deed)
    wait_until(browser, is_done)
    violations = find_violations(browser)
    assert not violations, "\n".join([f"{state} ({language}, {scheme}, {width} px):", *violations])
    wide = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
