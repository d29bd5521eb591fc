"""/statistics shows every number with its definition, in both languages, and gives its tables away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from glocal_graph.front.web.language import Messages
from glocal_graph.model.settings import Settings
from tests.front.web.insight import open_client

HTML = {"Accept": "text/html"}
NAMES = ("measures", "degrees", "years", "countries", "prefectures")


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Iterator[FlaskClient]:
    with open_client(tmp_path_factory.mktemp("statistics") / "store") as made:
        yield made


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_number_has_its_definition(client, language):
    messages = Messages.read(Settings().resources / "web" / "messages.toml")
    page = client.get(f"/statistics?lang={language}", headers=HTML).text
    keys = messages.keys()
    names = [key.removeprefix("statistics.m_") for key in keys if key.startswith("statistics.m_")]
    assert page.count('class="value"') == page.count('class="what"') == len(names) == 22
    for name in names:
        assert messages.get(f"statistics.m_{name}", language).split("(")[0] in page


def test_the_numbers_are_those_of_the_graph(client):
    page = client.get("/statistics?lang=en", headers=HTML).text
    values = dict(re.findall(r"<dt>([^<]+)</dt><dd class=\"value\">([^<]+)</dd>", page))
    # Kagoshima–Naples, Georgia, Fukuoka–Atlanta, Fukuoka–Naples, Kirishima–Perth–Atlanta; Perth of 1974 has ended.
    assert (values["Ties (m)"], values["Ties within one side"]) == ("7", "1")
    assert values["Side of Japan"] == "4"


def test_clairs_total_stands_beside_ours_with_its_source_and_no_date_that_it_has_not(client):
    page = client.get("/statistics?lang=en", headers=HTML).text
    assert "more than 1,700" in page
    assert "ans07, undated" in page
    assert 'href="https://www.clair.or.jp/' in page


@pytest.mark.parametrize("name", NAMES)
def test_each_table_is_a_file_in_each_form(client, name):
    text = client.get(f"/statistics/{name}.csv?lang=ja").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) > 1
    found = client.get(f"/statistics/{name}.json?lang=ja").json
    assert len(found["rows"]) == len(rows) - 1
    assert found["notes"]
    assert client.get(f"/statistics/{name}.xlsx").data.startswith(b"PK")


def test_years_of_the_file_add_up(client):
    rows = client.get("/statistics/years.json").json["rows"]
    assert sum(int(row["signed"]["text"]) for row in rows) == int(rows[-1]["total"]["text"])


def test_the_page_is_asked_for_again_by_its_tag(client):
    first = client.get("/statistics", headers=HTML)
    again = client.get("/statistics", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_an_unknown_table_is_404(client):
    assert client.get("/statistics/nothing.csv").status_code == 404


def test_years_are_told_as_years(client):
    assert ">1,9" not in client.get("/statistics?lang=ja").text.partition("statistics/years")[0].rpartition("<table")[2]
    assert ">1960<" in client.get("/statistics?lang=ja").text
