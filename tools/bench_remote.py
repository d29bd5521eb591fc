"""Measures the questions of the gallery on three engines in one run: embedded, `oxigraph serve`, Virtuoso.

    python tools/bench_remote.py                          builds, publishes to both, asks; prints the tables
    python tools/bench_remote.py --copies 1 20            the same on this graph and on one of twenty copies
    python tools/bench_remote.py --copies 1 20 --write docs/scale.md    puts the tables into that page

All are asked through the store's interface, as the app asks them: rows as SPARQL JSON, computed questions without
their computation. Times are medians after a warm-up; a ratio is the engine's median by the embedded one's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path

from bench_graph import write_copies
from bench_process import find_port, find_program, run_child, running, wait_for
from bench_report import describe_machine
from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.data.store.authentication import Credentials
from glocal_graph.data.store.publisher import Target, publish_to
from glocal_graph.data.store.snapshot import Snapshot, current
from glocal_graph.model.errors import GlocalError
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import Question, load_gallery
from virtuoso import missing, virtuoso

BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
LIMIT = 20.0


class Quiet:
    """A publication's progress, to nobody."""

    def step(self, title: str, total: int) -> None:
        """A step begins."""

    def advance(self, count: int = 1) -> None:
        """A part is done."""


def measure(store: GraphStore, question: Question, runs: int) -> float | None:
    """The median of a question in milliseconds; None where it took too long or failed."""
    try:
        store.query(question.text, seconds=LIMIT).close()
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            store.query(question.text, seconds=LIMIT).close()
            times.append(time.perf_counter() - started)
            if sum(times) > LIMIT:
                break
    except GlocalError as error:
        print(f"{question.name}: {error}", file=sys.stderr)
        return None
    return statistics.median(times) * 1000


def publish(snapshot: Snapshot, target: Target) -> float:
    """Seconds that a publication took, counts included."""
    started = time.perf_counter()
    publish_to(snapshot, target, Settings(), Quiet())
    return time.perf_counter() - started


def prepare(folder: Path, copies: int) -> tuple[Path, Snapshot]:
    """A store with this graph, or with copies of it."""
    store = folder / "real"
    run_child("build", str(store))
    if copies > 1:
        quads, large = folder / "large.nq", folder / "large"
        texts = [question.text for question in load_gallery(Settings()).values()]
        write_copies(current(store).dump_path, quads, copies, 20180301, texts)
        run_child("fill", str(large), str(quads))
        quads.unlink()
        store = large
    return store, current(store)


def run(folder: Path, copies: int, runs: int) -> str:
    """The tables of one run."""
    store, snapshot = prepare(folder, copies)
    with ExitStack() as stack:
        port = find_port()
        command = [find_program("oxigraph"), "serve", "--location", str(folder / "oxigraph"), "--union-default-graph"]
        process = stack.enter_context(running([*command, "--bind", f"127.0.0.1:{port}"]))
        wait_for(process, port, "/query?query=ASK%7B%7D", 60)
        (folder / "virtuoso").mkdir()
        engine = stack.enter_context(virtuoso(folder / "virtuoso", buffers=100_000))
        targets = {
            "oxigraph serve": Target(f"http://127.0.0.1:{port}/query"),
            "Virtuoso": Target(engine.query, credentials=Credentials(engine.user, engine.password)),
        }
        loaded = {name: publish(snapshot, target) for name, target in targets.items()}
        addresses = {"embedded": str(store), **{name: target.query for name, target in targets.items()}}
        found: dict[str, dict[str, float | None]] = {}
        for name, address in addresses.items():
            with closing(open_store(Settings(store=address, query_workers=1))) as graph:
                graph.query("ASK { ?s ?p ?o }", seconds=120).close()
                found[name] = {q.name: measure(graph, q, runs) for q in load_gallery(Settings()).values()}
            print(f"{name}: done", file=sys.stderr)
    return render(snapshot, copies, loaded, found)


def render(
    snapshot: Snapshot, copies: int, loaded: Mapping[str, float], found: Mapping[str, Mapping[str, float | None]]
) -> str:
    """What was measured, as Markdown."""
    title = "This graph" if copies == 1 else f"{copies} times this graph"
    lines = [f"### {title}: {snapshot.triples:,} triples", "", *(f"- {line}" for line in describe_machine()), ""]
    lines += [
        "`publish`, counts included: " + ", ".join(f"{name} {took:.1f} s" for name, took in loaded.items()) + ".",
        "",
    ]
    lines += ["| no. | question | embedded ms | oxigraph serve | Virtuoso |", "|---:|---|---:|---:|---:|"]
    for question in load_gallery(Settings()).values():
        ours = found["embedded"][question.name]
        others = [_ratio(found[name][question.name], ours) for name in ("oxigraph serve", "Virtuoso")]
        lines.append(f"| {question.number} | {question.name} | {_show(ours)} | {others[0]} | {others[1]} |")
    return "\n".join(lines) + "\n"


def _show(value: float | None) -> str:
    return f"{value:.1f}" if value is not None else f"over {LIMIT:g} s"


def _ratio(value: float | None, ours: float | None) -> str:
    if value is None or ours is None:
        return _show(value)
    return f"{value / ours:.1f} ×"


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, nargs="+", default=[1], help="how many times larger the graph is (1)")
    parser.add_argument("--runs", type=int, default=7, help="runs of a question after the warm-up (7)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between the marks of this page")
    options = parser.parse_args()
    if reason := missing():
        raise SystemExit(f"bench: {reason}")
    report = ""
    for copies in options.copies:
        with tempfile.TemporaryDirectory(prefix="glocal-bench-") as folder:
            report += run(Path(folder), copies, options.runs) + "\n"
    print(report, end="")
    if options.write is not None:
        text = options.write.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        options.write.write_text(before + BEGIN + report + END + after, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
