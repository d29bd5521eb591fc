from __future__ import annotations

from xml.etree import ElementTree

import pytest

from glocal_graph.data.file_io import read_text
from glocal_graph.model.settings import Settings
from glocal_graph.output.class_diagram import draw_classes
from glocal_graph.questions.terms import Term, read_terms

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def terms():
    return read_terms(read_text(Settings().resources / "ontology" / "glocal.ttl"))


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    found = [group.find(f".//{SVG}rect") for group in ElementTree.fromstring(svg).findall(f"{SVG}g")]
    return [tuple(float(rect.get(name)) for name in ("x", "y", "width", "height")) for rect in found]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_class_has_a_box_and_no_two_overlap(terms, language):
    found = boxes(draw_classes(terms, language))
    assert len(found) == sum(term.kind == "class" for term in terms.values())
    for place, (x, y, width, height) in enumerate(found):
        for left, top, other_width, other_height in found[:place]:
            apart = x >= left + other_width or left >= x + width or y >= top + other_height or top >= y + height
            assert apart


def test_all_lies_inside_the_picture(terms):
    svg = draw_classes(terms, "en")
    _, _, width, height = (float(part) for part in ElementTree.fromstring(svg).get("viewBox").split())
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes(svg))


def test_classes_and_properties_lead_to_their_entries_where_wanted(terms):
    linked = ElementTree.fromstring(draw_classes(terms, "en"))
    targets = {link.get("href") for link in linked.iter(f"{SVG}a")}
    assert {"#Partnership", "#party"} <= targets
    alone = ElementTree.fromstring(draw_classes(terms, "en", links=False))
    assert not list(alone.iter(f"{SVG}a"))


def test_labels_are_text_whatever_they_hold():
    evil = Term("Evil", "class", labels={"en": "<script>alert(1)</script>"})
    svg = draw_classes({"Evil": evil}, "en")
    assert "<script" not in svg
    assert "<script>alert(1)</script>" in [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]
