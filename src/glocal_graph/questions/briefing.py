"""What fits on one sheet about a place or a tie: the weightiest of what the graph says, each fact with its source.

Nothing is told that the graph does not say. What does not fit is counted, never dropped in silence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import ThingNotFound
from glocal_graph.questions.anniversaries import Anniversary, plan_anniversaries, stretch
from glocal_graph.questions.comparison import Compared, age_of, compared_ties
from glocal_graph.questions.description import Description, Source, Value
from glocal_graph.questions.facts import describe, read_values
from glocal_graph.questions.happenings import Happening, find_happenings, name_happenings
from glocal_graph.questions.search import Selecting
from glocal_graph.questions.sparql_terms import batches, values_clause
from glocal_graph.questions.ties import Ties, read_sources, read_ties

__all__ = ["Brief", "History", "Named", "Remembered", "brief_place", "brief_tie"]

#: What an A4 sheet holds beside its head and foot.
MOST_TIES, MOST_EVENTS, MOST_REMEMBERED, MOST_MARKS, MOST_SOURCES = 10, 4, 3, 3, 14
_KINDS = {v.iri(f"concept/kind-{name}"): number for number, name in enumerate(("sister", "friendship", "partnership"))}
_ROLES = ("birthPlace", "associatedWith")


@dataclass(frozen=True)
class Named:
    """A place with how it is read and where it lies."""

    thing: Value
    names: tuple[Value, ...]
    around: tuple[Value, ...]
    population: int | None

    @property
    def kana(self) -> str:
        """How the Japanese name is read; empty where that is not known."""
        return next((name.text for name in self.names if name.language.lower() == "ja-hira"), "")


@dataclass(frozen=True)
class Remembered:
    """A person, or a thing of culture, that the place is remembered by, with what the graph says of it."""

    thing: Value
    texts: tuple[Value, ...]

    def text(self, language: str) -> Value | None:
        """The description in this language, else in another."""
        own = [text for text in self.texts if text.language == language]
        return next(iter([*own, *self.texts]), None)


@dataclass(frozen=True)
class History:
    """How the active ties came about: the first and the newest of known date, how many in each decade and undated."""

    first: Compared | None = None
    newest: Compared | None = None
    decades: tuple[tuple[int, int], ...] = ()
    undated: int = 0


@dataclass(frozen=True)
class Brief:
    """A sheet: parts that do not apply are empty; `cited` gives the numbers of the sources of a thing."""

    places: tuple[Named, ...]
    ties: tuple[Compared, ...] = ()
    tie_count: int = 0
    own_count: int = 0
    country_count: int = 0
    others: int = 0
    history: History = History()
    marks: tuple[Anniversary, ...] = ()
    mark_count: int = 0
    events: tuple[Happening, ...] = ()
    event_count: int = 0
    remembered: tuple[Remembered, ...] = ()
    remembered_count: int = 0
    sources: tuple[Source, ...] = ()
    source_count: int = 0
    cited: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    tie: Description | None = None


def brief_place(store: Selecting, iri: str, today: date) -> Brief:
    """The sheet of a place; its ties are its own and, after them, those of the places within it."""
    ties = read_ties(store)
    here = ties.inside(iri)
    active, others = compared_ties(store, ties, here)
    ordered = sorted(active, key=lambda tie: _weight(tie, iri))
    shown = tuple(ordered[:MOST_TIES])
    happened = find_happenings(store, {*here, *(tie.iri for tie in active)})
    remembered = _remembered(store, here)
    marks = plan_anniversaries(store, stretch(today), place=iri).found
    made = Brief(
        places=_name_places(store, ties, [iri]),
        ties=shown,
        tie_count=len(active),
        own_count=sum(any(owner.text == iri for owner in tie.owners) for tie in active),
        country_count=len({country for tie in active for country in tie.countries}),
        others=others,
        history=_history(active),
        marks=marks[:MOST_MARKS],
        mark_count=len(marks),
        events=tuple(name_happenings(store, happened[:MOST_EVENTS])),
        event_count=len(happened),
        remembered=remembered[:MOST_REMEMBERED],
        remembered_count=len(remembered),
    )
    things = [tie.iri for tie in shown] + [event.event.text for event in made.events]
    return _cite(store, made, [*things, *(one.thing.text for one in made.remembered)])


def brief_tie(store: Selecting, iri: str, today: date) -> Brief:
    """The sheet of a tie: its parties, its dates by source, its events."""
    ties = read_ties(store)
    known = next((tie for tie in ties.all if tie.iri == iri), None)
    if known is None:
        raise ThingNotFound(f"the graph has no tie {iri.removeprefix(v.ID)}")
    own, partners = ties.split(known)
    happened = find_happenings(store, {iri})
    marks = plan_anniversaries(store, stretch(today, months=120), place=own[0]).found
    marks = tuple(mark for mark in marks if mark.tie == iri)
    made = Brief(
        places=_name_places(store, ties, [*own, *partners]),
        marks=marks[:MOST_MARKS],
        mark_count=len(marks),
        events=tuple(name_happenings(store, happened[: MOST_EVENTS * 2])),
        event_count=len(happened),
        tie=describe(store, iri),
    )
    return _cite(store, made, [iri, *(event.event.text for event in made.events)])


def _history(active: Sequence[Compared]) -> History:
    dated = [tie for tie in active if tie.date[:3].isdigit()]
    decades = Counter(int(tie.date[:3]) * 10 for tie in dated)
    if not dated:
        return History(undated=len(active))
    return History(dated[0], dated[-1], tuple(sorted(decades.items())), len(active) - len(dated))


def _weight(tie: Compared, place: str) -> tuple[bool, int, bool, str, str]:
    """The place's own ties first, by kind, then by age."""
    is_inner = all(owner.text != place for owner in tie.owners)
    kind = _KINDS.get(tie.kind.text, len(_KINDS)) if tie.kind else len(_KINDS)
    return (is_inner, kind, *age_of(tie.date, tie.iri))


