from __future__ import annotations

import pytest

from glocal_graph.model.errors import IriError, PlaceAmbiguous, PlaceNotFound
from glocal_graph.questions.search import Entry, NameIndex
from tests.small_graph import ID, KAGOSHIMA, NAPLES, MemoryStore


def entry(name, kind, en, ja, *names, codes=(), ties=0, within="", former=False):
    return Entry(ID + name, kind, en, ja, list(names), list(codes), ties, within, former=former)


TOKYO, HIROSHIMA, KOCHI = (ID + f"prefecture/JP-{code}" for code in ("13", "34", "39"))


@pytest.fixture(scope="module")
def index():
    return NameIndex(
        [
            entry(
                "prefecture/JP-39",
                "Prefecture",
                "Kochi Prefecture",
                "高知県",
                "こうちけん",
                "Kōchi-ken",
                codes=("39", "JP-39"),
                ties=4,
            ),
            entry(
                "municipality/39201",
                "City",
                "Kochi City",
                "高知市",
                "こうちし",
                "Kōchi-shi",
                codes=("39201",),
                ties=3,
                within=KOCHI,
            ),
            entry("municipality/13206", "City", "Fuchu City", "府中市", "ふちゅうし", codes=("13206",), within=TOKYO),
            entry(
                "municipality/34208", "City", "Fuchu City", "府中市", "ふちゅうし", codes=("34208",), within=HIROSHIMA
            ),
            entry("municipality/46201", "City", "Kagoshima City", "鹿児島市", "かごしまし", codes=("46201",), ties=6),
            entry(
                "prefecture/JP-46",
                "Prefecture",
                "Kagoshima Prefecture",
                "鹿児島県",
                "かごしまけん",
                codes=("46", "JP-46"),
                ties=2,
            ),
            entry("municipality/gn-1", "City", "Strasbourg", "ストラスブール", "Straßburg", codes=("gn-1",), ties=1),
            entry("municipality/24202", "City", "Yokkaichi City", "四日市市", "よっかいちし", codes=("24202",), ties=2),
            entry("country/GE", "Country", "Georgia", "ジョージア", codes=("GE",)),
            entry("region/US-GA", "Region", "Georgia", "ジョージア州", codes=("US-GA",), ties=3),
            entry("municipality/01422", "Town", "Kurisawa Town", "栗沢町", "くりさわちょう", former=True),
            entry("person/saigo-takamori", "HistoricalFigure", "Saigo Takamori", "西郷隆盛", "さいごう たかもり"),
            entry("partnership/x", "Partnership", "Kagoshima City – Strasbourg", "鹿児島市・ストラスブール"),
        ]
    )


def first(index, text, language="ja"):
    return index.search(text, language)[0].iri.removeprefix(ID)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("鹿児島市", "municipality/46201"),
        ("鹿児島", "municipality/46201"),
        ("かごしま", "municipality/46201"),
        ("カゴシマシ", "municipality/46201"),
        ("KAGOSHIMA", "municipality/46201"),
        ("ｋａｇｏｓｈｉｍａ", "municipality/46201"),
        ("46201", "municipality/46201"),
        ("kochi", "prefecture/JP-39"),
        ("Kōchi", "prefecture/JP-39"),
        ("kochi-shi", "municipality/39201"),
        ("kochi shi", "municipality/39201"),
        ("strassburg", "municipality/gn-1"),
        ("ストラスブール", "municipality/gn-1"),
        ("ジョージア州", "region/US-GA"),
        ("四日市", "municipality/24202"),
        ("さいごう", "person/saigo-takamori"),
        ("隆盛", "person/saigo-takamori"),
        ("JP-39", "prefecture/JP-39"),
    ],
)
def test_a_thing_is_found_in_any_script(index, text, thing):
    assert first(index, text) == thing


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Kagosima", "municipality/46201"),
        ("Strassbourg", "municipality/gn-1"),
        ("鹿兒島市", "municipality/46201"),
        ("Kouchi", "prefecture/JP-39"),
    ],
)
def test_a_typing_error_still_finds(index, text, thing):
    assert first(index, text) == thing


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Kagosima", "municipality/46201"),  # the other romanisation
        ("Kôchi", "prefecture/JP-39"),
        ("Kouchi-ken", "prefecture/JP-39"),
        ("高地県", "prefecture/JP-39"),  # one of three characters wrong
        ("かごしな", "municipality/46201"),  # kana, one wrong
        ("鹿児鳥市", "municipality/46201"),
        ("鹿兒島", "municipality/46201"),  # the old character
        ("Kagoshiam", "municipality/46201"),  # swapped
        ("Kagosh1m", "municipality/46201"),  # two errors
        ("Srasbourg", "municipality/gn-1"),
        ("ストラスブル", "municipality/gn-1"),  # a long vowel left out
        ("ｽﾄﾗｽﾌﾞｰﾙ", "municipality/gn-1"),  # narrow
        ("ＳＴＲＡＳＳＢＵＲＧ", "municipality/gn-1"),  # wide
        ("Strazb", "municipality/gn-1"),  # begun, with an error
        ("Takamori", "person/saigo-takamori"),  # a given name
        ("Siago Takamori", "person/saigo-takamori"),
        ("よっかいち", "municipality/24202"),  # without the word for what it is
        ("くりさわ", "municipality/01422"),
        ("栗沢", "municipality/01422"),  # a former town
    ],
)
def test_other_spellings_and_errors_of_each_script_still_find(index, text, thing):
    assert first(index, text) == thing


