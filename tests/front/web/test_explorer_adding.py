"""What is added to a picture of the real graph, far from all that is there, does not take the rest out of sight."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import open_browser, undisturbed, wait_until
from tests.front.web.pointing import find_things

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(real_app):
    return real_app


def test_a_thing_that_nothing_joins_with_the_picture_is_seen_together_with_it(base):
    with open_browser(1366, 900) as driver:
        still = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", still)
        with undisturbed(driver, base):
            driver.get(f"{base}/explore?focus=municipality/46201&lang=ja")
            wait_until(driver, "return document.querySelector('#explorer[data-ready]')")
            before = len(find_things(driver))
            driver.find_element(By.ID, "ex-add").send_keys("高知県", Keys.ENTER)
            wait_until(driver, "return document.querySelector('#card h2')?.textContent.includes('高知県')")
            # Some are met twice or not at all by a grid; a picture panned away has few.
            assert len(find_things(driver)) > 0.6 * before
