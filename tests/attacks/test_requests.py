"""Attacks by requests: methods, broken and slow heads, smuggling, packed bodies, other sites, hosts, redirects, logs.

Broken and slow heads one by one are in tests/front/web/test_server.py; Intake and Outflow in files of their own there.
"""

from __future__ import annotations

import gzip
import io
import json
import socket
import time
import zipfile

import pytest

from tests.attacks.attacking import CALM_SECONDS, FORM, HTML, QUERY, Site
from tests.front.web.running import find_port, running

OTHER = "https://evil.example"


# ── Methods, heads, lengths ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path", ["/", "/sparql", "/search", "/doc/municipality/46201", "/api/labels", "/static/site.css"]
)
@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "CONNECT", "PATCH", "FOO"])
def test_methods_that_nothing_here_has_are_refused(site, method, path):
    told = site.send(path, method)
    assert told.status in (400, 405, 501)


@pytest.mark.parametrize(
    "head",
    [
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET http://evil.example/ HTTP/9.9\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n A: folded\r\n\r\n",
        b"GET " + b"/" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=lambda head: head[:40].decode("ascii", "replace"),
)
def test_a_request_that_two_servers_could_read_differently_is_refused(site, head):
    said = site.raw(head)
    assert not said or said.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4", b"HTTP/1.1 505"))


ENDLESS = {
    "Accept": ", ".join(f"a/b{n};q=0.{n % 9}" for n in range(9_000)),
    "Accept_Language": ", ".join(f"x{n};q=0.{n % 9}" for n in range(9_000)),
    "Accept_Encoding": ", ".join(f"x{n};q=0.1" for n in range(9_000)),
    "If_None_Match": ", ".join(f'"a{n}"' for n in range(9_000)),
    "Range": "bytes=" + ",".join(f"{n}-{n}" for n in range(9_000)),
    "Cookie": "; ".join(f"a{n}=b" for n in range(9_000)),
    "Authorization": "Bearer " + "x" * 100_000,
    "Content_Type": "text/html; " + "a=b; " * 20_000,
    "If_Modified_Since": "x" * 100_000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_header_without_end_costs_nobody_anything(site, name):
    for path in ("/", "/sparql?query=ASK%7B%7D", "/data/glocal-graph.ttl", "/doc/municipality/46201", "/graphs"):
        told = site.send(path, **{name: ENDLESS[name]})
        assert told.status in (200, 206, 304, 400, 401, 406, 416, 431)


def test_clients_that_send_or_read_slowly_keep_nobody_waiting(site):
    heads = [b"GET / HTTP/1.1\r\nHos"] * 30 + [b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nq"] * 12
    heads += [b"GET /data/glocal-graph.ttl HTTP/1.1\r\nHost: x\r\n\r\n"] * 12
    clients = [socket.create_connection(("127.0.0.1", site.port), timeout=20) for _ in heads]
    try:
        for client, head in zip(clients, heads, strict=True):
            client.sendall(head)
        site.check_calm()
    finally:
        for client in clients:
            client.close()


# ── Bodies ────────────────────────────────────────────────────────────────────────────────────────────────

FORM_QUERY = b"query=ASK%7B%7D"


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
@pytest.mark.parametrize("kind", [FORM, QUERY])
def test_a_packed_query_is_not_unpacked(site, packing, kind):
    bomb = gzip.compress(b"#" * 50_000_000)
    told = site.send("/sparql", "POST", bomb, Content_Type=kind, Content_Encoding=packing)
    assert told.status in (400, 413, 415)
    assert told.reason


def test_a_packed_graph_or_state_is_not_unpacked(site):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(8):
            file.writestr(f"../../{number}.ttl", b"#" * 5_000_000)
    for kind in ("application/zip", "application/gzip", "application/x-tar", "text/csv", "multipart/form-data"):
        assert site.write("PUT", "/graphs?graph=urn:zip", archive.getvalue(), kind).status == 415
    assert site.write("PUT", "/graphs?graph=urn:zip", archive.getvalue(), "text/turtle").status == 422
    for path in ("/api/links", "/api/labels", "/api/layout", "/api/network", "/api/network/file"):
        assert site.send(path, "POST", archive.getvalue(), Content_Type="application/zip").status == 415


def test_a_body_past_its_limit_is_refused_before_it_is_read(site):
    said = site.raw(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 413")
    assert b"GLOCAL_BODY_BYTES" in said


@pytest.mark.parametrize(
    "body",
    [
        b"--x\r\nContent-Disposition: form-data; name=query; filename=../../x\r\n\r\nASK{}\r\n--x--\r\n",
        b"".join(b"--x\r\nContent-Disposition: form-data; name=a%d\r\n\r\n1\r\n" % n for n in range(5_000)) + b"--x--",
        b"--x\r\n" * 100_000,
    ],
    ids=["file", "5,000 parts", "only bounds"],
)
def test_a_form_of_parts_is_bounded(site, body):
    for path in ("/sparql", "/reconcile", "/update", "/api/network/file"):
        told = site.send(path, "POST", body, Content_Type="multipart/form-data; boundary=x")
        assert told.status in (200, 400, 401, 413, 415)


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────

ODD_JSON = {
    "deep lists": "[" * 100_000,
    "deep objects": '{"a":' * 50_000,
    "deep and whole": '{"iris":' * 900 + "1" + "}" * 900,
    "NaN": '{"nodes": NaN, "edges": [], "iris": NaN}',
    "endless": '{"nodes": 1e999, "edges": [], "iris": [1e999]}',
    "long number": '{"nodes": ' + "9" * 10_000 + ', "edges": []}',
    "half a letter": '{"iris": ["\\ud800"], "page": "/sparql", "fields": {"query": "\\ud800"}}',
    "half a letter in a key": '{"\\ud800": 1}',
    "many parts": "[" + "[]," * 300_000 + "[]]",
    "no UTF-8": b'{"iris": ["\xff\xfe"]}',
    "too many": json.dumps({"iris": ["urn:x"] * 50_000, "nodes": 10**9, "edges": []}),
    "prototype": '{"__proto__": {"iris": []}, "constructor": 1}',
    "nothing": b"",
}


@pytest.mark.parametrize("name", ODD_JSON)
@pytest.mark.parametrize("path", ["/api/labels", "/api/layout", "/api/links", "/api/network", "/api/network/file"])
def test_json_that_cannot_be_used_is_refused(site, path, name):
    told = site.post_json(path, ODD_JSON[name])
    assert told.status in (400, 413), told.text[:300]
    assert told.reason


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *[(name, text) for text in ODD_JSON.values() for name in ("queries", "extend") if isinstance(text, str)],
        ("queries", '{"a": {"query": "x", "limit": 1e400}}'),
        ("queries", '{"a": {"query": "x", "limit": NaN}}'),
        ("queries", '{"\\ud800": {"query": 3}}'),
        ("queries", '{"a": {"query": "x", "properties": [{"pid": "x", "v": ' + "[" * 500 + "]" * 500 + "}]}}"),
        ("queries", json.dumps({"a": {"query": "x", "properties": [{"pid": "within", "v": "1"}] * 500}})),
        ("queries", json.dumps({"a": {"query": "x", "properties": [{"pid": "within", "v": ["1"] * 500}]}})),
        ("queries", json.dumps({f"q{n}": {"query": "x"} for n in range(3_000)})),
        ("extend", json.dumps({"ids": ["country/IT"] * 2_000, "properties": [{"id": "population"}]})),
        ("extend", json.dumps({"ids": ["country/IT"], "properties": [{"id": f"p{n}"} for n in range(500)]})),
    ],
    ids=lambda value: value[:30],
)
def test_a_batch_that_cannot_be_used_is_refused(site, field, text):
    told = site.post_form("/reconcile", **{field: text})
    assert told.status in (400, 413), told.text[:300]
    assert told.reason


def test_a_batch_of_long_texts_costs_no_more_than_one_of_names(site):
    item = {"query": "Fuchu", "properties": [{"pid": "within", "v": "府" * 100_000}]}
    begun = time.monotonic()
    assert site.post_form("/reconcile", queries=json.dumps({"a": item})).status == 200
    assert time.monotonic() - begun < CALM_SECONDS


def test_a_picture_of_the_largest_size_is_laid_out_in_time(site):
    edges = [[n % 1500, n * 7 % 1500] for n in range(6000)]
    assert site.post_json("/api/layout", {"nodes": 1500, "edges": edges}).status == 200


def test_a_picture_of_many_things_and_places_is_put_together_in_time(site):
    known = ["municipality/46201", "municipality/gn-3172394", "prefecture/JP-46", "country/IT"]
    things = [*known, *(f"municipality/{number}" for number in range(1990))]
    body = {"add": things, "positions": {thing: [0, 0] for thing in things}}
    begun = time.monotonic()
    told = site.post_json("/api/network", body)
    assert told.status == 200
    assert len(json.loads(told.body)["missing"]) == 1990
    assert site.post_json("/api/network/file", {"things": things, "edges": ["x|y"] * 9000}).status == 200
    assert time.monotonic() - begun < 2 * CALM_SECONDS


# ── Other sites and other names ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": OTHER},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_no_page_of_another_site_leaves_a_short_address_here(site, headers):
    assert site.post_json("/api/links", {"page": "/sparql"}, **headers).status == 403


def test_a_form_of_another_site_cannot_even_send_a_state(site):
    for kind in (FORM, "text/plain", "multipart/form-data"):
        assert site.send("/api/links", "POST", b'{"page": "/sparql"}', Content_Type=kind).status == 415


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/api/search?q=a", "/graphs", "/update", "/api/links"])
def test_reading_is_open_to_scripts_of_all_sites_and_lends_them_nothing(site, path):
    for method in ("GET", "OPTIONS"):
        told = site.send(path, method, Origin=OTHER, Access_Control_Request_Headers="authorization")
        assert told.headers["Access-Control-Allow-Origin"] in (None, "*")
        assert told.headers["Access-Control-Allow-Credentials"] is None
        assert "authorization" not in (told.headers["Access-Control-Allow-Headers"] or "").lower()
        assert told.headers["Set-Cookie"] is None


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//evil.example/sparql/",
        "/%5cevil.example/",
        "/%5c%5cevil.example/%2e%2e",
        "///evil.example/x/",
        "/id//evil.example",
        "/id/https://evil.example/",
        "/?next=//evil.example",
        "/sparql?next=https://evil.example",
        "/l/https:evil.example",
        "/l/..%2f%2fevil.example",
        "/id/municipality/46201?format=//evil.example",
        "/static//evil.example",
        "/sparql//evil.example",
        "/.//evil.example",
    ],
)
def test_nobody_is_led_away_from_this_site(site, path):
    told = site.send(path, Accept=HTML)
    target = told.headers["Location"] or "/"
    ours = f"http://127.0.0.1:{site.port}/"
    assert target.startswith(("/", ours))
    assert not target.startswith(("//", "/\\"))


