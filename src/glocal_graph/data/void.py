"""The graph's description of itself (VoID and DCAT): what it is, its release, and what it holds in numbers.

It is the named graph `dataset`, made anew from the rest of the graph for every release. Its numbers count the
description too, so that they are what a query finds. It names no time and no address where it is served: equal data
of equal release give equal bytes; `front/web/descriptions.py` adds both to what is served.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

from glocal_graph.model import vocabulary as v

__all__ = ["ABOUT", "DATASET", "GRAPH_TITLES", "LICENCE", "both", "dataset_part", "describe_dataset", "say"]

DATASET = v.iri("dataset")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_GRAPH = NamedNode(v.graph("dataset"))
_TYPE = NamedNode(v.RDF_TYPE)
_MOST_ROUNDS = 10
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
#: The things that stand for all, where the graph has them.
_EXAMPLES = ("municipality/46201", "prefecture/JP-46", "country/IT")
_EXAMPLE_CLASSES = ("Partnership", "Event", "Person", "Claim", "Source")

#: Texts about the dataset and its named graphs, as (property or name, English, Japanese).
ABOUT = {
    "title": ("Glocal Graph", "グローカル・グラフ"),
    "description": (
        "A knowledge graph of Japan's regional-international relations: sister-city and other ties of local "
        "governments with their dates and sources, events, places, people, and what each source says.",
        "日本の地域と世界との関係の知識グラフ。姉妹都市などの自治体間の提携とその年月日・出典、催し、場所、人物、"
        "および各出典の記述を収めています。",
    ),
    "rights": (
        'CC BY 4.0. Name "Glocal Graph contributors" and the release. Places hold data of GeoNames (CC BY 4.0), '
        "Japan Post, code4fukui (CC0), Unicode CLDR and ISO 3166-2.",
        "CC BY 4.0。「Glocal Graph contributors」と公開版の番号を表示してください。場所には GeoNames(CC BY 4.0)、"
        "日本郵便、code4fukui(CC0)、Unicode CLDR、ISO 3166-2 のデータが含まれます。",
    ),
}
_KEYWORDS = (
    ("sister cities", "姉妹都市"),
    ("paradiplomacy", "自治体外交"),
    ("international relations", "国際交流"),
    ("Japan", "日本"),
)
GRAPH_TITLES = {
    "places": ("Places", "場所"),
    "partnerships": ("Ties between local governments", "自治体間の提携"),
    "events": ("Events", "催し"),
    "newsletters": ("Newsletters", "ニュースレター"),
    "figures": ("Historical figures", "歴史上の人物"),
    "ontology": ("Vocabulary and concept schemes", "語彙と概念体系"),
    "derived": ("Short links, derived from the ties", "提携から導いた短いつながり"),
    "edits": ("What was written after the build", "構築後に書き加えられたもの"),
    "changes": ("Record of changes", "変更の記録"),
    "dataset": ("Description of the dataset", "データセットの説明"),
}


@dataclass
class _Counts:
    """What some statements hold, in numbers; those of two sets of subjects can be added."""

    graphs: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    of_classes: Counter[tuple[str, str]] = field(default_factory=Counter)
    class_triples: Counter[str] = field(default_factory=Counter)
    subjects: int = 0
    entities: int = 0

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> _Counts:
        counts, types, uses = cls(), {}, {}  # type: ignore[var-annotated]
        for quad in quads:
            subject, predicate = quad.subject.value, quad.predicate.value  # type: ignore[union-attr]
            counts.graphs[getattr(quad.graph_name, "value", "")] += 1
            counts.properties[predicate] += 1
            uses.setdefault(subject, Counter())[predicate] += 1
            if predicate == v.RDF_TYPE and isinstance(quad.object, NamedNode):
                types.setdefault(subject, set()).add(quad.object.value)
        for subject, classes in types.items():
            for name in classes:
                counts.classes[name] += 1
                counts.class_triples[name] += uses[subject].total()
                for predicate, number in uses[subject].items():
                    counts.of_classes[name, predicate] += number
        counts.subjects = len(uses)
        counts.entities = sum(subject.startswith(v.ID) and "#" not in subject for subject in uses)
        return counts

    def plus(self, other: _Counts) -> _Counts:
        return _Counts(
            self.graphs + other.graphs,
            self.properties + other.properties,
            self.classes + other.classes,
            self.of_classes + other.of_classes,
            self.class_triples + other.class_triples,
            self.subjects + other.subjects,
            self.entities + other.entities,
        )


def describe_dataset(store: ox.Store, release: str) -> None:
    """Put the description of what a store holds into it, in place of the one that is there."""
    store.remove_graph(_GRAPH)
    counts = _Counts.of(store)
    fixed = [*_describe_whole(release), *_find_examples(store)]
    described: list[Triple] = []
    # The description counts itself: it is made again until what it says of itself is so.
    for _ in range(_MOST_ROUNDS):
        before = described
        own = _Counts.of(Quad(t.subject, t.predicate, t.object, _GRAPH) for t in before)
        described = [*fixed, *_describe_parts(counts.plus(own))]
        if described == before:
            break
    store.extend(Quad(triple.subject, triple.predicate, triple.object, _GRAPH) for triple in described)


def dataset_part(kind: str, *names: str) -> str:
    """The IRI of a part of the dataset: `…/id/dataset#class-City`, `#class-City-property-party`, `#graph-places`."""
    return f"{DATASET}#{kind}-" + "-property-".join(map(_local_name, names))


def _local_name(iri: str) -> str:
    short = v.shorten(iri).removeprefix("glocal:").removeprefix("graph:").replace(":", "-")
    return short if _PLAIN.fullmatch(short) else hashlib.sha256(iri.encode()).hexdigest()[:16]


def say(subject: str, predicate: str, *values: str | int | Literal) -> Iterator[Triple]:
    """Statements about one subject: a text is an IRI, a number an integer."""
    for value in values:
        term = Literal(value) if isinstance(value, int) else NamedNode(value) if isinstance(value, str) else value
        yield Triple(NamedNode(subject), NamedNode(predicate), term)


def both(texts: tuple[str, str]) -> tuple[Literal, Literal]:
    """A text in English and Japanese as two literals."""
    return Literal(texts[0], language="en"), Literal(texts[1], language="ja")


def _describe_whole(release: str) -> Iterator[Triple]:
    publisher = f"{DATASET}#publisher"
    yield from say(DATASET, v.RDF_TYPE, v.VOID + "Dataset", v.DCAT + "Dataset")
    yield from say(DATASET, v.RDFS_LABEL, *both(ABOUT["title"]))
    yield from say(DATASET, v.DCTERMS + "title", *both(ABOUT["title"]))
    yield from say(DATASET, v.DCTERMS + "description", *both(ABOUT["description"]))
    yield from say(DATASET, v.DC + "rights", *both(ABOUT["rights"]))
    yield from say(DATASET, v.DCTERMS + "license", LICENCE)
    yield from say(DATASET, v.DCTERMS + "publisher", publisher)
    yield from say(publisher, v.RDF_TYPE, v.FOAF + "Agent")
    yield from say(publisher, v.FOAF + "name", Literal("Glocal Graph contributors"))
    yield from say(DATASET, v.glocal("release"), Literal(release))
    yield from say(DATASET, v.DCAT + "version", Literal(release))
    yield from say(DATASET, v.OWL + "versionInfo", Literal(release))
    for texts in _KEYWORDS:
        yield from say(DATASET, v.DCAT + "keyword", *both(texts))
    for language in ("en", "ja"):
        yield from say(DATASET, v.DCTERMS + "language", f"http://id.loc.gov/vocabulary/iso639-1/{language}")
    yield from say(DATASET, v.VOID + "uriSpace", Literal(v.ID))


def _find_examples(store: ox.Store) -> Iterator[Triple]:
    found = [v.iri(name) for name in _EXAMPLES if any(store.quads_for_pattern(NamedNode(v.iri(name)), None, None))]
    for name in _EXAMPLE_CLASSES:
        members = store.quads_for_pattern(None, _TYPE, NamedNode(v.glocal(name)))
        found += sorted(quad.subject.value for quad in members if isinstance(quad.subject, NamedNode))[:1]
    yield from say(DATASET, v.VOID + "exampleResource", *found)


def _describe_parts(counts: _Counts) -> Iterator[Triple]:
    yield from say(DATASET, v.VOID + "triples", counts.graphs.total())
    yield from say(DATASET, v.VOID + "entities", counts.entities)
    yield from say(DATASET, v.VOID + "classes", len(counts.classes))
    yield from say(DATASET, v.VOID + "properties", len(counts.properties))
    yield from say(DATASET, v.VOID + "distinctSubjects", counts.subjects)
    yield from say(DATASET, v.VOID + "vocabulary", *_find_vocabularies([*counts.classes, *counts.properties]))
    for graph, number in sorted(counts.graphs.items()):
        yield from _describe_graph(graph, number)
    for name, number in sorted(counts.properties.items()):
        yield from _describe_property(DATASET, dataset_part("property", name), name, number)
    for name, number in sorted(counts.classes.items()):
        part = dataset_part("class", name)
        yield from say(DATASET, v.VOID + "classPartition", part)
        yield from say(part, v.VOID + "class", name)
        yield from say(part, v.VOID + "entities", number)
        yield from say(part, v.VOID + "triples", counts.class_triples[name])
    for (name, used), number in sorted(counts.of_classes.items()):
        yield from _describe_property(dataset_part("class", name), dataset_part("class", name, used), used, number)


def _describe_property(whole: str, part: str, name: str, number: int) -> Iterator[Triple]:
    yield from say(whole, v.VOID + "propertyPartition", part)
    yield from say(part, v.VOID + "property", name)
    yield from say(part, v.VOID + "triples", number)


def _describe_graph(graph: str, number: int) -> Iterator[Triple]:
    if not graph:  # statements of no named graph
        return
    part = dataset_part("graph", graph)
    titles = GRAPH_TITLES.get(graph.removeprefix(v.GRAPH))
    yield from say(DATASET, v.VOID + "subset", part)
    yield from say(part, v.RDF_TYPE, v.VOID + "Dataset")
    yield from say(part, v.DCTERMS + "title", *(both(titles) if titles else (Literal(graph),)))
    yield from say(part, v.DCTERMS + "identifier", Literal(graph, datatype=NamedNode(v.XSD_URI)))
    yield from say(part, v.VOID + "triples", number)


def _find_vocabularies(terms: Iterable[str]) -> list[str]:
    spaces = {space for space in v.PREFIXES.values() if not space.startswith((v.ID, v.GRAPH))}
    return sorted(space for space in spaces if any(term.startswith(space) for term in terms))
