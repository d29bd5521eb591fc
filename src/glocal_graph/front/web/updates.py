"""Room /update: SPARQL 1.1 Update for those who have a token; each request is one change of the graph, whole or not."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from glocal_graph.data.editing import Edit
from glocal_graph.data.editing_text import Dataset
from glocal_graph.front.web import changes
from glocal_graph.front.web.authority import require_writer
from glocal_graph.front.web.protocol import FORM, read_fields
from glocal_graph.front.web.site import get_site
from glocal_graph.questions.guard import admit

room = Blueprint("updates", __name__)

_DIRECT = "application/sparql-update"
_GRAPH_NAME = re.compile(r"(?:https?://|urn:)[^\x00-\x20<>\"{}|\\^`]+", re.IGNORECASE)


@room.route("/update", methods=["POST"], provide_automatic_options=False, strict_slashes=False)
def update() -> Response:
    """Make the update of this request."""
    holder = require_writer()
    text, dataset = _read_request()
    admit(text, get_site().settings, updates=True)
    return changes.make(
        Edit(
            operation="update",
            agent=holder.name,
            scope=holder.scope,
            text=text,
            dataset=dataset,
            releases=changes.expected_releases(),
        )
    )


@room.route("/update", methods=["OPTIONS"], provide_automatic_options=False, strict_slashes=False)
def preflight() -> Response:
    """What may be sent here. Not said to scripts of other sites: theirs are not to carry anybody's token."""
    response = Response(status=204)
    response.headers["Allow"] = "OPTIONS, POST"
    response.headers["Accept-Post"] = f"{FORM}, {_DIRECT}"
    return response


def _read_request() -> tuple[str, Dataset]:
    fields = read_fields(request.query_string)
    kind = _kind()
    if kind == _DIRECT:
        if "update" in fields:
            raise BadRequest("two updates in one request: one in the address, one in the body")
        return _clean(_decode(request.get_data())), _dataset(fields)
    posted = read_fields(request.get_data())
    fields = {name: [*fields.get(name, ()), *posted.get(name, ())] for name in (*fields, *posted)}
    updates = fields.get("update", [])
    if len(updates) != 1 or "query" in fields:
        raise BadRequest("one request holds one update, in the form's field update, and no query")
    return _clean(updates[0]), _dataset(fields)


def _kind() -> str:
    kind = request.mimetype
    if kind not in (FORM, _DIRECT):
        raise UnsupportedMediaType(f'an update is posted as {FORM} or {_DIRECT}, not as "{kind[:80]}"')
    charset = request.mimetype_params.get("charset", "utf-8").strip("'\"").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"an update is read as UTF-8, not as {charset[:40]}")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("an update is read as it is: send it without Content-Encoding")
    return kind


def _dataset(fields: dict[str, list[str]]) -> Dataset:
    return Dataset(_graphs(fields, "using-graph-uri"), _graphs(fields, "using-named-graph-uri"))


def _graphs(fields: dict[str, list[str]], name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(value.strip() for value in fields.get(name, ()) if value.strip()))
    for graph in found:
        if not _GRAPH_NAME.fullmatch(graph):
            raise BadRequest(f'{name} takes the name of a graph, which begins with http or urn, not "{graph[:200]}"')
    return found


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"the update is not UTF-8: byte {error.start + 1}") from error


def _clean(text: str) -> str:
    if "\x00" in text:
        raise BadRequest("the update holds a NUL character")
    return text.replace("\r\n", "\n").removeprefix("\ufeff")
