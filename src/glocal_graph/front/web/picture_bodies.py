"""The bodies in which a picture is asked for, read and checked: ids become IRIs, places numbers, all in limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from glocal_graph.front.web.json_bodies import read_json
from glocal_graph.model import vocabulary as v
from glocal_graph.output.layout import Position
from glocal_graph.questions.network import MOST
from glocal_graph.questions.sparql_terms import name_iri

__all__ = [
    "MOST_BYTES",
    "MOST_FOCI",
    "MOST_HOPS",
    "Wanted",
    "read_body",
    "read_ids",
    "read_object",
    "read_positions",
]

MOST_BYTES = 2_000_000
#: Things in focus, and how far a neighbourhood reaches.
MOST_FOCI, MOST_HOPS = 8, 3
_MOST_LETTERS = 500
#: Pixels from the middle; beyond, nothing of a picture lies.
_FARTHEST = 1_000_000


@dataclass(frozen=True)
class Wanted:
    """What a picture shall show, by IRIs, and where things lie that are drawn already."""

    focus: tuple[str, ...] = ()
    hops: int = 1
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    positions: Mapping[str, Position] = field(default_factory=dict)


def read_body(request: Request) -> Wanted:
    """What was posted; 400 with what is wrong with it, 413 where it is too much."""
    body = read_object(request)
    focus = read_ids(body, "focus")
    if len(focus) > MOST_FOCI:
        raise RequestEntityTooLarge(f"{len(focus):,} things in focus; a picture has at most {MOST_FOCI}")
    hops = body.get("hops", 1)
    if type(hops) is not int:
        raise BadRequest("hops is a whole number")
    return Wanted(
        focus,
        min(max(hops, 1), MOST_HOPS),
        read_ids(body, "add"),
        read_ids(body, "drop"),
        read_positions(body),
    )


def read_object(request: Request) -> dict[str, Any]:
    """The JSON object that was posted."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("post JSON, as application/json")
    if (request.content_length or 0) > MOST_BYTES:
        raise RequestEntityTooLarge(f"at most {MOST_BYTES:,} bytes can be sent here")
    try:
        body = read_json(request.get_data())
    except ValueError as error:
        raise BadRequest("the body is no JSON, or none that can be read here") from error
    if not isinstance(body, dict):
        raise BadRequest('the body is an object, as {"focus": ["municipality/46201"]}')
    return body


def read_ids(body: Mapping[str, Any], name: str, most: int = MOST) -> tuple[str, ...]:
    """The things of a list as IRIs, each once; ids are completed."""
    given = body.get(name, [])
    if not isinstance(given, list):
        raise BadRequest(f"{name} is a list of ids")
    if len(given) > most:
        raise RequestEntityTooLarge(f"{name} lists {len(given):,} things; at most {most:,} are taken")
    return tuple(dict.fromkeys(_whole(item, name) for item in given))


def read_positions(body: Mapping[str, Any]) -> dict[str, Position]:
    """Where things lie: {id: [x, y]}."""
    given = body.get("positions") or {}
    if not isinstance(given, dict):
        raise BadRequest("positions is an object, as {id: [x, y]}")
    if len(given) > 2 * MOST:
        raise RequestEntityTooLarge(f"{len(given):,} positions were sent; at most {2 * MOST:,} are taken")
    return {_whole(item, "positions"): _point(place) for item, place in given.items()}


def _whole(item: Any, name: str) -> str:
    if not isinstance(item, str) or len(item) > _MOST_LETTERS:
        raise BadRequest(f"{name}: each id is a text of at most {_MOST_LETTERS} letters")
    text = item.strip()
    return name_iri(text if text.startswith(("http://", "https://")) else v.ID + text).value


def _point(place: Any) -> Position:
    is_point = isinstance(place, list) and len(place) == 2
    if not is_point or not all(type(part) in (int, float) and abs(part) <= _FARTHEST for part in place):
        raise BadRequest(f"each position is two numbers between -{_FARTHEST:,} and {_FARTHEST:,}")
    return round(place[0]), round(place[1])
