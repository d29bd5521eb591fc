"""Room /explore/all: all ties in one picture, what is in it in words and tables, and the picture's data as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template

from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.site import get_site
from glocal_graph.model.vocabulary import KINDS, STATUSES, iri
from glocal_graph.output.looks import GROUPS, LINES, word
from glocal_graph.output.overview import LOOKS, find_look, to_columns
from glocal_graph.output.overview_layout import place_parts
from glocal_graph.questions.description import Value
from glocal_graph.questions.whole_net import Thing, WholeNet, read_whole_net

__all__ = ["room"]

room = Blueprint("overview", __name__)

#: Rows of the tables of the page.
_BEST, _PARTS = 20, 5


@dataclass(frozen=True)
class Row:
    """A place of a table: what it is, where it lies, and a number that ranks it."""

    thing: Value
    look: str
    country: Value
    count: int


@room.get("/explore/all")
def page() -> Response:
    """The picture's page; its numbers and tables need no script."""
    site, language = get_site(), current_language()
    tag = etag("overview", site.store.release, language)
    if is_known(tag):
        return keep(Response(status=304), tag)
    net = _read_net()
    parts, degrees = net.parts(), net.degrees()
    text = render_template(
        "overview.html",
        net=net,
        countries=len({thing.country for thing in net.things if thing.country} - {iri("country/JP")}),
        groups=parts,
        largest=[_row(net, part.centre, part.size) for part in parts[:_PARTS]],
        best=[_row(net, number, degrees[number]) for number in net.best(_BEST)],
        looks=_looks(net),
        kinds=[_line(key) for key in KINDS if any(line.kind == key for line in net.lines)],
        statuses=[_status(key) for key in STATUSES if any(line.status == key for line in net.lines)],
        years=_years(net),
    )
    return keep(make_response(text), tag)


@room.get("/explore/all.json")
def columns() -> Response:
    """The net as columns, with the position of each thing."""
    site, language = get_site(), current_language()
    tag = etag("overview columns", site.store.release, language)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    body = {"release": site.store.release, **to_columns(*_read_placed_net(), language)}
    text = current_app.json.dumps(body, separators=(",", ":"))
    return open_to_all(keep(Response(text, mimetype="application/json"), tag))


def _read_net() -> WholeNet:
    site = get_site()
    return site.once("whole net", lambda: read_whole_net(site.store))


def _read_placed_net() -> tuple[WholeNet, list[tuple[int, int]]]:
    """The net with the places of its things: kept together, since a release may come between the two."""

    def make() -> tuple[WholeNet, list[tuple[int, int]]]:
        net = _read_net()
        return net, place_parts(len(net.things), [(line.one, line.other) for line in net.lines])

    return get_site().once("whole net with places", make)


def _row(net: WholeNet, number: int, count: int) -> Row:
    thing = net.things[number]
    country = net.labels.get(thing.country, Thing(thing.country))
    return Row(_value(thing), _label(find_look(thing)), _value(country), count)


def _value(thing: Thing) -> Value:
    return Value(thing.iri, is_iri=True, label_en=thing.label_en, label_ja=thing.label_ja)


def _looks(net: WholeNet) -> list[dict[str, Any]]:
    """The kinds of things that there are, for the legend."""
    found = [find_look(thing) for thing in net.things]
    return [
        {"key": key, "label": _label(key), "colour": GROUPS[key].colour, "count": found.count(key)}
        for key in LOOKS
        if key in found
    ]


def _label(look: str) -> str:
    group = GROUPS[look]
    return group.label_ja if current_language() == "ja" else group.label_en


def _line(key: str) -> dict[str, Any]:
    line = LINES[key]
    return {"key": key, "label": line.label_ja if current_language() == "ja" else line.label_en, "colour": line.colour}


def _status(key: str) -> dict[str, Any]:
    return {"key": key, "label": word(key, current_language()), "dashes": LINES[key].dashes if key in LINES else ()}


def _years(net: WholeNet) -> tuple[int, int]:
    """The first and the last year in which a tie was signed; (0, 0) where none is dated."""
    years = [line.year for line in net.lines if line.year]
    return (min(years), max(years)) if years else (0, 0)
