"""Engines of the tests' own, on the loopback: what they are written by, and how they are ended."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def writable_oxigraph(folder: Path, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Oxigraph's server over this folder, for reading and writing: its endpoint and its process."""
    port = port or find_port()
    program = Path(sys.executable).with_name("oxigraph")
    command = [program, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}/query", server
    finally:
        server.kill()
        server.wait()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        assert server.poll() is None, "the Oxigraph server ended"
        try:
            urlopen(address, timeout=1).close()
            return
        except URLError:
            time.sleep(0.05)
    raise AssertionError("the Oxigraph server does not answer")


class Silence:
    """Nobody is told how far a publication is."""

    def step(self, title: str, total: int) -> None:
        """Begin a step."""

    def advance(self, count: int = 1) -> None:
        """A part is done."""
