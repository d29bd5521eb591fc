"""Runs the web app with waitress: many threads, bounded queues and waits; says what it does in the log only."""

from __future__ import annotations

import logging

import waitress

from glocal_graph.data.store import GraphStore
from glocal_graph.front.web.factory import create_app
from glocal_graph.model.settings import Settings

__all__ = ["serve"]

_log = logging.getLogger(__name__)
_THREADS = 16
_CONNECTIONS = 500
_IDLE_SECONDS = 30
_HEADER_BYTES = 256 * 1024


def serve(settings: Settings, store: GraphStore | None = None) -> None:
    """Serve until stopped. Everything is read before the first request, so that no visitor waits for it."""
    app = create_app(settings, store)
    app.extensions["glocal_site"].warm()
    _log.info("serving on http://%s:%s", settings.host, settings.port)
    waitress.serve(
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
        _quiet=True,
    )
