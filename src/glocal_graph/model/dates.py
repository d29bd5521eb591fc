"""Dates as EDTF: the text as it was given, the days it can mean, its precision, and how people read it.

The text is parsed by the `edtf` library (EDTF levels 0 to 2); what it lets through and no calendar has
(1987-02-29) and what it stumbles over (open intervals) is caught here.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from glocal_graph.model.errors import DateError

__all__ = ["Edtf", "era", "parse_date"]

#: First day of each Japanese era since the solar calendar was adopted, its name, and its reading.
_ERAS = (
    (date(2019, 5, 1), "令和", "Reiwa"),
    (date(1989, 1, 8), "平成", "Heisei"),
    (date(1926, 12, 25), "昭和", "Showa"),
    (date(1912, 7, 30), "大正", "Taisho"),
    (date(1873, 1, 1), "明治", "Meiji"),
)
_FULL_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PLAIN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_FORMS = "write 1987, 1987-05, 1987-05-06 or 1987-05-06/1987-05-08"
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Edtf:
    """An EDTF date; `earliest` and `latest` are inclusive, None where the interval is open."""

    text: str
    earliest: date | None
    latest: date | None
    precision: str

    @property
    def year(self) -> int | None:
        """The year, when both bounds lie in the same one."""
        if self.earliest and self.latest and self.earliest.year == self.latest.year:
            return self.earliest.year
        return None

    def contains(self, other: Edtf) -> bool:
        """Whether the other date lies within this one, so that the two do not disagree."""
        if not (self.earliest and self.latest and other.earliest and other.latest):
            return False
        return self.earliest <= other.earliest and other.latest <= self.latest

    def agrees_with(self, other: Edtf) -> bool:
        """Whether one of the two is only a vaguer form of the other."""
        return self.contains(other) or other.contains(self)

    def display(self, language: str) -> str:
        """The date as people read it, in English ("en") or Japanese ("ja").

        >>> parse_date("2018-02-19").display("en"), parse_date("2018-02").display("ja")
        ('19 February 2018', '2018年2月')
        """
        if self.precision == "interval":
            return ("〜" if language == "ja" else " – ").join(
                parse_date(part).display(language) if part.strip(".") else "…" for part in self.text.split("/")
            )
        if self.earliest is None or self.precision == "other":
            return self.text
        patterns = {"day": ("d MMMM y", "y年M月d日"), "month": ("MMMM y", "y年M月"), "year": ("y", "y年")}
        pattern = patterns[self.precision][language == "ja"]
        return format_date(self.earliest, pattern, locale="ja" if language == "ja" else "en")


@lru_cache(maxsize=8192)
def parse_date(text: str) -> Edtf:
    """The date that an EDTF text means.

    Raises DateError for a text that is not EDTF and for a day that no calendar has.

    >>> parse_date("1987-05").latest
    datetime.date(1987, 5, 31)
    """
    text = text.strip()
    _check_days(text)
    if _PLAIN.fullmatch(text):
        return _parse_plain(text)
    if "/" in text:
        return _parse_interval(text)
    parsed = _parse(text)
    return Edtf(text, _day(parsed.lower_strict()), _day(parsed.upper_strict()), "other")


def era(day: date, language: str) -> str:
    """The year of a day by the Japanese calendar; empty before 1873.

    >>> era(date(2019, 5, 1), "ja"), era(date(1989, 1, 7), "en")
    ('令和元年', 'Showa 64')
    """
    for first, kanji, romaji in _ERAS:
        if day >= first:
            number = day.year - first.year + 1 if kanji != "明治" else day.year - 1867
            if language == "ja":
                return f"{kanji}{'元' if number == 1 else number}年"
            return f"{romaji} {number}"
    return ""


def _check_days(text: str) -> None:
    for year, month, day in _FULL_DAY.findall(text):
        if not 1 <= int(month) <= 12:
            continue
        last = calendar.monthrange(max(int(year), 1), int(month))[1]
        if not 1 <= int(day) <= last:
            raise DateError(f'"{text}" is no date: {year}-{month} has {last} days')


def _parse_plain(text: str) -> Edtf:
    """A year, a month or a day: nearly all dates are, and the library's grammar takes milliseconds for each."""
    year, *rest = (int(part) for part in text.split("-"))
    try:
        first = date(year, *[*rest, 1, 1][:2])
        month = rest[0] if rest else 12
        last = first if len(rest) == 2 else date(year, month, calendar.monthrange(year, month)[1])
    except ValueError as error:
        raise DateError(f'"{text}" is no date; {_FORMS}') from error
    return Edtf(text, first, last, _PRECISIONS[len(text)])


def _parse(text: str) -> Any:
    try:
        return parse_edtf(text)
    except (EDTFParseException, ValueError, TypeError) as error:
        raise DateError(f'"{text}" is no EDTF date; {_FORMS}') from error


def _parse_interval(text: str) -> Edtf:
    first, _, last = text.partition("/")
    if "/" in last:
        raise DateError(f'"{text}" is no EDTF date: an interval has one "/"')
    earliest = parse_date(first).earliest if first.strip(".") else None
    latest = parse_date(last).latest if last.strip(".") else None
    if earliest is None and latest is None:
        raise DateError(f'"{text}" says no date at all')
    if earliest and latest and earliest > latest:
        raise DateError(f'"{text}" ends before it begins')
    return Edtf(text, earliest, latest, "interval")


def _day(moment: Any) -> date:
    year, month, day = tuple(moment)[:3]
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError(f"the year {year} is outside the calendar used here (1 to 9999)") from error
