"""Every shape lets the small valid graph pass, and stops a broken one with its own message in both languages."""

from __future__ import annotations

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from glocal_graph.data.files import read_ontology, read_shapes
from glocal_graph.model import vocabulary as v
from tests.ontology.small import CLAIM, NAPLES, SETTINGS, expand, findings

SHAPES = rdflib.Graph().parse(data=read_shapes(SETTINGS.resources), format="turtle")
NAMED = sorted(
    str(shape).rsplit("#", 1)[1]
    for kind in (SH.PropertyShape, SH.NodeShape)
    for shape in SHAPES.subjects(RDF.type, kind)
)
SEMINAR = "event:2017-12-11-seminar"
CITY = "municipality:46201"
SOURCE = "source:www-city-example-0a1b2c3d"
ISSUE = "source:monthly-glocal-news-2018-03"
SECTION = "source:monthly-glocal-news-2018-03\\/seminar"

#: (shape, thing, properties taken away, Turtle added) and the thing is what the finding is about.
CASES = [
    ("labels", CITY, "", 'THIS rdfs:label "Kagoshima"@en .'),
    ("labels", "theme:tourism", "rdfs:label", 'THIS rdfs:label "tourism"@en .'),
    ("labels", "theme:tourism", "rdfs:label", 'THIS rdfs:label "観光"@ja .'),
    ("labels", CLAIM, "rdfs:label", ""),
    ("label-text", SEMINAR, "rdfs:label", 'THIS rdfs:label " seminar"@en , "セミナー"@ja .'),
    ("label-text", SEMINAR, "rdfs:label", 'THIS rdfs:label "seminar"@de , "セミナー"@ja .'),
    ("label-text", SEMINAR, "rdfs:label", 'THIS rdfs:label "seminar" , "セミナー"@ja .'),
    ("label-text", SEMINAR, "rdfs:label", 'THIS rdfs:label ""@en , "セミナー"@ja .'),
    ("iri-change", "source:change-1", "", 'THIS a glocal:Change ; rdfs:label "Change"@en , "変更"@ja .'),
    ("other-name", CITY, "", 'THIS skos:altLabel "  " .'),
    ("place-country", CITY, "country", ""),
    ("place-country", CITY, "", "THIS glocal:country country:IT ."),
    ("place-country", "region:IT-72", "country", "THIS glocal:country region:IT-72 ."),
    ("place-within", "municipality:gn-3172394", "within", ""),
    ("place-within", "municipality:gn-3172394", "within", "THIS glocal:within theme:tourism ."),
    ("site-within", "site:sakurajima", "within", ""),
    ("place-level", CITY, "level", ""),
    ("place-level", CITY, "level", "THIS glocal:level concept:kind-sister ."),
    ("latitude", CITY, "geo:lat", ""),
    ("latitude", CITY, "geo:lat", "THIS geo:lat 90.5 ."),
    ("latitude", CITY, "geo:lat", "THIS geo:lat -90.5 ."),
    ("latitude", CITY, "geo:lat", 'THIS geo:lat "31.6" .'),
    ("latitude", CITY, "", "THIS geo:lat 31.7 ."),
    ("longitude", CITY, "geo:long", ""),
    ("longitude", CITY, "geo:long", "THIS geo:long 180.1 ."),
    ("longitude", CITY, "geo:long", "THIS geo:long -181.0 ."),
    ("population", CITY, "population", "THIS glocal:population -1 ."),
    ("population", CITY, "population", 'THIS glocal:population "many" .'),
    ("geonames-id", CITY, "geonamesId", 'THIS glocal:geonamesId "Q1" .'),
    ("country-code", "country:IT", "isoCode", 'THIS glocal:isoCode "ITA" .'),
    ("country-code", "country:IT", "isoCode", ""),
    ("region-code", "region:IT-72", "isoCode", 'THIS glocal:isoCode "72" .'),
    ("region-within", "region:IT-72", "within", "THIS glocal:within municipality:46201 ."),
    ("prefecture-code", "prefecture:JP-46", "isoCode", 'THIS glocal:isoCode "JP-48" .'),
    ("prefecture-jis", "prefecture:JP-46", "jisCode", 'THIS glocal:jisCode "48" .'),
    ("prefecture-capital", "prefecture:JP-46", "capital", ""),
    ("prefecture-area", "prefecture:JP-46", "areaOfJapan", "THIS glocal:areaOfJapan concept:level-city ."),
    ("prefecture-within", "prefecture:JP-46", "within", "THIS glocal:within country:IT ."),
    ("municipality-code", CITY, "jisCode", 'THIS glocal:jisCode "462012" .'),
    ("municipality-code", CITY, "jisCode", 'THIS glocal:jisCode "48201" .'),
    ("municipality-prefecture", CITY, "within", "THIS glocal:within country:JP ."),
    ("municipality-prefecture", "municipality:former-46-sakurajima", "within", "THIS glocal:within country:JP ."),
    (
        "municipality-prefecture",
        CITY,
        "",
        "THIS glocal:within prefecture:JP-47 . prefecture:JP-47 a glocal:Prefecture .",
    ),
    ("successor", "municipality:former-46-sakurajima", "succeededBy", ""),
    ("successor", "municipality:former-46-sakurajima", "succeededBy", "THIS glocal:succeededBy theme:tourism ."),
    *[
        ("date", NAPLES, "date", f'THIS glocal:date "{text}" .')
        for text in ("3 May 1960", "1960-5-3", "1960-13", "1960/05/03", "昭和35年", "1960-05-03T00:00:00", "")
    ],
    ("date", NAPLES, "", 'THIS glocal:date "1961" .'),
    ("ended-date", NAPLES, "", 'THIS glocal:endedDate "later" .'),
    ("succeeded-on", "municipality:former-46-sakurajima", "succeededOn", 'THIS glocal:succeededOn "2004-11-1" .'),
    ("claimed-date", CLAIM, "claimedDate", 'THIS glocal:claimedDate "May 1960" .'),
    ("issued", ISSUE, "issued", 'THIS glocal:issued "March 2018" .'),
    ("valid-until", NAPLES, "", 'THIS glocal:validUntil "next year" .'),
    ("partner-wish-date", CITY, "", 'THIS glocal:partnerWishDate "2018.3" .'),
    ("date-of-bounds", NAPLES, "date", ""),
    ("bounds", NAPLES, "earliest", 'THIS glocal:earliest "1960-05-04"^^xsd:date .'),
    ("bounds", NAPLES, "earliest", 'THIS glocal:earliest "1960-05-03" .'),
    ("latest", NAPLES, "latest", 'THIS glocal:latest "1960"^^xsd:gYear .'),
    ("year", NAPLES, "year", 'THIS glocal:year "1960"^^xsd:gYear .'),
    ("year-agrees", NAPLES, "year", "THIS glocal:year 1961 ."),
    ("year-has-earliest", NAPLES, "earliest", ""),
    ("year-has-latest", NAPLES, "latest", ""),
    ("partnership-parties", NAPLES, "party", "THIS glocal:party municipality:46201 , municipality:46201 ."),
    ("partnership-parties", NAPLES, "party", 'THIS glocal:party municipality:46201 , "Naples" .'),
    ("partnership-party-class", NAPLES, "", "THIS glocal:party municipality:99999 ."),
    ("partnership-party-class", NAPLES, "", "THIS glocal:party site:sakurajima ."),
    ("partnership-kind", NAPLES, "kind", ""),
    ("partnership-kind", NAPLES, "", "THIS glocal:kind concept:kind-friendship ."),
    ("partnership-status", NAPLES, "status", "THIS glocal:status concept:kind-sister ."),
    ("source-of-fact", NAPLES, "dcterms:source", ""),
    ("source-of-fact", SEMINAR, "dcterms:source", 'THIS dcterms:source "newsletter" .'),
    ("source-of-fact", "person:saigo-takamori", "dcterms:source", "THIS dcterms:source organisation:mofa-japan ."),
    ("source-of-thing", "work:the-last-samurai", "dcterms:source", ""),
    ("source-of-thing", "history:meiji-restoration", "dcterms:source", ""),
    ("source-of-thing", "asset:jigen-ryu", "dcterms:source", ""),
    ("source-of-claim", CLAIM, "dcterms:source", ""),
    ("source-of-claim", CLAIM, "", f"THIS dcterms:source {ISSUE} ."),
    ("claim-about", CLAIM, "claimAbout", "THIS glocal:claimAbout municipality:46201 ."),
    ("claimed-kind", CLAIM, "claimedKind", "THIS glocal:claimedKind concept:status-active ."),
    ("claimed-status", CLAIM, "claimedStatus", "THIS glocal:claimedStatus concept:kind-sister ."),
    ("event-date", SEMINAR, "date earliest latest year", ""),
    ("event-part", SEMINAR, "", "THIS glocal:subEventOf organisation:mofa-japan ."),
    ("head-count", SEMINAR, "headCount", "THIS glocal:headCount 0 ."),
    ("country-count", SEMINAR, "countryCount", "THIS glocal:countryCount 1800 ."),
    ("edition", SEMINAR, "edition", 'THIS glocal:edition "54th" .'),
    ("online", SEMINAR, "online", 'THIS glocal:online "yes" .'),
    ("cost", SEMINAR, "cost", "THIS glocal:cost 1.5 ."),
    ("currency", SEMINAR, "currency", 'THIS glocal:currency "yen" .'),
    ("birthplace", "person:saigo-takamori", "birthPlace", "THIS glocal:birthPlace organisation:mofa-japan ."),
    ("office-of", "office:mayor-46201", "officeOf", "THIS glocal:officeOf theme:tourism ."),
    ("works", "person:saigo-takamori", "inspired", "THIS glocal:inspired site:sakurajima ."),
    ("history", "person:saigo-takamori", "tookPartIn", f"THIS glocal:tookPartIn {SEMINAR} ."),
    ("source-publisher", SOURCE, "publisher", ""),
    ("source-publisher", SOURCE, "publisher", 'THIS glocal:publisher " " .'),
    ("source-kind", SOURCE, "sourceKind", ""),
    ("source-kind", SOURCE, "", "THIS glocal:sourceKind concept:source-kind-press ."),
    *[
        ("source-address", SOURCE, "address", f'THIS glocal:address "{address}"^^xsd:anyURI .')
        for address in ("javascript:alert(1)", "ftp://example.org/", "https://example.org/a b", "www.example.org")
    ],
    ("date-read", SOURCE, "dateRead", 'THIS glocal:dateRead "2026-11" .'),
    ("section-of", SECTION, "sectionOf", ""),
    ("concept-notation", "concept:kind-twin", "", "THIS skos:topConceptOf concept:kinds ."),
    (
        "concept-labels",
        "concept:kind-twin",
        "",
        'THIS skos:topConceptOf concept:kinds ; rdfs:label "Twin"@en , "双子"@ja ; skos:prefLabel "Twin"@en .',
    ),
    # Things under a wrong IRI: the class is right, the folder or the form of the last part is not.
    ("iri-country", "country:Italy", "", "THIS a glocal:Country ."),
    ("iri-region", "region:Campania", "", "THIS a glocal:Region ."),
    ("iri-prefecture", "prefecture:JP-48", "", "THIS a glocal:Prefecture ."),
    ("iri-municipality", "municipality:Napoli", "", "THIS a glocal:City ."),
    ("iri-site", "municipality:sakurajima", "", "THIS a glocal:Site ."),
    ("iri-partnership", "partnership:46201", "", "THIS a glocal:Partnership ."),
    ("iri-event", "event:Seminar_2018", "", "THIS a glocal:Seminar ."),
    ("iri-person", "person:Saigo", "", "THIS a glocal:HistoricalFigure ."),
    ("iri-historical-event", "event:meiji", "", "THIS a glocal:HistoricalEvent ."),
    ("iri-work", "asset:film", "", "THIS a glocal:Film ."),
    ("iri-asset", "work:sword", "", "THIS a glocal:MartialArt ."),
    ("iri-organisation", "office:mofa", "", "THIS a glocal:Organisation ."),
    ("iri-office", "organisation:mayor", "", "THIS a glocal:Office ."),
    ("iri-theme", "asset:tourism", "", "THIS a glocal:Theme ."),
    ("iri-source", "<http://example.org/page>", "", "THIS a glocal:Source ."),
    ("iri-claim", "claim:one", "", "THIS a glocal:Claim ."),
]


