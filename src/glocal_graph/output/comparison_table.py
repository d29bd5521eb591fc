"""A comparison of places as a table for spreadsheets: a row for each measure, a column for each place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from glocal_graph.model.vocabulary import XSD_INTEGER
from glocal_graph.output.anniversary_table import joined
from glocal_graph.output.export_tables import About
from glocal_graph.questions.answers import Cell, Heading, Table
from glocal_graph.questions.comparison import Compared, Comparison, Profile
from glocal_graph.questions.description import Value
from glocal_graph.questions.gallery import Question

__all__ = ["about_comparison", "comparison_table"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "section": ("Part", "区分"),
    "item": ("Item", "項目"),
    "facts": ("Overview", "概要"),
    "countries": ("Active ties by country", "国・地域別の提携(継続中)"),
    "kinds": ("Active ties by kind", "種別の提携(継続中)"),
    "partners": ("Partners in common", "共通の提携先"),
    "around": ("Lies in", "所在"),
    "population": ("Population", "人口"),
    "ties": ("Active ties, those of places within included", "継続中の提携(域内の自治体を含む)"),
    "own": ("of these its own", "うち自身の提携"),
    "others": ("Ended, suspended or unknown", "解消・休止・状況不明"),
    "country_count": ("Countries and territories", "国・地域の数"),
    "oldest": ("Oldest tie", "最も古い提携"),
    "newest": ("Newest tie", "最も新しい提携"),
    "undated": ("Ties of unknown date", "提携日の不明な提携"),
    "events": ("Events in the graph", "収録されている行事"),
    "latest": ("Latest event", "最近の行事"),
}
_QUESTION = Question("compare", 0, "Comparison of places", "自治体の比較", (), (), "table", (), "")
Rows = list[tuple[str, Cell, Callable[[Profile], Cell]]]


def about_comparison(made: Comparison, language: str, release: str) -> About:
    """What a file says of the comparison."""
    names = tuple((f"{number}", profile.place.label(language)) for number, profile in enumerate(made.profiles, start=1))
    return About(_QUESTION, language, release, names)


def comparison_table(made: Comparison, language: str) -> Table:
    """The comparison; what is not known is an empty cell."""
    headings = [Heading("section", _say("section", language)), Heading("item", _say("item", language))]
    headings += [Heading(f"p{n}", profile.place.label(language)) for n, profile in enumerate(made.profiles, start=1)]
    rows = [*_facts(language), *_kinds(made, language), *_countries(made, language), *_partners(made, language)]
    cells = tuple(
        (Cell(_say(section, language)), item, *(fill(profile) for profile in made.profiles))
        for section, item, fill in rows
    )
    return Table(tuple(headings), cells)


def _facts(language: str) -> Rows:
    def happened(profile: Profile) -> Cell:
        latest = profile.latest
        return Cell(f"{latest.date} {latest.event.label(language)}".strip(), latest.event.text) if latest else Cell()

    fills: dict[str, Callable[[Profile], Cell]] = {
        "around": lambda one: Cell(joined(one.around[:1], language)),
        "population": lambda one: _count(one.population),
        "ties": lambda one: _count(len(one.ties)),
        "own": lambda one: _count(one.own),
        "others": lambda one: _count(one.others),
        "country_count": lambda one: _count(len({country for tie in one.ties for country in tie.countries})),
        "oldest": lambda one: _tie(one.oldest, language),
        "newest": lambda one: _tie(one.newest, language),
        "undated": lambda one: _count(len(one.ties) - len(one.dated)),
        "events": lambda one: _count(one.events),
        "latest": happened,
    }
    return [("facts", Cell(_say(name, language)), fill) for name, fill in fills.items()]


def _kinds(made: Comparison, language: str) -> Rows:
    def counter(kind: Value) -> Callable[[Profile], Cell]:
        return lambda one: _count(one.kinds.get(kind.text, 0))

    return [("kinds", Cell(kind.label(language)), counter(kind)) for kind in made.kinds]


def _countries(made: Comparison, language: str) -> Rows:
    def counter(country: Value) -> Callable[[Profile], Cell]:
        return lambda one: _count(len(one.with_country(country.text)))

    return [("countries", _thing(country, language), counter(country)) for country in made.countries]


def _partners(made: Comparison, language: str) -> Rows:
    def ties(partner: Value) -> Callable[[Profile], Cell]:
        return lambda one: Cell(" / ".join(_line(tie, language) for tie in one.with_partner(partner.text)))

    return [("partners", _thing(partner, language), ties(partner)) for partner in made.partners]


def _line(tie: Compared, language: str) -> str:
    return f"{joined(tie.owners, language)} {tie.date}".strip()


def _tie(tie: Compared | None, language: str) -> Cell:
    return Cell(f"{tie.date} {joined(tie.partners, language)}", tie.iri) if tie else Cell()


def _thing(value: Value, language: str) -> Cell:
    return Cell(value.label(language), value.text, language)


def _count(number: int | None) -> Cell:
    return Cell() if number is None else Cell(str(number), datatype=XSD_INTEGER)


def _say(key: str, language: str) -> str:
    return _WORDS[key][language == "ja"]
