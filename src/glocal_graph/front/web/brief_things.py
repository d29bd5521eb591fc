"""A thing in a few words for scripts, from the index of names: no query is asked."""

from __future__ import annotations

from typing import Any

from glocal_graph.front.web.display import local_address
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.site import Spot, get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.output.looks import find_group

__all__ = ["brief", "name_in_words"]


def brief(iri: str) -> dict[str, Any]:
    """Id, name with the tag of its language where that is not the reader's, kind, look, page."""
    site = get_site()
    entry, country = site.names.get(iri), site.spots.get(iri, Spot()).country
    name, tag = name_in_words(iri)
    kind = entry.kind if entry else "Thing"
    return {
        "id": iri,
        "name": name,
        "name_lang": tag,
        "kind": kind,
        "look": find_group({"kind": kind, "country": country}).key,
        "country": country,
        "href": local_address(iri),
    }


def name_in_words(iri: str) -> tuple[str, str]:
    """The name in the reader's language, else in the other with its tag, else the id."""
    entry, language = get_site().names.get(iri), current_language()
    names = {"en": entry.label_en, "ja": entry.label_ja} if entry else {}
    for tag in (language, "ja", "en"):
        if names.get(tag):
            return names[tag], "" if tag == language else tag
    return iri.removeprefix(v.ID), ""
