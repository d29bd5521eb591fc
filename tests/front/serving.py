"""The served app over a store of a test: in a process of its own, as people run it, or beside the test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import WSGIApplication

from waitress.server import create_server

from glocal_graph.front.tokens import make_token

TOKEN, ENTRY = make_token("hanako")
SCOPED, SCOPED_ENTRY = make_token("ken", "https://w3id.org/glocal-graph/graph/ken")


def start(store: Path | str, **variables: str) -> tuple[subprocess.Popen[str], str]:
    """The process and its address, once it answers."""
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
        "GLOCAL_QUERY_WORKERS": "1",
        "GLOCAL_TOKENS": f"{ENTRY} {SCOPED_ENTRY}",
    }
    command = [sys.executable, "-m", "glocal_graph.front.cli", "serve", "--store", str(store), "--port", "0"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment | variables, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return process, found[0]
    raise AssertionError(f"the server ended with {process.wait()}")


@contextmanager
def serving(store: Path | str, **variables: str) -> Iterator[str]:
    """The address of the app, until the block ends."""
    process, address = start(store, **variables)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


@contextmanager
def serving_here(app: WSGIApplication) -> Iterator[str]:
    """The address of an app that a thread of the test's own process serves, until the block ends."""
    server = create_server(app, host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
