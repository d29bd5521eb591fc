"""Every message is said by some page or script: what nothing names any more would be translated for nobody."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

import pytest

from glocal_graph.front.web.language import Messages
from glocal_graph.model.settings import resources

ROOT = Path(__file__).parents[3]
#: Rooms whose messages are named by what comes from outside: terms of any vocabulary, statuses of HTTP.
OPEN = ("term.", "inverse.", "error.", "editor.problem_")
_HOLE = re.compile(r"\$?\{[^{}]*\}|%[sd]")
_TEXT = r"[\w.:-]"


def read(*patterns: str) -> str:
    return "\n".join(path.read_text("utf-8") for one in patterns for path in sorted(ROOT.glob(one)) if path.is_file())


class Code:
    """What names messages: texts in quotes, and texts that are put together of a fixed part and of values."""

    def __init__(self, text: str, words: set[str]) -> None:
        self.text, self.words = text, words

    @cached_property
    def whole(self) -> set[str]:
        return set(re.findall(rf"""(?<=["'`]){_TEXT}+(?=["'`])""", self.text))

    @cached_property
    def built(self) -> dict[str, re.Pattern[str]]:
        holes = rf"""["'`]({_TEXT}*(?:(?:\$?{{[^{{}}]*}}|%[sd]){_TEXT}*)+)["'`]"""
        found = set(re.findall(holes, self.text))
        found |= {text + "{}" for text in re.findall(rf"""["'`]({_TEXT}+[._])["'`](?:\s*[+~%]|\))""", self.text)}
        found |= {"{}" + text for text in re.findall(rf"""[+~]\s*["'`]([._]{_TEXT}+)["'`]""", self.text)}
        return {text: _pattern(text) for text in found if re.search("[a-z]", re.sub(r"\$?\{[^{}']*\}|%[sd]", "", text))}

    def names(self, key: str, depth: int = 0) -> bool:
        """Whether a text of the code is this key, or can become it with values that are words of the code."""
        if key in self.whole:
            return True
        fits = ((text, pattern.fullmatch(key)) for text, pattern in self.built.items())
        return depth < 2 and any(self._can_be(text, list(match.groups()), depth) for text, match in fits if match)

    def _can_be(self, text: str, values: list[str], depth: int) -> bool:
        if text[0] in "{$" and values and not self.names(values.pop(0), depth + 1):
            return False
        return all(part in self.words for value in values for part in re.split("[._]", value))


def _pattern(text: str) -> re.Pattern[str]:
    """A text with holes as a pattern; a hole that says what can stand in it takes nothing else."""
    fixed = _HOLE.split(text)
    choices = [re.findall(r"'(\w+)'", hole) for hole in _HOLE.findall(text)]
    holes = [f"(?:{'|'.join(choice)})" if choice else "(.+)" for choice in choices]
    return re.compile("".join(re.escape(part) + hole for part, hole in zip(fixed, [*holes, ""], strict=True)))


@pytest.fixture(scope="module")
def unused():
    """The keys of a table of messages that neither a page, nor a room, nor a script names."""
    pages, scripts = read("src/**/*.py", "web/templates/**/*.*"), read("web/scripts/**/*.js")
    words = set(re.findall(r"[^\W_]+(?:-[^\W_]+)*", pages + scripts + read("ontology/*.ttl")))
    of_pages, of_scripts = Code(pages, words), Code(scripts, words)
    rooms = set(re.findall(r"messages:(\w+)", scripts))

    def find(keys) -> list[str]:
        rest = [key for key in keys if not key.startswith(OPEN) and not of_pages.names(key)]
        return [key for key in rest if key.split(".")[0] not in rooms or not of_scripts.names(key.partition(".")[2])]

    return find


def test_every_message_is_used(unused):
    assert unused(Messages.read(resources() / "web" / "messages.toml").keys()) == []


@pytest.mark.parametrize("key", ["home.xyzzy", "explorer.xyzzy", "paths.sister.moon.is"])
def test_a_message_that_nothing_names_would_be_found(unused, key):
    assert unused([key]) == [key]
