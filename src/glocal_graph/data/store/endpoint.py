"""HTTP to one SPARQL endpoint: connections are kept open, answers come in parts, nobody is waited for too long."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import Message
from urllib.parse import SplitResult, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from glocal_graph import __version__

__all__ = ["Endpoint", "Late", "Refused", "Unreachable"]

_IDLE = 16
_CHUNK = 1 << 16
#: How a connection that was kept open fails when the server has closed it meanwhile; nothing was answered then.
_STALE = (http.client.RemoteDisconnected, ConnectionError)


class Late(Exception):
    """No whole answer within the time."""


class Unreachable(Exception):
    """Nobody answers at the address."""


class Refused(Exception):
    """The endpoint answered with a status other than 200; with its headers and the beginning of what it said."""

    def __init__(self, status: int, reason: str, headers: Message, said: str) -> None:
        self.status, self.reason, self.headers, self.said = status, reason, headers, said
        super().__init__(f"{status} {reason}")


class Endpoint:
    """An address that queries are posted to, from any thread. A redirection is a refusal: it is never followed."""

    def __init__(self, address: str) -> None:
        self._parts, self._lock = urlsplit(address), threading.Lock()
        self._proxy = _find_proxy(self._parts)
        self._idle: list[http.client.HTTPConnection] = []
        path = (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        self._target = address if self._proxy and self._parts.scheme == "http" else path

    def post(
        self, fields: Sequence[tuple[str, str]], accept: str, seconds: float, take: Callable[[bytes], object]
    ) -> tuple[str, bool]:
        """Send a form and give each part of the answer to `take`; its media type, and whether its end was marked.

        Where it was not, the answer ended with the connection, and nobody can tell whether it was whole.

        Raises Late, Unreachable, Refused; other errors of http.client and OSError where the answer broke off.
        """
        until = time.monotonic() + seconds
        body = urlencode(fields).encode("utf-8")
        try:
            connection, response = self._send(body, accept, until)
            is_marked = response.chunked or response.length is not None
            try:
                media_type = self._read(connection, response, until, take)
            except BaseException:
                response.close()
                connection.close()
                raise
        except TimeoutError as error:
            raise Late from error
        self._give_back(connection, response)
        return media_type, is_marked

    def close(self) -> None:
        """Close the connections that are open and idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def __del__(self) -> None:
        self.close()

    def _send(
        self, body: bytes, accept: str, until: float
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        headers = {
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"glocal-graph/{__version__}",
        }
        while True:
            with self._lock:
                kept = self._idle.pop() if self._idle else None
            connection = kept or self._connect(until)
            try:
                _set_timeout(connection, until)
                connection.request("POST", self._target, body, headers)
                return connection, connection.getresponse()
            except BaseException as error:
                connection.close()
                # Queries change nothing, so they may be sent again.
                if kept is None or not isinstance(error, _STALE):
                    raise

    def _connect(self, until: float) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        host, port = self._proxy or (str(self._parts.hostname), self._parts.port)
        connection = kind(host, port, timeout=max(0.001, until - time.monotonic()))
        if self._proxy and self._parts.scheme == "https":
            connection.set_tunnel(str(self._parts.hostname), self._parts.port)
        try:
            connection.connect()
        except TimeoutError:
            raise
        except OSError as error:
            raise Unreachable(error.strerror or str(error)) from error
        return connection

    def _read(
        self,
        connection: http.client.HTTPConnection,
        response: http.client.HTTPResponse,
        until: float,
        take: Callable[[bytes], object],
    ) -> str:
        if response.status != http.HTTPStatus.OK:
            said = response.read(4096).decode("utf-8", "replace")
            raise Refused(response.status, response.reason, response.headers, said)
        while part := response.read1(_CHUNK):
            take(part)
            _set_timeout(connection, until)
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return response.headers.get_content_type()

    def _give_back(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        is_reusable = not response.will_close
        with suppress(OSError):
            response.close()
        with self._lock:
            if is_reusable and len(self._idle) < _IDLE:
                self._idle.append(connection)
                return
        connection.close()


def _set_timeout(connection: http.client.HTTPConnection, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    # None once an answer has come after which the server closes the connection: the timeout set first holds on.
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _find_proxy(parts: SplitResult) -> tuple[str, int | None] | None:
    """The proxy that the environment names for this address."""
    address = getproxies().get(parts.scheme, "")
    if not address or proxy_bypass(parts.netloc):
        return None
    proxy = urlsplit(address if "//" in address else f"//{address}")
    return (proxy.hostname, proxy.port) if proxy.hostname else None
