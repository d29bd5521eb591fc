"""The queries that the page at /sparql offers to start from, without any script too."""

from __future__ import annotations

from dataclasses import dataclass

from glocal_graph.model.vocabulary import DCTERMS, GLOCAL, ID, RDFS

__all__ = ["SAMPLES", "START", "Sample"]


@dataclass(frozen=True)
class Sample:
    """A query to start from; its title is the message sparql.sample.<name>."""

    name: str
    text: str


#: What a new editor holds; other prefixes of the site come as they are used.
START = f"""PREFIX glocal: <{GLOCAL}>

SELECT ?event ?date ?place WHERE {{
  ?event a glocal:Event ;
    glocal:date ?date ;
    glocal:about ?place .
}} ORDER BY DESC(?date) LIMIT 50"""

SAMPLES = (
    Sample(
        "partners",
        f"""PREFIX glocal: <{GLOCAL}>
PREFIX rdfs: <{RDFS}>
SELECT ?tie ?partner ?name ?since ?kind WHERE {{
  ?city rdfs:label "鹿児島市"@ja .
  ?tie glocal:party ?city, ?partner ; glocal:kind ?kind .
  ?partner rdfs:label ?name .
  OPTIONAL {{ ?tie glocal:date ?since }}
  FILTER (?partner != ?city && LANG(?name) = "ja")
}} ORDER BY ?since""",
    ),
    Sample(
        "countries",
        f"""PREFIX glocal: <{GLOCAL}>
PREFIX rdfs: <{RDFS}>
SELECT ?country ?name (COUNT(DISTINCT ?tie) AS ?ties) WHERE {{
  ?tie a glocal:Partnership ; glocal:party/glocal:country ?country .
  ?country rdfs:label ?name .
  FILTER (LANG(?name) = "en" && ?country != <{ID}country/JP>)
}} GROUP BY ?country ?name ORDER BY DESC(?ties) LIMIT 30""",
    ),
    Sample(
        "disagreements",
        f"""PREFIX glocal: <{GLOCAL}>
PREFIX dcterms: <{DCTERMS}>
SELECT ?thing ?one ?source ?other ?otherSource WHERE {{
  ?a glocal:claimAbout ?thing ; glocal:claimedDate ?one ; dcterms:source ?source .
  ?b glocal:claimAbout ?thing ; glocal:claimedDate ?other ; dcterms:source ?otherSource .
  FILTER (STRLEN(?one) = STRLEN(?other) && ?one < ?other)
}} LIMIT 100""",
    ),
    Sample(
        "turtle",
        f"""PREFIX glocal: <{GLOCAL}>
CONSTRUCT {{ ?tie ?property ?value }} WHERE {{
  ?tie glocal:party/glocal:within* <{ID}prefecture/JP-39> ; ?property ?value .
}}""",
    ),
)
