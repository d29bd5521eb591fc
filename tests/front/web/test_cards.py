from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

ID = "https://w3id.org/glocal-graph/id/"
NAPLES = "partnership/46201--gn-3172394"


def card(client, thing, language="en", status=200):
    response = client.get("/api/card", query_string={"thing": thing, "lang": language, "today": "2026-11-23"})
    assert response.status_code == status, response.text
    return response.text


class Tags(HTMLParser):
    """Whether each element ends, and what is in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("thing", ["municipality/46201", NAPLES, "person/saigo-takamori", "country/IT", "source/a"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_card_is_one_whole_piece_of_a_page(client, thing, language):
    text = card(client, thing, language)
    assert Tags(text).open == []
    assert text.strip().startswith("<article")
    assert "<html" not in text


def test_the_card_of_a_tie_has_kind_days_and_what_each_source_says(client):
    text = card(client, NAPLES)
    assert "3 May 1960" in text
    assert "66 years" in text
    assert 'href="https://clair.example.jp/list"' in text
    assert text.index("/doc/municipality/46201") < text.index("/doc/municipality/gn-3172394"), "the Japanese side first"
    japanese = card(client, NAPLES, "ja")
    assert "1960年5月3日(昭和35年)" in japanese


def test_an_ended_tie_says_so_and_counts_no_years(client):
    text = card(client, "partnership/46201--gn-2063523")
    assert "2001" in text
    assert "status-ended" in text
    assert " years" not in text


def test_sources_that_contradict_stand_side_by_side_and_the_cell_is_marked(client):
    (cell,) = re.findall(r'<td class="date differs">(.*?)</td>', card(client, NAPLES), re.S)
    assert "4 May 1960" in cell
    assert "<mark>" in cell


def test_the_card_of_a_thing_leads_on_to_its_page_and_its_ties(client):
    text = card(client, "municipality/46201", "ja")
    assert "かごしまし" in text
    assert f"/doc/{NAPLES}" in text
    assert "/doc/municipality/46201?lang=ja" in text
    assert "/paths?from=municipality/46201" in text


def test_the_card_of_a_link_is_a_sentence_with_its_sources(client):
    text = card(client, "municipality/46201|person/saigo-takamori", "ja")
    assert "西郷隆盛は鹿児島市の出身です。" in text
    assert card(client, "municipality/46201|person/nobody", status=404)


def test_a_client_that_has_a_card_is_not_sent_it_again(client):
    tag = client.get("/api/card?thing=municipality/46201").headers["ETag"]
    assert client.get("/api/card?thing=municipality/46201", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("thing", ["", "municipality/1", "x> ?p ?o", "|", "a|b|c", "javascript:alert(1)", "x" * 4000])
def test_what_is_no_thing_is_a_clear_error(client, thing):
    response = client.get("/api/card", query_string={"thing": thing})
    assert response.status_code in (400, 404)
    assert response.mimetype == "application/problem+json"


def test_hostile_labels_stay_text_on_cards(client):
    text = card(client, "asset/hostile")
    assert "<img" not in text
    assert "<script" not in text
    assert "&lt;img" in text
    assert "<script" not in card(client, "source/hostile")
    assert "javascript:" not in re.sub(r">[^<]*<", "><", card(client, "source/hostile"))


def test_the_words_of_a_card_are_each_reader_s_whoever_came_first(client):
    for language, word, other in (
        ("ja", "人口", "population"),
        ("en", "population", "人口"),
        ("ja", "人口", "population"),
    ):
        text = card(client, "municipality/46201", language)
        assert word in text
        assert other not in text