def test_a_short_address_leads_to_pages_of_this_site_only(site):
    for page in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/sparql?x=//evil",
        "/../x",
        "javascript:1",
        "",
    ):
        assert site.post_json("/api/links", {"page": page}).status == 400
    made = site.post_json("/api/links", {"page": "/sparql", "fields": {"query": "a\r\nX-Injected: 1"}})
    told = site.send(json.loads(made.body)["address"])
    assert told.headers["Location"].startswith("/sparql?")
    assert told.headers["X-Injected"] is None


def test_forwarded_names_are_not_believed(site):
    for path in ("/reconcile", "/data/catalog", "/.well-known/void", "/doc/municipality/46201"):
        told = site.send(path, X_Forwarded_Host="evil.example", Forwarded="host=evil.example", X_Original_URL="/update")
        assert told.status == 200
        assert b"evil.example" not in told.body
        assert "evil.example" not in str(told.headers)


@pytest.mark.parametrize(
    "host", ["evil.example", "a b", "evil.example/path", '"><script>', "evil.example:99999", "@", ""]
)
@pytest.mark.parametrize("path", ["/reconcile", "/data/catalog", "/doc/municipality/46201", "/data", "/"])
def test_a_host_that_is_none_makes_no_address(site, path, host):
    told = site.raw(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n".encode())
    assert b" 500 " not in told.split(b"\r\n")[0]
    assert b"<script>alert" not in told


def test_where_the_names_of_the_site_are_listed_no_other_is_answered(hostile_store, tmp_path):
    options = {"hosts": "https://glocal.example.org", "port": 0, "links": str(tmp_path / "links")}
    with running(tmp_path, store=str(hostile_store), **options) as (process, said):
        site = Site(find_port(said, tmp_path), process.pid, tmp_path / "errors")
        for host in ("evil.example", "127.0.0.1", "glocal.example.org.evil.example"):
            assert site.send("/reconcile", Host=host).status == 400
        assert b"https://glocal.example.org/" in site.send("/reconcile", Host="glocal.example.org").body
        assert site.send("/health", Host="10.0.0.1").status == 200


# ── Logs ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_writes_lines_of_his_own_into_the_log(site):
    forged = "%0a127.0.0.1%20-%20-%20forged%1b[31m"
    for path in (f"/{forged}", f"/doc/{forged}", f"/search?q={forged}", f"/sparql?query={forged}", f"/l/{forged}"):
        site.send(path, User_Agent="x \x1b[31m forged", Referer="forged")
    site.post_form("/reconcile", queries='{"a\\nforged": 3}')
    site.query("forged\n127.0.0.1 - - forged")
    assert "forged" not in site.errors.read_text(encoding="utf-8", errors="replace")
