"""What changed for a prefecture since the release before: ties, events and places added, removed or altered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from glocal_graph.data.store.changes import compare_dumps, find_previous
from glocal_graph.model.vocabulary import GRAPH, ID, KINDS, RDF_TYPE, RDFS_LABEL, STATUSES, concept, glocal, shorten
from glocal_graph.questions.answers import Cell, Table
from glocal_graph.questions.computed_table import Asked, text_of, thing
from glocal_graph.questions.sparql_terms import values_clause

__all__ = ["list_changes"]

_MOST_ROWS = 2000
#: Graphs of which a reader is told nothing here: inferred, about the dataset, the vocabulary, the record of edits.
_LEFT_OUT = tuple(f"<{GRAPH}{name}> .".encode() for name in ("derived", "dataset", "ontology", "changes"))
_CLAIM = re.compile(re.escape(ID) + r"claim/(.+)/[^/]+")
_CLAIMED = tuple(glocal(name) for name in ("claimedDate", "claimedKind", "claimedStatus", "note"))

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
#: Property → its values.
Facts = dict[str, list[Term]]


@dataclass
class _Difference:
    """What was said of one subject, and what is said now, as far as they differ."""

    before: Facts = field(default_factory=lambda: defaultdict(list))
    after: Facts = field(default_factory=lambda: defaultdict(list))

    @property
    def fate(self) -> str:
        """Whether the subject is new, gone or altered."""
        had, has = RDF_TYPE in self.before, RDF_TYPE in self.after
        return "added" if has and not had else "removed" if had and not has else "changed"


def list_changes(asked: Asked) -> Table:
    """A row for each thing that came or went, and for each property that altered; notes name the two releases."""
    path = asked.store.info().get("path")
    now = Path(str(path)) if path else None
    previous = find_previous(now, oldest=asked.values.get("since") == "oldest") if now else None
    if now is None or previous is None:
        return asked.table(
            [], [asked.say("No earlier release is kept in this store.", "前の公開版は保存されていません。")]
        )
    differences = _read(compare_dumps(previous.dump_path, now / previous.dump_path.name))
    own = _of_prefecture(differences, {text_of(row, "thing") for row in asked.rows})
    told = _Telling(asked, differences, _read_concepts(asked))
    rows = [row for subject, owner in sorted(own.items(), key=_order) for row in told.rows(subject, owner)]
    note = asked.say(
        f"Release {asked.store.release} compared with {previous.release}: {len(rows):,} changes",
        f"公開版 {asked.store.release} を {previous.release} と比較: 変更 {len(rows):,}件",
    )
    return asked.table(rows[:_MOST_ROWS], [note])


def _order(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[1], pair[0]


def _read(lines: Iterable[tuple[bool, bytes]]) -> dict[str, _Difference]:
    found: dict[str, _Difference] = defaultdict(_Difference)
    kept = [(is_new, line) for is_new, line in lines if not line.rstrip().endswith(_LEFT_OUT)]
    for wanted in (False, True):
        text = b"".join(line for is_new, line in kept if is_new is wanted)
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS):
            if isinstance(quad.subject, ox.NamedNode):
                side = found[quad.subject.value].after if wanted else found[quad.subject.value].before
                side[quad.predicate.value].append(quad.object)
    return found


def _of_prefecture(differences: dict[str, _Difference], things: set[str]) -> dict[str, str]:
    """Each subject that differs and belongs to the prefecture → the tie, event or place that it is told under."""
    own = {}
    for subject, difference in differences.items():
        owner = _owner(subject)
        if owner in things or things.intersection(_mentioned(differences.get(owner, difference))):
            own[subject] = owner
    return own


def _owner(subject: str) -> str:
    """The tie or event of a claim; anything else is its own."""
    found = _CLAIM.fullmatch(subject)
    if not found:
        return subject
    return ID + ("partnership/" if "--" in found[1] else "event/") + found[1]


def _mentioned(difference: _Difference) -> Iterator[str]:
    for facts in (difference.before, difference.after):
        for values in facts.values():
            yield from (value.value for value in values if isinstance(value, ox.NamedNode))


@dataclass(frozen=True)
class _Telling:
    """The differences in words: `concepts` are the kinds and statuses by their short names."""

    asked: Asked
    differences: dict[str, _Difference]
    concepts: dict[str, str]

    def rows(self, subject: str, owner: str) -> Iterator[list[Cell]]:
        """The rows of one subject, told under the tie, event or place that it belongs to."""
        difference, say = self.differences[subject], self.asked.say
        fates = {"added": say("added", "追加"), "removed": say("removed", "削除"), "changed": say("changed", "変更")}
        start = [self._name(owner), Cell(fates[difference.fate])]
        if subject != owner:
            claimed = (self._claimed(difference.before), self._claimed(difference.after))
            yield [*start, Cell(say("claim of a source", "出典の記述")), *claimed]
        elif difference.fate != "changed":
            yield [*start, Cell(), Cell(), Cell()]
        else:
            for key in sorted({*difference.before, *difference.after}):
                yield [
                    *start,
                    thing(key),
                    _value(difference.before.get(key, [])),
                    _value(difference.after.get(key, [])),
                ]

    def _name(self, iri: str) -> Cell:
        """The thing; one that is gone has its name from the release before."""
        difference = self.differences.get(iri)
        for label in difference.before.get(RDFS_LABEL, ()) if difference and difference.fate == "removed" else ():
            if isinstance(label, ox.Literal) and label.language == self.asked.language:
                return Cell(label.value, iri, self.asked.language)
        return thing(iri)

    def _claimed(self, facts: Facts) -> Cell:
        texts = (_text(value) for key in _CLAIMED for value in facts.get(key, ()))
        return Cell(" · ".join(self.concepts.get(text, text) for text in texts))


def _read_concepts(asked: Asked) -> dict[str, str]:
    """Kinds and statuses by their short names, in the language."""
    iris = [concept("kind", name) for name in KINDS] + [concept("status", name) for name in STATUSES]
    rows = asked.store.select(f"SELECT ?s ?label WHERE {{ {values_clause('s', iris)} ?s <{RDFS_LABEL}> ?label }}")
    labels = ((text_of(row, "s"), row["label"]) for row in rows)
    return {
        shorten(iri): label.value
        for iri, label in labels
        if isinstance(label, ox.Literal) and label.language == asked.language
    }


def _value(values: list[Term]) -> Cell:
    if len(values) == 1 and isinstance(values[0], ox.NamedNode):
        return thing(values[0].value)
    return Cell(" · ".join(sorted(map(_text, values))))


def _text(value: Term) -> str:
    return shorten(value.value) if isinstance(value, ox.NamedNode) else str(getattr(value, "value", value))
