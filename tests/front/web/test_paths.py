"""/paths tells how two things are joined, in both languages; /api/paths gives the same as data."""

from __future__ import annotations

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from glocal_graph.front.web.language import Messages
from glocal_graph.questions.paths import GROUPS

BETWEEN = "from=person/saigo-takamori&to=Naples"


def test_the_ways_are_told_in_sentences_that_lead_to_their_evidence(browse):
    page = browse(f"/paths?{BETWEEN}&lang=en")
    assert "Saigo Takamori was born in Kagoshima City, which is a sister city of Naples (3 May 1960)." in page
    assert 'href="/doc/partnership/46201--gn-3172394' in page
    assert "https://clair.example.jp/list" in page


def test_a_long_way_is_told_two_steps_at_a_time(browse):
    page = browse("/paths?from=Perth&to=Naples&links=ties&lang=en")
    told = next(part for part in page.split("</p>") if "Fukuoka City" in part and ", which" in part).rpartition(">")[2]
    sentences = told.removesuffix(".").split(". ")
    assert len(sentences) == 2
    assert all(sentence.count(", which ") == 1 for sentence in sentences)


def test_the_network_of_an_answer_shows_its_ways(browse):
    page = browse("/paths?from=Perth&to=Naples&links=ties&lang=en")
    address = next(part.partition('"')[0] for part in page.split('href="') if "&amp;path=" in part.partition('"')[0])
    fields = parse_qs(urlsplit(unescape(address)).query)
    assert fields["focus"] == ["municipality/gn-2063523", "municipality/gn-3172394"]
    assert fields["path"] == ["municipality/gn-2063523,municipality/gn-3172394,ties"]
    assert "municipality/46201" in fields["add"][0].split(",")


def test_in_japanese_each_step_is_a_sentence(browse):
    page = browse(f"/paths?{BETWEEN}&lang=ja")
    assert "西郷隆盛は鹿児島市の出身です。鹿児島市はナポリと姉妹都市です(1960年5月3日)。" in page


def test_a_tie_that_ended_is_told_as_past(browse):
    page = browse("/paths?from=46201&to=Perth&links=ties&lang=en")
    assert "was a sister city of Perth (April 1974 – 2001)" in page


def test_without_ends_the_page_shows_pickers_and_examples(browse):
    page = browse("/paths?lang=en")
    assert page.count('data-suggest="fill"') == 2
    assert page.count('type="checkbox"') == len(GROUPS)


def test_a_name_that_is_not_there_keeps_the_form_and_gives_near_names(browse):
    page = browse("/paths?from=Kagoshma&to=Naples&lang=en", 404)
    assert 'value="Kagoshma"' in page
    assert "Kagoshima City" in page


def test_a_kind_of_link_that_is_not_there_is_refused(browse):
    assert "magic" in browse("/paths?from=46201&to=Naples&links=magic", 400)


def test_where_no_way_leads_the_page_says_what_that_means(browse):
    page = browse("/paths?from=person/saigo-takamori&to=Naples&links=ties&lang=en")
    assert "No way of at most 6 steps" in page
    assert "Try every kind of link" in page


def test_one_thing_twice_is_said_to_be_the_same(browse):
    assert "Both are the same" in browse("/paths?from=46201&to=46201&lang=en")


def test_a_hostile_name_stays_a_text(browse):
    page = browse("/paths?from=%3Cimg+src%3Dx%3E&to=46201", 404)
    assert "<img src=x" not in page


def test_the_data_has_steps_texts_sources_and_names(client):
    found = client.get(f"/api/paths?{BETWEEN}&lang=en").json
    path = found["paths"][0]
    assert path["length"] == len(path["steps"]) == 2
    assert path["steps"][1]["links"][0]["sources"][0]["publisher"] == "Kagoshima City"
    assert found["things"][path["things"][2]]["label"] == {"en": "Naples", "ja": "ナポリ"}
    assert path["text"].startswith("Saigo Takamori was born in")
    assert client.get(found["page"]).status_code == 200


def test_the_data_is_asked_for_again_by_its_tag(client):
    first = client.get(f"/api/paths?{BETWEEN}")
    again = client.get(f"/api/paths?{BETWEEN}", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("query", "status"), [("", 400), ("from=46201", 400), ("from=46201&to=nowhere", 404), (BETWEEN + "&links=x", 400)]
)
def test_a_wrong_request_for_data_is_a_problem(client, query, status):
    response = client.get(f"/api/paths?{query}")
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")


def test_every_link_can_be_told_in_both_directions(settings):
    messages = Messages.read(settings.resources / "web" / "messages.toml")
    for kind in (kind for group in GROUPS.values() for kind in group if kind != "partnership"):
        for key in (f"paths.{kind}.on", f"paths.{kind}.back"):
            for language in ("en", "ja"):
                said = messages.get(key, language, one="P", other="N", when="")
                assert "P" in said
                assert "N" in said
