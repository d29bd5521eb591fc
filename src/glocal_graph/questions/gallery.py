"""The question gallery: each file of queries/ is one question, with titles, parameters and columns in its head.

A file is a SPARQL query that any client can run as it stands: its parameters are `VALUES ?name { … }` lines
that hold the defaults, and its head is comment lines::

    # number: 1
    # title@en: Which partners does a place have?
    # title@ja: この自治体の提携先は?
    # param: place | place | Place | 自治体
    # column: partner | Partner | 相手
    # shows: table
    # coverage: glocal:Event glocal:cost       (what the answer rests on: class and property)
    # note@en: what a reader must know of the answer, and note@ja: the same in Japanese (may be left out)
    # computed: name                           (the rows go through a function of questions/computed.py)

The types of parameters are place, country, prefecture, year, integer, text, date (EDTF; the query gets its last
day) and choice, which has its options in a fifth part: `sister = Sister city = 姉妹都市; …`. Every query has `?lang`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from glocal_graph.data.file_io import read_text
from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DataError, DateError, ParameterError, QuestionNotFound
from glocal_graph.model.settings import Settings
from glocal_graph.model.vocabulary import CLASSES, GLOCAL, XSD_DATE, class_of

__all__ = [
    "PLACE_KINDS",
    "Column",
    "Option",
    "Parameter",
    "Question",
    "bind",
    "bind_terms",
    "find_question",
    "load_gallery",
    "plain",
    "read_question",
]

_HEAD = re.compile(r"^#\s*([a-z]+)(?:@(en|ja))?:\s*(.*)$")
_TYPES = ("thing", "place", "country", "prefecture", "year", "integer", "text", "date", "choice")
#: Type of a parameter → the classes that what it names may have; a type that is not here takes any thing.
PLACE_KINDS = {
    "place": frozenset(name for name in CLASSES if GLOCAL + "Place" in class_of(name)),
    "country": frozenset({"Country"}),
    "prefecture": frozenset({"Prefecture"}),
}
_SHOWS = ("table", "chart", "map", "timeline", "network")
_LANGUAGES = ("en", "ja")
_PLAIN = re.compile(r'<(.*)>|"(.*)"(?:\^\^\S+)?', re.DOTALL)


@dataclass(frozen=True)
class Option:
    """One of the values of a choice, with its labels."""

    value: str
    label_en: str
    label_ja: str

    def label(self, language: str) -> str:
        """The label in this language."""
        return self.label_ja if language == "ja" else self.label_en


@dataclass(frozen=True)
class Parameter:
    """A value that the asker gives: its name in the query, its type, its labels and its default term."""

    name: str
    type: str
    label_en: str
    label_ja: str
    default: str
    options: tuple[Option, ...] = ()

    @property
    def shown(self) -> str:
        """The default as people would type it: an IRI, a number, a date, a text."""
        return plain(self.default)

    def label(self, language: str) -> str:
        """The label in this language."""
        return self.label_ja if language == "ja" else self.label_en


@dataclass(frozen=True)
class Column:
    """A column of the answer, with its heading in both languages."""

    name: str
    heading_en: str
    heading_ja: str

    def heading(self, language: str) -> str:
        """The heading in this language."""
        return self.heading_ja if language == "ja" else self.heading_en


@dataclass(frozen=True)
class Question:
    """One question of the gallery; `text` is the whole file, ready to run with its defaults."""

    name: str
    number: int
    title_en: str
    title_ja: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    shows: str
    coverage: tuple[tuple[str, str], ...]
    text: str
    computed: str = ""
    note_en: str = ""
    note_ja: str = ""

    def note(self, language: str) -> str:
        """What a reader must know of the answer; often nothing."""
        return self.note_ja if language == "ja" else self.note_en

    def title(self, language: str) -> str:
        """The title in this language."""
        return self.title_ja if language == "ja" else self.title_en

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name; ParameterError lists those that there are."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(parameter.name for parameter in self.parameters) or "none"
        raise ParameterError(f'question "{self.name}" has no parameter "{name}"; its parameters: {known}')


def load_gallery(settings: Settings) -> dict[str, Question]:
    """All questions by name, in the order of their numbers."""
    folder = settings.resources / "queries"
    questions = [read_question(path) for path in sorted(folder.glob("*.rq"))]
    if not questions:
        raise DataError(folder, None, "holds no question (*.rq); GLOCAL_RESOURCES names the folder that has queries/")
    return {question.name: question for question in sorted(questions, key=lambda q: (q.number, q.name))}


def find_question(gallery: Mapping[str, Question], name: str) -> Question:
    """The question of this name or number."""
    if name in gallery:
        return gallery[name]
    for question in gallery.values():
        if name == str(question.number):
            return question
    raise QuestionNotFound(f'no question is called "{name}"; the gallery has: {", ".join(gallery)}')


def read_question(path: Path) -> Question:
    """One question from its file; DataError says which line of the head is wrong."""
    text = read_text(path)
    single: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    coverage: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _HEAD.match(line)
        if not match:
            continue
        key, language, value = match.groups()
        if key == "param":
            parameters.append(_read_parameter(path, number, value, text))
        elif key == "column":
            columns.append(Column(*_parts(path, number, value, 3)))
        elif key == "coverage":
            klass, _, property_ = value.partition(" ")
            coverage.append((klass, property_.strip()))
        else:
            single[f"{key}@{language}" if language else key] = value
    _check_head(path, single)
    return Question(
        name=path.stem,
        number=int(single["number"]),
        title_en=single["title@en"],
        title_ja=single["title@ja"],
        parameters=tuple(parameters),
        columns=tuple(columns),
        shows=single["shows"],
        coverage=tuple(coverage),
        text=text,
        computed=single.get("computed", ""),
        note_en=single.get("note@en", ""),
        note_ja=single.get("note@ja", ""),
    )


def _check_head(path: Path, single: Mapping[str, str]) -> None:
    """Refuse a head that lacks a line, or says what it cannot mean."""
    for key in ("number", "title@en", "title@ja", "shows"):
        if key not in single:
            raise DataError(path, None, f'the head has no line "# {key}: …"')
    if not single["number"].isdecimal():
        raise DataError(path, None, f'"number" is {single["number"]}; it is a whole number')
    if single["shows"] not in _SHOWS:
        raise DataError(path, None, f'"shows" is {single["shows"]}; it can be {", ".join(_SHOWS)}')


def bind(question: Question, values: Mapping[str, str], language: str, resolve: Callable[[str, str], str]) -> str:
    """The question's query with these values in place of its defaults.

    `resolve(text, type)` turns what was given for a place, country or prefecture into an absolute IRI; it
    raises PlaceNotFound or PlaceAmbiguous. Every value becomes one RDF term, so nothing of it is read as SPARQL.
    """
    if language not in _LANGUAGES:
        raise ParameterError(f'language "{language}" is not one of {", ".join(_LANGUAGES)}')
    text = _put(question.text, "lang", f'"{language}"')
    for name, term in bind_terms(question, values, resolve).items():
        text = _put(text, name, term)
    return text


def bind_terms(question: Question, values: Mapping[str, str], resolve: Callable[[str, str], str]) -> dict[str, str]:
    """Each parameter's RDF term, as SPARQL writes it: of the value given, else the default."""
    terms = {item.name: item.default for item in question.parameters}
    terms |= {name: _term(question.parameter(name), value, resolve) for name, value in values.items()}
    return terms


