"""Records become RDF: each function yields the triples of one record, in the ontology's terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import Edtf, parse_date
from glocal_graph.model.records import Claim, Event, Name, Partnership, Place, Source, Thing

__all__ = [
    "claim_triples",
    "completed",
    "date_triples",
    "derived_triples",
    "event_triples",
    "partnership_triples",
    "place_triples",
    "source_triples",
    "thing_triples",
]

#: Longest address in a source's label.
_LONGEST_ADDRESS = 70
_A = NamedNode(v.RDF_TYPE)
_LABEL = NamedNode(v.RDFS_LABEL)
_ALT_LABEL = NamedNode(v.SKOS_ALT_LABEL)
_SOURCE = NamedNode(v.DCTERMS_SOURCE)
_DATE = NamedNode(v.XSD_DATE)
_INTEGER = NamedNode(v.XSD_INTEGER)
_DECIMAL = NamedNode(v.XSD_DECIMAL)
_BOOLEAN = NamedNode(v.XSD_BOOLEAN)
_URI = NamedNode(v.XSD_URI)


class _About:
    """Yields triples about one subject; an empty value yields nothing."""

    def __init__(self, thing: str) -> None:
        self.subject = NamedNode(v.iri(thing))

    def types(self, kind: str) -> Iterator[Triple]:
        for address in v.class_of(kind):
            yield Triple(self.subject, _A, NamedNode(address))

    def labels(self, en: str, ja: str, names: Iterable[Name] = ()) -> Iterator[Triple]:
        yield Triple(self.subject, _LABEL, Literal(en, language="en"))
        yield Triple(self.subject, _LABEL, Literal(ja, language="ja"))
        for name in names:
            literal = Literal(name.text, language=name.language) if name.language else Literal(name.text)
            yield Triple(self.subject, _ALT_LABEL, literal)

    def link(self, name: str, *things: str) -> Iterator[Triple]:
        for thing in things:
            if thing:
                yield Triple(self.subject, NamedNode(v.glocal(name)), NamedNode(v.iri(thing)))

    def concept(self, name: str, start: str, notation: str) -> Iterator[Triple]:
        if notation:
            yield Triple(self.subject, NamedNode(v.glocal(name)), NamedNode(v.concept(start, notation)))

    def text(self, name: str, value: str, language: str = "") -> Iterator[Triple]:
        if value:
            literal = Literal(value, language=language) if language else Literal(value)
            yield Triple(self.subject, NamedNode(v.glocal(name)), literal)

    def number(self, name: str, value: int | None) -> Iterator[Triple]:
        if value is not None:
            yield Triple(self.subject, NamedNode(v.glocal(name)), Literal(str(value), datatype=_INTEGER))

    def point(self, lat: float | None, long: float | None) -> Iterator[Triple]:
        if lat is None or long is None:
            return
        for name, value in ((v.GEO_LAT, lat), (v.GEO_LONG, long)):
            yield Triple(self.subject, NamedNode(name), Literal(f"{value:.5f}", datatype=_DECIMAL))

    def sources(self, *things: str) -> Iterator[Triple]:
        for thing in things:
            yield Triple(self.subject, _SOURCE, NamedNode(v.iri(thing)))

    def date(self, value: Edtf | None) -> Iterator[Triple]:
        """The date block: EDTF text, its bounds, and the year where it is one."""
        if value is None:
            return
        yield from self.text("date", value.text)
        for name, day in (("earliest", value.earliest), ("latest", value.latest)):
            if day is not None:
                literal = Literal(day.isoformat(), datatype=_DATE)
                yield Triple(self.subject, NamedNode(v.glocal(name)), literal)
        yield from self.number("year", value.year)


def place_triples(place: Place) -> Iterator[Triple]:
    """A country, region, prefecture or municipality with its names, codes, position and what contains it."""
    about = _About(place.id)
    yield from about.types(place.kind)
    yield from about.labels(place.label_en, place.label_ja, place.names)
    yield from about.link("within", place.within)
    yield from about.link("country", place.country)
    yield from about.concept("level", "level", place.level)
    yield from about.point(place.lat, place.long)
    yield from about.number("population", place.population)
    for name, code in place.codes:
        yield from about.text(name, code)
    yield from about.link("succeededBy", *place.succeeded_by)
    yield from about.text("succeededOn", place.succeeded_on)
    yield from about.link("capital", place.capital)
    yield from about.concept("areaOfJapan", "area", place.area)
    yield from about.text("note", place.note, "en")
    if place.source:
        yield from about.sources(place.source)


def source_triples(source: Source) -> Iterator[Triple]:
    """A page or issue: who publishes it, where it is, of which kind it is."""
    about = _About(source.id)
    yield from about.types("Source")
    page = f"{source.publisher} – {_short_address(source.address)}"
    yield from about.labels(source.title_en or page, source.title_ja or page)
    yield from about.text("publisher", source.publisher)
    address = Literal(source.address, datatype=_URI)
    yield Triple(about.subject, NamedNode(v.glocal("address")), address)
    yield from about.concept("sourceKind", "source-kind", source.kind)
    yield from about.link("publishedBy", source.published_by)
    yield from about.text("issued", source.issued)
    yield from about.text("note", source.note, "en")


def _short_address(address: str) -> str:
    """Host and last part of an address, to tell the pages of one publisher apart."""
    parts = urlsplit(address)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2]) + (f"?{parts.query}" if parts.query else "")
    shown = f"{parts.netloc}/…/{last}" if last else parts.netloc
    return shown if len(shown) <= _LONGEST_ADDRESS else shown[: _LONGEST_ADDRESS - 1] + "…"


def claim_triples(claim: Claim, label_en: str, label_ja: str) -> Iterator[Triple]:
    """What one source says about a partnership or an event; the labels are those of what it is about."""
    about = _About(claim.id)
    yield from about.types("Claim")
    yield from about.labels(f"Claim on {label_en}", f"「{label_ja}」についての記述")
    yield from about.link("claimAbout", claim.about)
    yield from about.sources(claim.source)
    if claim.date is not None:
        yield from about.text("claimedDate", claim.date.text)
    yield from about.concept("claimedKind", "kind", claim.kind)
    yield from about.concept("claimedStatus", "status", claim.status)
    yield from about.text("quotedName", claim.quoted)
    yield from about.text("note", claim.note, "en")


def partnership_triples(partnership: Partnership) -> Iterator[Triple]:
    """One tie with its parties, the values chosen from its claims, and the claims themselves."""
    about = _About(partnership.id)
    yield from about.types("Partnership")
    yield from about.labels(partnership.label_en, partnership.label_ja)
    yield from about.link("party", *partnership.parties)
    yield from about.concept("kind", "kind", partnership.kind)
    yield from about.concept("status", "status", partnership.status)
    yield from about.date(partnership.date)
    if partnership.ended is not None:
        yield from about.text("endedDate", partnership.ended.text)
    for reason in partnership.reasons:
        yield from about.text("reason", reason, "en")
    yield from about.sources(*(claim.source for claim in partnership.claims))
    for claim in partnership.claims:
        yield from claim_triples(claim, partnership.label_en, partnership.label_ja)


def thing_triples(thing: Thing) -> Iterator[Triple]:
    """An asset, theme, site, organisation, office, person or work."""
    about = _About(thing.id)
    yield from about.types(thing.kind)
    yield from about.labels(thing.label_en, thing.label_ja, thing.names)
    for name, other in thing.links:
        yield from about.link(name, other)
    yield from about.text("note", thing.note, "en")
    yield from about.sources(*thing.sources)


def event_triples(event: Event) -> Iterator[Triple]:
    """Something that took place, with who, where, what was shown, and the claims of its sources."""
    about = _About(event.id)
    yield from about.types(event.kind)
    yield from about.labels(event.label_en, event.label_ja)
    yield from about.date(event.date)
    for name, other in event.links:
        yield from about.link(name, other)
    for words in event.audiences:
        yield from about.text("audience", words.text, words.language)
    for topic in event.topics:
        yield from about.text("topic", topic.text, topic.language)
    for note in event.notes:
        yield from about.text("note", note, "en")
    yield from about.number("headCount", event.head_count)
    yield from about.number("countryCount", event.country_count)
    yield from about.number("edition", event.edition)
    if event.online:
        yield Triple(about.subject, NamedNode(v.glocal("online")), Literal("true", datatype=_BOOLEAN))
    yield from about.sources(*(claim.source for claim in event.claims))
    for claim in event.claims:
        yield from claim_triples(claim, event.label_en, event.label_ja)


def date_triples(thing: str, date: Edtf) -> Iterator[Triple]:
    """The date of a thing whose other triples a person wrote: EDTF text, earliest, latest and year."""
    yield from _About(thing).date(date)


def completed(triple: Triple) -> Iterator[Triple]:
    """A statement that people wrote, and what follows from it for a class or a date.

    Raises DateError for a date that is none.
    """
    yield triple
    if not isinstance(triple.subject, NamedNode):
        return
    if triple.predicate == _A and isinstance(triple.object, NamedNode):
        name = triple.object.value.removeprefix(v.GLOCAL)
        for above in v.class_of(name) if name in v.CLASSES else ():
            yield Triple(triple.subject, _A, NamedNode(above))
    elif triple.predicate.value == v.glocal("date") and isinstance(triple.object, Literal):
        yield from date_triples(v.local(triple.subject.value), parse_date(triple.object.value))


def derived_triples(partnerships: Iterable[Partnership]) -> Iterator[Triple]:
    """`partnerOf` and `sisterCityOf`, both ways, from the active partnerships."""
    for partnership in partnerships:
        if partnership.status != "active":
            continue
        names = ("partnerOf", "sisterCityOf") if partnership.kind == "sister" else ("partnerOf",)
        for one in partnership.parties:
            for name in names:
                others = (other for other in partnership.parties if other != one)
                yield from _About(one).link(name, *others)
