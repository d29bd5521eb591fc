"""Starts a Virtuoso of its own, in a temporary folder on the loopback, for tests and measurements; ends it afterwards.

    with virtuoso(Path("folder")) as engine:
        engine.query        the address of its SPARQL endpoint
        engine.user, engine.password

It is Debian's package virtuoso-opensource-7-bin; `missing()` says what to install where it is not there.
"""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

__all__ = ["Virtuoso", "missing", "virtuoso"]

_PROGRAMS = ("virtuoso-t", "isql-vt")
_START_SECONDS = 120
#: No file may be read but those of its own folder, and no answer is cut at 10,000 rows. One thread for a query:
#: tests share few cores.
_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 1
CaseMode = 2
AllowOSCalls = 0
DirsAllowed = .
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


@dataclass(frozen=True)
class Virtuoso:
    """A running engine: the address of its endpoint, who may write, and its process."""

    query: str
    user: str
    password: str
    process: int


def missing() -> str:
    """What is not there, and what to do about it; empty where Virtuoso can be started."""
    absent = [name for name in _PROGRAMS if shutil.which(name) is None]
    return f"{' and '.join(absent)} not found: install Debian's virtuoso-opensource-7-bin" if absent else ""


@contextmanager
def virtuoso(folder: Path, *, buffers: int = 20_000) -> Iterator[Virtuoso]:
    """A Virtuoso with an empty database in this folder, until the block ends; a buffer is 8 kB of memory."""
    sql, http = _free_ports(2)
    text = _INI.format(sql=sql, http=http, buffers=buffers, dirty=buffers * 3 // 4)
    (folder / "virtuoso.ini").write_text(text, encoding="utf-8")
    with (folder / "said.txt").open("wb") as said:
        command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        address = f"http://127.0.0.1:{http}/sparql"
        _wait(process, address, folder)
        password = secrets.token_hex(16)
        _set_password(sql, password)
        yield Virtuoso(address, "dba", password, process.pid)
    finally:
        process.kill()
        process.wait()


def _set_password(port: int, password: str) -> None:
    """The administrator of a new database is dba with the password dba; this one is nobody else's."""
    change = f"exec=USER_SET_PASSWORD ('dba', '{password}');"
    done = subprocess.run(
        ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", change], capture_output=True, timeout=60, check=False
    )
    if done.returncode:
        raise RuntimeError(f"Virtuoso's password cannot be set: {done.stderr.decode(errors='replace')[-300:]}")


def _wait(process: subprocess.Popen[bytes], address: str, folder: Path) -> None:
    opener = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            opener.open(f"{address}?query=ASK%7B%7D", timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("Virtuoso did not start: " + (folder / "said.txt").read_text(errors="replace")[-500:])


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