def plain(term: str) -> str:
    """A term as people would type it: the IRI, number, day or text in it.

    >>> plain("<http://example.org/>"), plain('"2026-12-31"^^xsd:date'), plain("1972")
    ('http://example.org/', '2026-12-31', '1972')
    """
    found = _PLAIN.fullmatch(term)
    return (found[1] or found[2] or "") if found else term


def _term(parameter: Parameter, value: str, resolve: Callable[[str, str], str]) -> str:
    value = value.strip()
    if parameter.type == "date":
        return f'"{_last_day(parameter, value)}"^^<{XSD_DATE}>'
    if parameter.type == "choice":
        return f'"{_option(parameter, value)}"'
    if parameter.type in ("thing", "place", "country", "prefecture"):
        return f"<{resolve(value, parameter.type)}>"
    if parameter.type in ("year", "integer"):
        if not re.fullmatch(r"-?\d{1,9}", value):
            reason = f'parameter "{parameter.name}" is a number; "{value}" is not'
            raise ParameterError(reason, parameter.name, "number", value)
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _last_day(parameter: Parameter, value: str) -> str:
    try:
        last = parse_date(value).latest
    except DateError as error:
        reason = f'parameter "{parameter.name}" is a date: {error}'
        raise ParameterError(reason, parameter.name, "date", value) from error
    if last is None:
        reason = f'parameter "{parameter.name}" is a date with an end; "{value}" has none'
        raise ParameterError(reason, parameter.name, "date", value)
    return last.isoformat()


def _option(parameter: Parameter, value: str) -> str:
    for option in parameter.options:
        if value in (option.value, option.label_en, option.label_ja):
            return option.value
    known = ", ".join(option.value for option in parameter.options)
    reason = f'parameter "{parameter.name}" is one of {known}; "{value}" is not'
    raise ParameterError(reason, parameter.name, "choice", value)


def _values_line(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES \?{re.escape(name)} \{{ (.*?) \}}")


def _put(text: str, name: str, term: str) -> str:
    return _values_line(name).sub(lambda _: f"VALUES ?{name} {{ {term} }}", text)


def _parts(path: Path, number: int, value: str, count: int) -> list[str]:
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != count or not all(parts):
        raise DataError(path, number, f'needs {count} parts separated by "|"')
    return parts


def _read_parameter(path: Path, number: int, value: str, text: str) -> Parameter:
    is_choice = value.partition("|")[2].partition("|")[0].strip() == "choice"
    name, kind, label_en, label_ja, *choices = _parts(path, number, value, 5 if is_choice else 4)
    if kind not in _TYPES:
        raise DataError(path, number, f'parameter type "{kind}" is not one of {", ".join(_TYPES)}')
    options = tuple(_read_option(path, number, item) for choice in choices for item in choice.split(";"))
    default = _values_line(name).search(text)
    if default is None:
        raise DataError(path, number, f"the query has no line VALUES ?{name} {{ … }} for this parameter")
    return Parameter(name, kind, label_en, label_ja, default.group(1), options)


def _read_option(path: Path, number: int, text: str) -> Option:
    parts = [part.strip() for part in text.split("=")]
    if len(parts) != 3 or not re.fullmatch(r"[a-z-]+", parts[0]) or not all(parts):
        raise DataError(path, number, f'"{text.strip()}" is no option; one is like "sister = Sister city = 姉妹都市"')
    return Option(*parts)
