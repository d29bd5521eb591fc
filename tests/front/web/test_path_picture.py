"""The ways between two things are drawn as they are told: every thing of theirs, every step, nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest

BETWEEN = {
    "a person and a city": "from=person/saigo-takamori&to=Naples",
    "a long way": "from=Perth&to=Naples&links=ties",
}
SVG = '<svg class="small-picture'


def drawn(page: str) -> tuple[str, str]:
    """The lines of the picture, and its things."""
    picture = unescape(page[page.index(SVG) :]).partition("</svg>")[0]
    lines, _, things = picture.partition('class="small-things"')
    return lines, things


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("asked", BETWEEN.values(), ids=BETWEEN)
def test_the_picture_has_the_things_and_the_steps_of_the_ways(browse, client, asked, language):
    lines, marks = drawn(browse(f"/paths?{asked}&lang={language}"))
    told = client.get(f"/api/paths?{asked}&lang={language}").json
    pages = {told["things"][thing]["doc"] for way in told["paths"] for thing in way["things"]}
    steps = {frozenset((step["from"], step["to"])) for way in told["paths"] for step in way["steps"]}
    assert set(re.findall(r'href="([^"]+)"', marks)) == pages
    assert lines.count("<path") == len(steps) >= 2
    assert told["things"][told["from"]]["label"][language] in marks


def test_the_ends_lie_at_the_sides(browse):
    _, things = drawn(browse("/paths?from=Perth&to=Naples&links=ties&lang=en"))
    places = {name: float(x) for x, name in re.findall(r'<tspan x="(-?[0-9.]+)"[^>]*>([^<]+)', things)}
    assert min(places, key=places.__getitem__) == "Perth"
    assert max(places, key=places.__getitem__) == "Naples"


def test_where_there_is_no_way_there_is_no_picture(browse):
    assert SVG not in browse("/paths?from=Perth&to=Naples&links=people&lang=en")


def test_an_end_that_only_a_place_within_it_joins_is_drawn_with_its_name(browse):
    _, things = drawn(browse("/paths?from=person/saigo-takamori&to=country/IT&lang=en"))
    assert "Italy" in things
