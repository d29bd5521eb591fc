"""What the graph is made of, as plain frozen records: places, partnerships, events, sources, claims."""

from __future__ import annotations

from dataclasses import dataclass, field

from glocal_graph.model.dates import Edtf

__all__ = ["Claim", "Event", "Name", "Partnership", "Place", "Source", "Thing"]


@dataclass(frozen=True)
class Name:
    """A name and its BCP 47 language tag; the tag is empty where nobody knows it."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Place:
    """A country, region, prefecture or municipality.

    `id` is the local part of the IRI ("municipality/46201"), `kind` the class ("City"). `within` is the id of
    the place that directly contains it. `names` are all names but the two labels.
    """

    id: str
    kind: str
    label_en: str
    label_ja: str
    names: tuple[Name, ...] = ()
    within: str = ""
    country: str = ""
    level: str = ""
    lat: float | None = None
    long: float | None = None
    population: int | None = None
    codes: tuple[tuple[str, str], ...] = ()
    succeeded_by: tuple[str, ...] = ()
    succeeded_on: str = ""
    capital: str = ""
    area: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Source:
    """A page or issue that says something. `kind` is one of the source kinds; `published_by` a place's id."""

    id: str
    address: str
    publisher: str
    kind: str = "other"
    published_by: str = ""
    title_en: str = ""
    title_ja: str = ""
    issued: str = ""
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """What one source says about a partnership or an event.

    `about` and `source` are ids; `quoted` holds the names as the row prints them; `where` is "file line n".
    """

    id: str
    about: str
    source: str
    date: Edtf | None = None
    kind: str = ""
    status: str = ""
    quoted: str = ""
    note: str = ""
    reason: str = ""
    where: str = ""


@dataclass(frozen=True)
class Partnership:
    """One tie between two or more local governments, with the values chosen from its claims."""

    id: str
    parties: tuple[str, ...]
    label_en: str
    label_ja: str
    kind: str
    status: str
    date: Edtf | None = None
    ended: Edtf | None = None
    reasons: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Thing:
    """A thing that events show or people hold: asset, theme, site, organisation, office, person, work.

    `links` are (property, id) pairs, both local names: ("within", "municipality/13106").
    """

    id: str
    kind: str
    label_en: str
    label_ja: str
    names: tuple[Name, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Event:
    """Something that took place; `links` are (property, id) pairs such as ("organiser", "organisation/mofa-japan").

    `audiences` and `topics` are the words of the sources, each in the language of its tag.
    """

    id: str
    kind: str
    label_en: str
    label_ja: str
    date: Edtf | None = None
    links: tuple[tuple[str, str], ...] = ()
    audiences: tuple[Name, ...] = ()
    head_count: int | None = None
    country_count: int | None = None
    edition: int | None = None
    online: bool = False
    topics: tuple[Name, ...] = ()
    notes: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = field(default=())
