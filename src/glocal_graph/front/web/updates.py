"""Room /update: SPARQL 1.1 Update for those who have a token; each request is one change of the graph, whole or not."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest

from glocal_graph.data.editing import Edit
from glocal_graph.data.editing_text import Dataset
from glocal_graph.front.web import changes
from glocal_graph.front.web.authority import require_writer
from glocal_graph.front.web.posted_text import FORM, clean, decode, read_fields, read_graphs, read_kind
from glocal_graph.front.web.site import get_site
from glocal_graph.questions.guard import admit

room = Blueprint("updates", __name__)

_DIRECT = "application/sparql-update"
_WHAT = "an update"


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
    if read_kind(_WHAT, _DIRECT) == _DIRECT:
        if "update" in fields:
            raise BadRequest("two updates in one request: one in the address, one in the body")
        return clean(_WHAT, decode(_WHAT, request.get_data())), _dataset(fields)
    posted = read_fields(request.get_data())
    fields = {name: [*fields.get(name, ()), *posted.get(name, ())] for name in (*fields, *posted)}
    updates = fields.get("update", [])
    if len(updates) != 1 or "query" in fields:
        raise BadRequest("one request holds one update, in the form's field update, and no query")
    return clean(_WHAT, updates[0]), _dataset(fields)


def _dataset(fields: dict[str, list[str]]) -> Dataset:
    default, named = (read_graphs(name, fields.get(name, ())) for name in ("using-graph-uri", "using-named-graph-uri"))
    return Dataset(default, named)
