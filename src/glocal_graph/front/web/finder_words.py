"""Why a place abroad is a candidate, in words: each reason a sentence that leads to its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from glocal_graph.front.web.language import current_language, translate
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError
from glocal_graph.questions.partner_finder import Candidate, Peer, Place, Tie

__all__ = ["Reason", "tell_reasons"]

#: Peers and things that a reason names; the rest is counted.
_MOST_NAMED = 3


@dataclass(frozen=True)
class Reason:
    """A sentence, the part of the score that it explains, and the things that show it is so."""

    part: str
    text: str
    evidence: tuple[str, ...] = ()


def tell_reasons(home: Place, candidate: Candidate, name: Callable[[str], str]) -> list[Reason]:
    """Every reason for a candidate, the weightiest part first; what fills a gap comes last, for it has no weight."""
    told = {
        "peers": _peers(candidate, name),
        "area": _area(home, candidate, name),
        "features": _features(candidate, name),
        "events": _events(candidate, name),
    }
    order = sorted(told, key=lambda part: -candidate.parts.get(part, 0))
    reasons = [reason for part in order for reason in told[part]]
    if candidate.populations:
        one, other = (f"{number:,}" for number in candidate.populations)
        reasons.append(Reason("size", translate("finder.reason_size", one=one, other=other), (candidate.place,)))
    if candidate.fills_gap:
        place, country = name(home.area or home.iri), name(candidate.country)
        reasons.append(Reason("gap", translate("finder.reason_gap", place=place, country=country)))
    return reasons


def _peers(candidate: Candidate, name: Callable[[str], str]) -> Iterator[Reason]:
    for peer in candidate.peers[:_MOST_NAMED]:
        text = translate("finder.reason_peer", peer=name(peer.place), why=_why(peer, name), when=_when(peer.tie))
        yield Reason("peers", text, (peer.tie.iri,))
    more = candidate.peers[_MOST_NAMED:]
    if more:
        text = translate("finder.reason_peers_more", n=len(more))
        yield Reason("peers", text, tuple(peer.tie.iri for peer in more[:_MOST_NAMED]))


def _why(peer: Peer, name: Callable[[str], str]) -> str:
    """In what a local government is like the one that asks; empty where in nothing but being one."""
    found = [key for key in ("same_prefecture", "near_size", "same_level") if getattr(peer, key)]
    words = [translate("finder.why_" + key) for key in found if key != "same_level" or len(found) == 1]
    if peer.shared:
        names = translate("list.separator").join(name(one) for one in peer.shared[:2])
        words.append(translate("finder.why_shared", names=names))
    if not words:
        return ""
    return f"({'、'.join(words)})" if current_language() == "ja" else f" ({', '.join(words)})"


def _area(home: Place, candidate: Candidate, name: Callable[[str], str]) -> Iterator[Reason]:
    ties = candidate.area_ties
    if ties:
        shown = translate("list.separator").join(
            translate("finder.pair", one=name(tie.home), other=name(tie.partner), when=_when(tie))
            for tie in ties[:_MOST_NAMED]
        )
        values = {"place": name(home.area), "area": name(candidate.area), "n": len(ties), "ties": shown}
        yield Reason("area", translate("finder.reason_area", **values), tuple(tie.iri for tie in ties[:_MOST_NAMED]))


def _features(candidate: Candidate, name: Callable[[str], str]) -> Iterator[Reason]:
    for feature, said in candidate.features[:_MOST_NAMED]:
        yield Reason("features", translate("finder.reason_feature", feature=name(feature)), said[:_MOST_NAMED])


def _events(candidate: Candidate, name: Callable[[str], str]) -> Iterator[Reason]:
    for event in candidate.events[:_MOST_NAMED]:
        yield Reason("events", translate("finder.reason_event", event=name(event)), (event,))


def _when(tie: Tie) -> str:
    try:
        date = parse_date(tie.date).display(current_language()) if tie.date else ""
    except DateError:
        date = tie.date
    if not date:
        return ""
    return f"({date})" if current_language() == "ja" else f" ({date})"
