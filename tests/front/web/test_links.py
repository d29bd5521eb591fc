from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

LONG = "SELECT * { ?s ?p ?o } #" + "鹿" * 400


def make(client, fields=None, page="/sparql", state=None, **more):
    body = {"page": page, "fields": fields or {}, "state": state or {}}
    return client.post("/api/links", json=body, **more)


def test_a_short_address_leads_back_to_the_page_and_stays_readable(client):
    made = make(client, {"query": "ASK {}", "view": "table"})
    assert made.status_code == 201
    assert made.json["address"] == f"/l/{made.json['id']}"
    answer = client.get(made.json["address"])
    assert answer.status_code == 303
    address = urlsplit(answer.headers["Location"])
    assert (address.path, parse_qs(address.query)) == ("/sparql", {"query": ["ASK {}"], "view": ["table"]})


def test_the_same_state_is_kept_once(client):
    first, again = (make(client, {"query": "ASK { ?once ?a ?b }"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json


def test_a_long_state_is_told_by_its_id(client):
    made = make(client, {"query": LONG, "view": "map"}).json
    address = client.get(made["address"] + "?lang=ja").headers["Location"]
    assert len(address) < 100
    assert parse_qs(urlsplit(address).query) == {"link": [made["id"]], "view": ["map"], "lang": ["ja"]}
    assert client.get(f"/api/links/{made['id']}").json["fields"]["query"] == LONG


def test_other_pages_keep_their_views_too(client):
    made = make(client, {"focus": "municipality/46201"}, "/explore", {"places": {"a": [1, 2]}}).json
    assert client.get(made["address"]).headers["Location"].startswith("/explore?link=")
    assert client.get(f"/api/links/{made['id']}").json["state"] == {"places": {"a": [1, 2]}}


@pytest.mark.parametrize("address", ["/l/abcdefgh2345", "/l/x", "/api/links/abcdefgh2345"])
def test_an_unknown_id_is_404(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 201),
    ],
)
def test_only_pages_of_this_site_make_short_addresses(client, headers, status):
    made = make(client, {"query": f"ASK {{ ?{status} ?a {len(headers)} }}"}, headers=headers)
    assert made.status_code == status


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"page": "/sparql"}', "text/plain", 415),
        (b'{"page": "/sparql"}', "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b'{"page": "https://evil.example/"}', "application/json", 400),
        (b" " * 70_000, "application/json", 413),
    ],
)
def test_what_is_no_state_is_refused(client, body, kind, status):
    answer = client.post("/api/links", data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"]
