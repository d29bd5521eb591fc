"""Every error that a user can meet, each with the line they read, an exit code and an HTTP status.

The tree::

    GlocalError                 exit 1, 500   base; callers catch this, never a library's error
    ├── UsageError              exit 2, 400   the request itself is wrong
    │   ├── DateError                         a date that is not EDTF, or not in the calendar
    │   ├── PlaceNotFound             404     no place of that name; near names are given
    │   ├── PlaceAmbiguous                    several places of that name; their codes are given
    │   ├── ThingNotFound             404     no thing of that IRI in the graph
    │   ├── ThingGone                 410     a thing that an earlier release had
    │   ├── QuestionNotFound          404     no question of that name in the gallery
    │   ├── ParameterError                    a question's parameter is missing or not of its type
    │   ├── ChangeRefused             403     a change that the token, or anybody, may not make
    │   ├── ReleaseChanged            412     the graph is no longer the release that a change was meant for
    │   ├── GraphUnknown                      a dataset names a graph that is not here
    │   ├── QueryRefused                      the query's text is not let through, with the word that stops it
    │   ├── QuerySyntaxError                  the query does not parse, with line and column
    │   ├── FormatUnknown             406     a format that is not written here
    │   └── IriError                          an IRI with characters that no IRI has, or a scheme not allowed
    ├── DataError               exit 1, 422   a file of data that cannot be read: path, line, what to do
    ├── LinksFull               exit 1, 507   no room for another short address
    ├── ShapesBroken            exit 1, 422   the graph breaks a shape; nothing was published
    └── StoreError              exit 1, 503   the store is missing, not readable, or full
        ├── StoreMissing                      no snapshot has been built yet
        ├── StoreBusy                         another build or change is at work
        ├── QueryStopped                      the time or memory limit stopped a query
        └── RemoteError               502     the remote engine did not answer as it should
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = [
    "ChangeRefused",
    "DataError",
    "DateError",
    "FormatUnknown",
    "GlocalError",
    "GraphUnknown",
    "IriError",
    "LinksFull",
    "ParameterError",
    "PictureTooLarge",
    "PlaceAmbiguous",
    "PlaceNotFound",
    "QueryRefused",
    "QueryStopped",
    "QuerySyntaxError",
    "QuestionNotFound",
    "ReleaseChanged",
    "RemoteError",
    "ShapesBroken",
    "StoreBusy",
    "StoreError",
    "StoreMissing",
    "ThingGone",
    "ThingNotFound",
    "UsageError",
]


class GlocalError(Exception):
    """Something a user must be told in one line."""

    exit_code = 1
    status = 500


class UsageError(GlocalError):
    """The request is wrong; the message says how it would be right."""

    exit_code = 2
    status = 400


class DateError(UsageError):
    """A text that is no EDTF date, or a day that no calendar has."""


class PlaceNotFound(UsageError):
    """No place has this name; `near` holds names that look like it."""

    status = 404

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        self.name, self.near = name, tuple(near)
        hint = f"; near names: {', '.join(near)}" if near else "; try a code such as 46201, or another script"
        super().__init__(f'no place is called "{name}"{hint}')


class PlaceAmbiguous(UsageError):
    """Several places have this name; `candidates` holds (code, label) of each."""

    def __init__(self, name: str, candidates: Sequence[tuple[str, str]]) -> None:
        self.name, self.candidates = name, tuple(candidates)
        listing = ", ".join(f"{code} {label}" for code, label in candidates)
        super().__init__(f'"{name}" means {len(candidates)} places; give one of the codes: {listing}')


class ThingNotFound(UsageError):
    """The graph holds nothing of this IRI; `near` holds (id, label) of things whose names look like it."""

    status = 404

    def __init__(self, message: str, near: Sequence[tuple[str, str]] = ()) -> None:
        self.near = tuple(near)
        super().__init__(message + (f"; near: {', '.join(thing for thing, _ in near)}" if near else ""))


class ThingGone(UsageError):
    """A thing that was removed; `last` is the last release that had it, `near` what took its place, as (id, label)."""

    status = 410

    def __init__(self, thing: str, name: str, last: str, near: Sequence[tuple[str, str]] = ()) -> None:
        self.thing, self.name, self.last, self.near = thing, name, last, tuple(near)
        later = f"; what took its place: {', '.join(other for other, _ in near)}" if near else ""
        super().__init__(f"{thing} ({name}) is no longer in the graph: release {last} was the last that had it{later}")


class QuestionNotFound(UsageError):
    """The gallery has no question of this name."""

    status = 404


class ParameterError(UsageError):
    """A parameter of a question is unknown, missing or of the wrong type; `expected` is number, date, choice or ""."""

    def __init__(self, message: str, parameter: str = "", expected: str = "", value: str = "") -> None:
        self.parameter, self.expected, self.value = parameter, expected, value
        super().__init__(message)


class PictureTooLarge(UsageError):
    """A picture was asked for of `count` things, more than the `most` that one can hold."""

    status = 413

    def __init__(self, count: int, most: int) -> None:
        self.count, self.most = count, most
        super().__init__(f"that makes {count:,} things; a picture holds at most {most:,}")


class ChangeRefused(UsageError):
    """A change that this token, or anybody, may not make."""

    status = 403


class ReleaseChanged(UsageError):
    """The graph is no longer the release that a change was meant for."""

    status = 412


class GraphUnknown(UsageError):
    """A request names a graph for its dataset that the store does not hold; none is ever fetched."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        shown = iri if len(iri) <= 200 else iri[:199] + "…"
        super().__init__(f"there is no graph {shown} here, and none is fetched; /data lists the graphs")


