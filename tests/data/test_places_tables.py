"""The rules of curation of data/places, each a test whose message says how to mend what it found."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from glocal_graph.data.tables import Row, read_table

PLACES = Path(__file__).parents[2] / "data" / "places"
COLUMNS = {
    "countries": "code alpha3 numeric name_en name_ja alt_names",
    "regions": "code country type name_en name_ja name_local alt_names within",
    "prefectures": "code iso name_en name_ja kana romaji capital area lat long geonames",
    "municipalities": (
        "code name_en name_ja kana romaji type prefecture district_ja district_kana"
        " lat long population geonames alt_names"
    ),
    "former_municipalities": (
        "id code name_en name_ja kana type prefecture succeeded_by succeeded_on alt_names source_url note"
    ),
    "overrides": "table key column value reason",
}
TYPE_OF_SUFFIX = {"市": "city", "区": "ward", "町": "town", "村": "village"}
ROMAJI_OF_SUFFIX = {"市": {"shi"}, "区": {"ku"}, "町": {"chō", "machi"}, "村": {"mura", "son"}}
AREAS = {"hokkaido", "tohoku", "kanto", "chubu", "kinki", "chugoku", "shikoku", "kyushu"}
#: Okinotorishima to Etorofu, Yonaguni to Minamitorishima: south, north, west, east.
JAPAN = (20.0, 46.0, 122.0, 154.0)


def rows(table: str) -> list[Row]:
    return read_table(PLACES / f"{table}.tsv", COLUMNS[table].split())


TABLES = {table: rows(table) for table in COLUMNS}
COUNTRIES = {row["code"] for row in TABLES["countries"]}
PREFECTURES = {row["iso"]: row for row in TABLES["prefectures"]}
MUNICIPALITIES = {row["code"]: row for row in TABLES["municipalities"]}


def offenders(found: Iterable[Row], is_wrong: Callable[[Row], bool], *columns: str) -> list[str]:
    """Which rows break a rule, as file, line and the cells in question."""
    return [
        f"{row.path.name} line {row.line}: " + ", ".join(f"{column} {row[column]!r}" for column in columns)
        for row in found
        if is_wrong(row)
    ]


def report(broken: list[str], remedy: str) -> str:
    return "\n".join([*broken[:20], f"({len(broken)} in all) To mend: {remedy}"])


def assert_none(broken: list[str], remedy: str) -> None:
    assert not broken, report(broken, remedy)


def is_hiragana(text: str) -> bool:
    return re.fullmatch(r"[ぁ-ゖー]+", text) is not None


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_its_columns_in_their_order(table: str) -> None:
    header = (PLACES / f"{table}.tsv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert header.split("\t") == COLUMNS[table].split(), (
        f"{table}.tsv: restore the header line; data/places/README.md describes the columns"
    )


@pytest.mark.parametrize("table", COLUMNS)
def test_no_cell_has_stray_spaces_or_undecided_forms(table: str) -> None:
    broken = [
        f"{row.path.name} line {row.line}: {column} {cell!r}"
        for row in TABLES[table]
        for column, cell in row.cells.items()
        if cell != " ".join(cell.split(" ")).strip()
        or "  " in cell
        or "\u3000" in cell
        or cell != unicodedata.normalize("NFC", cell)
    ]
    assert_none(broken, "remove the spaces; write letters and their accents as one character (NFC)")


@pytest.mark.parametrize("table", [table for table in COLUMNS if table != "overrides"])
def test_a_key_stands_once_and_the_rows_are_sorted_by_it(table: str) -> None:
    key = "id" if table == "former_municipalities" else "code"
    keys = [row[key] for row in TABLES[table]]
    twice = [value for value, count in Counter(keys).items() if count > 1]
    assert not twice, f"{table}.tsv: {twice} stand twice; keep one row of each"
    if table != "former_municipalities":
        assert keys == sorted(keys), f"{table}.tsv: sort the rows by {key}, so that changes are easy to see"


@pytest.mark.parametrize("table", [table for table in COLUMNS if table != "overrides"])
def test_a_place_has_a_name_in_english_and_in_japanese(table: str) -> None:
    broken = offenders(
        TABLES[table],
        lambda row: not row["name_en"] or not re.search(r"[ぁ-ゖァ-ヺ一-龥]", row["name_ja"]),
        "name_en",
        "name_ja",
    )
    assert_none(broken, "write both names")


@pytest.mark.parametrize("table", ["countries", "regions", "municipalities", "former_municipalities"])
def test_another_name_is_written_once_and_differs_from_the_name(table: str) -> None:
    def repeats(row: Row) -> bool:
        names = row.list("alt_names")
        return len(set(names)) < len(names) or bool({row["name_en"], row["name_ja"]} & set(names))

    assert_none(offenders(TABLES[table], repeats, "name_en", "alt_names"), "remove the repeated name")


def test_every_country_and_territory_of_iso_3166_is_there() -> None:
    assert len(COUNTRIES) == 249, "countries.tsv: ISO 3166-1 has 249 codes; run tools/make_places.py"
    broken = offenders(
        TABLES["countries"],
        lambda row: (
            not all(
                re.fullmatch(pattern, row[column])
                for column, pattern in (("code", "[A-Z]{2}"), ("alpha3", "[A-Z]{3}"), ("numeric", "[0-9]{3}"))
            )
        ),
        "code",
        "alpha3",
        "numeric",
    )
    assert_none(broken, "write the codes of ISO 3166-1")


def test_a_region_has_an_iso_code_and_lies_in_a_known_country() -> None:
    broken = offenders(
        TABLES["regions"],
        lambda row: (
            not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", row["code"])
            or row["country"] not in COUNTRIES
            or not row["type"]
        ),
        "code",
        "country",
        "type",
    )
    assert_none(broken, "write the code of ISO 3166-2, the country of countries.tsv and the type")


def test_a_region_within_another_names_a_region_of_the_same_country() -> None:
    country_of = {row["code"]: row["country"] for row in TABLES["regions"]}
    broken = offenders(
        TABLES["regions"],
        lambda row: bool(row["within"]) and country_of.get(row["within"]) != row["country"],
        "code",
        "within",
    )
    assert_none(broken, "name a code of regions.tsv in `within`, or leave it empty")


def test_a_name_means_one_region_of_a_country() -> None:
    names = Counter(
        (row["country"], name)
        for row in TABLES["regions"]
        for name in {row["name_en"], row["name_ja"], *row.list("alt_names")}
    )
    broken = [f"{country}: {name}" for (country, name), count in names.items() if count > 1]
    assert_none(broken, "take the name from the alt_names of all regions but one")


def test_japan_has_47_prefectures_with_their_capitals() -> None:
    assert [row["code"] for row in TABLES["prefectures"]] == [f"{number:02}" for number in range(1, 48)]
    broken = offenders(
        TABLES["prefectures"],
        lambda row: (
            row["iso"] != f"JP-{row['code']}"
            or row["capital"] not in MUNICIPALITIES
            or row["capital"][:2] != row["code"]
            or row["area"] not in AREAS
            or not re.search("[都道府県]$", row["name_ja"])
        ),
        "iso",
        "name_ja",
        "capital",
        "area",
    )
    assert_none(broken, "correct the cell in overrides.tsv and run tools/make_places.py")


def test_japan_has_1741_municipalities_of_four_types() -> None:
    """The count since the merger of 2014 (Iwafune into Tochigi): 792 cities, 743 towns, 183 villages, 23 wards."""
    types = Counter(row["type"] for row in TABLES["municipalities"])
    assert types == {"city": 792, "town": 743, "village": 183, "ward": 23}, (
        "municipalities.tsv: a municipality was added or lost; after a real merger move the old row to "
        "former_municipalities.tsv and change the numbers here"
    )


def test_a_municipality_code_begins_with_its_prefecture() -> None:
    broken = offenders(
        TABLES["municipalities"],
        lambda row: not re.fullmatch("[0-9]{5}", row["code"]) or row["prefecture"] != f"JP-{row['code'][:2]}",
        "code",
        "prefecture",
    )
    assert_none(broken, "write the five-digit code with its leading zero, and the prefecture JP- its first two digits")
    assert {row["prefecture"] for row in TABLES["municipalities"]} == set(PREFECTURES)


def test_special_wards_are_in_tokyo_and_no_ward_of_a_designated_city_is_listed() -> None:
    broken = offenders(
        TABLES["municipalities"],
        lambda row: (
            (row["type"] == "ward") != (row["code"][:3] == "131")
            or ("市" in row["name_ja"][:-1] and row["name_ja"].endswith("区"))
        ),
        "code",
        "name_ja",
    )
    assert_none(broken, "remove wards of designated cities; only Tokyo's 23 special wards are local governments")


@pytest.mark.parametrize("table", ["municipalities", "former_municipalities"])
def test_the_type_agrees_with_the_kanji_suffix(table: str) -> None:
    broken = offenders(
        TABLES[table],
        lambda row: TYPE_OF_SUFFIX.get(row["name_ja"][-1]) != row["type"],
        "name_ja",
        "type",
    )
    assert_none(broken, "write the name with 市, 区, 町 or 村, and the type that it says")


@pytest.mark.parametrize("table", ["prefectures", "municipalities", "former_municipalities"])
def test_kana_is_hiragana(table: str) -> None:
    broken = offenders(TABLES[table], lambda row: not is_hiragana(row["kana"]), "name_ja", "kana")
    assert_none(broken, "write the reading of the whole name in hiragana")


def test_a_district_has_its_reading_and_only_towns_and_villages_lie_in_one() -> None:
    broken = offenders(
        TABLES["municipalities"],
        lambda row: (
            bool(row["district_ja"]) != bool(row["district_kana"])
            or (
                bool(row["district_ja"])
                and not (
                    row["district_ja"].endswith("郡")
                    and is_hiragana(row["district_kana"])
                    and row["district_kana"].endswith("ぐん")
                    and row["type"] in {"town", "village"}
                )
            )
        ),
        "name_ja",
        "district_ja",
        "district_kana",
    )
    assert_none(broken, "write 郡 and ぐん, or leave both empty")


def test_english_names_of_japanese_places_are_plain_letters() -> None:
    found = [*TABLES["prefectures"], *TABLES["municipalities"], *TABLES["former_municipalities"]]
    broken = offenders(found, lambda row: not re.fullmatch(r"[A-Z][A-Za-z\-]+", row["name_en"]), "name_en")
    assert_none(broken, "plain Hepburn without macrons, spaces or suffix in name_en (macrons go in romaji)")


def test_romaji_ends_as_the_kanji_suffix_sounds() -> None:
    broken = offenders(
        TABLES["municipalities"],
        lambda row: row["romaji"].rsplit("-", 1)[-1] not in ROMAJI_OF_SUFFIX[row["name_ja"][-1]],
        "name_ja",
        "kana",
        "romaji",
    )
    assert_none(broken, "write -shi, -ku, -chō, -machi, -mura or -son at the end of romaji")


def test_romaji_and_the_english_name_agree_unless_a_correction_says_why() -> None:
    corrected = {row["key"] for row in TABLES["overrides"] if row["column"] == "name_en"}

    def letters(text: str) -> str:
        plain = re.sub("[^a-z]", "", unicodedata.normalize("NFD", text.lower()))
        return re.sub("m(?=[bmp])", "n", plain)

    broken = offenders(
        [row for row in TABLES["municipalities"] if row["code"] not in corrected],
        lambda row: letters(row["romaji"].rsplit("-", 1)[0]) != letters(row["name_en"]),
        "romaji",
        "name_en",
    )
    assert_none(broken, "one of the two is misspelt; correct it in overrides.tsv")


@pytest.mark.parametrize("table", ["prefectures", "municipalities"])
def test_coordinates_lie_in_japan_and_come_in_pairs(table: str) -> None:
    south, north, west, east = JAPAN

    def is_outside(row: Row) -> bool:
        if not row["lat"] and not row["long"]:
            return False
        try:
            return not (south < float(row["lat"]) < north and west < float(row["long"]) < east)
        except ValueError:
            return True

    broken = offenders(TABLES[table], is_outside, "name_ja", "lat", "long")
    assert_none(broken, "latitude first, decimal degrees, both or neither")


def test_a_municipality_lies_near_the_others_of_its_prefecture() -> None:
    """Remote islands apart, a place more than 1.6 degrees off its capital was matched wrongly."""
    capitals = {iso: MUNICIPALITIES[row["capital"]] for iso, row in PREFECTURES.items()}
    broken = offenders(
        [row for row in TABLES["municipalities"] if row["lat"]],
        lambda row: (
            not "13360" < row["code"] < "14"
            and row["prefecture"] not in {"JP-01", "JP-46", "JP-47"}
            and max(
                abs(float(row["lat"]) - float(capitals[row["prefecture"]]["lat"])),
                abs(float(row["long"]) - float(capitals[row["prefecture"]]["long"])),
            )
            > 1.6
        ),
        "name_ja",
        "lat",
        "long",
    )
    assert_none(broken, "name the right place in overrides.tsv, column geonames")


def test_at_least_the_known_share_of_municipalities_has_coordinates() -> None:
    known = sum(bool(row["lat"]) for row in TABLES["municipalities"])
    assert known >= 1730, f"only {known} have coordinates; a source or a match was lost"


def test_a_geonames_id_belongs_to_one_municipality_only() -> None:
    ids = Counter(row["geonames"] for row in TABLES["municipalities"] if row["geonames"])
    broken = [f"{value}: {count} municipalities" for value, count in ids.items() if count > 1]
    assert_none(broken, "name the right id in overrides.tsv, column geonames, or leave it empty")


def test_population_is_a_whole_number() -> None:
    broken = offenders(
        TABLES["municipalities"],
        lambda row: re.fullmatch("([1-9][0-9]*)?", row["population"]) is None,
        "name_ja",
        "population",
    )
    assert_none(broken, "digits only, or empty when unknown")


def test_a_former_municipality_has_a_present_successor_in_its_prefecture() -> None:
    broken = offenders(
        TABLES["former_municipalities"],
        lambda row: (
            not row.list("succeeded_by")
            or any(code not in MUNICIPALITIES for code in row.list("succeeded_by"))
            or row["prefecture"] not in PREFECTURES
        ),
        "name_ja",
        "succeeded_by",
    )
    assert_none(broken, "write the five-digit code of the present municipality that it became part of")


def test_a_former_municipality_is_named_by_its_code_or_its_prefecture_and_name() -> None:
    def is_misnamed(row: Row) -> bool:
        if row["code"]:
            return row["id"] != row["code"] or row["code"] in MUNICIPALITIES
        return not re.fullmatch(rf"former-{row['prefecture'][3:]}-[a-z]+(-[a-z]+)*", row["id"])

    broken = offenders(TABLES["former_municipalities"], is_misnamed, "id", "code")
    assert_none(broken, "id is the code if a source shows one, else former-, the prefecture's digits and the name")


def test_a_former_municipality_names_a_source_and_an_edtf_date_or_none() -> None:
    broken = offenders(
        TABLES["former_municipalities"],
        lambda row: (
            not all(url.startswith(("http://", "https://")) for url in row.list("source_url"))
            or not row["source_url"]
            or not re.fullmatch(r"([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?", row["succeeded_on"])
        ),
        "name_ja",
        "succeeded_on",
        "source_url",
    )
    assert_none(broken, "give the page that names the place, and the date as YYYY, YYYY-MM or YYYY-MM-DD")


def test_every_correction_is_in_its_table_and_says_why() -> None:
    tables = {
        name: {row["code"]: row for row in TABLES[name]}
        for name in COLUMNS
        if name != "overrides" and name != "former_municipalities"
    }
    broken = offenders(
        TABLES["overrides"],
        lambda row: (
            not row["reason"]
            or row["column"] not in COLUMNS.get(row["table"], "")
            or row["key"] not in tables.get(row["table"], {})
            or tables[row["table"]][row["key"]][row["column"]] != row["value"]
        ),
        "table",
        "key",
        "column",
        "value",
    )
    assert_none(broken, "run tools/make_places.py --take-new; give each correction its reason")
