from __future__ import annotations

import json

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest, HTTPException

from glocal_graph.data.store import open_store
from glocal_graph.front.web.posted_text import read_fields
from glocal_graph.front.web.protocol import Asked, ask, is_graph, read_request, unknown_graphs
from glocal_graph.model.settings import Settings

SETTINGS = Settings(query_seconds_most=30)
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
G, H = "http://example.org/g", "urn:h"


def read(address: str, **request: object) -> Asked:
    with Flask("protocol").test_request_context(address, **request):
        return read_request(SETTINGS)


@pytest.mark.parametrize(
    ("address", "request_", "asked"),
    [
        ("/sparql", {}, Asked()),
        ("/sparql?query=ASK{}", {}, Asked("ASK{}")),
        ("/sparql?query=ASK{}&format=csv&timeout=2.5", {}, Asked("ASK{}", "csv", seconds=2.5)),
        ("/sparql?query=ASK{}&timeout=", {}, Asked("ASK{}")),
        ("/sparql?query=ASK{}&timeout=1e9", {}, Asked("ASK{}", seconds=30)),
        ("/sparql?query=%EF%BB%BFASK{}%0D%0A", {}, Asked("ASK{}\n")),
        ("/sparql?query=ASK+{%22%E9%B9%BF%22}", {}, Asked('ASK {"鹿"}')),
        (f"/sparql?query=ASK{{}}&default-graph-uri={G}&default-graph-uri={H}&default-graph-uri={G}", {},
         Asked("ASK{}", default_graphs=(G, H))),
        (f"/sparql?query=ASK{{}}&named-graph-uri={G}&default-graph-uri=", {}, Asked("ASK{}", named_graphs=(G,))),
        ("/sparql", {"method": "POST", "data": f"query=ASK%7B%7D&timeout=3&named-graph-uri={G}", "content_type": FORM},
         Asked("ASK{}", named_graphs=(G,), seconds=3)),
        (f"/sparql?default-graph-uri={G}&format=xml",
         {"method": "POST", "data": f"query=ASK%7B%7D&default-graph-uri={H}", "content_type": FORM},
         Asked("ASK{}", "xml", default_graphs=(G, H))),
        (f"/sparql?default-graph-uri={G}&timeout=1",
         {"method": "POST", "data": "ASK {}&", "content_type": DIRECT + '; charset="UTF-8"'},
         Asked("ASK {}&", default_graphs=(G,), seconds=1)),
    ],
)  # fmt: skip
def test_all_that_a_request_says_is_read(address, request_, asked):
    assert read(address, **request_) == asked


@pytest.mark.parametrize(
    ("address", "request_", "status", "reason"),
    [
        ("/sparql?query=A&query=B", {}, 400, "one query"),
        ("/sparql?query=A%00", {}, 400, "NUL"),
        ("/sparql?query=%C0%AF", {}, 400, "UTF-8"),
        ("/sparql?update=CLEAR ALL", {}, 400, "/update"),
        ("/sparql?query=A&timeout=3s", {}, 400, "up to 30"),
        ("/sparql?query=A&timeout=-0", {}, 400, "timeout"),
        ("/sparql?query=A&default-graph-uri=/etc/passwd", {}, 400, "default-graph-uri"),
        ("/sparql?query=A&named-graph-uri=file:///etc/passwd", {}, 400, "named-graph-uri"),
        ("/sparql?query=A&named-graph-uri=http://x/%3E%7D%20SERVICE", {}, 400, "named-graph-uri"),
        ("/sparql?" + "&a=" * 101, {}, 400, "at most 100"),
        ("/sparql?query=A", {"method": "POST", "data": "query=B", "content_type": FORM}, 400, "one query"),
        ("/sparql?query=A", {"method": "POST", "data": "B", "content_type": DIRECT}, 400, "two queries"),
        ("/sparql", {"method": "POST", "data": b"\xff\xfe", "content_type": DIRECT}, 400, "byte 1"),
        ("/sparql", {"method": "POST", "data": "A", "content_type": DIRECT + ";charset=utf-16"}, 415, "utf-16"),
        ("/sparql", {"method": "POST", "data": "A", "content_type": "application/sparql-update"}, 415, "/update"),
        ("/sparql", {"method": "POST", "data": "A", "content_type": "multipart/form-data"}, 415, FORM),
        ("/sparql", {"method": "POST", "data": "A", "content_type": DIRECT, "headers": {"Content-Encoding": "gzip"}},
         415, "Content-Encoding"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_the_reason(address, request_, status, reason):
    with pytest.raises(HTTPException) as caught:
        read(address, **request_)
    assert caught.value.code == status
    assert reason in str(caught.value.description)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", True),
        ("# SELECT\nprefix select: <urn:select>\nBASE <urn:x> describe ?x {}", True),
        ("SELECT * { ?s ?p 'CONSTRUCT' }", False),
        ("", False),
        ("PREFIX a: <b", False),
    ],
)
def test_the_form_of_an_answer_is_read_past_the_prologue(text, expected):
    assert is_graph(text) is expected


@given(st.binary(max_size=300))
def test_any_bytes_are_fields_or_refused(raw):
    try:
        fields = read_fields(raw)
    except BadRequest:
        return
    assert all(isinstance(value, str) for values in fields.values() for value in values)


@pytest.mark.parametrize("kind", ["snapshot", "endpoint"])
def test_a_graph_that_no_store_holds_is_empty_in_each(kind, snapshot_root, request):
    address = str(snapshot_root) if kind == "snapshot" else request.getfixturevalue("oxigraph_server")
    store = open_store(Settings(store=address))
    try:
        held = next(iter(store.graphs()))
        for asked, expected in (
            (Asked("ASK { ?s ?p ?o }"), True),
            (Asked("ASK { ?s ?p ?o }", default_graphs=(G,)), False),
            (Asked("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", named_graphs=(G,)), False),
            (Asked("ASK { ?s ?p ?o }", default_graphs=(G, held)), True),
            (Asked("ASK { ?s ?p ?o }", default_graphs=(G,), named_graphs=(held,)), False),
        ):
            assert json.loads(ask(store, asked, "application/sparql-results+json").body)["boolean"] is expected
            assert set(unknown_graphs(store, asked)) == {*asked.default_graphs, *asked.named_graphs} - {held}
    finally:
        store.close()
