"""Events: one row of event_claims.tsv is what one page says of an event; rows of one event become one record.

events.tsv says which events there are and how they are called; event_claims.tsv what each page says of them. A
record unites what its pages say (organisers, places, what was shown) and keeps a claim for each page. Its date and
its head count are those of the first page by `_TRUST`, then `_TOLD`; a vaguer date gives way to a finer one within it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from glocal_graph.data.sources.event_things import ThingIndex, read_things
from glocal_graph.data.sources.event_words import count_countries, count_heads, read_phrases
from glocal_graph.data.sources.pages import Pages
from glocal_graph.data.tables import Row, read_table
from glocal_graph.model.dates import Edtf, parse_date
from glocal_graph.model.errors import DataError, DateError, IriError
from glocal_graph.model.identifiers import claim_id, partnership_id
from glocal_graph.model.records import Claim, Event, Name, Source, Thing

__all__ = ["EventTables", "choose_date", "read_events"]

#: Word in the column `type` of events.tsv → class of the event.
TYPES = {
    "reception": "Reception",
    "seminar": "Seminar",
    "study_tour": "StudyTour",
    "forum": "Forum",
    "project_abroad": "ProjectAbroad",
    "visit": "OfficialVisit",
    "anniversary": "AnniversaryEvent",
    "signing": "Signing",
    "other": "Event",
}
_EVENT_COLUMNS = (
    "id", "type", "title_en", "title_ja", "date", "part_of", "series", "edition", "parties", "note",
)  # fmt: skip
_CLAIM_COLUMNS = (
    "event", "title_en", "title_ja", "date", "venue", "venue_place", "organisers", "co_organisers", "about",
    "participants", "topics", "people", "source_url", "report", "note",
)  # fmt: skip
#: Source kinds from the most to the least trusted about an event; kinds not named come last.
_TRUST = {"ministry": 0, "newsletter": 0, "party": 1, "clair": 2, "mission": 3}
#: A page that tells of the event afterwards, one that announces it, one that only lists it.
_TOLD = {"report": 0, "list": 1, "announcement": 2}
_PRECISION = {"day": 0, "interval": 0, "month": 1, "year": 2}
#: Column of event_claims.tsv → property of the event.
_PROPERTIES = {
    "organisers": "organiser",
    "co_organisers": "coOrganiser",
    "about": "about",
    "people": "participant",
    "topics": "features",
}
#: Things whose own facts come from the pages of the events that name them.
_SOURCED = ("site/", "asset/", "work/", "person/", "historical-event/")


@dataclass(frozen=True)
class EventTables:
    """All that data/events holds."""

    events: tuple[Event, ...]
    things: tuple[Thing, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class _Told:
    """What one row of event_claims.tsv says, its names resolved."""

    claim: Claim
    rank: tuple[int, int]
    links: tuple[tuple[str, str], ...]
    words: str
    topics: tuple[str, ...]
    online: bool


class _Reader:
    """Reads the tables of one folder; what cannot be read goes to `problems`."""

    def __init__(self, folder: Path, pages: Pages, problems: list[DataError]) -> None:
        self.problems = problems
        self.index: ThingIndex = read_things(folder, problems)
        self.phrases = read_phrases(folder / "phrases.tsv", problems)
        self.pages = pages.read_more(folder / "sources.tsv", problems)
        self._unlisted: set[str] = set()
        self.thing_sources: dict[str, set[str]] = defaultdict(set)

    def tell(self, row: Row, known: Iterable[str]) -> _Told | None:
        """What a row says; None, with the reason in `problems`, where it cannot be read."""
        try:
            if row["event"] not in known:
                raise row.error(f'the event "{row["event"]}" is not in events.tsv; add it there first')
            date = parse_date(row["date"]) if row["date"] else None
            source = self._source(row)
        except DataError as problem:
            self.problems.append(problem)
            return None
        except (DateError, IriError) as problem:
            self.problems.append(row.error(str(problem)))
            return None
        claim = _read_claim(row, source, date)
        links = tuple(dict.fromkeys(self._links(row)))
        for _, thing in links:
            self.thing_sources[thing].add(source.id)
        return _Told(
            claim=claim,
            rank=(_TRUST.get(source.kind, 9), _TOLD.get(row["report"], 9)),
            links=links,
            words=row["participants"],
            topics=tuple(self._topics(row)),
            online=row["venue"] == "online",
        )

    def _source(self, row: Row) -> Source:
        address = row["source_url"]
        source = self.pages.get(address)
        if address not in self.pages and source.id not in self._unlisted:
            self._unlisted.add(source.id)
            self.problems.append(row.error(f"the page {address} is not in sources.tsv; add its publisher and title"))
        return source

    def _links(self, row: Row) -> Iterator[tuple[str, str]]:
        for column, prop in _PROPERTIES.items():
            for name in row.list(column):
                yield from ((prop, thing) for thing in self._find(row, column, name))
        yield from (("venue", place) for place in self._venue(row))
        phrase = self.phrases.get(row["participants"])
        if phrase is not None:
            yield from (("participant", thing) for thing in phrase.participants)

    def _find(self, row: Row, column: str, name: str) -> tuple[str, ...]:
        found = self.index.find(column, name)
        if not found and name not in self.phrases:
            where = {"topics": "assets.tsv, sites.tsv, themes.tsv or phrases.tsv", "people": "people.tsv"}
            table = where.get(column, "places.tsv, organisations.tsv or offices.tsv")
            self.problems.append(row.error(f'"{name}" in {column} is not known; add it to {table}, or write an id'))
        return found

    def _venue(self, row: Row) -> tuple[str, ...]:
        """The site; where the row names none, the place in which the event was held."""
        if row["venue"] and row["venue"] != "online":
            return self._find(row, "venue", row["venue"])
        return self._find(row, "venue_place", row["venue_place"]) if row["venue_place"] else ()

    def _topics(self, row: Row) -> Iterator[str]:
        """The topics that are kept as words: phrases, and those that no table knows."""
        for column in ("topics", "about"):
            for name in row.list(column):
                if name in self.phrases or not self.index.find(column, name):
                    yield name

    def names(self, texts: Iterable[str]) -> tuple[Name, ...]:
        """Words of the sources in English, and in Japanese where phrases.tsv has them."""
        found = []
        for text in dict.fromkeys(filter(None, texts)):
            found.append(Name(text, "en"))
            if text in self.phrases:
                found.append(Name(self.phrases[text].text_ja, "ja"))
        return tuple(found)


def read_events(folder: Path, pages: Pages, problems: list[DataError], others: Sequence[Claim] = ()) -> EventTables:
    """The events of data/events, the things they name and the pages that tell of them.

    `pages` are those of the ties, since some tell of both; data/events/sources.tsv lists the rest. `others` are
    claims about events from elsewhere (a newsletter): they take part in the choice of a date, and are not repeated
    in the records.
    """
    reader = _Reader(folder, pages, problems)
    entries = _read_entries(folder / "events.tsv", problems)
    told: dict[str, list[_Told]] = defaultdict(list)
    for row in read_table(folder / "event_claims.tsv", _CLAIM_COLUMNS, problems):
        said = reader.tell(row, entries)
        if said is not None:
            told[row["event"]].append(said)
    events = []
    for local, row in entries.items():
        try:
            elsewhere = [claim for claim in others if claim.about == f"event/{local}"]
            events.append(_unite(reader, row, sorted(told[local], key=lambda one: one.rank), elsewhere))
        except (DataError, DateError) as problem:
            problems.append(problem if isinstance(problem, DataError) else row.error(str(problem)))
    return EventTables(tuple(events), tuple(_with_sources(reader)), tuple(reader.pages.used.values()))


def choose_date(claims: Sequence[tuple[tuple[int, int], Edtf]]) -> Edtf | None:
    """The date of the first claim by rank; among equals, and within a vague first one, the finest.

    >>> told = [((0, 0), parse_date("2016-02")), ((1, 0), parse_date("2016-02-09"))]
    >>> choose_date(told).text
    '2016-02-09'
    """
    ordered = sorted(claims, key=lambda claim: (claim[0], _coarseness(claim[1])))
    if not ordered:
        return None
    best = ordered[0][1]
    for _, date in ordered[1:]:
        if _coarseness(date) < _coarseness(best) and best.contains(date):
            best = date
    return best


def _coarseness(date: Edtf) -> int:
    return _PRECISION.get(date.precision, 3)


def _read_entries(path: Path, problems: list[DataError]) -> dict[str, Row]:
    entries: dict[str, Row] = {}
    for row in read_table(path, _EVENT_COLUMNS, problems):
        if row["id"] in entries:
            problems.append(row.error(f"the event {row['id']} is there twice; each event has one row"))
        else:
            entries[row["id"]] = row
    return entries


def _unite(reader: _Reader, row: Row, told: Sequence[_Told], others: Sequence[Claim]) -> Event:
    """One event from its row and from what its pages say, the most trusted first."""
    if row["type"] not in TYPES:
        raise row.error(f'there is no type "{row["type"]}"; write one of {", ".join(TYPES)}')
    if not told and not others:
        raise row.error("no page tells of this event; add a row to event_claims.tsv")
    if not (row["title_en"] and row["title_ja"]):
        raise row.error("the event needs a title in English and in Japanese")
    dated = [(one.rank, one.claim.date) for one in told if one.claim.date is not None]
    dated += [((0, 0), claim.date) for claim in others if claim.date is not None]
    links = [*_own_links(row), *(link for one in told for link in one.links)]
    return Event(
        id=f"event/{row['id']}",
        kind=TYPES[row["type"]],
        label_en=row["title_en"],
        label_ja=row["title_ja"],
        date=parse_date(row["date"]) if row["date"] else choose_date(dated),
        links=tuple(sorted(_finest_venue(links))),
        audiences=reader.names(one.words for one in told),
        head_count=next(filter(None, (count_heads(one.words) for one in told)), None),
        country_count=next(filter(None, (count_countries(one.words) for one in told)), None),
        edition=_edition(row),
        online=any(one.online for one in told),
        topics=reader.names(topic for one in told for topic in one.topics),
        notes=(row["note"],) if row["note"] else (),
        claims=tuple(one.claim for one in told),
    )


def _own_links(row: Row) -> Iterator[tuple[str, str]]:
    if row["part_of"]:
        yield "subEventOf", f"event/{row['part_of']}"
    if row["series"]:
        yield "series", f"theme/{row['series']}"
    for tie in row.list("parties"):
        parties = tuple(party.strip() for party in tie.split("+"))
        if len(parties) < 2:
            raise row.error(f'"{tie}" in parties is no tie; write two places with a plus between them')
        yield "aboutPartnership", partnership_id(parties)
        yield from (("about", party) for party in parties)


def _finest_venue(links: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """The links; where one page names the site and another only its place, the site alone."""
    unique = set(links)
    if any(link[0] == "venue" and link[1].startswith("site/") for link in unique):
        return {link for link in unique if link[0] != "venue" or link[1].startswith("site/")}
    return unique


def _edition(row: Row) -> int | None:
    if not row["edition"]:
        return None
    if not row["edition"].isdecimal():
        raise row.error(f'the edition "{row["edition"]}" is no whole number')
    return int(row["edition"])


def _read_claim(row: Row, source: Source, date: Edtf | None) -> Claim:
    about = f"event/{row['event']}"
    return Claim(
        id=claim_id(about, row["source_url"], row["title_en"], row["date"]),
        about=about,
        source=source.id,
        date=date,
        quoted=row["title_ja"] or row["title_en"],
        note=row["note"],
        where=f"{row.path.name} line {row.line}",
    )


def _with_sources(reader: _Reader) -> Iterator[Thing]:
    for thing in reader.index.things.values():
        sources = sorted(reader.thing_sources[thing.id]) if thing.id.startswith(_SOURCED) else []
        yield replace(thing, sources=tuple(sources))