def _name_places(store: Selecting, ties: Ties, places: Sequence[str]) -> tuple[Named, ...]:
    values = read_values(store, {*places, *(around for place in places for around in ties.above(place))})
    names: dict[str, list[Value]] = defaultdict(list)
    text = f"SELECT ?x ?name {{ {values_clause('x', places)} ?x <{v.SKOS_ALT_LABEL}> ?name }}"
    for row in store.select(text):
        names[row["x"].value].append(Value(row["name"].value, language=row["name"].language or ""))
    return tuple(
        Named(
            values[place],
            tuple(sorted(names[place], key=lambda name: (name.language, name.text))),
            tuple(values[around] for around in ties.above(place)),
            ties.population.get(place),
        )
        for place in places
    )


def _remembered(store: Selecting, here: Collection[str]) -> tuple[Remembered, ...]:
    """People before things, those with a description before those without, and only what has a source."""
    roles = "|".join(f"<{v.glocal(name)}>" for name in _ROLES)
    texts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for batch in batches(here):
        rows = store.select(f"""SELECT DISTINCT ?x ?text {{
          {values_clause("place", batch)} ?x {roles} ?place ; <{v.DCTERMS_SOURCE}> ?source .
          OPTIONAL {{ ?x <{v.glocal("description")}> ?text }} }}""")
        for row in rows:
            found = texts[row["x"].value]
            if row.get("text") is not None:
                found.add((row["text"].language or "", row["text"].value))
    known = read_values(store, texts)
    made = [
        Remembered(known[iri], tuple(Value(text, language=language) for language, text in sorted(found)))
        for iri, found in texts.items()
        if not iri.startswith(v.iri("organisation/"))
    ]
    return tuple(sorted(made, key=_renown))


def _renown(one: Remembered) -> tuple[bool, bool, str]:
    return not one.thing.text.startswith(v.iri("person/")), not one.texts, one.thing.text


def _cite(store: Selecting, made: Brief, things: Sequence[str]) -> Brief:
    """The sheet with its sources in numbers: for each thing one that is cited already, else its first."""
    sources = read_sources(store, things)
    numbers: dict[str, int] = {}
    listed: list[Source] = []
    cited: dict[str, tuple[int, ...]] = {}
    for thing in things:
        found = sources.get(thing, ())
        most = len(found) if made.tie is not None and thing == made.tie.iri else 1
        chosen = sorted(found, key=lambda source: source.thing.text not in numbers)[:most]
        for source in chosen:
            if source.thing.text not in numbers:
                numbers[source.thing.text] = len(numbers) + 1
                listed.append(source)
        cited[thing] = tuple(number for source in chosen if (number := numbers[source.thing.text]) <= MOST_SOURCES)
    return replace(made, sources=tuple(listed[:MOST_SOURCES]), source_count=len(listed), cited=cited)
