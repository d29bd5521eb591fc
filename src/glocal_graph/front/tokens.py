"""Tokens of those who may write: only their hashes are kept.

GLOCAL_TOKENS names them: "name:hash" or "name:hash:graph" for each, with blanks between, or a file of such lines
("#" begins a remark). The hash is the SHA-256 of the token in hexadecimal digits; a token has 256 bits of chance, so
that a slower hash would add nothing. "graph" is what the names of the graphs must begin with that this token may
change. A file is read anew whenever it changed: who takes a line out takes the right away.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from glocal_graph.data.file_io import read_text
from glocal_graph.model.errors import UsageError

__all__ = ["Authority", "Holder", "make_token"]

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_ENTRY = re.compile(rf"(?P<name>{_NAME.pattern}):(?P<hash>[0-9a-f]{{64}})(?::(?P<scope>[^\s<>\"{{}}|\\^`]+))?")


@dataclass(frozen=True)
class Holder:
    """Somebody who may write: the name, the hash of the token, and what the names of their graphs begin with."""

    name: str
    digest: str
    scope: str = ""


class Authority:
    """The holders of tokens that a setting names."""

    def __init__(self, tokens: str) -> None:
        self._given = tokens.strip()
        words = self._given.split()
        self._file = Path(self._given) if words and not _ENTRY.fullmatch(words[0]) else None
        self._stamp = (0, 0)
        self._holders = [] if self._file else _read(words, "GLOCAL_TOKENS")

    @property
    def holders(self) -> list[Holder]:
        """Who may write now; UsageError, which names no secret, where that cannot be read."""
        if self._file is not None:
            found = self._file.stat() if self._file.is_file() else None
            stamp = (found.st_mtime_ns, found.st_size) if found else (0, 0)
            if found is None or stamp != self._stamp:
                self._holders, self._stamp = _read_file(self._file), stamp
        return self._holders

    def find(self, token: str) -> Holder | None:
        """Whose token this is. Every hash is compared to its end, so that the time tells nothing."""
        digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
        found = [holder for holder in self.holders if hmac.compare_digest(holder.digest, digest)]
        return found[0] if found else None


def make_token(name: str, scope: str = "") -> tuple[str, str]:
    """A fresh token, and the entry to put into GLOCAL_TOKENS; the token itself is kept nowhere."""
    token = "glocal_" + secrets.token_urlsafe(32)
    entry = f"{name}:{hashlib.sha256(token.encode()).hexdigest()}" + (f":{scope}" if scope else "")
    if not _NAME.fullmatch(name):
        raise UsageError(f'"{name}" is no name for a token; use up to 64 letters, digits, ".", "-" and "_"')
    if not _ENTRY.fullmatch(entry):
        raise UsageError(f'"{scope}" is no beginning of a graph\'s name; it is like https://…/graph/ without blanks')
    return token, entry


def _read_file(path: Path) -> list[Holder]:
    if not path.is_file():
        raise UsageError(f"GLOCAL_TOKENS is neither a list of name:hash nor a file that is there ({path.name[:80]})")
    lines = (line.partition("#")[0].strip() for line in read_text(path).splitlines())
    return _read([line for line in lines if line], f"GLOCAL_TOKENS ({path.name})")


def _read(entries: list[str], where: str) -> list[Holder]:
    holders: list[Holder] = []
    for number, entry in enumerate(entries, start=1):
        match = _ENTRY.fullmatch(entry)
        # The entry is not shown: somebody may have put a token where its hash belongs.
        if match is None:
            raise UsageError(f"{where}: entry {number} is not of the form name:hash; `glocal-graph token` writes one")
        holders.append(Holder(match["name"], match["hash"], match["scope"] or ""))
    return holders
