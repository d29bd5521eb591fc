"""The engine's words about a query that does not parse, made into a reason, a line and a column."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    that nobody declared is only said to be "expected OPTIONAL".
    """
    undeclared = _find_undeclared(text)
    if undeclared is not None:
        prefix = undeclared.text.partition(":")[0]
        return QuerySyntaxError(
            f"the prefix {prefix}: is not declared; begin with PREFIX {prefix}: <…>", *locate(text, undeclared.start)
        )
    match = _PLACE.match(message)
    if match is None:
        return QuerySyntaxError((message.splitlines() or ["it is no SPARQL query"])[0][:300])
    line, column, expected = int(match[1]), int(match[2]), _read_items(match[3])
    sentences = [item for item in expected if _SENTENCE.fullmatch(item)]
    if sentences:
        return QuerySyntaxError(sentences[0], line, column)
    keywords = [item for item in expected if re.fullmatch(r"[A-Z_]{2,}", item)]
    if keywords and len(keywords) == len([item for item in expected if item != "[_]"]):
        column, expected = max(1, column - max(map(len, keywords))), []
    return QuerySyntaxError(_say(text, line, column, expected), line, column)


def _find_undeclared(text: str) -> Token | None:
    declared, tokens, before = set(), _tokens(text), ""
    for token in tokens:
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return token
        before = token.text.upper()
    return None


def _tokens(text: str) -> Iterator[Token]:
    try:
        yield from tokenize(text)
    except QuerySyntaxError:
        return


def _read_items(expected: str) -> list[str]:
    return [
        item.strip()
        for item in _ITEM.findall(expected.removeprefix("expected ").removeprefix("one of "))
        if item.strip()
    ]


def _say(text: str, line: int, column: int, expected: list[str]) -> str:
    lines = re.split(r"\r\n|\r|\n", text)
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    found = f'"{rest.split()[0][:40]}" cannot stand here' if rest else "something is missing here"
    wanted = [item for item in expected if not item.startswith("[")][:6]
    return f"{found}; expected {', '.join(wanted)}" if wanted else found
