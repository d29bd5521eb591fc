"""A stranger's SPARQL: let through, or refused with the word that stops it and its line.

Refused are SERVICE to any endpoint that the settings do not name, LOAD and every update, graphs that are no graph
names, texts that are too long, too deep or too repetitive for the engine's stack, and texts that engines cut into
different tokens. Decided by tokens, never by searching the text: a literal, a comment, an IRI or a variable may
contain any word.

What passes may still be costly or wrong: the workers' limits and the engine's parser are for that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from glocal_graph.data.store.tokens import Token, decode_escapes, locate, tokenize
from glocal_graph.model.errors import QueryRefused, QuerySyntaxError
from glocal_graph.model.settings import Settings

__all__ = ["admit"]

_UPDATES = {"LOAD", "INSERT", "DELETE", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH", "USING"}
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_GRAPH_NAME = re.compile(r"<(?:https?://|urn:)[^<>]*>", re.IGNORECASE)
#: Each of these puts one more level on the engine's stack, wherever it stands; thousands of them end it.
_STACKING = {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "EXISTS", "VALUES", "SELECT", "AS", "LATERAL"}
_MOST_REPEATED = 1000


def admit(text: str, settings: Settings, *, updates: bool = False) -> None:
    """Let a query through, or raise QueryRefused; QuerySyntaxError where it cannot even be cut into tokens.

    With `updates` it is an update by somebody who may write: all but LOAD and SERVICE is let through, and its text
    may be as long as the body of a request, since it can hold data.

    >>> admit("SELECT * { ?s ?p 'SERVICE' } # LOAD", Settings())
    >>> admit("SELECT * { service <http://example.org/> { ?s ?p ?o } }", Settings())
    Traceback (most recent call last):
    glocal_graph.model.errors.QueryRefused: line 1: SERVICE is refused; a query here asks this graph, and calls no other
    """
    longest, kind = (settings.body_bytes, "update") if updates else (settings.query_length, "query")
    if len(text) > longest:
        raise QueryRefused(f"the {kind} has {len(text)} characters; at most {longest} are read")
    if match := _NO_TEXT.search(text):
        line, _ = locate(text, match.start())
        raise QueryRefused(f"line {line}: the character U+{ord(match[0]):04X} is no text")
    for reading in _decoded(text):
        try:
            _Reading(reading, settings, updates).check()
        except QuerySyntaxError:
            continue  # an engine that decodes first stops at the same place; what came before is checked
    _Reading(text, settings, updates).check()


def _decoded(text: str) -> Iterator[str]:
    r"""The texts that engines see which decode \uXXXX before they read tokens, as the standard says."""
    if "\\u" in text or "\\U" in text:
        yield from {decode_escapes(text, pairs=True), decode_escapes(text, pairs=False)} - {text}


class _Reading:
    """One way to read a text."""

    def __init__(self, text: str, settings: Settings, updates: bool) -> None:
        self._services = frozenset() if updates else settings.service_addresses
        #: The word SERVICE whose endpoint has not come yet.
        self._calling: Token | None = None
        self._refused_words = {"LOAD"} if updates else _UPDATES
        self._text, self._deepest = text, settings.query_nesting
        self._depth = self._quoted = self._signs = 0
        self._counts: Counter[str] = Counter()
        self._prefixes: dict[str, list[str]] = {}
        #: The two tokens before the current one.
        self._before: tuple[Token, Token] = (Token("", "", 0), Token("", "", 0))

    def check(self) -> None:
        """Refuse what no stranger's query may do."""
        for token in tokenize(self._text):
            if self._calling is not None:
                self._check_endpoint(token, self._calling)
            elif token.kind == "word":
                self._check_word(token)
            elif token.kind == "sign":
                self._check_sign(token)
            elif token.kind in ("iri", "name"):
                self._check_iri(token)
            if token.kind != "sign" or token.text not in "!-+^":
                self._signs = 0  # only an unbroken chain of them nests
            self._before = (self._before[1], token)
        if self._calling is not None:
            self._refuse_service(self._calling)

    def _check_endpoint(self, token: Token, service: Token) -> None:
        """What follows SERVICE: an endpoint on the list, letter by letter; a variable or prefix could be any."""
        if token.kind == "word" and token.text.upper() == "SILENT" and self._before[1] == service:
            return
        if token.kind != "iri" or token.text[1:-1] not in self._services:
            self._refuse_service(service)
        self._calling = None

    def _check_word(self, token: Token) -> None:
        word = token.text.upper()
        if word == "SERVICE" and self._services:
            self._calling = token
        elif "SERVICE" in word:
            self._refuse_service(token)
        if word in self._refused_words:
            reads = (
                "nothing is read from elsewhere here" if word == "LOAD" else "a query here reads, and changes nothing"
            )
            raise self._refused(token, f"{word} is refused; {reads}")
        if word in _STACKING:
            self._count(token, word)

    def _check_sign(self, token: Token) -> None:
        sign, last = token.text, self._before[1]
        if sign in "([{":
            self._depth += 1
        elif sign in ")]}":
            self._depth = max(0, self._depth - 1)
        elif sign == "<" and last.text == "<" and last.start == token.start - 1:
            self._quoted += 1  # never taken back: nobody needs many quoted triples, and ">>" proves nothing
        elif sign in "!-+^":
            self._signs += 1
        if sign in "!-+*/|&":
            self._count(token, sign)
        if max(self._depth, self._quoted, self._signs) > self._deepest:
            raise self._refused(token, f'"{sign}" is nested more than {self._deepest} deep')
        # Oxigraph reads "SERVICEex:a {" as SERVICE ex:a, the standard as a name of the prefix "SERVICEex".
        is_service = last.kind == "name" and "SERVICE" in last.text.partition(":")[0].upper()
        if sign == "{" and is_service and self._before[0].text.upper() not in ("GRAPH", "FROM", "NAMED"):
            self._refuse_service(last)

    def _check_iri(self, token: Token) -> None:
        older, last = self._before
        if last.text.upper() == "PREFIX" or (last.kind == "name" and older.text.upper() == "PREFIX"):
            if token.kind == "iri":
                self._prefixes.setdefault(last.text, []).append(token.text)
            return
        word = last.text.upper()
        if last.kind == "word" and (word.startswith("FROM") or (word == "NAMED" and older.text.upper() == "FROM")):
            self._check_graph(token)

    def _check_graph(self, token: Token) -> None:
        prefix, colon, _ = token.text.partition(":")
        found = [token.text] if token.kind == "iri" else self._prefixes.get(prefix + colon, [])
        if not all(_GRAPH_NAME.fullmatch(iri) for iri in found):
            raise self._refused(
                token, f"FROM {token.text} is refused; it takes the name of a graph, which begins with http or urn"
            )

    def _count(self, token: Token, what: str) -> None:
        self._counts[what] += 1
        if self._counts[what] > _MOST_REPEATED:
            raise self._refused(token, f"{what} stands here for the {_MOST_REPEATED + 1}st time, which is too often")

    def _refuse_service(self, token: Token) -> None:
        calls = f"calls {', '.join(sorted(self._services))} by its whole address, and no other"
        rule = calls if self._services else "asks this graph, and calls no other"
        raise self._refused(token, f"SERVICE is refused; a query here {rule}")

    def _refused(self, token: Token, reason: str) -> QueryRefused:
        return QueryRefused(f"line {locate(self._text, token.start)[0]}: {reason}")
