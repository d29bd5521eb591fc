"""The menu: every room of the site in its group, the open one marked."""

from __future__ import annotations

import re

import pytest

from tests.front.web.conftest import HTML

_ROOMS = (
    "/explore",
    "/explore/all",
    "/compare",
    "/paths",
    "/statistics",
    "/questions",
    "/planner",
    "/finder",
    "/data",
    "/sparql",
    "/ontology",
)


def find_menu(page: str) -> str:
    return page[page.index('id="menu"') : page.index("</nav>")]


@pytest.mark.parametrize("address", ["/", "/doc/municipality/46201", "/doc/nothing/at-all"])
def test_every_page_leads_to_every_room(client, address):
    menu = find_menu(client.get(address, headers=HTML).text)
    assert re.findall(r'<a href="([^"?]*)"', menu) == list(_ROOMS)


@pytest.mark.parametrize("address", _ROOMS)
def test_a_room_marks_itself_as_the_open_one(client, address):
    menu = find_menu(client.get(address, headers=HTML).text)
    assert re.findall(r'<a href="([^"?]*)"[^>]* aria-current="page"', menu) == [address]


def test_what_lies_in_a_room_marks_the_room_as_above_it(browse):
    menu = find_menu(browse("/questions/partners-of-place"))
    assert re.findall(r'<a href="([^"?]*)"[^>]* aria-current="(\w+)"', menu) == [("/questions", "true")]


def test_the_menu_keeps_the_language_that_was_asked_for(browse):
    menu = find_menu(browse("/?lang=ja"))
    assert menu.count("?lang=ja") == len(_ROOMS)
    assert "周年" in menu
