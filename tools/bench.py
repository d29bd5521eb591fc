"""Measures build, store, start and questions of this graph and of one 20 times its size, beside other engines.

    python tools/bench.py                                the whole, some five minutes; progress on standard error
    python tools/bench.py --quick                        fewer runs, rdflib stopped sooner
    python tools/bench.py --rdflib-large                 rdflib on the large graph as well: many minutes, 3 GB
    python tools/bench.py --write docs/performance.md    the figures of that page
    python tools/bench.py --store DIR                    measure the snapshot served in DIR, without a build
    python tools/bench.py --only browser --write FILE    pictures in the browser only; the page's other figures stay

One program runs at a time, each with a limit on its memory. Times are wall-clock times, medians after a warm-up.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench_browser import BrowserTimes, measure_browser
from bench_engines import Answers, ask_oxigraph, ask_rdflib, ask_workers, leave_out
from bench_finder import measure_finder
from bench_graph import write_copies
from bench_http import measure_rates
from bench_process import run_child
from bench_report import Measured, describe_machine, insert_section, render, render_pictures
from bench_search import measure_search
from bench_start import count_bytes, measure_cold_start
from bench_timing import Plan, Timing
from glocal_graph.data.store.snapshot import Snapshot, current
from glocal_graph.model.errors import GlocalError
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import load_gallery

SEED = 20180301
HEAD = """# Performance

Measured by `python tools/bench.py --write docs/performance.md`, which writes this page; `make bench` prints the same.

"This graph" is what `build` makes of data/. The large one is made of copies of it, seeded: each copy has its own
municipalities, ties, events and sources, all share the countries, and the parties of each tie are spread over the
copies, so that every place keeps its number of partners. The first copy keeps its names; the questions are asked
with their defaults. It has no tables to build from: its N-Quads are loaded and published, as those of this graph are
for comparison.

The questions go through the query workers (`SnapshotStore.query`, with the hop between the processes), through
`oxigraph serve-read-only` on the snapshot's store (HTTP on the loopback, one connection kept open) and through
rdflib's own engine (one graph in memory, no named graphs). All write SPARQL JSON. Each is warmed up before it is
timed; a ratio is the other engine's median by ours, so more than 1 means that ours is quicker. Workers hold a graph in
memory where it fits into half of what one may use, else they read the store on disk, as `oxigraph serve` always does.
A question that takes long is run less often ("runs"); one past an engine's limit is stopped. Absolute times differ
from machine to machine, ratios less so.

Requests per second are those of the whole app (`glocal-graph serve`) and of `oxigraph serve`, one after the other,
asked by the same 16 clients on the same two cores. Repeated answers come from the app's cache in front of Flask.

