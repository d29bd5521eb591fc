"""Makes what takes seconds in the background, after the start and each release, so that no visitor waits for it."""

from __future__ import annotations

import importlib
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

from flask import Flask

from glocal_graph.front.web.finder import read_finder
from glocal_graph.front.web.kept_network import keep_network
from glocal_graph.front.web.paths import read_net
from glocal_graph.front.web.site import Site, get_site
from glocal_graph.front.web.statistics import read_statistics
from glocal_graph.model.errors import GlocalError
from glocal_graph.questions.ties import read_ties

__all__ = ["look", "start", "warm_up"]

_log = logging.getLogger(__name__)
_LOOK_SECONDS, _BREATH_SECONDS = 2.0, 0.05
#: A new release is loaded by the first who asks for it; until then, others are shown the one before. That is left to
#: visitors, who come for it at once, and done here only where for so many rounds nobody came.
_ROUNDS = 30
_NICE = 10


def _read_overview() -> None:
    """The net of all ties and its picture, asked for as a browser does."""
    from flask import current_app

    current_app.test_client().get("/explore/all.json").close()


#: By name for the log, what most visitors want first.
_JOBS: Mapping[str, Callable[[], Any]] = {
    "drawing": lambda: [importlib.import_module(name) for name in ("igraph", "pyvis.network")],
    "overview": _read_overview,
    "network": keep_network,
    "names": lambda: get_site().warm(),
    "ties": lambda: read_ties(get_site().store),
    "removed": lambda: get_site().removed,
    "paths": read_net,
    "finder": read_finder,
    "statistics": read_statistics,
}


def start(app: Flask) -> threading.Thread:
    """Begin, in a thread that ends with the process."""
    thread = threading.Thread(target=_watch, args=(app,), daemon=True, name="warming")
    thread.start()
    return thread


def warm_up(app: Flask) -> list[str]:
    """Make everything of the present release now; the names of what could not be made."""
    failed = []
    site: Site = app.extensions["glocal_site"]
    release = site.store.release
    for name, make in _JOBS.items():
        if site.store.release != release:
            break  # the next round makes it of the new one
        began = time.monotonic()
        try:
            with app.app_context():
                make()
        except Exception as error:
            # Whoever asks for it is told why; a warm start is a courtesy.
            failed.append(name)
            _log.info("%s could not be made ahead: %s", name, error)
        else:
            _log.debug("%s is ready after %.1f s", name, time.monotonic() - began)
        time.sleep(_BREATH_SECONDS)
    return failed


def look(app: Flask, done: str) -> str:
    """Make everything if the release is another than that which is done; the release that is done now."""
    site: Site = app.extensions["glocal_site"]
    with suppress(GlocalError):  # a store that cannot be read says so to those who ask it
        if (release := site.store.release) != done:
            warm_up(app)
            return release
    return done


def _steadily(app: Flask) -> AbstractContextManager[None]:
    """No newer release is loaded by this thread, where the store can do so."""
    store = app.extensions["glocal_site"].store
    steadily: Callable[[], AbstractContextManager[None]] = getattr(store, "steadily", nullcontext)
    return steadily()


def _watch(app: Flask) -> None:
    _step_back()
    done, number = "", 0
    while True:
        ask = number % _ROUNDS == _ROUNDS - 1
        with nullcontext() if ask else _steadily(app):
            done = look(app, done)
        number += 1
        time.sleep(_LOOK_SECONDS)


def _step_back() -> None:
    """Let answers go first, where the system knows threads of less weight."""
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
