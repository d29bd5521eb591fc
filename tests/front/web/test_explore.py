from __future__ import annotations

import json
import re

import pytest


def view_of(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="view">(.*?)</script>', page, re.S)[1])


def test_the_network_of_a_city_is_picture_and_list(browse):
    page = browse("/explore?focus=municipality/46201&lang=ja")
    view = view_of(page)
    labels = {node["label"] for node in view["nodes"]}
    assert {"鹿児島市", "ナポリ", "西郷隆盛"} <= labels
    assert all({"x", "y"} <= set(node) for node in view["nodes"])
    assert "1960年5月3日(昭和35年)" in page
    assert 'href="https://clair.example.jp/list"' in page


def test_the_list_has_everything_that_the_picture_has(browse):
    page = browse("/explore?focus=municipality/46201&lang=en")
    lists = page[page.index('id="list"') : page.index("application/json")]
    nodes = view_of(page)["nodes"]
    assert len(nodes) > 3
    for node in nodes:
        assert f'href="/doc/{node["id"].split("/id/")[1]}?lang=en"' in lists, node["label"]


@pytest.mark.parametrize(
    "focus", ["municipality/46201", "46201", "鹿児島市", "https://w3id.org/glocal-graph/id/municipality/46201"]
)
def test_the_focus_can_be_an_id_a_code_a_name_or_an_iri(browse, focus):
    assert "Network of Kagoshima City" in browse(f"/explore?focus={focus}")


def test_a_focus_that_means_several_places_lists_their_codes(browse):
    page = browse("/explore?focus=府中市&lang=ja", 400)
    assert "13206" in page
    assert "34208" in page


def test_a_focus_that_is_not_there_gives_near_names(browse):
    assert "Kagoshima" in browse("/explore?focus=Kagoshma", 404)


@pytest.mark.parametrize("focus", ["https://x/> ?p ?o", "javascript:alert(1)", "a b/c", "\x00", "x" * 3000])
def test_a_hostile_focus_is_a_clear_error(client, focus):
    response = client.get("/explore", query_string={"focus": focus}, headers={"Accept": "text/html"})
    assert response.status_code in (400, 404)
    assert "Traceback" not in response.text


@pytest.mark.parametrize("hops", ["2", "999", "-1", "x", "9" * 5000])
def test_hops_are_kept_within_reason(client, hops):
    assert client.get(f"/explore?focus=46201&hops={hops}", headers={"Accept": "text/html"}).status_code == 200


def test_without_a_focus_there_is_a_search_and_samples(browse):
    page = browse("/explore")
    assert 'data-suggest="go"' in page
    assert "/explore?focus=municipality/46201" in page


def test_the_picture_is_there_as_data(client):
    assert client.get("/explore.json?focus=46201").json["nodes"]


def test_the_network_of_a_tie_is_that_of_its_parties(browse):
    page = browse("/explore?focus=partnership/46201--gn-3172394&lang=en")
    assert "Kagoshima City and Naples" in page
    assert "Fukuoka City" in page


def test_several_things_can_be_in_focus_at_once(browse):
    page = browse("/explore?focus=municipality/46201&focus=municipality/40130&lang=ja")
    assert "鹿児島市と福岡市のネットワーク" in page


def test_a_long_list_of_things_is_read_to_its_end(browse):
    added = ",".join(f"municipality/x{number}" for number in range(1200))
    assert len(view_of(browse(f"/explore?focus=46201&add={added}"))["missing"]) == 1200


def test_the_data_of_a_picture_is_asked_for_again_by_its_tag(client):
    first = client.get("/explore.json?focus=46201&lang=en")
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/explore.json?focus=46201&lang=en", headers=again).status_code == 304
    assert client.get("/explore.json?focus=46201&lang=ja", headers=again).status_code == 200
    assert client.get("/explore.json?focus=46201&hops=2&lang=en", headers=again).status_code == 200
