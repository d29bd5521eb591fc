"""Every limit and path of the program: one table of name, default and help; GLOCAL_<NAME> overrides each."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_data_path

from glocal_graph.model.errors import UsageError

__all__ = ["DEFAULT_BASE", "Settings", "resources"]

_PACKAGE = Path(__file__).resolve().parents[1]
_MEGABYTE = 1024 * 1024
_DAY = 86_400.0
_SERVICE = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\]+")
_HOST = re.compile(r"(?:https?://)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?/?")
#: The base that the files of ontology/ and data/ are written with.
DEFAULT_BASE = "https://w3id.org/glocal-graph/"


def resources() -> Path:
    """The folder that holds ontology/, data/, queries/ and web/: inside the wheel, else the checkout."""
    packed = _PACKAGE / "_resources"
    return packed if packed.is_dir() else _PACKAGE.parents[1]


def _setting(default: Any, help_text: str, least: float | None = None, most: float = math.inf) -> Any:
    return field(default=default, metadata={"help": help_text, "least": least, "most": most})


def _fixed(value: str, help_text: str) -> Any:
    """A setting of the whole process, which no single `Settings` can have otherwise."""
    return field(init=False, default=value, metadata={"help": help_text, "least": None})


@dataclass(frozen=True)
class Settings:
    """The settings of one run; `Settings.from_environment()` reads GLOCAL_<NAME> variables."""

    store: str = _setting(
        str(user_data_path("glocal-graph", appauthor=False) / "store"),
        "folder of snapshots, or the address of a SPARQL 1.1 endpoint",
    )
    snapshots_kept: int = _setting(5, "newest snapshots that stay in the folder; the one served always stays", least=1)
    resources: Path = _setting(resources(), "folder that holds ontology/, data/, queries/ and web/")
    base: str = _fixed(
        (os.environ.get("GLOCAL_BASE") or DEFAULT_BASE).rstrip("/") + "/", "base of every IRI of the graph"
    )
    query_seconds: float = _setting(10.0, "time limit of one query, in seconds", least=0.01, most=_DAY)
    query_seconds_most: float = _setting(
        60.0, "longest time that a client may give its own query by timeout=, in seconds", least=0.01, most=_DAY
    )
    query_memory: int = _setting(1024 * _MEGABYTE, "memory limit of one query worker, in bytes", least=1)
    service_memory: int = _setting(
        4096 * _MEGABYTE,
        "memory limit of the web app and all its query workers together, in bytes; a worker's own limit is lowered "
        "where so many workers would go beyond",
        least=1,
    )
    query_workers: int = _setting(
        3,
        "long queries evaluated at the same time, and one; short ones and the app's own pass them by",
        least=1,
        most=64,
    )
    query_queue: int = _setting(16, "queries that may wait for a worker before a new one is turned away", least=0)
    services: str = _setting(
        "",
        "addresses of SPARQL endpoints that queries may call by SERVICE, with blanks between; none means that none may",
    )
    query_length: int = _setting(65536, "longest query text, in characters", least=1)
    query_nesting: int = _setting(128, "deepest nesting of brackets in a query", least=1)
    result_bytes: int = _setting(256 * _MEGABYTE, "largest result of one query, in bytes", least=1)
    body_bytes: int = _setting(8 * _MEGABYTE, "largest body of a web request, in bytes", least=1)
    links: str = _setting(
        str(user_data_path("glocal-graph", appauthor=False) / "links"), "folder of the short addresses that users make"
    )
    links_most: int = _setting(100_000, "most short addresses that are kept", least=0)
    links_bytes: int = _setting(256 * _MEGABYTE, "most bytes that short addresses may take in all", least=0)
    answers_kept_bytes: int = _setting(
        64 * _MEGABYTE,
        "memory for answers that were given before, in bytes; they are kept until the next release",
        least=0,
    )
    tokens: str = _setting(
        "",
        "who may write: name:hash of each token, with blanks between, or a file of such lines; "
        "none means that nobody may (`glocal-graph token` makes one)",
    )
    update_seconds: float = _setting(30.0, "time limit of working out one update, in seconds", least=0.01, most=_DAY)
    update_memory: int = _setting(
        2048 * _MEGABYTE, "memory limit of the process that makes a change, in bytes", least=1
    )
    host: str = _setting("127.0.0.1", "address that the web app listens on")
    port: int = _setting(8000, "port that the web app listens on", least=0, most=65535)
    hosts: str = _setting(
        "",
        "names that the site is reached under, with blanks between, as in glocal.example.org or, behind a server that "
        "speaks HTTPS, https://glocal.example.org; requests for others are refused; none means any",
    )
    network_nodes: int = _setting(400, "most things drawn at once in the explorer", least=1)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Defaults, then GLOCAL_<NAME> variables, then the values given.

        >>> Settings.from_environment({"GLOCAL_PORT": "9000"}).port
        9000
        """
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        known = [item for item in fields(cls) if item.init]
        for item in known:
            # An empty variable is how a shell or a container file says "not set".
            if text := environ.get(f"GLOCAL_{item.name.upper()}"):
                values[item.name] = _parse(item.name, text, item.default)
        values.update({name: value for name, value in given.items() if value is not None})
        for item in known:
            _check_range(item, values.get(item.name, item.default))
        settings = cls(**values)
        _check_store(settings)
        _check_services(settings)
        _check_hosts(settings)
        return settings

    @classmethod
    def table(cls) -> list[tuple[str, Any, str]]:
        """(name, default, help) of each setting, for documentation and its test."""
        return [(item.name, item.default, item.metadata["help"]) for item in fields(cls)]

    @property
    def service_addresses(self) -> frozenset[str]:
        """The endpoints that a query may call by SERVICE."""
        return frozenset(self.services.split())

    @property
    def is_remote(self) -> bool:
        """Whether the store is an address rather than a folder."""
        return self.store.startswith(("http://", "https://"))


def _check_services(settings: Settings) -> None:
    for address in settings.service_addresses:
        if not _SERVICE.fullmatch(address):
            raise UsageError(f'GLOCAL_SERVICES: "{address}" is no address of an endpoint; one is like http://host/path')


def _check_hosts(settings: Settings) -> None:
    for name in settings.hosts.split():
        if not _HOST.fullmatch(name):
            raise UsageError(f'GLOCAL_HOSTS: "{name}" is no name of a host; one is like glocal.example.org')


def _check_range(item: Field[Any], value: Any) -> None:
    least, most = item.metadata["least"], item.metadata.get("most", math.inf)
    if least is not None and not least <= value <= most:
        bounds = f"at least {least:g}" + (f", at most {most:g}" if most < math.inf else "")
        raise UsageError(f"GLOCAL_{item.name.upper()} is {value}; it must be {bounds}")


def _check_store(settings: Settings) -> None:
    if not settings.store:
        raise UsageError("the store has no name; give a folder or the address of an endpoint")
    if "://" not in settings.store:
        return
    try:
        parts = urlsplit(settings.store)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise UsageError(f'"{settings.store}" is no address of an endpoint; one is like http://host:port/path')


def _parse(name: str, text: str, default: Any) -> Any:
    try:
        return type(default)(text) if not isinstance(default, Path) else Path(text)
    except ValueError as error:
        kind = {int: "whole number", float: "number"}.get(type(default), "value")
        raise UsageError(f"GLOCAL_{name.upper()}={text!r} is not a {kind}") from error