def test_several_words_find_what_has_them_all_also_in_what_it_lies_in():
    index = NameIndex.from_store(MemoryStore())
    assert [hit.iri for hit in index.search("阿久根 鹿児島県")][:1] == [ID + "municipality/46206"]
    assert first(index, "Akune Kagoshima Prefecture") == "municipality/46206"


def test_the_names_in_a_sentence_are_found(index):
    hits = [
        hit.iri.removeprefix(ID) for hit in index.search("鹿児島市とストラスブールは何を介してつながっている?", "ja")
    ]
    assert set(hits) == {"municipality/46201", "municipality/gn-1"}
    assert first(index, "Which cities are Strasbourg's sister cities?") == "municipality/gn-1"


def test_of_overlapping_names_in_a_sentence_the_longest_is_meant(index):
    assert [hit.label_ja for hit in index.search("四日市市の姉妹都市は", "ja")] == ["四日市市"]


def test_only_the_wanted_kinds_are_found(index):
    assert [hit.kind for hit in index.search("Georgia", "en", 1, {"Country"})] == ["Country"]
    assert index.search("鹿児島市", "ja", 5, {"Country"}) == []


def test_a_number_is_never_taken_for_one_near_it(index):
    assert index.search("46202") == []


def test_exact_names_come_before_beginnings_and_those_before_parts(index):
    kinds = [hit.kind for hit in index.search("鹿児島市", "ja")]
    assert kinds == ["City", "Partnership"]
    assert first(index, "Strasbourg") == "municipality/gn-1"


def test_of_equals_the_place_with_more_ties_comes_first(index):
    assert first(index, "Georgia", "en") == "region/US-GA"


def test_a_hit_tells_where_its_thing_lies():
    hit = NameIndex.from_store(MemoryStore()).search("Akune")[0]
    assert (hit.context_en, hit.context_ja) == ("Kagoshima Prefecture", "鹿児島県")
    assert hit.code == "46206"


def test_nothing_is_found_for_nothing(index):
    assert index.search("") == index.search("  ・ ") == index.search("zzzzqqqq") == []


@pytest.mark.parametrize("text", ["^(a+)+$", "\\", '"', "\n", "\x00", "%", "😀", "a" * 10_000, "'; DROP", "鹿" * 500])
def test_any_text_can_be_searched_for(index, text):
    index.search(text)


# ── One meaning ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    ["鹿児島市", "かごしまし", "Kagoshima City", "46201", "municipality/46201", ID + "municipality/46201", " 46201 "],
)
def test_a_place_is_meant_by_name_code_id_or_iri(index, text):
    assert index.resolve(text) == KAGOSHIMA


def test_a_city_is_meant_rather_than_the_prefecture_around_it(index):
    assert index.resolve("Kochi") == ID + "municipality/39201"
    assert index.resolve("Kochi", {"Prefecture"}) == KOCHI


def test_several_places_of_one_name_are_listed_with_their_codes(index):
    with pytest.raises(PlaceAmbiguous) as caught:
        index.resolve("府中市")
    assert {code for code, _ in caught.value.candidates} == {"13206", "34208"}


def test_the_kind_that_is_meant_decides(index):
    assert index.resolve("Georgia", {"Country"}) == ID + "country/GE"
    with pytest.raises(PlaceAmbiguous):
        index.resolve("Georgia")


def test_a_name_that_is_not_there_gives_near_names(index):
    with pytest.raises(PlaceNotFound) as caught:
        index.resolve("Kagoshma")
    assert "鹿児島市 (Kagoshima City)" in caught.value.near


def test_near_names_of_the_kind_that_is_meant_are_also_those_around_what_was_found():
    index = NameIndex.from_store(MemoryStore())
    with pytest.raises(PlaceNotFound) as caught:
        index.resolve("Kagoshma City", {"Prefecture"})
    assert list(caught.value.near) == ["鹿児島県 (Kagoshima Prefecture)"]


def test_people_are_meant_where_no_place_has_the_name(index):
    assert index.resolve("西郷隆盛") == ID + "person/saigo-takamori"


@pytest.mark.parametrize("text", ["https://x/ y", "https://x/>", 'http://x/"', "http://a\\b"])
def test_an_iri_with_characters_that_no_iri_has_is_refused(index, text):
    with pytest.raises(IriError):
        index.resolve(text)


def test_an_iri_that_the_graph_lacks_is_not_found(index):
    with pytest.raises(PlaceNotFound):
        index.resolve("https://example.org/x")


# ── From a store ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_index_of_a_store_has_its_labels_other_names_codes_and_ties():
    index = NameIndex.from_store(MemoryStore())
    assert index.search("Napoli")[0].iri == NAPLES
    assert index.search("かごしまし")[0].ties == 2
    assert index.resolve("gn-3172394") == NAPLES
    assert index.get(KAGOSHIMA).kind == "City"


def test_claims_and_sources_are_known_but_not_listed():
    index = NameIndex.from_store(MemoryStore())
    assert index.search("CLAIR") == []
    assert ID + "source/a" in index
