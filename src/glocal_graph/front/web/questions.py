"""Room /questions: the gallery's questions as forms, each with its answer, its files and its query."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from glocal_graph.front.web.display import date_text
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.question_views import is_for_staff, view_options
from glocal_graph.front.web.site import get_site
from glocal_graph.front.web.tables import Answered, show_table
from glocal_graph.model.errors import GlocalError, ParameterError, PlaceAmbiguous, PlaceNotFound
from glocal_graph.model.names import fold
from glocal_graph.model.vocabulary import ID
from glocal_graph.output.export_tables import TABLE_FILES, describe, export_table, find_table_file
from glocal_graph.questions.answering import answer_question
from glocal_graph.questions.answers import Table, count_coverage
from glocal_graph.questions.gallery import (
    PLACE_KINDS,
    Parameter,
    Question,
    bind,
    bind_terms,
    find_question,
    plain,
)
from glocal_graph.questions.search import Entry

room = Blueprint("questions", __name__)

_PLACE_TYPES = ("thing", "place", "country", "prefecture")
#: Years that a form offers; a query takes any.
YEARS = (1850, 2100)
_STEP_YEARS = 5


@dataclass
class _Asked:
    """A question with what was given for its parameters, and what that means."""

    question: Question
    given: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    text: str = ""
    problem: GlocalError | None = None


@room.get("/questions")
def listing() -> Response:
    """All questions, by who asks them; ?q= leaves those whose title has these words."""
    words = request.args.get("q", "").strip()
    site = get_site()
    titles = [item.title(current_language()) for item in site.gallery.values()]
    tag = etag("questions", site.store.release, current_language(), request.full_path, *titles)
    if is_known(tag):
        return keep(Response(status=304), tag)
    found = [item for item in site.gallery.values() if _matches(item, words)]
    staff = [item for item in found if is_for_staff(item)]
    groups = [("staff", staff), ("research", [item for item in found if item not in staff])]
    return keep(make_response(render_template("questions.html", groups=groups, words=words, found=len(found))), tag)


@room.get("/questions/<name>")
def question(name: str) -> Response:
    """One question: its form, its answer for the values given, and the query behind it."""
    asked = _read(name)
    if asked.problem:
        return make_response(_render(asked, None, None), asked.problem.status)
    tag = etag("question", *_facts(asked), request.query_string.decode("ascii", "replace"))
    if is_known(tag):
        return keep(Response(status=304), tag)
    table = _answer(asked)
    answered = show_table(get_site(), table, current_language())
    return keep(make_response(_render(asked, answered, table)), tag)


@room.get("/questions/<name>.<any(csv, xlsx, json, ttl):suffix>")
def file(name: str, suffix: str) -> Response:
    """The answer as a file: the same parameters as the page."""
    asked, site, chosen = _read(name), get_site(), find_table_file(suffix)
    if asked.problem:
        raise asked.problem
    tag = etag("answer", suffix, *_facts(asked))
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    given = _given_only(asked)
    about = describe(site.store, asked.question, given, current_language(), _resolve, _name_of)
    # Who saves an answer from a page opens it in Excel, which takes a CSV without the mark for another encoding.
    body = export_table(_answer(asked), about, chosen.name, site.store, bom=True)
    response = Response(body, mimetype=chosen.media_type)
    if suffix != "json":
        stem = "-".join([name, *(value.rpartition("/")[2] for value in asked.values.values())])
        response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(stem)}.{suffix}"'
    response.headers["Link"] = f'<{_permalink(asked)}>; rel="canonical"'
    return open_to_all(keep(response, tag))


def _read(name: str) -> _Asked:
    """The question of this name with the request's values; what is wrong with them is kept, not raised."""
    asked = find_question(get_site().gallery, name)
    given = {item.name: request.args.get(item.name, "").strip() for item in asked.parameters}
    found = _Asked(asked, given, text=asked.text)
    try:
        terms = bind_terms(asked, _given_only(found), _resolve)
        found.values = {key: plain(term) for key, term in terms.items()}
        found.text = bind(asked, _given_only(found), current_language(), _resolve)
    except (PlaceNotFound, PlaceAmbiguous, ParameterError) as error:
        found.problem = error
    return found


def _given_only(asked: _Asked) -> dict[str, str]:
    return {key: value for key, value in asked.given.items() if value}


def _answer(asked: _Asked) -> Table:
    return answer_question(get_site().store, asked.question, _given_only(asked), current_language(), _resolve)


