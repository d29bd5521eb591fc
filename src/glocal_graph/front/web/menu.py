"""The menu of every page: its entries in groups by what people come for, and which of them is open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from glocal_graph.front.web.language import translate

__all__ = ["Entry", "Group", "build_menu", "install"]

#: Each group with its entries: the view that an entry opens, and the message that names it.
_GROUPS = (
    (
        "see",
        (
            ("explore.explore", "explore"),
            ("overview.page", "overview"),
            ("compare.compare", "compare"),
            ("paths.page", "paths"),
            ("statistics.page", "statistics"),
        ),
    ),
    ("ask", (("questions.listing", "questions"), ("planner.planner", "planner"), ("finder.page", "finder"))),
    ("take", (("data.page", "data"), ("sparql.sparql", "sparql"), ("ontology.ontology", "ontology"))),
)


@dataclass(frozen=True)
class Entry:
    """A page of the menu; `current` is "page" on itself, "true" on what lies below it, else empty."""

    key: str
    name: str
    address: str
    current: str


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    key: str
    name: str
    entries: list[Entry]


def install(app: Flask) -> None:
    """Give the templates the menu."""
    app.jinja_env.globals["menu"] = build_menu


def build_menu() -> list[Group]:
    """The menu as it stands on the page of this request."""
    return [
        Group(key, translate(f"nav.group_{key}"), [_enter(*entry) for entry in entries if _is_there(entry[0])])
        for key, entries in _GROUPS
    ]


def _is_there(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _enter(endpoint: str, key: str) -> Entry:
    return Entry(key, translate(f"nav.{key}"), url_for(endpoint), _mark(endpoint))


def _mark(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    return "true" if request.blueprint == endpoint.partition(".")[0] else ""
