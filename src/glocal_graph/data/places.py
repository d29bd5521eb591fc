"""The gazetteer of the build: a printed name or a code → exactly one place, or why not, with the candidates.

It never guesses. A name is looked up in every script; what the row says besides (country, level, prefecture or
region) only narrows the candidates. One left: found. None or several: refused, with the reason, so that a person
adds a name to a table of `data/places/` or writes a line into `name_lookups.tsv`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from glocal_graph.data.sources.gazetteer import read_places
from glocal_graph.data.tables import Row, read_table
from glocal_graph.model.errors import DataError
from glocal_graph.model.names import fold
from glocal_graph.model.records import Name, Place

__all__ = ["Gazetteer", "Lookup", "Match", "load_gazetteer", "read_city_regions", "read_lookups"]

#: Levels at which a row can print the name of a first-level division that is itself a city or a county.
_LOCAL = frozenset({"city", "county", "district", "town", "village", "ward", "other"})
_LOOKUP_COLUMNS = ("jp_or_partner", "name", "region", "country", "level", "prefecture", "place", "reason")
_CITY_REGION_COLUMNS = ("region", "geonames", "lat", "long", "population", "alt_names")
#: What lists print after a name: the Japanese and Chinese words for city, town, district, state and so on.
_SUFFIX = re.compile(r"(広域市|特別市|直轄市|コミューン|[市町村区州県郡省道區縣县郷鄉鎮镇]|시|군|구)$")


@dataclass(frozen=True)
class Match:
    """The answer to a name: a place, or the reason why there is none and the places that come near."""

    place: Place | None
    reason: str = ""
    candidates: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Lookup:
    """A line of name_lookups.tsv: what a name means that the tables alone cannot tell.

    An empty `level` stands for every level; `within` is the region or prefecture as the row prints it.
    """

    name: str
    within: str
    country: str
    level: str
    place: str
    reason: str = ""


@dataclass
class _Narrowing:
    """The candidates that are left, and the first condition that left none."""

    candidates: list[Place]
    reason: str = ""
    before: list[Place] = field(default_factory=list)

    def keep(self, condition: Callable[[Place], bool], reason: str) -> None:
        """Keep those that fulfil a condition; where none does, remember the reason and who was there."""
        if self.reason:
            return
        kept = [place for place in self.candidates if condition(place)]
        if not kept:
            self.reason, self.before = reason, self.candidates
        self.candidates = kept

    def prefer(self, condition: Callable[[Place], bool]) -> None:
        """Keep those that fulfil a condition, if any does."""
        self.candidates = [place for place in self.candidates if condition(place)] or self.candidates


class Gazetteer:
    """All places, found by id, code or name."""

    def __init__(
        self, places: Iterable[Place], lookups: Iterable[Lookup] = (), city_regions: Iterable[str] = ()
    ) -> None:
        self._places = {place.id: place for place in places}
        self._city_regions = frozenset(city_regions)
        self._by_code: dict[str, Place] = {}
        self._by_name: dict[str, dict[str, Place]] = defaultdict(dict)
        for place in self._places.values():
            self._by_code.setdefault(place.id.partition("/")[2].casefold(), place)
            for name in _iter_names(place):
                self._by_name[fold(name)][place.id] = place
        self._lookups = {
            (fold(one.name), fold(one.within), one.country, one.level): self.get(one.place) for one in lookups
        }

    @property
    def places(self) -> list[Place]:
        """All places, in the order of their tables."""
        return list(self._places.values())

    def get(self, place_id: str) -> Place:
        """The place of this id; KeyError with a plain message where there is none."""
        try:
            return self._places[place_id]
        except KeyError:
            raise KeyError(f'no place has the id "{place_id}"; add it to a table of data/places/') from None

    def find_code(self, code: str) -> Place | None:
        """The place of a code or local id: 46201, JP-46, US-MI, IT, gn-3172394, municipality/46201."""
        return self._places.get(code) or self._by_code.get(code.casefold())

    def find(self, name: str, *, level: str = "", within: str = "", country: str = "") -> Match:
        """The one place that a printed name means.

        `level` is the level the row gives, `within` the prefecture or region it prints, `country` an ISO 3166-1
        code. Each may be empty; what is given must hold.
        """
        known = self._find_lookup(name, level, within, country) or self.find_code(name)
        if known:
            return Match(known)
        narrowing = _Narrowing(self._named(name))
        if not narrowing.candidates:
            return Match(None, f'no place is called "{name}"')
        if country:
            narrowing.keep(lambda place: place.country == f"country/{country}", f"no place of this name in {country}")
        if level:
            self._narrow_by_level(narrowing, level)
        if within:
            self._narrow_by_region(narrowing, within)
        return _decide(narrowing, level)

    def find_first(self, names: Sequence[str], *, level: str = "", within: str = "", country: str = "") -> Match:
        """The place that several printed names of one row mean; refused where two of them mean different places.

        A name that nobody knows is passed over as long as another one is known.
        """
        matches = [self.find(name, level=level, within=within, country=country) for name in names if name]
        found = {match.place.id: match.place for match in matches if match.place}
        if len(found) == 1:
            return Match(next(iter(found.values())))
        if found:
            return Match(None, "the names of the row mean different places", tuple(found.values()))
        told = [match for match in matches if match.candidates] or matches
        return told[0] if told else Match(None, "the row prints no name")

    def _find_lookup(self, name: str, level: str, within: str, country: str) -> Place | None:
        keys = ((fold(name), fold(within), country, one) for one in (level, ""))
        return next((self._lookups[key] for key in keys if key in self._lookups), None)

    def _named(self, name: str) -> list[Place]:
        exact = self._by_name.get(fold(name))
        bare = _SUFFIX.sub("", name.strip())
        return list((exact or (self._by_name.get(fold(bare)) if bare else None) or {}).values())

    def _narrow_by_level(self, narrowing: _Narrowing, level: str) -> None:
        fits = {
            "country": lambda place: place.kind == "Country",
            "prefecture": lambda place: place.kind == "Prefecture",
            "region": lambda place: place.kind == "Region",
        }.get(level, lambda place: self._fits_local(place, level))
        narrowing.keep(fits, f'no place of this name has the level "{level}"')
        narrowing.prefer(lambda place: place.kind != "Region" or level == "region")

    def _fits_local(self, place: Place, level: str) -> bool:
        if level not in _LOCAL or place.kind in {"Country", "Prefecture"}:
            return False
        if place.kind == "Region":
            return place.id in self._city_regions
        return place.level == level or place.country != "country/JP"

    def _narrow_by_region(self, narrowing: _Narrowing, within: str) -> None:
        regions = {place.id for place in self._named(within) if place.kind in {"Region", "Prefecture"}}
        if not regions:
            narrowing.keep(lambda place: False, f'no region or prefecture is called "{within}"')
        narrowing.keep(
            lambda place: self._is_bare(place) or not regions.isdisjoint(self._above(place)),
            f'no place of this name lies in "{within}"',
        )

    @staticmethod
    def _is_bare(place: Place) -> bool:
        """Whether nobody knows the place's region, so that the one a row prints says nothing against it."""
        return place.kind != "Region" and place.within == place.country

    def _above(self, place: Place) -> Iterator[str]:
        """The place itself and all that contain it."""
        seen: set[str] = set()
        above: Place | None = place
        while above and above.id not in seen:
            seen.add(above.id)
            yield above.id
            above = self._places.get(above.within)


