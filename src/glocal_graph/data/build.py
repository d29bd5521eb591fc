"""The whole way from data/ and ontology/ to a snapshot: read, check against the shapes, publish."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from pyoxigraph import NamedNode, Quad, Triple

from glocal_graph.data.content import Content, read_content
from glocal_graph.data.editing import COMMAND_LINE, Edit, make_change
from glocal_graph.data.editing_carry import find_edits
from glocal_graph.data.files import locate_subjects, read_completed
from glocal_graph.data.publishing import publish
from glocal_graph.data.sources.partnerships import Unresolved
from glocal_graph.data.store.snapshot import Draft, Snapshot, current, draft
from glocal_graph.data.tables import write_table
from glocal_graph.data.validation import Finding, mark_of_rules, validate_triples
from glocal_graph.model.errors import DataError, IriError, ShapesBroken, StoreError
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import GRAPH

__all__ = ["UNRESOLVED", "BuildReport", "Progress", "build_snapshot", "load_file"]

#: Table in a snapshot of the rows that were refused or not resolved, each with its reason.
UNRESOLVED = "unresolved.tsv"


class Progress(Protocol):
    """Whoever wants to be told how far a build is."""

    def step(self, title: str, total: int) -> None:
        """A step of so many parts begins."""

    def advance(self, count: int = 1) -> None:
        """So many parts of it are done."""


@dataclass
class BuildReport:
    """What a build did; `release` is empty where nothing was published."""

    release: str = ""
    path: Path | None = None
    seconds: float = 0.0
    triples: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[DataError] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: How many changes, written since the build before, were made again.
    edits: int = 0

    @property
    def violations(self) -> list[Finding]:
        """The findings that stop a publication."""
        return [finding for finding in self.findings if finding.is_violation]

    def complaints(self) -> Iterator[str]:
        """A line for each row that was refused or not resolved, and for each finding of the shapes."""
        yield from (str(problem) for problem in self.problems)
        for item in self.unresolved:
            near = f" (near: {', '.join(item.candidates)})" if item.candidates else ""
            yield f"{item.file} line {item.line}: {item.printed}: {item.reason}{near}"
        yield from (finding.line("en") for finding in self.findings)
        if self.edits and self.violations:
            yield f"{self.edits} changes written since the last build are part of this; --discard-edits leaves them out"

    def lines(self) -> Iterator[tuple[str, str]]:
        """The summary as (name, value)."""
        for name, count in self.counts.items():
            yield name, f"{count:,}"
        if self.counts.get("tie rows"):
            yield "rows resolved", f"{self.counts['tie rows resolved'] / self.counts['tie rows']:.1%}"
            yield "rows unresolved", f"{len(self.unresolved):,}"
            yield "rows refused", f"{len(self.problems):,}"
        if self.edits:
            yield "changes made again", f"{self.edits:,}"
        for graph, count in self.triples.items():
            yield f"triples in {graph}", f"{count:,}"
        if self.triples:
            yield "triples in all", f"{sum(self.triples.values()):,}"
        yield "shapes", f"{len(self.violations)} violations, {len(self.findings) - len(self.violations)} remarks"
        yield "time", f"{self.seconds:.1f} s"
        yield "release", f"{self.release} in {self.path}" if self.release else "none published"


class _Silence:
    def step(self, title: str, total: int) -> None:
        """Say nothing."""

    def advance(self, count: int = 1) -> None:
        """Say nothing."""


def build_snapshot(
    settings: Settings, *, release: str | None = None, progress: Progress | None = None, keeps_edits: bool = True
) -> BuildReport:
    """Read data/ and ontology/, make the changes again that were written since, check everything, and publish.

    Rows that cannot be read or resolved are listed in the report and in the snapshot's unresolved.tsv. A broken
    shape stops the publication: the report then has violations and no release, and what was served stays.
    """
    progress = progress or _Silence()
    started = time.monotonic()
    report = BuildReport()
    content = read_content(settings.resources, lambda title: progress.step(f"read {title}", 1))
    report.problems = content.problems
    report.unresolved = content.unresolved
    report.counts = content.counts
    report.triples = {name: len(triples) for name, triples in content.graphs.items()}
    # From here on nobody else writes, or a change made meanwhile would be lost.
    with _draft(settings, release) as made:
        previous = _read_previous(settings)
        edits = find_edits(previous) if keeps_edits else None
        quads = _quads(content) if edits is None else edits.apply(_quads(content))
        report.edits = len(edits.patches) if edits else 0
        _check(report, settings, [quad.triple for quad in quads], content.where, progress)
        if not report.violations:
            _write_unresolved(made.path / UNRESOLVED, content)
            if edits is not None:
                edits.copy_to(made.path)
            _fill(made, quads, progress)
            fields = {"counts": report.counts, "edits": report.edits, "validated": mark_of_rules(settings)}
            _told(report, publish(made, previous, fields))
    report.seconds = time.monotonic() - started
    return report


def load_file(
    settings: Settings, file: Path, graph: str, *, release: str | None = None, progress: Progress | None = None
) -> BuildReport:
    """Add the triples of a file of RDF to a named graph, in a new snapshot made from the current one."""
    progress = progress or _Silence()
    if settings.is_remote:
        raise StoreError("load writes a snapshot; a remote endpoint is loaded by its own tools")
    started = time.monotonic()
    name = _graph_name(graph)
    added = tuple(read_completed(file))
    report = BuildReport(counts={"triples read": len(added)})
    progress.step("check against the shapes, and publish", 1)
    edit = Edit("load", COMMAND_LINE, graph=name.value, triples=added)
    try:
        outcome = make_change(settings, edit, release=release)
    except ShapesBroken as error:
        lines = locate_subjects([file], {finding.focus for finding in error.findings})
        report.findings = [replace(finding, where=lines.get(finding.focus, "")) for finding in error.findings]
    else:
        report.counts["triples new"] = outcome.added
        _told(report, current(Path(settings.store)))
    report.seconds = time.monotonic() - started
    return report


def _graph_name(graph: str) -> NamedNode:
    try:
        if not graph.startswith(("http://", "https://", "urn:")):
            raise ValueError
        return NamedNode(graph)
    except ValueError:
        raise IriError(
            f'"{graph}" is no name for a graph; it is an IRI that begins with http://, https:// or urn:'
        ) from None


def _check(
    report: BuildReport, settings: Settings, triples: Sequence[Triple], where: Mapping[str, str], progress: Progress
) -> None:
    progress.step("check against the shapes", 1)
    report.findings = validate_triples(triples, settings, where=where)


def _draft(settings: Settings, release: str | None) -> AbstractContextManager[Draft]:
    return draft(Path(settings.store), release=release, keep=settings.snapshots_kept)


def _quads(content: Content) -> list[Quad]:
    return [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(GRAPH + name))
        for name, triples in content.graphs.items()
        for triple in triples
    ]


def _read_previous(settings: Settings) -> Snapshot | None:
    """The release that is served until now; none in a new or broken store, which a build is there to mend."""
    try:
        return current(Path(settings.store))
    except StoreError:
        return None


def _fill(made: Draft, quads: Sequence[Quad], progress: Progress) -> None:
    progress.step("write the snapshot", len(quads))
    made.store.bulk_extend(quads)
    progress.advance(len(quads))
    progress.step("publish", 1)


def _told(report: BuildReport, snapshot: Snapshot) -> None:
    report.release, report.path = snapshot.release, snapshot.path
    report.triples = {name.removeprefix(GRAPH): count for name, count in snapshot.manifest["graphs"].items()}


def _write_unresolved(path: Path, content: Content) -> None:
    rows = [
        (item.file, str(item.line), item.printed, item.reason, ";".join(item.candidates)) for item in content.unresolved
    ]
    rows += [(problem.path, str(problem.line or ""), "", problem.reason, "") for problem in content.problems]
    write_table(path, ("file", "line", "printed", "reason", "candidates"), rows)
