"""The command `publish`: a snapshot of the folder, sent to another engine with progress and a summary."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from glocal_graph.data.store.publisher import Published, Target, publish_to
from glocal_graph.data.store.snapshot import DUMP, Snapshot, current, list_snapshots, verify
from glocal_graph.front.display import BuildProgress
from glocal_graph.model.errors import UsageError
from glocal_graph.model.settings import Settings

__all__ = ["publish"]


def publish(settings: Settings, target: Target, release: str | None, console: Console) -> int:
    """Publish the release that is served, or this one; the exit code."""
    if settings.is_remote:
        raise UsageError("--store names the folder of snapshots to publish from; the engine goes into --to")
    snapshot = _find(Path(settings.store), release)
    verify(snapshot, [DUMP])
    with BuildProgress(console) as progress:
        done = publish_to(snapshot, target, settings, progress)
    for line in _summary(snapshot, target, done):
        console.print(line, highlight=False, markup=False, emoji=False, soft_wrap=True)
    return 0


def _find(root: Path, release: str | None) -> Snapshot:
    served = current(root)
    if release is None or release == served.release:
        return served
    known = {item.release: item for item in list_snapshots(root)}
    if release not in known:
        raise UsageError(f'there is no release "{release}" in {root}; there are {", ".join(known)}')
    return known[release]


def _summary(snapshot: Snapshot, target: Target, done: Published) -> list[str]:
    lines = [
        f"release {snapshot.release} is on {done.engine} at {target.query}: "
        f"{sum(done.graphs.values()):,} triples in {len(done.graphs)} named graphs, each counted there"
    ]
    if not done.release:
        lines.append("this snapshot does not say its release inside the graph, so the engine does not either")
    if done.removed:
        lines.append(f"removed, since the release has them no more: {', '.join(done.removed)}")
    if done.others:
        lines.append(f"left as they are, and part of every answer: {', '.join(done.others)}")
    lines.append(f"ask it with: glocal-graph serve --store {target.query}")
    return lines
