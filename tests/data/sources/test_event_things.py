"""The things that events name are found by the exact words of their tables, each column in its own tables."""

from __future__ import annotations

import pytest
from tests.data.sources.event_folder import write_folder

from glocal_graph.data.sources.event_things import read_things
from glocal_graph.model.records import Name


def test_a_name_means_what_its_column_can_hold(tmp_path):
    line = "ministry\tMinistry\t外務省庁舎\t\tmunicipality/13101\t\t\n"
    index = read_things(write_folder(tmp_path, sites=line), [])
    assert index.find("venue", "Ministry") == ("site/ministry",)
    assert index.find("organisers", "Ministry") == ("organisation/mofa-japan",)
    assert index.find("people", "Ministry") == ()


def test_a_printed_spelling_can_mean_several_things(tmp_path):
    assert read_things(write_folder(tmp_path), []).find("topics", "local sake") == ("asset/sake", "theme/food")


def test_a_thing_has_its_class_kana_and_place(tmp_path):
    index = read_things(write_folder(tmp_path), [])
    site, person = index.things["site/senso-ji"], index.things["person/kono-taro"]
    assert (site.kind, site.names, site.links) == (
        "Site",
        (Name("せんそうじ", "ja-Hira"),),
        (("within", "municipality/13106"),),
    )
    assert person.links == (("office", "office/minister"),)


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("assets", "Big Kite\tCraft\tKite\t凧\t\t\t\t\n", 'the id "Big Kite" needs lower-case letters'),
        ("assets", "kite\tToy\tKite\t凧\t\t\t\t\n", 'there is no class "Toy"'),
        ("assets", "kite\tCraft\tKite\t\t\t\t\t\n", "name_ja is empty"),
        ("themes", "tourism\tTourism\t観光\t\t\n", "the id tourism is there twice"),
        ("places", "Taito\t13106\t\n", '"13106" is no place; write an id such as municipality/46201'),
    ],
)
def test_a_row_that_cannot_be_right_is_named_and_the_others_are_read(tmp_path, table, line, message):
    problems = []
    index = read_things(write_folder(tmp_path, **{table: line}), problems)
    assert len(problems) == 1
    assert message in str(problems[0])
    assert f"{table}.tsv line" in str(problems[0])
    assert "theme/tourism" in index.things
