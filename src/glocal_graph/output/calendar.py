"""Anniversaries as an iCalendar file (RFC 5545) that calendars import: an event of whole days for each.

No day is made up: of a tie known by its month the event spans that month and is tentative; one known by its year alone
is left out, and the calendar's description says how many were. An event keeps its UID in every release.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vText

from glocal_graph.model.vocabulary import BASE
from glocal_graph.output.anniversary_table import joined, notes_of, undated_notes, year_words
from glocal_graph.questions.anniversaries import Anniversary, Plan

__all__ = ["count_left_out", "write_calendar"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "summary": ("{place} – {partner}: {years} years", "{place}・{partner} 提携{years}周年"),
    "tentative": (" (day unknown)", "(日は不明)"),
    "signed": ("Signed: {date}", "提携年月日: {date}"),
    "fiscal": ("Fiscal year: {year}", "年度: {year}"),
    "source": ("Source: {source}", "出典: {source}"),
    "left_out": (
        "{n} anniversaries of ties that are known by their year alone are not in this calendar.",
        "年のみ判明している提携の周年{n}件は、この予定表に入っていません。",
    ),
    "release": ("Release {release}, CC BY 4.0", "公開版 {release}、CC BY 4.0"),
}


def write_calendar(plan: Plan, title: str, language: str, release: str, address_of: Callable[[str], str]) -> bytes:
    """The plan as a calendar of this title; `address_of(iri)` is the page of a tie."""
    calendar = Calendar()
    calendar.add("prodid", "-//Glocal Graph//Anniversaries//" + language.upper())
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(title))
    calendar.add("x-wr-timezone", "Asia/Tokyo")
    calendar.add("x-wr-caldesc", vText("\n".join(_about(plan, language, release))))
    for one in plan.found:
        if one.precision != "year":
            calendar.add_component(_event(one, language, release, address_of(one.tie)))
    return bytes(calendar.to_ical())


def count_left_out(plan: Plan) -> int:
    """How many anniversaries have no month and so no place in a calendar."""
    return sum(one.precision == "year" for one in plan.found)


def _about(plan: Plan, language: str, release: str) -> list[str]:
    left_out = count_left_out(plan)
    lines = [_say("left_out", language, n=left_out)] if left_out else []
    return [*lines, *undated_notes(plan, language), _say("release", language, release=release)]


def _event(one: Anniversary, language: str, release: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{one.id}@{urlsplit(BASE).netloc}")
    event.add("dtstamp", _released(release))
    event.add("dtstart", one.first)
    event.add("dtend", one.last + timedelta(days=1))
    event.add("summary", _summary(one, language), parameters={"LANGUAGE": language})
    event.add("description", "\n".join(_description(one, language, release)))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("status", "TENTATIVE" if one.precision == "month" else "CONFIRMED")
    return event


def _summary(one: Anniversary, language: str) -> str:
    names = {"place": joined(one.places, language), "partner": joined(one.partners, language)}
    vague = _say("tentative", language) if one.precision == "month" else ""
    return _say("summary", language, years=one.years, **names) + vague


def _description(one: Anniversary, language: str, release: str) -> list[str]:
    """First the other language's name of it, so that a partner abroad can read the same entry."""
    other = "en" if language == "ja" else "ja"
    sources = [f"{source.publisher} {source.address}".strip() for source in one.sources[:3]]
    return [
        _summary(one, other),
        _say("signed", language, date=one.signed.display(language)),
        _say("fiscal", language, year=year_words(one, language)),
        *notes_of(one, language),
        *(_say("source", language, source=source) for source in sources if source),
        one.tie,
        _say("release", language, release=release),
    ]


def _released(release: str) -> datetime:
    """The day in the release's number: the same release gives the same file."""
    found = re.match(r"\d{4}\.\d{2}\.\d{2}", release)
    try:
        return datetime.strptime(found[0] if found else "", "%Y.%m.%d").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)


def _say(key: str, language: str, **values: object) -> str:
    return _WORDS[key][language == "ja"].format(**values)
