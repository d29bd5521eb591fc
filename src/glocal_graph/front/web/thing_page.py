"""The page of a thing: its parts gathered from the questions, long ones cut into pages, then put into the template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import render_template, url_for
from markupsafe import Markup

from glocal_graph.front.web.display import local_address
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.negotiation import THING_OFFERS
from glocal_graph.front.web.places import PLACES
from glocal_graph.front.web.site import get_site
from glocal_graph.front.web.thing_questions import fitting_questions
from glocal_graph.front.web.thing_words import name_of, tell
from glocal_graph.front.web.timeline_room import room_steps
from glocal_graph.model import vocabulary as v
from glocal_graph.output.drawing import to_view
from glocal_graph.output.small_picture import draw_small
from glocal_graph.questions.description import Description, Fact, Value
from glocal_graph.questions.encounters import Encounter, Figure, find_encounters, find_figures, name_encounters
from glocal_graph.questions.facts import dates_agree, describe
from glocal_graph.questions.gaps import find_gaps
from glocal_graph.questions.small_network import small_network
from glocal_graph.questions.source_claims import Said, read_said
from glocal_graph.questions.tie_lists import (
    Share,
    ShownTie,
    TieList,
    group_ties,
    list_ties,
    name_groups,
    name_ties,
    order_ties,
    prefecture_of,
)
from glocal_graph.questions.ties import KnownTie, Ties, read_ties

__all__ = ["Page", "render_thing"]

Item = TypeVar("Item")

#: Rows of each part on one page.
_TIES, _EVENTS, _FIGURES, _SHARES, _LED = 25, 15, 24, 30, 12
#: Places that a figure, an asset or an event leads to.
_MOST_PLACES = 4
#: Pages of sources have no network worth a picture.
_NO_PICTURE = frozenset({"Source", "SourceSection", "Claim", ""})
_JAPAN = v.iri("country/JP")
_PLACE_FACTS = ("birthPlace", "associatedWith", "organiser", "coOrganiser", "about", "participant", "venue", "officeOf")
#: Facts and inverse links that have a part of their own on the page.
_TOLD_FACTS = {v.glocal(name) for name in ("description", "reason")}
_TOLD_AS_EVENTS = {
    v.glocal(name)
    for name in ("aboutPartnership", "organiser", "coOrganiser", "participant", "venue", "about", "features", "series")
} | {v.glocal("subEventOf")}
_TOLD_AS_FIGURES = {v.glocal(name) for name in ("birthPlace", "associatedWith")}


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a long part: the items on it, how many there are in all, and which page it is."""

    name: str
    items: Sequence[Item] = ()
    total: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class _Lead:
    """A place that a thing leads to, with the ties of it."""

    place: Value
    ties: tuple[ShownTie, ...]
    total: int


@dataclass
class _Parts:
    """What the page has beside the description itself; parts that do not apply stay empty."""

    ties: TieList
    shown_ties: Page[ShownTie]
    events: Page[Encounter]
    figures: Page[Figure]
    said: Said | None = None
    countries: tuple[Share, ...] = ()
    prefectures: tuple[Share, ...] = ()
    members: Page[Share] = field(default_factory=lambda: Page("members"))
    siblings: tuple[ShownTie, ...] = ()
    sibling_names: tuple[str, ...] = ()
    leads: tuple[_Lead, ...] = ()


def render_thing(name: str, pages: Mapping[str, int]) -> str:
    """The page of a thing in the reader's language; `pages` says which page of which long part."""
    store = get_site().store
    thing = describe(store, v.iri(name), pages, with_ties=False)
    parts, every_event = _gather(thing, pages)
    return render_template(
        "thing.html",
        thing=thing,
        parts_of=parts,
        lead=tell(thing, parts.ties, every_event, parts.said),
        texts=_texts(thing, "description"),
        reasons=_texts(thing, "reason"),
        facts=_facts(thing),
        backlinks=[links for links in thing.backlinks if links.predicate not in _told(thing)],
        life=_life(thing, every_event),
        picture=_picture(thing),
        views=_views(thing, parts, every_event),
        gaps=find_gaps(store, thing, parts.ties, len(every_event), parts.said),
        questions=fitting_questions(thing, read_ties(store)),
        is_place=thing.kind in PLACES or thing.kind == "Site",
        is_home=is_home(thing.id),
        downloads=THING_OFFERS[1:],
        name_of=name_of,
        steps=room_steps(_dates(parts.ties, every_event)),
        is_abroad=thing.kind in PLACES and read_ties(store).country(thing.iri) != _JAPAN,
    )


