from __future__ import annotations

import pytest

from glocal_graph.model.names import fold
from glocal_graph.questions.spellings import kana_suffix, loosen


@pytest.mark.parametrize(
    "spellings",
    [
        ("Kochi", "Kouchi", "Kōchi", "Kôchi", "KOOCHI"),
        ("Osaka", "Oosaka", "Ohsaka", "Ōsaka"),
        ("Shizuoka", "Sizuoka"),
        ("Fukuoka", "Hukuoka"),
        ("Tsushima", "Tusima"),
        ("Shinbashi", "Shimbashi"),
        ("Chiba", "Tiba"),
        ("Ryugasaki", "Ryuugasaki"),
        ("鹿児島県", "鹿兒島縣"),
        ("広島市", "廣島市"),
        ("龍ケ崎市", "竜ヶ崎市"),
        ("長沙", "长沙"),
        ("ヴェネツィア", "ベネチア"),
        ("ストラスブール", "ストラスブル", "ストラスブｰル"),
        ("ジュネーヴ", "ジュネーブ"),
    ],
)
def test_spellings_of_one_name_are_the_same(spellings):
    assert len({loosen(fold(one)) for one in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Ohio", "Oio"), ("Shimane", "Shimano"), ("高知", "高松"), ("Oita", "Ota")])
def test_other_names_stay_apart(one, other):
    assert loosen(fold(one)) != loosen(fold(other))


def test_only_the_word_for_what_it_is_leaves_a_reading():
    assert kana_suffix("つし", "津市") == ""
    assert kana_suffix("きょうとふ", "京都府") == "きょうと"
    assert kana_suffix("Kagoshima", "鹿児島市") == ""
