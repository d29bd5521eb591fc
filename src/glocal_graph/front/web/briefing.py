"""Room /briefing: one sheet of A4 about a place or a tie, to be printed before somebody visits."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from glocal_graph.front.web.display import date_text
from glocal_graph.front.web.headers import LICENCE, etag, is_known, keep
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.places import PLACES, find_place
from glocal_graph.front.web.planner import read_today
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import (
    DateError,
    GlocalError,
    IriError,
    PlaceAmbiguous,
    PlaceNotFound,
    ThingNotFound,
)
from glocal_graph.output.anniversary_table import day_words, notes_of, year_words
from glocal_graph.questions.briefing import Brief, brief_place, brief_tie
from glocal_graph.questions.search import Entry

__all__ = ["has_briefing", "room"]

room = Blueprint("briefing", __name__)

#: Letters of a description that the sheet has room for.
_MOST_LETTERS = {"en": 120, "ja": 75}


#: The classes of which there are sheets, and a few to look at.
_SHEETS = PLACES | {"Partnership"}
_SAMPLES = ("municipality/46201", "prefecture/JP-39", "country/IT", "partnership/46201--gn-3172394")


@room.app_template_global()
def has_briefing(kind: str) -> bool:
    """Whether there is a sheet of things of this class."""
    return kind in _SHEETS


@room.get("/briefing")
def choose() -> AnyResponse:
    """A picker of the place or tie that a sheet is made of; ?thing= leads to its sheet."""
    given = request.args.get("thing", "").strip()
    problems: dict[str, GlocalError] = {}
    if given:
        try:
            return redirect(url_for("briefing.briefing", thing=_choose(given).id), 303)
        except (PlaceNotFound, PlaceAmbiguous, IriError) as error:
            problems["thing"] = error
    names = get_site().names
    samples = [entry for name in _SAMPLES if (entry := names.get(v.iri(name)))]
    text = render_template("briefing_choose.html", given=given, problems=problems, samples=samples, kinds=_SHEETS)
    status = next((problem.status for problem in problems.values()), 200)
    tag = etag("sheets", get_site().store.release, current_language(), request.full_path)
    return keep(make_response(text), tag) if status == 200 else make_response(text, status)


def _choose(text: str) -> Entry:
    names = get_site().names
    entry = names.get(names.resolve(text, _SHEETS))
    if entry is None or entry.kind not in _SHEETS:
        raise PlaceNotFound(text)
    return entry


@room.get("/briefing/<path:thing>")
def briefing(thing: str) -> AnyResponse:
    """The sheet of a thing by its id; a name leads to the sheet of the place that it means."""
    site, today = get_site(), read_today()
    entry = site.names.get(v.iri(thing))
    if entry is None:
        return redirect(url_for("briefing.briefing", thing=_find(thing).id), 303)
    tag = etag("briefing", site.store.release, current_language(), request.full_path, today.isoformat())
    if is_known(tag):
        return keep(Response(status=304), tag)
    return keep(make_response(_render(entry, today)), tag)


def _find(text: str) -> Entry:
    try:
        return find_place(text)
    except PlaceNotFound as error:
        words = text.rpartition("/")[2].replace("-", " ")
        hits = get_site().names.search(words, current_language(), 5)
        near = [(v.local(hit.iri), hit.label(current_language())) for hit in hits]
        raise ThingNotFound(f"the graph has no {text}", near) from error


def _render(entry: Entry, today: date) -> str:
    store, language = get_site().store, current_language()
    if not has_briefing(entry.kind):
        raise ThingNotFound(f"{entry.id} is neither a place nor a tie; only these have a briefing sheet")
    made = brief_tie(store, entry.iri, today) if entry.kind == "Partnership" else brief_place(store, entry.iri, today)
    return render_template(
        "briefing.html",
        entry=entry,
        made=made,
        today=date_text(today.isoformat()),
        licence=LICENCE,
        years_since=lambda text: _years_since(text, today),
        day_words=lambda one: day_words(one, language),
        year_words=lambda one: year_words(one, language),
        notes_of=lambda one: notes_of(one, language),
        short=lambda text: _short(text, language),
        is_uncertain=_is_uncertain(made),
    )


def _years_since(text: str, today: date) -> str:
    """Full years since a day or a month; nothing where only the year is known, which could be one too many."""
    try:
        signed = parse_date(text)
    except DateError:
        return ""
    first = signed.earliest
    if first is None or signed.precision not in ("day", "month"):
        return ""
    is_ahead = (first.month, first.day) > (today.month, today.day)
    return str(today.year - first.year - is_ahead)


def _short(text: str, language: str) -> str:
    most = _MOST_LETTERS[language]
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _is_uncertain(made: Brief) -> bool:
    return made.tie is not None and made.tie.disagrees
