"""Takes the pictures of the documents: the app on a free port, its pages in Chromium, in both languages.

Run by `make screenshots`. The graph is that of GLOCAL_STORE; where there is none yet, it is built first.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait
from tools.site_pages import LOADED, PAGES
from waitress.server import create_server

from glocal_graph.data.build import build_snapshot
from glocal_graph.data.store.snapshot import current
from glocal_graph.front.web import create_app
from glocal_graph.model.errors import StoreMissing
from glocal_graph.model.settings import Settings

TARGET = Path(__file__).parents[1] / "docs" / "images"
WIDTH = 1280
MOST_BYTES = 250_000
LANGUAGES = ("en", "ja")
QUERY = """PREFIX glocal: <https://w3id.org/glocal-graph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?said ?publisher WHERE {
  ?claim glocal:claimAbout <https://w3id.org/glocal-graph/id/partnership/JP-01--CA-AB> ;
         glocal:claimedDate ?said ; dcterms:source ?source .
  ?source glocal:publisher ?publisher .
} ORDER BY ?said ?publisher"""
#: A partner is chosen in the picture by the keys that a person would press, and his surroundings asked for.
_EXPANDED = """const picture = document.getElementById('picture');
if (picture?.dataset.drawn !== undefined && !document.body.dataset.asked) {
  document.body.dataset.asked = 'yes';
  picture.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) {
    picture.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }
}
return document.querySelector('dialog[open] input');"""
_CHARTED = "return document.querySelector('#views[data-ready] .bar')"
_SHOWN = "return document.querySelector('.bench-view [data-mounted]')"
#: Asked once for what can stand where somebody has typed the beginning of a name.
_SUGGESTED = """const editor = document.querySelector('.CodeMirror')?.CodeMirror;
if (editor && !document.body.dataset.asked) {
  document.body.dataset.asked = 'yes';
  editor.setValue(`PREFIX glocal: <https://w3id.org/glocal-graph/ontology#>

SELECT ?tie ?partner ?since WHERE {
  ?tie a glocal:Partnership ;
    glocal:date ?since ;
    glocal:party ?partner, かごしま`);
  editor.execCommand('goDocEnd');
  document.querySelector('[data-do=complete]').click();
}
return document.querySelector('.CodeMirror-hints .bench-hint');"""


#: The offer of a tour, which who has been here before no longer sees.
_NO_OFFER = "document.querySelector('.tour-offer')?.remove()"
_UNTIL = {page.name: page.until for page in PAGES}
_KAGOSHIMA = (("focus", "municipality/46201"),)


@dataclass(frozen=True)
class Picture:
    """A page to be taken: the file's name without language, address, height, and what to wait for."""

    name: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    height: int = 800
    until: str = LOADED


PICTURES = (
    Picture("home", "/"),
    Picture("explore", "/explore", _KAGOSHIMA, 900, _UNTIL["explore-city"]),
    Picture("expand", "/explore", _KAGOSHIMA, 900, _EXPANDED),
    Picture("list", "/explore", (*_KAGOSHIMA, ("view", "list")), 900, _UNTIL["explore-city"]),
    Picture("map", "/explore", (*_KAGOSHIMA, ("view", "map")), 900, _UNTIL["explore-city"]),
    Picture("timeline", "/explore", (*_KAGOSHIMA, ("view", "timeline")), 760, _UNTIL["explore-city"]),
    Picture("overview", "/explore/all", (), 900, _UNTIL["overview"]),
    Picture("thing", "/doc/municipality/46201", height=1500, until=_UNTIL["municipality"]),
    Picture("briefing", "/briefing/prefecture/JP-39", height=1500),
    Picture("tie", "/doc/partnership/JP-01--CA-AB", height=1200),
    Picture("question", "/questions/ties-by-year", (("from", "1955"), ("to", "2026")), 1060, _CHARTED),
    Picture("sparql", "/sparql", (("query", QUERY),), 1180, _SHOWN),
    Picture("workbench", "/sparql", (), 760, _SUGGESTED),
)


def main() -> int:
    """Take every picture; 1 if one is too large for the documents."""
    TARGET.mkdir(parents=True, exist_ok=True)
    too_large = False
    with serve(_built(Settings.from_environment())) as address, open_browser() as browser:
        for picture in PICTURES:
            for language in LANGUAGES:
                path = TARGET / f"{picture.name}-{language}.webp"
                path.write_bytes(take(browser, address, picture, language))
                size = path.stat().st_size
                too_large = too_large or size > MOST_BYTES
                print(f"{path.name}: {size:,} bytes{' is too large' if size > MOST_BYTES else ''}")
    return int(too_large)


def take(browser: webdriver.Chrome, address: str, picture: Picture, language: str) -> bytes:
    """The picture of one page, as WebP: a third of the size of PNG."""
    size = {"width": WIDTH, "height": picture.height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    # The editor would open with the tabs of the picture before.
    browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "local_storage"})
    browser.get(f"{address}{picture.path}?{urlencode([*picture.fields, ('lang', language)])}")
    for script in (LOADED, picture.until):
        WebDriverWait(browser, 30).until(lambda there, script=script: there.execute_script(script))
    browser.execute_async_script("setTimeout(arguments[0], 1200)")  # what moves comes to rest
    browser.execute_script(_NO_OFFER)
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "webp", "quality": 88})
    return base64.b64decode(taken["data"])


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """The app on a free port; its address."""
    server = create_server(create_app(settings), host="127.0.0.1", port=0)
    Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


@contextmanager
def open_browser() -> Iterator[webdriver.Chrome]:
    """Debian's Chromium, on a profile that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="glocal-chromium-", ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "hide-scrollbars"):
            options.add_argument(f"--{argument}")
        options.add_argument(f"--user-data-dir={profile}")
        browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        try:
            yield browser
        finally:
            browser.quit()


def _built(settings: Settings) -> Settings:
    if not settings.is_remote:
        try:
            current(Path(settings.store))
        except StoreMissing:
            report = build_snapshot(settings)
            if not report.release:
                raise SystemExit("\n".join(report.complaints())) from None
    return settings


if __name__ == "__main__":
    sys.exit(main())
