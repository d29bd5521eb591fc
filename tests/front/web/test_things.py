from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from glocal_graph.data.publishing import publish
from glocal_graph.data.store import open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web import create_app
from glocal_graph.model.settings import Settings
from tests.small_graph import read_small_graph

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
    assert "born here" in page
    assert "Saigo Takamori</a>" in page
    assert "Former municipalities" in page


def test_long_groups_are_paged_and_each_thing_is_on_one_page(browse):
    pages = [browse(f"/doc/prefecture/JP-39?page-events={number}") for number in (1, 2, 3, 4)]
    tables = [page[page.index('<table class="events">') :].partition("</table>")[0] for page in pages]
    found = [re.findall(r'href="/doc/(event/many-\d+)"', table) for table in tables]
    assert [len(group) for group in found] == [15, 15, 15, 15]
    assert len({event for group in found for event in group}) == 60
    assert "page-events=2" in pages[0]
    assert "page-events=4" not in pages[0]


@pytest.mark.parametrize("number", ["0", "-5", "9999", "x", "1e9"])
def test_a_page_number_out_of_range_is_brought_back(browse, number):
    assert "event/many-" in browse(f"/doc/prefecture/JP-39?page-events={number}")


def test_an_unknown_thing_is_404_with_near_names(client):
    response = client.get("/doc/municipality/naples", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert "municipality/gn-3172394" in response.json["detail"]
    assert {"id": "municipality/gn-3172394", "label": "Naples"} in response.json["things"]


@pytest.mark.parametrize("path", ["/id/municipality/naples", "/doc/municipality/naples", "/id/municipality/naples.ttl"])
@pytest.mark.parametrize(("language", "words"), [("en", ("Perhaps you meant", ">Naples</a>")), ("ja", ("ナポリ</a>",))])
def test_the_unknown_is_a_404_page_at_once_with_near_names_as_links(browse, path, language, words):
    page = browse(f"{path}?lang={language}", 404)
    assert all(word in page for word in words)
    assert re.search(r'href="/doc/municipality/gn-3172394(\?lang=ja|\?lang=en)?"', page)


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """An app over a second release, which lost two things of the first: one has a successor, one has none."""
    root = tmp_path_factory.mktemp("later")
    succeeds = "https://w3id.org/glocal-graph/ontology#succeededBy"
    lost = {ID + "municipality/gn-3172394", ID + "person/saigo-takamori"}
    whole = read_small_graph()
    led = [
        ox.Quad(ox.NamedNode(ID + "municipality/gn-3172394"), ox.NamedNode(succeeds), ox.NamedNode(ID + "country/IT"))
    ]
    with draft(root, release="1") as made:
        made.store.extend([*whole, *led])
        first = publish(made, None)
    with draft(root, release="2") as made:
        made.store.extend(quad for quad in whole if quad.subject.value not in lost)
        publish(made, first)
    settings = Settings(store=str(root))
    store = open_store(settings)
    yield create_app(settings, store).test_client()
    store.close()


@pytest.mark.parametrize("path", ["/id/", "/doc/"])
@pytest.mark.parametrize("suffix", ["", ".ttl"])
def test_what_a_release_removed_is_410_and_names_the_last_that_had_it(later, path, suffix):
    response = later.get(f"{path}person/saigo-takamori{suffix}", headers={"Accept": "application/json"})
    assert response.status_code == 410
    assert response.json["lastRelease"] == "1"
    assert response.json["things"] == []
    assert "release 1" in response.json["detail"]


@pytest.mark.parametrize(
    ("language", "name", "heading"), [("en", "Naples", "What took its place"), ("ja", "ナポリ", "引き継いだもの")]
)
def test_what_took_the_place_of_a_removed_thing_is_linked(later, language, name, heading):
    response = later.get(f"/id/municipality/gn-3172394?lang={language}", headers={"Accept": "text/html"})
    assert response.status_code == 410
    assert name in response.text
    assert heading in response.text
    assert "/doc/country/IT" in response.text
    assert response.headers["Link"].startswith("</doc/country/IT")
    assert 'rel="successor-version"' in response.headers["Link"]


def test_the_data_page_lists_releases_and_what_is_gone(later):
    page = later.get("/data?lang=en", headers={"Accept": "text/html"}).text
    assert "municipality/gn-3172394" in page
    assert re.search(r"last in 1, gone in 2", page)
    assert re.search(r'<th scope="row">2 <span class="quiet">\(served now\)</span></th>', page)
    assert '<th scope="row">1</th>' in page


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [("text/html", "/data"), ("application/json", "/data/manifest.json"), ("text/turtle", None)],
)
def test_the_dataset_is_a_thing_too(later, accept, leads_to):
    assert later.get("/id/dataset", headers={"Accept": accept}).status_code == 303
    for path in ("/doc/dataset", "/doc/dataset%23class-City"):
        response = later.get(path, headers={"Accept": accept})
        if leads_to:
            assert (response.status_code, response.headers["Location"]) == (303, leads_to)
        else:
            assert response.mimetype == "text/turtle"
            assert b"void:classPartition" in response.data


