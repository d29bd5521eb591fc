from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pyoxigraph as ox
import pytest

QUERY = 'SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(?l = "鹿児島市"@ja) }'
CONSTRUCT = "CONSTRUCT WHERE { <https://w3id.org/glocal-graph/id/municipality/46201> ?p ?o }"
IRI = "https://w3id.org/glocal-graph/id/municipality/46201"


def ask(client, query=QUERY, accept="application/sparql-results+json", **more):
    return client.get("/sparql", query_string={"query": query, **more}, headers={"Accept": accept})


@pytest.mark.parametrize(
    "send",
    [
        lambda c: c.get("/sparql", query_string={"query": QUERY}),
        lambda c: c.post("/sparql", data={"query": QUERY}),
        lambda c: c.post("/sparql", data=QUERY.encode(), content_type="application/sparql-query"),
        lambda c: c.post("/sparql", data=QUERY.encode(), content_type="application/sparql-query; charset=utf-8"),
    ],
    ids=["GET", "POST form", "POST direct", "POST direct with charset"],
)
def test_a_query_can_be_sent_in_the_three_ways_of_the_protocol(client, send):
    response = send(client)
    assert response.status_code == 200
    assert response.mimetype == "application/sparql-results+json"
    assert [row["s"]["value"] for row in response.json["results"]["bindings"]] == [IRI]


def test_rows_come_as_json_xml_csv_and_tsv(client):
    assert ask(client, accept="application/json").json["head"]["vars"] == ["s", "l"]
    assert ElementTree.fromstring(ask(client, accept="application/sparql-results+xml").text).tag.endswith("sparql")
    rows = list(csv.reader(io.StringIO(ask(client, accept="text/csv").text)))
    assert rows == [["s", "l"], [IRI, "鹿児島市"]]
    tsv = ask(client, format="tsv")
    assert tsv.mimetype == "text/tab-separated-values"
    assert tsv.text.splitlines()[1] == f'<{IRI}>\t"鹿児島市"@ja'


