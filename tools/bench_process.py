"""Starts the programs that are measured, each with a limit on its memory, and ends them with all their children."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

__all__ = ["fetch", "find_port", "find_program", "read_child", "run_child", "running", "wait_for"]

MEMORY = 8 * 1024**3
_CHILD = Path(__file__).with_name("bench_child.py")


@contextmanager
def running(command: Sequence[str], *, quiet: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    """A program of ours; when the block ends, it and whatever it started are ended."""
    # A server's words would fill a pipe that nobody reads; those of a task are for whoever runs the command.
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
    )
    try:
        _limit(process.pid)
        yield process
    finally:
        _end(process)


def run_child(*arguments: str) -> Any:
    """What a task of bench_child.py has to say, as one JSON value."""
    answers = list(read_child(*arguments))
    if not answers:
        raise RuntimeError(f"{' '.join(arguments[:1])} ended without an answer")
    return answers[-1]


def read_child(*arguments: str) -> Iterator[Any]:
    """The JSON values that a task of bench_child.py prints, one a line, as they come."""
    with running([sys.executable, str(_CHILD), *arguments], quiet=False) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)


def find_program(name: str) -> str:
    """A program beside this Python."""
    folder = Path(sys.executable).parent
    found = [path for path in (folder / name, folder / f"{name}.exe") if path.exists()]
    if not found:
        raise FileNotFoundError(f"{name} is not beside {Path(sys.executable).name}; `make setup` installs it")
    return str(found[0])


def find_port() -> int:
    """A port of the loopback that is free now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for(process: subprocess.Popen[bytes], port: int, path: str, seconds: float) -> None:
    """Ask for a page until it comes with 200; RuntimeError if the program ends or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"it ended with {process.returncode}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            if fetch(port, path) == 200:
                return
        time.sleep(0.01)
    raise RuntimeError(f"no {path} within {seconds:g} s")


def fetch(port: int, path: str) -> int:
    """The status of a page, read to its end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def _limit(pid: int) -> None:
    """No more than this memory, where the system can set it for another process (Linux)."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):
            resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY, MEMORY))


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    except psutil.NoSuchProcess:
        family = []
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    process.wait(timeout=30)
    if process.stdout is not None:
        process.stdout.close()
