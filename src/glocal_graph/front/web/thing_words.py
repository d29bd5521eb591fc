"""What a thing is, in a sentence or two of the reader's language, made of nothing but its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from glocal_graph.front.web.display import number, word
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError
from glocal_graph.questions.description import Description, Value
from glocal_graph.questions.encounters import Encounter
from glocal_graph.questions.source_claims import Said
from glocal_graph.questions.tie_lists import TieList
from glocal_graph.questions.ties import Ties, read_ties

__all__ = ["counted", "name_of", "tell"]

_JAPAN = v.iri("country/JP")
_PLACES = frozenset(name for name in v.CLASSES if v.GLOCAL + "Place" in v.class_of(name))
_EVENTS = frozenset({"Event", *v.EVENT_CLASSES})
#: Names in one list of a sentence; the rest is counted.
_MOST_NAMED = 3
#: How a person, an asset or an organisation has had to do with events: role → sentence.
_ROLES = (
    ("organiser", "organised"),
    ("coOrganiser", "co_organised"),
    ("participant", "took_part"),
    ("features", "shown"),
    ("series", "series"),
)


def tell(thing: Description, ties: TieList, events: Sequence[Encounter], said: Said | None) -> list[str]:
    """One sentence that says what the thing is, and after it those that its facts allow."""
    if thing.kind == "Partnership":
        return list(_tell_tie(thing))
    if thing.kind in _EVENTS:
        return list(_tell_event(thing))
    if thing.kind in ("Source", "SourceSection"):
        return list(_tell_source(thing, said))
    if thing.kind in _PLACES:
        return list(_tell_place(thing, ties, events))
    return list(_tell_figure(thing, events))


def name_of(iri: str) -> str:
    """A thing's name in the reader's language, else in the other, else its id."""
    entry = get_site().names.get(iri)
    if entry is None:
        return v.local(iri)
    pair = (entry.label_ja, entry.label_en) if current_language() == "ja" else (entry.label_en, entry.label_ja)
    return pair[0] or pair[1]


def counted(key: str, n: int, **values: object) -> str:
    """A message that is another for one than for many: `key`_one or `key`_many."""
    return translate(f"{key}_{'one' if n == 1 else 'many'}", n=number(n), **values)


def _tell_place(thing: Description, ties: TieList, events: Sequence[Encounter]) -> Iterator[str]:
    known = read_ties(get_site().store)
    if thing.kind == "Country":
        yield translate("thing.say_country", name=_the(thing.label(current_language()), "The"))
    else:
        where = _where(known, thing.iri)
        key = "thing.say_place" if where else "thing.say_what"
        yield translate(key, name=thing.label(current_language()), what=_what(thing.kind), where=where)
    if population := thing.first("population"):
        yield translate("thing.say_population", n=number(population))
    yield from _tell_ties(thing, ties, known)
    if events and not ties.all:
        yield counted("thing.say_events", len(events))


def _tell_ties(thing: Description, ties: TieList, known: Ties) -> Iterator[str]:
    active = ties.active
    if not active:
        return
    is_abroad = known.country(thing.iri) != _JAPAN
    if ties.inner:
        own = sum(thing.iri in tie.parties for tie in active)
        places = {party for tie in active for party in tie.parties if party in ties.here and party != thing.iri}
        key = "thing.say_ties_within" if thing.kind != "Country" else "thing.say_ties_country"
        key = "thing.say_ties_japan" if thing.iri == _JAPAN else key
        inner = len(active) - own
        yield counted(key, len(active), own=number(own), inner=number(inner), places=number(len(places)))
    elif is_abroad:
        yield counted("thing.say_ties_abroad", len(active))
    else:
        countries = {known.country(party) for tie in active for party in ties.partners(tie)}
        yield counted("thing.say_ties", len(active), countries=counted("thing.say_countries", len(countries - {""})))
    oldest = ties.oldest
    if oldest is not None:
        partner = _names(_with_country(known, party, thing.iri) for party in ties.partners(oldest))
        place = _names(name_of(party) for party in oldest.parties if party in ties.here)
        key = "thing.say_oldest" if thing.iri in oldest.parties else "thing.say_oldest_within"
        key = "thing.say_since" if len(active) == 1 and thing.iri in oldest.parties else key
        yield translate(key, partner=partner, place=place, date=_date(oldest.date))


def _tell_tie(thing: Description) -> Iterator[str]:
    known = read_ties(get_site().store)
    parties = [value.text for value in _values(thing, "party")]
    parties.sort(key=lambda party: known.country(party) != _JAPAN)
    kind = thing.first("kind").rpartition("kind-")[2] or "other"
    what = translate("thing.tie_" + (kind if kind in ("sister", "friendship", "partnership") else "other"))
    named = [_with_place(known, party) for party in parties]
    yield translate("thing.say_tie", what=what, one=_names(named[:1]), other=_names(named[1:], 9))
    date, ended = thing.first("date"), thing.first("endedDate")
    status = thing.first("status").rpartition("status-")[2]
    yield translate("thing.say_signed", date=_date(date, on=True)) if date else translate("thing.say_unsigned")
    if ended:
        yield translate("thing.say_ended_on", date=_date(ended, on=True))
    elif status in ("active", "ended", "suspended"):
        yield translate("thing.say_" + status)
    if thing.disagrees:
        yield translate("thing.disagree")


def _tell_event(thing: Description) -> Iterator[str]:
    values = {name: _names(value.label(current_language()) for value in _values(thing, name)) for name in _EVENT_FACTS}
    date, venue = thing.first("date"), values["venue"]
    key = "thing.say_event" + ("_when" if date else "") + ("_where" if venue else "")
    yield translate(key, what=_what(thing.kind), venue=venue, date=_date(date) if date else "")
    for name in ("organiser", "coOrganiser", "about"):
        if values[name]:
            yield translate("thing.say_event_" + name, names=values[name])
    shown = _values(thing, "features")
    if shown:
        yield translate("thing.say_event_features", names=values["features"])


_EVENT_FACTS = ("venue", "organiser", "coOrganiser", "about", "features")


def _tell_source(thing: Description, said: Said | None) -> Iterator[str]:
    language = current_language()
    publisher = thing.first("publisher")
    kind = next((value.label(language) for value in _values(thing, "sourceKind")), "")
    if publisher:
        yield translate("thing.say_source", publisher=publisher, kind=kind or word(thing.kind))
    else:
        whole = _names(value.label(language) for value in _values(thing, "sectionOf"))
        key = "thing.say_section" if whole else "thing.say_what"
        yield translate(key, name=thing.label(language), what=_what(thing.kind), whole=whole)
    if issued := thing.first("issued"):
        yield translate("thing.say_issued", date=_date(issued))
    if said and said.total:
        yield counted("thing.say_claims", said.total)
    others = sum(count for _, count, _ in said.resting) if said else 0
    if others:
        yield counted("thing.say_resting", others)


def _tell_figure(thing: Description, events: Sequence[Encounter]) -> Iterator[str]:
    if thing.kind in ("", "Thing"):
        return
    language = current_language()
    place = _names(value.label(language) for value in _values(thing, "birthPlace"))
    others = _names(value.label(language) for value in _values(thing, "associatedWith"))
    key = "thing.say_born" if place else "thing.say_associated" if others else "thing.say_what"
    names = {"name": thing.label(language), "what": _what(thing.kind), "place": place or others}
    yield translate(key, **names)
    for name in ("office", "officeOf", "tookPartIn", "inspired", "knownFor"):
        found = _names(value.label(language) for value in _values(thing, name))
        if found:
            yield translate("thing.say_" + name, names=found)
    for role, key in _ROLES:
        count = sum(role in event.roles for event in events)
        if count:
            yield counted("thing.say_" + key, count)


def _where(known: Ties, place: str) -> str:
    """What the place lies in, as an address: from the near to the far in English, the other way in Japanese."""
    around = list(known.above(place))
    if current_language() == "ja":
        shown = [name_of(one) for one in reversed(around) if one != _JAPAN or len(around) == 1]
        return "".join(shown) if _JAPAN in around else "・".join(shown)
    return ", ".join(name_of(one) for one in around) if len(around) > 1 else _the(_names(map(name_of, around)))


def _the(name: str, article: str = "the") -> str:
    """A country's name as an English sentence has it: "the United States"; alone, for in a list none has "the"."""
    needs = current_language() == "en" and (name.startswith("United ") or name.endswith((" Islands", " Republic")))
    return f"{article} {name}" if needs or name in ("Netherlands", "Philippines", "Maldives", "Gambia") else name


