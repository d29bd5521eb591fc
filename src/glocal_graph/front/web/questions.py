"""Room /questions: the gallery's questions as forms, each with its answer as a table and its query."""

from __future__ import annotations

import re

from flask import Blueprint, render_template, request

from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.negotiation import RESULT_OFFERS
from glocal_graph.front.web.site import get_site
from glocal_graph.front.web.tables import read_rows
from glocal_graph.model.errors import GlocalError, ParameterError, PlaceAmbiguous, PlaceNotFound
from glocal_graph.questions.answers import count_coverage
from glocal_graph.questions.gallery import PLACE_KINDS, Parameter, Question, bind, find_question

room = Blueprint("questions", __name__)

_PLACE_TYPES = ("place", "country", "prefecture")
_TERM = re.compile(r"^<(.*)>$|^\"(.*)\"$")


@room.get("/questions")
def listing() -> str:
    """All questions."""
    return render_template("questions.html", questions=list(get_site().gallery.values()))


@room.get("/questions/<name>")
def question(name: str) -> tuple[str, int]:
    """One question: its form, its answer for the values given, and the query behind it."""
    site, language = get_site(), current_language()
    asked = find_question(site.gallery, name)
    given = {item.name: request.args.get(item.name, "").strip() for item in asked.parameters}
    answered, text, problem, status = None, asked.text, None, 200
    try:
        text = bind(asked, {key: value for key, value in given.items() if value}, language, _resolve)
        answered = read_rows(site, text, [column.name for column in asked.columns], language)
    except (PlaceNotFound, PlaceAmbiguous, ParameterError) as error:
        problem, status = error, error.status
    page = render_template(
        "question.html",
        question=asked,
        headings=[column.heading(language) for column in asked.columns],
        given={item.name: _shown(item, given[item.name]) for item in asked.parameters},
        place=_first_place(asked, given),
        answered=answered,
        text=_without_head(text),
        problem=problem,
        offers=RESULT_OFFERS,
        coverage=count_coverage(site.store, asked, language),
    )
    return page, status


def _resolve(text: str, kind: str) -> str:
    return get_site().names.resolve(text, PLACE_KINDS.get(kind))


def _shown(parameter: Parameter, given: str) -> str:
    """What the form's field holds: what was typed; a place by its label; else the default."""
    text = given or _default(parameter)
    if parameter.type not in _PLACE_TYPES:
        return text
    try:
        entry = get_site().names.get(_resolve(text, parameter.type))
    except GlocalError:
        return text
    if entry is None:
        return text
    return (entry.label_ja if current_language() == "ja" else entry.label_en) or text


def _default(parameter: Parameter) -> str:
    found = _TERM.match(parameter.default)
    return (found[1] or found[2] or "") if found else parameter.default


def _first_place(asked: Question, given: dict[str, str]) -> str:
    """The place that the answer is about, for a link to its network; empty if there is none."""
    for parameter in asked.parameters:
        if parameter.type in _PLACE_TYPES:
            try:
                return _resolve(given[parameter.name] or _default(parameter), parameter.type)
            except GlocalError:
                return ""
    return ""


def _without_head(text: str) -> str:
    lines = text.splitlines()
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return "\n".join(lines)
