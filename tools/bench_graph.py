"""Writes a graph many times the size of ours, of the same shape, from the sorted N-Quads of a snapshot.

Each copy has things of its own; countries and concepts are shared by all, as they would be if Japan had twenty times
its municipalities. Of each tie one party stays in the copy and the others move to another copy by a seeded shuffle:
the copies hang together as one net, and yet every place has as many partners as its original. Ties whose parties a
question names stay whole, so that the question has an answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

__all__ = ["write_copies", "write_triples"]

_BASE = "https://w3id.org/glocal-graph/"
_OWN = re.compile(rf"<({re.escape(_BASE)}id/(?!country/|concept/)[^>]*)>")
_PARTY = f" <{_BASE}ontology#party> "
_DERIVED = (f" <{_BASE}ontology#partnerOf> ", f" <{_BASE}ontology#sisterCityOf> ")


@dataclass(frozen=True)
class _Ties:
    """The parties of each tie, and for each tie the copy that its parties abroad are in, by the copy of its home."""

    parties: Mapping[str, Sequence[str]]
    abroad: Mapping[str, Sequence[int]]
    of_pair: Mapping[frozenset[str], str]

    def copy_of(self, tie: str, place: str, copy: int) -> int:
        """The copy that this party of a tie of that copy is in."""
        return copy if place == self.parties[tie][0] else self.abroad[tie][copy]


def write_copies(dump: Path, target: Path, copies: int, seed: int, asked: Sequence[str] = ()) -> int:
    """Write so many copies of this N-Quads file as one; the number of lines written.

    `asked` are the texts of queries: a tie stays within its copies where one of them names all its parties.
    """
    shared, own, net = _sort_lines(dump)
    ties = _read_ties(net, copies, seed, asked)
    block = "".join(own)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(shared)
        for copy in range(copies):
            file.write(_OWN.sub(rf"<\1{_suffix(copy)}>", block))
            file.writelines(_rewire(net, ties, copy))
    return len(shared) + copies * (len(own) + len(net))


def write_triples(dump: Path, target: Path) -> None:
    """Write the N-Quads as N-Triples: the union of the named graphs, for an engine that is given one graph."""
    triples = (quad.triple for quad in ox.parse(path=dump, format=ox.RdfFormat.N_QUADS))
    ox.serialize(triples, target, ox.RdfFormat.N_TRIPLES)


def _sort_lines(dump: Path) -> tuple[list[str], list[str], list[str]]:
    """Lines that are the same in every copy, those with a thing of the copy's own, and those that link places."""
    shared: list[str] = []
    own: list[str] = []
    net: list[str] = []
    with dump.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if _PARTY in line or any(name in line for name in _DERIVED):
                (net if _OWN.search(line) and line.count(_BASE + "id/") == 2 else shared).append(line)
            else:
                (own if _OWN.search(line) else shared).append(line)
    return shared, own, net


def _read_ties(net: Iterable[str], copies: int, seed: int, asked: Sequence[str]) -> _Ties:
    parties: dict[str, list[str]] = {}
    for line in net:
        if _PARTY in line:
            tie, _, place, _ = line.split(" ", 3)
            parties.setdefault(tie, []).append(place)
    chance = random.Random(seed)
    # A shuffle and not a free choice: each copy of a place is chosen once, so that no place gains or loses ties.
    abroad = {tie: chance.sample(range(copies), copies) for tie in sorted(parties)}
    for tie, places in parties.items():
        if any(all(place in text for place in places) for text in asked):
            abroad[tie] = list(range(copies))
    pairs = {frozenset((a, b)): tie for tie, places in parties.items() for a in places for b in places if a != b}
    return _Ties(parties, abroad, pairs)


def _rewire(net: Sequence[str], ties: _Ties, copy: int) -> Iterator[str]:
    for line in net:
        subject, predicate, thing, rest = line.split(" ", 3)
        if subject in ties.parties:
            subject, thing = _name(subject, copy), _name(thing, ties.copy_of(subject, thing, copy))
        else:
            tie = ties.of_pair.get(frozenset((subject, thing)))
            first, second = (ties.copy_of(tie, end, copy) if tie else copy for end in (subject, thing))
            subject, thing = _name(subject, first), _name(thing, second)
        yield f"{subject} {predicate} {thing} {rest}"


def _name(iri: str, copy: int) -> str:
    return _OWN.sub(rf"<\1{_suffix(copy)}>", iri)


def _suffix(copy: int) -> str:
    """The first copy keeps its names, so that the questions' defaults are still there."""
    return f"~{copy:02}" if copy else ""
