"""Attacks by what a page shows, and by addresses: markup in labels and parameters, links, formulas, paths, file names.

Each page's markup is looked at in tests/front/web/test_headers.py; here what a stranger sends comes back as text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from itertools import product
from urllib.parse import quote

import pytest

from tests.attacks.attacking import HTML, address

MARKUP = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "<a href=x>y</a>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<!--",
    "]]>",
    "{{7*7}}",
]
ODD = {
    "NUL": "%00",
    "half a letter": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "overlong": "%C0%AF",
    "past Unicode": "%F4%90%80%80",
    "turned around": "%E2%80%AEgnp.exe%E2%81%A6",
    "new line": "a%0d%0aX-Injected:%201",
    "escape": "%1b[31m",
    "many letters": "%E6%B1%9F" * 5_000,
    "combining": "e" + "%CC%81" * 5_000,
    "expanding": "%EF%B7%BA" * 3_000,
}
TEXTS = [
    "/search?q=",
    "/api/search?q=",
    "/api/search?kind=",
    "/api/search?q=a&limit=",
    "/explore?focus=",
    "/explore?focus=municipality/46201&depth=",
    "/questions?q=",
    "/questions/",
    "/doc/municipality/",
    "/id/municipality/",
    "/doc/",
    "/data?lang=",
    "/reconcile/suggest/entity?prefix=",
    "/reconcile/suggest/type?prefix=",
    "/reconcile/suggest/",
    "/reconcile/suggest/entity?prefix=a&cursor=",
    "/reconcile/preview?id=",
    "/reconcile/flyout?id=",
    "/reconcile/properties?type=",
    "/reconcile?queries=",
    "/reconcile?extend=",
    "/api/labels?iri=",
    "/api/network?focus=",
    "/api/network?focus=46201&hops=",
    "/api/surroundings?thing=",
    "/api/common?thing=46201&thing=",
    "/api/card?thing=",
    "/api/card?thing=municipality/46201|",
    "/api/card?thing=municipality/46201&today=",
    "/api/complete?q=",
    "/api/links/",
    "/l/",
    "/sparql?query=",
    "/sparql?query=ASK%7B%7D&format=",
    "/sparql?query=ASK%7B%7D&timeout=",
    "/sparql?query=ASK%7B%7D&default-graph-uri=",
    "/sparql?link=",
    "/graphs?graph=",
    "/graph/",
    "/data/glocal-graph.",
    "/static/",
    "/.well-known/sparql-examples/",
    "/data/catalog?format=",
    "/doc/municipality/46201?page-ties=",
    "/",
    "/planner?place=",
    "/planner?from=",
    "/planner?months=",
    "/planner?every=",
    "/planner.ics?place=",
    "/planner.xlsx?from=",
    "/finder?place=",
    "/finder?place=46201&gap=",
    "/finder.csv?place=",
    "/compare?place=",
    "/compare?place=46201&place=",
    "/compare.xlsx?place=46201&place=",
    "/briefing?thing=",
    "/briefing/",
    "/briefing/municipality/46201?today=",
    "/paths?from=",
    "/paths?from=46201&to=",
    "/paths?from=46201&to=39&links=",
    "/paths?from=46201&to=39&longest=",
    "/api/paths?from=",
    "/api/paths?from=46201&to=39&links=",
    "/statistics/",
    "/statistics?lang=",
    "/explore/all?lang=",
    "/explore?focus=municipality/46201&add=",
    "/explore?focus=municipality/46201&drop=",
    "/explore?focus=municipality/46201&hide=",
    "/explore?focus=municipality/46201&pin=",
    "/explore?focus=municipality/46201&off=",
    "/explore?focus=municipality/46201&only=",
    "/explore?focus=municipality/46201&at=",
    "/explore?focus=municipality/46201&from=",
    "/explore?focus=municipality/46201&view=",
    "/explore?link=",
    "/api/network?focus=",
    "/api/network?focus=municipality/46201&hops=",
    "/api/surroundings?thing=",
    "/api/common?thing=",
    "/api/common?thing=municipality/46201&thing=",
    "/api/card?thing=",
    "/api/search?grouped=1&q=",
    "/questions/same-partner-or-state?place=",
    "/questions/same-partner-or-state.xlsx?place=",
]


class Links(HTMLParser):
    """The addresses of a page that a click or the page itself would follow, and what would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.followed: list[str] = []
        self.running: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src", "action", "formaction"):
                self.followed.append(value or "")
            if name.startswith("on") or name == "srcdoc":
                self.running.append(name)
        if tag in ("img", "svg", "iframe", "object", "embed") and ("onload" in str(attributes) or tag != "svg"):
            self.running.append(tag)


@pytest.mark.parametrize("path", TEXTS)
def test_odd_text_in_any_parameter_is_refused_or_harmless(site, path):
    for text, accept in product(ODD.values(), (HTML, "*/*")):
        told = site.send(path + text, Accept=accept)
        assert told.status < 500 or told.status == 503, told.text[:300]
        assert told.headers["X-Injected"] is None
        assert b"\x00" not in told.body


