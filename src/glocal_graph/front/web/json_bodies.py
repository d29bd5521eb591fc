"""JSON that a stranger sends, read so that it can be used: no NaN, no half letters, no nesting without end."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

__all__ = ["read_json"]

_DEEPEST = 50
_MOST_PARTS = 250_000
_HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str | bytes) -> Any:
    """What the text says; ValueError with the reason where it is no JSON, or none that can be used.

    >>> read_json('{"a": [1]}')
    {'a': [1]}
    """
    try:
        text = text.decode("utf-8") if isinstance(text, bytes) else text
        found = json.loads(text, parse_constant=_refuse_number, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("it nests too deep") from error
    _check_size(found)
    if _HALF_LETTER.search(text):
        # Most such escapes come in pairs that make one letter; a half one cannot be written anywhere.
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    return found


def _refuse_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("it holds a number that is too large")
    return number


def _check_size(found: Any) -> None:
    """Level by level, so that the check itself nests nowhere."""
    level, parts = [found], 0
    for _ in range(_DEEPEST + 1):
        level = [part for item in level if isinstance(item, dict | list) for part in _parts(item)]
        parts += len(level)
        if parts > _MOST_PARTS:
            raise ValueError("it has too many parts")
        if not level:
            return
    raise ValueError("it nests too deep")


def _parts(item: dict[str, Any] | list[Any]) -> list[Any]:
    return list(item.values()) if isinstance(item, dict) else item
