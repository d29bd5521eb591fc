"""Room /planner: the ties that reach a round year soon, by fiscal year and place, for a table and a calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template, request, url_for

from glocal_graph.front.web.display import date_text
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.places import file_stem, find_place, label_of, typed
from glocal_graph.front.web.site import get_site, root_address
from glocal_graph.model.errors import GlocalError, ParameterError
from glocal_graph.output import anniversary_table
from glocal_graph.output.calendar import count_left_out, write_calendar
from glocal_graph.output.export_tables import export_table, find_table_file
from glocal_graph.questions.anniversaries import (
    MARKS,
    Anniversary,
    Plan,
    Stretch,
    fiscal_label,
    fiscal_year,
    plan_anniversaries,
    stretch,
)
from glocal_graph.questions.description import Value
from glocal_graph.questions.search import Entry

__all__ = ["read_today", "room"]

room = Blueprint("planner", __name__)

_MONTHS = (12, 24, 36, 60)
_DEFAULT_MONTHS, _DEFAULT_EVERY = 24, 5
#: Fiscal years that the form offers after this one.
_YEARS_AHEAD = 10
#: "Today" is that of Japan's offices, wherever the server stands.
_ZONE = ZoneInfo("Asia/Tokyo")
_FILES = ("xlsx", "csv", "ics")


@dataclass(frozen=True)
class _Asked:
    """What the address asks for."""

    today: date
    days: Stretch
    every: int
    months: int
    fiscal: int | None
    place: Entry | None


@room.get("/planner")
def planner() -> Response:
    """The plan as a page: a form, and a table that can be sorted."""
    try:
        asked = _read()
    except GlocalError as error:
        return make_response(_render(None, None, error), error.status)
    tag = etag("planner", get_site().store.release, current_language(), request.full_path, asked.today.isoformat())
    if is_known(tag):
        return keep(Response(status=304), tag)
    return keep(make_response(_render(asked, _plan(asked), None)), tag)


@room.get("/planner.<any(xlsx, csv, ics):suffix>")
def file(suffix: str) -> Response:
    """The plan as a file: the same parameters as the page."""
    asked, site, language = _read(), get_site(), current_language()
    root = root_address()
    tag = etag("plan", suffix, site.store.release, language, request.full_path, asked.today.isoformat(), root)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    plan = _plan(asked)
    if suffix == "ics":
        body = write_calendar(plan, _title(asked), language, site.store.release, lambda iri: _page_of(iri, root))
        media_type = "text/calendar; charset=utf-8"
    else:
        about = anniversary_table.about_plan(language, site.store.release, _parameters(asked))
        # A CSV without the mark is taken for another encoding by Excel.
        table = anniversary_table.plan_table(plan, language)
        body, media_type = export_table(table, about, suffix, site.store, bom=True), find_table_file(suffix).media_type
    response = Response(body, content_type=media_type)
    stem = file_stem("anniversaries", asked.place.id if asked.place else "", f"{asked.days.first:%Y%m%d}")
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{suffix}"'
    return open_to_all(keep(response, tag))


def _read() -> _Asked:
    """What is asked for; raises ParameterError, PlaceNotFound or PlaceAmbiguous."""
    today = read_today()
    fiscal = _number("from") if request.args.get("from", "").strip() else None
    months, every = _number("months", _DEFAULT_MONTHS), _number("every", _DEFAULT_EVERY)
    if every not in MARKS:
        raise ParameterError(f"every= is {' or '.join(map(str, MARKS))}, the years between two marks")
    name = request.args.get("place", "").strip()
    place = find_place(name) if name else None
    return _Asked(today, stretch(today, fiscal, months), every, months, fiscal, place)


def read_today() -> date:
    """The day that is counted from: that of ?today=, so that an address can last, else today's."""
    given = request.args.get("today", "").strip()
    if not given:
        return datetime.now(_ZONE).date()
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise ParameterError(f'today= is a day such as 2026-11-23, not "{given[:40]}"') from error


def _number(name: str, default: int = 0) -> int:
    text = request.args.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise ParameterError(f'{name}= is a whole number, not "{text[:40]}"')
    return int(text)


def _plan(asked: _Asked) -> Plan:
    return plan_anniversaries(get_site().store, asked.days, asked.every, asked.place.iri if asked.place else "")


