"""An attacker's client: it sends what no honest client would, and looks for what no answer may show."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.front.serving import TOKEN

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
HTML = "text/html,*/*;q=0.8"
#: The time in which a simple query is answered after whatever was sent; generous, since machines are busy.
CALM_SECONDS = 5.0
_INSIDE = re.compile(rb"Traceback|File \"|/site-packages/|\.py\"|/src/glocal_graph|werkzeug|pyoxigraph|panicked")
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class Trap:
    """A port that nobody may call."""

    port: int

    def address(self, host: str = "127.0.0.1", path: str = "/x") -> str:
        """An address that leads there."""
        return f"http://{host}:{self.port}{path}"


@dataclass
class Told:
    """An answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def reason(self) -> str:
        """The one line that says what is wrong: of a problem in JSON."""
        assert self.headers["Content-Type"] == "application/problem+json", self.text[:300]
        problem = json.loads(self.body)
        assert problem["status"] == self.status
        return str(problem["detail"])


@dataclass
class Site:
    """The server under attack."""

    port: int
    pid: int
    errors: Path
    seen: list[Told] = field(default_factory=list)
    triples: str = ""

    def send(self, address: str, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Told:
        """The answer to one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, address, body.encode() if isinstance(body, str) else body, sent)
            answer = connection.getresponse()
            told = Told(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
        self.seen.append(told)
        return told

    def query(self, text: str | bytes, accept: str = "application/sparql-results+json", fields: str = "") -> Told:
        """The answer to a query, posted as it is."""
        return self.send(f"/sparql{fields}", "POST", text, Content_Type=QUERY, Accept=accept)

    def write(self, method: str, address: str, body: bytes | str, kind: str) -> Told:
        """The answer to a change, sent by somebody who may make it."""
        return self.send(address, method, body, Content_Type=kind, Authorization=f"Bearer {TOKEN}")

    def post_json(self, address: str, body: object, **headers: str) -> Told:
        """The answer to JSON; a text is sent as it is."""
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.send(address, "POST", content, Content_Type="application/json", **headers)

    def post_form(self, address: str, **fields: str) -> Told:
        """The answer to a form."""
        return self.send(address, "POST", urlencode(fields), Content_Type=FORM)

    def raw(self, content: bytes) -> bytes:
        """What comes back for bytes that need be no request at all; nothing where the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as client:
            said = b""
            try:
                client.sendall(content)
                while part := client.recv(65536):
                    said += part
                    if b"\r\n\r\n" in said:
                        break
            except ConnectionError:
                pass
            return said

    def count(self) -> str:
        """How many triples the graph has."""
        # Said in other words each time, so that no kept answer is taken for a live service.
        text = f"{COUNT} # {time.monotonic_ns()}"
        return str(json.loads(self.query(text).body)["results"]["bindings"][0]["n"]["value"])

    def check_calm(self) -> None:
        """The service is alive, quick and unchanged, and none of its answers showed its inside."""
        for told in self.seen:
            assert not (found := _INSIDE.search(told.body)), (found, told.text[:500])
            assert told.status != 500, told.text[:500]
            if told.status >= 400 and told.headers["Content-Type"] == "application/problem+json":
                assert 0 < len(told.reason) < 1000
                assert "\n" not in told.reason.strip()
        begun = time.monotonic()
        assert self.send("/health").status == 200
        count = self.count()
        assert time.monotonic() - begun < CALM_SECONDS
        self.triples = self.triples or count
        assert count == self.triples


def address(path: str, **fields: str) -> str:
    """An address with its fields percent-encoded."""
    return quote(path, safe="/%") + ("?" + urlencode(fields) if fields else "")
