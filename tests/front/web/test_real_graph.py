"""The site over the real graph: what visitors will see."""

from __future__ import annotations

import re

import pytest

from glocal_graph.front.web import create_app

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(real_settings, real_store):
    app = create_app(real_settings, real_store)
    app.extensions["glocal_site"].warm()
    return app.test_client()


def page(client, address):
    response = client.get(address, headers=HTML)
    assert response.status_code == 200, address
    return response.text


def test_kagoshimas_partners_are_seen_with_dates_and_sources(client):
    text = page(client, "/explore?focus=鹿児島市&lang=ja")
    for partner in ("ナポリ", "パース", "長沙市", "マイアミ"):
        assert partner in text
    assert "1960年5月3日(昭和35年)" in text
    assert len(re.findall(r'class="source" href="https?://', text)) >= 4


def test_the_forums_two_dates_are_seen_side_by_side(client):
    hit = client.get("/api/search?q=Local Partnership Cooperation Forum, fiscal year 2017").json["hits"][0]
    text = page(client, hit["doc"] + "?lang=en")
    assert "18 January 2018" in text
    assert re.search(r"25 January 2018 <mark>differs</mark>", text)


def test_the_last_samurai_leads_to_kagoshima(client):
    text = page(client, "/doc/person/saigo-takamori?lang=en")
    assert "Kagoshima City</a>" in text
    assert "The Last Samurai</a>" in text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("高知県", "prefecture/JP-39"),
        ("Strasbourg", "municipality/gn-2973783"),
        ("ストラスブール", "municipality/gn-2973783"),
        ("台東区", "municipality/13106"),
        ("さいごうたかもり", "person/saigo-takamori"),
        ("Italy", "country/IT"),
    ],
)
def test_search_meets_what_people_type(client, text, first):
    assert client.get("/api/search", query_string={"q": text}).json["hits"][0]["id"] == first


def test_every_question_is_answered_in_both_languages(client):
    names = re.findall(r'href="/questions/([^"?]+)"', page(client, "/questions"))
    assert len(names) >= 20
    for name in names:
        for language in ("en", "ja"):
            assert 'id="answer"' in page(client, f"/questions/{name}?lang={language}"), name
