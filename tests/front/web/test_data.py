from __future__ import annotations

import hashlib
import json
import re
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from glocal_graph.output.export import FORMATS


@pytest.mark.parametrize("suffix", [item.suffix for item in FORMATS.values()])
def test_the_whole_graph_can_be_taken_away_in_each_format(client, browse, suffix):
    assert f'/data/glocal-graph{suffix}"' in browse("/data")
    response = client.get(f"/data/glocal-graph{suffix}", buffered=True)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.data


def test_the_download_is_the_graph(client, store):
    quads = list(ox.parse(client.get("/data/glocal-graph.nt", buffered=True).data, format=ox.RdfFormat.N_TRIPLES))
    assert len(set(quads)) == int(store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"].value)


def test_a_format_that_is_not_there_is_404(client):
    assert client.get("/data/glocal-graph.exe").status_code == 404
    assert client.get("/data/glocal-graph.../../x").status_code == 404


def test_the_manifest_tells_the_release_and_no_path_of_the_machine(client, store, settings):
    response = client.get("/data/manifest.json")
    assert response.json["release"] == store.release
    assert settings.store not in response.text


def test_the_page_says_release_licence_and_how_to_cite(browse, store):
    page = browse("/data?lang=ja")
    assert store.release in page
    assert "creativecommons.org/licenses/by/4.0" in page


def test_the_page_tells_the_size_and_checksum_of_each_file_to_people_and_search_engines(client, browse):
    client.get("/data/catalog")  # which waits until all files are written
    page = browse("/data?lang=en")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    files = json.loads(block)["distribution"]
    assert len(files) == len(FORMATS)
    for file in files:
        content = client.get(urlsplit(file["contentUrl"]).path, buffered=True).data
        assert file["contentSize"] == f"{len(content)} B"
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert f"{len(content):,} bytes" in page
        assert file["sha256"] in page
