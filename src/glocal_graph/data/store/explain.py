"""The engine's words about a query that does not parse, made into a reason, a line and a column."""

from __future__ import annotations

import re

from glocal_graph.data.store.slips import find_slip
from glocal_graph.data.store.tokens import Token, locate, tokenize
from glocal_graph.model.errors import QuerySyntaxError

__all__ = ["explain"]

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_ITEM = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^,]+')
_SENTENCE = re.compile(r"[A-Z][a-z]?.* .*[a-z]")


def explain(text: str, message: str) -> QuerySyntaxError:
    """The error that a person can act on.

    Oxigraph gives the place that its parser reached at most, and what it could have read there. A keyword that it
    tried in vain counts as read, so the place may lie behind the culprit, and only the longest is named. A prefix
    that nobody declared is only said to be "expected OPTIONAL". The commonest slips are looked for in the text first.
    """
    try:
        undeclared = _find_undeclared(text)
    except QuerySyntaxError as error:
        return error
    if undeclared is not None:
        prefix = undeclared.text.partition(":")[0]
        return QuerySyntaxError(
            f"the prefix {prefix}: is not declared; begin with PREFIX {prefix}: <…>", *locate(text, undeclared.start)
        )
    match = _PLACE.match(message)
    if match is None:
        return QuerySyntaxError((message.splitlines() or ["it is no SPARQL query"])[0][:300])
    index, expected = _index(text, int(match[1]), int(match[2])), _read_items(match[3])
    sentences = [item for item in expected if _SENTENCE.fullmatch(item)]
    if sentences:
        return QuerySyntaxError(sentences[0], *locate(text, index))
    if (slip := find_slip(text, tokenize(text))) and slip.start <= index:
        return QuerySyntaxError(slip.reason, *locate(text, slip.start))
    keywords = [item for item in expected if re.fullmatch(r"[A-Z_]{2,}", item)]
    if keywords and len(keywords) == len([item for item in expected if item != "[_]"]):
        index, expected = max(0, index - min(map(len, keywords))), []
    index += len(text[index:]) - len(text[index:].lstrip())
    return QuerySyntaxError(_say(text[index:], expected), *locate(text, index))


def _index(text: str, line: int, column: int) -> int:
    """The place of a line and column, where the engine counts line feeds only."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))


def _find_undeclared(text: str) -> Token | None:
    declared, before = set(), ""
    for token in tokenize(text):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return token
        before = token.text.upper()
    return None


def _read_items(expected: str) -> list[str]:
    return [
        item.strip()
        for item in _ITEM.findall(expected.removeprefix("expected ").removeprefix("one of "))
        if item.strip()
    ]


def _say(rest: str, expected: list[str]) -> str:
    found = f'"{rest.split()[0][:40]}" cannot stand here' if rest else "something is missing here"
    wanted = [item for item in expected if not item.startswith("[")][:6]
    return f"{found}; expected {', '.join(wanted)}" if wanted else found
