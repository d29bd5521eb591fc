"""Rules across records, beside the shapes: what needs the calendar, or several things at once.

Each rule is a function from `Facts` to findings; `MESSAGES` has the severity and the words of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from glocal_graph.data.facts import Facts, Term
from glocal_graph.data.findings import Finding, Message
from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import Edtf, parse_date
from glocal_graph.model.errors import DateError

__all__ = ["MESSAGES", "RULES", "check_kinds"]

#: Rule → what it says.
MESSAGES: Mapping[str, Message] = {
    "blank-node": (
        "violation",
        "A blank node cannot be looked at; give the thing an IRI.",
        "空白ノードは参照できません。IRI を付けてください。",
    ),
    "unknown-term": (
        "violation",
        "The vocabulary has no term of this name; see ontology/glocal.ttl.",
        "この名前の語は語彙にありません。ontology/glocal.ttl を見てください。",
    ),
    "text-characters": (
        "violation",
        "The text holds a control character or the mark of a broken encoding; save the file as UTF-8.",
        "文字列に制御文字、または文字化けの印が含まれています。ファイルを UTF-8 で保存してください。",
    ),
    "iri-scheme": (
        "violation",
        "An IRI here begins with http:// or https://.",
        "IRI は http:// または https:// で始めてください。",
    ),
    "label-tag": (
        "violation",
        "A label's language tag is exactly en or ja; other names are skos:altLabel.",
        "ラベルの言語タグは en または ja だけです。その他の名前は skos:altLabel に書いてください。",
    ),
    "classes-above": (
        "warning",
        "The class above is not stated ({missing}); queries that ask for it will miss this thing.",
        "上位のクラス({missing})が書かれていないため、それを尋ねる検索に現れません。",
    ),
    "missing-thing": (
        "violation",
        "The graph says nothing about this thing; correct the IRI or add the thing.",
        "グラフにこのものの記述がありません。IRI を直すか、記述を加えてください。",
    ),
    "range": (
        "violation",
        "The property leads to a {expected}, and this is none.",
        "このプロパティの先は {expected} でなければなりません。",
    ),
    "domain": (
        "violation",
        "Only a {expected} has this property.",
        "このプロパティをもつのは {expected} だけです。",
    ),
    "edtf": (
        "violation",
        "{reason}.",
        "EDTF の年月日ではないか、暦にない日です。1987、1987-05、1987-05-06 のように書いてください。",
    ),
    "date-bounds": (
        "violation",
        "The date {date} has here {expected}.",
        "年月日 {date} では、ここは {expected} です。",
    ),
    "same-code": (
        "violation",
        "The code is also that of {other}; a code is of one place only.",
        "このコードは {other} にもあります。コードは1つの場所だけのものです。",
    ),
    "same-geonames-id": (
        "warning",
        "The GeoNames id is also that of {other}.",
        "この GeoNames 番号は {other} にもあります。",
    ),
    "within-circle": (
        "violation",
        "The places that contain each other run in a circle.",
        "場所の所属が循環しています。",
    ),
    "within-country": (
        "violation",
        "What contains the place lies in {expected}, but its glocal:country says otherwise.",
        "場所を含むものは {expected} にありますが、glocal:country と食い違います。",
    ),
    "capital-elsewhere": (
        "violation",
        "The capital lies outside of the prefecture.",
        "都道府県庁所在地がその都道府県の外にあります。",
    ),
    "succession-circle": (
        "violation",
        "The places that succeed each other run in a circle.",
        "後継の関係が循環しています。",
    ),
}

_TEXT_FAULTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_DATES = ("date", "endedDate", "succeededOn", "claimedDate", "issued", "validUntil", "partnerWishDate")


def _finding(rule: str, focus: str, path: str = "", value: str = "", **words: object) -> Finding:
    return Finding.of(rule, MESSAGES[rule], focus, path, value, **words)


def check_terms(facts: Facts) -> Iterator[Finding]:
    """No blank nodes, no terms of ours that the ontology lacks, no IRI that runs script, no broken text."""
    for subject, properties in facts.about.items():
        if subject.startswith("_:"):
            yield _finding("blank-node", subject)
        for predicate, values in properties.items():
            if predicate.startswith(v.GLOCAL) and predicate.removeprefix(v.GLOCAL) not in _PROPERTIES:
                yield _finding("unknown-term", subject, predicate)
            for value in values:
                yield from _check_value(subject, predicate, value)


def _check_value(subject: str, predicate: str, value: Term) -> Iterator[Finding]:
    if isinstance(value, Literal):
        if _TEXT_FAULTS.search(value.value):
            yield _finding("text-characters", subject, predicate, value.value)
        if predicate == v.RDFS_LABEL and subject.startswith(v.ID) and value.language not in ("en", "ja"):
            yield _finding("label-tag", subject, predicate, value.value)
    elif isinstance(value, BlankNode):
        yield _finding("blank-node", subject, predicate, str(value))
    elif isinstance(value, NamedNode):
        if not value.value.startswith(("http://", "https://", "urn:")):
            yield _finding("iri-scheme", subject, predicate, value.value)
        elif predicate == v.RDF_TYPE and value.value.startswith(v.GLOCAL) and value.value not in _CLASSES:
            yield _finding("unknown-term", subject, predicate, value.value)


def check_classes(facts: Facts) -> Iterator[Finding]:
    """A thing's classes are stated together with all those above them, since no query infers."""
    for subject, properties in facts.about.items():
        stated = {value.value for value in properties.get(v.RDF_TYPE, ()) if isinstance(value, NamedNode)}
        missing = sorted(name for name in facts.classes(subject) if v.glocal(name) not in stated)
        if missing:
            yield _finding("classes-above", subject, v.RDF_TYPE, missing=", ".join(missing))


