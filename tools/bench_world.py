"""Writes a world net that is made up: 18,000 places of 120 countries and 26,000 ties, the same for the same seed.

    python tools/bench_world.py FILE [--places N] [--ties N]      N-Quads, ready for `glocal-graph load`

No place of it exists. A few places have very many ties, most have one or two, a tenth hang together in pairs apart
from all others, as in real lists of sister cities.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from glocal_graph.model import vocabulary as v

__all__ = ["PLACES", "TIES", "write_world"]

PLACES, TIES = 18_000, 26_000
_SEED = 19550107
_COUNTRIES, _REGIONS = 120, 10
_JAPAN = "JP"
#: The share of places that hang together in pairs only, and of ties of each kind and status.
_APART = 0.1
_KINDS = (("sister", 14), ("friendship", 4), ("partnership", 1), ("other", 1))
_STATUSES = (("active", 17), ("ended", 2), ("unknown", 1))


@dataclass(frozen=True)
class _World:
    """What each place is called and where it lies, and which places are tied."""

    names: list[str]
    countries: list[str]
    regions: list[str]
    ties: list[tuple[int, int]]


def write_world(target: Path, places: int = PLACES, ties: int = TIES, seed: int = _SEED) -> int:
    """Write the net as N-Quads; the number of lines."""
    chance = random.Random(seed)
    world = _make(places, ties, chance)
    lines = [*_areas(world), *_places(world), *_ties(world, chance)]
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(lines)


def _make(places: int, ties: int, chance: random.Random) -> _World:
    codes = [_JAPAN, *(f"X{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(_COUNTRIES - 1))]
    weights = [1 / (rank + 2) for rank in range(_COUNTRIES)]
    countries = chance.choices(codes, weights, k=places)
    regions = [f"{code}-{chance.randrange(_REGIONS):02}" for code in countries]
    names = [f"place-{number:05}" for number in range(places)]
    return _World(names, countries, regions, _tie(countries, ties, chance))


def _tie(countries: list[str], count: int, chance: random.Random) -> list[tuple[int, int]]:
    """Every place has one tie at least; those of the pairs apart may lie in one country."""
    places = len(countries)
    apart = int(places * _APART) // 2 * 2
    drawn = list(accumulate(1 / (rank + 8) ** 0.8 for rank in range(places - apart)))
    found = {(one, one + 1): None for one in range(places - apart, places - 1, 2)}
    for one in range(places - apart):
        _draw(found, one, countries, drawn, chance)
    while len(found) < count:
        _draw(found, chance.choices(range(places - apart), cum_weights=drawn)[0], countries, drawn, chance)
    return list(found)


def _draw(
    found: dict[tuple[int, int], None], one: int, countries: list[str], drawn: list[float], chance: random.Random
) -> None:
    """One more tie of this place, with one that often has many."""
    for other in chance.choices(range(len(drawn)), cum_weights=drawn, k=20):
        pair = (min(one, other), max(one, other))
        if countries[one] != countries[other] and pair not in found:
            found[pair] = None
            return


def _areas(world: _World) -> Iterator[str]:
    for code in sorted(set(world.countries)):
        yield from _thing(f"country/{code}", ("Place", "Country"), f"Country {code}", f"国{code}", "places")
    for region in sorted(set(world.regions)):
        name = _region(region)
        yield from _thing(name, ("Place", "Region"), f"Region {region}", f"州{region}", "places")
        yield _link(name, "within", f"country/{region[:-3]}", "places")
        yield _link(name, "country", f"country/{region[:-3]}", "places")


def _region(code: str) -> str:
    return f"{'prefecture' if code.startswith(_JAPAN) else 'region'}/{code}"


def _places(world: _World) -> Iterator[str]:
    for number, name in enumerate(world.names):
        place = f"municipality/{name}"
        kinds = ("Place", "LocalGovernment", "Municipality", "City")
        yield from _thing(place, kinds, f"Place {number:05}", f"町{number:05}", "places")
        yield _link(place, "within", _region(world.regions[number]), "places")
        yield _link(place, "country", f"country/{world.countries[number]}", "places")
        yield _link(place, "level", "concept/level-city", "places")


def _ties(world: _World, chance: random.Random) -> Iterator[str]:
    for one, other in world.ties:
        tie = f"partnership/{world.names[one]}--{world.names[other]}"
        english, japanese = f"Place {one:05} – Place {other:05}", f"町{one:05}・町{other:05}"
        yield from _thing(tie, ("Partnership",), english, japanese, "partnerships")
        for party in (one, other):
            yield _link(tie, "party", f"municipality/{world.names[party]}", "partnerships")
        yield _link(tie, "kind", f"concept/kind-{_pick(_KINDS, chance)}", "partnerships")
        yield _link(tie, "status", f"concept/status-{_pick(_STATUSES, chance)}", "partnerships")
        year = min(2025, round(chance.triangular(1955, 2026, 1992)))
        date = f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}" if chance.random() < 0.8 else year
        yield _quad(tie, v.glocal("date"), f'"{date}"', "partnerships")


def _pick(shares: tuple[tuple[str, int], ...], chance: random.Random) -> str:
    return chance.choices([name for name, _ in shares], [share for _, share in shares])[0]


def _thing(name: str, kinds: tuple[str, ...], english: str, japanese: str, graph: str) -> Iterator[str]:
    for kind in kinds:
        yield _quad(name, v.RDF_TYPE, f"<{v.glocal(kind)}>", graph)
    yield _quad(name, v.RDFS_LABEL, f'"{english}"@en', graph)
    yield _quad(name, v.RDFS_LABEL, f'"{japanese}"@ja', graph)


def _link(name: str, term: str, target: str, graph: str) -> str:
    return _quad(name, v.glocal(term), f"<{v.ID}{target}>", graph)


def _quad(name: str, term: str, value: str, graph: str) -> str:
    return f"<{v.ID}{name}> <{term}> {value} <{v.graph(graph)}> .\n"


def main() -> None:
    """Write the file that the command names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--places", type=int, default=PLACES)
    parser.add_argument("--ties", type=int, default=TIES)
    options = parser.parse_args()
    write_world(options.file, options.places, options.ties)


if __name__ == "__main__":
    main()
