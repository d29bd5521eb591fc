"""Who publishes a source, in the reader's language.

The data tells publishers by a text of one language, mostly English; where a thing of the graph publishes it, as a city
hall or a ministry does, readers of Japanese are told that thing's Japanese name.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.questions.search import Selecting

__all__ = ["install", "publisher_name"]

_NAMES = f"""
SELECT DISTINCT ?text ?name {{
  ?source <{v.glocal("publisher")}> ?text ; <{v.glocal("publishedBy")}> ?thing .
  ?thing <{v.RDFS_LABEL}> ?name FILTER (LANG(?name) = "ja")
}}"""


def install(app: Flask) -> None:
    """Give the templates the filter."""
    app.jinja_env.filters["publisher"] = publisher_name


def publisher_name(text: str) -> str:
    """The name of this publisher for the reader; the text itself where the graph knows no one name."""
    if current_language() != "ja" or not text:
        return text
    site = get_site()
    names: Mapping[str, str] = site.once("publishers", lambda: _read_names(site.store))
    return names.get(text, text)


def _read_names(store: Selecting) -> dict[str, str]:
    """A text that stands for several publishers, as that of two cities of one name may, has no name here."""
    found: dict[str, set[str]] = {}
    for row in store.select(_NAMES):
        found.setdefault(row["text"].value, set()).add(row["name"].value)
    return {text: next(iter(names)) for text, names in found.items() if len(names) == 1}