def is_home(name: str) -> bool:
    """Whether it is a local government of Japan, by its id."""
    return bool(re.fullmatch(r"prefecture/JP-\d\d|municipality/\d{5}", name))


def _gather(thing: Description, pages: Mapping[str, int]) -> tuple[_Parts, list[Encounter]]:
    store = get_site().store
    ties = list_ties(store, thing.iri)
    is_source = thing.kind in ("Source", "SourceSection")
    found = [] if is_source else find_encounters(store, {*ties.here, *(tie.iri for tie in ties.all)})
    figures = find_figures(store, ties.here) if _has_figures(thing) else ()
    shown, events = _cut("ties", ties.all, _TIES, pages), _cut("events", found, _EVENTS, pages)
    parts = _Parts(
        ties,
        _refill(shown, name_ties(store, shown.items, ties.here)),
        _refill(events, name_encounters(store, events.items)),
        _cut("figures", figures, _FIGURES, pages),
    )
    if is_source:
        parts.said = read_said(store, thing.iri, pages.get("claims", 1))
    elif thing.kind == "Partnership":
        parts.siblings, parts.sibling_names = _siblings(thing)
    elif ties.all:
        _share(parts, pages)
    else:
        parts.leads = _leads(thing)
    return parts, found


def _has_figures(thing: Description) -> bool:
    return thing.kind in PLACES or thing.kind == "Site"


