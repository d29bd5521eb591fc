"""Changes of the graph: a SPARQL update or a graph put, added to or deleted makes the next snapshot, or nothing does.

A change is made on a draft, a copy of the current snapshot: worked out, completed as a build completes what people
write, checked against the shapes and the rules, recorded in the graph "changes", published. What is served stays as
it is until the one switch at the end. `make_change` is for whoever may be killed (data/editing_process.py); it
takes the store's lock, so that changes and builds come one after the other.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from glocal_graph.data.editing_patch import Patch, append_patch, read_patches
from glocal_graph.data.editing_payload import parse_payload
from glocal_graph.data.editing_record import Record
from glocal_graph.data.editing_text import KEPT, Dataset, Operation, split_update
from glocal_graph.data.editing_work import Work
from glocal_graph.data.publishing import publish
from glocal_graph.data.store.explain import explain
from glocal_graph.data.store.snapshot import Draft, Snapshot, current, draft
from glocal_graph.data.validation import mark_of_rules, validate_triples
from glocal_graph.model.errors import (
    ChangeRefused,
    ReleaseChanged,
    ShapesBroken,
    StoreBusy,
    ThingNotFound,
    UsageError,
)
from glocal_graph.model.settings import Settings

__all__ = ["COMMAND_LINE", "Edit", "Outcome", "make_change"]

#: The agent of what is changed from the command line.
COMMAND_LINE = "command-line"

_WAIT_SECONDS = 20.0
_LOOK_SECONDS = 0.1
_COPIED = ("unresolved.tsv",)


@dataclass(frozen=True)
class Edit:
    """What is asked for: `operation` is update (`text`), put, post, delete (`graph`, `payload`), or load (`triples`).

    `scope` is what the names of the graphs must begin with that this agent may change. With `releases` the change is
    made only if the current one is among them; with `is_new` only if the graph is not there yet. `number` is how
    the change is found again when the process that makes it does not come back.
    """

    operation: str
    agent: str
    text: str = ""
    dataset: Dataset = Dataset()
    graph: str = ""
    payload: bytes = b""
    media_type: str = "text/turtle"
    triples: tuple[Triple, ...] = ()
    scope: str = ""
    releases: tuple[str, ...] = ()
    is_new: bool = False
    number: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True)
class Outcome:
    """What became of it: the release that is current now, the change's IRI (empty where nothing changed), counts."""

    release: str
    change: str = ""
    added: int = 0
    removed: int = 0
    #: Named graph → (added, removed).
    graphs: dict[str, tuple[int, int]] = field(default_factory=dict)
    is_new: bool = False


def make_change(
    settings: Settings,
    edit: Edit,
    limit: AbstractContextManager[object] | None = None,
    *,
    release: str | None = None,
) -> Outcome:
    """Make the change and publish it; it is on disk and served when this comes back.

    Whatever is wrong is a GlocalError, and then nothing has changed. `limit` is held while the change is worked out;
    `release` names the snapshot, which has the next number without it.
    """
    with _next_draft(settings, release) as (made, base):
        if edit.releases and base.release not in edit.releases:
            raise ReleaseChanged(
                f"the graph is at release {base.release} now; read it again, and make the change to that"
            )
        is_there = edit.graph in base.manifest["graphs"]
        if edit.is_new and is_there:
            raise ReleaseChanged(f"there is a graph {edit.graph} already")
        with limit or nullcontext():
            work = _work_out(settings, edit, made, base)
        if not work.added and not work.removed:
            return Outcome(base.release)
        record = Record(made.release, edit.operation, edit.agent, _count(work))
        patch = Patch(record.iri, tuple(work.removed), tuple(work.added))
        work.add_own([*work.derive(), *record.quads()])
        _check(settings, work, base)
        work.let_go()
        _add_files(made, base, patch)
        _publish(settings, made, base, record, edit.number)
        return Outcome(
            made.release,
            record.iri,
            record.added,
            record.removed,
            dict(record.graphs),
            bool(edit.graph) and not is_there,
        )


def _work_out(settings: Settings, edit: Edit, made: Draft, base: Snapshot) -> Work:
    store = made.store
    if edit.operation == "update":
        _update(store, edit, settings.base)
    else:
        _write_graph(store, edit, settings)
    work = Work.compare(store, base.dump_path)
    work.check_graphs(edit.scope)
    work.complete()
    return work


