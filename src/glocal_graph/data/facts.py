"""A graph as a table in memory, subject by subject, for rules that look at several records at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from glocal_graph.model import vocabulary as v

__all__ = ["Facts", "Term"]

Term = NamedNode | BlankNode | Literal | Triple


class Facts:
    """The triples by subject and predicate; names without a colon are terms of our vocabulary."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.about: dict[str, dict[str, list[Term]]] = defaultdict(dict)
        self.members: dict[str, list[str]] = defaultdict(list)
        for triple in triples:
            subject, predicate = _key(triple.subject), triple.predicate.value
            values = self.about[subject].setdefault(predicate, [])
            if triple.object in values:
                continue
            values.append(triple.object)
            if predicate == v.RDF_TYPE:
                self.members[_key(triple.object)].append(subject)

    def __contains__(self, subject: str) -> bool:
        return subject in self.about

    def values(self, subject: str, name: str) -> list[Term]:
        """All values that a thing has for a property, literals and things alike."""
        return self.about.get(subject, {}).get(_property(name), [])

    def links(self, subject: str, name: str) -> list[str]:
        """The IRIs of the things that a property leads to."""
        return [value.value for value in self.values(subject, name) if isinstance(value, NamedNode)]

    def texts(self, subject: str, name: str) -> list[str]:
        """The texts of the literals that a property leads to."""
        return [value.value for value in self.values(subject, name) if isinstance(value, Literal)]

    def first(self, subject: str, name: str) -> str:
        """The first text or IRI, empty where there is none."""
        return next(iter(self.texts(subject, name) or self.links(subject, name)), "")

    def of_class(self, name: str) -> list[str]:
        """The IRIs of all things of a class of ours, also where only a class below it is stated."""
        return list(dict.fromkeys(chain.from_iterable(self.members.get(iri, ()) for iri in _BELOW[name])))

    def classes(self, subject: str) -> set[str]:
        """The names of all classes of ours that a thing belongs to, those above the stated ones included."""
        stated = (iri.removeprefix(v.GLOCAL) for iri in self.links(subject, v.RDF_TYPE) if iri.startswith(v.GLOCAL))
        return set(chain.from_iterable(_ABOVE.get(name, ()) for name in stated))

    def subjects_with(self, name: str) -> Iterator[str]:
        """The things that have a value for a property."""
        predicate = _property(name)
        return (subject for subject, facts in self.about.items() if predicate in facts)


def _key(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(getattr(term, "value", term))


def _property(name: str) -> str:
    return name if ":" in name else v.glocal(name)


#: Class → the names of it and of all classes above it; class → the IRIs of it and of all classes below it.
_ABOVE = {name: tuple(iri.removeprefix(v.GLOCAL) for iri in v.class_of(name)) for name in v.CLASSES}
_BELOW = {name: [v.glocal(other) for other in v.CLASSES if name in _ABOVE[other]] for name in v.CLASSES}
