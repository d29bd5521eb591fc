"""Japanese or English: which of the two a request gets, every message in both, and the switch that keeps the view."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for
from werkzeug.datastructures import MultiDict

from glocal_graph.data.file_io import read_text
from glocal_graph.model.errors import DataError

__all__ = ["LANGUAGES", "Messages", "current_language", "install", "switch_address", "translate"]

LANGUAGES = ("en", "ja")


class Messages:
    """Every message of the site by its key, in both languages."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._table = table

    @classmethod
    def read(cls, path: Path) -> Messages:
        """The messages of a file; DataError if one lacks a language."""
        try:
            table = tomllib.loads(read_text(path))
        except tomllib.TOMLDecodeError as error:
            raise DataError(path, None, f"is no TOML: {error}") from error
        for key, texts in table.items():
            if set(texts) != set(LANGUAGES):
                raise DataError(path, None, f"message [{key}] needs en and ja, nothing else")
        return cls(table)

    def get(self, key: str, language: str, **values: Any) -> str:
        """The message with its values filled in; KeyError for a key that is not there."""
        return self._table[key][language].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def keys(self) -> list[str]:
        """All keys."""
        return list(self._table)


def current_language() -> str:
    """The language of this request: ?lang=, else the better liked of the two by Accept-Language, else English."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        asked = request.args.get("lang", "")
        g.language = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or "en"
    return str(g.language)


def translate(key: str, /, **values: Any) -> str:
    """The message in the language of this request."""
    messages: Messages = _messages()
    return messages.get(key, current_language(), **values)


def switch_address(language: str) -> str:
    """The address of this very view in another language."""
    arguments = MultiDict(request.args)
    arguments["lang"] = language
    endpoint = request.endpoint if request.method == "GET" and request.url_rule else None
    if endpoint is None:
        return url_for("home.home", lang=language)
    return url_for(endpoint, **{**(request.view_args or {}), **arguments.to_dict(flat=False)})


def install(app: Flask, messages: Messages) -> None:
    """Give the app its messages, templates their `t`, and every local link the language that was asked for."""
    app.extensions["glocal_messages"] = messages
    app.url_defaults(_keep_language)
    app.jinja_env.globals.update(t=translate, switch_address=switch_address, languages=LANGUAGES, messages=messages)
    app.context_processor(lambda: {"language": current_language()})


def _messages() -> Messages:
    found: Messages = current_app.extensions["glocal_messages"]
    return found


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "static" and has_request_context() and request.args.get("lang") in LANGUAGES:
        values.setdefault("lang", request.args["lang"])