@pytest.mark.parametrize("text", MARKUP)
def test_markup_comes_back_as_text(site, text):
    for path in (
        address("/search", q=text),
        address("/explore", focus=text),
        address("/questions", q=text),
        address("/sparql", query=text),
        address("/sparql", query=f"SELECT ('''{text}''' AS ?x) {{}}"),
        "/" + quote(text, safe=""),
        "/doc/municipality/" + quote(text, safe=""),
        address("/reconcile/preview", id=text),
        address("/planner", place=text),
        address("/finder", place=text),
        address("/compare", place=text),
        address("/briefing", thing=text),
        "/briefing/" + quote(text, safe=""),
        address("/paths", **{"from": text, "to": text}),
        address("/explore", focus="municipality/46201", only=text, at=text, view=text, off=text, add=text),
        address("/explore", link=text),
        address("/questions/same-partner-or-state", place=text),
    ):
        told = site.send(path, Accept=HTML)
        links = Links(told.text)
        assert links.running == []
        assert all(re.match(r"/(?!/)|#|https?://|\?", link) for link in links.followed), path
        assert not re.search(r"<script>alert|<svg onload|<a href=x>", told.text)
        if told.headers["Content-Type"].startswith("text/html"):
            assert "default-src" in told.headers["Content-Security-Policy"]
            assert "unsafe" not in told.headers["Content-Security-Policy"]


def test_hostile_labels_and_addresses_are_text_on_every_page_that_shows_them(site):
    for path in (
        "/doc/asset/hostile",
        "/doc/source/hostile",
        "/explore?focus=asset/hostile",
        "/api/card?thing=asset/hostile",
        "/api/card?thing=asset/hostile&lang=ja",
        "/api/card?thing=source/hostile",
        "/search?q=onerror",
        "/explore?focus=municipality/46201&lang=ja",
        "/reconcile/preview?id=asset/hostile",
        "/api/card?thing=asset/hostile",
        "/briefing/municipality/46201",
        "/paths?from=asset/hostile&to=municipality/gn-3172394",
    ):
        told = site.send(path, Accept=HTML)
        assert told.status == 200
        links = Links(told.text)
        assert links.running == []
        assert not any(re.match(r"\s*(javascript|data|vbscript):", link, re.IGNORECASE) for link in links.followed)
    flyout = json.loads(site.send("/reconcile/flyout?id=asset/hostile").body)["html"]
    assert Links(flyout).running == []


@pytest.mark.parametrize("text", MARKUP)
def test_a_card_of_nothing_is_no_page_that_repeats_what_was_sent(site, text):
    for path in (address("/api/card", thing=text), address("/api/card", thing="asset/" + text + "|asset/x")):
        told = site.send(path, Accept=HTML)
        assert told.headers["X-Content-Type-Options"] == "nosniff"
        if told.status == 200:  # the graph of these tests has a thing of such a name
            assert Links(told.text).running == []
        else:
            assert told.status in (400, 404)
            assert told.reason


def test_a_picture_taken_away_runs_nothing_of_its_labels_or_heading(site):
    body = {"things": ["asset/hostile", "municipality/46201"], "format": "html", "title": MARKUP[1] + MARKUP[0]}
    told = site.post_json("/api/network/file", body)
    assert told.status == 200
    assert told.headers["Content-Disposition"].startswith("attachment")
    page = told.text
    assert Links(page).running == []
    assert page.count("</script>") == 3, "its data and its own two scripts"
    assert "default-src 'none'" in page


@pytest.mark.parametrize("name", ["turtle", "trig", "ntriples", "nquads"])
def test_the_heading_of_a_file_cannot_leave_its_comment(site, name):
    title = "x\n<urn:a> <urn:b> <urn:c> .\r<urn:a> <urn:b> <urn:c> .\u2028\x85\x0b\x0c\x00\u202e"
    told = site.post_json("/api/network/file", {"things": ["municipality/46201"], "format": name, "title": title})
    assert told.status == 200
    head, _, rest = told.text.partition("\n\n")
    assert all(line.startswith("#") for line in head.splitlines())
    assert "<urn:a>" not in rest
    assert "\u202e" not in head


def test_data_is_never_taken_for_a_page(site):
    for path, kind in (
        ("/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7D&format=csv", "text/csv"),
        ("/doc/asset/hostile.json", "application/json"),
        ("/doc/asset/hostile.ttl", "text/turtle"),
        ("/api/search?q=%3Cimg", "application/json"),
    ):
        told = site.send(path)
        assert told.headers["Content-Type"].startswith(kind)
        assert told.headers["X-Content-Type-Options"] == "nosniff"


# ── Formulas ──────────────────────────────────────────────────────────────────────────────────────────────

FORMULAS = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2+3", "\t=1", "\r=1"]


