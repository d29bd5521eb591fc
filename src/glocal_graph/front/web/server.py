"""Runs the web app with Granian: one process that answers, one above it that starts and ends it.

Requests pass three doors before Flask: `Intake` reads their bodies, `HostCheck` knows the site's names, `AnswerCache`
answers what was answered before.
Answers pass one behind it: `Outflow` sends none before it is whole.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from glocal_graph.front.web.answer_cache import AnswerCache
from glocal_graph.front.web.factory import create_app
from glocal_graph.front.web.hosts import HostCheck
from glocal_graph.front.web.intake import Intake, WsgiApp
from glocal_graph.front.web.outflow import Outflow
from glocal_graph.front.web.warming import start as start_warming
from glocal_graph.model.errors import GlocalError
from glocal_graph.model.settings import Settings

__all__ = ["guarded", "serve"]

_log = logging.getLogger(__name__)
#: Most of them only wait: for a query worker, or for a client to take its answer.
_THREADS = 64
_BODIES_AT_ONCE = 24
_HEADER_BYTES = 256 * 1024
_HEAD_MILLISECONDS = 10_000
_OPENING_SECONDS = 20.0


def serve(settings: Settings, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve until stopped. Everything is read before the first request, so that no visitor waits for it.

    `ready` is called with the address once requests are answered; GlocalError if the port is another's or the store
    cannot be read.
    """
    settings = replace(settings, port=_find_port(settings))
    heard, told = multiprocessing.Pipe(duplex=False)
    listener = _Listener(heard, lambda: _say_when_listening(settings, ready))
    server = Granian(
        "glocal_graph",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_MILLISECONDS, max_buffer_size=_HEADER_BYTES),
        websockets=False,
        workers_kill_timeout=5,
        log_enabled=False,
    )
    try:
        server.serve(target_loader=partial(_load, settings, told), wrap_loader=False)
    except SystemExit:
        raise listener.error() from None
    finally:
        told.close()


def guarded(app: Flask, settings: Settings) -> WsgiApp:
    """The app behind its doors."""
    site = app.extensions["glocal_site"]
    kept: WsgiApp = AnswerCache(Outflow(app.wsgi_app), lambda: str(site.store.release), settings.answers_kept_bytes)
    kept = HostCheck(kept, settings.hosts)
    return Intake(kept, settings.body_bytes, _BODIES_AT_ONCE)


def _load(settings: Settings, told: Connection) -> WsgiApp:
    """In the process that answers: the app, made and warm. What goes wrong is told to the process above."""
    _end_with_parent()
    try:
        app = create_app(settings)
        app.extensions["glocal_site"].warm()
    except GlocalError as error:
        told.send(str(error))
        sys.exit(1)
    except Exception as error:
        _log.debug("the app cannot be made", exc_info=True)
        told.send(f"unexpected {type(error).__name__}: {error}")
        sys.exit(1)
    told.send("")
    start_warming(app)
    _log.info("serving on %s", _address(settings))
    return guarded(app, settings)


class _Listener:
    """Waits for word of the process that answers: an empty one when it is ready, else what went wrong."""

    def __init__(self, heard: Connection, ready: Callable[[], Any]) -> None:
        self._heard, self._ready, self._said = heard, ready, ""
        self._thread = threading.Thread(target=self._listen, daemon=True, name="start of the server")
        self._thread.start()

    def _listen(self) -> None:
        try:
            self._said = str(self._heard.recv())
        except (EOFError, OSError):
            return
        if not self._said:
            self._ready()

    def error(self) -> GlocalError:
        """Why the server ended."""
        self._thread.join(1)
        return GlocalError(self._said or "the server ended unexpectedly; its log says more")


def _say_when_listening(settings: Settings, ready: Callable[[str], None] | None) -> None:
    """The app is made; Granian opens the port some moments later."""
    if ready is None:
        return
    until = time.monotonic() + _OPENING_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection((_reachable(settings.host), settings.port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.02)
    ready(_address(settings))


def _reachable(host: str) -> str:
    """An address at which this machine reaches itself, for one that means all of its addresses."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared only


def _end_with_parent() -> None:
    """Should the process above be killed, nobody is left to end this one: it ends itself, and frees the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def watch() -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True, name="parent watch").start()


def _find_port(settings: Settings) -> int:
    """The port to listen on, found to be free: Granian's sockets would share it with another program's."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise GlocalError(
            f"port {settings.port} of {settings.host} cannot be used ({reason}); choose others with --port or --host"
        ) from error


def _address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"
