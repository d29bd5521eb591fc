"""/update and /graphs over HTTP: who may write, what a request must be, what becomes of it."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from glocal_graph.model.settings import Settings
from tests.front.serving import SCOPED, TOKEN, serving
from tests.writing import GRAPH, ID, PREFIXES, publish_valid, theme

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-update"
SURVEY = "https://example.org/survey"


class Client:
    """Sends requests and gives (status, headers, body)."""

    def __init__(self, address: str) -> None:
        self.host = address.removeprefix("http://")

    def send(self, method: str, path: str, body: bytes | str = b"", kind: str = "", token: str = TOKEN, **headers: str):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if kind:
            sent["Content-Type"] = kind
        connection = HTTPConnection(self.host, timeout=120)
        connection.request(method, path, body.encode() if isinstance(body, str) else body, sent)
        response: HTTPResponse = connection.getresponse()
        found = response.status, response.headers, response.read()
        connection.close()
        return found

    def update(self, text: str, query: str = "", **more: str):
        return self.send("POST", "/update" + (f"?{query}" if query else ""), text, DIRECT, **more)

    def put(self, name: str, label: str = "Kites", **more: str):
        return self.send("PUT", f"/graphs?graph={quote(name)}", turtle(label), "text/turtle", **more)

    def ask(self, text: str) -> bool:
        status, _, body = self.send(
            "POST", "/sparql", text, "application/sparql-query", "", Accept="application/sparql-results+json"
        )
        assert status == 200, body
        return bool(json.loads(body)["boolean"])


def turtle(label: str = "Kites") -> str:
    return f"<{ID}theme/{label.lower()}> a <https://w3id.org/glocal-graph/ontology#Theme> ;\n" \
           f'<http://www.w3.org/2000/01/rdf-schema#label> "{label}"@en , "題"@ja .'  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    return publish_valid(tmp_path_factory.mktemp("writing") / "store")


@pytest.fixture(scope="module")
def client(settings) -> Iterator[Client]:
    with serving(settings.store, GLOCAL_UPDATE_SECONDS="4", GLOCAL_BODY_BYTES="200000") as address:
        yield Client(address)


# ── Who may write ─────────────────────────────────────────────────────────────────────────────────────────

WRITES = [("POST", "/update"), ("PUT", "/graphs?graph=urn:a"), ("POST", "/graphs"), ("DELETE", "/graph/places"),
          ("POST", "/graphs?default"), ("PUT", "/graph/x")]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_without_a_token_that_is_known_nothing_is_written(client, method, path):
    for token in ("", "glocal_wrong", TOKEN[:-1], TOKEN + "x", TOKEN.swapcase()):
        status, headers, body = client.send(method, path, turtle(), "text/turtle", token)
        assert status == 401
        invalid = ', error="invalid_token"' if token else ""
        assert headers["WWW-Authenticate"] == f'Bearer realm="glocal-graph"{invalid}'
        assert json.loads(body)["status"] == 401


def test_a_token_elsewhere_than_in_its_header_is_none(client):
    for path, headers in (
        (f"/update?access_token={TOKEN}", {}),
        ("/update", {"Cookie": f"token={TOKEN}"}),
        ("/update", {"Authorization": f"Basic {TOKEN}"}),
    ):
        assert client.send("POST", path, "CLEAR ALL", DIRECT, "", **headers)[0] == 401


def test_a_token_writes_the_graphs_of_its_scope_alone(client):
    assert client.put(GRAPH + "places", token=SCOPED)[0] == 403
    assert client.update("CLEAR ALL", token=SCOPED)[0] == 403
    assert client.put(GRAPH + "ken-1", "Ken", token=SCOPED)[0] == 201


def test_where_no_tokens_are_set_nobody_writes(settings):
    with serving(settings.store, GLOCAL_TOKENS="") as address:
        status, _, body = Client(address).update("CLEAR ALL")
        assert status == 403
        assert "glocal-graph token" in json.loads(body)["detail"]


def test_scripts_of_other_sites_are_not_let_to_send_a_token(client):
    for path in ("/update", "/graphs", "/graph/places"):
        status, headers, _ = client.send(
            "OPTIONS", path, token="", Origin="https://evil.example", Access_Control_Request_Headers="authorization"
        )
        assert status == 204
        assert "Content-Type" not in headers
        assert "authorization" not in headers.get("Access-Control-Allow-Headers", "").lower()
        assert "PUT" not in headers.get("Access-Control-Allow-Methods", "")
        assert "Access-Control-Allow-Credentials" not in headers


# ── What an update must be: the protocol's own cases, in our words ────────────────────────────────────────

DATA1, DATA2 = "https://example.org/data1", "https://example.org/data2"
START = f"""PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX dc: <http://purl.org/dc/terms/> CLEAR ALL ;
INSERT DATA {{ GRAPH <{DATA1}> {{ <{DATA1}> a foaf:Document }} GRAPH <{DATA2}> {{ <{DATA2}> a foaf:Document }} }} ; """
MARKED = "ASK {{ GRAPH <https://example.org/result> {{ <{}> a <http://purl.org/dc/terms/BibliographicResource> }} }}"


@pytest.mark.parametrize(
    ("fields", "pattern", "expected"),
    [
        ([("using-graph-uri", DATA1)], "?s a foaf:Document", {DATA1}),
        ([("using-graph-uri", DATA1), ("using-graph-uri", DATA2)], "?s a foaf:Document", {DATA1, DATA2}),
        ([("using-named-graph-uri", DATA1)], "GRAPH ?g { ?s a foaf:Document }", {DATA1}),
        ([("using-named-graph-uri", DATA1)], "?s a foaf:Document", set()),
        (
            [("using-graph-uri", DATA1), ("using-named-graph-uri", DATA2)],
            "{ ?s a foaf:Document } UNION { GRAPH ?g { ?s a foaf:Document } }",
            {DATA1, DATA2},
        ),
        ([], "?s a foaf:Document", {DATA1, DATA2}),
    ],
)
def test_the_graphs_that_a_request_chooses_are_those_of_its_patterns(client, fields, pattern, expected):
    text = START + (
        "CLEAR GRAPH <https://example.org/result> ; "
        f"INSERT {{ GRAPH <https://example.org/result> {{ ?s a dc:BibliographicResource }} }} WHERE {{ {pattern} }}"
    )
    status, _, body = client.update(text, urlencode(fields))
    assert status == 200, body
    assert {name for name in (DATA1, DATA2) if client.ask(MARKED.format(name))} == expected


def test_an_update_is_posted_as_a_form_or_directly(client):
    text = PREFIXES + f"INSERT DATA {{ {theme('form')} }}"
    assert client.send("POST", "/update", urlencode({"update": text}), FORM)[0] == 200
    assert client.update(text.replace("form", "direct"))[0] == 200
    assert client.ask(f"ASK {{ <{ID}theme/form> a ?c . <{ID}theme/direct> a ?c }}")


def test_a_relative_address_is_resolved(client):
    assert client.update("INSERT DATA { GRAPH <https://example.org/base> { <urn:s> <urn:p> <test> } }")[0] == 200
    assert client.ask("ASK { GRAPH ?g { <urn:s> <urn:p> ?o FILTER(ISIRI(?o) && STR(?o) != 'test') } }")


CLEAR = urlencode({"update": "CLEAR ALL"})


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "statuses"),
    [
        ("GET", f"/update?{CLEAR}", b"", "", {405}),
        ("PUT", "/update", b"CLEAR ALL", DIRECT, {405}),
        ("POST", "/update", f"{CLEAR}&{CLEAR}", FORM, {400}),
        ("POST", f"/update?{CLEAR}", "CLEAR ALL", DIRECT, {400}),
        ("POST", "/update", "query=ASK%7B%7D", FORM, {400}),
        ("POST", "/update", "", FORM, {400}),
        ("POST", "/update", "CLEAR ALL", "text/plain", {415}),
        ("POST", "/update", "CLEAR ALL", "", {415}),
        ("POST", "/update", CLEAR, "", {415}),
        ("POST", "/update", "CLEAR ALL".encode("utf-16"), DIRECT, {400}),
        ("POST", "/update", b"INSERT DATA { <urn:a> <urn:b> '\xe9' }", DIRECT, {400}),
        ("POST", "/update", "CLEAR ALL", DIRECT + "; charset=UTF-16", {415}),
        ("POST", "/update", "CLEAR XYZ", DIRECT, {400}),
        ("POST", "/update", "SELECT * { ?s ?p ?o }", DIRECT, {400}),
        ("POST", "/update?using-graph-uri=urn:a", "INSERT { ?s ?p 1 } USING <urn:b> WHERE { ?s ?p ?o }", DIRECT, {400}),
        ("POST", "/update?using-named-graph-uri=urn:a", "WITH <urn:b> DELETE { ?s ?p 1 } WHERE {}", DIRECT, {400}),
        ("POST", "/update?using-graph-uri=file:///etc/passwd", "CLEAR ALL", DIRECT, {400}),
        ("POST", "/update", "LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>", DIRECT, {400}),
        ("POST", "/update", "LOAD <http://127.0.0.1:9/>", DIRECT, {400}),
        ("POST", "/update", "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", DIRECT, {400}),
        ("POST", "/update", "INSERT DATA " + "{" * 5000, DIRECT, {400}),
        ("POST", "/update", "#" * 300_000, DIRECT, {413}),
        ("POST", "/update", gzip.compress(b"CLEAR ALL", mtime=0), DIRECT, {400}),
        ("POST", "/update", "INSERT DATA { GRAPH <file:///x> { <urn:a> <urn:b> <urn:c> } }", DIRECT, {400}),
    ],
)  # fmt: skip
def test_a_request_that_is_no_update_is_refused_and_changes_nothing(client, method, path, body, kind, statuses):
    before = client.send("GET", "/graphs", token="")[2]
    status, _, answer = client.send(method, path, body, kind)
    assert status in statuses, answer
    assert json.loads(answer)["status"] == status
    assert client.send("GET", "/graphs", token="")[2] == before


def test_a_packed_body_is_not_unpacked(client):
    for path, kind in (("/update", DIRECT), ("/graphs?graph=urn:zip", "text/turtle")):
        assert client.send("POST", path, gzip.compress(b"CLEAR ALL", mtime=0), kind, Content_Encoding="gzip")[0] == 415


@pytest.mark.parametrize(("length", "status"), [("900", 400), (None, 411)])
def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one(client, length, status):
    name, body = GRAPH + f"own/broken-{status}", turtle("Half")
    size = len(body.encode())
    host, _, port = client.host.partition(":")
    head = [
        f"PUT /graphs?graph={quote(name)} HTTP/1.1",
        f"Host: {client.host}",
        f"Authorization: Bearer {TOKEN}",
        "Content-Type: text/turtle",
        f"Content-Length: {length}" if length else "Transfer-Encoding: chunked",
    ]
    sent = body if length else f"{size:x}\r\n{body}\r\n"
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(("\r\n".join(head) + "\r\n\r\n" + sent).encode())
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(4096).startswith(f"HTTP/1.1 {status} ".encode())
    assert client.ask(f"ASK {{ GRAPH <{name}> {{ ?s ?p ?o }} }}") is False


def test_a_runaway_is_stopped_while_others_are_answered(client):
    text = "INSERT { ?a ?b ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    answers: list[tuple[int, dict[str, str], bytes]] = []
    writer = threading.Thread(target=lambda: answers.append(client.update(text)))
    writer.start()
    assert client.ask("ASK { ?s ?p ?o }")
    assert client.send("GET", "/health", token="")[0] == 200
    assert writer.is_alive()
    writer.join()
    status, headers, body = answers[0]
    assert status == 503
    assert headers["Retry-After"]
    assert "GLOCAL_UPDATE_SECONDS" in json.loads(body)["detail"]


# ── What becomes of it ────────────────────────────────────────────────────────────────────────────────────


def test_a_change_answers_with_its_release_its_record_and_its_counts(client):
    status, headers, body = client.update(PREFIXES + f"INSERT DATA {{ {theme('told')} }}")
    told = json.loads(body)
    assert status == 200
    assert (told["added"], told["removed"]) == (3, 0)
    assert told["graphs"] == {GRAPH + "edits": {"added": 3, "removed": 0}}
    assert headers["ETag"] == f'"{told["release"]}"'
    assert client.send("GET", headers["Location"], token="", Accept="text/turtle")[0] == 303
    assert client.ask(f"ASK {{ <{told['change']}> <http://www.w3.org/ns/prov#wasAssociatedWith> <{ID}agent/hanako> }}")


def test_a_change_that_breaks_a_rule_is_reported_in_json_and_as_a_report_of_shacl(client):
    text = PREFIXES + 'INSERT DATA { theme:half a glocal:Theme ; rdfs:label "half"@en }'
    status, headers, body = client.update(text)
    assert status == 422
    assert headers["Content-Type"] == "application/problem+json"
    (finding,) = json.loads(body)["findings"]
    assert (finding["rule"], finding["focus"]) == ("labels", ID + "theme/half")
    assert "rdfs:label" in finding["message"]["en"]
    assert "ラベル" in finding["message"]["ja"]
    status, headers, body = client.update(text, Accept="text/turtle")
    assert (status, headers["Content-Type"]) == (422, "text/turtle; charset=utf-8")
    triples = {str(getattr(quad.object, "value", "")) for quad in ox.parse(body, ox.RdfFormat.TURTLE)}
    assert {"http://www.w3.org/ns/shacl#ValidationReport", ID + "theme/half", "false"} <= triples
    assert not client.ask(f"ASK {{ <{ID}theme/half> ?p ?o }}")


def test_only_what_was_read_is_changed_if_so_wished(client):
    release = json.loads(client.put(SURVEY, "First")[2])["release"]
    _, headers, _ = client.send("GET", f"/graphs?graph={SURVEY}", token="")
    assert client.put(SURVEY, "Second", If_Match=f'"{release}"')[0] == 200
    assert client.put(SURVEY, "Third", If_Match=f'"{release}"')[0] == 412
    assert client.put(SURVEY, "Third", If_Match=headers["ETag"])[0] == 412
    _, headers, _ = client.send("GET", f"/graphs?graph={SURVEY}", token="")
    assert client.put(SURVEY, "Third", If_Match=headers["ETag"])[0] == 200
    assert client.put(SURVEY, "Fourth", If_None_Match="*")[0] == 412


# ── Graphs ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_graph_is_made_read_added_to_and_deleted(client):
    path = "/graphs?graph=https://example.org/own"
    assert client.send("GET", path, token="")[0] == 404
    assert client.put("https://example.org/own", "Own")[0] == 201
    for kind in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        status, headers, body = client.send("GET", path, token="", Accept=kind)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
        triples = {quad.triple for quad in ox.parse(body, ox.RdfFormat.from_media_type(kind))}
        assert triples == {quad.triple for quad in ox.parse(turtle("Own"), ox.RdfFormat.TURTLE)}
        assert client.send("GET", path, token="", Accept=kind, If_None_Match=headers["ETag"])[0] == 304
    status, headers, body = client.send("HEAD", path, token="")
    assert (status, body) == (200, b"")
    assert client.send("POST", path, turtle("More"), "text/turtle")[0] == 200
    assert client.send("GET", path, token="", Accept="application/n-triples")[2].count(b"\n") == 6
    assert client.send("DELETE", path)[0] == 200
    assert client.send("DELETE", path)[0] == 404
    assert client.send("GET", path, token="")[0] == 404
    assert client.send("GET", path, token="", Accept="image/png")[0] in (404, 406)


def test_a_graph_of_ours_has_an_address_of_its_own(client):
    assert client.send("PUT", "/graph/by-address", turtle("Address"), "text/turtle")[0] == 201
    assert client.send("GET", "/graph/by-address", token="")[2] == client.send(
        "GET", f"/graphs?graph={GRAPH}by-address", token="")[2]  # fmt: skip
    assert client.send("GET", "/graph/nothing", token="")[0] == 404
    assert client.send("GET", "/graph/by-address?default", token="")[0] == 400
    assert client.send("DELETE", "/graph/by-address")[0] == 200


def test_what_is_posted_to_the_store_becomes_a_graph_of_its_own(client):
    status, headers, _ = client.send("POST", "/graphs", turtle("New"), "text/turtle")
    assert status == 201
    assert client.send("GET", headers["Location"], token="", Accept="application/n-triples")[2].count(b"\n") == 3


def test_the_default_graph_is_the_union_which_can_be_added_to(client):
    assert client.send("POST", "/graphs?default", turtle("Default"), "text/turtle")[0] in (200, 201)
    _, _, union = client.send("GET", "/graphs?default", token="", Accept="application/n-triples")
    assert f"{ID}theme/default".encode() in union
    assert b"theme/default" in client.send("GET", "/graph/edits", token="", Accept="application/n-triples")[2]
    assert client.send("PUT", "/graphs?default", turtle(), "text/turtle")[0] == 405
    assert client.send("DELETE", "/graphs?default")[0] == 405


def test_the_graphs_are_listed(client):
    status, headers, body = client.send("GET", "/graphs", token="")
    assert (status, headers["Access-Control-Allow-Origin"]) == (200, "*")
    names = {item["graph"]: item["triples"] for item in json.loads(body)["graphs"]}
    assert names[GRAPH + "changes"] > 0
    assert client.send("GET", "/graphs", token="", Accept="text/html")[0] == 303


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("/graphs?graph=relative", b"", "text/turtle", 400),
        ("/graphs?graph=urn:a&graph=urn:b", b"", "text/turtle", 400),
        ("/graphs?graph=urn:a&default", b"", "text/turtle", 400),
        ("/graphs?graph=javascript:alert(1)", b"", "text/turtle", 400),
        ("/graphs", b"", "text/turtle", 400),
        ("/graphs?graph=urn:a", b"", "text/csv", 415),
        ("/graphs?graph=urn:a", b"", "application/trig", 415),
        ("/graphs?graph=urn:a", b"", "", 415),
        ("/graphs?graph=urn:a", b"<urn:a> <urn:b> .", "text/turtle", 422),
        ("/graphs?graph=urn:a", b"[" * 50_000, "text/turtle", 422),
        ("/graphs?graph=urn:a", b"x" * 300_000, "text/turtle", 413),
        ("/graph/ontology", b"<urn:a> <urn:b> <urn:c> .", "text/turtle", 403),
        (
            "/graphs?graph=urn:a",
            b'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
            + b"]><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>&a9;</rdf:RDF>",
            "application/rdf+xml",
            422,
        ),
    ],
)
def test_a_graph_that_cannot_be_taken_is_refused(client, path, body, kind, status):
    found, _, answer = client.send("PUT", path, body, kind)
    assert found == status, answer
    assert json.loads(answer)["detail"]
    assert client.send("GET", "/graphs?graph=urn:a", token="")[0] == 404


def test_a_context_elsewhere_is_not_fetched(client):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/context.jsonld"
        body = json.dumps({"@context": address, "@id": "urn:a", "name": "b"})
        assert client.send("PUT", "/graphs?graph=urn:a", body, "application/ld+json")[0] == 422
        with pytest.raises(TimeoutError):
            listener.accept()