class QueryRefused(UsageError):
    """The query asks for something that a stranger's query may not do."""


class QuerySyntaxError(UsageError):
    """The query does not parse; line and column count from 1, None where the engine does not say."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        self.reason, self.line, self.column = reason, line, column
        where = f"line {line}, column {column}: " if line is not None else ""
        super().__init__(f"the query does not parse: {where}{reason}")


class FormatUnknown(UsageError):
    """A format that this program does not write; the message lists those it does, `offers` (name, media type) too."""

    status = 406

    def __init__(self, message: str, offers: Sequence[tuple[str, str]] = ()) -> None:
        self.offers = tuple(offers)
        super().__init__(message)


class IriError(UsageError):
    """A text that is no IRI, or an IRI whose scheme is not allowed here."""


class DataError(GlocalError):
    """A file that cannot be read as data: says the file, the line and the remedy."""

    exit_code = 1
    status = 422

    def __init__(self, path: Path | str, line: int | None, message: str) -> None:
        self.path, self.line, self.reason = str(path), line, message
        where = f"{path} line {line}" if line else f"{path}"
        super().__init__(f"{where}: {message}")


class ShapesBroken(GlocalError):
    """The graph breaks a shape or a rule, so nothing was published; `findings` says where."""

    status = 422

    def __init__(self, message: str, findings: Sequence[Any] = ()) -> None:
        self.findings = tuple(findings)
        super().__init__(message)


class LinksFull(GlocalError):
    """As many short addresses are kept as may be; those that are there go on working."""

    status = 507


class StoreError(GlocalError):
    """The store cannot be read or written."""

    status = 503


class StoreMissing(StoreError):
    """No snapshot is there."""


class StoreBusy(StoreError):
    """Another build or change is at work in the folder."""


class QueryStopped(StoreError):
    """A query was stopped; `limit` says by what: "time", "memory", "size" (413), "queue" (too many wait), "crash"."""

    def __init__(self, message: str, limit: str) -> None:
        self.limit = limit
        if limit == "size":
            self.status = 413
        super().__init__(message)


class RemoteError(StoreError):
    """The remote SPARQL engine failed or answered something that is no answer."""

    status = 502
