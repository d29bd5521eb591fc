"""A person at the app: they start on the first page, click what they read, type, and wait for what they see."""

from __future__ import annotations

import base64
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from glocal_graph.model.settings import resources
from tests.browser import save_into, wait_for_file, wait_until

__all__ = ["OFFLINE", "Person", "read_messages"]

#: No name but this machine's leads anywhere: the network cable is pulled.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def read_messages() -> dict[str, dict[str, str]]:
    """The words of the pages, by their keys."""
    return tomllib.loads((resources() / "web" / "messages.toml").read_text(encoding="utf-8"))


@dataclass
class Person:
    """Somebody who reads one language."""

    driver: webdriver.Chrome
    base: str
    language: str
    folder: Path
    words: dict[str, dict[str, str]]

    def say(self, key: str) -> str:
        """The words that the pages have for this, in the person's language."""
        return self.words[key][self.language]

    def start(self) -> None:
        """Open the first page and choose the language as the page offers it."""
        self.driver.get(f"{self.base}/")
        self.click(f".languages a[lang={self.language}]")
        self.wait(f"document.documentElement.lang === '{self.language}'")

    def take_card(self, name: str) -> None:
        """Click the card of the first page that has the words of this question."""
        asked = self.say(f"home.ask_{name}")
        card = next(one for one in self.all(".deeds a") if asked in self.told(one))
        card.click()
        self.wait("!document.querySelector('.deeds') && document.readyState === 'complete'")

    def choose(self, field: str, text: str, wanted: str) -> None:
        """Type a name into a field and take the suggestion that reads so, by keyboard."""
        box = self.one(field)
        box.clear()
        box.send_keys(text)
        options = f"[...document.querySelectorAll('#{box.get_attribute('id')}-list [role=option] strong')]"
        self.wait(f"{options}.some((one) => one.textContent === {wanted!r})")
        names = self.driver.execute_script(f"return {options}.map((one) => one.textContent)")
        for _ in range(names.index(wanted) + 1):
            box.send_keys(Keys.DOWN)
        box.send_keys(Keys.ENTER)

    def send(self, form: str) -> None:
        """Press the button of a form, and wait for the next page."""
        self.driver.execute_script("window.wasHere = true")
        self.click(f"{form} button[type=submit]")
        self.wait("!window.wasHere && document.readyState === 'complete'")

    def follow(self, link: WebElement) -> None:
        """Click a link, and wait for the next page."""
        self.driver.execute_script("window.wasHere = true")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
        link.click()
        self.wait("!window.wasHere && document.readyState === 'complete'")

    def download(self, selector: str) -> bytes:
        """Click a link to a file: what was saved."""
        save_into(self.driver, self.folder)
        self.click(selector)
        return wait_for_file(self.folder).read_bytes()

    def print_pdf(self) -> bytes:
        """The page as the browser's print makes it."""
        return base64.b64decode(self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])

    # ── Reading ───────────────────────────────────────────────────────────────────────────────────────────

    def one(self, selector: str) -> WebElement:
        """The one thing there."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """All of them."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def click(self, selector: str) -> None:
        """Click it, after it was brought into sight."""
        thing = self.one(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", thing)
        thing.click()

    def wait(self, condition: str, seconds: float = 30) -> Any:
        """Until this is so on the page."""
        return wait_until(self.driver, f"return {condition}", seconds)

    def told(self, thing: WebElement) -> str:
        """What it says, spaces evened out."""
        return " ".join(str(thing.get_attribute("textContent")).split())

    def ids(self, selector: str, kind: str = "") -> list[str]:
        """The short ids that the links there lead to, in the order of the page."""
        found = [str(link.get_attribute("href")) for link in self.all(selector)]
        ids = [match[1] for href in found if (match := re.search(r"/doc/([^?#]+)", href))]
        return [one for one in dict.fromkeys(ids) if one.startswith(kind)]
