"""What was measured, as plain tables: the same text for the screen and for docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from unicodedata import east_asian_width

import psutil

from bench_browser import BrowserTimes, render_browser
from bench_engines import Answers
from bench_finder import MOST, FinderScore, render_finder
from bench_http import CLIENTS, Rate
from bench_search import SearchTimes
from bench_start import ColdStart
from bench_timing import NOT_RUN, Timing
from glocal_graph.questions.gallery import Question

__all__ = ["LIMIT", "Measured", "describe_machine", "insert_section", "render", "render_pictures"]

#: What a question may take on the real graph, in milliseconds.
LIMIT = 100.0
_MEGABYTE = 1024 * 1024
_LEFT = {"question", "", "remark", "server", "questions", "picture", "picture while it moves"}
_LEFT |= {"from data at hand to the first frame"}
#: The part of the page that the browser's figures are in.
PICTURES = "## Pictures in the browser"
_PICTURES = """\
In Debian's Chromium, headless, without a graphics processor, a window of 1366 × 768, a fresh profile for each
run; it shares the machine with the server. Time counts from the request of the page to the first frame with the
picture: reading the store, layout, sending and drawing are in it. The made-up world net is written by
`tools/bench_world.py` (seeded) and loaded as a snapshot; the first request is that of a server just started,
which begins with this picture by itself: what it has not finished by then is waited for.
While a picture moves, a frame of 16.7 ms is one of sixty in a second. vis-network draws the same columns with
given positions in the same window, in the same run."""


@dataclass
class Measured:
    """All that was measured of one graph."""

    title: str
    release: str = ""
    triples: int = 0
    build: float | None = None
    build_parts: Mapping[str, float] = field(default_factory=dict)
    load_parts: Mapping[str, float] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    start: ColdStart | str = "not run"
    search: SearchTimes | None = None
    workers: Answers = field(default_factory=Answers)
    rdflib: Answers = field(default_factory=Answers)
    oxigraph: Answers = field(default_factory=Answers)
    rates: Mapping[str, Mapping[str, Rate]] = field(default_factory=dict)
    #: How many of the gallery's questions the rates are of.
    rated: int = 0
    #: The partner finder's hits, once for each seed; of the real graph only.
    finder: Sequence[FinderScore] = ()


def describe_machine() -> list[str]:
    """The machine and the versions, a line each."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    names = ("glocal-graph", "pyoxigraph", "oxigraph", "rdflib", "flask", "granian")
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.machine()}, {_processor()}, "
        f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 1024**3:.0f} GiB of memory",
        f"load of the machine before the run (average of a minute): {load}",
        f"{platform.python_implementation()} {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in names),
    ]


def render(machine: Sequence[str], graphs: Sequence[Measured], gallery: Mapping[str, Question]) -> str:
    """The whole report."""
    parts = ["\n".join(f"- {line}" for line in machine), "## Building, size, starting", _overview(graphs)]
    for place, graph in enumerate(graphs):
        parts += [f"## Questions: {graph.title}", _questions(graph, gallery, flag=place == 0), _summary(graph)]
        if graph.rates:
            parts += [f"## Requests per second: {graph.title}", _rates(graph)]
        if graph.finder:
            parts += [f"## Partner finder: {graph.title}", _finder(graph.finder)]
    return "\n\n".join(part for part in parts if part) + "\n"


def render_pictures(times: BrowserTimes) -> str:
    """The part on pictures: what was measured, and on what."""
    words = [PICTURES, _PICTURES]
    if times.reason:
        return "\n\n".join([*words, times.reason]) + "\n"
    tables = [_table(head, rows) for head, rows in render_browser(times)]
    return "\n\n".join([*words, f"Measured {times.machine}.", *tables]) + "\n"


