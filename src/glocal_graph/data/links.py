"""Short addresses: what a page shows, kept by its content in a bounded folder; an id once given never breaks.

A state is JSON: the page, the fields of its address, and whatever else the page wants to find again::

    {"page": "/sparql", "fields": {"query": "SELECT …", "view": "map"}, "state": {"zoom": 4}}

It names a page of this site and nothing elsewhere, so a short address leads nobody away.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glocal_graph.data.file_io import replace_file
from glocal_graph.model.errors import LinksFull, StoreError, UsageError
from glocal_graph.model.settings import Settings

__all__ = ["ID_PATTERN", "MOST_BYTES", "Links", "State", "read_state"]

#: The longest state, in bytes of JSON.
MOST_BYTES = 64 * 1024
#: What an id looks like: the beginning of a digest in base32.
ID_PATTERN = re.compile(r"[a-z2-7]{12,52}")
_PAGE = re.compile(r"/(?:sparql|explore|questions(?:/[a-z0-9][a-z0-9-]{0,80})?)")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,40}")
_MOST_FIELDS = 60
_LENGTHS = (12, 20, 52)
#: How long a count of the folder is believed, in seconds; other processes write there too.
_COUNT_AGE = 30.0


@dataclass(frozen=True)
class State:
    """What a short address leads to: a page of ours, the fields of its address, and a state for its script."""

    page: str
    fields: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """The one way in which this state is written."""
        content = {"fields": dict(self.fields), "page": self.page, "state": dict(self.state)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False).encode("utf-8")


def read_state(body: bytes) -> State:
    """The state that a request sends; UsageError says what is wrong with it."""
    if len(body) > MOST_BYTES:
        raise UsageError(f"the state has {len(body):,} bytes; at most {MOST_BYTES:,} are kept")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UsageError("the state is no JSON in UTF-8") from error
    if not isinstance(content, dict) or not content.keys() <= {"page", "fields", "state"}:
        raise UsageError('the state is a JSON object with "page", "fields" and "state"')
    page, fields, state = content.get("page"), content.get("fields", {}), content.get("state", {})
    if not isinstance(page, str) or not _PAGE.fullmatch(page):
        raise UsageError('"page" is one of /sparql, /explore, /questions and /questions/NAME')
    _check_fields(fields)
    if not isinstance(state, dict):
        raise UsageError('"state" is a JSON object')
    made = State(page, fields, state)
    try:
        made.to_json()
    except (ValueError, RecursionError) as error:
        raise UsageError("the state holds something that cannot be kept: NaN, or half a letter") from error
    return made


def _check_fields(fields: object) -> None:
    if not isinstance(fields, dict) or len(fields) > _MOST_FIELDS:
        raise UsageError(f'"fields" is a JSON object of at most {_MOST_FIELDS} texts')
    for name, value in fields.items():
        if not _FIELD.fullmatch(name) or name == "link" or not isinstance(value, str) or "\x00" in value:
            raise UsageError(f"the field {ascii(name)[:60]} is not one that an address of ours has, or no text")


class Links:
    """The short addresses of one folder; several processes may use it at once."""

    def __init__(self, settings: Settings) -> None:
        self._folder = Path(settings.links)
        self._most, self._bytes = settings.links_most, settings.links_bytes
        self._count = (0, 0)
        self._counted = float("-inf")
        self._lock = threading.Lock()

    def keep(self, state: State) -> tuple[str, bool]:
        """The id of this state, and whether it is new; the same state has the same id everywhere."""
        content = state.to_json()
        digest = base64.b32encode(hashlib.sha256(content).digest()).decode("ascii").rstrip("=").lower()
        for length in _LENGTHS:
            link = digest[:length]
            found = self._read(link)
            if found == content:
                return link, False
            if found is None:
                self._write(link, content)
                return link, True
        raise StoreError("two states have the same digest")

    def find(self, link: str) -> State | None:
        """The state of an id, if it is one that was given."""
        content = self._read(link) if ID_PATTERN.fullmatch(link) else None
        return None if content is None else read_state(content)

    def _path(self, link: str) -> Path:
        return self._folder / link[:2] / f"{link}.json"

    def _read(self, link: str) -> bytes | None:
        try:
            return self._path(link).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"the short address cannot be read: {error.strerror}") from error

    def _write(self, link: str, content: bytes) -> None:
        path = self._path(link)
        with self._lock:
            number, size = self._tally()
            if number >= self._most or size + len(content) > self._bytes:
                raise LinksFull("no room for another short address; use the long one. Those made earlier go on working")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(path, content)
            except OSError as error:
                raise StoreError(f"the short address cannot be kept: {error.strerror}") from error
            self._count = (number + 1, size + len(content))

    def _tally(self) -> tuple[int, int]:
        """How many are kept, and their bytes; counted anew now and then."""
        if time.monotonic() - self._counted > _COUNT_AGE:
            sizes = [entry.stat().st_size for entry in self._entries()]
            self._count, self._counted = (len(sizes), sum(sizes)), time.monotonic()
        return self._count

    def _entries(self) -> list[os.DirEntry[str]]:
        try:
            folders = [entry.path for entry in os.scandir(self._folder) if entry.is_dir()]
        except FileNotFoundError:
            return []
        return [entry for folder in folders for entry in os.scandir(folder) if entry.name.endswith(".json")]
