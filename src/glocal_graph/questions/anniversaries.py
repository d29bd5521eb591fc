"""Which ties reach a round year in a stretch of time, by fiscal year (April to March), and how sure the day is.

A tie whose day is known has its anniversary on that day of the year (29 February on the 28th in common years). Of one
known by its month the day is open, of one known by its year also the fiscal year: January to March belong to the
fiscal year before. Nothing here makes up a day: `first` and `last` are the days between which it lies.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from glocal_graph.model.dates import Edtf, era, parse_date
from glocal_graph.model.errors import DateError, ParameterError
from glocal_graph.questions.description import Source, Value
from glocal_graph.questions.facts import read_values
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.ties import Claimed, KnownTie, Ties, read_claims, read_sources, read_ties

__all__ = [
    "MARKS",
    "MOST_MONTHS",
    "Anniversary",
    "Plan",
    "Stretch",
    "fiscal_label",
    "fiscal_year",
    "plan_anniversaries",
    "stretch",
]

#: The marks that can be asked for: every five or every ten years.
MARKS = (5, 10)
#: A stretch begins in these years and lasts so many months at most.
_YEARS = (1868, 2200)
MOST_MONTHS = 240
_APRIL = 4
#: Reiwa began in the second month of this fiscal year, all of which goes by the new name.
_NEW_ERA = 2019


@dataclass(frozen=True)
class Stretch:
    """From the first day to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Anniversary:
    """One round year of one tie; `others` are dates that sources claim and that contradict the chosen one."""

    tie: str
    years: int
    signed: Edtf
    first: date
    last: date
    places: tuple[Value, ...]
    partners: tuple[Value, ...]
    countries: tuple[Value, ...]
    kind: Value | None
    others: tuple[Claimed, ...]
    sources: tuple[Source, ...]

    @property
    def id(self) -> str:
        """What stays the same for this anniversary in every release."""
        return f"{self.tie.rpartition('/')[2]}-{self.years}"

    @property
    def precision(self) -> str:
        """How much is known of its date: "day", "month" or "year"; anything vaguer counts as "year"."""
        return self.signed.precision if self.signed.precision in ("day", "month") else "year"

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        """The fiscal years that it can fall in; the last comes first, since it holds nine of a year's months."""
        return tuple(range(fiscal_year(self.last), fiscal_year(self.first) - 1, -1))

    @property
    def is_moved(self) -> bool:
        """Whether it was signed on a day that its year has not."""
        signed = self.signed.earliest
        return self.precision == "day" and signed is not None and (signed.month, signed.day) != _day_of(self.first)


@dataclass(frozen=True)
class Plan:
    """The anniversaries of a stretch, in the order of time; `undated` active ties can have none.

    `unsure` is how many more there would be of ties of which no source says that they go on, nor that they ended.
    """

    stretch: Stretch
    every: int
    found: tuple[Anniversary, ...]
    undated: int
    ties: int
    unsure: int = 0

    def year_of(self, one: Anniversary) -> int:
        """The fiscal year under which to list it: of those possible the last that the stretch reaches."""
        return fiscal_year(min(one.last, self.stretch.last))


def fiscal_year(day: date) -> int:
    """The Japanese fiscal year of a day: it begins on 1 April.

    >>> fiscal_year(date(2028, 3, 31)), fiscal_year(date(2028, 4, 1))
    (2027, 2028)
    """
    return day.year if day.month >= _APRIL else day.year - 1


def fiscal_label(year: int, language: str) -> str:
    """A fiscal year in both calendars.

    >>> fiscal_label(2027, "ja"), fiscal_label(2027, "en")
    ('令和9年度(2027)', 'FY2027 (Reiwa 9)')
    """
    named = era(date(year, 5 if year == _NEW_ERA else _APRIL, 1), language)
    if language == "ja":
        return f"{named}度({year})" if named else f"{year}年度"
    return f"FY{year} ({named})" if named else f"FY{year}"


