"""Room /health: whether the store answers, for whoever watches the service."""

from __future__ import annotations

import time

from flask import Blueprint, Response, jsonify

import glocal_graph
from glocal_graph.front.web.errors import problem
from glocal_graph.front.web.headers import open_to_all
from glocal_graph.front.web.site import get_site
from glocal_graph.model.errors import GlocalError

room = Blueprint("health", __name__)


@room.get("/health")
def health() -> Response:
    """200 with the release while the store answers a small question; 503 with the reason when it does not."""
    site, started = get_site(), time.perf_counter()
    report = {"version": glocal_graph.__version__, "release": site.store.release}
    try:
        site.store.query("ASK { ?s ?p ?o }")
    except GlocalError as error:
        response = jsonify(report | {"status": "failing", "detail": problem(error)["detail"]})
        response.status_code = 503
    else:
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        response = jsonify(report | {"status": "ok", "milliseconds": milliseconds})
    response.headers["Cache-Control"] = "no-store"
    return open_to_all(response)
