from __future__ import annotations

import pyoxigraph as ox

from glocal_graph.model.vocabulary import CLASSES, GLOCAL


def test_the_page_has_every_class_with_an_anchor(browse):
    page = browse("/ontology?lang=ja")
    for name in CLASSES:
        assert f'id="{name}"' in page
    assert "一つの提携。" in page


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