def _facts(asked: _Asked) -> tuple[str, ...]:
    return (get_site().store.release, current_language(), asked.question.name, asked.text)


def _render(asked: _Asked, answered: Answered | None, table: Table | None) -> str:
    site, language, item = get_site(), current_language(), asked.question
    addresses = {form.name: _file_address(asked, form.suffix[1:]) for form in TABLE_FILES.values()}
    query_address = url_for("sparql.sparql", query=asked.text, format="json")
    return render_template(
        "question.html",
        question=item,
        staff=is_for_staff(item),
        given={one.name: _shown(one, asked.given[one.name]) for one in item.parameters},
        places=_places(asked),
        answered=answered,
        notes=[note for note in (item.note(language), *(table.notes if table else ())) if note],
        text=_without_head(asked.text),
        whole=asked.text,
        problem=asked.problem,
        permalink=_permalink(asked) if not asked.problem else "",
        files=[(TABLE_FILES[name], address) for name, address in addresses.items()],
        views=view_options(item, asked.values, query_address),
        coverage=count_coverage(site.store, item, language),
        ways_on=_ways_on(asked) if answered and not answered.rows else [],
        years=YEARS,
        place_kinds=PLACE_KINDS,
    )


def _resolve(text: str, kind: str) -> str:
    return get_site().names.resolve(text, PLACE_KINDS.get(kind))


def _name_of(iri: str) -> str:
    entry = get_site().names.get(iri)
    return _label(entry) if entry else ""


def _label(entry: Entry) -> str:
    pair = (entry.label_ja, entry.label_en) if current_language() == "ja" else (entry.label_en, entry.label_ja)
    return pair[0] or pair[1]


def _shown(parameter: Parameter, given: str) -> str:
    """What the form's field holds: what was typed; a place by its label; else the default."""
    text = given or parameter.shown
    if parameter.type not in _PLACE_TYPES:
        return text
    try:
        return _name_of(_resolve(text, parameter.type)) or text
    except GlocalError:
        return text


def _places(asked: _Asked) -> list[Entry]:
    """The things that the answer is about, for links to their networks."""
    entries = (get_site().names.get(value) for value in asked.values.values() if value.startswith(ID))
    return [entry for entry in entries if entry is not None]


def _parameters(asked: _Asked, **other: str) -> dict[str, Any]:
    """Every parameter as it goes into an address: things by their ids, the rest as typed."""
    return {key: value.removeprefix(ID) for key, value in (asked.values | other).items()}


def _permalink(asked: _Asked) -> str:
    """The address that stays the same whatever the defaults become: every parameter, and the language."""
    return url_for(
        "questions.question", name=asked.question.name, **(_parameters(asked) | {"lang": current_language()})
    )


def _file_address(asked: _Asked, suffix: str) -> str:
    values = _parameters(asked) | {"lang": current_language()}
    return url_for("questions.file", name=asked.question.name, suffix=suffix, **values)


def _ways_on(asked: _Asked) -> list[tuple[str, str, str]]:
    """What to try where nothing fits: (message, what, address)."""
    found = []
    for item in asked.question.parameters:
        entry = get_site().names.get(asked.values[item.name])
        around = get_site().names.get(entry.within) if entry and entry.within else None
        if around is not None and item.type == "place" and around.kind != "Country":
            found.append(("question.try_around", _label(around), _address(asked, item, around.id)))
        if item.type == "year" and re.fullmatch(r"\d{4}", asked.values[item.name]):
            year = int(asked.values[item.name])
            for other in (year - _STEP_YEARS, year + _STEP_YEARS):
                found.append(("question.try_year", date_text(str(other)), _address(asked, item, str(other))))
    if _given_only(asked):
        example = url_for("questions.question", name=asked.question.name)
        found.append(("question.try_example", "", example))
    return found


def _address(asked: _Asked, parameter: Parameter, value: str) -> str:
    return url_for("questions.question", name=asked.question.name, **_parameters(asked, **{parameter.name: value}))


def _matches(item: Question, words: str) -> bool:
    folded = fold(f"{item.number} {item.name} {item.title_en} {item.title_ja}")
    return all(fold(word) in folded for word in words.split())


def _file_name(stem: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem)[:100].strip("-.")


def _without_head(text: str) -> str:
    lines = text.splitlines()
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return "\n".join(lines)
