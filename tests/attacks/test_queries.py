"""Attacks by queries: injection, disguised updates, calls and files, runaways, depth and length, encodings.

Every spelling that hides SERVICE, LOAD or an update is tried on the guard itself in tests/questions/test_guard.py, and
on the workers, without any guard, in tests/data/store/test_worker.py. Here each class goes once through HTTP.
"""

from __future__ import annotations

import json
import threading
import time
from urllib.parse import quote

import pytest

from tests.attacks.attacking import CALM_SECONDS, FORM, HTML, QUERY, UPDATE, address

# ── Injection ─────────────────────────────────────────────────────────────────────────────────────────────

INJECTIONS = [
    'x" ) } UNION { ?s ?p ?o } #',
    "x\\",
    "x\n} ; DROP ALL",
    "municipality/46201> ?p ?o . ?s <y",
    '"@en . ?s ?p ?o . FILTER("',
    "${7*7}{{7*7}}{% raw %}%s%n{0.__class__}",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_text_that_would_be_a_query_is_a_text(site, text):
    hits = json.loads(site.send(address("/api/search", q=text)).body)["hits"]
    assert len(hits) < 10
    for page in (
        address("/search", q=text),
        address("/explore", focus=text),
        address("/questions", q=text),
        address("/questions/partners-of-place", place=text),
        address("/questions/partners-of-place.csv", place=text),
        address("/api/labels", iri="https://w3id.org/glocal-graph/id/" + text),
        address("/api/complete", q=text),
        address("/reconcile/preview", id=text),
        address("/reconcile/properties", type=text),
    ):
        told = site.send(page, Accept=HTML)
        assert told.status in (200, 400, 404), (page, told.status)
    queries = json.dumps({"a": {"query": text, "type": text, "properties": [{"pid": text, "v": text}]}})
    assert json.loads(site.post_form("/reconcile", queries=queries).body)["a"]["result"] == []
    extension = json.dumps({"ids": ["municipality/46201", text], "properties": [{"id": text}]})
    told = site.post_form("/reconcile", extend=extension)
    assert told.status in (200, 400)


@pytest.mark.parametrize(
    "path",
    ["/doc/city/x> ?p ?o . ?s <y", "/id/city/x> ?p ?o . ?s <y", "/doc/municipality/46201> ?p ?o #", "/doc/city/\n<x>"],
)
def test_an_address_that_would_be_a_pattern_names_nothing(site, path):
    assert site.send(quote(path), Accept=HTML).status in (400, 404)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"place": "Fuchu", "year": "2000) || true"}, {400, 404, 422}),
        ({"place": "46201", "from": "1; DROP ALL", "to": "2x"}, {200, 400, 404}),
    ],
)
def test_a_parameter_of_a_question_is_never_a_part_of_its_query(site, values, status):
    for name in ("partners-of-place", "anniversaries"):
        assert site.send(address(f"/questions/{name}", **values), Accept=HTML).status in status | {404}


# ── Updates in disguise ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [
        ("GET", "/sparql?update=DROP+ALL", "", ""),
        ("GET", "/sparql?query=DROP+ALL", "", ""),
        ("GET", "/sparql?query=ASK%7B%7D&update=DROP+ALL", "", ""),
        ("GET", "/update?update=DROP+ALL", "", ""),
        ("POST", "/sparql", FORM, "update=DROP+ALL"),
        ("POST", "/sparql", FORM, "query=DROP+ALL"),
        ("POST", "/sparql", QUERY, "DROP ALL"),
        ("POST", "/sparql", QUERY, "ASK {} ; DROP ALL"),
        ("POST", "/sparql", QUERY, "D\\u0052OP ALL"),
        ("POST", "/sparql", QUERY, "# \nPREFIX a: <urn:a> INSERT DATA { <urn:a> <urn:b> <urn:c> }"),
        ("POST", "/sparql", QUERY, "LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>"),
        ("POST", "/sparql", UPDATE, "DROP ALL"),
        ("POST", "/update", UPDATE, "DROP ALL"),
        ("PUT", "/sparql?default", "text/turtle", ""),
        ("PUT", "/graphs?default", "text/turtle", ""),
        ("DELETE", "/graphs?default", "", ""),
        ("PATCH", "/graphs?default", UPDATE, "DROP ALL"),
        ("POST", "/sparql", QUERY + "; charset=utf-16", "DROP ALL"),
    ],
)
def test_without_a_token_nothing_changes_however_it_is_asked(site, method, path, kind, body):
    told = site.send(path, method, body or None, **({"Content_Type": kind} if kind else {}))
    assert told.status in (400, 401, 403, 405, 415)
    assert told.reason


