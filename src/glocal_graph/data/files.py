"""Files of RDF: read whole, or one error with file and line; and where in them a thing is described."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Triple

from glocal_graph.data.file_io import read_text
from glocal_graph.data.parser_safety import check_rdf
from glocal_graph.data.triples import completed
from glocal_graph.model.errors import DataError, DateError
from glocal_graph.model.vocabulary import rebase

__all__ = ["locate_subjects", "parse_rdf", "read_completed", "read_ontology", "read_rdf", "read_shapes"]

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
#: Deepest nesting of brackets that a file is read with.
_DEEPEST = 128
_SUBJECT = re.compile(r"^\s*(?:<([^>]*)>|([\w.-]*):([\w./%-]*))\s")


def read_rdf(file: Path) -> list[Triple]:
    """The triples of a file of RDF, by its suffix; DataError says the line that is wrong."""
    format_ = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
    if format_ is None:
        raise DataError(file, None, f'suffix "{file.suffix}" is no RDF; use .ttl, .nt, .nq, .trig, .rdf or .jsonld')
    return parse_rdf(file, read_text(file), format_)


def read_completed(file: Path) -> list[Triple]:
    """The triples of a file, and what need not be written by hand: classes above a class, the bounds of a date."""
    return list(dict.fromkeys(chain.from_iterable(map(_completed, read_rdf(file)))))


def read_ontology(resources: Path) -> list[Triple]:
    """The ontology and its concept schemes, at this run's base."""
    files = [resources / "ontology" / name for name in ("glocal.ttl", "schemes.ttl")]
    return [triple for file in files for triple in parse_rdf(file, rebase(read_text(file)), ox.RdfFormat.TURTLE)]


def read_shapes(resources: Path) -> str:
    """The SHACL shapes as Turtle, at this run's base."""
    return rebase(read_text(resources / "ontology" / "shapes.ttl"))


def locate_subjects(files: Sequence[Path], iris: Collection[str]) -> dict[str, str]:
    """IRI → "file line n" where a line of a Turtle or N-Triples file begins with it; others are left out."""
    found: dict[str, str] = {}
    for file in files:
        prefixes: dict[str, str] = {}
        for number, line in enumerate(read_text(file).splitlines(), start=1):
            if declared := _PREFIX.match(line):
                prefixes[declared[1]] = declared[2]
            elif begins := _SUBJECT.match(line):
                iri = begins[1] if begins[1] is not None else prefixes.get(begins[2], "?") + begins[3]
                if iri in iris:
                    found.setdefault(iri, f"{file} line {number}")
    return found


def _completed(triple: Triple) -> Iterable[Triple]:
    try:
        return list(completed(triple))
    except DateError:
        # The shapes say it, with the thing and the line.
        return [triple]


def parse_rdf(file: Path, text: str, format_: ox.RdfFormat) -> list[Triple]:
    """The triples of a text; `file` is where DataError says that the wrong line stands."""
    check_rdf(file, text, format_, _DEEPEST)
    try:
        return [quad.triple for quad in ox.parse(text, format=format_)]
    except SyntaxError as error:
        raise DataError(
            file, error.lineno, f"is not {format_.name}: {error.msg}; nothing of this file was read"
        ) from error
