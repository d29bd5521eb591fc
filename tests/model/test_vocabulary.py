"""Names for code: a slip of the pen is an error, IRIs shorten and grow back, the base is one setting."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from glocal_graph.model import vocabulary as v


@pytest.mark.parametrize("name", ["partner", "Party", "", "party "])
def test_a_term_that_the_ontology_lacks_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        v.glocal(name)


def test_a_concept_or_graph_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        v.concept("kind", "twin")
    with pytest.raises(ValueError, match="places"):
        v.graph("people")


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (v.ID + "municipality/46201", "municipality:46201"),
        (v.ID + "something/else", "id:something/else"),
        (v.GLOCAL + "party", "glocal:party"),
        (v.GEO_LAT, "geo:lat"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_an_iri_is_shortened_by_the_longest_prefix_that_fits(iri: str, short: str) -> None:
    assert v.shorten(iri) == short


def test_a_class_comes_with_all_classes_above_it_once() -> None:
    names = [iri.removeprefix(v.GLOCAL) for iri in v.class_of("SpecialWard")]
    assert names == ["SpecialWard", "Municipality", "LocalGovernment", "Place"]
    assert all(above in v.CLASSES for supers in v.CLASSES.values() for above in supers)


def test_an_id_and_its_iri_lead_to_each_other() -> None:
    assert v.local(v.iri("event/x")) == "event/x"
    assert v.local("https://example.org/x") == "https://example.org/x"


def test_the_base_of_every_iri_is_one_setting() -> None:
    code = (
        "from glocal_graph.model import vocabulary as v;"
        "print(v.glocal('party'), v.iri('x'), v.rebase('<https://w3id.org/glocal-graph/id/x>'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "GLOCAL_BASE": "https://example.org/g"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [
        "https://example.org/g/ontology#party",
        "https://example.org/g/id/x",
        "<https://example.org/g/id/x>",
    ]
