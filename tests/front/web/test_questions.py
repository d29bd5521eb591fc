from __future__ import annotations

import re

import pytest

from glocal_graph.questions.gallery import load_gallery


def test_every_question_of_the_gallery_has_a_page_that_answers(browse, settings):
    gallery = load_gallery(settings)
    assert gallery
    for name in gallery:
        page = browse(f"/questions/{name}?lang=ja")
        assert 'id="answer"' in page, name


def test_all_questions_are_listed_in_both_languages(browse, settings):
    for language in ("en", "ja"):
        page = browse(f"/questions?lang={language}")
        assert page.count("<li value=") == len(load_gallery(settings))


def test_a_place_can_be_given_in_any_script(browse):
    for place in ("鹿児島市", "かごしまし", "46201", "Kagoshima"):
        page = browse(f"/questions/partners-of-place?place={place}&lang=ja")
        assert ">ナポリ</a>" in page, place
        assert 'value="鹿児島市"' in page or f'value="{place}"' in page


def test_the_query_behind_an_answer_can_be_edited(browse):
    page = browse("/questions/partners-of-place?place=46201")
    assert re.search(r'href="/sparql\?query=[^"]*municipality/46201', page.replace("%2F", "/"))


def test_a_place_that_is_not_there_gives_near_names_and_keeps_the_form(browse):
    page = browse("/questions/partners-of-place?place=Kagoshma", 404)
    assert "Kagoshima City" in page
    assert 'value="Kagoshma"' in page


def test_a_value_cannot_change_the_query(browse):
    page = browse("/questions/partners-of-place?place=x> } DROP ALL %23", 404)
    assert "DROP ALL" in page, "it is told as the name of a place that is not there"


def test_an_unknown_question_is_404(browse):
    browse("/questions/nothing", 404)


def test_questions_are_grouped_by_who_asks_and_found_by_words_in_either_language(browse):
    page = browse("/questions?lang=en")
    assert page.index("For staff") < page.index('href="/questions/partners-of-place') < page.index("For researchers")
    assert page.index("For researchers") < page.index('href="/questions/ties-by-year')
    for words in ("周年", "anniversary fiscal"):
        found = browse(f"/questions?q={words}&lang=en")
        assert "/questions/anniversaries" in found
        assert found.count("<li value=") < page.count("<li value=")
    assert browse("/questions?q=nothing-like-this&lang=en").count("<li value=") == 0


def test_each_kind_of_value_has_its_field(browse):
    page = browse("/questions/network-measures?lang=ja")
    assert re.search(r'<select id="p-kind" name="kind">.*?<option value="sister">姉妹都市</option>', page, re.DOTALL)
    assert re.search(r'<input id="p-year"[^>]*type="number"[^>]*min="1850"', browse("/questions/anniversaries"))
    assert 'data-kinds="Prefecture"' in browse("/questions/anniversaries")


def test_suggestions_of_a_picker_are_of_its_kind(client):
    hits = client.get("/api/search?q=kagoshima&kind=Prefecture").json["hits"]
    assert [hit["id"] for hit in hits] == ["prefecture/JP-46"]
    assert len(client.get("/api/search?q=kagoshima").json["hits"]) > 1


@pytest.mark.parametrize(
    ("suffix", "media_type", "start"),
    [
        ("csv", "text/csv", "\ufeff提携".encode()),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("json", "application/json", b"{"),
        ("ttl", "text/turtle", b"# Glocal Graph"),
    ],
)
def test_an_answer_is_taken_away_as_file_with_the_values_of_the_page(client, suffix, media_type, start):
    response = client.get(f"/questions/partners-of-place.{suffix}?place=鹿児島市&lang=ja")
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert response.data.startswith(start)
    assert "place=municipality/46201" in response.headers["Link"]
    if suffix != "json":
        assert f'filename="partners-of-place-46201.{suffix}"' in response.headers["Content-Disposition"]
    again = client.get(response.request.url, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_file_of_a_place_that_is_not_there_says_so(client):
    response = client.get("/questions/partners-of-place.json?place=Kagoshma")
    assert response.status_code == 404
    assert response.json["near"]


def test_the_lasting_address_names_every_value_and_gives_the_same_answer(browse):
    page = browse("/questions/partners-of-place?lang=en")
    found = re.search(r'id="permalink" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "place=municipality/46201" in found
    assert "lang=en" in found
    table = re.compile(r'<div id="answer-table">.*?</table>', re.DOTALL)
    assert table.findall(page)
    assert table.findall(browse(found)) == table.findall(page)


def test_an_empty_answer_says_what_else_to_try(browse):
    page = browse("/questions/partners-of-place?place=municipality/46206&lang=ja")
    assert "この条件に当てはまるデータはありません" in page
    assert re.search(r'href="[^"]*place=prefecture/JP-46[^"]*">鹿児島県で調べる', page)
    assert 'href="/doc/municipality/46206' in page


def test_a_hostile_value_is_text_in_the_page(browse):
    page = browse("/questions/partners-of-place?place=<script>alert(1)</script>&lang=en", 404)
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ties-by-year?lang=ja&from=abc", "「この年から」には数を入力してください。「abc」は数として読めません。"),
        ("ties-by-year?lang=en&from=abc", "“From (year)” takes a number; “abc” is none."),
        ("network-measures?lang=ja&day=soon", "「基準日」には年・月・日のいずれかを入力してください"),
        ("network-measures?lang=ja&kind=soon", "「提携の種類」は一覧から選んでください。「soon」は一覧にありません。"),
    ],
)
def test_a_value_that_cannot_be_is_told_in_the_readers_language(browse, address, words):
    assert words in browse(f"/questions/{address}", 400)