def insert_section(page: str, section: str) -> str:
    """The page with this part in place of the one of the same heading, else at its end."""
    heading = section.partition("\n")[0]
    before, found, rest = page.partition(f"{heading}\n")
    if not found:
        return f"{page.rstrip()}\n\n{section}"
    after = rest.partition("\n## ")
    return before + section + (f"\n## {after[2]}" if after[1] else "")


def _overview(graphs: Sequence[Measured]) -> str:
    steps = dict.fromkeys(name for graph in graphs for name in graph.build_parts)
    rows = [
        ["triples", *(f"{graph.triples:,}" for graph in graphs)],
        ["`build`: the whole way from data/, as a command", *(_seconds(g.build, g.triples) for g in graphs)],
        *([f"… {step}", *(_seconds(graph.build_parts.get(step)) for graph in graphs)] for step in steps),
        ["N-Quads to a snapshot: load and publish", *(_seconds(_total(g.load_parts), g.triples) for g in graphs)],
        *(
            [f"… {step}", *(_seconds(g.load_parts.get(step), g.triples) for g in graphs)]
            for step in ("fill", "publish")
        ),
        ["size of the snapshot on disk", *(_size(graph.sizes.get("snapshot")) for graph in graphs)],
        ["… store/", *(_size(graph.sizes.get("store")) for graph in graphs)],
        ["… graph.nq", *(_size(graph.sizes.get("graph.nq")) for graph in graphs)],
        ["cold start of `serve`: to the first 200 of /health", *(_start(graph.start, "health") for graph in graphs)],
        ["cold start of `serve`: to the first home page", *(_start(graph.start, "home") for graph in graphs)],
        ["index of names made in", *(_search(graph.search, "index") for graph in graphs)],
        ["… a search in it, median", *(_search(graph.search, "median") for graph in graphs)],
        ["… a search in it, 99th percentile", *(_search(graph.search, "p99") for graph in graphs)],
        ["… a search in it, slowest", *(_search(graph.search, "slowest") for graph in graphs)],
        ["query workers hold the graph", *(graph.workers.held or "–" for graph in graphs)],
        ["query workers ready after", *(_seconds(graph.workers.ready) for graph in graphs)],
        ["`oxigraph serve` ready after", *(_seconds(graph.oxigraph.ready) for graph in graphs)],
        ["rdflib has read the graph after", *(_seconds(graph.rdflib.ready) for graph in graphs)],
    ]
    return _table(["", *(graph.title for graph in graphs)], rows)


def _search(times: SearchTimes | None, name: str) -> str:
    if times is None:
        return "not run"
    seconds = float(getattr(times, name))
    return f"{seconds:.2f} s, {times.things:,} things" if name == "index" else f"{_number(seconds * 1000)} ms"


def _questions(graph: Measured, gallery: Mapping[str, Question], *, flag: bool) -> str:
    head = ["no.", "question", "rows", "runs", "median ms", "worst ms"]
    head += ["oxigraph serve ms", "ratio", "rdflib ms", "ratio", "remark"]
    rows = []
    for name, question in gallery.items():
        ours = graph.workers.timings.get(name, NOT_RUN)
        others = [engine.timings.get(name, NOT_RUN) for engine in (graph.oxigraph, graph.rdflib)]
        rows.append(
            [str(question.number), name, *_ours(ours)]
            + [cell for other in others for cell in _other(other, ours)]
            + ["; ".join(_remarks(ours, dict(zip(("oxigraph", "rdflib"), others, strict=True)), flag=flag))]
        )
    return _table(head, rows)


def _ours(timing: Timing) -> list[str]:
    if not timing.runs:
        return ["–", "–", timing.reason, "–"]
    return [f"{timing.rows:,}", str(len(timing.runs)), _number(timing.median), _number(timing.worst)]


def _other(timing: Timing, ours: Timing) -> list[str]:
    if not timing.runs:
        return [timing.reason, "–"]
    return [_number(timing.median), f"{_number(timing.median / ours.median)} ×" if ours.runs else "–"]