def _render(asked: _Asked | None, plan: Plan | None, problem: GlocalError | None) -> str:
    language = current_language()
    first_year = fiscal_year(asked.today if asked else datetime.now(_ZONE).date())
    return render_template(
        "planner.html",
        asked=asked,
        plan=plan,
        problem=problem,
        title=_title(asked) if asked else translate("planner.title"),
        shown_place=typed(asked.place) if asked and asked.place else request.args.get("place", ""),
        years=_offer(range(first_year, first_year + _YEARS_AHEAD + 1), asked.fiscal if asked else None),
        all_months=_offer(_MONTHS, asked.months if asked else _DEFAULT_MONTHS),
        marks=MARKS,
        fiscal_label=lambda year: fiscal_label(year, language),
        groups=_groups(plan) if plan else [],
        notes=anniversary_table.plan_notes(plan, language) if plan else [],
        left_out=count_left_out(plan) if plan else 0,
        day_words=lambda one: anniversary_table.day_words(one, language),
        year_words=lambda one: anniversary_table.year_words(one, language),
        notes_of=lambda one: anniversary_table.notes_of(one, language),
        sort=_sort(),
        is_descending=_is_descending(),
        sort_address=_sort_address,
        files=[(suffix, url_for("planner.file", suffix=suffix, **_arguments())) for suffix in _FILES] if asked else [],
        permalink=_permalink(asked) if asked else "",
        gallery_address=_gallery_address(asked) if asked else "",
    )


def _offer(known: Any, given: int | None) -> list[int]:
    return sorted({*known, *([given] if given is not None else [])})


def _title(asked: _Asked) -> str:
    return translate("planner.title_of", place=label_of(asked.place) if asked.place else translate("planner.japan"))


def _parameters(asked: _Asked) -> list[tuple[str, str]]:
    """What was asked for, in words, for the sheet that goes with the rows."""
    place = label_of(asked.place) if asked.place else translate("planner.japan")
    first, last = (date_text(day.isoformat()) for day in (asked.days.first, asked.days.last))
    return [
        (translate("planner.place"), place),
        (translate("planner.period"), translate("planner.from_to", first=first, last=last)),
        (translate("planner.marks"), translate("planner.every", n=asked.every)),
    ]


# ── The table in order ────────────────────────────────────────────────────────────────────────────────────


def _sort() -> str:
    name = request.args.get("sort", "")
    return name if name in _KEYS else "date"


def _is_descending() -> bool:
    return request.args.get("order") == "desc"


def _groups(plan: Plan) -> list[tuple[str, list[Anniversary]]]:
    """The rows under the headings of their fiscal years, those without any too; in another order, all under none."""
    if _sort() == "date":
        found = {year: list(ones) for year, ones in groupby(plan.found, plan.year_of)} if plan.found else {}
        asked = range(fiscal_year(plan.stretch.first), fiscal_year(plan.stretch.last) + 1) if found else ()
        years = sorted({*found, *asked})
        groups = [(fiscal_label(year, current_language()), found.get(year, [])) for year in years]
        return [(label, ones[::-1]) for label, ones in reversed(groups)] if _is_descending() else groups
    rows = sorted(plan.found, key=_KEYS[_sort()], reverse=_is_descending())
    return [("", rows)] if rows else []


def _spoken(values: tuple[Value, ...]) -> str:
    """How the first is read: by its kana in Japanese, so that 阿久根 comes before 鹿児島."""
    if not values:
        return "\uffff"
    if current_language() == "en":
        return values[0].label("en").casefold()
    spot = get_site().spots.get(values[0].text)
    kana = (spot.kana if spot else "") or values[0].label("ja")
    return "".join(chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter for letter in kana)


_KEYS: dict[str, Callable[[Anniversary], Any]] = {
    "date": lambda one: one.first,
    "years": lambda one: (one.years, one.first),
    "place": lambda one: (_spoken(one.places), one.first),
    "partner": lambda one: (_spoken(one.partners), one.first),
    "country": lambda one: (_spoken(one.countries), one.first),
    "kind": lambda one: (one.kind.label(current_language()) if one.kind else "\uffff", one.first),
    "signed": lambda one: (one.signed.earliest, one.first),
}


def _sort_address(name: str) -> str:
    """The address of the table in this order; in the opposite one where it has this order already."""
    order = {"sort": name} | ({"order": "desc"} if name == _sort() and not _is_descending() else {})
    return url_for("planner.planner", **(_arguments() | order))


# ── Addresses ─────────────────────────────────────────────────────────────────────────────────────────────


def _arguments() -> dict[str, Any]:
    names = ("place", "from", "months", "every", "today", "lang")
    return {name: text for name in names if (text := request.args.get(name, "").strip())}


def _permalink(asked: _Asked) -> str:
    """The address that shows the same whenever it is opened, as long as the release is the same."""
    found: dict[str, Any] = {"months": asked.months, "every": asked.every, "lang": current_language()}
    found |= {"place": asked.place.id} if asked.place else {}
    found |= {"from": asked.fiscal} if asked.fiscal is not None else {"today": asked.today.isoformat()}
    return url_for("planner.planner", **found)


def _gallery_address(asked: _Asked) -> str:
    """The question of the gallery on the same prefecture, with its map, timeline and query."""
    if asked.place is None or asked.place.kind != "Prefecture":
        return ""
    year = fiscal_year(asked.days.first)
    return url_for("questions.question", name="anniversaries", prefecture=asked.place.id, year=year)


def _page_of(iri: str, root: str) -> str:
    thing = iri.partition("/id/")[2]
    return urljoin(root, url_for("things.doc", thing=thing, lang=None))
