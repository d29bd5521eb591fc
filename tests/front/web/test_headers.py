from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

HTML = {"Accept": "text/html"}
#: What a browser reads in a script element and never runs.
DATA_BLOCKS = ("application/json", "application/ld+json")
PAGES = [
    "/",
    "/?lang=ja",
    "/search?q=naples",
    "/explore",
    "/explore?focus=municipality/46201",
    "/explore?focus=prefecture/JP-46&lang=ja",
    "/doc/municipality/46201",
    "/doc/partnership/46201--gn-3172394?lang=ja",
    "/doc/asset/hostile",
    "/doc/source/hostile",
    "/sparql",
    "/sparql?query=SELECT * { ?s ?p ?o } LIMIT 9",
    "/sparql?query=SELECT * {",
    "/questions",
    "/data",
    "/ontology",
    "/nothing-here",
]


class Page(HTMLParser):
    """What a page makes a browser fetch or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.inline: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        self.inline += [name for name in found if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in found and found.get("type") not in DATA_BLOCKS):
            self.inline.append(tag)
        if tag == "a":
            self.links.append(found.get("href", ""))
        elif tag == "link" and found.get("rel") != "alternate":
            self.fetched.append(found["href"])
        elif "src" in found:
            self.fetched.append(found["src"])


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fetches_nothing_from_elsewhere_and_runs_nothing_of_its_own_text(client, address):
    page = Page(client.get(address, headers=HTML).text)
    assert page.fetched
    assert [link for link in page.fetched if not link.startswith("/")] == []
    assert page.inline == []
    assert "img" not in page.tags
    assert [link for link in page.links if not re.match(r"(/|#|https?://)", link)] == []


@pytest.mark.parametrize(
    "address", [*PAGES, "/health", "/api/search?q=a", "/static/site.css", "/doc/municipality/46201.ttl"]
)
def test_every_answer_forbids_what_we_do_not_need(client, address):
    headers = client.get(address, headers=HTML, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "address", ["/sparql?query=ASK{}", "/doc/municipality/46201.ttl", "/api/search?q=a", "/health", "/ontology.ttl"]
)
def test_data_is_open_to_scripts_of_any_site(client, address):
    assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"


def test_pages_depend_on_language_form_and_packing_and_say_so(client):
    vary = client.get("/doc/municipality/46201", headers=HTML).headers["Vary"]
    assert set(vary.split(", ")) == {"Accept", "Accept-Encoding", "Accept-Language"}


@pytest.mark.parametrize("accept", ["application/json", "text/csv"])
@pytest.mark.parametrize("query", ["ASK {}", "ASK {"])
def test_data_that_is_the_same_in_every_language_does_not_say_that_it_depends_on_it(client, query, accept):
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert set(answer.headers["Vary"].split(", ")) == {"Accept", "Accept-Encoding"}


@pytest.mark.parametrize("address", ["/doc/municipality/46201.ttl", "/ontology.ttl", "/.well-known/void", "/graphs"])
def test_documents_in_rdf_are_the_same_in_every_language(client, address):
    vary = client.get(address, headers={"Accept-Language": "ja"}).headers["Vary"]
    assert set(vary.split(", ")) == {"Accept", "Accept-Encoding"}


def test_no_address_of_the_app_sets_a_cookie(app, client):
    methods = ("GET", "POST", "PUT", "DELETE", "OPTIONS")
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: next(iter(getattr(kind, "items", "1"))) for name, kind in rule._converters.items()}
        for method in methods:
            answer = client.open(adapter.build(rule.endpoint, values), method=method, headers=HTML, buffered=True)
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", "")


def test_hostile_labels_are_shown_as_text_everywhere(client):
    for address in (
        "/doc/asset/hostile",
        "/explore?focus=asset/hostile",
        "/search?q=onerror",
        "/explore?focus=municipality/46201&lang=ja",
    ):
        text = client.get(address, headers=HTML).text
        assert "<img src=x" not in text
        assert "<script>alert" not in text
        assert "alert" in text


def test_an_address_that_is_no_web_address_is_text_and_no_link(client):
    page = client.get("/doc/source/hostile", headers=HTML).text
    assert "javascript:alert(6)" in page
    assert 'href="javascript' not in page


def test_what_a_visitor_typed_is_escaped(client):
    page = client.get("/search?q=<script>alert(7)</script>", headers=HTML).text
    assert "<script>alert(7)" not in page
    assert "&lt;script&gt;alert(7)" in page


@pytest.mark.parametrize("path", ["/", "/data", "/questions"])
def test_a_page_is_sent_again_only_to_a_reader_of_another_language_or_after_a_change(client, path):
    english, japanese = ({"Accept": "text/html", "Accept-Language": language} for language in ("en", "ja"))
    client.get("/data/catalog")  # once all files are written, the page about them changes no more
    first = client.get(path, headers=english)
    assert "Accept-Language" in first.headers["Vary"]
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(path, headers={**english, **known})
    assert again.status_code == 304
    assert again.data == b""
    other = client.get(path, headers={**japanese, **known})
    assert other.status_code == 200
    assert 'lang="ja"' in other.text


@pytest.mark.parametrize("path", ["/doc/municipality/46201", "/sparql?query=ASK{}", "/reconcile", "/sitemap.xml"])
def test_an_answer_under_one_name_of_the_site_is_not_taken_for_that_under_another(client, path):
    one, again, other = (
        client.get(path, headers={**HTML, "Host": name}).headers["ETag"]
        for name in ("one.example", "one.example", "other.example")
    )
    assert one == again != other
