"""The service, the dataset and its files described for programs: true, absolute, and the same in every form."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from glocal_graph.data.publishing import publish
from glocal_graph.data.store import open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web import create_app
from glocal_graph.model import vocabulary as v
from glocal_graph.model.settings import Settings
from glocal_graph.output.export import FORMATS
from tests.small_graph import read_small_graph

DATASET = v.iri("dataset")
MEDIA_TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
PLACES = ("/sparql", "/.well-known/void", "/data/catalog")
PREFIXES = (
    f"PREFIX sd: <{v.SD}> PREFIX void: <{v.VOID}> PREFIX dcat: <{v.DCAT}> PREFIX dcterms: <{v.DCTERMS}> "
    f"PREFIX spdx: <{v.SPDX}> PREFIX foaf: <{v.FOAF}> PREFIX rdfs: <{v.RDFS}> "
)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """An app over a graph that was published as a build does it, and so describes itself."""
    root = tmp_path_factory.mktemp("described")
    with draft(root, release="7") as made:
        made.store.extend(read_small_graph())
        publish(made, None, {})
    settings = Settings(store=str(root), tokens="someone:" + "0" * 64)
    store = open_store(settings)
    yield create_app(settings, store).test_client(), store
    store.close()


@pytest.fixture
def told(published):
    """What an address says, as a store that can be asked."""

    def read(path: str, accept: str = "text/turtle") -> ox.Store:
        response = published[0].get(path, headers={"Accept": accept})
        assert response.status_code == 200, response.text
        assert response.mimetype == accept
        made = ox.Store()
        made.load(response.data, format=MEDIA_TYPES[accept])
        return made

    return read


def ask(store: ox.Store, text: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.query(PREFIXES + text)]


@pytest.mark.parametrize("path", PLACES)
def test_a_description_is_the_same_in_each_form(told, path):
    first, *others = ({quad.triple for quad in told(path, accept)} for accept in MEDIA_TYPES)
    assert len(first) > 20
    assert all(other == first for other in others)


@pytest.mark.parametrize("path", PLACES)
def test_a_description_is_sent_again_only_when_it_changed_and_is_open_to_all(published, path):
    client = published[0]
    first = client.get(path)
    assert first.mimetype == "text/turtle"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get(path, headers={"If-None-Match": first.headers["ETag"], "Accept": "application/rdf+xml"})
    assert other.status_code == 200
    head = client.head(path)
    assert head.status_code == 200
    assert not head.data


@pytest.mark.parametrize("path", PLACES[1:])
def test_a_form_that_is_not_written_is_406_with_those_that_are(published, path):
    response = published[0].get(path, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "turtle" in response.text


def test_the_service_says_what_it_speaks_and_where(told):
    said = told("/sparql")
    service = "http://localhost/sparql"
    assert ask(said, "SELECT ?e { ?s a sd:Service ; sd:endpoint ?e ; sd:supportedLanguage sd:SPARQL11Query }") == [
        (service,)
    ]
    features = ask(said, f"SELECT ?f {{ <{service}> sd:feature ?f }}")
    assert features == [(v.SD + "UnionDefaultGraph",)]
    formats = {row[0].rpartition("/")[2] for row in ask(said, f"SELECT ?f {{ <{service}> sd:resultFormat ?f }}")}
    assert formats >= {"SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle", "N-Triples", "JSON-LD", "RDF_XML"}
    limits = {row[0] for row in ask(said, f"SELECT ?d {{ <{service}> dcterms:description ?d }}")}
    assert len(limits) == 2
    assert all("10" in text and "503" in text for text in limits)


def test_the_service_names_each_graph_with_its_triples_as_a_query_finds_them(told, published):
    said = told("/sparql")
    graphs = ask(
        said,
        "SELECT ?name ?n { ?s sd:defaultDataset/sd:namedGraph ?g . ?g a sd:NamedGraph ; sd:name ?name ; "
        "sd:graph/void:triples ?n }",
    )
    rows = published[1].select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert set(graphs) == {(row["g"].value, row["n"].value) for row in rows}
    assert v.graph("dataset") in dict(graphs)
    whole = ask(said, "SELECT ?n { ?s sd:defaultDataset/sd:defaultGraph/void:triples ?n }")
    assert whole == [(published[1].select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"].value,)]
    assert ask(said, "SELECT ?c { ?s sd:availableGraphs ?c . ?c a sd:GraphCollection ; sd:namedGraph ?g } LIMIT 1")


def test_writing_is_described_only_where_somebody_may_write(told, client):
    query = "SELECT ?e { ?s sd:endpoint ?e ; sd:supportedLanguage sd:SPARQL11Update }"
    assert ask(told("/sparql"), query) == [("http://localhost/update",)]
    without = ox.Store()
    without.load(client.get("/sparql").data, format=ox.RdfFormat.TURTLE)
    assert ask(without, query) == []


def test_a_browser_and_a_query_get_what_they_came_for(published):
    client = published[0]
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    answer = client.get("/sparql?query=ASK{?s ?p ?o}", headers={"Accept": "*/*"})
    assert answer.json["boolean"] is True


def test_void_is_what_the_graph_holds_with_the_addresses_where_it_is_served(told, published):
    said = told("/.well-known/void")
    held = published[1].construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{v.graph('dataset')}> {{ ?s ?p ?o }} }}")
    assert {quad.triple for quad in said} >= set(held)
    assert len(held) > 100
    assert ask(said, f"SELECT ?e {{ <{DATASET}> void:sparqlEndpoint ?e }}") == [("http://localhost/sparql",)]
    dumps = [row[0] for row in ask(said, f"SELECT ?d {{ <{DATASET}> void:dataDump ?d }}")]
    assert len(dumps) == 6
    for dump in dumps:
        assert published[0].head(urlsplit(dump).path, buffered=True).status_code == 200
    assert ask(said, "SELECT ?t { ?d a void:DatasetDescription ; foaf:primaryTopic ?t }") == [(DATASET,)]


def test_addresses_are_those_that_the_client_used(published):
    response = published[0].get("/sparql", base_url="https://graph.example.org/")
    assert b"https://graph.example.org/sparql" in response.data
    assert b"localhost" not in response.data


def test_the_catalogue_tells_size_and_checksum_of_each_file_as_it_is_served(told, published):
    files = ask(
        told("/data/catalog"),
        f"SELECT ?u ?m ?n ?c {{ <{DATASET}> dcat:distribution ?d . ?d a dcat:Distribution ; dcat:downloadURL ?u ; "
        "dcat:mediaType ?m ; dcat:byteSize ?n ; dcterms:license ?l ; dcterms:issued ?day ; "
        "spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?c ] }",
    )
    assert len(files) == len(FORMATS)
    for address, media_type, size, checksum in files:
        response = published[0].get(urlsplit(address).path, buffered=True)
        assert len(response.data) == int(size)
        assert hashlib.sha256(response.data).hexdigest() == checksum
        assert response.mimetype == media_type.split("media-types/")[1]


def test_the_catalogue_leads_to_the_dataset_and_the_service(told):
    said = told("/data/catalog")
    assert ask(said, "SELECT ?d { ?c a dcat:Catalog ; dcat:dataset ?d ; dcat:service ?s }") == [(DATASET,)]
    assert ask(said, "SELECT ?e { ?s a dcat:DataService ; dcat:endpointURL ?e ; dcat:servesDataset ?d }") == [
        ("http://localhost/sparql",)
    ]
    assert ask(said, f"SELECT ?r {{ <{DATASET}> dcat:version ?r ; dcterms:license ?l ; dcterms:publisher ?p }}") == [
        ("7",)
    ]
    assert ask(said, f"SELECT (COUNT(?t) AS ?n) {{ <{DATASET}> dcterms:title ?t }}") == [("2",)]


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt"])
def test_the_catalogue_is_there_by_suffix(published, suffix):
    assert published[0].get(f"/data/catalog.{suffix}").status_code == 200
    assert published[0].get("/data/catalog.docx").status_code == 406


@pytest.mark.parametrize("path", PLACES)
def test_a_graph_that_does_not_describe_itself_is_described_by_what_can_be_counted(client, store, path):
    """The small graph of the other tests was put into a draft by hand, as an engine elsewhere may hold any graph."""
    assert store.graphs().get(v.graph("dataset")) is None
    response = client.get(path)
    assert response.status_code == 200
    made = ox.Store()
    made.load(response.data, format=ox.RdfFormat.TURTLE)
    assert len(made) > 10
    if path == "/.well-known/void":
        counted = store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"].value
        assert ask(made, f"SELECT ?n {{ <{DATASET}> void:triples ?n }}") == [(counted,)]


@pytest.mark.parametrize("host", ['a"b', "a<b>", "x y", "h/../x"])
@pytest.mark.parametrize("path", [*PLACES, "/.well-known/sparql-examples/"])
def test_a_host_that_is_none_is_a_clear_error_and_gets_into_no_description(client, host, path):
    response = client.get(path, headers={"Host": host, "Accept": "text/turtle"})
    assert response.status_code == 400
    assert "Host" in response.json["detail"]
