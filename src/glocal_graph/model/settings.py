"""Every limit and path of the program: one table of name, default and help; GLOCAL_<NAME> overrides each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from glocal_graph.model.errors import UsageError

__all__ = ["Settings", "resources"]

_PACKAGE = Path(__file__).resolve().parents[1]
_MEGABYTE = 1024 * 1024


def resources() -> Path:
    """The folder that holds ontology/, data/, queries/ and web/: inside the wheel, else the checkout."""
    packed = _PACKAGE / "_resources"
    return packed if packed.is_dir() else _PACKAGE.parents[1]


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True)
class Settings:
    """The settings of one run; `Settings.from_environment()` reads GLOCAL_<NAME> variables."""

    store: str = _setting(
        str(user_data_path("glocal-graph", appauthor=False) / "store"),
        "folder of snapshots, or the address of a SPARQL 1.1 endpoint",
    )
    snapshots_kept: int = _setting(5, "newest snapshots that stay in the folder; the one served always stays")
    resources: Path = _setting(resources(), "folder that holds ontology/, data/, queries/ and web/")
    base: str = _setting("https://w3id.org/glocal-graph/", "base of every IRI of the graph")
    query_seconds: float = _setting(10.0, "time limit of one query, in seconds")
    query_memory: int = _setting(1024 * _MEGABYTE, "memory limit of one query worker, in bytes")
    query_workers: int = _setting(3, "queries evaluated at the same time; one is kept for the pages of the app")
    query_queue: int = _setting(16, "queries that may wait for a worker before a new one is turned away")
    query_length: int = _setting(65536, "longest query text, in characters")
    query_nesting: int = _setting(128, "deepest nesting of brackets in a query")
    result_bytes: int = _setting(256 * _MEGABYTE, "largest result of one query, in bytes")
    body_bytes: int = _setting(8 * _MEGABYTE, "largest body of a web request, in bytes")
    host: str = _setting("127.0.0.1", "address that the web app listens on")
    port: int = _setting(8000, "port that the web app listens on")
    network_nodes: int = _setting(400, "most things drawn at once in the explorer")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Defaults, then GLOCAL_<NAME> variables, then the values given.

        >>> Settings.from_environment({"GLOCAL_PORT": "9000"}).port
        9000
        """
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for item in fields(cls):
            text = environ.get(f"GLOCAL_{item.name.upper()}")
            if text is not None:
                values[item.name] = _parse(item.name, text, item.default)
        values.update({name: value for name, value in given.items() if value is not None})
        return cls(**values)

    @classmethod
    def table(cls) -> list[tuple[str, Any, str]]:
        """(name, default, help) of each setting, for documentation and its test."""
        return [(item.name, item.default, item.metadata["help"]) for item in fields(cls)]

    @property
    def is_remote(self) -> bool:
        """Whether the store is an address rather than a folder."""
        return self.store.startswith(("http://", "https://"))


def _parse(name: str, text: str, default: Any) -> Any:
    try:
        return type(default)(text) if not isinstance(default, Path) else Path(text)
    except ValueError as error:
        raise UsageError(f"GLOCAL_{name.upper()}={text!r} is not a {type(default).__name__}") from error
