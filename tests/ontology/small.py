"""The small valid graph, and how a test breaks it: take properties of a thing away, add others in Turtle."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from glocal_graph.data.findings import Finding
from glocal_graph.data.validation import validate_triples
from glocal_graph.model.settings import Settings

SETTINGS = Settings()
FILE = Path(__file__).with_name("small_valid.ttl")
#: Prefixes of Turtle: those of small_valid.ttl and no others.
HEADER = "\n".join(line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("@prefix"))
NAPLES = "partnership:46201--gn-3172394"
CLAIM = "claim:46201--gn-3172394\\/0a1b2c3d"


def read(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(f"{HEADER}\n{turtle}", format=ox.RdfFormat.TURTLE)]


def expand(name: str) -> str:
    """The IRI of a prefixed name, or of a property of ours that is written without a prefix."""
    return read(f"{name if ':' in name else 'glocal:' + name} rdfs:label '' .")[0].subject.value


def broken(thing: str, without: str, turtle: str) -> list[ox.Triple]:
    """The small graph, the thing without some properties (separated by spaces), and with some Turtle more."""
    gone = {(expand(thing), expand(name)) for name in without.split()}
    kept = read(FILE.read_text(encoding="utf-8").replace(HEADER, ""))
    kept = [t for t in kept if (t.subject.value, t.predicate.value) not in gone]
    return kept + read(turtle.replace("THIS", thing))


def findings(thing: str = "", without: str = "", turtle: str = "") -> list[Finding]:
    return validate_triples(broken(thing or "country:JP", without, turtle), SETTINGS)
