"""Draws resolved rows of the ties at random, for the check by hand of docs/resolution-check.md.

    python tools/draw_check_rows.py --seed 2018 --rows 100

prints a Markdown table: what each row prints, and what the gazetteer made of it. The same seed on the same tables
draws the same rows.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from glocal_graph.data.places import Gazetteer, load_gazetteer
from glocal_graph.data.sources.partnerships import COLUMNS, resolve_row
from glocal_graph.data.tables import Row, read_table
from glocal_graph.model.records import Place

DATA = Path(__file__).resolve().parent.parent / "data"


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Draw resolved rows of the ties at random.")
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--rows", type=int, default=100)
    options = parser.parse_args()
    gazetteer = load_gazetteer(DATA / "places", [])
    print("| row | prints | Japanese side | partner |")
    print("|---|---|---|---|")
    for row, places in draw(gazetteer, options.seed, options.rows):
        print(_line(row, places, gazetteer))


def draw(gazetteer: Gazetteer, seed: int, count: int) -> list[tuple[Row, list[Place]]]:
    """Some of the resolved rows, each with its places, in the order of the tables."""
    resolved = []
    for path in sorted((DATA / "partnerships").glob("*.tsv")):
        for row in read_table(path, COLUMNS) if path.name != "corrections.tsv" else ():
            places = [match.place for match in resolve_row(row, gazetteer) if match.place]
            if len(places) == 2:
                resolved.append((row, places))
    chosen = sorted(random.Random(seed).sample(range(len(resolved)), count))
    return [resolved[number] for number in chosen]


def _line(row: Row, places: list[Place], gazetteer: Gazetteer) -> str:
    printed = (
        f"{row['jp_name_ja']} ({row['jp_level']}, {row['jp_prefecture']}) – {row['partner_name_en']} "
        f"{row['partner_name_local']} ({row['partner_level']}, {row['partner_region']}, {row['partner_country']})"
    )
    cells = [f"{row.path.name} {row.line}", printed, *(_describe(place, gazetteer) for place in places)]
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _describe(place: Place, gazetteer: Gazetteer) -> str:
    above = gazetteer.get(place.within).label_en if place.within else ""
    parts = [place.id.partition("/")[2], f"{place.label_en} {place.label_ja}", place.level, above]
    if place.lat is not None and place.long is not None:
        parts.append(f"{place.lat:.2f} {place.long:.2f}")
    if place.population:
        parts.append(f"{place.population:,} people")
    return ", ".join(part for part in parts if part)


if __name__ == "__main__":
    main()
