"""Serve the graph and send it pages, queries and attacks for a while; say whether it stays quick and of one size.

    python tools/soak.py SECONDS [--store FOLDER] [--clients N]

The server is one of its own, over the store that the settings name, on a free port. Each line of the report is a kind
of request: how many, which answers, and the time in which half and 95 % of them were answered. Memory, descriptors and
processes are counted after the first tenth of the time, when all is warm, and at the end, when all is calm again.
The exit code is 1 where the server died, answered a page with a fault, or kept descriptors or processes.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil

HTML = {"Accept": "text/html,*/*;q=0.8"}
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
PAGES = [
    "/", "/?lang=ja", "/search?q=Kagoshima", "/explore?focus=prefecture/JP-46", "/doc/municipality/46201", "/questions",
    "/doc/municipality/46201.ttl", "/data", "/ontology", "/reconcile", "/.well-known/void", "/api/search?q=%E7%86%8A",
    "/questions/partners-of-place?place=46201", "/sparql", "/data/catalog", "/graphs",
]  # fmt: skip
THREE = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RUNAWAYS = [
    f"SELECT (COUNT(*) AS ?n) {THREE}",
    f"SELECT * {THREE} ORDER BY ?c ?f ?i",
    "SELECT (COUNT(*) AS ?n) { ?s ((((!<urn:x>)*)*)*)* ?o . ?o ?p ?z }",
    'SELECT (STRLEN(?x31) AS ?n) { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(31))
    + " }",
    f"SELECT (GROUP_CONCAT(STR(?c)) AS ?n) {THREE}",
]
REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "DROP ALL", "ASK " + "{" * 20_000, "SELECT * {", "\0",
    "LOAD <file:///etc/passwd>", "ASK { FILTER" + "(" * 20_000, "ASK {} #" + "x" * 100_000,
]  # fmt: skip
BODIES = [
    ("/api/labels", JSON, "[" * 100_000), ("/api/layout", JSON, '{"nodes": 1e999, "edges": []}'),
    ("/api/links", JSON, '{"page": "//evil.example"}'), ("/update", FORM, "update=DROP+ALL"),
    ("/graphs?default", {"Content-Type": "text/turtle"}, "[" * 50_000),
    ("/reconcile", FORM, urlencode({"queries": '{"a": {"query": "x", "limit": NaN}}'})),
    ("/sparql", QUERY | {"Content-Encoding": "gzip"}, "\x1f\x8b"),
]  # fmt: skip
ADDRESSES = [
    "/static/..%2f..%2fetc/passwd", "/search?q=%00", "/search?q=" + "%E6%B1%9F" * 5_000, "/.git/config",
    "//evil.example/",
    "/doc/%3Cscript%3E", "/explore?focus=%E2%80%AE", "/l/" + "a" * 52, "/sparql?query=%FF",
]  # fmt: skip
RAW = [
    b"GET / HTTP/1.1\r\nHos", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nq",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    b"GET /data/glocal-graph.ttl HTTP/1.1\r\nHost: x\r\n\r\n",
]  # fmt: skip

_Role = Callable[[random.Random], None]


class Soak:
    """The clients, and what they were told."""

    def __init__(self, port: int, until: float) -> None:
        self.port, self.until = port, until
        self.times: dict[str, list[float]] = defaultdict(list)
        self.told: dict[str, Counter[str]] = defaultdict(Counter)
        self._lock = threading.Lock()

    def run(self, clients: int) -> None:
        """Send until the time is over; of five clients two read, one asks, and two attack."""
        roles: list[_Role] = [self._read, self._attack, self._query, self._run_away, self._read]
        threads = [threading.Thread(target=self._client, args=(roles[n % 5], n)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _client(self, role: _Role, number: int) -> None:
        dice = random.Random(number)  # the same soak each time
        while time.monotonic() < self.until:
            role(dice)
            time.sleep(0.05)

    def _read(self, dice: random.Random) -> None:
        self._send("page", "GET", dice.choice(PAGES), HTML)

    def _query(self, dice: random.Random) -> None:
        text = f"SELECT ?p ?o {{ ?s ?p ?o }} LIMIT 20 OFFSET {dice.randrange(20_000)}"
        self._send("short query", "POST", "/sparql", QUERY, text)

    def _attack(self, dice: random.Random) -> None:
        kind = dice.random()
        if kind < 0.3:
            self._send("refused query", "POST", "/sparql", QUERY, dice.choice(REFUSED))
        elif kind < 0.6:
            path, headers, body = dice.choice(BODIES)
            self._send("odd body", "POST", path, headers, body)
        elif kind < 0.9:
            self._send("odd address", "GET", dice.choice(ADDRESSES), HTML)
        else:
            self._hang_up(dice.choice(RAW))

    def _run_away(self, dice: random.Random) -> None:
        self._send("runaway", "POST", "/sparql", QUERY, f"{dice.choice(RUNAWAYS)} # {dice.random()}")

    def _send(self, kind: str, method: str, path: str, headers: dict[str, str], body: str = "") -> None:
        begun, connection = time.monotonic(), http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body.encode() or None, headers)
            answer = connection.getresponse()
            answer.read()
            said = str(answer.status)
        except OSError as error:
            said = type(error).__name__
        finally:
            connection.close()
        with self._lock:
            self.times[kind].append(time.monotonic() - begun)
            self.told[kind][said] += 1

    def _hang_up(self, content: bytes) -> None:
        """Send what no server wants, wait a little, and go without a word."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as client:
            client.sendall(content)
            time.sleep(0.2)

    def report(self) -> str:
        """A line for each kind of request."""
        lines = [f"{'kind':15}{'requests':>9}{'p50':>9}{'p95':>9}{'longest':>9}  answers"]
        for kind, times in sorted(self.times.items()):
            cuts = statistics.quantiles(times, n=20) if len(times) > 1 else times * 20
            told = ", ".join(f"{status}: {count}" for status, count in sorted(self.told[kind].items()))
            lines.append(f"{kind:15}{len(times):9,}{cuts[9]:8.3f}s{cuts[18]:8.3f}s{max(times):8.3f}s  {told}")
        return "\n".join(lines)

    def faults(self) -> list[str]:
        """What no page and no short query may have been told."""
        return [
            f"{kind}: {status} {count} times"
            for kind in self.told
            for status, count in self.told[kind].items()
            if status == "500" or (kind in ("page", "short query") and status not in ("200", "303"))
        ]


