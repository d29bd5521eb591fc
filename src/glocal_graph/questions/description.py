"""What is known of one thing, as plain records: values, facts, inverse links, claims, ties, sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from glocal_graph.model import vocabulary as v

__all__ = ["PAGE", "Backlinks", "Description", "Fact", "Source", "Statement", "Tie", "Value"]

#: Things of one kind of inverse link on one page.
PAGE = 24


@dataclass(frozen=True)
class Value:
    """One value of a fact: a thing with its labels and kind, or a literal with its language or datatype."""

    text: str
    is_iri: bool = False
    language: str = ""
    datatype: str = ""
    label_en: str = ""
    label_ja: str = ""
    kind: str = ""

    def label(self, language: str) -> str:
        """What to show: the label in this language, else in the other, else the text itself."""
        first, second = (self.label_ja, self.label_en) if language == "ja" else (self.label_en, self.label_ja)
        return first or second or self.text


@dataclass(frozen=True)
class Fact:
    """A property and its values."""

    predicate: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Backlinks:
    """The things that a property leads from: how many there are, and one page of them."""

    predicate: str
    total: int
    page: int
    values: tuple[Value, ...]

    @property
    def name(self) -> str:
        """The property with its prefix, for addresses."""
        return v.shorten(self.predicate)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE)


@dataclass(frozen=True)
class Statement:
    """What one source claims; `differs` names the fields that contradict the chosen values."""

    iri: str
    source: Value
    publisher: str = ""
    address: str = ""
    date: str = ""
    kind: Value | None = None
    status: Value | None = None
    quoted: str = ""
    note: str = ""
    differs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tie:
    """A partnership as seen from one of its parties, or from a place that holds one (`places`)."""

    iri: str
    places: tuple[Value, ...]
    partners: tuple[Value, ...]
    countries: tuple[Value, ...]
    date: str
    kind: Value | None
    status: Value | None
    sources: int


@dataclass(frozen=True)
class Source:
    """A page that says so."""

    thing: Value
    publisher: str
    address: str


@dataclass(frozen=True)
class Description:
    """One thing with everything that the graph says about it."""

    iri: str
    kind: str
    label_en: str
    label_ja: str
    names: tuple[Value, ...] = ()
    facts: tuple[Fact, ...] = ()
    backlinks: tuple[Backlinks, ...] = ()
    statements: tuple[Statement, ...] = ()
    sources: tuple[Source, ...] = ()
    ties: tuple[Tie, ...] = ()
    position: tuple[float, float] | None = None
    classes: tuple[str, ...] = field(default=())

    @property
    def id(self) -> str:
        """The local id ("municipality/46201")."""
        return self.iri.removeprefix(v.ID)

    @property
    def disagrees(self) -> bool:
        """Whether the sources contradict each other."""
        return any(statement.differs for statement in self.statements)

    def label(self, language: str) -> str:
        """The label in this language, else in the other, else the id."""
        first, second = (self.label_ja, self.label_en) if language == "ja" else (self.label_en, self.label_ja)
        return first or second or self.id

    def first(self, name: str) -> str:
        """The text of the first value of a property of ours; empty if there is none."""
        for fact in self.facts:
            if fact.predicate == v.GLOCAL + name:
                return fact.values[0].text
        return ""