def _with_place(known: Ties, place: str) -> str:
    """A party with the nearest place and the country that it lies in."""
    around = [name_of(one) for one in known.above(place)]
    country = known.country(place)
    if country == _JAPAN:
        around = around[:1] if country != place and around[:1] != [name_of(_JAPAN)] else []
    return _bracketed(name_of(place), around[::-1] if current_language() == "ja" else around)


def _with_country(known: Ties, place: str, seen_from: str) -> str:
    """A partner with its country, unless that is where one stands, or is the partner itself."""
    country = known.country(place)
    hidden = country in ("", place, known.country(seen_from))
    return _bracketed(name_of(place), [] if hidden or country == _JAPAN else [name_of(country)])


def _bracketed(name: str, around: Sequence[str]) -> str:
    if not around:
        return name
    return f"{name}({'・'.join(around)})" if current_language() == "ja" else f"{name} ({', '.join(around)})"


def _what(kind: str) -> str:
    """The class in a sentence: "a city", "an event", 市."""
    name = word(kind or "Thing")
    if current_language() == "ja":
        return name
    name = name[:1].lower() + name[1:]
    return f"{'an' if name[:1] in 'aeio' else 'a'} {name}"


def _values(thing: Description, name: str) -> Sequence[Value]:
    return next((fact.values for fact in thing.facts if fact.predicate == v.glocal(name)), ())


def _names(found: Iterable[str], most: int = _MOST_NAMED) -> str:
    """Names in a row: "A, B and C", A・B・C; those beyond are counted."""
    names = list(found)
    shown, more = names[:most], len(names) - most
    if current_language() == "ja":
        return "、".join(shown) + (f"ほか{more}件" if more > 0 else "")
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _date(text: str, *, on: bool = False) -> str:
    """A date as a sentence has it; `on` puts "on" before a day and "in" before a month or year in English."""
    language = current_language()
    try:
        date = parse_date(text)
    except DateError:
        return text
    shown = date.display(language)
    if language == "ja" or not on:
        return shown
    prefix = {"day": "on ", "month": "in ", "year": "in ", "interval": "from "}.get(date.precision, "")
    return prefix + (shown.replace(" – ", " to ") if date.precision == "interval" else shown)
