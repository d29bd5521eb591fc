"""A real browser for tests: Debian's Chromium, headless, on a profile of its own, with a list of its requests."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = Path("/usr/bin/chromium")
DRIVER = Path("/usr/bin/chromedriver")
_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
)


def need_browser() -> None:
    """Skip where there is no Chromium; fail where there must be one, on the build machine."""
    if CHROMIUM.exists() and DRIVER.exists():
        return
    reason = "Debian's chromium and chromium-driver are needed: apt-get install chromium chromium-driver"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def open_browser(width: int = 1400, height: int = 900, *arguments: str) -> Iterator[webdriver.Chrome]:
    """A Chromium that is closed, and its profile removed, at the end."""
    need_browser()
    profile = tempfile.mkdtemp(prefix="glocal-chromium-")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (*_ARGUMENTS, f"--user-data-dir={profile}", f"--window-size={width},{height}", *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    driver.set_window_size(width, height)
    driver.set_script_timeout(60)
    try:
        yield driver
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


def list_requests(driver: webdriver.Chrome) -> list[str]:
    """The address of every request that was tried since the last call, refused ones too."""
    found = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.append(message["params"]["request"]["url"])
        elif message["method"] == "Network.webSocketCreated":
            found.append(message["params"]["url"])
    return found


def list_errors(driver: webdriver.Chrome) -> list[str]:
    """What the pages complained about: errors of scripts, refused loads."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]


def wait_until(driver: webdriver.Chrome, script: str, seconds: float = 20) -> object:
    """The value of the script's `return`, as soon as there is one that counts as true."""
    return WebDriverWait(driver, seconds).until(lambda there: there.execute_script(script))


@contextmanager
def undisturbed(driver: webdriver.Chrome, base: str, *allowed: str) -> Iterator[None]:
    """A visit to the site at `base`: at its end nobody else was asked for anything, and no page has complained.

    `allowed` are parts of complaints that belong to what the visit tries.
    """
    driver.get("about:blank")
    list_requests(driver), list_errors(driver)
    yield
    own = (base, "about:", "data:", "blob:")
    assert [url for url in list_requests(driver) if not url.startswith(own)] == []
    assert [text for text in list_errors(driver) if not any(part in text for part in allowed)] == []


def save_into(driver: webdriver.Chrome, folder: Path) -> None:
    """Whatever the browser saves from now on lies in this folder, which is emptied."""
    for old in folder.iterdir():
        old.unlink()
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})


def wait_for_file(folder: Path, seconds: float = 30) -> Path:
    """The file that the browser saved there, once it is whole and has its name."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for path in folder.iterdir():
            if not path.name.startswith(".") and path.suffix != ".crdownload" and path.stat().st_size:
                return path
        time.sleep(0.05)
    raise AssertionError(f"nothing was saved within {seconds} s")
