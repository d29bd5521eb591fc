"""SELECT * with its columns as they first stand in the query, as people read them; the engine sorts them by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from glocal_graph.data.store.tokens import Token, tokenize
from glocal_graph.model.errors import QuerySyntaxError

__all__ = ["order_columns", "spell_out"]

#: A quick look, so that other queries are not cut into tokens for nothing.
_STAR = re.compile(r"SELECT\s*+(?:(?:DISTINCT|REDUCED)\s*+)?+\*", re.IGNORECASE)


def order_columns(text: str, base: str) -> str:
    """The query with its * spelled out; SyntaxError as the engine raises it.

    What the * stands for is asked of an empty store: a full one would begin to sort.
    """
    if not _STAR.search(text):
        return text
    results = ox.Store().query(text, base_iri=base)
    if not isinstance(results, ox.QuerySolutions):
        return text
    return spell_out(text, [variable.value for variable in results.variables])


def spell_out(text: str, names: Sequence[str]) -> str:
    """The query with these names, which are all that its * stands for, in the order of the text instead of it.

    >>> spell_out("SELECT * { ?b ?c ?a }", ["a", "b", "c"])
    'SELECT ?b ?c ?a  { ?b ?c ?a }'
    """
    if len(names) < 2:
        return text
    try:
        tokens = list(tokenize(text))
    except QuerySyntaxError:
        return text
    star = _find_star(tokens)
    if star is None:
        return text
    first: dict[str, int] = {}
    for token in tokens:
        if token.kind == "variable":
            first.setdefault(token.text[1:], token.start)
    ordered = sorted(names, key=lambda name: first.get(name, len(text)))
    return f"{text[:star].rstrip()} {' '.join(f'?{name}' for name in ordered)} {text[star + 1 :]}"


def _find_star(tokens: Sequence[Token]) -> int | None:
    """Where the * of the query itself is, not of one within it."""
    for number, token in enumerate(tokens):
        if token.kind == "word" and token.text.upper() == "SELECT":
            later = [item for item in tokens[number + 1 : number + 3] if item.text.upper() not in _KINDS]
            return later[0].start if later and later[0].text == "*" else None
        if token.text == "{":
            return None
    return None


_KINDS = ("DISTINCT", "REDUCED")