def test_the_small_graph_breaks_no_rule() -> None:
    assert findings() == []


@pytest.mark.parametrize(("shape", "thing", "without", "turtle"), CASES)
def test_a_broken_thing_is_found_with_the_shapes_own_message(shape: str, thing: str, without: str, turtle: str) -> None:
    found = [item for item in findings(thing, without, turtle) if item.rule == shape]
    node = next(node for node in SHAPES.subjects(SH.message) if str(node).endswith(f"#{shape}"))
    messages = {text.language: str(text) for text in SHAPES.objects(node, SH.message)}
    assert {item.focus for item in found} == {expand(thing)}
    assert {(item.message_en, item.message_ja) for item in found} == {(messages["en"], messages["ja"])}
    assert {item.severity.title() for item in found} == {str(SHAPES.value(node, SH.severity)).removeprefix(str(SH))}


@pytest.mark.parametrize(
    ("shape", "name", "text", "datatype"),
    [
        ("bounds", "earliest", "1960-02-30", "date"),
        ("latest", "latest", "soon", "date"),
        ("latest", "latest", "1960-05-03T10:00:00", "dateTime"),
        ("year", "year", "nineteen", "integer"),
        ("year", "year", "1" * 5000, "integer"),
        ("date", "date", "1960", "gYear"),
    ],
)
def test_a_text_that_is_none_of_its_datatype_is_found_and_nothing_is_logged(
    shape: str, name: str, text: str, datatype: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = findings(NAPLES, name, f'THIS glocal:{name} "{text}"^^xsd:{datatype} .')
    assert text in [item.value for item in found if item.rule == shape]
    assert caplog.records == []


@pytest.mark.parametrize(("name", "text"), [("headCount", "0"), ("edition", "0"), ("population", "-0.5")])
def test_a_finding_shows_the_value_also_where_it_is_nought(name: str, text: str) -> None:
    found = findings(SEMINAR, name, f"THIS glocal:{name} {text} .")
    assert text in [item.value for item in found if item.path == v.glocal(name)]


def test_a_blank_node_is_no_place() -> None:
    found = findings(turtle='[] a glocal:Site ; rdfs:label "Somewhere"@en , "どこか"@ja ; glocal:within country:JP .')
    assert {"iri-site", "blank-node"} <= {item.rule for item in found}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1960", "1960-01-01", "1960-12-31"),
        ("1960-05", "1960-05-01", "1960-05-31"),
        ("1960-05-03/1960-05-04", "1960-05-03", "1960-05-04"),
    ],
)
def test_vague_dates_and_spans_of_days_are_dates(text: str, first: str, last: str) -> None:
    turtle = (
        f'THIS glocal:date "{text}" ; glocal:earliest "{first}"^^xsd:date ; glocal:latest "{last}"^^xsd:date .'
        f'{CLAIM.replace("0a1b2c3d", "4e5f6a7b")} a glocal:Claim ; rdfs:label "Claim"@en , "記述"@ja ;'
        f'  glocal:claimAbout {NAPLES} ; glocal:claimedDate "{text}" ; dcterms:source {SOURCE} .'
    )
    assert findings(NAPLES, "date earliest latest", turtle) == []