@contextmanager
def serving(store: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server and its port."""
    command = [
        sys.executable,
        "-m",
        "glocal_graph.front.cli",
        "serve",
        "--port",
        "0",
        *(["--store", store] * bool(store)),
    ]
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "words").open("w+") as words:
        environment = os.environ | {"PYTHONUTF8": "1", "GLOCAL_LINKS": str(Path(folder) / "links")}
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=words, text=True, env=environment)
        try:
            yield process, _find_port(process, Path(words.name))
        finally:
            process.terminate()
            process.wait(20)


def _find_port(process: subprocess.Popen[str], words: Path) -> int:
    for _ in range(1200):
        if found := re.search(r"http://[^/]*:(\d+)", words.read_text(encoding="utf-8")):
            return int(found[1])
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("the server does not start: " + words.read_text(encoding="utf-8")[-1000:])


def measure(pid: int) -> dict[str, int]:
    """What the server and all its processes have now."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    memory = sum(item.memory_full_info().uss for item in family)
    return {"MB": memory >> 20, "descriptors": sum(item.num_fds() for item in family), "processes": len(family)}


def main() -> int:
    """Run, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seconds", type=float)
    parser.add_argument("--store", default="")
    parser.add_argument("--clients", type=int, default=15)
    given = parser.parse_args()
    with serving(given.store) as (process, port):
        begun = time.monotonic()
        Soak(port, begun + given.seconds / 10).run(given.clients)
        time.sleep(15)  # longer than any query may take
        before = measure(process.pid)
        soak = Soak(port, time.monotonic() + given.seconds * 0.9)
        soak.run(given.clients)
        time.sleep(15)
        faults = soak.faults()
        if process.poll() is not None:
            print("the server died")
            return 1
        after = measure(process.pid)
    print(soak.report())
    print("warm:", json.dumps(before), " end:", json.dumps(after))
    # Connections that were kept open, and a worker being replaced, come and go.
    faults += [
        f"more {name} than before" for name in ("descriptors", "processes") if after[name] > before[name] * 1.1 + 2
    ]
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
