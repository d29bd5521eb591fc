from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from glocal_graph.output.drawing import to_view
from glocal_graph.output.small_picture import draw_small
from glocal_graph.questions.facts import describe
from glocal_graph.questions.small_network import small_network
from tests.small_graph import HOSTILE, ID, KAGOSHIMA, MemoryStore, read_small_graph, rename

SVG = "{http://www.w3.org/2000/svg}"


def _draw(thing: str = "municipality/46201", language: str = "en", store: MemoryStore | None = None, title="Kagoshima"):
    store = store or MemoryStore()
    view = to_view(small_network(store, describe(store, ID + thing)), language)
    return view, draw_small(view, lambda iri: "/doc/" + iri.removeprefix(ID), title, "Naples, Perth.")


def _tree(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def test_every_thing_is_a_link_with_a_name_a_shape_and_a_label():
    view, drawn = _draw()
    links = [link for link in _tree(drawn).iter(SVG + "a") if not link.get("aria-hidden")]
    assert {link.get("href") for link in links} == {"/doc/" + node["id"].removeprefix(ID) for node in view["nodes"]}
    for link in links:
        assert link.find(SVG + "title").text
        assert "".join(link.find(SVG + "text").itertext())
        assert {child.tag for child in link} & {SVG + "circle", SVG + "polygon"}


def test_the_picture_says_what_it_is_to_who_cannot_see_it():
    svg = _tree(_draw()[1])
    named = {element.get("id"): element.text for element in svg if element.get("id")}
    assert [named[part] for part in svg.get("aria-labelledby").split()] == ["Kagoshima", "Naples, Perth."]


def test_nothing_in_it_needs_a_style_or_a_script():
    drawn = _draw()[1]
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", drawn)


def test_an_ended_tie_is_dashed_and_leads_to_its_page():
    link = next(link for link in _tree(_draw()[1]).iter(SVG + "a") if link.get("href").endswith("46201--gn-2063523"))
    assert link.find(SVG + "path").get("stroke-dasharray")
    assert link.get("tabindex") == "-1", "the table has the same link for the keyboard"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_thing_lies_within_the_picture(language):
    svg = _tree(_draw("country/JP", language)[1])
    left, top, width, height = (float(part) for part in svg.get("viewBox").split())
    for circle in svg.iter(SVG + "circle"):
        assert left <= float(circle.get("cx")) <= left + width
        assert top <= float(circle.get("cy")) <= top + height


def test_a_hostile_name_is_text_wherever_it_stands():
    store = MemoryStore(rename(read_small_graph(), KAGOSHIMA, HOSTILE))
    drawn = _draw(store=store, title=HOSTILE)[1]
    svg = _tree(drawn)
    assert not [element for element in svg.iter() if element.tag in (SVG + "img", SVG + "script")]
    assert "<img" not in drawn
    assert svg.find(SVG + "title").text == HOSTILE


def test_a_thing_without_a_page_is_no_link():
    store = MemoryStore()
    view = to_view(small_network(store, describe(store, KAGOSHIMA)), "en")
    assert not list(_tree(draw_small(view, lambda iri: "", "t", "s")).iter(SVG + "a"))


def test_names_that_begin_alike_show_how_they_end():
    node = {
        "x": 0,
        "y": 0,
        "size": 10,
        "borderWidth": 1.5,
        "look": "event",
        "color": {"background": "#fff", "border": "#000"},
    }
    names = [f"Guest House reception co-hosted with the Governor of {place}" for place in ("Kochi", "Nara")]
    nodes = [
        {**node, "id": name, "name": name, "title": name, "label": "Guest House\nreception co…", "x": number}
        for number, name in enumerate(names)
    ]
    drawn = draw_small({"nodes": nodes, "edges": []}, str, "t", "s")
    assert "Kochi</tspan>" in drawn
    assert "Nara</tspan>" in drawn
