"""The words of event pages that stay words: their Japanese, and the numbers of people and countries in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from glocal_graph.data.tables import read_table
from glocal_graph.model.errors import DataError

__all__ = ["Phrase", "count_countries", "count_heads", "read_phrases"]

_ABOUT = r"(?:about|approximately|around|over|more than|up to|nearly) "
_PEOPLE = r"(?:people|guests|participants|citizens|diplomats|ambassadors|embassy staff)"
#: Only at the beginning: "… round-table with 6 people" counts a part of those present. "10-30 people" is no number.
_HEADS = re.compile(rf"(?:{_ABOUT})?([\d,]+)(?:-person\b| {_PEOPLE}\b)")
_COUNTRIES = re.compile(r"\b(\d+) countries\b")


@dataclass(frozen=True)
class Phrase:
    """A phrase in Japanese, and the ids of those taking part that it names."""

    text_ja: str
    participants: tuple[str, ...] = ()


def read_phrases(path: Path, problems: list[DataError]) -> dict[str, Phrase]:
    """English words of the sources → their Japanese."""
    phrases = {}
    for row in read_table(path, ["text_en", "text_ja", "participants"], problems):
        if row["text_en"] and row["text_ja"]:
            phrases[row["text_en"]] = Phrase(row["text_ja"], row.list("participants"))
        else:
            problems.append(row.error("a phrase needs its words in English and in Japanese"))
    return phrases


def count_heads(words: str) -> int | None:
    """How many people took part, where the words begin with a number of them.

    >>> count_heads("about 300 people from 82 countries and regions"), count_heads("approximately 10-30 people")
    (300, None)
    """
    found = _HEADS.match(words)
    return int(found[1].replace(",", "")) if found else None


def count_countries(words: str) -> int | None:
    """From how many countries they came.

    >>> count_countries("20 diplomats (including family members) from 13 countries and 1 delegation")
    13
    """
    found = _COUNTRIES.search(words)
    return int(found[1]) if found else None
