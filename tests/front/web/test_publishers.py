"""Who publishes a source is told in the reader's language, while addresses and filters keep one text for all."""

from __future__ import annotations

import json
import re

import pytest


@pytest.fixture(scope="module")
def page(real_app):
    """The text of a page over the real graph."""
    client = real_app.test_client()
    return lambda address: client.get(address).get_data(as_text=True)


def cited(text: str) -> set[str]:
    return {name.strip() for name in re.findall(r'<a class="source"[^>]*>([^<]*)</a>', text)}


@pytest.mark.parametrize(
    "address",
    ["/planner?place=prefecture/JP-39", "/doc/prefecture/JP-39", "/api/card?thing=partnership/39201--gn-1625822"],
)
def test_a_city_hall_that_publishes_a_source_has_its_japanese_name_on_japanese_pages(page, address):
    joint = "&" if "?" in address else "?"
    japanese, english = (cited(page(f"{address}{joint}lang={language}")) for language in ("ja", "en"))
    assert "高知市" in japanese
    assert "Kochi City" not in japanese
    assert "Kochi City" in english


def test_a_publisher_that_the_graph_does_not_know_keeps_its_text(page):
    assert "US-Japan Bridging Foundation" in cited(page("/doc/municipality/46201?lang=ja"))


def test_the_network_tells_the_name_beside_the_text_that_filters_go_by(page):
    found = {}
    for language in ("ja", "en"):
        view = json.loads(page(f"/api/network?focus=municipality/46201&lang={language}"))
        edge = next(edge for edge in view["edges"] if edge["id"].startswith("partnership/46201--gn-2063523"))
        found[language] = {source["publisher"]: source["name"] for source in edge["sources"]}
        assert all(name in edge["title"] for name in found[language].values())
    assert found["ja"].keys() == found["en"].keys()
    assert (found["ja"]["Kagoshima City"], found["en"]["Kagoshima City"]) == ("鹿児島市", "Kagoshima City")
