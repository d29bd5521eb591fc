"""Takes a picture of every page, in both languages at three widths, to be looked at side by side: gallery/index.html.

Run by `make gallery`, over the graph of GLOCAL_STORE. `--only home explore` takes pages whose names begin so; `--dark`
takes them as somebody sees them who likes dark pages; `--at ADDRESS` takes them from an app that already runs.
"""

from __future__ import annotations

import argparse
import base64
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from html import escape
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.support.ui import WebDriverWait
from tools.screenshots import open_browser, serve
from tools.site_pages import LOADED, PAGES, Page, page_address

from glocal_graph.model.settings import Settings

TARGET = Path(__file__).parents[1] / "gallery"
LANGUAGES = ("ja", "en")
#: A projector's or desk's window, a small laptop's, a phone's; and how much of a long page is worth a look.
WIDTHS = (1440, 1024, 390)
TALLEST = 2400
_HEIGHT = "return Math.max(document.body.scrollHeight, 600)"
_STYLE = """body { font: 15px/1.5 sans-serif; margin: 1.5rem; background: #ddd; }
figure { display: inline-block; vertical-align: top; margin: 0 .6rem .6rem 0; } figcaption { font-size: 12px; }
img { display: block; max-height: 640px; border: 1px solid #999; }"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; 1 if a page did not come to rest."""
    asked = _parse(arguments)
    pages = [page for page in PAGES if not asked.only or page.name.startswith(tuple(asked.only))]
    TARGET.mkdir(exist_ok=True)
    restless = []
    with _app(asked.at) as address, open_browser() as browser:
        _wish(browser, is_dark=asked.dark)
        for page in pages:
            for name, is_at_rest in _take_all(browser, address, page):
                print(name if is_at_rest else f"{name}: did not come to rest", flush=True)
                restless += [] if is_at_rest else [name]
    (TARGET / "index.html").write_text(_index(pages), encoding="utf-8")
    return int(bool(restless))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--only", nargs="+", default=[], help="pages whose names begin so")
    parser.add_argument("--dark", action="store_true", help="as on a dark desktop")
    parser.add_argument("--at", default="", help="the address of an app that already runs")
    return parser.parse_args(arguments)


def _app(address: str) -> AbstractContextManager[str]:
    return nullcontext(address) if address else serve(Settings.from_environment())


def _wish(browser: webdriver.Chrome, *, is_dark: bool) -> None:
    wishes = {"prefers-color-scheme": "dark" if is_dark else "light", "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in wishes.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def _take_all(browser: webdriver.Chrome, address: str, page: Page) -> Iterator[tuple[str, bool]]:
    for language in LANGUAGES:
        for width in WIDTHS:
            name = f"{page.name}-{language}-{width}.png"
            picture, is_at_rest = _take(browser, address, page, language, width)
            (TARGET / name).write_bytes(picture)
            yield name, is_at_rest


def _take(browser: webdriver.Chrome, address: str, page: Page, language: str, width: int) -> tuple[bytes, bool]:
    """The picture, and whether the page was all there."""
    size = {"width": width, "height": 844 if width < 500 else 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "local_storage"})
    browser.get(address + page_address(page, language))
    is_at_rest = True
    try:
        for script in (LOADED, page.until):
            _wait(browser, script)
    except TimeoutException:
        is_at_rest = False
    browser.execute_async_script("setTimeout(arguments[0], 400)")
    height = min(browser.execute_script(_HEIGHT), TALLEST)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    return base64.b64decode(taken["data"]), is_at_rest


def _wait(browser: webdriver.Chrome, script: str) -> None:
    WebDriverWait(browser, 20).until(lambda there: there.execute_script(script))


def _index(pages: Sequence[Page]) -> str:
    """All pictures on one page, a row a page and language."""
    rows = []
    for page in pages:
        for language in LANGUAGES:
            names = [f"{page.name}-{language}-{width}.png" for width in WIDTHS]
            rows.append(f"<h2>{escape(page.name)} ({language})</h2>{''.join(map(_figure, names))}")
    head = f"<!doctype html><meta charset=utf-8><title>Every page</title><style>{_STYLE}</style>"
    return head + "".join(rows)


def _figure(name: str) -> str:
    image = f'<a href="{name}"><img loading="lazy" src="{name}" alt=""></a>'
    return f"<figure><figcaption>{escape(name)}</figcaption>{image}</figure>"


if __name__ == "__main__":
    sys.exit(main())