def _remarks(ours: Timing, others: Mapping[str, Timing], *, flag: bool) -> list[str]:
    remarks = []
    if flag and ours.runs and ours.median > LIMIT:
        remarks.append(f"OVER {LIMIT:g} ms")
    elif flag and ours.runs and ours.worst > LIMIT:
        remarks.append(f"worst over {LIMIT:g} ms")
    for name, other in others.items():
        if ours.runs and other.runs and other.rows != ours.rows:
            remarks.append(f"{name} gives {other.rows:,} rows")
    return remarks


def _rates(graph: Measured) -> str:
    head = ["server", "questions", "requests/s", "ratio", "p50 ms", "p99 ms", "errors"]
    rows = []
    for kind in ("repeated", "new"):
        theirs = graph.rates["oxigraph serve"][kind].per_second
        for server, rates in graph.rates.items():
            rate = rates[kind]
            ratio = f"{_number(rate.per_second / theirs)} ×" if theirs else "–"
            numbers = [_number(value) for value in (rate.per_second, rate.median, rate.p99)]
            rows.append([server, kind, numbers[0], ratio, *numbers[1:], f"{rate.errors:,}"])
    words = (
        f"{CLIENTS} clients at once, {graph.rated} short questions in turn; a ratio is by `oxigraph serve` in this run."
    )
    return f"{words}\n\n{_table(head, rows)}"


def _finder(scores: Sequence[FinderScore]) -> str:
    hidden, reachable = sum(one.hidden for one in scores), sum(one.reachable for one in scores)
    words = (
        f"{len(scores)} times a seeded tenth of the ties is hidden, with the events that name both ends: "
        f"{hidden:,} ties in all. A hit is a hidden partner among the first {MOST} candidates. Only {reachable:,} of "
        "them have another tie in Japan or an event that keeps them in the net; the others no method can find in it. "
        "Popularity offers everybody the partners with most ties, chance any ten."
    )
    head = ["", f"hits@{MOST}", "of one run", "share of all hidden", "share of those in the net"]
    return f"{words}\n\n{_table(head, render_finder(scores))}"


def _summary(graph: Measured) -> str:
    asked = [timing for timing in graph.workers.timings.values() if timing.runs]
    if not asked:
        return ""
    over = sum(timing.median > LIMIT for timing in asked)
    slowest = max(timing.median for timing in asked)
    stopped = len(graph.workers.timings) - len(asked)
    line = f"{len(asked) - over} of {len(graph.workers.timings)} questions within {LIMIT:g} ms (median); "
    return line + f"the slowest takes {_number(slowest)} ms" + (f"; {stopped} gave no answer." if stopped else ".")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(_width(row[place]) for row in [head, *rows]) for place in range(len(head))]
    marks = ["-" * (width + 1) + ("-" if name in _LEFT else ":") for name, width in zip(head, widths, strict=True)]
    lines = [_line(head, widths, head), f"|{'|'.join(marks)}|"]
    return "\n".join(lines + [_line(row, widths, head) for row in rows])


def _line(cells: Sequence[str], widths: Sequence[int], head: Sequence[str]) -> str:
    padded = []
    for cell, width, name in zip(cells, widths, head, strict=True):
        space = " " * (width - _width(cell))
        padded.append(cell + space if name in _LEFT else space + cell)
    return "| " + " | ".join(padded) + " |"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _seconds(seconds: float | None, triples: int = 0) -> str:
    if seconds is None:
        return "not run"
    text = f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"
    return f"{text}, {triples / seconds:,.0f} triples/s" if triples and seconds else text


def _total(parts: Mapping[str, float]) -> float | None:
    return sum(parts.values()) if parts else None


def _size(count: int | None) -> str:
    return "–" if count is None else f"{count / _MEGABYTE:,.1f} MB"


def _start(start: ColdStart | str, name: str) -> str:
    return start if isinstance(start, str) else _seconds(getattr(start, name))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "processor unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
