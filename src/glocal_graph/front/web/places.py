"""The place that somebody means in a form: one entry of the index, whatever the script; and its name for the page."""

from __future__ import annotations

from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.site import get_site
from glocal_graph.model.errors import GlocalError, PlaceNotFound
from glocal_graph.questions.search import Entry

__all__ = ["PLACES", "file_stem", "find_place", "label_of", "typed"]

#: The classes whose names a form for a local government takes.
PLACES = frozenset(
    ("Country", "Region", "Prefecture", "Municipality", "City", "SpecialWard", "Town", "Village", "District", "County")
)


def find_place(text: str) -> Entry:
    """The local government or country of this name, code, id or IRI.

    Raises PlaceNotFound with near names, PlaceAmbiguous with the codes of all that it can mean.
    """
    names = get_site().names
    entry = names.get(names.resolve(text, PLACES))
    if entry is None or entry.kind not in PLACES:
        raise PlaceNotFound(text)
    return entry


def label_of(entry: Entry) -> str:
    """Its name in the reader's language, else in the other."""
    pair = (entry.label_ja, entry.label_en) if current_language() == "ja" else (entry.label_en, entry.label_ja)
    return pair[0] or pair[1]


def typed(entry: Entry) -> str:
    """What a form's field holds, so that it means this place again: its name, or its code where others share it."""
    try:
        is_clear = find_place(label_of(entry)).iri == entry.iri
    except GlocalError:
        is_clear = False
    return label_of(entry) if is_clear else entry.code


def file_stem(*parts: str) -> str:
    """A file's name of ids and numbers: what is empty is left out, a slash becomes a hyphen."""
    return "-".join(part.replace("/", "-") for part in parts if part)[:100]
