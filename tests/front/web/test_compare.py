from __future__ import annotations

import csv
import io
import re

import openpyxl

from tests.front.web.conftest import HTML

TWO = "/compare?lang=ja&place=鹿児島市&place=福岡市"


def test_two_places_stand_side_by_side(browse):
    page = browse(TWO)
    assert page.count('class="place-head"') == 2 * 2
    assert "595,049" in page
    assert "収録なし" in page
    assert ">ナポリ</a>" in page


def test_partners_in_common_lead_to_the_ties(browse):
    page = browse("/compare?lang=en&place=Kagoshima City&place=Kirishima City&place=Fukuoka City")
    common = page.partition('id="common"')[2].partition('id="by-country"')[0]
    assert "Atlanta" in common
    assert "/doc/partnership/40130--gn-4180439" in common


def test_without_places_there_is_a_form_with_four_fields_and_examples(browse):
    page = browse("/compare?lang=en")
    assert page.count('name="place"') == 4
    assert "<table" not in page


def test_one_place_alone_is_asked_for_another(browse):
    page = browse("/compare?lang=ja&place=46201")
    assert "鹿児島市と比べる" in page
    assert 'value="鹿児島市"' in page


def test_a_place_given_twice_counts_once(browse):
    assert "<table" not in browse("/compare?place=46201&place=Kagoshima City")


def test_what_is_no_clear_place_is_told_and_the_form_kept(browse):
    page = browse("/compare?place=46201&place=Fuchu City", 400)
    assert "13206" in page
    assert 'value="Fuchu City"' in page
    browse("/compare?place=46201&place=Nowhere", 404)
    browse("/compare?" + "&".join(["place=46201"] * 5), 400)


def test_every_table_has_a_caption_and_its_cells_name_their_place_on_a_phone(browse):
    page = browse(TWO)
    assert page.count("<table") == page.count("<caption")
    assert page.count('data-label="鹿児島市"') == page.count('role="rowheader"')


def test_the_files_have_a_column_for_each_place(browse, client):
    links = re.findall(r'href="(/compare\.(?:xlsx|csv)[^"]*)"', browse(TWO))
    assert len(links) == 2
    sheet, text = (client.get(link.replace("&amp;", "&")) for link in links)
    rows = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig"))))
    assert rows[0][:4] == ["区分", "項目", "鹿児島市", "福岡市"]
    first = next(openpyxl.load_workbook(io.BytesIO(sheet.data)).worksheets[0].iter_rows(values_only=True))
    assert list(first) == rows[0]


def test_a_file_of_one_place_is_a_problem(client):
    assert client.get("/compare.csv?place=46201").mimetype == "application/problem+json"


def test_a_comparison_is_kept_until_the_release_is_another(client):
    first = client.get(TWO, headers=HTML)
    assert client.get(TWO, headers={**HTML, "If-None-Match": first.headers["ETag"]}).status_code == 304
