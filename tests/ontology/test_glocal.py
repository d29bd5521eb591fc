"""The ontology has every term of the design, in both languages, and the code's names are the same."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from glocal_graph.data.facts import Facts
from glocal_graph.data.files import read_ontology, read_rdf
from glocal_graph.model import vocabulary as v
from glocal_graph.model.settings import Settings

FOLDER = Settings().resources / "ontology"
TRIPLES = read_ontology(Settings().resources)
FACTS = Facts(TRIPLES)
TERMS = sorted(subject for subject in FACTS.about if subject.startswith(v.GLOCAL))
ONTOLOGY = v.GLOCAL.rstrip("#")

#: The names that the design promises to those who write queries; they are for good.
PROMISED_CLASSES = """
    Country Region Prefecture Municipality City SpecialWard Town Village Site Partnership Event Reception Seminar
    StudyTour Forum ProjectAbroad OfficialVisit AnniversaryEvent Signing HistoricalFigure Person HistoricalEvent
    CreativeWork CulturalAsset Food Craft PerformingArt MartialArt Organisation Source Claim
    Place LocalGovernment County District Theme Office SourceSection Film
"""
PROMISED_PROPERTIES = """
    within party kind status partnerOf sisterCityOf date earliest latest year organiser coOrganiser participant venue
    about features birthPlace tookPartIn inspired associatedWith claimAbout claimedDate claimedKind claimedStatus
    reason succeededBy subEventOf isoCode jisCode geonamesId level capital areaOfJapan population succeededOn
    headCount countryCount audience edition aboutPartnership online endedDate note knownFor description publisher
    address dateRead sourceKind publishedBy issued sectionOf quotedName officeOf country topic field helpedAfter
    hostTownOf cost currency partnerWish partnerWishDate validUntil change changedIn release
"""


def types(term: str) -> set[str]:
    return set(FACTS.links(term, v.RDF_TYPE))


@pytest.mark.parametrize("name", PROMISED_CLASSES.split())
def test_a_promised_class_is_there(name: str) -> None:
    assert v.OWL + "Class" in types(v.GLOCAL + name)


@pytest.mark.parametrize("name", PROMISED_PROPERTIES.split())
def test_a_promised_property_is_there(name: str) -> None:
    assert types(v.GLOCAL + name) & {v.OWL + "ObjectProperty", v.OWL + "DatatypeProperty"}


def test_the_codes_names_and_the_ontologys_are_the_same() -> None:
    by_type = {kind: {t.removeprefix(v.GLOCAL) for t in TERMS if v.OWL + kind in types(t)} for kind in KINDS_OF_TERM}
    assert by_type["Class"] == set(v.CLASSES)
    assert by_type["ObjectProperty"] == set(v.OBJECT_PROPERTIES)
    assert by_type["DatatypeProperty"] == set(v.DATATYPE_PROPERTIES)
    assert set().union(*by_type.values()) == {term.removeprefix(v.GLOCAL) for term in TERMS}


KINDS_OF_TERM = ("Class", "ObjectProperty", "DatatypeProperty")


@pytest.mark.parametrize("name", v.CLASSES)
def test_the_codes_classes_lie_below_the_same_as_the_ontologys(name: str) -> None:
    above = FACTS.links(v.GLOCAL + name, v.RDFS + "subClassOf")
    assert sorted(v.CLASSES[name]) == sorted(a.removeprefix(v.GLOCAL) for a in above if a.startswith(v.GLOCAL))


@pytest.mark.parametrize("term", TERMS, ids=v.shorten)
def test_every_term_has_a_name_and_an_explanation_in_both_languages(term: str) -> None:
    for name in ("label", "comment"):
        values = [value for value in FACTS.values(term, v.RDFS + name) if isinstance(value, ox.Literal)]
        assert sorted(str(value.language) for value in values) == ["en", "ja"]
        japanese = next(value.value for value in values if value.language == "ja")
        assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", japanese)
    assert FACTS.links(term, v.RDFS + "isDefinedBy") == [ONTOLOGY]


@pytest.mark.parametrize("term", TERMS, ids=v.shorten)
def test_what_a_term_of_ours_refers_to_among_our_terms_is_there(term: str) -> None:
    linked = {
        value.value for values in FACTS.about[term].values() for value in values if isinstance(value, ox.NamedNode)
    }
    assert {other for other in linked if other.startswith(v.GLOCAL)} <= set(TERMS)


def test_the_ontology_says_its_version_licence_and_authors() -> None:
    assert FACTS.first(ONTOLOGY, v.OWL + "versionIRI").startswith(ONTOLOGY + "/")
    assert FACTS.first(ONTOLOGY, v.DCTERMS + "license") == "https://creativecommons.org/licenses/by/4.0/"
    assert FACTS.first(ONTOLOGY, "http://purl.org/dc/elements/1.1/creator") == "Glocal Graph contributors"


@pytest.mark.parametrize("space", [v.SCHEMA, v.PROV, v.SKOS, v.ORG, v.GEO, v.FOAF, v.DCTERMS])
def test_the_ontology_is_aligned_with_the_vocabularies_that_others_use(space: str) -> None:
    above = (v.RDFS + "subClassOf", v.RDFS + "subPropertyOf")
    aligned = [iri for term in TERMS for name in above for iri in FACTS.links(term, name)]
    assert any(iri.startswith(space) for iri in aligned)


def test_within_is_transitive_and_partners_are_mutual() -> None:
    assert v.OWL + "TransitiveProperty" in types(v.glocal("within"))
    assert v.OWL + "SymmetricProperty" in types(v.glocal("partnerOf"))
    assert v.OWL + "SymmetricProperty" in types(v.glocal("sisterCityOf"))
    assert v.glocal("partnerOf") in FACTS.links(v.glocal("sisterCityOf"), v.RDFS + "subPropertyOf")


def test_the_ontology_has_no_blank_nodes() -> None:
    assert not [t for t in TRIPLES if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]


@pytest.mark.parametrize("scheme", v.CONCEPT_SCHEMES)
def test_a_concept_scheme_has_the_concepts_that_the_code_knows(scheme: str) -> None:
    start, notations = v.CONCEPT_SCHEMES[scheme]
    iri = v.iri(f"concept/{scheme}")
    tops = FACTS.links(iri, v.SKOS + "hasTopConcept")
    assert set(tops) == {v.concept(start, notation) for notation in notations}
    for concept in tops:
        assert FACTS.texts(concept, v.SKOS + "notation") == [concept.rsplit(f"{start}-", 1)[1]]
        assert FACTS.links(concept, v.SKOS + "inScheme") == [iri]
        assert FACTS.links(concept, v.SKOS + "topConceptOf") == [iri]


@pytest.mark.parametrize("subject", sorted(s for s in FACTS.about if s.startswith(v.ID)), ids=v.shorten)
def test_a_concepts_preferred_names_are_its_labels_in_both_languages(subject: str) -> None:
    labels = FACTS.values(subject, v.RDFS_LABEL)
    assert set(FACTS.values(subject, v.SKOS + "prefLabel")) == set(labels)
    assert sorted(str(label.language) for label in labels if isinstance(label, ox.Literal)) == ["en", "ja"]


@pytest.mark.parametrize("name", ["glocal.ttl", "schemes.ttl", "shapes.ttl"])
def test_a_file_of_the_ontology_is_turtle(name: str) -> None:
    assert len(read_rdf(FOLDER / name)) > 100