@pytest.mark.parametrize(
    ("accept", "fmt"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_a_graph_comes_in_each_form_of_rdf(client, accept, fmt):
    response = ask(client, CONSTRUCT, accept)
    assert response.mimetype == accept
    assert {quad.subject.value for quad in ox.parse(response.data, format=fmt)} == {IRI}


def test_a_yes_or_no_is_told(client):
    assert ask(client, "ASK { ?s ?p ?o }").json["boolean"] is True


@pytest.mark.parametrize(
    "query",
    [
        "# SELECT\nPREFIX a: <http://a/SELECT#>\n" + CONSTRUCT,
        "base <http://construct/> construct where { ?s ?p ?o }",
        "DESCRIBE <https://w3id.org/glocal-graph/id/municipality/46201>",
    ],
)
def test_the_kind_of_query_is_read_past_its_prologue(client, query):
    assert ask(client, query, "text/turtle").status_code == 200


def test_a_browser_without_a_query_gets_the_editor(browse):
    page = browse("/sparql")
    assert "<textarea" in page
    assert "PREFIX glocal:" in page


def test_a_browser_with_a_query_gets_a_table_of_labels_and_links(browse):
    page = browse("/sparql?query=" + "SELECT ?s { ?s a <https://w3id.org/glocal-graph/ontology%23HistoricalFigure> }")
    assert 'href="/doc/person/saigo-takamori"' in page
    assert ">Saigo Takamori</a>" in page
    assert "format=csv" in page


def test_the_vocabulary_and_the_graphs_are_linked_on_this_site(browse):
    base = "https://w3id.org/glocal-graph/"
    page = browse(f"/sparql?query=SELECT * {{ VALUES ?x {{ <{base}ontology> <{base}graph/ontology> }} }}")
    assert 'href="/ontology"' in page
    assert 'href="/graph/ontology"' in page


def test_a_browser_gets_a_graph_as_turtle(browse):
    assert "かごしまし" in browse("/sparql?query=" + CONSTRUCT)


def test_the_browsers_form_can_be_overruled_by_format(client):
    response = client.get("/sparql", query_string={"query": QUERY, "format": "csv"}, headers={"Accept": "text/html"})
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_long_answer_is_cut_on_the_page_and_says_so(browse):
    assert "Only the first 500 of" in browse("/sparql?query=SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000")


def test_the_sample_queries_are_answered(browse):
    import re
    from html import unescape

    samples = re.findall(r'href="(/sparql\?query=[^"]+)"', browse("/sparql"))
    assert len(samples) == 4
    for address in samples:
        assert 'id="answer"' in browse(unescape(address))


# ── What is refused ───────────────────────────────────────────────────────────────────────────────────────


def test_a_syntax_error_names_line_and_column(client):
    response = ask(client, "SELECT *\nWHERE { ?s ?p }")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.json["line"] == 2
    assert response.json["column"] > 1
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_syntax_error_is_shown_at_its_line(browse):
    page = browse("/sparql?lang=ja&query=SELECT *%0AWHERE { ?s ?p }", 400)
    assert "2行目" in page
    assert "▲" in page
    assert "WHERE { ?s ?p }" in page


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda c: c.get("/sparql?query=", headers={"Accept": "application/json"}), 400),
        (lambda c: c.post("/sparql", data={"format": "json"}), 400),
        (lambda c: c.get("/sparql?query=ASK{}&query=ASK{}"), 400),
        (lambda c: c.get("/sparql?update=CLEAR ALL"), 400),
        (lambda c: c.post("/sparql", data={"update": "CLEAR ALL"}), 400),
        (lambda c: c.post("/sparql", data="CLEAR ALL", content_type="application/sparql-update"), 415),
        (lambda c: c.post("/sparql", data=QUERY.encode(), content_type="text/plain"), 415),
        (lambda c: c.post("/sparql", data=QUERY.encode()), 415),
        (lambda c: c.post("/sparql?query=ASK{}", data=b"ASK{}", content_type="application/sparql-query"), 400),
        (lambda c: c.post("/sparql", data=b"ASK { \xff }", content_type="application/sparql-query"), 400),
        (lambda c: c.post("/sparql", data=QUERY.encode("utf-16"), content_type="application/sparql-query"), 400),
        (lambda c: c.get("/sparql?query=ASK{%FF}"), 400),
        (lambda c: c.get("/sparql?query=ASK{}%00"), 400),
        (lambda c: c.get("/sparql?query=ASK{}&default-graph-uri=file:///etc/passwd"), 400),
        (lambda c: c.get("/sparql?query=ASK{}&named-graph-uri=relative"), 400),
        (lambda c: c.get("/sparql?query=ASK{}&timeout=soon"), 400),
        (lambda c: c.get("/sparql?query=ASK{}&timeout=0"), 400),
        (lambda c: c.get("/sparql?query=ASK{}&timeout=-1"), 400),
        (lambda c: c.get("/sparql?query=ASK{}&timeout=inf"), 400),
        (lambda c: c.get("/sparql?query=ASK{}&timeout=nan"), 400),
        (lambda c: c.post("/sparql", data={"query": "ASK{}"}, headers={"Content-Encoding": "gzip"}), 415),
        (lambda c: c.get("/sparql?" + "a=1&" * 200), 400),
        (lambda c: c.put("/sparql", data="x"), 405),
        (lambda c: c.get("/sparql?query=ASK{}&format=docx"), 406),
        (lambda c: c.get("/sparql?query=ASK{}", headers={"Accept": "image/png"}), 406),
        (lambda c: c.get("/sparql?query=SELECT * { ?s ?p ?o }", headers={"Accept": "text/turtle"}), 406),
        (lambda c: c.post("/sparql", data={"query": "#" + "x" * 70_000}), 413),
        (lambda c: c.get("/sparql", query_string={"query": "#" + "x" * 70_000}), 414),
        (lambda c: c.post("/sparql", data=b"x" * 9_000_000, content_type="application/sparql-query"), 413),
        (lambda c: c.get("/sparql?query=SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 400),
        (lambda c: c.post("/sparql", data={"query": "ASK " + "{" * 5000 + "}" * 5000}), 400),
        (lambda c: c.get("/sparql?query=DROP ALL"), 400),
    ],
)
def test_a_wrong_request_gets_its_status_and_one_clear_reason(client, send, status):
    response = send(client)
    assert response.status_code == status, response.text[:300]
    body = json.loads(response.data)
    assert body["status"] == status
    assert body["detail"]
    assert "Traceback" not in response.text


def test_a_runaway_is_stopped_and_the_client_told_to_come_back(settings, client):
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c < ?f && ?i < ?l) }"
    response = ask(client, query)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert ask(client).status_code == 200


def test_the_word_service_in_a_text_is_no_call(client):
    assert ask(client, 'ASK { ?s ?p "SERVICE <http://x/>" } # SERVICE').status_code == 200


def test_the_same_answer_is_not_sent_twice(client):
    first = ask(client)
    again = client.get(
        "/sparql",
        query_string={"query": QUERY},
        headers={"If-None-Match": first.headers["ETag"], "Accept": "application/sparql-results+json"},
    )
    assert again.status_code == 304
    other = ask(client, accept="text/csv")
    assert other.headers["ETag"] != first.headers["ETag"]
    assert "accept" in other.headers["Vary"].lower()


@pytest.mark.parametrize("passing", ["NOW()", "now ()", "RAND()", "STRUUID()", "\\u004eOW()"])
def test_an_answer_that_is_another_each_time_is_not_kept(client, passing):
    for accept in ("application/sparql-results+json", "text/html"):
        assert "ETag" in ask(client, accept=accept).headers
        answer = ask(client, f"SELECT ({passing} AS ?x) {{}}", accept)
        assert "ETag" not in answer.headers
        assert "public" not in answer.headers["Cache-Control"]


def test_head_and_options_are_answered(client):
    head = client.head("/sparql", query_string={"query": QUERY})
    assert head.status_code == 200
    assert head.data == b""
    assert client.options("/sparql").headers["Access-Control-Allow-Methods"]
