"""A plan of anniversaries as a table for spreadsheets, and the words that say how sure each day is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date

from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError
from glocal_graph.model.vocabulary import XSD_DATE, XSD_INTEGER
from glocal_graph.output.export_tables import About
from glocal_graph.questions.anniversaries import Anniversary, Plan, fiscal_label
from glocal_graph.questions.answers import Cell, Heading, Table
from glocal_graph.questions.description import Value
from glocal_graph.questions.gallery import Question

__all__ = ["about_plan", "day_words", "joined", "notes_of", "plan_notes", "plan_table", "undated_notes", "year_words"]

_HEADINGS: Mapping[str, tuple[str, str]] = {
    "years": ("Anniversary (years)", "周年"),
    "fiscal_year": ("Fiscal year", "年度"),
    "day": ("Date", "期日"),
    "place": ("Local government", "自治体"),
    "partner": ("Partner", "提携先"),
    "country": ("Country", "国・地域"),
    "place_other": ("Local government (Japanese)", "自治体(英語)"),
    "partner_other": ("Partner (Japanese)", "提携先(英語)"),
    "kind": ("Kind", "種別"),
    "signed": ("Signed", "提携年月日"),
    "note": ("Note", "備考"),
    "source": ("Source", "出典"),
    "tie": ("Tie", "提携"),
}
_TITLE = Question(
    name="planner",
    number=0,
    title_en="Anniversaries of ties",
    title_ja="提携の周年",
    parameters=(),
    columns=(),
    shows="table",
    coverage=(),
    text="",
)
_WORDS: Mapping[str, tuple[str, str]] = {
    "month": ("day unknown", "日は不明"),
    "year": ("month and day unknown", "月日は不明"),
    "or": (" or ", "または"),
    "open_month": ("The day is not known.", "提携した日は分かっていません。"),
    "open_year": (
        "Only the year is known: {last} if signed from April to December, {first} if from January to March.",
        "年のみ判明しています。4〜12月の提携なら{last}、1〜3月なら{first}です。",
    ),
    "moved": (
        "Signed on 29 February; shown on the 28th, as this year has no 29th.",
        "2月29日の提携です。この年は平年のため2月28日としました。",
    ),
    "differs": ("Another source gives {date} ({source}).", "別の日付を示す出典があります: {date}({source})。"),
    "unsure": (
        "Not here, as no source says that the tie goes on (it is suspended, or nothing is known): {n} in this time.",
        "継続しているか確認できない提携(休止中または不明)の周年{n}件は、含まれていません。",
    ),
    "undated": (
        "{n} of {total} active ties have no known date and are not here.",
        "継続中の提携{total}件のうち{n}件は提携日が不明のため、含まれていません。",
    ),
    "open": (
        "{n} are known by their year alone, so their fiscal year is not certain.",
        "年のみ判明しているものが{n}件あり、年度が確定できません。",
    ),
}


def plan_table(plan: Plan, language: str) -> Table:
    """The plan with a row for each anniversary; names in both languages, addresses of things beside them."""
    headings = tuple(Heading(name, _pick(texts, language)) for name, texts in _HEADINGS.items())
    return Table(headings, tuple(_row(one, language) for one in plan.found), tuple(plan_notes(plan, language)))


def about_plan(language: str, release: str, parameters: Sequence[tuple[str, str]]) -> About:
    """What a file says of the plan."""
    return About(_TITLE, language, release, tuple(parameters))


def plan_notes(plan: Plan, language: str) -> list[str]:
    """What the rows cannot say: how many ties have no date, or no month."""
    vague = sum(one.precision == "year" for one in plan.found)
    return ([_say("open", language, n=vague)] if vague else []) + undated_notes(plan, language)


def undated_notes(plan: Plan, language: str) -> list[str]:
    """How many ties have no date at all, and how many may not go on, if any."""
    undated = [_say("undated", language, n=plan.undated, total=plan.ties)] if plan.undated else []
    return undated + ([_say("unsure", language, n=plan.unsure)] if plan.unsure else [])


def day_words(one: Anniversary, language: str) -> str:
    """When it is, as far as that is known: a day with its weekday, a month, a year."""
    if one.precision == "day":
        pattern = "y年M月d日(E)" if language == "ja" else "d MMMM y (EEE)"
        return format_date(one.first, pattern, locale=language)
    text = f"{one.first.year}" if one.precision == "year" else f"{one.first:%Y-%m}"
    unknown = _say(one.precision, language)
    shown = parse_date(text).display(language)
    return f"{shown}({unknown})" if language == "ja" else f"{shown} ({unknown})"


def year_words(one: Anniversary, language: str) -> str:
    """The fiscal year; where it is not certain, each that it can be."""
    return _say("or", language).join(fiscal_label(year, language) for year in one.fiscal_years)


def notes_of(one: Anniversary, language: str) -> list[str]:
    """What must be known before somebody plans a ceremony on it."""
    found = []
    if one.precision == "month":
        found.append(_say("open_month", language))
    elif one.precision == "year" and len(one.fiscal_years) > 1:
        labels = [fiscal_label(year, language) for year in one.fiscal_years]
        found.append(_say("open_year", language, last=labels[0], first=labels[-1]))
    if one.is_moved:
        found.append(_say("moved", language))
    for claim in one.others:
        name = claim.source.publisher or claim.source.thing.label(language)
        found.append(_say("differs", language, date=_date(claim.date, language), source=name))
    return list(dict.fromkeys(found))


def joined(values: Sequence[Value], language: str) -> str:
    """The names of several things as one text."""
    return ("・" if language == "ja" else ", ").join(value.label(language) for value in values)


def _row(one: Anniversary, language: str) -> tuple[Cell, ...]:
    other = "en" if language == "ja" else "ja"
    source = one.sources[0] if one.sources else None
    return (
        Cell(str(one.years), datatype=XSD_INTEGER),
        Cell(year_words(one, language)),
        _day(one.first) if one.precision == "day" else Cell(day_words(one, language)),
        _things(one.places, language),
        _things(one.partners, language),
        _things(one.countries, language),
        Cell(joined(one.places, other), language=other),
        Cell(joined(one.partners, other), language=other),
        Cell(one.kind.label(language) if one.kind else ""),
        Cell(one.signed.text),
        Cell(" ".join(notes_of(one, language))),
        Cell(source.publisher or source.thing.label(language), source.address) if source else Cell(),
        Cell(f"{joined(one.places, language)} – {joined(one.partners, language)}", one.tie),
    )


def _day(day: date) -> Cell:
    return Cell(day.isoformat(), datatype=XSD_DATE)


def _things(values: Sequence[Value], language: str) -> Cell:
    return Cell(joined(values, language), values[0].text if len(values) == 1 else "", language)


def _date(text: str, language: str) -> str:
    try:
        return parse_date(text).display(language)
    except DateError:
        return text


def _say(key: str, language: str, **values: object) -> str:
    return _pick(_WORDS[key], language).format(**values)


def _pick(texts: tuple[str, str], language: str) -> str:
    return texts[language == "ja"]