def _cut(name: str, items: Sequence[Item], size: int, pages: Mapping[str, int]) -> Page[Item]:
    number = -(-len(items) // size) or 1
    page = min(max(pages.get(name, 1), 1), number)
    return Page(name, items[(page - 1) * size : page * size], len(items), page, number)


def _refill(page: Page[Any], items: Sequence[Item]) -> Page[Item]:
    return Page(page.name, items, page.total, page.page, page.pages)


def _share(parts: _Parts, pages: Mapping[str, int]) -> None:
    """Who has how many of the ties: countries of partners; prefectures, seen from abroad; the places within."""
    store, ties = get_site().store, parts.ties
    known = read_ties(store)
    partners = {party for tie in ties.all for party in ties.partners(tie)}
    is_home, is_japan = known.country(ties.place) == _JAPAN, ties.place == _JAPAN
    if len(ties.all) > len(ties.countries) > 1:
        countries = group_ties(ties.all, lambda tie: _of_partners(ties, tie, known.country))
        parts.countries = name_groups(store, countries, partners)
    if is_japan or (not is_home and len(ties.all) > 1):
        prefectures = group_ties(ties.all, lambda tie: _prefectures(known, tie, ties, is_japan))
        parts.prefectures = name_groups(store, prefectures)
    if ties.inner and not is_japan:
        members = group_ties(ties.inner, lambda tie: [one for one in tie.parties if one in ties.here])
        shown = _cut("members", members, _SHARES, pages)
        parts.members = _refill(shown, name_groups(store, shown.items, partners))


def _of_partners(ties: TieList, tie: KnownTie, find: Callable[[str], str]) -> list[str]:
    return [found for party in ties.partners(tie) if (found := find(party))]


def _prefectures(known: Ties, tie: KnownTie, ties: TieList, is_here: bool) -> list[str]:
    """The prefectures of the parties of a tie that lie here, or elsewhere."""
    parties = [party for party in tie.parties if (party in ties.here) is is_here]
    return [found for party in parties if (found := prefecture_of(known, party))]


def _siblings(thing: Description) -> tuple[tuple[ShownTie, ...], tuple[str, ...]]:
    """The other ties between the same prefecture and the same region abroad, or country where it has no region."""
    store = get_site().store
    known = read_ties(store)
    tie = next((tie for tie in known.all if tie.iri == thing.iri), None)
    if tie is None or len(tie.parties) != 2:
        return (), ()
    (own, *_), (other, *_) = known.split(tie)
    around = [next(iter([*_containers(known, party)]), party) for party in (own, other)]
    here, there = known.inside(around[0]), known.inside(around[1])
    found = [one for one in known.of(here) if one.iri != thing.iri and any(party in there for party in one.parties)]
    return name_ties(store, order_ties(found)[:_LED], here), (name_of(around[0]), name_of(around[1]))


def _containers(known: Ties, place: str) -> list[str]:
    return [one for one in (place, *known.above(place)) if "/prefecture/" in one or "/region/" in one] or [
        known.country(place) or place
    ]


def _leads(thing: Description) -> tuple[_Lead, ...]:
    """The places that a figure, an asset or an event has to do with, each with its ties."""
    store = get_site().store
    places = dict.fromkeys(
        value.text
        for name in _PLACE_FACTS
        for fact in thing.facts
        if fact.predicate == v.glocal(name)
        for value in fact.values
        if value.kind in PLACES and value.text != _JAPAN
    )
    made = []
    for place in [*places][:_MOST_PLACES]:
        ties = list_ties(store, place)
        if ties.all:
            value = Value(place, is_iri=True, label_en=name_of(place), label_ja=name_of(place))
            made.append(_Lead(value, name_ties(store, ties.active[:_LED], ties.here), len(ties.all)))
    return tuple(made)


def _texts(thing: Description, name: str) -> Sequence[Value]:
    """The texts of a fact, in the reader's language where there are as many as in the other."""
    values = next((fact.values for fact in thing.facts if fact.predicate == v.glocal(name)), ())
    own = [value for value in values if value.language == current_language()]
    return own if own and name == "description" else values


def _facts(thing: Description) -> list[Fact]:
    """The facts that no other part tells; a country is not said to lie in itself, nor a place twice in one."""
    within = next((fact.values for fact in thing.facts if fact.predicate == v.glocal("within")), ())
    known = {thing.iri, *(value.text for value in within)}
    return [
        fact
        for fact in thing.facts
        if fact.predicate not in _TOLD_FACTS
        and not (fact.predicate == v.glocal("country") and all(value.text in known for value in fact.values))
    ]


def _dates(ties: TieList, events: Sequence[Encounter]) -> list[str]:
    """The dates of the entries that a timeline has."""
    return [date for date in (*(tie.date for tie in ties.all), *(event.date for event in events)) if date]


def _told(thing: Description) -> set[str]:
    """The inverse links that other parts of the page tell."""
    if thing.kind in ("Source", "SourceSection"):
        return {v.DCTERMS_SOURCE}
    return _TOLD_AS_EVENTS | (_TOLD_AS_FIGURES if _has_figures(thing) else set())


@dataclass(frozen=True)
class _Moment:
    """One day in the life of a tie: when, what, and who says so or which event it is."""

    date: str
    what: str
    publishers: tuple[str, ...] = ()
    event: Value | None = None
    is_chosen: bool = False


def _life(thing: Description, events: Sequence[Encounter]) -> list[_Moment]:
    """The life of a tie: each date that a source claims, its events, its end."""
    if thing.kind != "Partnership":
        return []
    chosen = thing.first("date")
    said: dict[str, list[str]] = {chosen: []} if chosen else {}
    for statement in thing.statements:
        if statement.date:
            date = chosen if dates_agree(statement.date, chosen) else statement.date
            said.setdefault(date or statement.date, []).append(statement.publisher)
    moments = [
        _Moment(date, "signed", tuple(dict.fromkeys(filter(None, publishers))), is_chosen=date == chosen)
        for date, publishers in said.items()
    ]
    named = name_encounters(get_site().store, events[:_EVENTS])
    moments += [_Moment(event.date, "event", event=event.event) for event in named if event.date]
    if ended := thing.first("endedDate"):
        moments.append(_Moment(ended, "ended"))
    return sorted(moments, key=lambda moment: (moment.date, moment.what))


def _picture(thing: Description) -> Markup | None:
    """The small network as SVG; None where there is nothing to draw."""
    if thing.kind in _NO_PICTURE:
        return None
    graph = small_network(get_site().store, thing)
    if graph is None:
        return None
    view = to_view(graph, current_language())
    title = translate("thing.picture_title", name=thing.label(current_language()))
    names = [node["title"].split("\n", 1)[0] for node in view["nodes"] if node["id"] != thing.iri]
    summary = translate("thing.picture_summary", names=translate("list.separator").join(names))
    return draw_small(view, local_address, title, summary)


def _views(thing: Description, parts: _Parts, events: Sequence[Encounter]) -> dict[str, str]:
    """The address of each view that the page has room for, by its name."""
    names = []
    ties, has_point = parts.ties.all, thing.position is not None
    if parts.prefectures:
        names.append("areas")
    if ties or has_point or parts.leads or thing.kind == "Partnership" or _has_places(thing):
        names.append("map")
    if len(_dates(parts.ties, events)) > 2:
        names.append("timeline")
    return {name: url_for("thing_views.view", thing=thing.id, name=name) for name in names}


def _has_places(thing: Description) -> bool:
    return any(value.kind in PLACES | {"Site"} and value.text != _JAPAN for value in _linked(thing.facts))


def _linked(facts: Sequence[Fact]) -> list[Value]:
    wanted = {v.glocal(name) for name in _PLACE_FACTS}
    return [value for fact in facts if fact.predicate in wanted for value in fact.values]
