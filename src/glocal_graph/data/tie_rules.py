"""Rules across records of ties and events: one tie is one node, and what it says was said by a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from glocal_graph.data.facts import Facts
from glocal_graph.data.findings import Finding, Message
from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import Edtf, parse_date
from glocal_graph.model.errors import DateError

__all__ = ["TIE_MESSAGES", "TIE_RULES"]

#: Rule → what it says.
TIE_MESSAGES: Mapping[str, Message] = {
    "same-tie": (
        "violation",
        "The same parties have the partnership {other} already; a tie is one node.",
        "同じ当事者の提携 {other} がすでにあります。ひとつの提携はひとつのノードです。",
    ),
    "partnership-iri": (
        "warning",
        "The IRI does not name the parties; {expected} would.",
        "IRI が当事者を示していません。{expected} なら示します。",
    ),
    "no-claim": (
        "warning",
        "No claim says what the partnership's sources say about it.",
        "この提携について出典の記述(Claim)がありません。",
    ),
    "unclaimed-value": (
        "violation",
        "None of the partnership's claims says so; a value is chosen from the claims.",
        "この値を述べる記述がありません。値は各出典の記述から選びます。",
    ),
    "claim-source": (
        "warning",
        "The claim's source is not among the sources of what it is about.",
        "記述の出典が、対象の出典に含まれていません。",
    ),
    "ended-status": (
        "violation",
        "A partnership that has ended cannot have the status active.",
        "解消された提携の状態を継続中にはできません。",
    ),
    "ended-before": (
        "violation",
        "The partnership ends or lapses before it was signed ({signed}).",
        "提携の終わりが調印({signed})より前です。",
    ),
    "part-outside": (
        "warning",
        "The event lies outside the dates of the event of which it is a part ({whole}).",
        "催しの日が、上位の催しの期間({whole})の外にあります。",
    ),
    "part-circle": (
        "violation",
        "An event cannot be a part of itself.",
        "催しを自らの部分とすることはできません。",
    ),
    "derived-partner": (
        "violation",
        "No active partnership of the kind stands behind this derived link, or its other direction is missing.",
        "導かれた関係のもとになる継続中の提携がないか、逆向きの関係がありません。",
    ),
}


def _finding(rule: str, focus: str, path: str = "", value: str = "", **words: object) -> Finding:
    return Finding.of(rule, TIE_MESSAGES[rule], focus, path, value, **words)


def check_parties(facts: Facts) -> Iterator[Finding]:
    """One tie is one node, and its IRI names its parties."""
    owners: dict[frozenset[str], str] = {}
    for tie in facts.of_class("Partnership"):
        parties = frozenset(facts.links(tie, "party"))
        if len(parties) < 2:
            continue
        other = owners.setdefault(parties, tie)
        if other != tie:
            yield _finding("same-tie", tie, "party", other=v.shorten(other))
        named = sorted(party.rsplit("/", 1)[-1] for party in parties)
        if sorted(tie.rsplit("/", 1)[-1].split("--")) != named:
            yield _finding("partnership-iri", tie, expected="--".join(named))


def check_claims(facts: Facts) -> Iterator[Finding]:
    """A partnership's date, kind and status are what one of its claims says; a claim's source is the tie's too."""
    claims: dict[str, list[str]] = {}
    for claim in facts.of_class("Claim"):
        for about in facts.links(claim, "claimAbout"):
            claims.setdefault(about, []).append(claim)
            missing = set(facts.links(claim, v.DCTERMS_SOURCE)) - set(facts.links(about, v.DCTERMS_SOURCE))
            if about in facts and missing:
                yield _finding("claim-source", claim, v.DCTERMS_SOURCE, min(missing))
    for tie in facts.of_class("Partnership"):
        if tie not in claims:
            yield _finding("no-claim", tie)
            continue
        for name, claimed in (("date", "claimedDate"), ("kind", "claimedKind"), ("status", "claimedStatus")):
            said = {getattr(value, "value", "") for claim in claims[tie] for value in facts.values(claim, claimed)}
            chosen = facts.first(tie, name)
            if chosen and said and chosen not in said:
                yield _finding("unclaimed-value", tie, name, chosen)


def check_endings(facts: Facts) -> Iterator[Finding]:
    """A tie that ended is not active, and none ends before it begins."""
    for name in ("endedDate", "validUntil"):
        for tie in facts.subjects_with(name):
            end, signed = _date(facts.first(tie, name)), _date(facts.first(tie, "date"))
            if end and end.latest and signed and signed.earliest and end.latest < signed.earliest:
                yield _finding("ended-before", tie, name, end.text, signed=signed.text)
    for tie in facts.subjects_with("endedDate"):
        if v.concept("status", "active") in facts.links(tie, "status"):
            yield _finding("ended-status", tie, "status", v.concept("status", "active"))


def check_parts(facts: Facts) -> Iterator[Finding]:
    """A part of an event takes place while the event does, and no event is a part of itself."""
    for event in facts.subjects_with("subEventOf"):
        part = _date(facts.first(event, "date"))
        for whole in facts.links(event, "subEventOf"):
            if whole == event or event in facts.links(whole, "subEventOf"):
                yield _finding("part-circle", event, "subEventOf", whole)
            span = _date(facts.first(whole, "date"))
            if part and span and not span.agrees_with(part):
                yield _finding("part-outside", event, "date", part.text, whole=span.text)


def check_derived(facts: Facts) -> Iterator[Finding]:
    """`partnerOf` and `sisterCityOf` follow from the active partnerships, both ways."""
    partners, sisters = set(), set()
    for tie in facts.of_class("Partnership"):
        if v.concept("status", "active") not in facts.links(tie, "status"):
            continue
        parties = facts.links(tie, "party")
        pairs = {(one, other) for one in parties for other in parties if one != other}
        partners |= pairs
        if v.concept("kind", "sister") in facts.links(tie, "kind"):
            sisters |= pairs
    for name, expected in (("partnerOf", partners), ("sisterCityOf", sisters)):
        stated = {(place, other) for place in facts.subjects_with(name) for other in facts.links(place, name)}
        wrong = stated - expected | {(one, other) for one, other in stated if (other, one) not in stated}
        for place, other in sorted(wrong):
            yield _finding("derived-partner", place, name, other)


def _date(text: str) -> Edtf | None:
    try:
        return parse_date(text) if text else None
    except DateError:
        return None  # the rule about dates tells it


TIE_RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    check_parties,
    check_claims,
    check_endings,
    check_parts,
    check_derived,
)
