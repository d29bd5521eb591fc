"""The workbench at /sparql: the page for browsers, with a plain form and table for those without scripts.

With scripts the page becomes an editor with tabs. An answer that the page holds already is not asked for again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request

from glocal_graph.data.store import Answer
from glocal_graph.front.web.display import word
from glocal_graph.front.web.errors import problem as describe_problem
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import Messages, current_language
from glocal_graph.front.web.links import READABLE, recall
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, RESULT_OFFERS
from glocal_graph.front.web.protocol import Asked, ask, check
from glocal_graph.front.web.samples import SAMPLES, START
from glocal_graph.front.web.site import Site, get_site
from glocal_graph.front.web.tables import Answered, show_graph, show_results
from glocal_graph.model.errors import GlocalError, QueryStopped, QuerySyntaxError, UsageError
from glocal_graph.model.vocabulary import BASE, PREFIXES
from glocal_graph.questions.completion import KINDS, Suggestion
from glocal_graph.questions.gallery import Question, bind

__all__ = ["page", "room"]

room = Blueprint("workbench", __name__)

#: A page that holds a query is not kept waiting longer than this; its script then asks with the whole time.
_FIRST_SECONDS = 2.0
#: A larger answer is not written into the page for its script, which then asks for it.
_MOST_GIVEN = 400_000
_MOST_SUGGESTIONS = 50


@dataclass
class _Shown:
    """What the page says below the editor."""

    answered: Answered | None = None
    problem: GlocalError | None = None
    is_waiting: bool = False
    given: str = ""

    @property
    def status(self) -> int:
        return self.problem.status if self.problem else 200


def page(asked: Asked) -> Response:
    """The workbench; with the answer, or what is wrong, if there is a query."""
    site, recalled = get_site(), recall()
    if not asked.text.strip():
        asked = replace(asked, text=recalled.fields.get("query", ""))
    shown = _show(site, asked)
    text = render_template(
        "sparql.html",
        text=asked.text,
        start=START,
        samples=SAMPLES,
        questions=list(site.gallery.values()),
        answered=shown.answered,
        problem=shown.problem,
        waiting=shown.is_waiting,
        given=shown.given,
        mark=_mark(asked.text, shown.problem),
        offers=GRAPH_OFFERS if asked.is_graph else RESULT_OFFERS,
        addressable=len(asked.text) < 6000,
        bench=_bench(site, asked, shown, {**recalled.fields, **recalled.state}),
    )
    response = make_response(text, shown.status)
    if shown.answered is None or shown.is_waiting or not asked.is_lasting:
        return response
    facts = (*asked.facts, request.query_string.decode("ascii", "replace"))
    return keep(response, etag("sparql-page", site.store.release, current_language(), *facts))


@room.get("/api/complete")
def complete() -> Response:
    """What can stand next: ?q= what is typed, ?kind= class, property, thing or any, ?context= what stands before."""
    site, language = get_site(), current_language()
    text, kind = request.args.get("q", "")[:200], request.args.get("kind", "any")
    context = request.args.get("context", "")[:2000]
    if kind not in KINDS:
        raise UsageError(f'kind "{kind[:40]}" is not one of {", ".join(KINDS)}')
    limit = min(max(request.args.get("limit", 20, int), 1), _MOST_SUGGESTIONS)
    tag = etag("complete", site.store.release, language, text, kind, context, str(limit))
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    found = site.completion.find(text, kind, language, limit, context)
    return open_to_all(keep(jsonify({"items": [_describe(item, language) for item in found]}), tag))


@room.get("/api/prefixes")
def prefixes() -> Response:
    """The prefixes of the site's queries: {prefix: namespace}."""
    return open_to_all(keep(jsonify(dict(PREFIXES)), etag("prefixes", BASE)))


@room.get("/api/examples")
def examples() -> Response:
    """The questions of the gallery as queries to start from."""
    site, language = get_site(), current_language()
    tag = etag("examples", site.store.release, language)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    found = [_describe_question(item, language) for item in site.gallery.values()]
    return open_to_all(keep(jsonify({"examples": found}), tag))


