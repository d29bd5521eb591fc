"""Ids that are computed from what they stand for, so that they stay the same from release to release."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from glocal_graph.model.names import slug

__all__ = ["claim_id", "partnership_id", "source_id"]


def source_id(address: str) -> str:
    """The id of the page at this address: its host, and eight digits of the address's checksum.

    >>> source_id("https://www.mofa.go.jp/press/release/press4e_002458.html")
    'source/www-mofa-go-jp-1d8dea4b'
    """
    host = slug(urlsplit(address).hostname or "page")
    return f"source/{host}-{_digest(address)}"


def claim_id(about: str, address: str, *facts: str) -> str:
    """The id of what the page at this address says about a thing; `facts` are the cells of its row.

    >>> claim_id("event/2018-02-19-iikura-kochi", "https://example.org/", "2018-02-19")
    'claim/2018-02-19-iikura-kochi/1c5c6479'
    """
    return f"claim/{about.partition('/')[2]}/{_digest(chr(9).join([address, *facts]))}"


def partnership_id(parties: tuple[str, ...]) -> str:
    """The id of the tie between these places: Japan's first, each side in order.

    >>> partnership_id(("municipality/gn-3172394", "municipality/46201"))
    'partnership/46201--gn-3172394'
    """
    last = sorted((party.rpartition("/")[2] for party in parties), key=lambda code: (not _is_japanese(code), code))
    return "partnership/" + "--".join(last)


def _is_japanese(code: str) -> bool:
    return code.startswith(("JP-", "former-")) or (len(code) == 5 and code.isdigit())


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()[:8]
