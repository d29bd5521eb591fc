from __future__ import annotations

import base64
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.browser import CHROMIUM, need_browser, open_browser, undisturbed
from tests.front.serving import serving_here
from tests.front.web.conftest import HTML

SHEET = "/briefing/municipality/46201?lang=ja&today=2026-11-23"
#: The three of the issue, and those with most to tell.
SHEETS = (
    "municipality/46201", "prefecture/JP-39", "partnership/46201--gn-3172394", "prefecture/JP-16",
)  # fmt: skip


def test_a_place_has_its_names_in_both_scripts_with_kana_its_ties_events_and_sources(browse):
    page = browse(SHEET)
    for words in (
        "鹿児島市",
        "かごしまし",
        "Kagoshima City",
        "ナポリ",
        "1960年5月3日",
        "地域の魅力発信セミナー",
        "西郷隆盛",
    ):
        assert words in page
    assert "https://clair.example.jp/list" in page
    assert "2026年11月23日" in page
    assert "2026.11.23-1" in page
    assert "CC BY 4.0" in page


def test_a_tie_has_both_parties_and_what_each_source_says(browse):
    page = browse("/briefing/partnership/46201--gn-3172394?lang=en&today=2026-11-23")
    for words in ("Kagoshima City", "かごしまし", "Naples", "66 full years", "4 May 1960", "differs"):
        assert words in page


def test_full_years_are_counted_to_the_day(browse):
    assert "65 full years" in browse("/briefing/partnership/46201--gn-3172394?lang=en&today=2026-05-02")
    assert "66 full years" in browse("/briefing/partnership/46201--gn-3172394?lang=en&today=2026-05-03")


def test_a_name_leads_to_the_sheet_of_its_place(client):
    response = client.get("/briefing/鹿児島市?lang=ja", headers=HTML)
    assert response.status_code == 303
    assert response.headers["Location"] == "/briefing/municipality/46201?lang=ja"


def test_a_sheet_is_chosen_by_a_name_in_a_form(client, browse):
    assert 'name="thing"' in browse("/briefing?lang=ja")
    response = client.get("/briefing", query_string={"thing": "かごしまし", "lang": "en"}, headers=HTML)
    assert response.status_code == 303
    assert response.headers["Location"] == "/briefing/municipality/46201?lang=en"
    assert "府中市" in browse("/briefing?thing=府中市", 400)
    assert browse("/briefing?thing=西郷隆盛", 404)


def test_a_place_has_its_history_in_short(browse):
    page = browse(SHEET)
    assert "これまでの歩み" in page
    assert "1960年代 1件" in page


@pytest.mark.parametrize(("thing", "status"), [("person/saigo-takamori", 404), ("nowhere", 404), ("Fuchu City", 400)])
def test_there_are_sheets_of_places_and_ties_only(browse, thing: str, status: int):
    assert browse(f"/briefing/{thing}", status)


def test_the_page_of_a_place_or_a_tie_leads_to_its_sheet_and_that_of_a_person_to_none(browse):
    assert 'href="/briefing/municipality/46201"' in browse("/doc/municipality/46201")
    assert 'href="/briefing/partnership/46201--gn-3172394"' in browse("/doc/partnership/46201--gn-3172394")
    assert "/briefing/" not in browse("/doc/person/saigo-takamori")


def test_names_from_outside_are_text(browse):
    page = browse("/briefing/municipality/46201?lang=en")
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_sheet_is_kept_until_the_day_or_the_release_is_another(client):
    first = client.get(SHEET, headers=HTML)
    known = {**HTML, "If-None-Match": first.headers["ETag"]}
    assert client.get(SHEET, headers=known).status_code == 304
    assert client.get(SHEET.replace("23", "24"), headers=known).status_code == 200


# ── On paper ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def address(real_app: Flask) -> Iterator[str]:
    with serving_here(real_app) as address:
        yield address


def count_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_chromium_prints_a_sheet_on_one_page_of_a4(address: str, language: str, tmp_path: Path):
    need_browser()
    file = tmp_path / "sheet.pdf"
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    target = f"{address}/briefing/municipality/46201?lang={language}"
    subprocess.run([*command, f"--print-to-pdf={file}", target], check=True, capture_output=True, timeout=120)
    pdf = file.read_bytes()
    assert count_pages(pdf) == 1
    sizes = re.findall(rb"/MediaBox \[0 0 (\d+)(?:\.\d+)? (\d+)", pdf)
    assert [(int(width), int(height)) for width, height in sizes] in ([(594, 841)], [(595, 841)], [(595, 842)])


def test_every_kind_of_sheet_fits_one_page_in_both_languages_and_asks_no_other_host(address: str):
    with open_browser() as driver, undisturbed(driver, address):
        for thing in SHEETS:
            for language in ("en", "ja"):
                driver.get(f"{address}/briefing/{thing}?lang={language}&today=2026-11-23")
                printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
                assert count_pages(base64.b64decode(printed["data"])) == 1, f"{thing} {language}"
