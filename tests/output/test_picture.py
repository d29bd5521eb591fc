from __future__ import annotations

import csv
import io
import json
from datetime import date
from itertools import permutations
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from glocal_graph.model.errors import FormatUnknown
from glocal_graph.output.drawing import to_view
from glocal_graph.output.export import FORMATS
from glocal_graph.output.picture import PictureTitle, export_picture, find_picture_format, keep_lines
from glocal_graph.questions.network import exactly, neighbourhood
from tests.small_graph import ID, KAGOSHIMA, KAGOSHIMA_PREFECTURE, NAPLES, MemoryStore, read_small_graph

GLOCAL = "https://w3id.org/glocal-graph/ontology#"
TITLE = PictureTitle("Kagoshima", "2026.11.23-1", date(2026, 11, 23))
SEMINAR, SAIGO = ID + "event/2017-12-11-seminar", ID + "person/saigo-takamori"
KIRISHIMA, PERTH, ATLANTA = (ID + f"municipality/{name}" for name in ("46218", "gn-2063523", "gn-4180439"))
THREE = ID + "partnership/46218--gn-2063523--gn-4180439"
TOLD = (
    *("Place", "Partnership", "Event", "Person", "HistoricalFigure", "CulturalAsset", "Theme", "CreativeWork"),
    *("HistoricalEvent", "Organisation", "Office"),
)


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return MemoryStore()


def picture(store, leave_out=(), without=()):
    """The neighbourhood of the prefecture without some things and lines, as a script would ask for it."""
    view = to_view(neighbourhood(store, [KAGOSHIMA_PREFECTURE]), "en")
    things = [node["id"] for node in view["nodes"] if node["id"] not in leave_out]
    lines = [edge["id"] for edge in view["edges"] if {edge["from"], edge["to"]} <= set(things)]
    lines = [line for line in lines if line not in without]
    return things, lines, keep_lines(exactly(store, things), [*lines, "partnership/long-gone", "a|b"])


def read_rdf(content: bytes, name: str) -> rdflib.Graph:
    """What a file says, by rdflib; its named graphs, if it has any, joined."""
    if name in ("trig", "nquads"):
        form = ox.RdfFormat.TRIG if name == "trig" else ox.RdfFormat.N_QUADS
        quads = ox.parse(content, format=form)
        content, name = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES), "ntriples"
    forms = {"jsonld": "json-ld", "rdfxml": "xml", "ntriples": "nt"}
    return rdflib.Graph().parse(data=content, format=forms.get(name, name))


CASES = [
    ((), ()),
    ((SEMINAR,), ()),
    ((NAPLES,), ("municipality/46201|person/saigo-takamori",)),
    ((), ("partnership/46201--gn-3172394",)),
    ((THREE,), ()),
]


@pytest.mark.parametrize(("leave_out", "without"), CASES)
@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_network_file_holds_the_things_and_lines_shown(store, leave_out, without, name):
    things, lines, graph = picture(store, leave_out, without)
    content = io.BytesIO(export_picture(store, graph, find_picture_format(name), TITLE, positions={KAGOSHIMA: (3, 4)}))
    read = nx.read_graphml(content, force_multigraph=True) if name == "graphml" else nx.read_gexf(content)
    assert set(read) == set(things)
    joined = {frozenset(ends) for ends in read.edges()}
    assert joined == {frozenset((one, other)) for one, other in graph.edges()}
    assert len(lines) == len({json.dumps(line) for line in lines})
    ties = {data["iri"] for *_, data in read.edges(data=True) if data["kind"] == "partnership"}
    assert {tie.removeprefix(ID) for tie in ties} == {line for line in lines if "|" not in line}


@pytest.mark.parametrize(("leave_out", "without"), CASES)
def test_a_table_has_a_row_for_every_line_shown_and_for_what_has_none(store, leave_out, without):
    things, lines, graph = picture(store, leave_out, without)
    content = export_picture(store, graph, find_picture_format("csv"), TITLE)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    ends = {row["a_iri"] for row in rows} | {row["b_iri"] for row in rows} - {""}
    assert ends == {thing for thing in things if "/partnership/" not in thing}
    ties = {row["partnership"].removeprefix(ID) for row in rows if row["partnership"]}
    assert ties >= {line for line in lines if "|" not in line}
    assert ties <= {line for line in lines if "|" not in line} | {thing.removeprefix(ID) for thing in things}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize(("leave_out", "without"), CASES)
@pytest.mark.parametrize("name", ["turtle", "jsonld", "ntriples", "rdfxml", "trig", "nquads"])
def test_an_rdf_file_holds_the_things_and_ties_shown_with_claims_and_sources(store, leave_out, without, name):
    things, lines, graph = picture(store, leave_out, without)
    content = export_picture(store, graph, find_picture_format(name), TITLE)
    read = read_rdf(content, name)
    typed = {str(s) for kind in TOLD for s in read.subjects(rdflib.RDF.type, rdflib.URIRef(GLOCAL + kind))}
    ties = {ID + line for line in lines if "|" not in line}
    assert typed == set(things) | ties
    links = {
        (str(s), str(o))
        for s, p, o in read.triples((None, None, None))
        if str(p).removeprefix(GLOCAL) in ("birthPlace", "about", "associatedWith", "features", "participant", "venue")
    }
    for subject, target in links:
        assert "|".join(sorted((subject.removeprefix(ID), target.removeprefix(ID)))) in lines
    for tie in ties:
        assert set(read.objects(rdflib.URIRef(tie), rdflib.URIRef(GLOCAL + "party"))) <= {*map(rdflib.URIRef, things)}
    cited = set(read.objects(None, rdflib.DCTERMS.source))
    assert cited
    assert all((source, rdflib.RDFS.label, None) in read for source in cited), "each source is told"
    claims = set(read.subjects(rdflib.URIRef(GLOCAL + "claimAbout"), None))
    about = {str(o) for o in read.objects(None, rdflib.URIRef(GLOCAL + "claimAbout"))}
    assert about <= ties | set(things)
    assert claims or ID + "partnership/46201--gn-3172394" not in ties


