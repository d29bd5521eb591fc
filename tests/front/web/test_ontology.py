from __future__ import annotations

import re
from xml.etree import ElementTree

import pyoxigraph as ox

from glocal_graph.model.vocabulary import CLASSES, DATATYPE_PROPERTIES, GLOCAL, OBJECT_PROPERTIES


def test_the_page_has_every_term_with_an_anchor_an_example_and_a_query(browse):
    for language, label in (("en", "Sister"), ("ja", "姉妹")):
        page = browse(f"/ontology?lang={language}")
        entries = dict(re.findall(r'<article class="term" id="(\w+)"(.*?)</article>', page, re.DOTALL))
        assert set(entries) == {*CLASSES, *OBJECT_PROPERTIES, *DATATYPE_PROPERTIES}
        for name, entry in entries.items():
            assert 'class="turtle"' in entry, name
            assert "/sparql?query=" in entry or "/sparql?" in entry, name
        assert label in page


def test_the_page_shows_statements_that_the_graph_holds(browse):
    page = browse("/ontology")
    assert re.search(r'href="/doc/[^"]+">[a-z-]+:[^<]+</a> a <a href="/ontology#Partnership"', page)


def test_the_classes_come_as_a_picture_in_both_languages(client):
    for language, label in (("en", "Partnership"), ("ja", "提携")):
        response = client.get(f"/ontology/classes.svg?lang={language}")
        assert response.mimetype == "image/svg+xml"
        texts = [
            element.text for element in ElementTree.fromstring(response.data).iter() if element.tag.endswith("text")
        ]
        assert label in texts
        assert len(texts) > len(CLASSES)


def test_the_vocabulary_comes_in_every_rdf_format(client):
    for accept in ("application/ld+json", "application/rdf+xml", "application/trig"):
        response = client.get("/ontology", headers={"Accept": accept})
        assert (response.status_code, response.mimetype) == (200, accept)


def test_the_vocabulary_comes_as_turtle_and_n_triples(client):
    for response, fmt in (
        (client.get("/ontology.ttl"), ox.RdfFormat.TURTLE),
        (client.get("/ontology", headers={"Accept": "text/turtle"}), ox.RdfFormat.TURTLE),
        (client.get("/ontology", headers={"Accept": "application/n-triples"}), ox.RdfFormat.N_TRIPLES),
    ):
        subjects = {
            quad.subject.value for quad in ox.parse(response.data, format=fmt) if isinstance(quad.subject, ox.NamedNode)
        }
        assert GLOCAL + "Partnership" in subjects


def test_the_shapes_come_as_turtle(client):
    assert client.get("/ontology/shapes.ttl").mimetype == "text/turtle"
