"""How soon pictures are drawn in Debian's Chromium, and how smoothly they move: what people wait for, server included.

Drawn is the second frame after the one in which a picture says that it has painted: then the first is on the screen.
Every run has a browser and a profile of its own, without a graphics processor, as the poorest PC of an office has it.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench_process import find_port, run_child, running, wait_for
from bench_world import PLACES, TIES, write_world

__all__ = ["BrowserTimes", "Frames", "Wait", "measure_browser", "render_browser"]

_CHROMIUM, _DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
_WINDOW = (1366, 768)
_LONGEST = 180.0
_ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
#: Seconds in which a server has read what it reads by itself after its start.
_REST = 10.0
#: Prefectures whose pictures are asked for, each for the first time.
_PREFECTURES = ("JP-46", "JP-39", "JP-26", "JP-14", "JP-40", "JP-34", "JP-47")
_WHOLE = "/explore/all?lang=en"
#: Notes when a picture says that it is drawn, two frames later.
_WATCH = """
new MutationObserver((changes, watch) => {
  if (!document.querySelector("[data-drawn]")) return;
  watch.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.benchDrawn = performance.now(); }));
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-drawn"] });
"""
#: Milliseconds of each frame while the picture is dragged to and fro.
_DRAG = """
const done = arguments[arguments.length - 1];
const place = document.getElementById("ov-picture");
const box = place.getBoundingClientRect();
place.setPointerCapture = () => {};
const send = (type, x, y) => place.dispatchEvent(new PointerEvent(type,
  { pointerId: 1, clientX: x, clientY: y, button: 0, bubbles: true, isPrimary: true }));
