"""Names: one place is found whatever the script, width, case or marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_graph.model.names import fold, hiragana, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kōchi", "kochi"),
        ("ＫＡＧＯＳＨＩＭＡ", "Kagoshima"),
        ("カゴシマ", "かごしま"),
        ("Xi'an", "Xian"),
        ("São Paulo", "sao-paulo"),
        ("Łódź", "Lodz"),
        ("Århus", "arhus"),
        ("サン・パウロ", "さんぱうろ"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_spellings_of_one_name_fold_to_the_same(one, other):
    assert fold(one) == fold(other)


def test_voiced_kana_stay_apart():
    assert fold("かき") != fold("がき")


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_a_slug_is_fit_for_an_iri(text):
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug(text).startswith("-")


def test_hiragana_leaves_kanji_alone():
    assert hiragana("鹿児島シ") == "鹿児島し"
