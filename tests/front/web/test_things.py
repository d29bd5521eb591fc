from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

ID = "https://w3id.org/glocal-graph/id/"
FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
}


@pytest.mark.parametrize(
    ("accept", "address"),
    [
        ("text/html", "/doc/municipality/46201"),
        ("text/turtle", "/doc/municipality/46201.ttl"),
        ("application/ld+json", "/doc/municipality/46201.jsonld"),
        ("application/rdf+xml", "/doc/municipality/46201.rdf"),
        ("application/n-triples", "/doc/municipality/46201.nt"),
        ("application/json", "/doc/municipality/46201.json"),
    ],
)
def test_a_thing_leads_to_its_document(client, accept, address):
    response = client.get("/id/municipality/46201", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["Location"] == address


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_document_is_there_in_each_format(client, suffix):
    media_type, fmt = FORMATS[suffix]
    response = client.get(f"/doc/municipality/46201.{suffix}")
    assert response.mimetype == media_type
    subjects = {quad.subject.value for quad in ox.parse(response.data, format=fmt)}
    assert ID + "municipality/46201" in subjects
    assert ID + "partnership/46201--gn-3172394" in subjects


def test_a_document_is_there_as_plain_json(client):
    thing = client.get("/doc/partnership/46201--gn-3172394.json").json
    assert thing["label"]["ja"] == "鹿児島市・ナポリ"
    assert thing["facts"]["glocal:date"] == [{"value": "1960-05-03"}]
    assert {source["publisher"] for source in thing["sources"]} == {"CLAIR", "Kagoshima City"}


def test_every_thing_of_the_graph_has_a_page(browse, store):
    things = store.select(f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{ID}")) }}')
    assert len(things) > 30
    for row in things:
        assert "<h1>" in browse("/doc/" + row["s"].value.removeprefix(ID))


def test_a_page_shows_labels_for_iris_and_both_calendars(browse):
    page = browse("/doc/partnership/46201--gn-3172394?lang=ja")
    assert ">ナポリ</a>" in page
    assert "1960年5月3日(昭和35年)" in page


def test_a_city_shows_its_ties_with_country_date_and_status(browse):
    page = browse("/doc/municipality/46201?lang=en")
    assert re.search(r"Naples</a>.*?Italy</a>.*?3 May 1960.*?Sister city.*?Active", page, re.S)
    assert re.search(r"Perth</a>.*?April 1974.*?status-ended", page, re.S)
    assert "595,049" in page


def test_claims_stand_side_by_side_and_the_disagreement_is_marked(browse):
    page = browse("/doc/partnership/46201--gn-3172394?lang=en")
    assert "The sources disagree" in page
    assert re.search(r"4 May 1960 <mark>differs</mark>", page)
    assert re.search(r'<td class="date">1960</td>', page), "a vaguer date is no disagreement"
    assert "鹿児島市 &lt;b&gt;Napoli&lt;/b&gt;" in page


def test_what_leads_to_a_thing_is_grouped_and_named(browse):
    page = browse("/doc/municipality/46201?lang=en")
    assert "Born here" in page
    assert "Saigo Takamori</a>" in page
    assert "Former municipalities" in page


def test_long_groups_are_paged_and_each_thing_is_on_one_page(browse):
    pages = [browse(f"/doc/prefecture/JP-39?page-glocal:about={number}") for number in (1, 2, 3)]
    found = [re.findall(r'href="/doc/(event/many-\d+)"', page) for page in pages]
    assert [len(group) for group in found] == [24, 24, 12]
    assert len({event for group in found for event in group}) == 60
    assert "page-glocal:about=2" in pages[0].replace("%3A", ":")


@pytest.mark.parametrize("number", ["0", "-5", "9999", "x", "1e9"])
def test_a_page_number_out_of_range_is_brought_back(browse, number):
    assert "event/many-" in browse(f"/doc/prefecture/JP-39?page-glocal:about={number}")


def test_an_unknown_thing_is_404_with_near_names(client):
    response = client.get("/doc/municipality/naples", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert "municipality/gn-3172394" in response.json["detail"]


@pytest.mark.parametrize(
    "thing", ["municipality/x> ?p ?o . ?s <y", 'city/"', "a{b}/c", "../../etc/passwd", "x", "%00/a"]
)
def test_a_hostile_address_is_a_clear_error(client, thing):
    response = client.get(f"/doc/{thing}", headers={"Accept": "text/html"})
    assert response.status_code in (400, 404)
    assert "Traceback" not in response.text


def test_documents_link_to_their_other_forms(client):
    link = client.get("/doc/municipality/46201", headers={"Accept": "text/html"}).headers["Link"]
    assert '</doc/municipality/46201.ttl>; rel="alternate"; type="text/turtle"' in link


def test_a_document_is_sent_again_only_when_it_changed(client):
    first = client.get("/doc/municipality/46201.ttl")
    assert (
        client.get("/doc/municipality/46201.ttl", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    )
    assert client.get("/doc/municipality/46201.nt", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_form_that_is_not_there_is_406(client):
    assert client.get("/doc/municipality/46201", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/doc/municipality/46201?format=docx").status_code == 406


def test_a_prefecture_lists_the_ties_of_its_cities(browse):
    page = browse("/doc/prefecture/JP-46?lang=en")
    assert re.search(r"Kagoshima City</a></td>\s*<td><a[^>]*>Naples</a>", page)


def test_a_text_in_both_languages_is_shown_in_the_readers(browse, store):
    assert "二つの言葉" in browse("/doc/event/many-001?lang=ja")
    assert "two words" not in browse("/doc/event/many-001?lang=ja")
    assert "only one" in browse("/doc/event/many-002?lang=ja")
