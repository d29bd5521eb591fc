"""The gazetteer finds exactly one place or says why not; and the tables of partner places keep their rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glocal_graph.data.places import Gazetteer, Lookup, load_gazetteer, read_lookups
from glocal_graph.data.tables import read_table
from glocal_graph.model.errors import DataError
from glocal_graph.model.records import Name, Place

PLACES = Path(__file__).parents[2] / "data" / "places"
JAPAN = "country/JP"


def municipality(
    code: str, en: str, ja: str, level: str, within: str, country: str = JAPAN, kind: str = "City", *names: str
) -> Place:
    return Place(f"municipality/{code}", kind, en, ja, tuple(Name(one) for one in names), within, country, level)


def region(code: str, en: str, ja: str, within: str = "") -> Place:
    country = f"country/{code[:2]}"
    return Place(f"region/{code}", "Region", en, ja, (), within or country, country, "region")


SMALL = [
    Place("country/JP", "Country", "Japan", "日本", country=JAPAN, level="country"),
    Place("country/US", "Country", "United States", "アメリカ合衆国", country="country/US", level="country"),
    Place(
        "prefecture/JP-34",
        "Prefecture",
        "Hiroshima Prefecture",
        "広島県",
        (Name("Hiroshima"),),
        JAPAN,
        JAPAN,
        "prefecture",
    ),
    Place("prefecture/JP-13", "Prefecture", "Tokyo Metropolis", "東京都", (Name("Tokyo"),), JAPAN, JAPAN, "prefecture"),
    municipality("34100", "Hiroshima City", "広島市", "city", "prefecture/JP-34", JAPAN, "City", "Hiroshima"),
    municipality("13206", "Fuchu City", "府中市", "city", "prefecture/JP-13", JAPAN, "City", "Fuchu"),
    municipality("34208", "Fuchu City", "府中市", "city", "prefecture/JP-34", JAPAN, "City", "Fuchu"),
    municipality("34302", "Fuchu Town", "府中町", "town", "prefecture/JP-34", JAPAN, "Town", "Fuchu"),
    region("US-OR", "Oregon", "オレゴン州"),
    region("US-ME", "Maine", "メイン州"),
    region("US-HI", "Hawaii", "ハワイ州"),
    municipality("gn-1", "Portland", "ポートランド", "city", "region/US-OR", "country/US"),
    municipality("gn-2", "Portland", "ポートランド", "city", "region/US-ME", "country/US"),
    region("CN-SH", "Shanghai", "上海市"),
    region("CN-JS", "Jiangsu", "江蘇省"),
    region("CN-JL", "Jilin", "吉林省"),
    municipality("gn-3", "Jilin City", "吉林市", "city", "region/CN-JL", "country/CN", "City", "Jilin"),
    region("BE-VLG", "Flanders", "フランデレン地域"),
    region("BE-VOV", "East Flanders", "東フランデレン州", "region/BE-VLG"),
    municipality("gn-4", "Ghent", "ヘント", "city", "region/BE-VOV", "country/BE"),
    municipality("gn-5", "Sibiu", "シビウ", "city", "country/RO", "country/RO"),
]


@pytest.fixture
def small() -> Gazetteer:
    return Gazetteer(SMALL, city_regions={"region/CN-SH"})


@pytest.fixture(scope="module")
def real() -> Gazetteer:
    problems: list[DataError] = []
    gazetteer = load_gazetteer(PLACES, problems)
    assert problems == []
    return gazetteer


def found(gazetteer: Gazetteer, name: str, **about: str) -> str:
    match = gazetteer.find(name, **about)
    return match.place.id if match.place else f"refused: {match.reason}"


def test_a_prefecture_and_the_city_of_its_name_are_told_apart_by_level(small: Gazetteer) -> None:
    assert found(small, "Hiroshima", level="prefecture", country="JP") == "prefecture/JP-34"
    assert found(small, "Hiroshima", level="city", country="JP") == "municipality/34100"


def test_without_a_level_the_name_of_both_is_refused_with_both_as_candidates(small: Gazetteer) -> None:
    match = small.find("Hiroshima", country="JP")
    assert match.place is None
    assert {place.id for place in match.candidates} == {"prefecture/JP-34", "municipality/34100"}


def test_cities_of_one_name_are_told_apart_by_prefecture(small: Gazetteer) -> None:
    assert found(small, "府中市", level="city", within="Hiroshima", country="JP") == "municipality/34208"
    assert found(small, "府中市", level="city", country="JP") == "refused: 2 places have this name"


def test_a_japanese_town_is_not_taken_for_the_city_of_its_name(small: Gazetteer) -> None:
    assert found(small, "Fuchu", level="town", within="Hiroshima", country="JP") == "municipality/34302"
    assert found(small, "Fuchu", level="village", within="Hiroshima", country="JP").startswith("refused")


def test_the_region_that_a_row_prints_chooses_between_namesakes(small: Gazetteer) -> None:
    assert found(small, "Portland", level="city", within="Oregon", country="US") == "municipality/gn-1"
    assert found(small, "Portland", level="city", within="Maine", country="US") == "municipality/gn-2"
    assert found(small, "Portland", level="city", country="US") == "refused: 2 places have this name"


def test_a_place_in_another_region_than_the_row_prints_is_refused_and_shown(small: Gazetteer) -> None:
    match = small.find("Portland", level="city", within="Hawaii", country="US")
    assert match.place is None
    assert match.reason == 'no place of this name lies in "Hawaii"'
    assert {place.id for place in match.candidates} == {"municipality/gn-1", "municipality/gn-2"}


def test_a_region_that_nobody_knows_is_no_ground_to_accept_a_place(small: Gazetteer) -> None:
    assert found(small, "Portland", level="city", within="Oregonia", country="US") == (
        'refused: no region or prefecture is called "Oregonia"'
    )


def test_a_state_is_not_taken_for_a_city_or_county_of_its_name(small: Gazetteer) -> None:
    assert found(small, "Hawaii", level="region", country="US") == "region/US-HI"
    assert found(small, "Hawaii", level="county", within="Hawaii", country="US").startswith("refused")
    assert found(small, "Oregon", level="city", country="US").startswith("refused")


def test_a_city_that_is_a_first_level_division_is_one_place_at_every_level(small: Gazetteer) -> None:
    assert found(small, "上海市", level="city", within="Shanghai", country="CN") == "region/CN-SH"
    assert found(small, "Shanghai", level="region", country="CN") == "region/CN-SH"
    assert found(small, "Shanghai", level="city", within="Jiangsu", country="CN").startswith("refused")


def test_a_city_is_preferred_to_the_province_of_its_name_where_the_row_says_city(small: Gazetteer) -> None:
    assert found(small, "Jilin", level="city", within="Jilin", country="CN") == "municipality/gn-3"
    assert found(small, "Jilin", level="region", country="CN") == "region/CN-JL"


def test_a_printed_region_may_lie_above_the_one_that_the_table_gives(small: Gazetteer) -> None:
    assert found(small, "Ghent", level="city", within="Flanders", country="BE") == "municipality/gn-4"


def test_a_place_whose_region_nobody_knows_is_found_whatever_region_a_row_prints() -> None:
    sibiu = Gazetteer([*SMALL, region("RO-SB", "Sibiu County", "シビウ県")])
    assert found(sibiu, "Sibiu", level="city", within="Sibiu County", country="RO") == "municipality/gn-5"


def test_a_wrong_country_is_refused(small: Gazetteer) -> None:
    assert found(small, "Portland", level="city", country="CA") == "refused: no place of this name in CA"


def test_japanese_suffixes_do_not_hide_a_foreign_place(small: Gazetteer) -> None:
    assert found(small, "ヘント市", level="city", country="BE") == "municipality/gn-4"


@pytest.mark.parametrize("code", ["34100", "municipality/34100"])
def test_a_code_or_a_local_id_is_a_place(small: Gazetteer, code: str) -> None:
    assert found(small, code) == "municipality/34100"


def test_names_of_one_row_that_mean_different_places_are_refused(small: Gazetteer) -> None:
    match = small.find_first(["Ghent", "Sibiu"])
    assert match.place is None
    assert match.reason == "the names of the row mean different places"
    assert len(match.candidates) == 2


def test_a_spelling_that_nobody_knows_does_not_stop_the_one_that_is_known(small: Gazetteer) -> None:
    match = small.find_first(["Ghent", "ガン市"], level="city", country="BE")
    assert match.place is not None
    assert match.place.id == "municipality/gn-4"


def test_a_lookup_says_what_the_tables_cannot() -> None:
    lookup = Lookup("Portland", "", "US", "city", "municipality/gn-1")
    gazetteer = Gazetteer(SMALL, [lookup])
    assert found(gazetteer, "portland", level="city", country="US") == "municipality/gn-1"
    assert found(gazetteer, "Portland", level="town", country="US").startswith("refused")


def test_a_lookup_of_a_place_that_is_not_there_is_reported_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "name_lookups.tsv"
    table.write_text(
        "jp_or_partner\tname\tregion\tcountry\tlevel\tprefecture\tplace\treason\n"
        "partner\tNowhere\t\tUS\tcity\t\tmunicipality/gn-0\ta test\n",
        encoding="utf-8",
    )
    problems: list[DataError] = []
    assert read_lookups(table, {"municipality/gn-1"}, problems) == []
    assert [problem.line for problem in problems] == [2]


@pytest.mark.parametrize(
    ("name", "about", "place"),
    [
        ("鹿児島市", {"level": "city", "within": "Kagoshima", "country": "JP"}, "municipality/46201"),
        ("Lübeck", {"level": "city", "country": "DE"}, "municipality/gn-2875601"),
        ("Lubeck", {"level": "city", "within": "Schleswig-Holstein", "country": "DE"}, "municipality/gn-2875601"),
        ("Xian", {"level": "city", "within": "Shaanxi", "country": "CN"}, "municipality/gn-1790630"),
        ("Xi'an", {"level": "city", "within": "Shaanxi", "country": "CN"}, "municipality/gn-1790630"),
        ("ナポリ市", {"level": "city", "within": "Campania", "country": "IT"}, "municipality/gn-3172394"),
        ("대구광역시", {"level": "city", "country": "KR"}, "region/KR-27"),
        ("臺南市", {"level": "city", "country": "TW"}, "region/TW-TNN"),
        ("台南市", {"level": "city", "country": "TW"}, "region/TW-TNN"),
        ("Jung District", {"level": "district", "within": "Busan", "country": "KR"}, "municipality/kr-26-jung-gu"),
        (
            "Goseong County",
            {"level": "county", "within": "South Gyeongsang", "country": "KR"},
            "municipality/gn-1842518",
        ),
        ("Jeju City", {"level": "city", "within": "Jeju", "country": "KR"}, "municipality/gn-1846266"),
        ("Springfield", {"level": "city", "within": "Missouri", "country": "US"}, "municipality/gn-4409896"),
        ("Rome", {"level": "city", "within": "Lazio", "country": "IT"}, "municipality/gn-3169070"),
        ("Province of Rome", {"level": "region", "country": "IT"}, "region/IT-RM"),
        ("岩木町", {"level": "town", "within": "Aomori", "country": "JP"}, "municipality/02341"),
    ],
)
def test_names_of_the_real_tables(real: Gazetteer, name: str, about: dict[str, str], place: str) -> None:
    assert found(real, name, **about) == place


def test_bare_springfield_is_refused_on_the_real_tables(real: Gazetteer) -> None:
    assert found(real, "Springfield", country="US") == "refused: 2 places have this name"


def test_a_city_that_is_a_region_has_the_coordinates_of_the_city(real: Gazetteer) -> None:
    shanghai = real.get("region/CN-SH")
    assert shanghai.lat == pytest.approx(31.222, abs=0.01)
    assert ("geonamesId", "1796236") in shanghai.codes


PARTNERS = read_table(PLACES / "partner_places.tsv", ["id", "name_ja_from", "lat", "note"])


def test_an_id_is_a_geonames_number_or_a_name_that_begins_with_the_country() -> None:
    wrong = [
        f"line {row.line}: {row['id']}"
        for row in PARTNERS
        if not re.fullmatch(rf"gn-\d+|{row['country'].lower()}-[a-z0-9-]+", row["id"])
    ]
    assert wrong == []


def test_only_places_of_geonames_have_coordinates() -> None:
    wrong = [row["id"] for row in PARTNERS if bool(row["lat"]) != row["id"].startswith("gn-")]
    assert wrong == []


def test_it_is_said_where_each_japanese_name_is_from() -> None:
    assert {row["name_ja_from"] for row in PARTNERS} == {"geonames", "ties", "editors"}


def test_every_partner_place_has_a_japanese_name_in_japanese_script() -> None:
    wrong = [row["id"] for row in PARTNERS if not re.search("[ァ-ヺ一-鿿]", row["name_ja"])]
    assert wrong == []


def test_no_two_partner_places_of_one_region_share_a_name() -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for row in PARTNERS:
        key = (row["country"], row["region"], row["name_en"].casefold())
        assert seen.setdefault(key, row["id"]) == row["id"], f"line {row.line}: {row['name_en']} stands twice"


def test_no_partner_place_doubles_a_city_that_is_a_region() -> None:
    cities = {f"gn-{row['geonames']}" for row in read_table(PLACES / "city_regions.tsv", ["region", "geonames"])}
    assert cities.isdisjoint(row["id"] for row in PARTNERS)