def test_csv_of_a_query_is_exact_and_is_saved_rather_than_shown(site):
    values = " ".join(json.dumps(text) for text in FORMULAS)
    query = quote(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    told = site.send(f"/sparql?query={query}&format=csv")
    rows = [row[0] for row in csv.reader(io.StringIO(told.text, newline=""))]
    assert rows == ["x", *FORMULAS]
    assert told.headers["Content-Disposition"].startswith("attachment")


# ── Paths and names of files ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fetc/passwd",
        "/static/../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%5c..%5cpyproject.toml",
        "/static/%252e%252e/x",
        "/static/....//....//etc/passwd",
        "/static/site.css%00.png",
        "/data/..%2f..%2fetc/passwd",
        "/data/glocal-graph.%2e%2e%2f%2e%2e",
        "/questions/..%2f..%2fpyproject.toml",
        "/.well-known/sparql-examples/..%2f..%2fpyproject.toml",
        "/.well-known/sparql-examples/%2fetc%2fpasswd",
        "/l/..%2f..",
        "/api/links/..%2f..%2fetc%2fpasswd",
        "/graph/..%2f..%2fetc%2fpasswd",
        "/id/..%2f..%2fetc/passwd",
        "/file:///etc/passwd",
        "/export?name=../../x",
        "/.git/config",
        "/.env",
        "/pyproject.toml",
        "/console",
        "/wp-admin",
        "/server-status",
        "/debug",
    ],
)
def test_no_path_leads_to_a_file_that_is_not_given_away(site, path):
    told = site.send(path, Accept=HTML)
    assert told.status in (308, 400, 404)
    assert b"root:" not in told.body
    assert b"[project]" not in told.body


@pytest.mark.parametrize(
    "path", ["/?__debugger__=yes&cmd=resource&f=debugger.js", "/console?__debugger__=yes&cmd=printpin"]
)
def test_there_is_no_debugger(site, path):
    told = site.send(path, Accept=HTML)
    assert told.headers["Content-Type"].startswith("text/html")
    assert b"EVALEX" not in told.body


@pytest.mark.parametrize(
    "text", ["a%0d%0aX-Injected: 1", 'x"; filename="evil.exe', "../../x", "\u202etxt.exe", "a;b=c"]
)
def test_the_name_of_a_file_is_ours(site, text):
    for path in (
        address("/questions/partners-of-place.csv", place=text),
        address("/sparql", query="SELECT * { ?s ?p ?o } LIMIT 1", format="csv", name=text, filename=text),
        address("/data/glocal-graph.ttl", name=text, download=text),
    ):
        told = site.send(path)
        named = told.headers["Content-Disposition"] or 'attachment; filename="x"'
        assert re.fullmatch(r'(attachment|inline); filename="?[A-Za-z0-9][A-Za-z0-9._+-]*"?', named)
        assert told.headers["X-Injected"] is None


# ── What the explorer posts ───────────────────────────────────────────────────────────────────────────────

_ODD_POSTS = [
    b"",
    b"[]",
    b"null",
    b'"text"',
    b"{",
    b'{"focus": "municipality/46201"}',
    b'{"focus": [1, null, {}]}',
    b'{"focus": ["municipality/46201"], "hops": 1e99}',
    b'{"focus": ["municipality/46201"], "hops": "many"}',
    b'{"focus": ["<img src=x onerror=alert(1)>"]}',
    b'{"focus": ["municipality/46201> ?p ?o } DROP ALL #"]}',
    b'{"focus": ["municipality/46201"], "positions": {"municipality/46201": ["a", NaN]}}',
    b'{"focus": ["municipality/46201"], "positions": [1]}',
    b'{"focus": ["municipality/46201"], "drop": {"a": 1}}',
    b'{"things": ["municipality/46201"], "edges": ["../../etc/passwd"], "format": "html"}',
    b'{"things": ["municipality/46201"], "edges": [], "format": "../../x", "title": "\\r\\nX-Injected: 1"}',
    b'{"things": ["municipality/46201"], "edges": [], "format": "csv", "title": "\\r\\nX-Injected: 1"}',
    b'{"things": ["municipality/46201"], "edges": [], "format": "turtle", "title": "x\\n<a> <b> <c> ."}',
    b'{"things": ["\xed\xa0\x80"], "format": "svg"}',
    b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
]


@pytest.mark.parametrize("path", ["/api/network", "/api/network/file"])
@pytest.mark.parametrize("body", _ODD_POSTS)
def test_odd_posts_of_the_explorer_are_refused_or_harmless(site, path, body):
    told = site.post_json(path, body)
    assert told.status < 500 or told.status == 503, told.text[:300]
    assert told.headers["X-Injected"] is None
    named = told.headers["Content-Disposition"]
    assert named is None or re.match(r'attachment; filename="?[A-Za-z0-9][A-Za-z0-9._+-]*"?', named)


def test_a_title_of_several_lines_stays_a_comment_of_the_file(site):
    body = {"things": ["municipality/46201"], "edges": [], "format": "turtle", "title": "x\n<a:a> <a:b> <a:c> ."}
    told = site.post_json("/api/network/file", body)
    assert told.status == 200
    assert "\n<a:a>" not in told.text