def _update(store: ox.Store, edit: Edit, base: str) -> None:
    _check_syntax(edit.text, base)
    for number, operation in enumerate(split_update(edit.text), start=1):
        if edit.dataset:
            operation.check_dataset()
        graphs = sorted(name.value for name in store.named_graphs() if isinstance(name, NamedNode))
        _run(store, operation, number, operation.rewrite(graphs, KEPT, edit.dataset), base)


def _check_syntax(text: str, base: str) -> None:
    """Have the engine read the text as it was written, so that its complaints name the lines that people see."""
    try:
        ox.Store().update(text, base_iri=base)
    except SyntaxError as error:
        raise explain(text, str(error)) from error
    except RuntimeError:
        return  # an empty store has no graph that could be moved; the real one may have it


def _run(store: ox.Store, operation: Operation, number: int, text: str, base: str) -> None:
    try:
        store.update(text, base_iri=base)
    except SyntaxError as error:
        raise UsageError(f"operation {number} (line {operation.line}) cannot be read; write it plainer") from error
    except RuntimeError as error:
        reason = (str(error).splitlines() or ["the engine refused it"])[0][:300]
        raise UsageError(f"operation {number} (line {operation.line}): {reason}; nothing was changed") from error


def _write_graph(store: ox.Store, edit: Edit, settings: Settings) -> None:
    name = NamedNode(edit.graph)
    is_there = any(store.quads_for_pattern(None, None, None, name))
    if edit.operation == "delete" and not is_there:
        raise ThingNotFound(f"there is no graph {edit.graph}")
    if edit.graph in KEPT:
        raise ChangeRefused(f"the graph {edit.graph} is written by the program alone")
    new = list(edit.triples)
    if edit.operation in ("put", "post"):
        new = parse_payload(edit.payload, edit.media_type, edit.graph, settings.query_nesting)
    if edit.operation in ("put", "delete"):
        store.clear_graph(name)
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in new)


def _check(settings: Settings, work: Work, base: Snapshot) -> None:
    is_known = base.manifest.get("validated") == mark_of_rules(settings)
    findings = validate_triples(work.triples(), settings, changed=work.changed() if is_known else None)
    faults = [finding for finding in findings if finding.is_violation]
    if faults:
        places = "one place" if len(faults) == 1 else f"{len(faults)} places"
        raise ShapesBroken(
            f"the change breaks the rules of the graph in {places}, and nothing was changed; "
            f"the first: {faults[0].line()}",
            faults,
        )


def _count(work: Work) -> dict[str, tuple[int, int]]:
    added, removed = (
        Counter(str(getattr(q.graph_name, "value", "")) for q in quads) for quads in (work.added, work.removed)
    )
    return {name: (added[name], removed[name]) for name in sorted({*added, *removed})}


def _add_files(made: Draft, base: Snapshot, patch: Patch) -> None:
    for name in _COPIED:
        if (base.path / name).is_file():
            shutil.copyfile(base.path / name, made.path / name)
    append_patch(made.path, base.path, patch)


def _publish(settings: Settings, made: Draft, base: Snapshot, record: Record, number: str) -> Snapshot:
    change = {
        "iri": record.iri,
        "number": number,
        "operation": record.operation,
        "agent": record.agent,
        "added": record.added,
        "removed": record.removed,
    }
    fields = {
        "counts": base.manifest.get("counts", {}),
        "change": change,
        "edits": len(read_patches(made.path)),
        "validated": mark_of_rules(settings),
    }
    return publish(made, base, fields)


@contextmanager
def _next_draft(settings: Settings, release: str | None) -> Iterator[tuple[Draft, Snapshot]]:
    """A copy of the snapshot that is current while the lock is held; StoreBusy if others hold it for too long."""
    root, until = Path(settings.store), time.monotonic() + _WAIT_SECONDS
    while True:
        base = current(root)
        taken = draft(root, release=release, keep=settings.snapshots_kept, copy_of=base)
        try:
            made = taken.__enter__()
        except StoreBusy:
            if time.monotonic() > until:
                raise StoreBusy("another build or change is at work; try again in some seconds") from None
            time.sleep(_LOOK_SECONDS)
            continue
        with _entered(taken):
            if current(root).release == base.release:
                yield made, base
                return
        # Another change was published after `base` was read, and before the lock was ours.


@contextmanager
def _entered(taken: AbstractContextManager[Draft]) -> Iterator[None]:
    """The end of a block whose beginning has been gone through."""
    try:
        yield
    except BaseException as error:
        taken.__exit__(type(error), error, error.__traceback__)
        raise
    taken.__exit__(None, None, None)
