from __future__ import annotations

import gzip
import sys
from io import BytesIO

import brotli
import pytest
from flask import Flask, Response, send_file

from glocal_graph.front.web import compression

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

UNPACK = {"zstd": zstd.decompress, "br": brotli.decompress, "gzip": gzip.decompress}
WAYS = list(UNPACK)
ROWS = "/sparql?query=SELECT * { ?s ?p ?o }&format="


def get(client, address, ways, **headers):
    return client.get(address, headers={"Accept-Encoding": ways, **headers}, buffered=True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", [ROWS + "json", ROWS + "csv", "/data/glocal-graph.nq", "/sparql", "/ontology"])
def test_an_answer_is_packed_once_as_asked_and_the_same_when_unpacked(client, address, way):
    plain, packed = get(client, address, "identity", Accept="text/html"), get(client, address, way, Accept="text/html")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == way
    assert len(packed.data) < len(plain.data) / 2
    assert UNPACK[way](packed.data) == plain.data
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"].split(", ")
        assert answer.headers["Content-Type"] == plain.headers["Content-Type"]


@pytest.mark.parametrize("way", [*WAYS, "identity"])
@pytest.mark.parametrize("address", [ROWS + "json", ROWS + "tsv", "/data/glocal-graph.nt", "/static/site.css"])
def test_an_answer_that_the_client_has_is_not_sent_again_however_it_was_packed(client, address, way):
    first = get(client, address, way)
    again = get(client, address, way, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert set(again.headers["Vary"].split(", ")) == set(first.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate", "gzip"),
        ("gzip, br;q=0.9", "gzip"),
        ("*", "zstd"),
        ("", None),
        ("identity", None),
        ("gzip;q=0", None),
        ("zstd;q=0, *", None),
        ("deflate, x-packed", None),
    ],
)
def test_the_way_that_the_client_likes_best_is_taken_and_none_that_it_refuses(client, asked, way):
    assert get(client, ROWS + "json", asked).headers.get("Content-Encoding") == way


def test_a_part_of_a_file_is_sent_as_it_lies_there(client):
    whole = get(client, "/data/glocal-graph.nt", "identity").data
    part = get(client, "/data/glocal-graph.nt", "gzip", Range="bytes=1000-2999")
    assert part.status_code == 206
    assert "Content-Encoding" not in part.headers
    assert part.data == whole[1000:3000]


def test_what_is_small_or_packed_already_is_left_as_it_is():
    app = Flask(__name__)
    compression.install(app)
    app.add_url_rule("/small", "small", lambda: Response("a" * 100, mimetype="text/csv"))
    app.add_url_rule("/png", "png", lambda: send_file(BytesIO(b"a" * 9000), mimetype="image/png"))
    app.add_url_rule("/xlsx", "xlsx", lambda: Response(b"a" * 9000, mimetype="application/vnd.ms-excel"))
    packed = gzip.compress(b"a" * 90_000_000)
    app.add_url_rule("/gz", "gz", lambda: Response(packed, mimetype="text/csv", headers={"Content-Encoding": "gzip"}))
    for address in ("/small", "/png", "/xlsx"):
        assert "Content-Encoding" not in get(app.test_client(), address, "gzip").headers
    answer = get(app.test_client(), "/gz", "gzip, br")
    assert (answer.headers["Content-Encoding"], answer.data) == ("gzip", packed)