# ── Calls and files ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost"])
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
        "select * { service silent <ADDRESS> { ?s ?p ?o } }",
        "SELECT * { #\nSERVICE#\n<ADDRESS> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <ADDRESS> { ?s ?p ?o } }",
        "BASE <ADDRESS> SELECT * { SERVICE <> { ?s ?p ?o } }",
        "PREFIX e: <ADDRESS> SELECT * { SERVICE e: { ?s ?p ?o } }",
        "SELECT * { BIND(<ADDRESS> AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
        "LOAD <ADDRESS>",
        "LOAD SILENT <ADDRESS> INTO GRAPH <urn:g>",
    ],
)
def test_no_query_calls_anybody(site, trap, text, host):
    told = site.query(text.replace("ADDRESS", trap.address(host)))
    assert told.status == 400
    assert told.reason


@pytest.mark.parametrize("scheme", ["file:///etc/passwd", "http", "data:text/turtle,<urn:a><urn:b><urn:c>"])
def test_a_graph_is_a_name_and_nothing_is_opened(site, trap, scheme):
    place = trap.address() if scheme == "http" else scheme
    everything = "SELECT * %s { ?s ?p ?o }"
    for told in (
        site.query(everything % f"FROM <{place}>"),
        site.query(f"SELECT * FROM NAMED <{place}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
        site.query(f"SELECT * {{ GRAPH <{place}> {{ ?s ?p ?o }} }}"),
        site.query(f"DESCRIBE <{place}>", "text/turtle"),
        site.query(everything % "", fields="?default-graph-uri=" + quote(place, safe="")),
        site.query("SELECT * { GRAPH ?g { ?s ?p ?o } }", fields="?named-graph-uri=" + quote(place, safe="")),
    ):
        assert told.status in (200, 400)
        assert b"root:" not in told.body
        if told.status == 200 and b"bindings" in told.body:
            assert json.loads(told.body)["results"]["bindings"] == []
    assert site.send("/graphs?graph=" + quote(place, safe="")).status in (400, 404)


# ── Runaways ──────────────────────────────────────────────────────────────────────────────────────────────

THREE = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(32))
NUMBERS, FEWER = (" ".join(map(str, range(most))) for most in (8_000, 4_000))
RUNAWAYS = {
    "cross product": f"SELECT (COUNT(*) AS ?n) {THREE}",
    "cross product, sorted": f"SELECT * {THREE} ORDER BY ?c ?f ?i",
    "cross product, distinct": f"SELECT DISTINCT ?a ?e ?i ?j {THREE}",
    "cross product, grouped": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {THREE} GROUP BY ?a ?d ?g",
    "open paths": "SELECT (COUNT(*) AS ?n) { ?s ((((!<urn:x>)*)*)*)* ?o . ?o (!<urn:x>|^!<urn:x>)* ?z . ?z ?y ?q }",
    "both ways twice": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?c (!<urn:x>|^!<urn:x>)* ?d }",
    "400 steps": f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join(['(!<urn:x>|^!<urn:x>)'] * 400)} ?b }}",
    "doubling": f'SELECT (STRLEN(?x32) AS ?n) {{ BIND("aaaaaaaaaaaaaaaa" AS ?x0) {DOUBLED} }}',
    "replacing": 'SELECT (STRLEN(?z) AS ?n) { BIND("aaaaaaaaaa" AS ?x) '
    + " ".join(f'BIND(REPLACE({"?x" if n == 0 else f"?y{n}"}, "a", "aaaaaaaaaa") AS ?y{n + 1})' for n in range(9))
    + " BIND(?y9 AS ?z) }",
    "encoding": 'SELECT (STRLEN(?x12) AS ?n) { BIND("%%%%%%%%" AS ?x0) '
    + " ".join(f"BIND(ENCODE_FOR_URI(CONCAT(?x{n},?x{n},?x{n},?x{n})) AS ?x{n + 1})" for n in range(12))
    + " }",
    "concatenating": f"SELECT (GROUP_CONCAT(STR(?c)) AS ?n) {THREE}",
    "huge VALUES": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {FEWER} }} FILTER(?a*?b<0) }}",
    "far OFFSET": f"SELECT * {THREE} OFFSET 9000000000",
    "big integers": "SELECT (SUM(STRLEN(STR(?a))*9e99) AS ?n) " + THREE,
    "regex": 'SELECT * { ?s ?p ?o FILTER REGEX("' + "a" * 60 + '!", "^(a+)+$") }',
    "regex of repetitions": 'ASK { FILTER REGEX("aaaa", "(((((a{1,100}){1,100}){1,100}){1,100}){1,100})") }',
}


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_is_answered_or_stopped_with_the_reason(site, name):
    told = site.query(RUNAWAYS[name])
    assert told.status in (200, 400, 413, 503), told.text[:300]
    if told.status != 200:
        assert told.reason
    if told.status == 503:
        assert int(told.headers["Retry-After"]) > 0