"""


@dataclass(frozen=True)
class Effort:
    """How often and how long everything is measured."""

    workers: Plan
    workers_large: Plan
    oxigraph: Plan
    rdflib: Plan
    rdflib_limit: float
    starts: int
    rate_seconds: float
    pictures: int


FULL = Effort(Plan(20, 20, 20, 3), Plan(20, 3, 2, 1), Plan(20, 3, 1.5), Plan(3, 1, 2), 20, 3, 20, 5)
QUICK = Effort(Plan(5, 5, 5, 2), Plan(5, 1, 1, 1), Plan(5, 1, 0.5), Plan(1, 1, 0.5), 5, 1, 4, 1)
#: Seconds that `oxigraph serve` may take over one question.
OXIGRAPH_LIMIT = 20.0
#: A question up to this median, in milliseconds, counts among the short ones.
SHORT = 20.0


class Bench:
    """One run: where it works, how thoroughly, and what it says meanwhile."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder = options, folder
        self.effort = QUICK if options.quick else FULL
        self.rdflib_limit = options.rdflib_limit or self.effort.rdflib_limit
        self.gallery = load_gallery(Settings.from_environment())
        self.pictures = BrowserTimes(reason="not run")
        self._started = time.monotonic()

    def tell(self, words: str) -> None:
        """A line of progress."""
        print(f"{time.monotonic() - self._started:6.1f} s  {words}", file=sys.stderr, flush=True)

    def run(self) -> list[Measured]:
        """Both graphs, the real one first."""
        real = Measured("this graph")
        store = self._build(real)
        snapshot = current(store)
        self.tell("loading the same as N-Quads")
        real.load_parts = run_child("fill", str(self.folder / "again"), str(snapshot.dump_path))["parts"]
        self._measure(real, store, snapshot, self.effort.workers, large=False)
        self.tell("hiding ties from the partner finder")
        real.finder = measure_finder(store)
        if "browser" not in self.options.without:
            self.pictures = self._draw(store)
        large, store = self._multiply(snapshot)
        self._measure(large, store, current(store), self.effort.workers_large, large=True)
        return [real, large]

    def run_pictures(self) -> BrowserTimes:
        """The pictures of the real graph, and of a made-up world, in the browser."""
        return self._draw(self._build(Measured("this graph")))

    def _draw(self, store: Path) -> BrowserTimes:
        machine = describe_machine()
        times = measure_browser(store, self.folder, self.effort.pictures, self.tell)
        times.machine = "; ".join(machine[:2])
        return times

    def _build(self, measured: Measured) -> Path:
        """The folder with the real graph: built now, unless one was named."""
        if self.options.store is not None:
            return Path(self.options.store)
        self.tell("building")
        store = self.folder / "real"
        started = time.perf_counter()
        said = run_child("build", str(store))
        measured.build, measured.build_parts = time.perf_counter() - started, said["parts"]
        if not said["release"]:
            raise SystemExit("bench: the build published nothing: " + "; ".join(said["faults"]))
        return store

    def _multiply(self, snapshot: Snapshot) -> tuple[Measured, Path]:
        copies = self.options.copies
        self.tell(f"writing {copies} copies")
        quads, store = self.folder / "large.nq", self.folder / "large"
        write_copies(snapshot.dump_path, quads, copies, SEED, [question.text for question in self.gallery.values()])
        self.tell("publishing them")
        measured = Measured(f"{copies} times this graph")
        measured.load_parts = run_child("fill", str(store), str(quads))["parts"]
        quads.unlink()
        return measured, store

    def _measure(self, measured: Measured, store: Path, snapshot: Snapshot, plan: Plan, *, large: bool) -> None:
        measured.triples = snapshot.triples
        names = {"snapshot": snapshot.path, "store": snapshot.store_path, "graph.nq": snapshot.dump_path}
        measured.sizes = {name: count_bytes(path) for name, path in names.items()}
        self.tell(f"starting serve on {measured.title}")
        measured.start = measure_cold_start(store, 1 if large else self.effort.starts, warm_up=not large)
        self.tell("searching names")
        measured.search = measure_search(store)
        measured.workers = ask_workers(store, self.gallery, plan, self.tell)
        measured.oxigraph = ask_oxigraph(
            snapshot.store_path, self.gallery, self.effort.oxigraph, OXIGRAPH_LIMIT, self.tell
        )
        if not large:
            self._measure_rates(measured, store, snapshot)
        measured.rdflib = self._ask_rdflib(snapshot, large=large)

    def _measure_rates(self, measured: Measured, store: Path, snapshot: Snapshot) -> None:
        """Short questions only, by what either engine needed for one alone: long ones would hide the servers."""
        texts = [
            question.text
            for name, question in self.gallery.items()
            if all(_is_short(engine.timings.get(name)) for engine in (measured.workers, measured.oxigraph))
        ]
        if texts:
            self.tell(f"requests per second, {len(texts)} questions")
            measured.rated = len(texts)
            measured.rates = measure_rates(store, snapshot.store_path, texts, self.effort.rate_seconds)

    def _ask_rdflib(self, snapshot: Snapshot, *, large: bool) -> Answers:
        if large and not self.options.rdflib_large:
            return leave_out(self.gallery)
        effort = self.effort
        return ask_rdflib(snapshot.dump_path, self.folder, self.gallery, effort.rdflib, self.rdflib_limit, self.tell)


def _is_short(timing: Timing | None) -> bool:
    return timing is not None and bool(timing.runs) and timing.median <= SHORT


def read_options() -> argparse.Namespace:
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument("--rdflib-large", action="store_true", help="rdflib on the large graph as well")
    parser.add_argument("--rdflib-limit", type=float, metavar="SECONDS", help="stop rdflib at a question (20)")
    parser.add_argument("--copies", type=int, default=20, help="how many times larger the large graph is (20)")
    parser.add_argument("--store", type=Path, help="measure the snapshot served in this folder, without a build")
    parser.add_argument("--only", choices=["browser"], help="this part only")
    parser.add_argument("--without", choices=["browser"], action="append", default=[], help="all but this part")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page with these figures")
    return parser.parse_args()


def main() -> None:
    """Measure, print, and write where asked."""
    options = read_options()
    machine = describe_machine()
    with tempfile.TemporaryDirectory(prefix="glocal-bench-") as folder:
        bench = Bench(options, Path(folder))
        try:
            report = "" if options.only else render(machine, bench.run(), bench.gallery)
            pictures = render_pictures(bench.run_pictures() if options.only else bench.pictures)
        except GlocalError as error:
            raise SystemExit(f"bench: {error}") from error
        bench.tell("done")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    print(insert_section(report, pictures).lstrip(), end="")
    if options.write is not None:
        page = options.write.read_text(encoding="utf-8") if options.only else HEAD + report
        options.write.write_text(insert_section(page, pictures), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
