"""Ids stay the same from release to release, whatever the order of the facts."""

from __future__ import annotations

import pytest

from glocal_graph.model.identifiers import claim_id, partnership_id, source_id


def test_two_pages_of_one_host_have_two_ids():
    first, second = source_id("https://city.example/a"), source_id("https://city.example/b")
    assert first != second
    assert first.startswith("source/city-example-")


def test_a_claims_id_changes_with_its_facts_only():
    one = claim_id("event/x", "https://city.example/", "Tour", "2018")
    assert one == claim_id("event/x", "https://city.example/", "Tour", "2018")
    assert one != claim_id("event/x", "https://city.example/", "Tour", "2019")


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        (("municipality/gn-3172394", "municipality/46201"), "partnership/46201--gn-3172394"),
        (("region/US-GA", "prefecture/JP-46"), "partnership/JP-46--US-GA"),
        (("municipality/gn-2", "municipality/gn-1", "municipality/13106"), "partnership/13106--gn-1--gn-2"),
    ],
)
def test_a_ties_id_puts_japan_first(parties, expected):
    assert partnership_id(parties) == expected