let [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
let last = performance.now();
const frames = [];
send("pointerdown", x, y);
const step = (now) => {
  frames.push(now - last);
  last = now;
  if (frames.length > 120) {
    send("pointerup", x, y);
    return done(frames.slice(1));
  }
  x += frames.length % 40 < 20 ? 5 : -5;
  y += frames.length % 30 < 15 ? 3 : -3;
  send("pointermove", x, y);
  requestAnimationFrame(step);
};
requestAnimationFrame(step);
"""
#: The same columns in vis-network, in the same window: how long it draws, and its frames while it is moved.
_OTHER = """
const done = arguments[arguments.length - 1];
const columns = await (await fetch(document.getElementById("overview").dataset.columns)).json();
await new Promise((ready) => {
  const script = document.createElement("script");
  script.src = "/static/vis-network.min.js";
  script.onload = ready;
  document.head.append(script);
});
const holder = document.getElementById("ov-picture");
const place = document.createElement("div");
Object.assign(place.style, { position: "absolute", inset: "0", zIndex: 9, background: "#ffffff" });
holder.append(place);
const frame = () => new Promise(requestAnimationFrame);
await frame();
const started = performance.now();
const { things, lines } = columns;
const nodes = things.id.map((id, number) => ({ id: number, x: things.x[number], y: things.y[number], shape: "dot",
  size: 6, color: columns.looks[things.look[number]].colour }));
const edges = lines.from.map((from, line) => ({ id: line, from, to: lines.to[line], color: "#7d8a96" }));
const network = new vis.Network(place, { nodes, edges }, { physics: false, layout: { improvedLayout: false },
  edges: { smooth: false } });
await new Promise((ready) => network.once("afterDrawing", ready));
await frame();
await frame();
const drawn = performance.now() - started;
const frames = [];
let last = performance.now();
for (let step = 0; step <= 20; step += 1) {
  network.moveTo({ position: { x: (step % 40) * 8, y: 0 }, animation: false });
  const now = await frame();
  frames.push(now - last);
  last = now;
}
done([drawn, frames.slice(1)]);
"""
#: How long the page's own picture took from its columns to its first frame.
_OWN = """return window.benchDrawn - performance.getEntriesByName("columns-read")[0].startTime"""


@dataclass(frozen=True)
class Wait:
    """Seconds from the click to the picture, of some runs; `wanted` is what it may take."""

    title: str
    seconds: Sequence[float]
    wanted: float | None = None


@dataclass(frozen=True)
class Frames:
    """Milliseconds of each frame while a picture moved."""

    title: str
    milliseconds: Sequence[float]


@dataclass
class BrowserTimes:
    """All that was measured in the browser, or why nothing was."""

    reason: str = ""
    machine: str = ""
    waits: list[Wait] = field(default_factory=list)
    frames: list[Frames] = field(default_factory=list)
    #: (picture, seconds that vis-network draws, seconds that ours does)
    beside: list[tuple[str, float, float]] = field(default_factory=list)


def measure_browser(store: Path, folder: Path, runs: int, tell: Callable[[str], None]) -> BrowserTimes:
    """The pictures of a published graph, and of a world net that is made up, loaded into `folder`."""
    if not (_CHROMIUM.exists() and _DRIVER.exists()):
        return BrowserTimes(reason="not run: Debian's chromium and chromium-driver are missing")
    times = BrowserTimes()
    tell("pictures of this graph in the browser")
    times.waits += _first_pictures(store, runs)
    _measure_whole(times, "all ties of this graph", store, runs, 1.5)
    tell("writing and loading a made-up world net")
    quads, world = folder / "world.nq", folder / "world"
    write_world(quads)
    run_child("fill", str(world), str(quads))
    tell("its picture in the browser")
    _measure_whole(times, f"a made-up world: {PLACES:,} places, {TIES:,} ties", world, runs, 3.0)
    return times


def _first_pictures(store: Path, runs: int) -> list[Wait]:
    """The picture of a prefecture that nobody has asked this server for: while it starts, and once it is at rest."""
    title, started = "a prefecture's network in /explore", []
    for name in _PREFECTURES[: min(runs, 3)]:
        with _serving(store) as address:
            started.append(_see_prefecture(address, name))
    with _serving(store) as address:
        time.sleep(_REST)
        later = [_see_prefecture(address, name) for name in _PREFECTURES[: max(runs, 3)]]
    return [
        Wait(f"{title}: the first request of a server just started", started),
        Wait(f"{title}, asked for the first time", later, 0.7),
    ]


def _see_prefecture(address: str, name: str) -> float:
    with _browsing() as driver:
        return _see(driver, f"{address}/explore?focus=prefecture/{name}&lang=en")


def _measure_whole(times: BrowserTimes, title: str, store: Path, runs: int, wanted: float) -> None:
    cold, warm, own, other, moved, others = [], [], [], [], [], []
    for run in range(min(runs, 3)):
        with _serving(store) as address:
            with _browsing() as driver:
                cold.append(_see(driver, address + _WHOLE))
            if run == min(runs, 3) - 1:
                for _ in range(runs):
                    with _browsing() as driver:
                        warm.append(_see(driver, address + _WHOLE))
                        own.append(driver.execute_script(_OWN) / 1000)
                        moved += driver.execute_async_script(_DRAG)
                        taken, frames = driver.execute_async_script(
                            f"(async () => {{ {_OTHER} }}).apply(null, arguments)"
                        )
                        other.append(taken / 1000)
                        others += frames
    times.waits.append(Wait(f"{title}: the first request of a server just started", cold, wanted))
    times.waits.append(Wait(f"{title}: once the server knows it", warm, wanted))
    times.frames += [Frames(f"{title}: dragged", moved), Frames(f"{title}: moved in vis-network", others)]
    times.beside.append((title, statistics.median(other), statistics.median(own)))


def _see(driver: Any, address: str) -> float:
    """Seconds from the request of a page to its picture."""
    from selenium.webdriver.support.ui import WebDriverWait

    driver.get("about:blank")
    driver.get(address)
    drawn = WebDriverWait(driver, _LONGEST, 0.05).until(lambda page: page.execute_script("return window.benchDrawn"))
    return float(drawn) / 1000


@contextmanager
def _serving(store: Path) -> Iterator[str]:
    port = find_port()
    command = [sys.executable, "-m", "glocal_graph.front.cli", "serve", "--store", str(store), "--port", str(port)]
    with running(command) as process:
        wait_for(process, port, "/health", _LONGEST)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _browsing() -> Iterator[Any]:
    """A browser on a profile of its own; both are gone at the end."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    profile = tempfile.mkdtemp(prefix="glocal-bench-chromium-")
    options = webdriver.ChromeOptions()
    options.binary_location = str(_CHROMIUM)
    for argument in (*_ARGUMENTS, f"--user-data-dir={profile}", f"--window-size={_WINDOW[0]},{_WINDOW[1]}"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(str(_DRIVER)))
    try:
        driver.set_script_timeout(_LONGEST)
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
        yield driver
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


def render_browser(times: BrowserTimes) -> list[tuple[list[str], list[list[str]]]]:
    """Three tables, each a head and rows: waiting, moving, and vis-network beside our own canvas."""
    waits = [
        [one.title, f"{one.wanted:g} s" if one.wanted else "–", f"{statistics.median(one.seconds):.2f} s",
         f"{max(one.seconds):.2f} s", str(len(one.seconds))]
        for one in times.waits
    ]  # fmt: skip
    frames = [
        [one.title, f"{statistics.median(one.milliseconds):.1f}", f"{_high(one.milliseconds):.1f}",
         f"{max(one.milliseconds):.0f}"]
        for one in times.frames
    ]  # fmt: skip
    beside = [[title, f"{other:.2f} s", f"{own:.2f} s", f"{other / own:.1f} ×"] for title, other, own in times.beside]
    return [
        (["picture", "wanted", "median", "slowest", "runs"], waits),
        (["picture while it moves", "frame, median ms", "95th percentile ms", "longest ms"], frames),
        (["from data at hand to the first frame", "vis-network", "our canvas", "ratio"], beside),
    ]


def _high(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]
