"""The tables of data/places/ become Place records: countries, regions, prefectures, municipalities, partners."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from glocal_graph.data.tables import Row, read_table
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DataError, DateError
from glocal_graph.model.names import plain
from glocal_graph.model.records import Name, Place
from glocal_graph.model.vocabulary import AREAS, LEVEL_CLASSES, LEVELS

__all__ = ["TABLES", "read_places"]

#: Table → the columns that the build reads.
TABLES: dict[str, tuple[str, ...]] = {
    "countries.tsv": ("code", "alpha3", "numeric", "name_en", "name_ja", "alt_names"),
    "regions.tsv": ("code", "country", "type", "name_en", "name_ja", "name_local", "alt_names", "within"),
    "prefectures.tsv": ("code", "iso", "name_en", "name_ja", "kana", "romaji", "capital", "area", "lat", "long"),
    "municipalities.tsv": (
        *("code", "name_en", "name_ja", "kana", "romaji", "type", "prefecture"),
        *("lat", "long", "population", "geonames", "alt_names"),
    ),
    "former_municipalities.tsv": (
        *("id", "code", "name_en", "name_ja", "kana", "type", "prefecture"),
        *("succeeded_by", "succeeded_on", "alt_names", "source_url", "note"),
    ),
    "partner_places.tsv": (
        *("id", "name_en", "name_ja", "name_local", "local_lang", "level", "region", "country"),
        *("lat", "long", "population", "alt_names", "former_names", "note"),
    ),
}

_JAPAN = "country/JP"
_TYPE_CLASSES = {"city": "City", "ward": "SpecialWard", "town": "Town", "village": "Village"}
_TYPE_SUFFIXES = {"city": "City", "ward": "City", "town": "Town", "village": "Village"}
_PREFECTURE_LABELS = {"JP-01": "Hokkaido", "JP-13": "Tokyo Metropolis"}


def read_places(folder: Path, problems: list[DataError]) -> list[Place]:
    """All places of the tables in `folder`; rows that cannot be read are added to `problems`."""
    readers: dict[str, Callable[[Row], Place]] = {
        "countries.tsv": _read_country,
        "regions.tsv": _read_region,
        "prefectures.tsv": _read_prefecture,
        "municipalities.tsv": _read_municipality,
        "former_municipalities.tsv": _read_former,
        "partner_places.tsv": _read_partner,
    }
    places: dict[str, Place] = {}
    for name, columns in TABLES.items():
        for row in read_table(folder / name, columns, problems):
            try:
                place = readers[name](row)
                if place.id in places:
                    raise row.error(f'"{place.id}" stands twice; remove one of the rows')
                if place.kind != "Region" and place.within and place.within not in places:
                    raise row.error(f'lies in "{place.within}", which no table has; correct the code')
            except DataError as problem:
                problems.append(problem)
            else:
                places[place.id] = place
    return list(places.values())


def _read_country(row: Row) -> Place:
    return Place(
        id=f"country/{row['code']}",
        kind="Country",
        label_en=_required(row, "name_en"),
        label_ja=_required(row, "name_ja"),
        names=_names(row.list("alt_names")),
        country=f"country/{row['code']}",
        level="country",
        codes=(("isoCode", row["code"]),),
    )


def _read_region(row: Row) -> Place:
    return Place(
        id=f"region/{row['code']}",
        kind="Region",
        label_en=_required(row, "name_en"),
        label_ja=_required(row, "name_ja"),
        names=_names((row["name_local"], *row.list("alt_names"))),
        within=f"region/{row['within']}" if row["within"] else f"country/{row['country']}",
        country=f"country/{row['country']}",
        level="region",
        codes=(("isoCode", row["code"]),),
    )


def _read_prefecture(row: Row) -> Place:
    if row["area"] not in AREAS:
        raise row.error(f'area "{row["area"]}" is not one of {", ".join(AREAS)}')
    lat, long = _point(row)
    name = _required(row, "name_en")
    return Place(
        id=f"prefecture/{row['iso']}",
        kind="Prefecture",
        label_en=_PREFECTURE_LABELS.get(row["iso"], f"{name} Prefecture"),
        label_ja=_required(row, "name_ja"),
        names=_japanese_names(row, name),
        within=_JAPAN,
        country=_JAPAN,
        level="prefecture",
        lat=lat,
        long=long,
        codes=(("isoCode", row["iso"]), ("jisCode", row["code"])),
        capital=f"municipality/{row['capital']}" if row["capital"] else "",
        area=row["area"],
    )


def _read_municipality(row: Row) -> Place:
    lat, long = _point(row)
    kind, label = _japanese_kind(row)
    codes = [("jisCode", row["code"])]
    if row["geonames"]:
        codes.append(("geonamesId", row["geonames"]))
    return Place(
        id=f"municipality/{row['code']}",
        kind=kind,
        label_en=label,
        label_ja=_required(row, "name_ja"),
        names=(*_japanese_names(row, row["name_en"]), *_names(row.list("alt_names"))),
        within=f"prefecture/{row['prefecture']}",
        country=_JAPAN,
        level=row["type"],
        lat=lat,
        long=long,
        population=_whole_number(row, "population"),
        codes=tuple(codes),
    )


def _read_former(row: Row) -> Place:
    kind, label = _japanese_kind(row)
    if row["succeeded_on"]:
        _check_date(row, "succeeded_on")
    return Place(
        id=row["id"] if "/" in row["id"] else f"municipality/{row['id']}",
        kind=kind,
        label_en=f"{label} (former)",
        label_ja=f"{_required(row, 'name_ja')}（旧）",
        names=(
            Name(label, "en"),
            Name(row["name_ja"], "ja"),
            *_japanese_names(row, row["name_en"]),
            *_names(row.list("alt_names")),
        ),
        within=f"prefecture/{row['prefecture']}",
        country=_JAPAN,
        level=row["type"],
        codes=(("jisCode", row["code"]),) if row["code"] else (),
        succeeded_by=tuple(f"municipality/{code}" for code in row.list("succeeded_by")),
        succeeded_on=row["succeeded_on"],
        note=row["note"],
    )


def _read_partner(row: Row) -> Place:
    if row["level"] not in LEVELS:
        raise row.error(f'level "{row["level"]}" is not one of {", ".join(LEVELS)}')
    lat, long = _point(row)
    local = (Name(row["name_local"], row["local_lang"]),) if row["name_local"] else ()
    geonames = row["id"].removeprefix("gn-") if row["id"].startswith("gn-") else ""
    return Place(
        id=f"municipality/{row['id']}",
        kind=LEVEL_CLASSES[row["level"]],
        label_en=_required(row, "name_en"),
        label_ja=_required(row, "name_ja"),
        names=(*local, *_names((*row.list("alt_names"), *row.list("former_names")))),
        within=f"region/{row['region']}" if row["region"] else f"country/{row['country']}",
        country=f"country/{row['country']}",
        level=row["level"],
        lat=lat,
        long=long,
        population=_whole_number(row, "population"),
        codes=(("geonamesId", geonames),) if geonames else (),
        note=row["note"],
    )


def _japanese_kind(row: Row) -> tuple[str, str]:
    """The class of a Japanese municipality and its English label, such as ("City", "Kagoshima City")."""
    kind = row["type"]
    if kind not in _TYPE_CLASSES:
        raise row.error(f'type "{kind}" is not one of {", ".join(_TYPE_CLASSES)}')
    return _TYPE_CLASSES[kind], f"{_required(row, 'name_en')} {_TYPE_SUFFIXES[kind]}"


def _japanese_names(row: Row, name: str) -> tuple[Name, ...]:
    """Kana, romaji and the bare name, each in its own tag."""
    return tuple(dict.fromkeys(_iter_japanese_names(row, name)))


def _iter_japanese_names(row: Row, name: str) -> Iterator[Name]:
    if row["kana"]:
        yield Name(row["kana"], "ja-Hira")
    yield Name(name, "ja-Latn")
    romaji = row.cells.get("romaji", "")
    if romaji:
        yield Name(romaji, "ja-Latn")
        if plain(romaji) != romaji:
            yield Name(plain(romaji), "ja-Latn")


def _names(texts: tuple[str, ...]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(Name(text) for text in texts if text))


def _required(row: Row, column: str) -> str:
    if not row[column]:
        raise row.error(f"{column} is empty; every place has a name in English and Japanese")
    return row[column]


def _point(row: Row) -> tuple[float | None, float | None]:
    texts = row["lat"], row["long"]
    if not any(texts):
        return None, None
    try:
        lat, long = float(texts[0]), float(texts[1])
    except ValueError:
        raise row.error(f'"{texts[0]}", "{texts[1]}" is no pair of latitude and longitude in degrees') from None
    if not (-90 <= lat <= 90 and -180 <= long <= 180):
        raise row.error(f"latitude {lat} or longitude {long} is out of range; are the two exchanged?")
    return lat, long


def _whole_number(row: Row, column: str) -> int | None:
    if not row[column]:
        return None
    if not row[column].isdecimal():
        raise row.error(f'{column} "{row[column]}" is no whole number')
    return int(row[column])


def _check_date(row: Row, column: str) -> None:
    try:
        parse_date(row[column])
    except DateError as error:
        raise row.error(f"{column}: {error}") from error
