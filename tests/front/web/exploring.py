"""The explorer of Kagoshima City as somebody opens it who uses keys only and whom no tour is offered."""

from __future__ import annotations

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains

from tests.browser import wait_until

__all__ = ["open_explorer", "press"]

_OPEN = "return document.querySelector('#explorer[data-ready]') && document.querySelector('#ex-facets input')"


def open_explorer(driver: webdriver.Chrome, base: str, language: str) -> webdriver.Chrome:
    """Open it in a language, with all its rooms drawn."""
    driver.get(f"{base}/search")  # a page of the same origin, to which the answer to the tour belongs
    driver.execute_script("localStorage.setItem('glocal.tour', 'offered')")
    driver.get(f"{base}/explore?focus=municipality/46201&lang={language}")
    wait_until(driver, _OPEN)
    return driver


def press(driver: webdriver.Chrome, *keys: str) -> None:
    """These keys, to what has the focus."""
    ActionChains(driver).send_keys(*keys).perform()
