"""Who is asking: the Authorization header of each request to an engine, by token, Digest (RFC 7616) or Basic.

An engine that wants a password says so once, to an empty request; every later request carries its answer at once,
since an engine may close the connection on a large body that comes without one.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.request import parse_http_list, parse_keqv_list

from glocal_graph.model.errors import RemoteError

__all__ = ["Credentials"]

#: Virtuoso knows MD5 only. Nothing rests on its strength here that the engine did not choose itself.
_SUMS = {"MD5": "md5", "SHA-256": "sha256"}


@dataclass
class Credentials:
    """A name with its password, or a token; without either, nothing is sent."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    _sign: Callable[[str, str], str] | None = field(default=None, repr=False)

    def take_up(self, challenge: str) -> bool:
        """Read what an engine wants (WWW-Authenticate); False where there is nothing to answer it with."""
        scheme, _, rest = challenge.partition(" ")
        if self.token or not self.user:
            return False
        if scheme.lower() == "digest":
            self._sign = _Digest(self.user, self.password, parse_keqv_list(parse_http_list(rest))).sign
        elif scheme.lower() == "basic":
            pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
            self._sign = lambda _method, _path: f"Basic {pair}"
        else:
            return False
        return True

    def sign(self, method: str, path: str) -> dict[str, str]:
        """The header of one request, to this path with its query."""
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        return {"Authorization": self._sign(method, path)} if self._sign else {}


class _Digest:
    """The answers to one challenge; each request has a number of its own."""

    def __init__(self, user: str, password: str, challenge: dict[str, str]) -> None:
        name = challenge.get("algorithm", "MD5")
        offered = [item.strip() for item in challenge.get("qop", "auth").split(",")]
        if name.upper() not in _SUMS or "auth" not in offered:
            raise RemoteError(f"the engine wants a password by {name}, which is not known here; use another way")
        self._user, self._password, self._challenge = user, password, challenge
        self._name, self._count = name, 0

    def sign(self, method: str, path: str) -> str:
        """The words of the header for one request."""
        self._count += 1
        realm, nonce = self._challenge.get("realm", ""), self._challenge.get("nonce", "")
        number, own = f"{self._count:08x}", secrets.token_hex(8)
        secret = self._sum(f"{self._user}:{realm}:{self._password}")
        answer = self._sum(f"{secret}:{nonce}:{number}:{own}:auth:{self._sum(f'{method}:{path}')}")
        words = {"username": self._user, "realm": realm, "nonce": nonce, "uri": path, "response": answer}
        if "opaque" in self._challenge:
            words["opaque"] = self._challenge["opaque"]
        quoted = ", ".join(f'{name}="{value}"' for name, value in {**words, "cnonce": own}.items())
        return f"Digest {quoted}, algorithm={self._name}, qop=auth, nc={number}"

    def _sum(self, text: str) -> str:
        return hashlib.new(_SUMS[self._name.upper()], text.encode(), usedforsecurity=False).hexdigest()
