from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest


@pytest.fixture
def served(settings, tmp_path):
    """The app in a process of its own; its output goes to a file."""
    port = 18000 + os.getpid() % 2000
    program = (
        "from glocal_graph.front.web.server import serve\nfrom glocal_graph.model.settings import Settings\n"
        f"if __name__ == '__main__':\n    serve(Settings(store={settings.store!r}, port={port}))\n"
    )
    script = tmp_path / "run.py"
    script.write_text(program, encoding="utf-8")
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen([sys.executable, str(script)], stdout=output, stderr=subprocess.DEVNULL)
        try:
            yield f"http://127.0.0.1:{port}", tmp_path / "output"
        finally:
            process.terminate()
            process.wait(10)


def read(address: str) -> bytes:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.read()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def test_the_server_answers_and_prints_nothing(served):
    base, output = served
    assert b'"status":"ok"' in read(base + "/health").replace(b" ", b"")
    assert (
        b"<textarea"
        in urllib.request.urlopen(
            urllib.request.Request(base + "/sparql", headers={"Accept": "text/html"}), timeout=10
        ).read()
    )
    assert Path(output).read_bytes() == b""