def test_every_link_shown_is_in_the_turtle(store):
    _, lines, graph = picture(store)
    read = rdflib.Graph().parse(
        data=export_picture(store, graph, find_picture_format("turtle"), TITLE), format="turtle"
    )
    stated = {frozenset((str(s).removeprefix(ID), str(o).removeprefix(ID))) for s, _, o in read}
    about = {str(s).removeprefix(ID) for s in read.subjects(rdflib.URIRef(GLOCAL + "aboutPartnership"))}
    for line in (line for line in lines if "|" in line):
        ends = frozenset(line.split("|"))
        assert ends in stated or ends & about, line


def test_turtle_opens_with_what_it_is_and_a_title_cannot_end_its_comment(store):
    _, _, graph = picture(store)
    title = PictureTitle("x\n<a> <b> <c> .\r\u2028\x85<d> <e> <f> .", "1", date(2026, 1, 2))
    text = export_picture(store, graph, find_picture_format(".ttl"), title).decode()
    assert text.startswith("# x <a> <b> <c> . <d> <e> <f> . – Glocal Graph\n# ")
    assert "# Release 1, taken on 2026-01-02\n# Licence: CC BY 4.0" in text
    assert rdflib.URIRef("a") not in set(rdflib.Graph().parse(data=text, format="turtle").subjects())


def test_the_page_has_the_things_where_they_were_and_the_heading_given(store):
    things, lines, graph = picture(store, (SEMINAR,))
    places = {thing: (number * 10, -number) for number, thing in enumerate(things)}
    title = PictureTitle("</script><b>x", "1", date(2026, 1, 2))
    page = export_picture(store, graph, find_picture_format("html"), title, "ja", places).decode()
    view = json.loads(page.split('<script type="application/json" id="view">')[1].split("</script>")[0])
    assert {node["id"]: (node["x"], node["y"]) for node in view["nodes"]} == places
    assert {edge["id"] for edge in view["edges"]} == set(lines)
    assert "<b>x" not in page


def test_there_is_a_format_of_each_name_and_no_other():
    assert [find_picture_format(name).name for name in FORMATS] == list(FORMATS)
    assert find_picture_format("HTML").suffix == ".html"
    with pytest.raises(FormatUnknown, match="html"):
        find_picture_format("exe")


@pytest.mark.parametrize(("language", "name"), [("en", "Kagoshima City"), ("ja", "鹿児島市")])
@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_other_programs_show_names_in_the_language_of_the_page(store, kind, language, name):
    _, _, graph = picture(store, (), ())
    content = io.BytesIO(export_picture(store, graph, find_picture_format(kind), TITLE, language))
    read = nx.read_graphml(content, force_multigraph=True) if kind == "graphml" else nx.read_gexf(content)
    assert read.nodes[KAGOSHIMA]["label"] == name


@pytest.mark.parametrize("name", ["turtle", "trig"])
def test_the_short_way_to_say_a_tie_is_told_of_the_ties_shown_only(name):
    told = [(KAGOSHIMA, NAPLES), *permutations((KIRISHIMA, PERTH, ATLANTA), 2)]
    words = [ox.NamedNode(GLOCAL + word) for word in ("partnerOf", "sisterCityOf")]
    short = [
        ox.Quad(ox.NamedNode(a), word, ox.NamedNode(b), ox.NamedNode(ID + "graph/derived"))
        for one, other in told
        for a, b in ((one, other), (other, one))
        for word in words
    ]
    store = MemoryStore([*read_small_graph(), *short])

    pair = {(KAGOSHIMA, NAPLES), (NAPLES, KAGOSHIMA)}
    three = set(permutations((KIRISHIMA, PERTH, ATLANTA), 2))

    def partners(leave_out=(), without=()):
        content = export_picture(store, picture(store, leave_out, without)[2], find_picture_format(name), TITLE)
        read = read_rdf(content, name)
        partner, sister = (
            {(str(s), str(o)) for s, o in read.subject_objects(rdflib.URIRef(word.value))} for word in words
        )
        assert sister == partner & pair, "the tie of three is no tie of sister cities"
        named = {str(subject) for subject in read.subjects(rdflib.RDFS.label)}
        assert not named & set(leave_out), "nor is there the name of what is not shown"
        return partner

    assert partners() == pair | three
    assert partners(without=("partnership/46201--gn-3172394",)) == three, "both things are shown, their tie is not"
    assert partners(leave_out=(NAPLES,)) == three
    assert partners(leave_out=(THREE,)) == pair


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_a_network_file_says_what_it_is_and_under_which_licence(store, kind):
    title = PictureTitle("Kagoshima & <Naples>", "2026.11.23-1", date(2026, 11, 24))
    content = export_picture(store, picture(store)[2], find_picture_format(kind), title)
    told = "".join(ElementTree.fromstring(content).itertext())
    for text in ("Kagoshima & <Naples>", "2026.11.23-1", "2026-11-24", "CC BY 4.0"):
        assert text in told
    nodes = (nx.read_graphml if kind == "graphml" else nx.read_gexf)(io.BytesIO(content)).nodes(data=True)
    assert not [node for node, data in nodes if "hop" in data], "nobody was asked how far things are"
