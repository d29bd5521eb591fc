"""A graph whose every text is an attack: markup, scripts, addresses that run, letters turned around, endless names."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

__all__ = ["EVENT", "LONG", "NAMES", "PARTNERS", "PERSON", "PLACE", "SOURCE", "TIES", "hostile_quads"]

_BASE = "https://w3id.org/glocal-graph/"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_SOURCED = ox.NamedNode("http://purl.org/dc/terms/source")
_ANY_URI = ox.NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")

LONG = "長い名前のまち" * 1_500
#: Of the place itself, and of each partner.
NAMES = (
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(2)>',
    "</script><script>alert(3)</script>",
    "\u202egnp.exe\u2066 turned",
    LONG,
    "${alert(4)} {{7*7}} <b>bold</b>",
    "' onmouseover='alert(5)' x='",
    "javascript:alert(6)",
)
PLACE = "municipality/46999"
PARTNERS = tuple(f"municipality/gn-99990{number}" for number in range(1, len(NAMES)))
TIES = tuple(f"partnership/46999--{partner.partition('/')[2]}" for partner in PARTNERS)
EVENT, PERSON, SOURCE = "event/2017-hostile", "person/hostile", "source/hostile-one"


def hostile_quads() -> Iterator[ox.Quad]:
    """The place, its partners, ties, claims, an event, a person and a source."""
    yield from _place(
        PLACE,
        NAMES[0],
        "City",
        within="prefecture/JP-46",
        jisCode="46999",
        country="country/JP",
        level="concept/level-city",
    )
    yield from _thing("country/ZZ", NAMES[1], "Country", "places", isoCode="ZZ")
    yield from _thing("region/ZZ-A", NAMES[2], "Region", "places", within="country/ZZ", country="country/ZZ")
    for number, (partner, name) in enumerate(zip(PARTNERS, NAMES[1:], strict=True)):
        yield from _place(partner, name, "City", within="region/ZZ-A", country="country/ZZ", level="concept/level-city")
        yield from _tie(TIES[number], partner, f"{NAMES[0]} – {name}", 1980 + number)
    yield from _thing("concept/kind-sister", NAMES[0], "Concept", "partnerships")
    yield from _thing("concept/status-active", NAMES[1], "Concept", "partnerships")
    yield from _thing(SOURCE, NAMES[2], "Source", "partnerships", publisher=NAMES[0], address="javascript:alert(7)")
    yield from _thing(EVENT, NAMES[0], "Seminar", "events", about=PLACE, aboutPartnership=TIES[0],
                      date="2017-12-11", description=NAMES[1], note=LONG)  # fmt: skip
    yield from _thing(PERSON, NAMES[6], "Person", "figures", birthPlace=PLACE, description=NAMES[2])


def _place(name: str, label: str, kind: str, **facts: str) -> Iterator[ox.Quad]:
    yield from _thing(name, label, kind, "places", **facts)
    for more in ("Municipality", "LocalGovernment", "Place"):
        yield _quad(name, _RDF_TYPE, _ontology(more), "places")
    for axis, value in (("lat", "31.6"), ("long", "130.5")):
        number = ox.Literal(value, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
        yield _quad(name, ox.NamedNode(f"http://www.w3.org/2003/01/geo/wgs84_pos#{axis}"), number, "places")


def _tie(name: str, partner: str, label: str, year: int) -> Iterator[ox.Quad]:
    yield from _thing(name, label, "Partnership", "partnerships", kind="concept/kind-sister",
                      status="concept/status-active", date=f"{year}-05-03", reason=NAMES[1])  # fmt: skip
    for party in (PLACE, partner):
        yield _quad(name, _ontology("party"), _id(party), "partnerships")
    claim = f"claim/{name.partition('/')[2]}/1"
    yield from _thing(claim, label, "Claim", "partnerships", claimAbout=name, claimedDate="1979",
                      claimedKind="concept/kind-sister", quotedName=NAMES[0])  # fmt: skip


def _thing(name: str, label: str, cls: str, graph: str, /, **facts: str) -> Iterator[ox.Quad]:
    yield _quad(name, _RDF_TYPE, _ontology(cls), graph)
    if cls not in ("Source", "Concept"):
        yield _quad(name, _SOURCED, _id(SOURCE), graph)
    if cls in ("Seminar", "Country", "Region"):
        yield _quad(name, _RDF_TYPE, _ontology("Event" if cls == "Seminar" else "Place"), graph)
    for language in ("en", "ja"):
        yield _quad(name, _LABEL, ox.Literal(label, language=language), graph)
    for fact, value in facts.items():
        yield _quad(name, _ontology(fact), _value(fact, value), graph)


def _value(fact: str, value: str) -> ox.NamedNode | ox.Literal:
    if fact == "address":
        return ox.Literal(value, datatype=_ANY_URI)
    if fact in ("description", "reason", "note"):
        return ox.Literal(value, language="en")
    is_thing = fact not in ("jisCode", "isoCode", "date", "claimedDate", "quotedName", "publisher")
    return _id(value) if is_thing else ox.Literal(value)


def _quad(name: str, link: ox.NamedNode, value: ox.NamedNode | ox.Literal, graph: str) -> ox.Quad:
    return ox.Quad(_id(name), link, value, ox.NamedNode(f"{_BASE}graph/{graph}"))


def _id(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{_BASE}id/{name}")


def _ontology(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{_BASE}ontology#{name}")
