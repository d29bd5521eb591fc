"""The queries of the W3C's SPARQL 1.1 Protocol tests, in our own words, over real connections to a real server.

Each test has the name that it has there. The graphs data1.rdf to data3.rdf are names of graphs that the snapshot
holds, each with one statement on itself; data0.rdf is a name that nobody gave a graph, as there.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from glocal_graph.data.store.snapshot import draft
from tests.front.web.running import ask, find_port, running, wait_for

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
FOLDER = "http://kasei.us/2009/09/sparql/data/"
DATA = [f"{FOLDER}data{number}.rdf" for number in range(4)]
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOCUMENT = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("protocol")
    with draft(folder / "store") as made:
        for name in DATA[1:]:
            graph = ox.NamedNode(name)
            made.store.add(ox.Quad(graph, TYPE, DOCUMENT, graph))
        made.publish()
    with running(folder, store=str(folder / "store"), port=0) as (_, said):
        yield wait_for(find_port(said, folder))


def address(*graphs: tuple[str, str], **fields: str) -> str:
    return "/sparql?" + urlencode([*fields.items(), *graphs])


def default(*numbers: int) -> list[tuple[str, str]]:
    return [("default-graph-uri", DATA[number]) for number in numbers]


def named(*numbers: int) -> list[tuple[str, str]]:
    return [("named-graph-uri", DATA[number]) for number in numbers]


def is_true(answer: tuple) -> bool:
    status, headers, body = answer
    assert status == 200, body
    assert headers["Content-Type"] == "application/sparql-results+json"
    return json.loads(body)["boolean"] is True


def post(port: int, where: str, text: str) -> tuple:
    return ask(port, where, "POST", text.encode(), Content_Type=DIRECT)


def stated(number: int) -> str:
    return f"<{DATA[number]}> a ?type{number}"


def stated_in_a_graph(number: int) -> str:
    return f"GRAPH ?g{number} {{ {stated(number)} }}"


# ── What is answered ──────────────────────────────────────────────────────────────────────────────────────


def test_query_get(port):
    assert is_true(ask(port, address(*default(0), query="ASK {}")))


def test_query_post_form(port):
    assert is_true(ask(port, address(*default(0)), "POST", b"query=ASK%20%7B%7D", Content_Type=FORM))


def test_query_post_direct(port):
    assert is_true(post(port, "/sparql", "ASK {}"))


def test_the_address_may_end_with_a_slash_as_it_does_in_the_suite(port):
    assert is_true(post(port, "/sparql/", "ASK {}"))


def test_query_dataset_default_graph(port):
    query = f"ASK {{ {stated(1)} }}"
    assert is_true(post(port, address(*default(1)), query))
    assert not is_true(post(port, address(*default(2)), query))


def test_query_dataset_default_graphs_get(port):
    query = f"ASK {{ {stated(1)} . {stated(2)} }}"
    assert is_true(ask(port, address(*default(1, 2), query=query)))
    assert not is_true(ask(port, address(*default(1), query=query)))


def test_query_dataset_default_graphs_post(port):
    query = f"ASK {{ {stated(1)} . {stated(2)} FILTER NOT EXISTS {{ {stated(3)} }} }}"
    assert is_true(post(port, address(*default(1, 2)), query))
    assert not is_true(post(port, address(*default(1, 2, 3)), query))


def test_query_dataset_named_graphs_get(port):
    query = f"ASK {{ {stated_in_a_graph(1)} {stated_in_a_graph(2)} }}"
    assert is_true(ask(port, address(*named(1, 2), query=query)))
    assert not is_true(ask(port, address(*named(1), query=query)))


def test_query_dataset_named_graphs_post(port):
    query = f"ASK {{ {stated_in_a_graph(1)} {stated_in_a_graph(2)} FILTER NOT EXISTS {{ ?s ?p ?o }} }}"
    assert is_true(post(port, address(*named(1, 2)), query))


def test_query_dataset_full(port):
    query = f"ASK {{ {stated(3)} {stated_in_a_graph(1)} {stated_in_a_graph(2)} }}"
    assert is_true(post(port, address(*default(3), *named(1, 2)), query))
    assert not is_true(post(port, address(*default(1), *named(2, 3)), query))


def test_query_multiple_dataset(port):
    """The graphs of the request count, not those of the text."""
    query = f"ASK FROM <{DATA[3]}> {{ {stated_in_a_graph(1)} {stated_in_a_graph(2)} }}"
    assert is_true(post(port, address(*named(1, 2)), query))
    assert not is_true(post(port, address(*named(1, 3)), query))
    # As the suite has it: the second graph's name runs on from the first, with "&" and "=" encoded.
    together = quote(f"{DATA[1]}&named-graph-uri={DATA[2]}", safe="")
    assert is_true(post(port, f"/sparql?named-graph-uri={together}", query))


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("SELECT (1 AS ?value) {}", {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"}),
        ("ASK {}", {"application/sparql-results+json", "application/sparql-results+xml"}),
        ("DESCRIBE <http://example.org/>", {"text/turtle", "application/rdf+xml", "application/n-triples"}),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", {"text/turtle", "application/rdf+xml", "application/n-triples"}),
    ],
    ids=["query_content_type_select", "query_content_type_ask", "query_content_type_describe",
         "query_content_type_construct"],
)  # fmt: skip
def test_query_content_type(port, query, kinds):
    status, headers, body = post(port, address(*default(0)), query)
    assert status == 200, body
    assert headers["Content-Type"].partition(";")[0] in kinds
    for kind in kinds:
        status, headers, _ = ask(port, address(query=query), Accept=kind)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)


# ── What is refused ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("expected", "method", "where", "body", "headers"),
    [
        pytest.param(405, "PUT", address(query="ASK {}"), None, {"Content_Type": FORM}, id="bad_query_method"),
        pytest.param(405, "DELETE", address(query="ASK {}"), None, {}, id="bad_query_method DELETE"),
        pytest.param(400, "GET", "/sparql?query=ASK%7B%7D&query=SELECT%2A%7B%7D", None, {}, id="bad_multiple_queries"),
        pytest.param(415, "POST", "/sparql", b"ASK {}", {"Content_Type": "text/plain"},
                     id="bad_query_wrong_media_type"),
        pytest.param(415, "POST", "/sparql", b"query=ASK%7B%7D", {}, id="bad_query_missing_form_type"),
        pytest.param(415, "POST", "/sparql", b"ASK {}", {}, id="bad_query_missing_direct_type"),
        pytest.param(415, "POST", "/sparql", "ASK {}".encode("utf-16"), {"Content_Type": f"{DIRECT}; charset=UTF-16"},
                     id="bad_query_non_utf8"),
        pytest.param(400, "POST", "/sparql", "ASK {}".encode("utf-16"), {"Content_Type": DIRECT},
                     id="bad_query_non_utf8, unsaid"),
        pytest.param(400, "POST", "/sparql", b'ASK { ?s ?p "\xe9" }', {"Content_Type": DIRECT}, id="Latin-1"),
        pytest.param(400, "GET", "/sparql?query=ASK%7B?s?p%22%E9%22%7D", None, {}, id="Latin-1, percent-encoded"),
        pytest.param(400, "GET", address(query="ASK {"), None, {}, id="bad_query_syntax"),
        pytest.param(400, "GET", address(update="CLEAR ALL"), None, {}, id="bad_update_get"),
        pytest.param(400, "POST", "/sparql", b"update=CLEAR%20ALL", {"Content_Type": FORM}, id="an update as a query"),
        pytest.param(415, "POST", "/sparql", b"CLEAR ALL", {"Content_Type": "application/sparql-update"},
                     id="an update, posted"),
        pytest.param(400, "GET", "/sparql", None, {"Accept": "text/csv"}, id="nothing"),
        pytest.param(400, "GET", "/sparql?query=", None, {}, id="an empty query"),
        pytest.param(400, "GET", "/sparql?quary=ASK%7B%7D", None, {}, id="a query by another name"),
        pytest.param(400, "POST", "/sparql", b"", {"Content_Type": FORM}, id="an empty form"),
        pytest.param(400, "POST", address(query="ASK {}"), b"ASK {}", {"Content_Type": DIRECT}, id="two queries"),
    ],
)  # fmt: skip
def test_a_request_that_is_not_of_the_protocol_gets_its_4xx_and_why(port, expected, method, where, body, headers):
    status, given, said = ask(port, where, method, body, **headers)
    assert status == expected, said
    assert given["Content-Type"] == "application/problem+json"
    assert json.loads(said)["detail"]
    if status == 405:
        assert {"GET", "HEAD", "OPTIONS", "POST"} == set(given["Allow"].split(", "))
    if status == 415:
        assert given["Accept-Post"] == f"{FORM}, {DIRECT}"


# ── The rest of HTTP ──────────────────────────────────────────────────────────────────────────────────────


def test_a_head_has_the_status_and_the_headers_of_a_get_and_no_body(port):
    for query in ("SELECT * { ?s ?p ?o }", "ASK {", "SELECT * { ?s ?p ?o } #" + "x" * 3000):
        for encoding in ("identity", "gzip"):
            status, headers, body = ask(port, address(query=query), Accept_Encoding=encoding)
            head_status, head_headers, nothing = ask(port, address(query=query), "HEAD", Accept_Encoding=encoding)
            assert (head_status, nothing) == (status, b"")
            assert body
            told = {name.lower(): value for name, value in head_headers.items() if name.lower() != "date"}
            assert told == {name.lower(): value for name, value in headers.items() if name.lower() != "date"}


def test_without_a_query_the_service_is_described_to_a_program(port):
    for where, kind in (("/sparql", "text/turtle"), ("/sparql/?format=rdfxml", "application/rdf+xml")):
        status, headers, body = ask(port, where)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
        triples = {quad.triple for quad in ox.parse(body, format=ox.RdfFormat.from_media_type(kind))}
        service = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#Service")
        assert [triple for triple in triples if triple.predicate == TYPE and triple.object == service]


def test_options_say_what_may_be_sent(port):
    status, headers, body = ask(port, "/sparql", "OPTIONS", Origin="https://example.org")
    assert (status, body) == (204, b"")
    assert headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert headers["Accept-Post"] == f"{FORM}, {DIRECT}"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link"} <= set(headers["Access-Control-Expose-Headers"].split(", "))


def test_graphs_that_are_not_here_are_empty_and_named(port):
    status, headers, body = ask(port, address(*default(0), query="ASK { ?s ?p ?o }"))
    assert (status, json.loads(body)["boolean"]) == (200, False)
    assert headers["Glocal-Unknown-Graph"] == f"<{DATA[0]}>"
    _, headers, body = ask(port, address(*default(0, 1), query="ASK { ?s ?p ?o }"))
    assert json.loads(body)["boolean"] is True
    _, headers, body = ask(port, address(*named(0), query="ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"))
    assert json.loads(body)["boolean"] is False


def test_fields_of_graphs_that_were_left_empty_choose_nothing(port):
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    _, headers, body = ask(port, address(("default-graph-uri", ""), ("named-graph-uri", " "), query=query))
    assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == "3"
    assert "Glocal-Unknown-Graph" not in headers


def test_an_answer_says_its_release_and_where_its_licence_and_description_are(port):
    _, headers, _ = ask(port, address(query="ASK {}"))
    links = ", ".join(headers.get_all("Link"))
    assert 'licenses/by/4.0/>; rel="license"' in links
    assert '</data/manifest.json>; rel="describedby"' in links
    _, _, manifest = ask(port, "/data/manifest.json")
    assert headers["Glocal-Release"] == json.loads(manifest)["release"]
    assert headers["Cache-Control"] == "public, no-cache"
    assert set(headers["Vary"].split(", ")) == {"Accept", "Accept-Encoding"}
