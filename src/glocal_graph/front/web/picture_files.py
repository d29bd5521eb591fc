"""Room /api/network/file: what a picture shows, as a file to take away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import networkx as nx
from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from glocal_graph.front.web.headers import open_to_all
from glocal_graph.front.web.json_bodies import read_json
from glocal_graph.front.web.kept_network import network_source
from glocal_graph.front.web.language import LANGUAGES, current_language
from glocal_graph.front.web.picture_bodies import MOST_BYTES, read_ids, read_object, read_positions
from glocal_graph.front.web.planner import read_today
from glocal_graph.front.web.site import get_site
from glocal_graph.front.web.turns import turn
from glocal_graph.output.captions import title as title_of
from glocal_graph.output.export import Format
from glocal_graph.output.picture import PictureTitle, export_picture, find_picture_format, keep_lines
from glocal_graph.questions.network import MOST, exactly

__all__ = ["room"]

room = Blueprint("picture_files", __name__)

_MOST_LINES, _MOST_LETTERS, _LONGEST_TITLE = 5 * MOST, 1000, 200


@room.post("/api/network/file")
def take_away() -> Response:
    """The file of exactly these things and lines.

    A form has one field, `picture`, that holds the same as JSON: a browser saves what a form brings.
    """
    body = _read()
    chosen = find_picture_format(str(body.get("format", "turtle")))
    things, lines = read_ids(body, "things"), _lines(body)
    positions, language = read_positions(body), _language(body)
    site = get_site()
    with turn(things=len(things)):
        graph = exactly(network_source(), things, focus=read_ids(body, "focus"))
        if not len(graph):
            raise BadRequest("the picture is empty: no thing of this release is in it, so there is no file to make")
        if lines is not None:
            keep_lines(graph, lines)
        title = PictureTitle(_title(body, graph, language), site.store.release, read_today())
        placed = {node: place for node, place in positions.items() if node in graph}
        content = export_picture(site.store, graph, chosen, title, language, placed)
    response = Response(content, content_type=_content_type(chosen))
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{_name(graph, site.store.release)}{chosen.suffix}"'
    )
    response.headers["Cache-Control"] = "no-store"
    return open_to_all(response)


def _read() -> Mapping[str, Any]:
    if request.mimetype not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return read_object(request)
    text = request.form.get("picture", "")
    if len(text) > MOST_BYTES:
        raise RequestEntityTooLarge(f"at most {MOST_BYTES:,} letters can be sent here")
    try:
        body = read_json(text)
    except ValueError as error:
        raise BadRequest("the field picture holds no JSON, or none that can be read here") from error
    if not isinstance(body, dict):
        raise BadRequest('the field picture holds an object, as {"things": ["municipality/46201"]}')
    return body


def _lines(body: Mapping[str, Any]) -> list[str] | None:
    """The ids of the lines that are shown; all where none is named."""
    given = body.get("edges")
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(item, str) and len(item) <= _MOST_LETTERS for item in given):
        raise BadRequest("edges is a list of the ids of lines")
    if len(given) > _MOST_LINES:
        raise RequestEntityTooLarge(f"edges lists {len(given):,} lines; at most {_MOST_LINES:,} are taken")
    return given


def _language(body: Mapping[str, Any]) -> str:
    wanted = body.get("lang")
    return wanted if wanted in LANGUAGES else current_language()


def _title(body: Mapping[str, Any], graph: nx.MultiGraph, language: str) -> str:
    given = body.get("title", "")
    if not isinstance(given, str):
        raise BadRequest("title is a text")
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in given).split())
    return text[:_LONGEST_TITLE] or title_of(graph, language)


def _content_type(chosen: Format) -> str:
    is_text = chosen.media_type.startswith("text/")
    return f"{chosen.media_type}; charset=utf-8" if is_text else chosen.media_type


def _name(graph: nx.MultiGraph, release: str) -> str:
    """A file's name of plain letters: what is in focus, how many things, which release."""
    focus = [graph.nodes[node]["label_en"] for node in graph.graph["focus"][:2]] or ["network"]
    text = unicodedata.normalize("NFKD", " ".join(focus)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-") or "network"
    return f"glocal-graph-{words}-{len(graph)}-{re.sub(r'[^0-9A-Za-z.]+', '-', release)[:40]}"
