"""The whole net as columns that fit each other, in both languages, and a layout that is always the same."""

from __future__ import annotations

import json
import math

import pytest

from glocal_graph.model.vocabulary import ID
from glocal_graph.output.overview import LOOKS, find_look, to_columns
from glocal_graph.output.overview_layout import place_parts
from glocal_graph.questions.whole_net import Line, Thing, WholeNet
from tests.small_graph import HOSTILE

JAPAN, ITALY, PREFECTURE = f"{ID}country/JP", f"{ID}country/IT", f"{ID}prefecture/JP-46"


def make_net() -> WholeNet:
    things = [
        Thing(f"{ID}municipality/46201", "Kagoshima City", "鹿児島市", "かごしまし", JAPAN, PREFECTURE),
        Thing(f"{ID}municipality/gn-1", "Naples", "", "", ITALY, ""),
        Thing(PREFECTURE, "Kagoshima Prefecture", "鹿児島県", "", JAPAN, PREFECTURE),
        Thing(f"{ID}municipality/gn-2", HOSTILE, HOSTILE, "", "", ""),
        Thing(f"{ID}partnership/three", "Three", "三者"),
    ]
    lines = [
        Line(f"{ID}partnership/46201--gn-1", 0, 1, "sister", "active", "1960-05-03"),
        Line(f"{ID}partnership/three", 4, 0, "friendship", "ended", "1970", "1999"),
        Line(f"{ID}partnership/three", 4, 2, "friendship", "ended", "1970", "1999"),
        Line(f"{ID}partnership/three", 4, 3, "strange", "", ""),
    ]
    labels = {
        iri: Thing(iri, english, japanese)
        for iri, english, japanese in (
            (JAPAN, "Japan", "日本"),
            (ITALY, "Italy", "イタリア"),
            (PREFECTURE, "Kagoshima", "鹿児島県"),
        )
    }
    return WholeNet(things, lines, labels)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_all_columns_are_of_one_length_and_all_numbers_lead_somewhere(language):
    found = to_columns(make_net(), [(0, 0)] * 5, language)
    things, lines = found["things"], found["lines"]
    assert {len(column) for name, column in things.items() if name != "foreign"} == {5}
    assert {len(column) for column in lines.values()} == {4}
    assert max(things["country"]) < len(found["countries"])
    assert max(things["area"]) < len(found["areas"])
    assert max(lines["from"] + lines["to"]) < 5
    assert max(lines["kind"]) < len(found["kinds"])


def test_names_come_in_the_language_and_what_is_foreign_is_marked():
    found = to_columns(make_net(), [(0, 0)] * 5, "ja")
    assert found["things"]["name"][:2] == ["鹿児島市", "Naples"]
    assert found["things"]["foreign"] == [1]
    assert found["things"]["other"][0] == "Kagoshima City"
    assert [country["name"] for country in found["countries"]] == ["イタリア", "日本"]


def test_a_tie_is_named_only_where_its_ends_do_not_name_it():
    assert to_columns(make_net(), [(0, 0)] * 5, "en")["lines"]["tie"] == ["", "three", "three", "three"]


def test_what_is_not_known_has_no_number():
    found = to_columns(make_net(), [(0, 0)] * 5, "en")
    assert (found["lines"]["kind"][3], found["lines"]["status"][3], found["lines"]["year"][3]) == (-1, -1, 0)
    assert found["things"]["country"][3:] == [-1, -1]
    assert (found["lines"]["year"][1], found["lines"]["end"][1]) == (1970, 1999)


def test_a_hostile_name_is_data_like_any_other():
    found = to_columns(make_net(), [(0, 0)] * 5, "en")
    assert json.loads(json.dumps(found))["things"]["name"][3] == HOSTILE


def test_each_thing_looks_by_what_it_is_and_where_it_lies():
    assert [find_look(thing) for thing in make_net().things] == ["japan", "abroad", "prefecture", "abroad", "agreement"]
    assert find_look(Thing(ITALY)) == "country"
    assert find_look(Thing(f"{ID}region/IT-72")) == "region"
    assert {look["key"] for look in to_columns(make_net(), [(0, 0)] * 5, "en")["looks"]} == set(LOOKS)


def ring(count: int, start: int = 0) -> list[tuple[int, int]]:
    return [(start + number, start + (number + 1) % count) for number in range(count)]


def test_the_same_net_always_lies_the_same():
    pairs = [*ring(40), *ring(5, 40), (45, 46)]
    assert place_parts(47, pairs) == place_parts(47, list(reversed(pairs)))


def test_no_two_parts_lie_on_each_other():
    pairs = [*ring(12), *((start, start + 1) for start in range(12, 212, 2))]
    places = place_parts(212, pairs)
    middles = [tuple(sum(axis) / 2 for axis in zip(places[n], places[n + 1], strict=True)) for n in range(12, 212, 2)]
    nearest = min(math.dist(one, other) for n, one in enumerate(middles) for other in middles[:n])
    assert nearest >= 30
    assert min(math.hypot(*middle) for middle in middles) > max(math.hypot(*place) for place in places[:12])


def test_a_part_of_many_is_neither_a_crowd_nor_scattered():
    count = 900
    places = place_parts(count, [(number, number // 2) for number in range(1, count)])
    far = sorted(math.hypot(x / 1.3, y * 1.3) for x, y in places)
    # A disc that is evenly filled has half of its things within 0.71 of its radius.
    assert 0.6 < far[count // 2] / far[-1] < 0.8


@pytest.mark.parametrize(
    ("count", "pairs"), [(0, []), (1, []), (2, [(0, 1)]), (3, [(0, 0), (1, 2)]), (4, [(0, 1), (1, 0)])]
)
def test_nets_of_hardly_anything_have_places_too(count, pairs):
    assert len(place_parts(count, pairs)) == count