def stretch(today: date, fiscal: int | None = None, months: int = 24) -> Stretch:
    """So many months from today, or from the beginning of a fiscal year."""
    if fiscal is not None and not _YEARS[0] <= fiscal <= _YEARS[1]:
        raise ParameterError(f"{fiscal} is no fiscal year of a plan; give one from {_YEARS[0]} to {_YEARS[1]}")
    if not 1 <= months <= MOST_MONTHS:
        raise ParameterError(f"{months} months cannot be planned; give 1 to {MOST_MONTHS}")
    first = today if fiscal is None else date(fiscal, _APRIL, 1)
    return Stretch(first, _add_months(first, months) - timedelta(days=1))


def plan_anniversaries(store: Selecting, days: Stretch, every: int = 5, place: str = "") -> Plan:
    """The anniversaries of active ties of a place and the places within it; of all Japan without a place."""
    if every not in MARKS:
        raise ParameterError(f"marks are every {' or '.join(map(str, MARKS))} years, not every {every}")
    ties = read_ties(store)
    here = ties.inside(place) if place else set()
    mine = list(ties.of(here) if place else ties.all)
    active = [tie for tie in mine if tie.is_active]
    marks = [(tie, *mark) for tie in active for mark in _marks(tie, days, every)]
    unsure = sum(1 for tie in mine if not (tie.is_active or tie.is_over) for _ in _marks(tie, days, every))
    found = _describe(store, ties, marks, here)
    undated = sum(_bounds(tie.signed) is None for tie in active)
    plan = Plan(days, every, tuple(found), undated, len(active), unsure)
    return replace(plan, found=tuple(sorted(found, key=lambda one: _order(one, plan))))


def _marks(tie: KnownTie, days: Stretch, every: int) -> Iterator[tuple[int, date, date]]:
    """(years, first day, last day) of each mark that can lie in the stretch."""
    bounds = _bounds(tie.signed)
    if bounds is None:
        return
    earliest, latest = bounds
    whole = tie.signed is not None and tie.signed.precision != "day"
    nearest = max(days.first.year - latest.year, 1)
    for years in range(-(-nearest // every) * every, days.last.year - earliest.year + 1, every):
        first, last = _after(earliest, years), _after(latest, years, whole=whole)
        if first <= days.last and days.first <= last:
            yield years, first, last


def _bounds(signed: Edtf | None) -> tuple[date, date] | None:
    if signed is None or signed.earliest is None or signed.latest is None:
        return None
    return signed.earliest, signed.latest


def _after(day: date, years: int, *, whole: bool = False) -> date:
    """The same day so many years later; of a `whole` month its last day stays the last."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    is_end = whole and day.day == calendar.monthrange(day.year, day.month)[1]
    return day.replace(year=day.year + years, day=last if is_end else min(day.day, last))


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day_of(day: date) -> tuple[int, int]:
    return day.month, day.day


def _describe(
    store: Selecting, ties: Ties, marks: Collection[tuple[KnownTie, int, date, date]], here: Collection[str]
) -> list[Anniversary]:
    tied = {tie.iri: tie for tie, *_ in marks}
    parties = {party for tie in tied.values() for party in tie.parties}
    things = parties | {ties.country(party) for party in parties} | {tie.kind for tie in tied.values()}
    known = read_values(store, things - {""})
    claims, sources = read_claims(store, tied), read_sources(store, tied)
    found = []
    for tie, years, first, last in marks:
        own, others = ties.split(tie, here)
        signed = parse_date(tie.date)
        found.append(
            Anniversary(
                tie.iri,
                years,
                signed,
                first,
                last,
                tuple(known[party] for party in own),
                tuple(known[party] for party in others),
                _countries(ties, others, known),
                known.get(tie.kind),
                tuple(claim for claim in claims.get(tie.iri, ()) if _contradicts(claim.date, signed)),
                tuple(sources.get(tie.iri, ())),
            )
        )
    return found


def _countries(ties: Ties, partners: Collection[str], known: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(known[iri] for iri in dict.fromkeys(map(ties.country, partners)) if iri)


def _contradicts(claimed: str, signed: Edtf) -> bool:
    try:
        return not parse_date(claimed).agrees_with(signed)
    except DateError:
        return False


def _order(one: Anniversary, plan: Plan) -> tuple[int, bool, date, date, str]:
    """By time; within a fiscal year those of no known month come last."""
    return plan.year_of(one), one.precision == "year", max(one.first, plan.stretch.first), one.last, one.id
