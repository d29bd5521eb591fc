"""Room /api/views: what the map and the timeline of a thing's page draw, in the form of a question's answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify

from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.places import PLACES
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import ThingNotFound
from glocal_graph.questions.encounters import Encounter, find_encounters, name_encounters
from glocal_graph.questions.facts import read_links
from glocal_graph.questions.tie_lists import TieList, list_ties, prefecture_of
from glocal_graph.questions.ties import KnownTie, read_ties

room = Blueprint("thing_views", __name__)

#: Rows of one view; the pages of the thing's own page have all.
_MOST = 2000
_JAPAN = v.iri("country/JP")
_PLACE_LINKS = ("venue", "about", "organiser", "coOrganiser", "participant", "birthPlace", "associatedWith", "officeOf")
_HEADINGS = {
    "tie": "thing.ties", "place": "column.place", "partner": "column.partner", "date": "column.date",
    "status": "column.status", "event": "thing.events", "area": "column.place", "ties": "thing.ties",
}  # fmt: skip

Row = dict[str, Any]


@room.get("/api/views/<path:thing>/<any(map,timeline,areas):name>.json")
def view(thing: str, name: str) -> Response:
    """{columns: [{name, heading}], rows: [{name: {text, iri, datatype}}]} for the map, the timeline or the areas."""
    site = get_site()
    tag = etag("thing view", site.store.release, current_language(), thing, name)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    iri = v.iri(thing)
    if iri not in site.names:
        raise ThingNotFound(f"the graph has no {thing}")
    rows = {"map": _map, "timeline": _timeline, "areas": _areas}[name](iri, list_ties(site.store, iri))
    return open_to_all(keep(jsonify(_answer(rows[:_MOST])), tag))


def _map(iri: str, ties: TieList) -> list[Row]:
    """The ties as lines between two places; where there are none, the places that the thing has to do with."""
    if iri == _JAPAN:
        known = read_ties(get_site().store)
        return _count(country for tie in ties.all for party in ties.partners(tie) if (country := known.country(party)))
    entry = get_site().names.get(iri)
    shown: Sequence[KnownTie] = ties.all
    if entry is not None and entry.kind == "Partnership":
        shown = [tie for tie in read_ties(get_site().store).all if tie.iri == iri]
    if shown:
        return [row for tie in shown for row in _lines(ties, tie)]
    if iri in get_site().spots and entry is not None and entry.is_place:
        return [{"place": _thing(iri)}]
    return _places_of(iri)


def _lines(ties: TieList, tie: KnownTie) -> list[Row]:
    known = read_ties(get_site().store)
    own = [party for party in tie.parties if party in ties.here] or list(known.split(tie)[0])
    others = [party for party in tie.parties if party not in own]
    values = {"tie": _thing(tie.iri), "status": _thing(tie.status)}
    return [values | {"place": _thing(one), "partner": _thing(other)} for one in own for other in others]


def _places_of(iri: str) -> list[Row]:
    """The places that an event, a figure or an asset has to do with, and the partners of those that are ours."""
    store = get_site().store
    rows: list[Row] = []
    for place in read_links(store, iri, _PLACE_LINKS):
        entry = get_site().names.get(place)
        if entry is None or not entry.is_place or place == _JAPAN:
            continue
        ties = list_ties(store, place) if entry.kind in PLACES else None
        lines = [row for tie in (ties.own if ties else ()) if ties for row in _lines(ties, tie)]
        rows += lines or [{"place": _thing(place)}]
    return rows


def _timeline(iri: str, ties: TieList) -> list[Row]:
    """Ties by the day of signing, events by theirs."""
    store = get_site().store
    rows = [
        {"tie": _thing(tie.iri), "place": _first(tie, ties, True), "partner": _first(tie, ties, False)}
        | {"date": {"text": tie.date}}
        for tie in ties.all
        if tie.date
    ]
    found = find_encounters(store, {*ties.here, *(tie.iri for tie in ties.all)})
    events: Iterable[Encounter] = name_encounters(store, [one for one in found if one.date][:_MOST])
    return rows + [{"event": _thing(one.event.text), "date": {"text": one.date}} for one in events]


def _first(tie: KnownTie, ties: TieList, is_here: bool) -> Row:
    return _thing(next((party for party in tie.parties if (party in ties.here) is is_here), ""))


def _areas(iri: str, ties: TieList) -> list[Row]:
    """How many of the ties each prefecture has."""
    known = read_ties(get_site().store)
    is_home = known.country(iri) == _JAPAN
    return _count(
        area
        for tie in ties.all
        for area in dict.fromkeys(
            prefecture_of(known, party) for party in tie.parties if (party in ties.here) is is_home
        )
        if area
    )


def _count(areas: Iterable[str]) -> list[Row]:
    numbers: dict[str, int] = {}
    for area in areas:
        numbers[area] = numbers.get(area, 0) + 1
    ranked = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    return [{"area": _thing(area), "ties": {"text": str(n), "datatype": v.XSD_INTEGER}} for area, n in ranked]


def _thing(iri: str) -> Row:
    return {"text": v.local(iri), "iri": iri} if iri else {}


def _answer(rows: Sequence[Row]) -> dict[str, Any]:
    names = [name for name in _HEADINGS if any(row.get(name) for row in rows)]
    return {
        "columns": [{"name": name, "heading": translate(_HEADINGS[name])} for name in names],
        "rows": [{name: value for name, value in row.items() if value} for row in rows],
    }