def test_every_shape_has_a_broken_example() -> None:
    assert sorted({case[0] for case in CASES}) == NAMED


def test_every_shape_says_what_is_wrong_in_both_languages_and_how_bad_it_is() -> None:
    for shape in {*SHAPES.subjects(RDF.type, SH.PropertyShape), *SHAPES.subjects(RDF.type, SH.NodeShape)}:
        languages = sorted(str(text.language) for text in SHAPES.objects(shape, SH.message))
        assert languages == ["en", "ja"], shape
        assert SHAPES.value(shape, SH.severity) in {SH.Violation, SH.Warning}, shape


def test_the_shapes_are_shacl() -> None:
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


def test_no_shape_uses_a_term_that_the_ontology_or_the_schemes_lack() -> None:
    known = {triple.subject.value for triple in read_ontology(SETTINGS.resources)}
    used = {str(term) for triple in SHAPES for term in triple if isinstance(term, rdflib.URIRef)}
    ours = {term for term in used if term.startswith((v.GLOCAL, v.ID + "concept/"))}
    assert len(ours) > 50
    assert ours <= known


@pytest.mark.parametrize("scheme", v.CONCEPT_SCHEMES)
def test_a_list_of_concepts_in_a_shape_is_the_whole_scheme(scheme: str) -> None:
    start, notations = v.CONCEPT_SCHEMES[scheme]
    whole = {v.concept(start, notation) for notation in notations}
    lists = [{str(item) for item in SHAPES.items(head)} for head in SHAPES.objects(None, SH["in"])]
    assert [names for names in lists if names & whole]
    assert all(names == whole for names in lists if names & whole)


def test_every_class_has_a_shape() -> None:
    aimed = {str(name) for name in SHAPES.objects(None, SH.targetClass)}
    bare = [name for name in v.CLASSES if not aimed & set(v.class_of(name))]
    assert bare == []
