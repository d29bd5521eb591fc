from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from glocal_graph.front.web import crawlers

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(response) -> list[str]:
    assert response.status_code == 200
    return [node.text for node in ET.fromstring(response.data).iter(f"{SPACE}loc")]


def test_the_sitemap_lists_every_thing_with_a_name_and_each_page_is_there(client, app):
    found = locations(client.get("/sitemap.xml"))
    assert len(found) == len(set(found))
    assert "http://localhost/doc/municipality/46201" in found
    names = app.extensions["glocal_site"].names
    assert sum("/doc/" in address for address in found) == len(names.entries)
    for address in found:
        assert client.get(urlsplit(address).path).status_code == 200, address


def test_a_graph_too_large_for_one_sitemap_has_several(client, monkeypatch):
    whole = locations(client.get("/sitemap.xml"))
    monkeypatch.setattr(crawlers, "_MOST", 10)
    parts = locations(client.get("/sitemap.xml"))
    assert len(parts) == -(-len(whole) // 10)
    together = [address for part in parts for address in locations(client.get(urlsplit(part).path))]
    assert together == whole
    assert client.get(f"/sitemap-{len(parts)}.xml").status_code == 404


def test_crawlers_are_kept_from_what_is_computed_and_led_to_the_sitemap(client):
    text = client.get("/robots.txt").text
    assert "Disallow: /explore" in text
    assert "Disallow: /doc" not in text
    assert "Sitemap: http://localhost/sitemap.xml" in text


def test_the_sitemap_is_sent_again_only_when_it_changed(client):
    tag = client.get("/sitemap.xml").headers["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": tag}).status_code == 304
