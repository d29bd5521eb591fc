"""Runs the web app with waitress: many threads, bounded queues and waits; says what it does in the log only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import waitress
from flask import Flask

from glocal_graph.data.store import GraphStore
from glocal_graph.front.web.factory import create_app
from glocal_graph.model.errors import GlocalError
from glocal_graph.model.settings import Settings

__all__ = ["serve"]

_log = logging.getLogger(__name__)
_THREADS = 16
_CONNECTIONS = 500
_IDLE_SECONDS = 30
_HEADER_BYTES = 256 * 1024


def serve(settings: Settings, store: GraphStore | None = None, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve until stopped. Everything is read before the first request, so that no visitor waits for it.

    `ready` is called with the address once the port is ours; GlocalError if it is another's.
    """
    app = create_app(settings, store)
    app.extensions["glocal_site"].warm()
    server = _listen(app, settings)
    # A name with several addresses gives a server of several sockets, which has no one port.
    address = f"http://{settings.host}:{getattr(server, 'effective_port', settings.port)}/"
    _log.info("serving on %s", address)
    if ready is not None:
        ready(address)
    server.run()


def _listen(app: Flask, settings: Settings) -> Any:
    try:
        return _create_server(app, settings)
    except (OSError, ValueError) as error:
        # waitress raises ValueError for a host that nobody knows.
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise GlocalError(
            f"port {settings.port} of {settings.host} cannot be used ({reason}); choose others with --port or --host"
        ) from error


def _create_server(app: Flask, settings: Settings) -> Any:
    return waitress.create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=_THREADS,
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        cleanup_interval=5,
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=settings.body_bytes,
        clear_untrusted_proxy_headers=True,
        ident="glocal-graph",
    )
