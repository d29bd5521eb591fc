"""/finder names candidates with reasons in words that lead to evidence, in both languages and as files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.front.web.insight import open_client

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Iterator[FlaskClient]:
    with open_client(tmp_path_factory.mktemp("finder") / "store") as made:
        yield made


@pytest.fixture
def read(client):
    def get(address: str, status: int = 200) -> str:
        response = client.get(address, headers=HTML)
        assert response.status_code == status, response.text[:400]
        return response.text

    return get


def test_a_candidate_has_its_reason_in_words_and_leads_to_its_evidence(read):
    page = read("/finder?place=46201&lang=en")
    assert 'class="candidate"' in page
    assert ">Atlanta</a>" in page
    assert (
        "Fukuoka City (same level, also tied with Naples) is tied with it." in page or "also tied with Naples" in page
    )
    assert 'href="/doc/partnership/40130--gn-4180439' in page


def test_the_reasons_are_told_in_japanese_too(read):
    page = read("/finder?place=鹿児島市&lang=ja")
    assert "ナポリとも提携)が提携しています" in page
    assert "鹿児島県・ジョージア州(1966年)" in page
    assert "鹿児島県の他の自治体には" in page, "the place's own ties with the region are not among those counted"


def test_no_partner_is_a_candidate_not_even_a_former_one(read):
    found = re.findall(r"<h3><a[^>]*>([^<]+)</a>", read("/finder?place=46201&lang=en"))
    assert "Atlanta" in found
    assert {"Naples", "Perth"}.isdisjoint(found)


def test_only_countries_new_to_the_prefecture_can_be_asked_for(read):
    page = read("/finder?place=40130&gap=1&lang=en")
    assert ">Perth</a>" in page
    assert "it would be the first" in page
    assert "Georgia" not in page


def test_the_page_says_what_the_finder_cannot_know(read):
    for address in ("/finder?lang=en", "/finder?place=46201&lang=en"):
        page = read(address)
        assert "What it cannot know" in page
        assert "cannot be foreseen from the network" in page


def test_a_place_without_any_tie_gets_candidates_of_its_likeness(read):
    page = read("/finder?place=46206&lang=en")
    assert "Kagoshima City (same prefecture" in page


@pytest.mark.parametrize(("place", "status"), [("Naples", 400), ("nowhere at all", 404), ("x://<y>", 400)])
def test_what_is_no_local_government_of_japan_keeps_the_form(read, place, status):
    page = read(f"/finder?place={place}&lang=en", status)
    assert 'role="alert"' in page
    assert 'id="finder-place"' in page


def test_the_page_is_asked_for_again_by_its_tag(client):
    first = client.get("/finder?place=46201", headers=HTML)
    again = client.get("/finder?place=46201", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_files_hold_scores_their_parts_and_the_reasons(client):
    text = client.get("/finder.csv?place=46201&lang=en").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    parts = [name for name in rows[0] if name.startswith("…")]
    assert len(parts) == 5
    for row in rows:
        assert float(row["Score"]) == pytest.approx(sum(float(row[name]) for name in parts), abs=0.004)
        assert row["Reasons"]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/finder.xlsx?place=46201&lang=ja").data))
    assert book.worksheets[0].max_row == len(rows) + 1
    said = " ".join(str(cell.value) for row in book.worksheets[1] for cell in row)
    assert "提携を望んで" in said, "the sheet says what the finder cannot know"


def test_a_file_for_no_place_is_a_problem(client):
    assert client.get("/finder.csv").status_code in (400, 404)
    assert client.get("/finder.json?place=Naples").mimetype == "application/problem+json"


def test_the_first_page_and_the_page_of_a_place_lead_here(read):
    home = read("/?lang=en")
    for address in ("/finder", "/paths", "/statistics"):
        assert f'href="{address}?lang=en"' in home
    assert "/finder?place=municipality/46201" in read("/doc/municipality/46201")
    abroad = read("/doc/municipality/gn-3172394")
    assert "/finder?place" not in abroad
    assert "/paths?from=municipality/gn-3172394" in abroad
