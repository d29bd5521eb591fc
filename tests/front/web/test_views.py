"""What the views of answers are made from: their words, their shapes, the licences of what they bring."""

from __future__ import annotations

import json
import re

import pytest

from glocal_graph.front.web.language import Messages
from glocal_graph.front.web.question_views import view_options
from glocal_graph.model.settings import Settings, resources
from glocal_graph.questions.gallery import load_gallery
from tests.node import run_script

WEB = resources() / "web"
SCRIPTS = sorted((WEB / "scripts" / "views").glob("*.js"))


def built(name):
    return json.loads((WEB / "dist" / name).read_text("utf-8"))


def test_every_message_that_a_view_says_is_there():
    known = set(Messages.read(WEB / "messages.toml").keys())
    said = {key for path in SCRIPTS for key in re.findall(r"""\bsay\("(\w+)"[,)]""", path.read_text("utf-8"))}
    assert len(said) > 20
    assert {f"views.{key}" for key in said} - known == set()


def test_every_view_sets_text_and_never_markup():
    assert SCRIPTS
    for path in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text("utf-8")
        )


def test_the_shapes_of_japan_are_the_47_prefectures():
    codes = {shape["id"] for shape in built("japan.json")["objects"]["shapes"]["geometries"]}
    assert codes == {f"JP-{number:02}" for number in range(1, 48)}


@pytest.mark.parametrize("code", ["JP", "IT", "TW", "SG", "PW", "NC", "FO"])
def test_the_shapes_of_the_world_have_our_codes(code):
    assert code in {shape["id"] for shape in built("world.json")["objects"]["shapes"]["geometries"]}


def test_the_licences_of_what_the_browser_gets_are_beside_it():
    text = (WEB / "dist" / "LICENCES.txt").read_text("utf-8")
    for name in ("d3-geo", "topojson-client", "vis-network", "world-atlas", "datamaps", "codemirror", "jquery"):
        assert re.search(rf"^{name} [\d.]+ \(", text, re.MULTILINE), name


def test_the_columns_that_a_network_joins_are_those_of_its_question():
    for question in load_gallery(Settings()).values():
        if question.name == "network-measures":
            continue
        columns = {column.name for column in question.columns} | {f"@{one.name}" for one in question.parameters}
        for first, second, *only in view_options(question, {}, "").get("pairs", ()):
            conditions = {one.removeprefix("!") for one in only} - {"within"}
            assert {first, second, *conditions} <= columns, question.name


def test_things_terms_and_graphs_of_ours_are_linked_on_this_site_and_nothing_else():
    base = "https://graph.example/"
    pages = {
        "https://graph.example/id/municipality/46201": "/doc/municipality/46201",
        "https://graph.example/ontology#party": "/ontology#party",
        "https://graph.example/ontology": "/ontology",
        "https://graph.example/graph/places": "/graph/places",
        "https://elsewhere.example/graph/places": "",
        "https://graph.example/": "",
    }
    expression = '((globalThis.location = { search: "" }), given.iris.map((iri) => ownPage(iri, given.base)))'
    assert run_script("views/dom.js", "ownPage", expression, {"iris": list(pages), "base": base}) == list(
        pages.values()
    )
