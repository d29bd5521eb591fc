"""Room /statistics: the network of ties in numbers, each with its definition; the same tables as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, url_for

from glocal_graph.front.web.headers import etag, is_known, keep
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.reports import FORMS, make_table, send_table
from glocal_graph.front.web.site import get_site
from glocal_graph.front.web.tables import Answered, show_table
from glocal_graph.model import vocabulary as v
from glocal_graph.questions.answers import Cell, Table
from glocal_graph.questions.computed_table import decimal, thing, whole
from glocal_graph.questions.statistics import Statistics, make_statistics

room = Blueprint("statistics", __name__)

#: What CLAIR's questions and answers (ans07, undated) speak of: "more than" each.
CLAIR_TIES, CLAIR_PLACES = 1700, 800
CLAIR_ADDRESS = "https://www.clair.or.jp/j/exchange/shimai/ans07.html"


@dataclass(frozen=True)
class _Section:
    """One table of the page: its name, its answer, whether a chart suits it."""

    name: str
    table: Table
    answered: Answered
    chart: bool
    files: list[tuple[str, str]]


def read_statistics() -> Statistics:
    """The numbers of this release; made when they are first asked for."""
    site = get_site()
    return site.once("statistics", lambda: make_statistics(site.store))


@room.get("/statistics")
def page() -> Response:
    """Everything on one page."""
    site, language = get_site(), current_language()
    tag = etag("statistics", site.store.release, language)
    if is_known(tag):
        return keep(Response(status=304), tag)
    numbers = read_statistics()
    text = render_template(
        "statistics.html",
        numbers=numbers,
        measures=[(name, _shown(cell)) for name, cell in _measures(numbers).items()],
        sides=[(name, _shown(cell)) for name, cell in _sides(numbers).items()],
        sections=[_section(name) for name in _TABLES if name != "measures"],
        files=_files("measures"),
        clair=(CLAIR_TIES, CLAIR_PLACES, CLAIR_ADDRESS),
        shares=(round(100 * numbers.ties / CLAIR_TIES), round(100 * numbers.sides.home / CLAIR_PLACES)),
    )
    return keep(make_response(text), tag)


@room.get("/statistics/<any(measures, degrees, years, countries, prefectures):name>.<any(csv, xlsx, json):form>")
def file(name: str, form: str) -> Response:
    """One of the tables as a file."""
    return send_table(f"statistics-{name}", f"statistics.{name}", _TABLES[name](read_statistics()), form, ())


def _section(name: str) -> _Section:
    table = _TABLES[name](read_statistics())
    shown = show_table(get_site(), table, current_language())
    return _Section(name, table, shown, name in ("years", "countries", "degrees"), _files(name))


def _files(name: str) -> list[tuple[str, str]]:
    words = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}
    return [(words[form], url_for("statistics.file", name=name, form=form, lang=current_language())) for form in FORMS]


def _measures(numbers: Statistics) -> dict[str, Cell]:
    """The net as one."""
    net = numbers.whole
    return {
        "n": whole(net.nodes),
        "m": whole(net.edges),
        "mean_degree": decimal(2 * net.edges / net.nodes if net.nodes else 0.0, 2),
        "most_degree": whole(max((degree for degree, *_ in numbers.degrees), default=0)),
        "components": whole(net.components),
        "giant": whole(net.largest),
        "giant_share": decimal(net.largest / net.nodes if net.nodes else 0.0, 3),
        "distance": decimal(net.distance, 2),
        "diameter": Cell() if net.diameter is None else whole(net.diameter),
        "clustering": decimal(net.clustering, 3),
        "assortativity": decimal(net.assortativity, 3),
        "gini": decimal(net.gini, 3),
    }


def _sides(numbers: Statistics) -> dict[str, Cell]:
    """The net of two sides."""
    sides = numbers.sides
    return {
        "home": whole(sides.home),
        "abroad": whole(sides.abroad),
        "within": whole(sides.within),
        "home_degree": decimal(sides.home_degree, 2),
        "abroad_degree": decimal(sides.abroad_degree, 2),
        "single": whole(sides.single),
        "density": decimal(sides.density, 5),
        "sharing": whole(sides.sharing),
        "squares": whole(sides.squares),
        "bipartite_clustering": decimal(sides.clustering, 3),
    }


def _shown(cell: Cell) -> str:
    if not cell.text:
        return "–"
    return f"{int(cell.text):,}" if cell.datatype == v.XSD_INTEGER else cell.text


def _table_of_measures(numbers: Statistics) -> Table:
    rows = [
        [Cell(translate(f"statistics.m_{name}")), cell, Cell(translate(f"statistics.what_{name}"))]
        for name, cell in (_measures(numbers) | _sides(numbers)).items()
    ]
    return _table("measures", ("measure", "value", "what"), rows)


def _table_of_degrees(numbers: Statistics) -> Table:
    rows = [[whole(degree), whole(home), whole(abroad)] for degree, home, abroad in numbers.degrees]
    return _table("degrees", ("degree", "home", "abroad"), rows)


def _table_of_years(numbers: Statistics) -> Table:
    rows = [[whole(year), whole(signed), whole(total)] for year, signed, total in numbers.years]
    return _table("years", ("year", "signed", "total"), rows)


def _table_of_countries(numbers: Statistics) -> Table:
    rows = [
        [
            _named(one.iri),
            whole(one.ties),
            decimal(100 * one.ties / numbers.ties, 1),
            whole(one.home),
            whole(one.abroad),
        ]
        for one in numbers.countries
    ]
    return _table("countries", ("country", "ties", "share", "home", "abroad"), rows)


def _table_of_prefectures(numbers: Statistics) -> Table:
    rows = [
        [_named(one.iri), *map(whole, (one.ties, one.home, one.countries, one.dated, one.exact))]
        for one in numbers.areas
    ]
    return _table("prefectures", ("prefecture", "ties", "home", "countries", "dated", "exact"), rows)


def _table(name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    numbers = read_statistics()
    notes = [translate(f"statistics.{name}_note", undated=f"{numbers.undated:,}")]
    return make_table("statistics", columns, rows, [*notes, translate("statistics.caution")])


def _named(iri: str) -> Cell:
    entry, language = get_site().names.get(iri), current_language()
    if entry is None:
        return thing(iri)
    names = (entry.label_ja, entry.label_en) if language == "ja" else (entry.label_en, entry.label_ja)
    return Cell(names[0] or names[1], iri)


_TABLES: dict[str, Callable[[Statistics], Table]] = {
    "measures": _table_of_measures,
    "degrees": _table_of_degrees,
    "years": _table_of_years,
    "countries": _table_of_countries,
    "prefectures": _table_of_prefectures,
}
