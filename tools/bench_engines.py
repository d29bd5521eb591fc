"""The same questions through three engines: our query workers, `oxigraph serve`, and rdflib's own."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench_graph import write_triples
from bench_process import find_port, find_program, read_child, running, wait_for
from bench_timing import NOT_RUN, Plan, Timing, TooSlow, measure
from glocal_graph.data.store import open_store
from glocal_graph.model.errors import QueryStopped
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import Question

__all__ = ["Answers", "ask_oxigraph", "ask_rdflib", "ask_workers", "leave_out"]

_JSON = "application/sparql-results+json"
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": _JSON}
Tell = Callable[[str], None]
Gallery = Mapping[str, Question]


@dataclass
class Answers:
    """What one engine did: the timing of each question, and the seconds that it took to be ready."""

    timings: dict[str, Timing] = field(default_factory=dict)
    ready: float | None = None
    held: str = ""


def ask_workers(store: Path, gallery: Gallery, plan: Plan, tell: Tell) -> Answers:
    """The gallery through SnapshotStore.query, as the app and the command line ask it."""
    settings = Settings.from_environment(store=str(store))
    answers = Answers()
    started = time.perf_counter()
    with closing(open_store(settings)) as graph:
        graph.query("ASK { ?s ?p ?o }", seconds=60)
        answers.ready = time.perf_counter() - started
        answers.held = "in memory" if graph.info().get("in_memory") else "on disk"

        def ask(text: str) -> bytes:
            try:
                return graph.query(text, media_type=_JSON).body
            except QueryStopped as error:
                late = f"over {settings.query_seconds:g} s"
                raise TooSlow(late if error.limit == "time" else f"stopped: {error.limit}") from error

        for name, question in gallery.items():
            tell(f"workers: {name}")
            answers.timings[name] = measure(lambda text=question.text: ask(text), plan)  # type: ignore[misc]
    return answers


def ask_oxigraph(location: Path, gallery: Gallery, plan: Plan, limit: float, tell: Tell) -> Answers:
    """The gallery through `oxigraph serve-read-only` over HTTP on the loopback, one connection kept open."""
    answers = Answers()
    names = list(gallery)
    while names:
        # A question past the limit goes on inside the server, so the next one gets a fresh server.
        with _oxigraph(location) as (port, ready):
            answers.ready = ready if answers.ready is None else answers.ready
            while names:
                name = names.pop(0)
                tell(f"oxigraph serve: {name}")
                answers.timings[name] = _measure_over_http(port, gallery[name].text, plan, limit)
                if answers.timings[name].reason:
                    break
    return answers


def ask_rdflib(dump: Path, folder: Path, gallery: Gallery, plan: Plan, limit: float, tell: Tell) -> Answers:
    """The gallery through rdflib's own engine over its store in memory, in a process of its own."""
    triples = folder / "graph.nt"
    write_triples(dump, triples)
    answers = Answers()
    tell("rdflib: loading")
    numbers = (limit, plan.runs, plan.least, plan.seconds)
    for said in read_child("rdflib", str(triples), *(f"{number:g}" for number in numbers)):
        if "load" in said:
            answers.ready = said["load"]
        else:
            answers.timings[said["name"]] = Timing(tuple(said["runs"]), said["rows"], said["reason"])
            tell(f"rdflib: {said['name']}")
    triples.unlink()
    for name in gallery:
        answers.timings.setdefault(name, Timing(reason="process ended"))
    return answers


def leave_out(gallery: Gallery) -> Answers:
    """The answers of an engine that was not asked."""
    return Answers(dict.fromkeys(gallery, NOT_RUN))


@contextmanager
def _oxigraph(location: Path) -> Iterator[tuple[int, float]]:
    port = find_port()
    command = [find_program("oxigraph"), "serve-read-only", "--location", str(location), "--union-default-graph"]
    started = time.perf_counter()
    with running([*command, "--bind", f"127.0.0.1:{port}"]) as process:
        wait_for(process, port, "/query?query=ASK%7B%7D", 60)
        yield port, time.perf_counter() - started


def _measure_over_http(port: int, text: str, plan: Plan, limit: float) -> Timing:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)

    def ask() -> bytes:
        try:
            connection.request("POST", "/query", urlencode({"query": text}).encode(), _FORM)
            response = connection.getresponse()
            body = response.read()
        except TimeoutError:
            raise TooSlow(f"over {limit:g} s") from None
        if response.status != 200:
            raise RuntimeError(body.decode("utf-8", "replace"))
        return body

    with closing(connection):
        return measure(ask, plan)
