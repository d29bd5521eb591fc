"""data/sources.tsv: whose page each source is."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from glocal_graph.data.places import load_gazetteer
from glocal_graph.data.sources.pages import Pages, page_id, read_pages
from glocal_graph.data.tables import read_table
from glocal_graph.model.errors import DataError, IriError

DATA = Path(__file__).parents[3] / "data"
HEADER = "url\tpublisher\tkind\tpublished_by\ttitle_en\ttitle_ja\tissued\tnote\n"


def read(tmp_path: Path, *lines: str) -> tuple[Pages, list[DataError]]:
    table = tmp_path / "sources.tsv"
    table.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    problems: list[DataError] = []
    return read_pages(table, {"municipality/46201"}, problems), problems


def test_a_listed_page_carries_its_kind_and_whose_it_is(tmp_path: Path) -> None:
    pages, problems = read(tmp_path, "https://example.org/a\tKagoshima City\tparty\tmunicipality/46201\t\t\t2018\t")
    source = pages.get("https://example.org/a", "somebody else")
    assert problems == []
    assert (source.publisher, source.kind, source.published_by, source.issued) == (
        "Kagoshima City",
        "party",
        "municipality/46201",
        "2018",
    )


def test_a_page_that_the_table_does_not_list_is_a_source_all_the_same(tmp_path: Path) -> None:
    pages, _ = read(tmp_path)
    assert pages.get("https://example.org/new", "Somebody").kind == "other"
    assert [source.publisher for source in pages.used.values()] == ["Somebody"]


def test_two_addresses_on_one_host_are_two_sources() -> None:
    assert page_id("https://example.org/a") != page_id("https://example.org/b")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org/", "https://", "https://a b.org/", "https://[a", "x"]
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(IriError):
        page_id(address)


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/a\tx\tnewspaper\t\t\t\t\t",
        "https://example.org/a\tx\tparty\tmunicipality/99999\t\t\t\t",
        "javascript:alert(1)\tx\tother\t\t\t\t\t",
    ],
)
def test_a_line_that_cannot_be_read_is_reported_and_the_others_are_kept(tmp_path: Path, line: str) -> None:
    pages, problems = read(tmp_path, line, "https://example.org/b\tx\tpress\t\t\t\t\t")
    assert [problem.line for problem in problems] == [2]
    assert pages.get("https://example.org/b", "").kind == "press"


def test_the_real_table_reads_without_a_problem() -> None:
    problems: list[DataError] = []
    gazetteer = load_gazetteer(DATA / "places", problems)
    read_pages(DATA / "sources.tsv", {place.id for place in gazetteer.places}, problems)
    assert problems == []


def test_the_own_pages_of_local_governments_and_only_these_say_whose_they_are() -> None:
    table = read_table(DATA / "sources.tsv", ["url", "kind", "published_by"])
    places = ("municipality/", "prefecture/", "region/")
    wrong = [row["url"] for row in table if (row["kind"] == "party") != row["published_by"].startswith(places)]
    assert wrong == []


def test_copies_on_document_sites_are_not_own_pages() -> None:
    sharing = ("happylibus", "expydoc", "paperzz", "doczz", "docslib", "pdfslide", "fdocuments", "issuu")
    table = read_table(DATA / "sources.tsv", ["url", "kind"])
    copies = [row for row in table if any(name in (urlsplit(row["url"]).hostname or "") for name in sharing)]
    assert len(copies) > 10
    assert {row["kind"] for row in copies} <= {"list", "press", "other"}


def test_an_own_page_in_a_cache_or_archive_says_so_and_its_address_names_the_own_host() -> None:
    table = read_table(DATA / "sources.tsv", ["url", "kind", "note"])
    kept = [row for row in table if row["kind"] == "party" and ("yimg" in row["url"] or "megalodon" in row["url"])]
    assert len(kept) > 10
    assert [row["url"] for row in kept if " as kept " not in row["note"]] == []
    assert [row["url"] for row in kept if not re.search(r"(city|pref)[.-]", row["url"])] == []


def test_no_page_on_a_bare_ip_address_is_an_own_page() -> None:
    table = read_table(DATA / "sources.tsv", ["url", "kind"])
    bare = [row for row in table if re.fullmatch(r"[0-9.]+", urlsplit(row["url"]).hostname or "")]
    assert len(bare) > 3
    assert {row["kind"] for row in bare} == {"other"}


def test_every_page_of_the_ties_is_in_the_table() -> None:
    listed = {row["url"] for row in read_table(DATA / "sources.tsv", ["url"])}
    ties = [path for path in (DATA / "partnerships").glob("*.tsv") if path.name != "corrections.tsv"]
    assert {row["source_url"] for path in ties for row in read_table(path, ["source_url"])} <= listed
