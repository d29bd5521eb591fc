"""The tables of pages (data/sources.tsv, data/events/sources.tsv) become Source records, one for each address."""

from __future__ import annotations

from collections.abc import Container, Mapping
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

    def __init__(self, listed: Mapping[str, Source], places: Container[str] = frozenset()) -> None:
        self._listed, self._places = dict(listed), places
        self.used: dict[str, Source] = {}

    def __contains__(self, address: str) -> bool:
        return address in self._listed

    def get(self, address: str, publisher: str = "") -> Source:
        """The source of an address; one that no table lists is of the kind "other". IriError if it is no address."""
        source = self._listed.get(address) or Source(page_id(address), address, publisher or _host(address))
        return self.used.setdefault(source.id, source)

    def read_more(self, path: Path, problems: list[DataError]) -> Pages:
        """These pages and those of a further table, none of them used yet."""
        listed = dict(self._listed)
        for row in read_table(path, _COLUMNS, problems):
            try:
                listed[row["url"]] = _read_page(row, self._places, listed)
            except DataError as problem:
                problems.append(problem)
        return Pages(listed, self._places)


def read_pages(path: Path, places: Container[str], problems: list[DataError]) -> Pages:
    """The sources of a table; `places` are the ids of places that `published_by` may name, beside organisations."""
    return Pages({}, places).read_more(path, problems)


def page_id(address: str) -> str:
    """The id of the page at an address; IriError where the text is no web address."""
    if not address.startswith(("http://", "https://")) or not _host(address) or _BAD & set(address):
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