def load_gazetteer(folder: Path, problems: list[DataError]) -> Gazetteer:
    """The gazetteer of the tables in `data/places/`; rows that cannot be read are added to `problems`."""
    places = read_places(folder, problems)
    cities = read_city_regions(folder / "city_regions.tsv", problems)
    places = [_as_city(place, cities[place.id]) if place.id in cities else place for place in places]
    known = {place.id for place in places}
    lookups = read_lookups(folder / "name_lookups.tsv", known, problems)
    return Gazetteer(places, lookups, cities)


def read_city_regions(path: Path, problems: list[DataError]) -> dict[str, Row]:
    """The first-level divisions that are one city's own government, by the region's id."""
    return {f"region/{row['region']}": row for row in read_table(path, _CITY_REGION_COLUMNS, problems)}


def read_lookups(path: Path, known: Iterable[str], problems: list[DataError]) -> list[Lookup]:
    """The lines of name_lookups.tsv whose place is known; the others are added to `problems`."""
    ids = frozenset(known)
    lookups = []
    for row in read_table(path, _LOOKUP_COLUMNS, problems):
        if row["place"] not in ids:
            problems.append(row.error(f'no place has the id "{row["place"]}"; add it to a table of data/places/'))
            continue
        within = row["prefecture"] if row["jp_or_partner"] == "jp" else row["region"]
        lookups.append(Lookup(row["name"], within, row["country"], row["level"], row["place"], row["reason"]))
    return lookups


def _as_city(place: Place, row: Row) -> Place:
    names = tuple(Name(text) for text in row.list("alt_names"))
    codes = (*place.codes, ("geonamesId", row["geonames"])) if row["geonames"] else place.codes
    point = (float(row["lat"]), float(row["long"])) if row["lat"] else (place.lat, place.long)
    population = int(row["population"]) if row["population"] else place.population
    return replace(place, names=(*place.names, *names), codes=codes, lat=point[0], long=point[1], population=population)


def _iter_names(place: Place) -> Iterator[str]:
    names = [place.label_en, place.label_ja, *(name.text for name in place.names)]
    yield from names
    if place.country != "country/JP":
        yield from (bare for name in names if (bare := _SUFFIX.sub("", name)) and bare != name)


def _decide(narrowing: _Narrowing, level: str) -> Match:
    if narrowing.reason:
        return Match(None, narrowing.reason, tuple(narrowing.before))
    narrowing.prefer(lambda place: place.level == level)
    if len(narrowing.candidates) == 1:
        return Match(narrowing.candidates[0])
    return Match(None, f"{len(narrowing.candidates)} places have this name", tuple(narrowing.candidates))
