"""Where a network is read from: what is kept of this release in memory once that is made, until then the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glocal_graph.front.web.site import get_site
from glocal_graph.questions.network_kept import KeptReader
from glocal_graph.questions.network_queries import Reader

if TYPE_CHECKING:
    from glocal_graph.data.store import GraphStore

__all__ = ["keep_network", "network_source"]

_NAME = "network"


def network_source() -> GraphStore | Reader:
    """What networks are read from; nobody waits for it to be made."""
    site = get_site()
    kept: Reader | None = site.ready(_NAME)
    return site.store if kept is None else kept


def keep_network() -> Reader:
    """Read it all into memory, unless that is done."""
    site = get_site()
    return site.once(_NAME, lambda: KeptReader(site.store))
