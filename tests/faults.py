"""Run a Python script and kill it, or fill its disk, at a chosen step of what it does in one folder.

    python tests/faults.py kill|fail|count STEP FOLDER SCRIPT|-m MODULE [ARGUMENTS…]

A step is anything that Python's audit hooks see of the folder: a file opened, moved, removed, a folder made.
`kill` ends the process by SIGKILL at that step, `fail` refuses it as a full disk would, `count` does neither; each
run that comes to its end writes the number of its steps to standard error.
"""

from __future__ import annotations

import atexit
import errno
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir", "os.utime"}


def run(how: str, step: int, folder: Path, script: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run the script so, and wait for its end."""
    command = [sys.executable, __file__, how, str(step), str(folder), *map(str, script)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def count_steps(folder: Path, script: Sequence[str | Path]) -> int:
    """How many steps the script takes in this folder when nothing stops it."""
    ended = run("count", 0, folder, script)
    assert ended.returncode == 0, ended.stderr
    return int(ended.stderr.split()[-1])


def _watch(how: str, step: int, folder: str) -> None:
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event not in EVENTS or not any(_is_in(item, folder) for item in arguments[:2]):
            return
        seen += 1
        if seen == step and how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if seen == step and how == "fail":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))

    sys.addaudithook(hook)
    atexit.register(lambda: print(seen, file=sys.stderr))


def _is_in(item: object, folder: str) -> bool:
    return isinstance(item, str | os.PathLike) and os.fspath(item).startswith(folder)  # type: ignore[arg-type]


if __name__ == "__main__":
    how, step, folder, *script = sys.argv[1:]
    _watch(how, int(step), folder)
    if script[0] == "-m":
        sys.argv = script[1:]
        runpy.run_module(script[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = script
        runpy.run_path(script[0], run_name="__main__")
