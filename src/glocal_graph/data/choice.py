"""The written rule that says which claim's date, kind and status a partnership carries; the others stay visible.

1. Sources rank: a party's own page, then CLAIR, then an embassy or consulate, then all others. The best-ranked
   source that says something decides.
2. Among sources of one rank, a full date goes before a month, a month before a year.
3. Among equals, what more pages say goes first; then the earlier date (a renewal is later than the signing); then
   the order of the vocabulary; then the source's id, so that the same claims always give the same answer.
4. A month or a year chosen so is filled in by a fuller date of any rank that lies within it: the two agree, and the
   fuller one says more.
5. A claim without a date says nothing about the date; the status "unknown" says nothing about the status. A claim
   of the kind "other" (a memorandum, a letter of intent) decides neither kind nor date where another claim names a
   kind: it is a step towards the tie. A claim that the tie ended or is suspended goes before one that merely lists
   it, whatever their ranks: a list does not say how old it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from glocal_graph.model.dates import Edtf
from glocal_graph.model.records import Claim, Source
from glocal_graph.model.vocabulary import KINDS, STATUSES

__all__ = ["choose_date", "choose_kind", "choose_status", "dates_conflict", "rank", "sort_claims"]

_PRECISIONS = ("day", "month", "year")
_RANKS = {"clair": 1, "mission": 2}
_OTHERS = 3


def rank(source: Source, parties: Iterable[str]) -> int:
    """How much weight a source has for a tie of these parties: 0 is the most."""
    if source.published_by and source.published_by in parties:
        return 0
    return _RANKS.get(source.kind, _OTHERS)


def sort_claims(claims: Iterable[Claim], ranks: Mapping[str, int]) -> list[Claim]:
    """The claims, best-ranked source first; `ranks` is by source id."""
    return sorted(claims, key=lambda claim: (ranks[claim.source], claim.source, claim.id))


def choose_date(claims: Sequence[Claim], ranks: Mapping[str, int]) -> Edtf | None:
    """The date of the signing, or None where no claim gives one."""
    dated = [(claim, claim.date) for claim in claims if claim.date is not None]
    dated = [pair for pair in dated if pair[0].kind != "other"] or dated
    if not dated:
        return None
    pages = _count_pages((date.text, claim.source) for claim, date in dated)

    def order(pair: tuple[Claim, Edtf]) -> tuple[int, int, int, str, str]:
        claim, date = pair
        return ranks[claim.source], _precision(date), -pages[date.text], date.text, claim.source

    dated.sort(key=order)
    first = dated[0][1]
    fuller = [date for _, date in dated if _precision(date) < _precision(first) and first.contains(date)]
    return min(fuller, key=_precision) if fuller else first


def choose_kind(claims: Sequence[Claim], ranks: Mapping[str, int]) -> str:
    """The kind of the tie."""
    named = [claim for claim in claims if claim.kind != "other"]
    return _choose_word(named, ranks, lambda claim: claim.kind, KINDS) or "other"


def choose_status(claims: Sequence[Claim], ranks: Mapping[str, int]) -> str:
    """Whether the tie is active."""
    telling = [claim for claim in claims if claim.status not in {"", "unknown"}]
    stopped = [claim for claim in telling if claim.status != "active"]
    return _choose_word(stopped or telling, ranks, lambda claim: claim.status, STATUSES) or "unknown"


def dates_conflict(claims: Iterable[Claim]) -> bool:
    """Whether two claims give dates that exclude each other."""
    dates = [claim.date for claim in claims if claim.date is not None]
    return any(not one.agrees_with(other) for one, other in combinations(dates, 2))


def _choose_word(
    claims: Sequence[Claim], ranks: Mapping[str, int], word: Callable[[Claim], str], order: Sequence[str]
) -> str:
    said = [claim for claim in claims if word(claim) in order]
    pages = _count_pages((word(claim), claim.source) for claim in said)
    said.sort(key=lambda claim: (ranks[claim.source], -pages[word(claim)], order.index(word(claim)), claim.source))
    return word(said[0]) if said else ""


def _count_pages(pairs: Iterable[tuple[str, str]]) -> Counter[str]:
    """How many different pages say each value."""
    return Counter(value for value, _ in set(pairs))


def _precision(date: Edtf) -> int:
    return _PRECISIONS.index(date.precision) if date.precision in _PRECISIONS else len(_PRECISIONS)
