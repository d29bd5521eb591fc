"""Requests per second of the app and of `oxigraph serve`: 16 clients at once, the gallery's short questions.

Each client keeps its connection and asks the next question when the last is answered. "Repeated" asks the same texts
again and again; "new" adds a number to each as a comment, so that no two are the same. The clients share the cores
with the server, and are one thread without a library: they take a small part of them.
"""

from __future__ import annotations

import selectors
import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench_process import find_port, find_program, running, wait_for

__all__ = ["Rate", "measure_rates"]

CLIENTS = 16
_ASK = "/{path}?query={query}"
_HEAD = "GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/sparql-results+json\r\n\r\n"


@dataclass(frozen=True)
class Rate:
    """What 16 clients got out of a server: answers per second, waiting times in milliseconds, failed requests."""

    per_second: float
    median: float
    p99: float
    errors: int


@dataclass
class _Client:
    port: int
    received: bytearray = field(default_factory=bytearray)
    expected: int = -1
    sent: float = 0.0

    def __post_init__(self) -> None:
        self.door = self._connect()

    def _connect(self) -> socket.socket:
        door = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return door

    def ask(self, request: bytes) -> None:
        self.received.clear()
        self.expected, self.sent = -1, time.perf_counter()
        try:
            self.door.sendall(request)
        except OSError:
            self.reconnect()
            self.door.sendall(request)

    def reconnect(self) -> None:
        self.door.close()
        self.door = self._connect()

    def hear(self) -> str:
        """Read what is there: "" while more is to come, else "done" or "failed"."""
        try:
            part = self.door.recv(1 << 20)
        except OSError:
            part = b""
        if not part:
            return "failed"
        self.received += part
        if self.expected < 0 and not self._read_head():
            return ""
        whole = self.received.endswith(b"0\r\n\r\n") if self.expected == 0 else len(self.received) >= self.expected
        if not whole:
            return ""
        return "done" if self.received.startswith(b"HTTP/1.1 200") else "failed"

    def _read_head(self) -> bool:
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        _, found, length = bytes(self.received[:end]).lower().partition(b"content-length:")
        self.expected = end + 4 + int(length.split(b"\r\n")[0]) if found else 0
        return True


def measure_rates(store: Path, location: Path, texts: Sequence[str], seconds: float) -> dict[str, dict[str, Rate]]:
    """By server ("glocal-graph", "oxigraph serve") and kind ("repeated", "new")."""
    found: dict[str, dict[str, Rate]] = {}
    servers: list[tuple[str, str, Callable[[], object]]] = [
        ("glocal-graph", "sparql", lambda: _app(store)),
        ("oxigraph serve", "query", lambda: _oxigraph(location)),
    ]
    for name, path, start in servers:
        with start() as port:  # type: ignore[attr-defined]
            _load(port, _requests(path, texts), min(2.0, seconds))
            found[name] = {
                "repeated": _load(port, _requests(path, texts), seconds),
                "new": _load(port, _new_requests(path, texts), seconds),
            }
    return found


def _requests(path: str, texts: Sequence[str]) -> Iterator[bytes]:
    prepared = [_request(path, text) for text in texts]
    while True:
        yield from prepared


def _new_requests(path: str, texts: Sequence[str]) -> Iterator[bytes]:
    number = 0
    while True:
        for text in texts:
            number += 1
            yield _request(path, f"{text}\n# {number}")


def _request(path: str, text: str) -> bytes:
    return _HEAD.format(target=_ASK.format(path=path, query=quote(text))).encode()


def _load(port: int, requests: Iterator[bytes], seconds: float) -> Rate:
    waits: list[float] = []
    errors = 0
    clients = [_Client(port) for _ in range(CLIENTS)]
    with selectors.DefaultSelector() as selector:
        for client in clients:
            client.ask(next(requests))
            selector.register(client.door, selectors.EVENT_READ, client)
        started = time.perf_counter()
        while time.perf_counter() - started < seconds:
            for key, _ in selector.select(1):
                client = key.data
                heard = client.hear()
                if not heard:
                    continue
                if heard == "done":
                    waits.append(time.perf_counter() - client.sent)
                else:
                    errors += 1
                    selector.unregister(client.door)
                    client.reconnect()
                    selector.register(client.door, selectors.EVENT_READ, client)
                client.ask(next(requests))
        elapsed = time.perf_counter() - started
    for client in clients:
        client.door.close()
    if len(waits) < 2:
        return Rate(len(waits) / elapsed, 0, 0, errors)
    percentiles = statistics.quantiles(waits, n=100)
    return Rate(len(waits) / elapsed, percentiles[49] * 1000, percentiles[98] * 1000, errors)


@contextmanager
def _app(store: Path) -> Iterator[int]:
    port = find_port()
    command = [sys.executable, "-m", "glocal_graph.front.cli", "serve", "--store", str(store), "--port", str(port)]
    with running(command) as process:
        wait_for(process, port, "/health", 120)
        yield port


@contextmanager
def _oxigraph(location: Path) -> Iterator[int]:
    port = find_port()
    command = [find_program("oxigraph"), "serve-read-only", "--location", str(location), "--union-default-graph"]
    with running([*command, "--bind", f"127.0.0.1:{port}"]) as process:
        wait_for(process, port, "/query?query=ASK%7B%7D", 60)
        yield port
