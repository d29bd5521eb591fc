"""Who hears a page instead of seeing it finds its parts: each has a name, and so has whatever takes the focus."""

from __future__ import annotations

import pytest

from tests.browser import wait_until

PARTS = "nav, aside, [role=region], [role=application], [tabindex='0']:not(a, button, input, summary)"
_SEEN = "return [...document.querySelectorAll(arguments[0])].filter((part) => part.getClientRects().length)"
PAGES = {
    "/": "return true",
    "/explore?focus=municipality/46201": "return document.querySelector('#explorer[data-ready]')",
    "/explore?focus=municipality/46201&view=map": "return document.querySelector('#ex-other svg')",
    "/sparql?query=ASK%20%7B%7D&run=1": "return document.querySelector('.bench-side')",
    "/questions/links-between": "return document.querySelector('#views[data-ready]')",
    "/explore/all": "return document.querySelector('[data-drawn]')",
}


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_parts_of_a_page_and_what_takes_the_focus_have_names(visit, path):
    driver = visit(path)
    wait_until(driver, PAGES[path])
    parts = driver.execute_script(_SEEN, PARTS)
    assert parts
    assert [part.get_attribute("outerHTML")[:120] for part in parts if not part.accessible_name] == []


def test_the_title_of_a_page_that_did_not_work_says_what_happened(browse):
    page = browse("/doc/municipality/no-such-place", 404)
    assert "(404)" in page.partition("<title>")[2].partition("</title>")[0]
