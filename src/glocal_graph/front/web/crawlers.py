"""For search engines: what they may read, and the addresses of all pages about things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from glocal_graph.front.web.headers import etag, is_known, keep
from glocal_graph.front.web.site import get_site, root_address

room = Blueprint("crawlers", __name__)

#: Every address of these is a computation; crawlers would follow them without end.
_CLOSED = ("/explore", "/sparql?", "/search", "/api/", "/graph", "/update", "/l/", "/reconcile")
_ROOMS = ("", "data", "questions", "sparql", "ontology")
#: What one sitemap may hold (sitemaps.org).
_MOST = 50_000


@room.get("/robots.txt")
def robots() -> Response:
    """Pages and data may be read; what is computed for each request may not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), "", f"Sitemap: {root_address()}sitemap.xml"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@room.get("/sitemap.xml")
def sitemap() -> Response:
    """All pages, or the list of the sitemaps where one cannot hold them."""
    site, root = get_site(), root_address()
    count = len(_ROOMS) + len(site.gallery) + len(site.names.entries)
    if count <= _MOST:
        return _give(0, lambda: _urls(_addresses()))
    parts = (f"<sitemap><loc>{escape(root)}sitemap-{part}.xml</loc></sitemap>" for part in range(-(-count // _MOST)))
    return _give(-1, lambda: _wrap("sitemapindex", parts))


@room.get("/sitemap-<int:part>.xml")
def part_of_sitemap(part: int) -> Response:
    """One of several sitemaps."""
    found = list(islice(_addresses(), part * _MOST, (part + 1) * _MOST))
    if not found:
        raise NotFound("there is no such part of the sitemap; /sitemap.xml lists them")
    return _give(part, lambda: _urls(iter(found)))


def _addresses() -> Iterator[str]:
    site, root = get_site(), root_address()
    yield from (root + name for name in _ROOMS)
    yield from (f"{root}questions/{name}" for name in site.gallery)
    yield from (f"{root}doc/{quote(entry.id, safe='/:@,;=+!$&()*')}" for entry in site.names.entries)


def _urls(addresses: Iterator[str]) -> str:
    return _wrap("urlset", (f"<url><loc>{escape(address)}</loc></url>" for address in addresses))


def _wrap(name: str, parts: Iterator[str]) -> str:
    inside = "\n".join(parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{inside}\n</{name}>\n"
    )


def _give(part: int, make: Callable[[], str]) -> Response:
    tag = etag("sitemap", str(part), get_site().store.release, *get_site().gallery)
    if is_known(tag):
        return keep(Response(status=304), tag)
    return keep(Response(make(), mimetype="application/xml"), tag)
