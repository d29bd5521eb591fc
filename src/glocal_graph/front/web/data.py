"""Room /data: the whole graph to take away in each format, with its release, licence and manifest."""

from __future__ import annotations

import atexit
import tempfile
import threading
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, render_template, send_file
from werkzeug.exceptions import NotFound

from glocal_graph.data.file_io import write_whole
from glocal_graph.front.web.headers import open_to_all
from glocal_graph.front.web.site import Site, get_site
from glocal_graph.output.export import FORMATS, Format, export_all

room = Blueprint("data", __name__)
_lock = threading.Lock()


@room.get("/data")
def page() -> str:
    """What can be downloaded, and under which conditions."""
    site = get_site()
    return render_template(
        "data.html", formats=_formats(), info=site.store.info(), triples=site.triples, graphs=site.graphs
    )


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
    path = _file(get_site(), chosen.name, suffix)
    response = send_file(
        path, mimetype=chosen.media_type, as_attachment=True, download_name=path.name, conditional=True
    )
    return open_to_all(response)


def _formats() -> list[Format]:
    return list(FORMATS.values())


def _file(site: Site, name: str, suffix: str) -> Path:
    """The file of this release, written at the first request for it."""
    folder = _folder()
    path = folder / f"glocal-graph-{site.store.release}.{suffix}"
    with _lock:
        if not path.exists():
            write_whole(path, export_all(site.store, name))
    return path


def _folder() -> Path:
    kept = current_app.extensions.get("glocal_downloads")
    if kept is None:
        kept = current_app.extensions["glocal_downloads"] = tempfile.TemporaryDirectory(prefix="glocal-graph-")
        atexit.register(kept.cleanup)
    return Path(kept.name)


def _public(info: dict[str, object]) -> dict[str, object]:
    """The manifest without paths of this machine."""
    return {key: value for key, value in info.items() if key not in ("path", "store", "root", "address")}
