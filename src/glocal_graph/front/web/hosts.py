"""Which names this site answers under: a request for another is refused before anything is made of its Host header.

Addresses of this site that an answer gives whole (canonical links, DCAT, the manifest of /reconcile) are made from the
Host header. Where the operator lists the site's names in GLOCAL_HOSTS, no stranger can have them made from another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from glocal_graph.front.web.intake import Environment, StartResponse, WsgiApp

__all__ = ["HostCheck"]

_HOST = re.compile(r"(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?P<port>:[0-9]{1,5})?")
_TEXT = (
    b'{"type": "about:blank", "title": "Bad Request", "status": 400, '
    b'"detail": "the Host header names no host of this site; the operator lists them in GLOCAL_HOSTS"}\n'
)
#: Whoever watches over the service asks here, under whichever name reaches it.
_ALWAYS = "/health"


class HostCheck:
    """Lets requests for the listed hosts pass to `app`; all, where none are listed."""

    def __init__(self, app: WsgiApp, hosts: str) -> None:
        self._app = app
        self._schemes = {name.rpartition("://")[2].rstrip("/").lower(): _scheme(name) for name in hosts.split()}

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """The app's answer, or 400."""
        if not self._schemes or environ.get("PATH_INFO") == _ALWAYS:
            return self._app(environ, start_response)
        host = str(environ.get("HTTP_HOST", "")).lower()
        match = _HOST.fullmatch(host)
        name = host.removesuffix(match["port"] or "") if match else ""
        known = host if host in self._schemes else name
        if not match or known not in self._schemes:
            return _refuse(start_response)
        if scheme := self._schemes[known]:
            environ["wsgi.url_scheme"] = scheme
        return self._app(environ, start_response)


def _scheme(name: str) -> str:
    return name.partition("://")[0].lower() if "://" in name else ""


def _refuse(start_response: StartResponse) -> list[bytes]:
    headers = [
        ("Content-Type", "application/problem+json"),
        ("Content-Length", str(len(_TEXT))),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response("400 Bad Request", headers)
    return [_TEXT]
