"""Words of the sources: their Japanese and their numbers, taken only where they are plain."""

from __future__ import annotations

import pytest

from glocal_graph.data.sources.event_words import count_countries, count_heads, read_phrases


@pytest.mark.parametrize(
    ("words", "heads", "countries"),
    [
        ("about 1,000 people (IOC members)", 1000, None),
        ("20 diplomats (including family members) from 13 countries and 1 delegation", 20, 13),
        ("31-person delegation led by the mayor", 31, None),
        ("diplomatic corps from 10 countries", None, 10),
        ("approximately 10-30 people", None, None),
        ("governor, business people; round-table with 6 people", None, None),
        ("9 breweries; mixologists", None, None),
        ("", None, None),
    ],
)
def test_numbers_are_taken_only_where_they_are_plain(words, heads, countries):
    assert (count_heads(words), count_countries(words)) == (heads, countries)


def test_a_phrase_without_japanese_is_named(tmp_path):
    path = tmp_path / "phrases.tsv"
    path.write_text("text_en\ttext_ja\tparticipants\nkites\t\t\nport\t港\t\n", encoding="utf-8")
    problems = []
    assert list(read_phrases(path, problems)) == ["port"]
    assert "phrases.tsv line 2" in str(problems[0])
