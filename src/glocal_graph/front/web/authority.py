"""Who may write by HTTP: the holder of a bearer token; nobody where none are set."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from glocal_graph.front.tokens import Authority, Holder
from glocal_graph.model.settings import Settings

__all__ = ["install", "require_writer"]

_OFF = (
    "writing is switched off here: no tokens are set. Whoever runs this service makes one by "
    "`glocal-graph token NAME` and sets GLOCAL_TOKENS"
)


def install(settings: Settings) -> Authority:
    """The authority of these settings; UsageError where the tokens cannot be read."""
    authority = Authority(settings.tokens)
    _ = authority.holders
    return authority


def require_writer() -> Holder:
    """Who sends this request; 401 without a token that is known, 403 where nobody may write."""
    authority: Authority = current_app.extensions["glocal_authority"]
    if not authority.holders:
        raise Forbidden(_OFF)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise _unauthorized("a change needs a token: send the header Authorization: Bearer …", None)
    holder = authority.find(token.strip())
    if holder is None:
        raise _unauthorized("nobody here has this token", "invalid_token")
    return holder


def _unauthorized(reason: str, code: str | None) -> Unauthorized:
    # Written out, since RFC 9110 wants a realm in quotes, and werkzeug leaves them out where it can.
    error = f', error="{code}"' if code else ""
    return Unauthorized(reason, www_authenticate=WWWAuthenticate("bearer", token=f'realm="glocal-graph"{error}'))
