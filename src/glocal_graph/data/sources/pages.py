"""The table data/sources.tsv becomes Source records, and any other address gets one of its own."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from urllib.parse import urlsplit

from glocal_graph.data.tables import Row, read_table
from glocal_graph.model.errors import DataError, IriError
from glocal_graph.model.identifiers import source_id
from glocal_graph.model.records import Source
from glocal_graph.model.vocabulary import SOURCE_KINDS

__all__ = ["Pages", "page_id", "read_pages"]

_COLUMNS = ("url", "publisher", "kind", "published_by", "title_en", "title_ja", "issued", "note")
_BAD = frozenset(' \t<>"{}|\\^`')


class Pages:
    """The sources of the tables, each address once; `used` are those that some row has asked for."""

    def __init__(self, listed: dict[str, Source]) -> None:
        self._listed = dict(listed)
        self.used: dict[str, Source] = {}

    def get(self, address: str, publisher: str) -> Source:
        """The source of an address; one that data/sources.tsv does not list is of the kind "other"."""
        source = self._listed.get(address) or Source(page_id(address), address, publisher or _host(address))
        return self.used.setdefault(source.id, source)


def read_pages(path: Path, places: Container[str], problems: list[DataError]) -> Pages:
    """The sources of a table; `places` are the ids of places that `published_by` may name, beside organisations."""
    listed: dict[str, Source] = {}
    for row in read_table(path, _COLUMNS, problems):
        try:
            listed[row["url"]] = _read_page(row, places, listed)
        except DataError as problem:
            problems.append(problem)
    return Pages(listed)


def page_id(address: str) -> str:
    """The id of the page at an address; IriError where the text is no web address."""
    if urlsplit(address).scheme not in {"http", "https"} or not _host(address) or _BAD & set(address):
        raise IriError(f'"{address}" is no web address; it begins with http:// or https:// and has no spaces')
    return source_id(address)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _read_page(row: Row, places: Container[str], listed: Container[str]) -> Source:
    if row["url"] in listed:
        raise row.error(f"{row['url']} stands twice; remove one of the rows")
    if row["kind"] not in SOURCE_KINDS:
        raise row.error(f'kind "{row["kind"]}" is not one of {", ".join(SOURCE_KINDS)}')
    publisher = row["published_by"]
    if publisher and publisher not in places and not publisher.startswith("organisation/"):
        raise row.error(f'published_by: no place has the id "{publisher}"')
    try:
        identifier = page_id(row["url"])
    except IriError as error:
        raise row.error(str(error)) from error
    return Source(
        id=identifier,
        address=row["url"],
        publisher=row["publisher"],
        kind=row["kind"],
        published_by=row["published_by"],
        title_en=row["title_en"],
        title_ja=row["title_ja"],
        issued=row["issued"],
        note=row["note"],
    )
