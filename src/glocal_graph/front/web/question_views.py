"""Which picture suits each question: what its network joins, and what stands in its parameters but in no row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glocal_graph.questions.gallery import Question

__all__ = ["is_for_staff", "view_options"]

#: The questions up to this number come from the work of local governments, those after it from research,
#: but for these.
_LAST_OF_STAFF = 18
_MORE_OF_STAFF = frozenset({"same-partner-or-state"})

#: Question → the columns that its network joins, pair by pair; "@place" is the parameter. A further part says
#: that the pair stands only in rows where that column has a value, or with "!" none; "within", that the words of the
#: row are not about it.
_PAIRS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "partners-of-place": (("@place", "partner"), ("partner", "country")),
    "quiet-ties": (("@place", "partner"),),
    "partners-of-partners": (("@place", "partner"), ("partner", "other")),
    "same-partner-or-state": (
        ("@place", "ours"), ("theirs", "other"),
        ("ours", "area", "area", "within"), ("theirs", "area", "area", "within"),
    ),
    "places-like-ours": (("peer", "partner"),),
    "anniversaries": (("place", "partner"),),
    "inherited-ties": (("former", "successor"), ("former", "partner")),
    "links-between": (
        ("@a", "between"), ("between", "second"), ("second", "@b"),
        ("between", "@b", "!second"), ("@a", "@b", "!between"),
    ),
    "chains": (("from", "to"),),
    "triads": (
        ("a", "c", "within"), ("b", "c", "within"), ("a", "b", "!d", "within"),
        ("a", "d", "d", "within"), ("b", "d", "d", "within"),
    ),
    "network-measures": (("a", "b"),),
    "levels-overlap": (
        ("prefecture", "region"), ("place", "partner"),
        ("prefecture", "place", "within"), ("region", "partner", "within"),
    ),
}  # fmt: skip
#: Questions whose rows are things, not ties: the network is that of the rows which their query finds.
_OF_QUERY = frozenset({"network-measures"})
#: Questions whose map has lines from the place that was asked for.
_FROM_PLACE = frozenset({"partners-of-place", "quiet-ties", "partners-of-partners"})
#: Questions whose series lie in each other, so that lines tell more than bars stacked.
_LINES = frozenset({"reasons-by-decade"})


def is_for_staff(question: Question) -> bool:
    """Whether it comes from the work of local governments rather than from research."""
    return question.number <= _LAST_OF_STAFF or question.name in _MORE_OF_STAFF


def view_options(question: Question, values: Mapping[str, str], query_address: str) -> dict[str, Any]:
    """What the scripts need for the views; `values` are the things and numbers that the parameters have."""
    focus = {name: value for name, value in values.items() if "://" in value}
    if question.name in _FROM_PLACE and "place" in focus:
        focus["from"] = focus["place"]
    options: dict[str, Any] = {"focus": focus}
    if question.name in _PAIRS:
        options["pairs"] = _PAIRS[question.name]
    if question.name in _OF_QUERY:
        options["networkOf"] = query_address
    if question.name in _LINES:
        options["form"] = "lines"
    return options
