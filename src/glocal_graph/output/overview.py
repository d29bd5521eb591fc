"""The whole net as compact columns: what one picture of thousands needs, in one language, small enough to send at once.

Each column is a list; what repeats (countries, areas, kinds) is named once and meant by its number, -1 being none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from glocal_graph.model.vocabulary import ID, KINDS, STATUSES, iri
from glocal_graph.output.looks import GROUPS, LINES, word
from glocal_graph.questions.whole_net import Line, Thing, WholeNet

__all__ = ["LOOKS", "find_look", "to_columns"]

_JAPAN = iri("country/JP")
#: The looks that a thing of the net can have, in the order of their numbers.
LOOKS = ("japan", "prefecture", "abroad", "region", "country", "agreement")
_OF_FOLDER = {"prefecture": "prefecture", "region": "region", "country": "country", "partnership": "agreement"}


def find_look(thing: Thing) -> str:
    """How a thing looks: by what it is, and a municipality by where it lies."""
    folder = thing.id.partition("/")[0]
    return _OF_FOLDER.get(folder, "japan" if thing.country == _JAPAN else "abroad")


def to_columns(net: WholeNet, places: Sequence[tuple[int, int]], language: str) -> dict[str, Any]:
    """The net as columns in a language; `places` are the positions of its things."""
    countries = _name({thing.country for thing in net.things}, net.labels, language)
    areas = _name({thing.area for thing in net.things}, net.labels, language)
    return {
        "language": language,
        "looks": [_describe_look(key, language) for key in LOOKS],
        "kinds": [{"key": key, "label": _line_label(key, language), "colour": LINES[key].colour} for key in KINDS],
        "statuses": [{"key": key, "label": word(key, language), "dashes": _dashes(key)} for key in STATUSES],
        "countries": countries,
        "areas": areas,
        "things": _things(net, places, language, _numbers(countries), _numbers(areas)),
        "lines": _lines(net),
    }


def _things(
    net: WholeNet,
    places: Sequence[tuple[int, int]],
    language: str,
    countries: Mapping[str, int],
    areas: Mapping[str, int],
) -> dict[str, list[Any]]:
    """The columns of things; `other` and `kana` are further names to find one by."""
    things, other = net.things, "en" if language == "ja" else "ja"
    return {
        "id": [thing.id for thing in things],
        "name": [thing.label(language) for thing in things],
        "other": [thing.label(other) for thing in things],
        "kana": [thing.kana for thing in things],
        "foreign": [number for number, thing in enumerate(things) if not getattr(thing, f"label_{language}")],
        "look": [LOOKS.index(find_look(thing)) for thing in things],
        "country": [countries.get(thing.country.removeprefix(ID), -1) for thing in things],
        "area": [areas.get(thing.area.removeprefix(ID), -1) for thing in things],
        "degree": net.degrees(),
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
    }


def _lines(net: WholeNet) -> dict[str, list[Any]]:
    """The columns of lines; `tie` is empty where its id is that of its two ends ("46201--gn-2973783")."""
    lines, ends = net.lines, [thing.id.rpartition("/")[2] for thing in net.things]
    return {
        "from": [line.one for line in lines],
        "to": [line.other for line in lines],
        "tie": [_tie(line, ends) for line in lines],
        "kind": [_place(KINDS, line.kind) for line in lines],
        "status": [_place(STATUSES, line.status) for line in lines],
        "year": [line.year for line in lines],
        "end": [line.end_year for line in lines],
    }


def _tie(line: Line, ends: Sequence[str]) -> str:
    tie = line.tie.removeprefix(f"{ID}partnership/")
    return "" if tie == f"{ends[line.one]}--{ends[line.other]}" else tie


def _name(iris: Iterable[str], labels: Mapping[str, Thing], language: str) -> list[dict[str, str]]:
    """Countries or areas by their ids, each with its name; Japan's prefectures by code, all others by name."""
    found = [labels[one] for one in iris if one]
    ranked = sorted(found, key=lambda thing: (find_look(thing) != "prefecture", _order(thing, language), thing.id))
    return [{"id": thing.id, "name": thing.label(language)} for thing in ranked]


def _order(thing: Thing, language: str) -> str:
    return thing.id if find_look(thing) == "prefecture" else thing.label(language).casefold()


def _numbers(named: Iterable[Mapping[str, str]]) -> dict[str, int]:
    return {item["id"]: number for number, item in enumerate(named)}


def _describe_look(key: str, language: str) -> dict[str, str]:
    group = GROUPS[key]
    return {
        "key": key,
        "label": group.label_ja if language == "ja" else group.label_en,
        "colour": group.colour,
        "border": group.border,
    }


def _line_label(key: str, language: str) -> str:
    return LINES[key].label_ja if language == "ja" else LINES[key].label_en


def _dashes(key: str) -> list[int]:
    return list(LINES[key].dashes) if key in LINES else []


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1
