"""A thing asked for by a script, found, and told in a few words from the index of names: no query is asked."""

from __future__ import annotations

import re
from typing import Any

from glocal_graph.front.web.display import local_address
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.site import Spot, get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import ThingGone
from glocal_graph.output.looks import find_group
from glocal_graph.questions.sparql_terms import name_iri

__all__ = ["brief", "complete", "find_thing", "name_in_words"]

_ID = re.compile(r"[a-z-]+/[^\s/].*|https?://.+")


def brief(iri: str, kind: str = "") -> dict[str, Any]:
    """Id, name with the tag of its language where that is not the reader's, kind, look, page.

    What has no name is not in the index; its kind is told by who knows it.
    """
    site = get_site()
    entry, country = site.names.get(iri), site.spots.get(iri, Spot()).country
    name, tag = name_in_words(iri)
    kind = kind or (entry.kind if entry else "Thing")
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


def complete(text: str) -> str:
    """The IRI of an id, or the IRI as it is; empty where the text is neither, so that it may be a name."""
    if not _ID.fullmatch(text):
        return ""
    return name_iri(text if text.startswith(("http://", "https://")) else v.ID + text).value


def find_thing(text: str) -> str:
    """The IRI that an id, IRI, code or name means.

    Raises ThingGone, with its name, for what an earlier release had; PlaceNotFound or PlaceAmbiguous for names.
    """
    site, iri = get_site(), complete(text)
    name = iri.removeprefix(v.ID)
    if iri and iri not in site.names and (gone := site.removed.get(name)) is not None:
        later = [v.iri(item) for item in gone.successors if v.iri(item) in site.names]
        near = [(item.removeprefix(v.ID), name_in_words(item)[0]) for item in later]
        raise ThingGone(name, gone.label(current_language()), gone.last, near)
    return site.names.resolve(text)
