"""A small graph of ties for the tests of plans and comparisons, written from a table."""

from __future__ import annotations

import pyoxigraph as ox

from tests.small_graph import MemoryStore

ID = "https://w3id.org/glocal-graph/id/"
HEAD = """
@prefix glocal: <https://w3id.org/glocal-graph/ontology#> .
@prefix id: <https://w3id.org/glocal-graph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/glocal-graph/id/> .
<concept/status-active> rdfs:label "Active"@en . <concept/kind-sister> rdfs:label "Sister city"@en, "姉妹都市"@ja .
<country/JP> a glocal:Country ; rdfs:label "Japan"@en, "日本"@ja .
<country/US> a glocal:Country ; rdfs:label "United States"@en, "アメリカ合衆国"@ja .
<prefecture/JP-39> a glocal:Prefecture ; rdfs:label "Kochi Prefecture"@en, "高知県"@ja ; glocal:within <country/JP> .
<municipality/1> a glocal:City ; rdfs:label "One City"@en, "一市"@ja ; glocal:within <prefecture/JP-39> .
<municipality/2> a glocal:City ; rdfs:label "Two City"@en, "二市"@ja ; glocal:within <prefecture/JP-39> .
<municipality/3> a glocal:City ; rdfs:label "Three City"@en, "三市"@ja ; glocal:within <country/JP> .
<municipality/gn-9> a glocal:City ; rdfs:label "Nine"@en, "ナイン"@ja ; glocal:within <country/US> .
<municipality/gn-8> a glocal:City ; rdfs:label "Eight"@en, "エイト"@ja ; glocal:within <country/US> .
<source/a> rdfs:label "List"@en ; glocal:publisher "One City" ; glocal:address "https://one.example.jp/" .
<source/b> rdfs:label "Other"@en ; glocal:publisher "CLAIR" ; glocal:address "https://two.example.jp/" .
"""


def tie(place: str, partner: str, date: str = "", status: str = "active", claimed: str = "") -> str:
    """One tie as Turtle; `claimed` is a date that its second source gives."""
    name = f"<partnership/{place.rpartition('/')[2]}--{partner}>"
    text = (
        f"{name} a glocal:Partnership ; glocal:party <{place}>, <municipality/{partner}> ;"
        f" glocal:kind <concept/kind-sister> ; glocal:status <concept/status-{status}> ; dcterms:source <source/a> ."
    )
    if date:
        text += f' {name} glocal:date "{date}" .'
    if claimed:
        text += f' <claim/1> glocal:claimAbout {name} ; glocal:claimedDate "{claimed}" ; dcterms:source <source/b> .'
    return text


def store_of(*ties: str) -> MemoryStore:
    """A store in memory with these ties and the places of this module."""
    return MemoryStore(list(ox.parse(HEAD + "\n".join(ties), format=ox.RdfFormat.TURTLE)))
