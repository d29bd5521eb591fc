"""Room /data: the whole graph to take away in each format, with its release, licence, history and manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound

from glocal_graph.data.store.snapshot import Snapshot, list_snapshots
from glocal_graph.data.void import ABOUT
from glocal_graph.front.web.downloads import Download, get_downloads
from glocal_graph.front.web.headers import LICENCE, etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import LANGUAGES, current_language
from glocal_graph.front.web.site import Site, get_site, root_address
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import StoreError
from glocal_graph.output.export import FORMATS, Format

room = Blueprint("data", __name__)

_MOST_CHANGES = 20
_MOST_SAMPLES = 20
_CHANGES = f"""
PREFIX glocal: <{v.GLOCAL}> PREFIX prov: <{v.PROV}> PREFIX rdfs: <{v.RDFS}>
SELECT ?change ?en ?ja ?time ?added ?removed {{
  ?change a glocal:Change ; prov:endedAtTime ?time ; rdfs:label ?en, ?ja .
  FILTER (LANG(?en) = "en" && LANG(?ja) = "ja")
  OPTIONAL {{ ?change glocal:triplesAdded ?added }} OPTIONAL {{ ?change glocal:triplesRemoved ?removed }}
}} ORDER BY DESC(?time) DESC(?change) LIMIT {_MOST_CHANGES}"""


@room.get("/data")
def page() -> Response:
    """What can be downloaded, and under which conditions."""
    site, downloads = get_site(), get_downloads()
    downloads.prepare(site)
    files = {item.name: downloads.known(site, item) for item in _formats()}
    written = ",".join(name for name, file in files.items() if file)
    tag = etag("data", site.store.release, current_language(), written, request.url)
    if is_known(tag):
        return keep(Response(status=304), tag)
    text = render_template(
        "data.html",
        formats=_formats(),
        files=files,
        info=site.store.info(),
        triples=site.triples,
        graphs=site.graphs,
        releases=_releases(site),
        changes=site.store.select(_CHANGES),
        removed=sorted(site.removed.values(), key=lambda gone: (gone.gone, gone.thing), reverse=True)[:_MOST_SAMPLES],
        removed_total=len(site.removed),
        described=_schema_org(site, files),
    )
    return keep(make_response(text), tag)


@room.get("/data/manifest.json")
def manifest() -> Response:
    """The release as data: its number, date, counts and checksums."""
    return open_to_all(jsonify(_public(get_site().store.info())))


@room.get("/data/glocal-graph.<suffix>")
def download(suffix: str) -> Response:
    """The whole graph as one file."""
    chosen = next((item for item in _formats() if item.suffix == f".{suffix}"), None)
    if chosen is None:
        raise NotFound(f"there is no download .{suffix}")
    file = get_downloads().one(get_site(), chosen)
    response = send_file(
        file.path, mimetype=chosen.media_type, as_attachment=True, download_name=file.path.name, conditional=True
    )
    response.headers["Glocal-Release"] = file.release
    response.headers.add("Link", f'<{LICENCE}>; rel="license"')
    response.headers.add("Link", f'<{url_for("descriptions.catalogue")}>; rel="describedby"')
    return open_to_all(response)


def _formats() -> list[Format]:
    return list(FORMATS.values())


def _releases(site: Site) -> list[Snapshot]:
    """The releases that are kept here, the newest first; an engine elsewhere tells of its present one only."""
    path = site.store.info().get("path")
    try:
        return list_snapshots(Path(path).parent)[::-1] if path else []
    except StoreError:
        return []


def _schema_org(site: Site, files: Mapping[str, Download | None]) -> dict[str, Any]:
    """The dataset for search engines, in the terms of schema.org."""
    root = root_address()
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": v.iri("dataset"),
        "name": [_tagged(text, tag) for text, tag in zip(ABOUT["title"], LANGUAGES, strict=True)],
        "description": [_tagged(text, tag) for text, tag in zip(ABOUT["description"], LANGUAGES, strict=True)],
        "url": f"{root}data",
        "version": site.store.release,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": list(LANGUAGES),
        "creator": {"@type": "Organization", "name": "Glocal Graph contributors"},
        "distribution": [_distribution(root, item, files.get(item.name)) for item in _formats()],
    }
    if day := str(site.store.info().get("date", ""))[:10]:
        said["datePublished"] = day
    return said


def _distribution(root: str, item: Format, file: Download | None) -> dict[str, str]:
    said = {
        "@type": "DataDownload",
        "name": item.title_en,
        "encodingFormat": item.media_type,
        "contentUrl": f"{root}data/glocal-graph{item.suffix}",
    }
    return said if file is None else {**said, "contentSize": f"{file.size} B", "sha256": file.sha256}


def _tagged(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _public(info: dict[str, object]) -> dict[str, object]:
    """The manifest without paths of this machine."""
    return {key: value for key, value in info.items() if key not in ("path", "store", "root", "address")}
