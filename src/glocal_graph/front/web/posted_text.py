"""A SPARQL text that is posted, a query or an update: its media type, its characters, the graphs named beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

__all__ = ["FORM", "clean", "decode", "read_fields", "read_graphs", "read_kind"]

FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 100
#: A graph's name, as FROM takes it; nothing that anybody might think we would open.
_GRAPH_NAME = re.compile(r"(?:https?://|urn:)[^\x00-\x20<>\"{}|\\^`]+", re.IGNORECASE)


def read_kind(what: str, direct: str, hint: str = "") -> str:
    """The media type of the body, a form or `direct`; 415 for another, another charset, or a packed body.

    `what` is what is posted, in words; `hint` is said of another media type.
    """
    kind = request.mimetype
    if kind not in (FORM, direct):
        raise UnsupportedMediaType(f'{what} is posted as {FORM} or {direct}, not as "{kind[:80]}"{hint}')
    charset = request.mimetype_params.get("charset", "utf-8").strip("'\"").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"{what} is read as UTF-8, not as {charset[:40]}")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType(f"{what} is read as it is: send it without Content-Encoding")
    return kind


def read_fields(raw: bytes) -> dict[str, list[str]]:
    """The fields of an address or a form, each with its values in order."""
    try:
        return parse_qs(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise BadRequest("the request is not UTF-8, percent-encoded") from error
    except ValueError as error:
        raise BadRequest(f"the request cannot be read: at most {_MOST_FIELDS} fields") from error


def read_graphs(field: str, values: Iterable[str]) -> tuple[str, ...]:
    """The graphs that this field names, each once. A form that was left empty names none."""
    found = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    for graph in found:
        if not _GRAPH_NAME.fullmatch(graph):
            raise BadRequest(f'{field} takes the name of a graph, which begins with http or urn, not "{graph[:200]}"')
    return found


def decode(what: str, raw: bytes) -> str:
    """The bytes as text; 400 where they are not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{what} is not UTF-8: byte {error.start + 1}") from error


def clean(what: str, text: str) -> str:
    """The text with plain ends of lines and without a mark of its byte order; 400 where it holds a NUL."""
    if "\x00" in text:
        raise BadRequest(f"{what} holds a NUL character")
    return text.replace("\r\n", "\n").removeprefix("\ufeff")
