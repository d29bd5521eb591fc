from __future__ import annotations

import re

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
    page = browse("/questions/partners-of-place?place=Kagosima", 404)
    assert "Kagoshima City" in page
    assert 'value="Kagosima"' in page


def test_a_value_cannot_change_the_query(browse):
    page = browse("/questions/partners-of-place?place=x> } DROP ALL %23", 404)
    assert "DROP ALL" in page, "it is told as the name of a place that is not there"


def test_an_unknown_question_is_404(browse):
    browse("/questions/nothing", 404)
