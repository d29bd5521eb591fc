"""What is wrong with a graph: one finding for each fault, in English and Japanese, with the file and line if known."""

from __future__ import annotations

from dataclasses import dataclass

from glocal_graph.model.vocabulary import glocal, shorten

__all__ = ["Finding", "Message"]

_WORDS = {
    "violation": {"en": "fault", "ja": "不備"},
    "warning": {"en": "remark", "ja": "注意"},
    "info": {"en": "remark", "ja": "注意"},
}
_LONGEST_VALUE = 120

#: What a rule says: its severity, and its words in English and Japanese, with names in braces to be filled in.
Message = tuple[str, str, str]


@dataclass(frozen=True)
class Finding:
    """A rule that a thing breaks.

    `rule` names the shape or the rule, `focus` is the IRI of the thing, `path` that of the property and `value`
    the value that is wrong, the last two empty where there is none. `where` is "file line n", empty if unknown.
    """

    rule: str
    focus: str
    path: str
    value: str
    message_en: str
    message_ja: str
    severity: str = "violation"
    where: str = ""

    @classmethod
    def of(cls, rule: str, message: Message, focus: str, path: str = "", value: str = "", **words: object) -> Finding:
        """A finding in the words of a rule's message; `path` is the name of a term of ours, or an IRI."""
        severity, en, ja = message
        iri = path if not path or ":" in path else glocal(path)
        return cls(rule, focus, iri, value, en.format(**words), ja.format(**words), severity)

    @property
    def is_violation(self) -> bool:
        """Whether it stops a publication; remarks do not."""
        return self.severity == "violation"

    def message(self, language: str) -> str:
        """What is wrong and how it would be right, in English ("en") or Japanese ("ja")."""
        return self.message_ja if language == "ja" else self.message_en

    def line(self, language: str = "en") -> str:
        """The finding in one line: where, which thing, which value, what to do.

        >>> print(Finding("year", "https://w3id.org/glocal-graph/id/event/x", "", "", "No year.", "年なし。").line())
        fault: event:x: No year. (year)
        """
        subject = " ".join(part for part in (shorten(self.focus), shorten(self.path), _printable(self.value)) if part)
        word = _WORDS[self.severity]["ja" if language == "ja" else "en"]
        where = f"{self.where}: " if self.where else ""
        return f"{where}{word}: {_printable(subject, 400)}: {self.message(language)} ({self.rule})"

    def as_json(self) -> dict[str, object]:
        """The finding for programs."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "focus": self.focus,
            "path": self.path or None,
            "value": self.value or None,
            "message": {"en": self.message_en, "ja": self.message_ja},
        }

    def sort_key(self) -> tuple[bool, str, str, str, str]:
        """Faults first, then by place in the files, thing and rule."""
        return (not self.is_violation, self.where, self.focus, self.rule, self.value)


def _printable(text: str, longest: int = _LONGEST_VALUE) -> str:
    # A value comes from outside: a control character in it must not reach a terminal.
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in shorten(short))
