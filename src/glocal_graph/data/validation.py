"""Checks a graph: the SHACL shapes and the rules across records, as one list of findings in both languages."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from glocal_graph import __version__
from glocal_graph.data.facts import Facts
from glocal_graph.data.file_io import read_bytes
from glocal_graph.data.files import locate_subjects, read_completed, read_ontology
from glocal_graph.data.findings import Finding
from glocal_graph.data.nearness import find_far_predicates, find_touched, select_around
from glocal_graph.data.rules import RULES, check_kinds
from glocal_graph.data.shapes import check_shapes, parse_shapes
from glocal_graph.data.store.snapshot import current
from glocal_graph.data.tie_rules import TIE_RULES
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import StoreError
from glocal_graph.model.settings import Settings

__all__ = ["Finding", "LookUp", "mark_of_rules", "validate_files", "validate_triples"]

#: IRI → the triples about it, for things that the checked graph links but does not describe.
LookUp = Callable[[str], Iterable[Triple]]

_EN = "Neither these files nor a snapshot say anything about this thing; build first, or correct the IRI."
_JA = "これらのファイルにもスナップショットにも、このものの記述がありません。先に build するか、IRI を直してください。"


def validate_triples(
    triples: Sequence[Triple],
    settings: Settings,
    *,
    where: Mapping[str, str] | None = None,
    look_up: LookUp | None = None,
    changed: Sequence[Triple] | None = None,
) -> list[Finding]:
    """All that is wrong with a graph, faults first; empty where nothing is.

    `where` tells, for the IRI of a thing, the file and line that it comes from. What the graph links and does
    not describe is looked up by `look_up`; without it the graph must be whole. `changed` are the triples that were
    added and removed since the same graph was checked and had no fault: the shapes, which take most of the time,
    then run only on what these touch.
    """
    subjects = {triple.subject for triple in triples}
    ontology = read_ontology(settings.resources)
    around = [triple for triple in ontology if triple.subject not in subjects]
    around += _look_up_linked(triples, {triple.subject for triple in around} | subjects, look_up)
    facts = Facts(chain(triples, around))
    found = dict.fromkeys(_check_shapes([*triples, *around], facts, settings.resources, changed))
    told = {(item.focus, item.path, item.value) for item in found if item.value}
    across = chain(*(rule(facts) for rule in (*RULES, *TIE_RULES)), check_kinds(facts, Facts(ontology)))
    found |= dict.fromkeys(item for item in across if (item.focus, item.path, item.value) not in told)
    own = {getattr(subject, "value", "") for subject in subjects}
    places = where or {}
    listed = (replace(item, where=places.get(item.focus, "")) for item in found if item.focus.removeprefix("_:") in own)
    return sorted(listed, key=Finding.sort_key)


def mark_of_rules(settings: Settings) -> str:
    """A text that changes whenever the shapes, the vocabulary or the program do: what a graph was checked by."""
    names = ("shapes.ttl", "glocal.ttl", "schemes.ttl")
    texts = [read_bytes(settings.resources / "ontology" / name) for name in names]
    return hashlib.sha256(b"\0".join([__version__.encode(), v.BASE.encode(), *texts])).hexdigest()[:16]


def validate_files(files: Sequence[Path], settings: Settings) -> list[Finding]:
    """All that is wrong with files of RDF, each finding with its file and line.

    Things that the files link and do not describe are looked up in the current snapshot; where there is none,
    they are only remarked upon. Things of which the files only repeat what the snapshot has, as an export does,
    need not be whole. What need not be written by hand is completed as a build does. Raises DataError for a file
    that cannot be read.
    """
    triples = list(dict.fromkeys(chain.from_iterable(map(read_completed, files))))
    look_up = _snapshot(settings)
    repeated = _find_repeated(triples, look_up)
    kept = [triple for triple in triples if getattr(triple.subject, "value", "") not in repeated]
    found = validate_triples(kept, settings, look_up=look_up)
    if look_up is None:
        found = _soften(found, {getattr(triple.subject, "value", "") for triple in triples})
    lines = locate_subjects(files, {item.focus for item in found})
    return sorted((replace(item, where=lines.get(item.focus, "")) for item in found), key=Finding.sort_key)


def _check_shapes(
    triples: Sequence[Triple], facts: Facts, resources: Path, changed: Sequence[Triple] | None
) -> Iterator[Finding]:
    far = find_far_predicates(parse_shapes(resources)) if changed is not None else None
    touched = find_touched(changed, triples, far) if changed is not None and far is not None else None
    if far is None or touched is None:
        yield from check_shapes(triples, facts, resources)
        return
    around = select_around(touched, triples, far)
    yield from (item for item in check_shapes(around, facts, resources) if item.focus in touched)


def _find_repeated(triples: Iterable[Triple], look_up: LookUp | None) -> set[str]:
    """The things of which the triples say nothing but what the snapshot has, which was checked when it was made."""
    if look_up is None:
        return set()
    said: dict[str, set[Triple]] = defaultdict(set)
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            said[triple.subject.value].add(triple)
    return {thing for thing, own in said.items() if own <= set(look_up(thing))}


def _look_up_linked(triples: Iterable[Triple], known: set[object], look_up: LookUp | None) -> list[Triple]:
    if look_up is None:
        return []
    linked = dict.fromkeys(triple.object for triple in triples if triple.object not in known)
    things = (term.value for term in linked if isinstance(term, NamedNode) and term.value.startswith(v.ID))
    return list(chain.from_iterable(map(look_up, things)))


def _snapshot(settings: Settings) -> LookUp | None:
    if settings.is_remote:
        return None
    try:
        store = ox.Store.read_only(str(current(Path(settings.store)).store_path))
    except (StoreError, OSError):
        return None

    def look_up(iri: str) -> Iterable[Triple]:
        return (quad.triple for quad in store.quads_for_pattern(NamedNode(iri), None, None))

    return look_up


def _soften(found: Iterable[Finding], described: set[str]) -> list[Finding]:
    """What is said of things that nobody could look up becomes one remark for each link to them."""
    softened: dict[Finding, None] = {}
    for item in found:
        if item.value.startswith(v.ID) and item.value not in described and not item.value.startswith(v.ID + "concept/"):
            item = Finding("missing-thing", item.focus, item.path, item.value, _EN, _JA, "warning")
        softened[item] = None
    return list(softened)