def _describe_question(question: Question, language: str) -> dict[str, Any]:
    lines = bind(question, {}, language, lambda text, kind: text).splitlines()
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    title = question.title(language)
    text = "\n".join((f"# {title}", *lines))
    facts = {"name": question.name, "number": question.number, "title": title}
    return facts | {"shows": question.shows, "query": text}


# ── The answer in the page ────────────────────────────────────────────────────────────────────────────────


def _show(site: Site, asked: Asked) -> _Shown:
    if not asked.text.strip():
        return _Shown()
    is_patient = "run" in request.values
    seconds = asked.seconds if is_patient else min(asked.seconds or _FIRST_SECONDS, _FIRST_SECONDS)
    media_type = "application/n-triples" if asked.is_graph else "application/sparql-results+json"
    try:
        check(asked, site.settings)
        answer = ask(site.store, replace(asked, seconds=seconds), media_type)
    except QueryStopped as error:
        return _Shown(problem=error) if is_patient or error.limit != "time" else _Shown(is_waiting=True)
    except GlocalError as error:
        return _Shown(problem=error)
    return _read(site, asked, answer)


def _read(site: Site, asked: Asked, answer: Answer) -> _Shown:
    body = answer.body.decode("utf-8") if answer.size <= _MOST_GIVEN else ""
    if asked.is_graph:
        given = json.dumps({"ntriples": body}) if answer.size <= _MOST_GIVEN else ""
        return _Shown(show_graph(answer), given=_enclose(given))
    return _Shown(show_results(site, answer), given=_enclose(body))


def _enclose(text: str) -> str:
    """JSON that can stand inside a script element: "<" is only ever part of its texts."""
    return text.replace("<", "\\u003c")


def _mark(text: str, problem: GlocalError | None) -> tuple[str, str] | None:
    """The line that does not parse, and the blanks before the place where it stops."""
    if not isinstance(problem, QuerySyntaxError) or not problem.line:
        return None
    lines = text.splitlines()
    if problem.line > len(lines):
        return None
    line = lines[problem.line - 1]
    before = line[: max((problem.column or 1) - 1, 0)]
    return line, "".join("\u3000" if ord(letter) > 0x2E7F else " " for letter in before)


# ── What the script needs ─────────────────────────────────────────────────────────────────────────────────


def _bench(site: Site, asked: Asked, shown: _Shown, recalled: dict[str, Any]) -> dict[str, Any]:
    """What the script is told: the query, the limits, the release, the prefixes."""
    problem = {"status": shown.status, **describe_problem(shown.problem)} if shown.problem else None
    view = request.args.get("view", "") or recalled.get("view", "")
    return {
        "base": BASE,
        "start": START,
        "query": asked.text,
        "dataset": {"default": list(asked.default_graphs), "named": list(asked.named_graphs)},
        "title": str(recalled.get("title", "")),
        "view": view,
        "options": recalled.get("options") or request.args.get("options", ""),
        "problem": problem,
        "seconds": site.settings.query_seconds,
        "most": site.settings.query_seconds_most,
        "readable": READABLE,
        "release": site.store.release,
        "date": str(site.store.info().get("date", ""))[:10],
        "prefixes": dict(PREFIXES),
        "graphs": [f"<{name}>" if "://" in name else f"graph:{name}" for name, _ in site.graphs],
    }


def _describe(item: Suggestion, language: str) -> dict[str, Any]:
    english, japanese = (item.label_en or item.label_ja), (item.label_ja or item.label_en)
    is_word = item.kind in ("class", "property")
    messages: Messages = current_app.extensions["glocal_messages"]
    if not english and (key := f"term.{item.text}") in messages:
        english, japanese = messages.get(key, "en"), messages.get(key, "ja")
    facts = {
        "iri": item.iri,
        "text": item.text,
        "kind": item.kind,
        "kindLabel": "" if is_word or item.kind == "thing" else word(item.kind),
        "label": japanese if language == "ja" else english,
        "other": {"text": english, "lang": "en"} if language == "ja" else {"text": japanese, "lang": "ja"},
        "hint": (item.comment_ja or item.comment_en) if language == "ja" else (item.comment_en or item.comment_ja),
        "matched": item.matched,
        "count": item.count,
    }
    return {name: value for name, value in facts.items() if value}
