"""Clients that others wrote, against a real server: what they ask by themselves is answered in what they read."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from urllib.parse import urlencode

import pandas
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, RDFXML, TURTLE, XML, SPARQLWrapper

from tests.front.web.running import find_port, running, wait_for

ID = "https://w3id.org/glocal-graph/id/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NAMES = f'SELECT ?name {{ <{ID}municipality/46201> <{LABEL}> ?name FILTER (LANG(?name) = "ja") }}'
NAMED = f"CONSTRUCT {{ <{ID}municipality/46201> <{LABEL}> ?name }} WHERE {{ {NAMES.partition('{')[2]}"
NAME = "鹿児島市"


@pytest.fixture(scope="module")
def address(settings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clients")
    with running(folder, store=settings.store, port=0) as (_, said):
        yield f"http://127.0.0.1:{wait_for(find_port(said, folder))}/sparql"


WAYS = [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")]


def wrapper(address: str, text: str, form: str, way: tuple[str, str]) -> SPARQLWrapper:
    asking = SPARQLWrapper(address)
    asking.setQuery(text)
    asking.setReturnFormat(form)
    asking.setMethod(way[0])
    asking.setRequestMethod(way[1])
    return asking


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_sparqlwrapper_reads_rows_graphs_and_a_yes(address, way):
    found = wrapper(address, NAMES, JSON, way).queryAndConvert()
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == [NAME]
    assert NAME in wrapper(address, NAMES, XML, way).queryAndConvert().toxml()
    assert NAME in wrapper(address, NAMES, CSV, way).queryAndConvert().decode()
    assert wrapper(address, "ASK { ?s ?p ?o }", JSON, way).queryAndConvert()["boolean"] is True
    for form in (XML, RDFXML, JSONLD):
        graph = wrapper(address, NAMED, form, way).queryAndConvert()
        assert [str(name) for name in graph.objects()] == [NAME]
    for form in (TURTLE, N3):
        graph = Graph().parse(wrapper(address, NAMED, form, way).queryAndConvert(), format="turtle")
        assert [str(name) for name in graph.objects()] == [NAME]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sees_the_whole_graph_and_each_named_one(address, method):
    store = SPARQLStore(address, method=method)
    whole = Graph(store)
    place = URIRef(f"{ID}municipality/46201")
    assert [str(row.name) for row in whole.query(NAMES)] == [NAME]
    assert whole.query("ASK { ?s ?p ?o }").askAnswer is True
    assert [str(name) for name in whole.query(NAMED).graph.objects()] == [NAME]
    assert (place, None, None) in whole
    counts = {
        row.graph: int(row.n)
        for row in whole.query("SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph")
    }
    assert len(counts) > 1
    for name, number in counts.items():
        assert len(list(Graph(store, identifier=name).query("SELECT * { ?s ?p ?o }"))) == number


def test_pandas_reads_a_table_by_its_address(address):
    table = pandas.read_csv(f"{address}?{urlencode({'query': NAMES, 'format': 'csv'})}")
    assert table.to_dict("records") == [{"name": NAME}]


def test_curl_gets_a_packed_table(address):
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not here")
    command = [curl, "-s", "--compressed", "-H", "Accept: text/csv", "--data-urlencode", f"query={NAMES}", address]
    body = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
    assert list(csv.reader(io.StringIO(body))) == [["name"], [NAME]]


def test_r_reads_a_table_by_its_address(address):
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not here")
    source = f"{address}?{urlencode({'query': NAMES, 'format': 'csv'})}"
    script = f'names <- read.csv("{source}", encoding = "UTF-8"); cat(utf8ToInt(names$name[1]))'
    said = subprocess.run([program, "-e", script], capture_output=True, check=True, timeout=60, text=True).stdout
    assert "".join(chr(int(code)) for code in said.split()) == NAME
