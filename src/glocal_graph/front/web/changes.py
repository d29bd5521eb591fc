"""A change asked for by HTTP: made by the app's editor, answered with what became of it, or why nothing did."""

from __future__ import annotations

import weakref

import pyoxigraph as ox
from flask import Flask, Response, current_app, json, request, url_for
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from werkzeug.exceptions import LengthRequired

from glocal_graph.data.editing import Edit, Outcome
from glocal_graph.data.editing_process import Editor
from glocal_graph.data.findings import Finding
from glocal_graph.front.web import authority
from glocal_graph.front.web.intake import UNMEASURED
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, JSON, choose
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import FormatUnknown, ShapesBroken
from glocal_graph.model.settings import Settings

__all__ = ["expected_releases", "install", "make", "tag"]

_SH = "http://www.w3.org/ns/shacl#"
_MOST_FINDINGS = 1000


def install(app: Flask, settings: Settings) -> None:
    """Have the app know who may write, and make changes; the process for them starts with the first one."""
    app.extensions["glocal_authority"] = authority.install(settings)
    editor = app.extensions["glocal_editor"] = Editor(settings)
    weakref.finalize(app, editor.close)


def make(edit: Edit) -> Response:
    """Make the change and tell its outcome; the report of the shapes as Turtle where that is asked for."""
    if request.environ.get(UNMEASURED):
        raise LengthRequired("a change is sent with its Content-Length; without one, nobody can tell whether all came")
    editor: Editor = current_app.extensions["glocal_editor"]
    try:
        outcome = editor.make(edit)
    except ShapesBroken as error:
        if _wants_turtle():
            return Response(_report(error), 422, content_type="text/turtle; charset=utf-8")
        raise
    # Whoever reads after this answer reads what was written.
    get_site().store.catch_up()
    return _tell(outcome)


def expected_releases() -> tuple[str, ...]:
    """The releases that an If-Match names, by themselves or as a part of a graph's tag; none where there is none."""
    found = request.if_match
    if found.star_tag or not found:
        return ()
    return tuple(item.partition("/")[0] for item in found.as_set(include_weak=True))


def tag(release: str, *parts: str) -> str:
    """A tag that names its release, for whoever wants to change what they have read and nothing newer."""
    return "/".join((release, *parts))


def _tell(outcome: Outcome) -> Response:
    body = {
        "release": outcome.release,
        "change": outcome.change or None,
        "added": outcome.added,
        "removed": outcome.removed,
        "graphs": {name: {"added": added, "removed": removed} for name, (added, removed) in outcome.graphs.items()},
    }
    response = Response(
        json.dumps(body, ensure_ascii=False) + "\n", 201 if outcome.is_new else 200, mimetype="application/json"
    )
    response.set_etag(tag(outcome.release))
    response.headers["Glocal-Release"] = outcome.release
    response.headers["Cache-Control"] = "no-store"
    if outcome.change:
        response.headers["Location"] = url_for("things.identify", thing=v.local(outcome.change))
    return response


def _wants_turtle() -> bool:
    try:
        return choose((JSON, GRAPH_OFFERS[0]), request.headers.get("Accept")).name == "turtle"
    except FormatUnknown:
        return False


def _report(error: ShapesBroken) -> bytes:
    """The findings as a report of SHACL."""
    report = BlankNode()
    triples = [
        Triple(report, NamedNode(v.RDF_TYPE), NamedNode(_SH + "ValidationReport")),
        Triple(report, NamedNode(_SH + "conforms"), Literal(False)),
    ]
    for item in error.findings[:_MOST_FINDINGS]:
        if isinstance(item, Finding):
            result = BlankNode()
            triples.append(Triple(report, NamedNode(_SH + "result"), result))
            triples += [Triple(result, NamedNode(name), value) for name, value in _result(item)]
    prefixes = {"sh": _SH, **{name: space for name, space in v.PREFIXES.items() if name in ("rdfs", "glocal", "xsd")}}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _result(item: Finding) -> list[tuple[str, NamedNode | Literal | BlankNode]]:
    found: list[tuple[str, NamedNode | Literal | BlankNode]] = [
        (v.RDF_TYPE, NamedNode(_SH + "ValidationResult")),
        (_SH + "focusNode", _term(item.focus)),
        (_SH + "resultMessage", Literal(item.message_en, language="en")),
        (_SH + "resultMessage", Literal(item.message_ja, language="ja")),
        (_SH + "resultSeverity", NamedNode(_SH + "Violation")),
        (_SH + "sourceShape", NamedNode(f"{v.BASE}shapes#{item.rule}")),
    ]
    if item.path:
        found.append((_SH + "resultPath", _term(item.path)))
    if item.value:
        found.append((_SH + "value", _term(item.value)))
    return found


def _term(text: str) -> NamedNode | Literal | BlankNode:
    """What a finding names, as a term: it holds IRIs and texts alike."""
    if text.startswith(("http://", "https://", "urn:")):
        try:
            return NamedNode(text)
        except ValueError:
            return Literal(text)
    return BlankNode() if text.startswith("_:") else Literal(text)
