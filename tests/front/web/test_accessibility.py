"""Every page in both languages, light and dark, on a desk and on a phone: axe-core finds nothing against WCAG 2.2 AA."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from tools.site_pages import PAGES, Page, page_address
from waitress.server import create_server

from glocal_graph.data.publishing import Gone
from glocal_graph.front.web import create_app
from glocal_graph.front.web.site import Site
from tests.axe import find_violations
from tests.browser import open_browser, wait_until

pytestmark = pytest.mark.browser

DESK, PHONE, NARROWEST = (1280, 900), (390, 844), (320, 640)
#: How a page is looked at. Each page has two of the ways; neighbours in the list swap what goes with what, so that all
#: that differs meets all else.
WAYS = (
    (("ja", "light", PHONE), ("en", "dark", DESK)),
    (("en", "light", DESK), ("ja", "dark", PHONE)),
    (("ja", "dark", DESK), ("en", "light", PHONE)),
    (("en", "dark", PHONE), ("ja", "light", DESK)),
)
RUNS = [
    pytest.param(page, *way, id=f"{page.name}-{way[0]}-{way[1]}-{way[2][0]}")
    for number, page in enumerate(PAGES)
    for way in WAYS[number % 4]
]
GONE = Gone("municipality/long-gone", "2026.01.01-1", "2026.02.01-1", "Long Gone", "消えた町", ("municipality/46201",))


@pytest.fixture(scope="module")
def base(real_settings, real_store, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Site, "removed", {GONE.thing: GONE})
        app = create_app(replace(real_settings, links=str(tmp_path_factory.mktemp("links"))), real_store)
        app.extensions["glocal_site"].warm()
        server = create_server(app, host="127.0.0.1", port=0, threads=6)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()


@pytest.fixture(scope="module")
def browser():
    with open_browser(*DESK) as driver:
        driver.set_script_timeout(60)
        yield driver


def see(driver, address: str, page: Page, scheme: str = "light", size: tuple[int, int] = DESK) -> None:
    """Open a page as somebody with these wishes and this screen sees it, once it is all there."""
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get(address)
    wait_until(driver, page.until)


@pytest.mark.parametrize(("page", "language", "scheme", "size"), RUNS)
def test_a_page_breaks_no_rule_of_wcag(browser, base, page, language, scheme, size):
    address = page_address(page, language)
    see(browser, base + address, page, scheme, size)
    violations = find_violations(browser)
    assert not violations, "\n".join([f"{address} ({scheme}, {size[0]} px):", *violations])
