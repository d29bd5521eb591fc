"""The commonest slips of a query that does not parse, from its tokens: brackets that do not match, half a triple.

Oxigraph's parser reads ahead for keywords, so the place that it names may lie far from these.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from glocal_graph.data.store.tokens import Token, locate

__all__ = ["Slip", "find_slip"]

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_TERMS = {"variable", "iri", "name", "string", "number", "blank"}
_TERM_WORDS = {"a", "true", "false"}
#: The signs between triples and parts of triples, and how many terms must follow each.
_NEEDED = {"{": 3, "}": 3, ".": 3, ";": 2, ",": 1}


class Slip(NamedTuple):
    """What is wrong, and the place in the text that shows it."""

    reason: str
    start: int


def find_slip(text: str, tokens: Iterable[Token]) -> Slip | None:
    """The first slip of these kinds, if there is one; only to be asked of a text that is known not to parse.

    >>> from glocal_graph.data.store.tokens import tokenize
    >>> find_slip("ASK { ?s ?p }", tokenize("ASK { ?s ?p }")).reason
    '"}" comes too early: the triple that begins with "?s" is not whole, its object is missing'
    """
    found = list(tokens)
    slips = (_find_bracket(text, found), _find_half_triple(found), _find_half_comparison(found))
    return next(filter(None, slips), None)


def _find_bracket(text: str, tokens: list[Token]) -> Slip | None:
    opened: list[Token] = []
    for token in tokens:
        if token.kind != "sign":
            continue
        if token.text in _CLOSING:
            opened.append(token)
        elif token.text in _CLOSING.values():
            if not opened:
                return Slip(f'this "{token.text}" closes nothing; there is one too many', token.start)
            before = opened.pop()
            if _CLOSING[before.text] != token.text:
                line, column = locate(text, before.start)
                return Slip(
                    f'"{token.text}" cannot stand here: the "{before.text}" of line {line}, column {column} is still '
                    f'open; a "{_CLOSING[before.text]}" is missing',
                    token.start,
                )
    if not opened:
        return None
    return Slip(f'this "{opened[-1].text}" is not closed; a "{_CLOSING[opened[-1].text]}" is missing', opened[-1].start)


def _find_half_triple(tokens: list[Token]) -> Slip | None:
    """The first triple that ends before its object; only plain terms are judged, no path and no clause."""
    begin, is_plain, terms = "", False, list[Token]()
    for index, token in enumerate(tokens):
        if token.kind in _TERMS or token.text in _TERM_WORDS:
            terms.append(token)
        elif token.kind == "sign" and token.text in _NEEDED:
            if is_plain and token.text != "{" and (reason := _judge(begin, terms)):
                return Slip(f'"{token.text}" comes too early: {reason}', token.start)
            is_plain = token.text != "{" or not _opens_values(tokens, index)
            begin, terms = token.text, []
        elif token.kind != "language":
            is_plain = False
    return None


def _judge(begin: str, terms: list[Token]) -> str:
    """What is missing from the terms that stand after this sign; "" if nothing."""
    if len(terms) >= _NEEDED[begin] or (not terms and begin != ","):
        return ""
    if begin == ",":
        return "after the comma an object is missing"
    if begin == ";":
        return f'after "{terms[0].text[:40]}" an object is missing'
    lacking = "its object is missing" if len(terms) == 2 else "its predicate and its object are missing"
    return f'the triple that begins with "{terms[0].text[:40]}" is not whole, {lacking}'


def _find_half_comparison(tokens: list[Token]) -> Slip | None:
    for before, token in pairwise(tokens):
        if token.text == ")" and before.kind == "sign" and before.text in "=<>&":
            return Slip(f'")" comes too early: after "{before.text}" a value is missing', token.start)
    return None


def _opens_values(tokens: list[Token], index: int) -> bool:
    """Whether this brace holds the values of VALUES ?x or VALUES (?x ?y)."""
    before = [token.text.upper() for token in tokens[max(0, index - 60) : index]]
    while before and (before[-1].startswith(("?", "$")) or before[-1] in "()"):
        before.pop()
    return bool(before) and before[-1] == "VALUES"
