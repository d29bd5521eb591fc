r"""A SPARQL text as tokens, by the standard's grammar: what is a keyword, and what only looks like one.

Engines do not agree on where a token ends. The standard takes the longest one; Oxigraph's parser reads without
tokens, so that it sees the keyword SERVICE in `SERVICEex:a {`, and in `FILTER(?a<?b)SERVICE?x#>` a comparison
where the standard sees the IRI `<?b)SERVICE?x#>`. A text that two engines would cut differently in a way that
could hide something is therefore not read at all: it is an error, which says how to write it plainly. Everything
else reads the same to all.

Linear in the length of the text: each character is looked at a bounded number of times (possessive patterns,
no backtracking).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from glocal_graph.model.errors import QuerySyntaxError

__all__ = ["Token", "decode_escapes", "has_dataset_clause", "locate", "query_form", "tokenize"]


class Token(NamedTuple):
    """A piece of a query: its kind, its text, and where it starts.

    Kinds: word (keywords and functions), name (prefixed), iri, string, language, blank, variable, number, sign.
    """

    kind: str
    text: str
    start: int


# PN_CHARS_BASE, PN_CHARS_U with digits (also VARNAME), PN_CHARS of the SPARQL 1.1 grammar, for use inside [].
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VAR = f"{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = f"{_VAR}\\-"
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

_SKIP = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+")
_IRI = re.compile(r"<[^<>\"{}|^`\\\x00-\x20]*+>")
_LOCAL = re.compile(rf"(?:(?:[{_BASE}_:0-9]|{_LOCAL_ESCAPE})(?:[{_CHARS}.:]++|{_LOCAL_ESCAPE})*+)?+")
_RUN = re.compile(rf"[{_BASE}_][{_CHARS}.]*+")
_TOKEN = re.compile(
    rf"""
    (?P<string>\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\"
              |'''(?:[^'\\]++|\\.|'(?!''))*+'''
              |"(?!"")(?:[^"\\\r\n]++|\\[^\r\n])*+"
              |'(?!'')(?:[^'\\\r\n]++|\\[^\r\n])*+')
    |(?P<variable>[?$][{_VAR}]++)
    |(?P<blank>_:[{_VAR}][{_CHARS}.]*+)
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<number>[0-9]++(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+)
    |(?P<sign>[{{}}()\[\]<>=!&|*/+\-^?~:.,;])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"(\\\\)|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPENING = {")": "(", "]": "[", "}": "{"}
#: After one of these, `<` may be a comparison; after anything else it can only open an IRI.
_OPERANDS = {"variable", "string", "language", "number", "name", "iri", "blank", "word"}
#: What an IRI that might also be read as a comparison may consist of, so that both readings end at the same place
#: and nothing is hidden in between: no quotes, comments, brackets, chains of "!" or "-". A comparison with
#: `scheme://` is none that any engine could read on, so these are IRIs whatever follows.
_HARMLESS = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*://.*|(?:(?!--)[^'#()\[\]!+])*)>")


def tokenize(text: str) -> Iterator[Token]:
    """The tokens of a query, comments and spaces left out.

    Raises QuerySyntaxError, with line and column, at the first place where no token can be.

    >>> [token.text for token in tokenize("ASK { ?service a ex:SERVICE } # SERVICE")]
    ['ASK', '{', '?service', 'a', 'ex:SERVICE', '}']
    """
    position, open_brackets, before = 0, [""], Token("", "", 0)
    while (position := _end(_SKIP, text, position)) < len(text):
        for token in _read(text, position, before, open_brackets[-1]):
            yield token
            if token.kind == "sign" and token.text in "([{":
                open_brackets.append(token.text)
            elif token.kind == "sign" and _OPENING.get(token.text) == open_brackets[-1]:
                open_brackets.pop()
            before, position = token, token.start + len(token.text)


def decode_escapes(text: str, *, pairs: bool) -> str:
    r"""The text with its \uXXXX and \UXXXXXXXX replaced, as the standard does before reading any token.

    With `pairs` a doubled backslash is kept as one unit, as most engines do; the standard does not say.
    """

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        code = int(match[2] or match[3], 16)
        return chr(code) if code < 0x110000 else match[0]

    if pairs:
        return _ESCAPE.sub(replace, text)
    return re.sub(r"(\A\Z)|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", replace, text)


def locate(text: str, index: int) -> tuple[int, int]:
    """Line and column of a place in a text, both from 1."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def has_dataset_clause(text: str) -> bool:
    """Whether a query chooses its graphs by FROM or FROM NAMED."""
    if "FROM" not in text.upper():
        return False  # as nearly always, and without reading its tokens
    try:
        return any(token.kind == "word" and token.text.upper().startswith("FROM") for token in tokenize(text))
    except QuerySyntaxError:
        return False


def query_form(text: str) -> str:
    """The form of a query's answer: "select", "ask" or "construct" (DESCRIBE's too); "" where there is none."""
    try:
        words = (token.text.upper() for token in tokenize(text) if token.kind == "word")
        found = next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")
    except QuerySyntaxError:
        return ""
    return "construct" if found == "DESCRIBE" else found.lower()


def _read(text: str, position: int, before: Token, bracket: str) -> Iterator[Token]:
    """The token at this place; several, where names run together."""
    if text[position] == "<" and (match := _IRI.match(text, position)):
        if _may_compare(before, position, bracket) and not _HARMLESS.fullmatch(match[0]):
            raise _error(text, position, 'put a space after "<", or the text has two meanings')
        yield Token("iri", match[0], position)
    elif text[position] == ":":
        yield _read_name(text, position, position)
    elif match := _TOKEN.match(text, position):
        kind = str(match.lastgroup)
        yield Token(kind, match[0].rstrip(".") if kind == "blank" else match[0], position)
    elif match := _RUN.match(text, position):
        if text.startswith(":", match.end()) and not match[0].endswith("."):
            yield _read_name(text, position, match.end())
        else:
            # Cut at dots and hyphens all at once: looking at the rest again for each would take quadratic time.
            for part in re.finditer(r"[^.\-]+|[.\-]", match[0]):
                yield Token("sign" if part[0] in ".-" else "word", part[0], position + part.start())
    else:
        raise _error(text, position, _name_problem(text[position]))


def _read_name(text: str, start: int, colon: int) -> Token:
    end = _end(_LOCAL, text, colon + 1)
    while end > colon + 1 and text[end - 1] == "." and text[end - 2] != "\\":
        end -= 1
    return Token("name", text[start:end], start)


def _may_compare(before: Token, position: int, bracket: str) -> bool:
    if before.text == "<":
        return before.start == position - 1  # "<<" opens a quoted triple, or compares with an IRI
    return bracket == "(" and (before.kind in _OPERANDS or before.text in {")", "]", "}"})


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _name_problem(character: str) -> str:
    if character in "\"'":
        return 'a string begins here and does not end; a line break needs """three quotes""" or \\n'
    if character == "\\":
        return "a backslash belongs into a string or a name; write the character itself instead of \\u…"
    return f"no query has the character U+{ord(character):04X} here"


def _error(text: str, index: int, reason: str) -> QuerySyntaxError:
    return QuerySyntaxError(reason, *locate(text, index))
