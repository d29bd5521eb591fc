"""The server in a process of its own, and a plain client that asks it: what no test client inside the process shows."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROGRAM = """
{before}
from glocal_graph.front.web.server import serve
from glocal_graph.model.errors import GlocalError
from glocal_graph.model.settings import Settings
try:
    serve(Settings(**{settings!r}), ready=lambda address: print("ready", address, flush=True))
except GlocalError as error:
    print("failed", error, flush=True)
"""


@contextmanager
def running(folder: Path, before: str = "", **settings: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server in a process of its own: the process, and the first word that it prints.

    `before` are lines of Python that run there first.
    """
    script = folder / "run.py"
    script.write_text(_PROGRAM.format(settings=settings, before=before), encoding="utf-8")
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(20)
            process.stdout.close()


def find_port(said: str, folder: Path) -> int:
    """The port that a server said it answers on; its errors are shown where it did not."""
    match = re.fullmatch(r"ready http://127\.0\.0\.1:(\d+)/", said)
    assert match, said + (folder / "errors").read_text()
    return int(match[1])


def wait_for(port: int) -> int:
    """The same port, once somebody listens there."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on port {port}")


def ask(port: int, address: str, method: str = "GET", body: bytes | None = None, **headers: str):
    """(status, headers, body) of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, address, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()