def check_links(facts: Facts) -> Iterator[Finding]:
    """Whatever is linked under id/ is there."""
    for subject, properties in facts.about.items():
        for predicate, values in properties.items():
            for value in values:
                if isinstance(value, NamedNode) and value.value.startswith(v.ID) and value.value not in facts:
                    yield _finding("missing-thing", subject, predicate, value.value)


def check_kinds(facts: Facts, ontology: Facts) -> Iterator[Finding]:
    """A property is used on and leads to things of the classes that the ontology says."""
    bounds = {}
    for name in v.OBJECT_PROPERTIES + v.DATATYPE_PROPERTIES:
        domain, range_ = (ontology.first(v.glocal(name), v.RDFS + bound) for bound in ("domain", "range"))
        bounds[v.glocal(name)] = domain.removeprefix(v.GLOCAL), range_.removeprefix(v.GLOCAL)
    for subject, properties in facts.about.items():
        own = facts.classes(subject)
        for predicate, values in properties.items():
            domain, range_ = bounds.get(predicate, ("", ""))
            if own and domain and domain not in own:
                yield _finding("domain", subject, predicate, expected=domain)
            for value in values if range_ in v.CLASSES else ():
                if not isinstance(value, NamedNode):
                    yield _finding("range", subject, predicate, str(getattr(value, "value", value)), expected=range_)
                elif value.value in facts and range_ not in facts.classes(value.value):
                    yield _finding("range", subject, predicate, value.value, expected=range_)


def check_dates(facts: Facts) -> Iterator[Finding]:
    """Each EDTF text is a date of the calendar, and its bounds and year are those of the text."""
    for name in _DATES:
        for subject in facts.subjects_with(name):
            for text in facts.texts(subject, name):
                try:
                    date = parse_date(text)
                except DateError as error:
                    yield _finding("edtf", subject, name, text, reason=str(error))
                    continue
                if name == "date":
                    yield from _check_bounds(facts, subject, date)


def _check_bounds(facts: Facts, subject: str, date: Edtf) -> Iterator[Finding]:
    for name, expected in (("earliest", date.earliest), ("latest", date.latest), ("year", date.year)):
        stated = facts.first(subject, name)
        if stated != ("" if expected is None else str(expected)):
            wanted = "no value" if expected is None else f"the value {expected}"
            yield _finding("date-bounds", subject, name, stated, date=date.text, expected=wanted)


def check_codes(facts: Facts) -> Iterator[Finding]:
    """A code is of one place only."""
    for name, rule in (("isoCode", "same-code"), ("jisCode", "same-code"), ("geonamesId", "same-geonames-id")):
        owners: dict[str, str] = {}
        for subject in facts.subjects_with(name):
            for code in facts.texts(subject, name):
                other = owners.setdefault(code, subject)
                if other != subject:
                    yield _finding(rule, subject, name, code, other=v.shorten(other))


def check_containment(facts: Facts) -> Iterator[Finding]:
    """Every place leads up to its country without a circle, and a capital lies in its prefecture."""
    for place in facts.of_class("Place"):
        above = _follow(facts, place, "within")
        if place in above:
            yield _finding("within-circle", place, "within")
        countries = {other for other in above if "Country" in facts.classes(other)}
        for stated in facts.links(place, "country"):
            if countries and stated not in countries:
                expected = ", ".join(v.shorten(country) for country in sorted(countries))
                yield _finding("within-country", place, "country", stated, expected=expected)
    for prefecture in facts.of_class("Prefecture"):
        for capital in facts.links(prefecture, "capital"):
            if capital in facts and prefecture not in _follow(facts, capital, "within"):
                yield _finding("capital-elsewhere", prefecture, "capital", capital)


def check_succession(facts: Facts) -> Iterator[Finding]:
    """No place succeeds itself, even by way of others."""
    for place in facts.subjects_with("succeededBy"):
        if place in _follow(facts, place, "succeededBy"):
            yield _finding("succession-circle", place, "succeededBy")


def _follow(facts: Facts, start: str, name: str) -> set[str]:
    """All things that a property leads to, step by step; the start itself only if a circle comes back to it."""
    found: set[str] = set()
    waiting = facts.links(start, name)
    while waiting:
        thing = waiting.pop()
        if thing not in found:
            found.add(thing)
            waiting += facts.links(thing, name)
    return found


_CLASSES = frozenset(map(v.glocal, v.CLASSES))
_PROPERTIES = frozenset((*v.OBJECT_PROPERTIES, *v.DATATYPE_PROPERTIES))

RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    check_terms,
    check_classes,
    check_links,
    check_dates,
    check_codes,
    check_containment,
    check_succession,
)
