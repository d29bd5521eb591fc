from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic, to_isomorphic

from glocal_graph.model.errors import FormatUnknown, IriError, ThingNotFound
from glocal_graph.model.vocabulary import PREFIXES
from glocal_graph.output.export import (
    FORMATS,
    export_all,
    export_every,
    export_network,
    export_things,
    export_triples,
    find_format,
)
from glocal_graph.questions.network import neighbourhood
from tests.small_graph import ID, KAGOSHIMA, KAGOSHIMA_PREFECTURE, NAPLES, MemoryStore, read_small_graph, rename

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

RDFLIB_NAMES = {"turtle": "turtle", "jsonld": "json-ld", "ntriples": "nt", "rdfxml": "xml"}
TRIPLES = [item.name for item in FORMATS.values() if item.holds == "triples"]
QUADS = [item.name for item in FORMATS.values() if item.holds == "quads"]
ENGINE = {name: ox.RdfFormat.from_media_type(item.media_type) for name, item in FORMATS.items()}


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return MemoryStore()


def read_with_oxigraph(data: bytes, name: str) -> set[ox.Quad]:
    return _canonical(ox.parse(data, format=ENGINE[name]))


def _canonical(quads) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def flat(quads) -> set[ox.Quad]:
    return _canonical(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


@pytest.mark.parametrize("name", TRIPLES)
def test_an_export_of_all_loads_into_an_empty_store_as_the_same_graph(store, name):
    empty = ox.Store()
    empty.load(export_all(store, name), format=ENGINE[name])
    assert _canonical(empty) == flat(store.store)


@pytest.mark.parametrize("name", QUADS)
def test_named_graphs_survive_in_the_formats_that_have_them(store, name):
    empty = ox.Store()
    empty.load(export_all(store, name), format=ENGINE[name])
    assert _canonical(empty) == _canonical(store.store)
    assert len(list(empty.named_graphs())) == 5


@pytest.mark.parametrize("name", TRIPLES)
def test_another_reader_reads_the_same_graph(store, name):
    read = rdflib.Graph().parse(data=export_all(store, name), format=RDFLIB_NAMES[name])
    plain = rdflib.Graph().parse(data=export_all(store, "ntriples"), format="nt")
    assert len(read) == len(plain) == len(flat(store.store))
    assert isomorphic(to_isomorphic(read), to_isomorphic(plain))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_is_the_same_bytes_in_whatever_order_it_was_loaded(store, name):
    shuffled = MemoryStore(reversed(read_small_graph()))
    assert export_all(shuffled, name) == export_all(store, name)
    assert export_things(shuffled, [NAPLES, KAGOSHIMA], name) == export_things(store, [KAGOSHIMA, NAPLES], name)


def test_every_format_written_at_once_is_the_same_as_each_alone(store):
    written = {chosen.name: content for chosen, content in export_every(store)}
    assert written == {name: export_all(store, name) for name in FORMATS}


def test_the_same_graph_is_the_same_bytes_in_another_process(store):
    script = """
import hashlib
from glocal_graph.output.export import FORMATS, export_all
from tests.small_graph import MemoryStore
print(hashlib.sha256(b"".join(export_all(MemoryStore(), name) for name in FORMATS)).hexdigest())
"""
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        answer = subprocess.run(
            [sys.executable, "-c", script],
            cwd=Path(__file__).parents[2],
            env=environment,
            check=True,
            capture_output=True,
            timeout=120,
        )
        seen.add(answer.stdout)
    assert len(seen) == 1


def test_turtle_is_readable(store):
    text = export_things(store, [KAGOSHIMA], "turtle").decode()
    blocks = text.split("\n\n")
    assert blocks[0].splitlines() == sorted(blocks[0].splitlines())
    (city,) = [block for block in blocks if block.startswith("municipality:46201 ")]
    assert city.startswith("municipality:46201 a glocal:City ,")
    assert city.splitlines()[1] == '\trdfs:label "Kagoshima City"@en , "鹿児島市"@ja ;'
    assert "glocal:party municipality:46201 , municipality:gn-3172394" in text
    assert "<" not in text.partition("\n\n")[2], "every name has a prefix"


def test_only_prefixes_that_are_used_are_declared(store):
    head = export_things(store, [NAPLES], "turtle").decode().split("\n\n")[0]
    assert "@prefix municipality:" in head
    assert "@prefix foaf:" not in head


def test_json_ld_is_readable_with_a_context(store):
    import json

    document = json.loads(export_things(store, [KAGOSHIMA], "jsonld"))
    (city,) = [item for item in document["@graph"] if item["@id"] == "municipality:46201"]
    assert city["glocal:within"] == "prefecture:JP-46"
    assert {"@language": "ja", "@value": "鹿児島市"} in city["rdfs:label"]
    assert document["@context"]["glocal"] == PREFIXES["glocal"]


@pytest.mark.parametrize(
    "term",
    [
        '"a\\nb\\t\\"\\\\"',
        '"@type"',
        '"007"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"x"^^<https://example.org/type>',
        '"é 鹿 🗻"@ja-Hira',
        '""',
        "<https://example.org/a?b=c#d>",
        "<mailto:a@example.org>",
        "<https://w3id.org/glocal-graph/id/municipality/a/b>",
        "<https://w3id.org/glocal-graph/id/municipality/>",
        "_:b",
    ],
)
@pytest.mark.parametrize("name", [*TRIPLES, *QUADS])
def test_every_kind_of_value_comes_back_as_it_was(name, term):
    text = f"<{NAPLES}> <https://w3id.org/glocal-graph/ontology#note> {term} , <{NAPLES}> ."
    given = _canonical(ox.parse(text, format=ox.RdfFormat.TURTLE))
    triples = [quad.triple for quad in given]
    data = export_triples(triples, name)
    assert read_with_oxigraph(data, name) == given
    if name == "jsonld":
        read = rdflib.Graph().parse(data=data, format="json-ld")
        assert isomorphic(read, rdflib.Graph().parse(data=export_triples(triples, "ntriples"), format="nt"))


def test_rdf_xml_replaces_letters_that_xml_cannot_hold():
    triple = ox.Triple(
        ox.NamedNode(NAPLES), ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.Literal("a\x01b", language="en")
    )
    (read,) = rdflib.Graph().parse(data=export_triples([triple], "rdfxml"), format="xml")
    assert str(read[2]) == "a\ufffdb"


def test_an_exported_place_stands_alone(store):
    found = export_things(store, [KAGOSHIMA], "turtle")
    graph = rdflib.Graph().parse(data=found, format="turtle")
    asked = """
      PREFIX glocal: <https://w3id.org/glocal-graph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX dcterms: <http://purl.org/dc/terms/>
      SELECT DISTINCT ?name ?country ?publisher ?claimed WHERE {
        ?tie glocal:party ?here, ?partner ; dcterms:source ?source . ?here glocal:jisCode "46201" .
        ?partner rdfs:label ?name ; glocal:within+ ?land ; a glocal:City .
        FILTER(?partner != ?here && LANG(?name) = "ja")
        ?land a glocal:Country ; rdfs:label ?country . FILTER(LANG(?country) = "ja")
        ?source glocal:publisher ?publisher .
        OPTIONAL { ?claim glocal:claimAbout ?tie ; glocal:claimedDate ?claimed }
      } ORDER BY ?name ?publisher"""
    assert [tuple(str(cell) for cell in row) for row in graph.query(asked)] == [
        ("ナポリ", "イタリア", "CLAIR", "1960"),
        ("ナポリ", "イタリア", "Kagoshima City", "1960"),
        ("パース", "オーストラリア", "Kagoshima City", "None"),
    ]
    assert b"fukuoka" not in found.lower()


def test_an_engine_without_named_graphs_exports_the_same_triples(store):
    flat_store = MemoryStore(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store.store)
    flat_store.union = False
    for export in (export_all, lambda there, name: export_things(there, [KAGOSHIMA], name)):
        assert export(flat_store, "turtle") == export(store, "turtle")
    assert read_with_oxigraph(export_all(flat_store, "nquads"), "nquads") == flat(store.store)


def test_an_exported_event_brings_its_source_and_the_issue_it_is_in(store):
    text = export_things(store, [ID + "event/2017-12-11-seminar"], "turtle").decode()
    assert 'glocal:publisher "Ministry"' in text
    assert '"Jigen-ryu"@en' in text


def test_an_exported_network_holds_the_statements_of_what_is_drawn_and_no_other_tie(store):
    graph = neighbourhood(store, [KAGOSHIMA])
    quads = read_with_oxigraph(export_network(graph, "nquads", store), "nquads")
    subjects = {quad.subject.value for quad in quads}
    assert set(graph) <= subjects
    ties = {iri for iri in subjects if "/partnership/" in iri}
    assert ties == {data["iri"] for *_, data in graph.edges(data=True) if data["kind"] == "partnership"}


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_each_pair_of_parties_the_japanese_side_first(store):
    rows = read_csv(export_all(store, "csv"))
    assert len(rows) == 5 + 3
    (naples,) = [row for row in rows if row["partnership"].endswith("/46201--gn-3172394")]
    assert naples["a_label_ja"] == "鹿児島市"
    assert (naples["a_code"], naples["a_area_en"], naples["b_code"]) == ("46201", "Kagoshima Prefecture", "3172394")
    assert (naples["b_country"], naples["b_country_ja"]) == ("IT", "イタリア")
    assert (naples["kind"], naples["status"], naples["date"]) == ("sister", "active", "1960-05-03")
    assert naples["publishers"] == "Kagoshima City; CLAIR"
    assert naples["sources"] == "https://www.example.jp/sister https://clair.example.jp/list"
    assert {row["parties"] for row in rows} == {"2", "3"}


def test_csv_opens_in_excel_as_utf_8(store):
    assert export_all(store, "csv").startswith(b"\xef\xbb\xbfpartnership,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formula(start):
    evil = f'{start}HYPERLINK("https://evil.example")'
    rows = read_csv(export_all(MemoryStore(rename(read_small_graph(), NAPLES, evil)), "csv"))
    cells = [cell for row in rows for cell in row.values()]
    assert "'" + evil in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_network_file_opens_in_networkx_with_every_tie_and_label(store, name, tmp_path):
    graph = neighbourhood(store, [KAGOSHIMA_PREFECTURE])
    path = tmp_path / f"network.{name}"
    path.write_bytes(export_network(graph, name))
    read = nx.read_graphml(path, force_multigraph=True) if name == "graphml" else nx.read_gexf(path)
    assert set(read) == set(graph)
    assert read.number_of_edges() == graph.number_of_edges()
    assert read.nodes[NAPLES]["label_ja"] == "ナポリ"
    assert read.nodes[NAPLES]["lat"] == 40.8522
    ties = [data for *_, data in read.edges(data=True) if data["kind"] == "partnership"]
    assert {(tie["date"], tie["tie_kind"]) for tie in ties} >= {("1960-05-03", "sister"), ("1966", "friendship")}
    assert all(tie["sources"].startswith("https://") for tie in ties)


def test_a_graphml_file_opens_in_igraph(store, tmp_path):
    graph = neighbourhood(store, [KAGOSHIMA_PREFECTURE])
    path = tmp_path / "network.graphml"
    path.write_bytes(export_network(graph, "graphml"))
    read = igraph.Graph.Read_GraphML(str(path))
    assert (read.vcount(), read.ecount()) == (graph.number_of_nodes(), graph.number_of_edges())
    assert "鹿児島市" in read.vs["label_ja"]


def test_gexf_does_not_carry_the_day_it_was_written(store):
    assert b"lastmodifieddate" not in export_all(store, "gexf")


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_letters_that_xml_cannot_hold_do_not_break_a_network_file(name):
    quads = rename(read_small_graph(), NAPLES, "bad\x00\x08\ufffeletters")
    data = export_all(MemoryStore(quads), name)
    reader = nx.parse_graphml if name == "graphml" else None
    text = data.decode()
    if reader:
        assert reader(text, force_multigraph=True).nodes[NAPLES]["label_en"] == "bad\ufffd\ufffd\ufffdletters"
    else:
        assert nx.read_gexf(io.BytesIO(data)).nodes[NAPLES]["label_en"] == "bad\ufffd\ufffd\ufffdletters"


@pytest.mark.parametrize("name", ["turtle", ".ttl", "ttl", "text/turtle", "TURTLE", "text/turtle; charset=utf-8"])
def test_a_format_is_found_by_name_suffix_or_media_type(name):
    assert find_format(name) == FORMATS["turtle"]


def test_a_format_that_is_not_written_is_said_with_those_that_are(store):
    with pytest.raises(FormatUnknown, match=r"xlsx.*turtle.*gexf"):
        export_all(store, "xlsx")


def test_what_cannot_be_put_into_a_format_is_said(store):
    with pytest.raises(FormatUnknown, match="triples"):
        export_triples([], "csv")
    with pytest.raises(FormatUnknown, match="store"):
        export_network(nx.MultiGraph(), "turtle")


def test_a_thing_that_is_not_there_or_no_iri_is_said(store):
    with pytest.raises(ThingNotFound):
        export_things(store, [ID + "municipality/46999"], "turtle")
    with pytest.raises(IriError):
        export_things(store, ["46201"], "turtle")


def test_no_triples_are_an_empty_file_of_each_format():
    for name in [*TRIPLES, *QUADS]:
        assert read_with_oxigraph(export_triples([], name), name) == set()