@pytest.mark.parametrize(
    "thing", ["municipality/x> ?p ?o . ?s <y", 'city/"', "a{b}/c", "../../etc/passwd", "x", "%00/a"]
)
def test_a_hostile_address_is_a_clear_error(client, thing):
    response = client.get(f"/doc/{thing}", headers={"Accept": "text/html"})
    assert response.status_code in (400, 404)
    assert "Traceback" not in response.text


@pytest.mark.parametrize("suffix", [*FORMATS, "json", "html"])
def test_a_thing_leads_to_its_document_by_suffix_too(client, suffix):
    response = client.get(f"/id/municipality/46201.{suffix}", headers={"Accept": "image/png"})
    assert (response.status_code, response.headers["Location"]) == (303, f"/doc/municipality/46201.{suffix}")
    assert client.get(f"/doc/municipality/46201.{suffix}").status_code == 200


def test_documents_link_to_their_other_forms(client):
    link = client.get("/doc/municipality/46201", headers={"Accept": "text/html"}).headers["Link"]
    assert '</doc/municipality/46201.ttl>; rel="alternate"; type="text/turtle"' in link
    assert link.count('rel="alternate"') == 5
    assert 'type="text/html"' not in link


def test_documents_say_what_they_are_about_and_under_which_terms(client):
    response = client.get("/doc/municipality/46201.nt?lang=ja")
    link = response.headers["Link"]
    assert '<http://localhost/doc/municipality/46201>; rel="canonical"' in link
    assert f'<{ID}municipality/46201>; rel="describes"' in link
    assert '</.well-known/void>; rel="describedby"' in link
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in link
    known = client.get("/doc/municipality/46201.nt?lang=ja", headers={"If-None-Match": response.headers["ETag"]})
    assert known.headers["Link"] == link


@pytest.mark.parametrize(
    ("accept", "suffix"), [("text/html", "html"), ("text/turtle", "ttl"), ("application/rdf+xml", "rdf")]
)
def test_a_negotiated_document_names_the_address_of_its_form(client, accept, suffix):
    response = client.get("/doc/municipality/46201", headers={"Accept": accept})
    assert response.headers["Content-Location"] == f"/doc/municipality/46201.{suffix}"
    assert "Accept" in response.headers["Vary"]
    direct = client.get(response.headers["Content-Location"])
    assert direct.mimetype == response.mimetype
    if suffix != "html":
        assert direct.data == response.data


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
    assert re.search(r"Kagoshima City</a></span></td>\s*<td[^>]*><span><a[^>]*>Naples</a>", page)


def test_a_text_in_both_languages_is_shown_in_the_readers(browse, store):
    assert "二つの言葉" in browse("/doc/event/many-001?lang=ja")
    assert "two words" not in browse("/doc/event/many-001?lang=ja")
    assert "only one" in browse("/doc/event/many-002?lang=ja")
