"""Room /api/card: what is known of a thing, a tie or a link, short enough to stand beside a picture."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from glocal_graph.front.web.brief_things import find_thing
from glocal_graph.front.web.display import in_language, local_address
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.path_words import name_of, tell_step
from glocal_graph.front.web.paths import read_net
from glocal_graph.front.web.planner import read_today
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError, ParameterError, ThingGone, ThingNotFound
from glocal_graph.questions.description import Description, Fact, Value
from glocal_graph.questions.facts import describe
from glocal_graph.questions.happenings import find_happenings, name_happenings
from glocal_graph.questions.paths import Joint, Step
from glocal_graph.questions.ties import read_ties

__all__ = ["room"]

room = Blueprint("cards", __name__)

_JAPAN = v.iri("country/JP")
_MOST_EVENTS, _MOST_TIES, _MOST_VALUES = 5, 8, 5
#: What a card leaves to the page: codes, levels, and what stands elsewhere on the card.
_LEFT_OUT = {
    v.glocal(name)
    for name in ("jisCode", "isoCode", "geonamesId", "level", "description", "party", "kind", "status", "date")
} | {v.glocal(name) for name in ("endedDate", "reason", "country", "within")}


@room.get("/api/card")
def card() -> AnyResponse:
    """A piece of a page: `thing` is the id or IRI of a thing or a tie, or two of them with | between for a link."""
    text, site = request.args.get("thing", "").strip(), get_site()
    if not text:
        raise ParameterError("say thing=: an id (municipality/46201) or an IRI")
    today = read_today()
    tag = etag("card", site.store.release, current_language(), text, today.isoformat())
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    try:
        made = _make(text, today)
    except ThingGone as error:
        return open_to_all(make_response(render_template("_card_gone.html", gone=error), error.status))
    return open_to_all(keep(make_response(made), tag))


def _make(text: str, today: date) -> str:
    if "|" in text:
        one, _, other = text.partition("|")
        return _link(find_thing(one), find_thing(other))
    iri = find_thing(text)
    thing = describe(get_site().store, iri)
    return _tie(thing, today) if thing.kind == "Partnership" else _thing(thing)


def _thing(thing: Description) -> str:
    ties = read_ties(get_site().store)
    own = sorted(thing.ties, key=lambda tie: (_is_over(tie.status), tie.date or "9999", tie.iri))
    around = [thing.iri, *(tie.iri for tie in thing.ties[:200])]
    happened = find_happenings(get_site().store, around) if thing.kind not in ("Country", "Source") else []
    return render_template(
        "_card_thing.html",
        thing=thing,
        around=_name(ties.above(thing.iri)),
        population=ties.population.get(thing.iri),
        kana=next((name.text for name in thing.names if name.language.lower() == "ja-hira"), ""),
        texts=in_language(_values(thing, "description")),
        day=thing.first("date"),
        facts=_facts(thing),
        ties=own[:_MOST_TIES],
        tie_count=len(own),
        countries=len({country.text for tie in own for country in tie.countries}),
        events=name_happenings(get_site().store, happened[:_MOST_EVENTS]),
        event_count=len(happened),
        most_values=_MOST_VALUES,
    )


def _tie(tie: Description, today: date) -> str:
    happened = find_happenings(get_site().store, [tie.iri])
    return render_template(
        "_card_tie.html",
        tie=tie,
        parties=_parties(tie),
        years=_years_since(tie.first("date"), tie.first("status"), today),
        reasons=in_language(_values(tie, "reason")),
        events=name_happenings(get_site().store, happened[:_MOST_EVENTS]),
        event_count=len(happened),
    )


def _link(one: str, other: str) -> str:
    """Each link between two things as a sentence with its sources."""
    net = read_net()
    if not (net.holds(one) and net.holds(other)):
        raise ThingNotFound("the graph has no link between these two")
    steps = [step for path in net.find(one, other, longest=1) for step in path.steps]
    if not steps:
        raise ThingNotFound("the graph has no link between these two")
    (step,) = steps[:1]
    told = [(_tell(step, joint), joint) for joint in step.joints if joint.kind != "partnership"]
    return render_template("_card_link.html", ends=_name([one, other]), told=told)


def _tell(step: Step, joint: Joint) -> str:
    """A link as a sentence about the thing that has it."""
    ends = (step.end, step.start) if joint.subject == step.end else (step.start, step.end)
    return tell_step(read_net().graph, Step(*ends, (joint,)), _label)


def _label(thing: str) -> str:
    entry, language = get_site().names.get(thing), current_language()
    own = (entry.label_ja or entry.label_en) if entry and language == "ja" else (entry.label_en if entry else "")
    return own or name_of(read_net().graph, thing)


def _name(things: Any) -> list[Value]:
    names = get_site().names
    entries = [(iri, names.get(iri)) for iri in things]
    return [
        Value(iri, is_iri=True, label_en=entry.label_en, label_ja=entry.label_ja, kind=entry.kind)
        if entry
        else Value(iri, is_iri=True)
        for iri, entry in entries
    ]


def _parties(tie: Description) -> list[tuple[Value, list[Value]]]:
    """The parties with what they lie in, those of Japan first."""
    ties = read_ties(get_site().store)
    parties = sorted(_values(tie, "party"), key=lambda party: (ties.country(party.text) != _JAPAN, party.text))
    return [(party, _name(ties.above(party.text))) for party in parties]


def _values(thing: Description, name: str) -> tuple[Value, ...]:
    return next((fact.values for fact in thing.facts if fact.predicate == v.glocal(name)), ())


def _facts(thing: Description) -> list[Fact]:
    """What is worth a line: things of the graph and short texts, not codes."""
    own = [fact for fact in thing.facts if fact.predicate.startswith(v.GLOCAL) and fact.predicate not in _LEFT_OUT]
    return [fact for fact in own if fact.predicate != v.glocal("population") and _is_worth_a_line(fact)]


def _is_worth_a_line(fact: Fact) -> bool:
    return any(len(value.text) < 300 and (not value.is_iri or local_address(value.text)) for value in fact.values)


def _is_over(status: Value | None) -> bool:
    return status is not None and status.text.endswith("-ended")


def _years_since(text: str, status: str, today: date) -> int:
    """Full years that a tie has gone on; 0 where it has ended, or only its year is known."""
    try:
        signed = parse_date(text)
    except DateError:
        return 0
    first = signed.earliest
    if first is None or signed.precision not in ("day", "month") or not status.endswith("-active"):
        return 0
    return max(0, today.year - first.year - ((first.month, first.day) > (today.month, today.day)))
