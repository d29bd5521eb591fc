"""What a search found, by kind: places of Japan, places abroad, ties, events, people, and everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from glocal_graph.output.looks import find_group
from glocal_graph.questions.search import Hit

__all__ = ["GROUPS", "arrange", "group_of", "take_from_each"]

GROUPS = ("japan", "abroad", "ties", "events", "people", "others")
_OF_LOOK = {
    "japan": "japan", "prefecture": "japan", "abroad": "abroad", "region": "abroad", "country": "abroad",
    "agreement": "ties", "event": "events", "person": "people",
}  # fmt: skip
#: Of a short list no kind takes more than this, as long as there are others.
_MOST_OF_KIND = 4


def group_of(hit: Hit) -> str:
    """Which of GROUPS a hit belongs to."""
    look = find_group({"kind": hit.kind, "country": "JP" if hit.in_japan else ""})
    return _OF_LOOK.get(look.key, "others")


def take_from_each(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """The best of the hits, so that many of one kind do not hide the others; still best first."""
    seen: Counter[str] = Counter()
    first: list[int] = []
    rest: list[int] = []
    for number, hit in enumerate(hits):
        group = group_of(hit)
        seen[group] += 1
        (first if seen[group] <= _MOST_OF_KIND else rest).append(number)
    return [hits[number] for number in sorted((first + rest)[:limit])]


def arrange(hits: Sequence[Hit]) -> list[tuple[str, list[Hit]]]:
    """The hits by group; the group of the best hit comes first."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(group_of(hit), []).append(hit)
    return list(groups.items())