def test_eight_runaways_at_once_do_not_keep_a_ninth_from_its_answer(site):
    texts = [RUNAWAYS[name] for name in list(RUNAWAYS)[:8]]
    clients = [threading.Thread(target=site.query, args=(text,)) for text in texts]
    for client in clients:
        client.start()
    try:
        for _ in range(5):
            begun = time.monotonic()
            assert site.count() > "0"
            assert time.monotonic() - begun < CALM_SECONDS
    finally:
        for client in clients:
            client.join()


# ── Depth and length ──────────────────────────────────────────────────────────────────────────────────────

DEEP = 20_000
NESTED = {
    "(": "ASK { FILTER" + "(" * DEEP + "1" + ")" * DEEP + " }",
    "{": "ASK " + "{" * DEEP + "}" * DEEP,
    "!(": "ASK { FILTER" + "!(" * DEEP + "1" + ")" * DEEP + " }",
    "subselect": "SELECT * " + "{ SELECT * " * 3_000 + "{}" + "}" * 3_000,
    "EXISTS": "ASK " + "{ FILTER EXISTS " * 3_000 + "{}" + "}" * 3_000,
    "OPTIONAL": "ASK " + "{ OPTIONAL " * 4_000 + "{}" + "}" * 4_000,
    "[": "ASK { " + "[ <urn:p> " * 4_000 + "1" + "]" * 4_000 + " }",
    "<<(": "ASK { " + "<<( <urn:a> <urn:b> " * 2_500 + "1" + " )>>" * 2_500 + " <urn:p> 1 }",
    "STR(": "ASK { FILTER " + "STR(" * 10_000 + "1" + ")" * 10_000 + " }",
    "IF(": "ASK { FILTER " + "IF(" * 4_000 + "1" + ",1,1)" * 4_000 + " }",
    "path (": "ASK { ?s " + "(" * DEEP + "<urn:p>" + ")" * DEEP + " ?o }",
    "list (": "ASK { ?s ?p " + "(" * DEEP + ")" * DEEP + " }",
}
LONG = {
    "UNION": "ASK { {} " + "UNION {} " * 7_000 + "}",
    "plus": "ASK { FILTER(1" + "+1" * 20_000 + ") }",
    "patterns": "ASK { " + "?s ?p ?o . " * 5_000 + "}",
    "prefixes": " ".join(f"PREFIX p{n}: <urn:{n}>" for n in range(50_000)) + " ASK {}",
    "comment": "ASK {} #" + "x" * 5_000_000,
    "name": "ASK { ?" + "x" * 60_000 + " ?p ?o }",
    "slashes": "ASK { ?s " + "/".join(["<urn:p>"] * 6_000) + " ?o }",
}


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_refused_and_kills_nobody(site, name):
    told = site.query(NESTED[name])
    assert told.status in (400, 413)
    assert told.reason


@pytest.mark.parametrize("name", LONG)
def test_length_without_sense_is_refused_stopped_or_answered(site, name):
    told = site.query(LONG[name])
    assert told.status in (200, 400, 413, 503)


def test_a_query_in_the_address_is_as_bounded_as_one_in_the_body(site):
    assert site.send("/sparql?query=" + "%28" * 20_000).status in (400, 414, 431)
    assert site.raw(b"GET /sparql?query=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")[:12] in (
        b"", b"HTTP/1.1 400", b"HTTP/1.1 414", b"HTTP/1.1 431"
    )  # fmt: skip


# ── Encodings ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "kind", "statuses"),
    [
        (b"\xff\xfe", QUERY, {400}),
        ("ASK {}".encode("utf-16"), QUERY, {400}),
        ("ASK {}".encode("utf-16"), QUERY + "; charset=utf-16", {415}),
        (b"ASK { ?s ?p '\xc0\xaf' }", QUERY, {400}),
        (b"ASK { ?s ?p '\xed\xa0\x80' }", QUERY, {400}),
        (b"ASK { ?s ?p '\\uD800' }", QUERY, {400}),
        (b"ASK {} \x00", QUERY, {400}),
        (b"query=ASK%7B%7D%00", FORM, {400}),
        (b"query=%C0%AF", FORM, {400}),
        (b"query=ASK%7B%7D&x=%ED%A0%80", FORM, {200, 400}),
        (b"&".join(b"a%d=1" % n for n in range(200)), FORM, {400, 413}),
        ("ASK { ?s ?p '\u202egnp.exe\u2066' }".encode(), QUERY, {200}),
        ("\ufeffASK {}".encode(), QUERY, {200}),
    ],
)
def test_what_is_no_text_is_refused_and_what_is_odd_is_harmless(site, body, kind, statuses):
    told = site.send("/sparql", "POST", body, Content_Type=kind, Accept="application/sparql-results+json")
    assert told.status in statuses, told.text[:300]
    if told.status >= 400:
        assert told.reason
