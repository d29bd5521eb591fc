"""The bench on a tiny graph: every row is there, and the large graph keeps the shape of the small one."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from tools.bench_finder import render_finder, score_finder
from tools.bench_graph import write_copies, write_triples

from glocal_graph.data.store.snapshot import Snapshot, draft
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import load_gallery
from glocal_graph.questions.partner_finder import FinderNet, Place, Tie
from tests.small_graph import ID, KAGOSHIMA, NAPLES, read_small_graph

BENCH = Path(__file__).resolve().parents[2] / "tools" / "bench.py"
GLOCAL = "https://w3id.org/glocal-graph/ontology#"
COPIES = 4


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    with draft(tmp_path_factory.mktemp("bench") / "store") as made:
        made.store.extend([*read_small_graph(), *derive()])
        return made.publish()


def derive() -> list[ox.Quad]:
    """The direct statements that a build makes of one tie, both ways."""
    ends = (ox.NamedNode(KAGOSHIMA), ox.NamedNode(NAPLES))
    names = [ox.NamedNode(GLOCAL + name) for name in ("partnerOf", "sisterCityOf")]
    graph = ox.NamedNode("https://w3id.org/glocal-graph/graph/derived")
    return [ox.Quad(a, name, b, graph) for a, b in (ends, ends[::-1]) for name in names]


@pytest.fixture
def copied(small: Snapshot, tmp_path: Path) -> list[ox.Quad]:
    return copy_graph(small, tmp_path / "large.nq")


def copy_graph(small: Snapshot, target: Path, *asked: str, seed: int = 1) -> list[ox.Quad]:
    lines = write_copies(small.dump_path, target, COPIES, seed, asked)
    quads = list(ox.parse(path=target, format=ox.RdfFormat.N_QUADS))
    assert len(set(quads)) == len(quads) == lines, "no statement is written twice"
    return quads


def find_parties(quads: list[ox.Quad]) -> dict[str, set[str]]:
    parties: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == GLOCAL + "party":
            parties.setdefault(quad.subject.value, set()).add(quad.object.value)
    return parties


def original(iri: str) -> str:
    return re.sub(r"~\d+$", "", iri)


def test_a_place_of_any_copy_has_as_many_ties_as_its_original(small: Snapshot, copied: list[ox.Quad]):
    before = Counter(place for places in find_parties(read_small_graph()).values() for place in places)
    after = Counter(place for places in find_parties(copied).values() for place in places)
    assert len(after) == COPIES * len(before)
    assert all(count == before[original(place)] for place, count in after.items())


def test_ties_lead_from_one_copy_to_another(copied: list[ox.Quad]):
    assert any(len({place.partition("~")[2] for place in places}) > 1 for places in find_parties(copied).values())


def test_partners_are_the_parties_of_one_tie_in_the_large_graph_too(copied: list[ox.Quad]):
    pairs = {frozenset(places) for places in find_parties(copied).values()}
    derived = [quad for quad in copied if quad.predicate.value in (GLOCAL + "partnerOf", GLOCAL + "sisterCityOf")]
    assert len(derived) == COPIES * len(derive())
    assert all({quad.subject.value, quad.object.value} in pairs for quad in derived)


def test_countries_and_concepts_are_shared_by_the_copies(copied: list[ox.Quad]):
    things = {term.value for quad in copied for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    shared = [iri for iri in things if iri.startswith((ID + "country/", ID + "concept/"))]
    assert shared
    assert not any("~" in iri for iri in shared)
    assert {original(iri) for iri in things if "~" in iri} <= things, "the first copy keeps its names"


def test_a_tie_that_a_question_names_stays_whole(small: Snapshot, tmp_path: Path):
    quads = copy_graph(small, tmp_path / "large.nq", f"VALUES ?a {{ <{KAGOSHIMA}> }} VALUES ?b {{ <{NAPLES}> }}")
    assert {KAGOSHIMA, NAPLES} in find_parties(quads).values()


def test_the_same_seed_writes_the_same_file(small: Snapshot, tmp_path: Path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_copies(small.dump_path, tmp_path / name, COPIES, seed)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()


def test_triples_are_the_quads_without_their_graphs(small: Snapshot, tmp_path: Path):
    write_triples(small.dump_path, tmp_path / "graph.nt")
    triples = {quad.triple for quad in ox.parse(path=tmp_path / "graph.nt", format=ox.RdfFormat.N_TRIPLES)}
    assert triples == {quad.triple for quad in ox.parse(path=small.dump_path, format=ox.RdfFormat.N_QUADS)}


@pytest.mark.slow
def test_the_report_has_every_row(small: Snapshot, tmp_path: Path):
    page = tmp_path / "performance.md"
    command = [
        sys.executable,
        str(BENCH),
        "--quick",
        "--without=browser",
        "--rdflib-limit",
        "1",
        "--copies",
        "2",
        "--store",
        str(small.path.parent),
    ]
    done = subprocess.run([*command, "--write", str(page)], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert page.read_text(encoding="utf-8").endswith(done.stdout), "the page ends with what is printed"
    overview, ours, rates, finder, large, pictures = done.stdout.split("\n## ")[1:]
    check_overview(overview)
    check_rates(rates)
    assert "not run" in pictures
    assert [row[0] for row in read_rows(finder)] == ["finder", "popularity", "chance"]
    for part, rdflib in ((ours, True), (large, False)):
        rows = read_rows(part)
        assert [row[1] for row in rows] == list(load_gallery(Settings()))
        for row in rows:
            assert all(is_number(cell) for cell in row[2:7]), row
            assert (is_number(row[8]) or row[8] == "over 1 s") if rdflib else row[8] == "not run", row
            assert "oxigraph gives" not in row[10], "the engines agree"


def test_the_finder_is_scored_on_ties_that_it_did_not_see():
    cities = [Place(f"m/{n}", "country/JP", "city", "p/1", 1000) for n in range(20)]
    abroad = [Place(f"m/X{n}", "country/US", "city", "r/1", 1000) for n in range(5)]
    ties = tuple(Tie(f"t/{one.iri}-{other.iri}", one.iri, other.iri) for one in cities for other in abroad)
    net = FinderNet({place.iri: place for place in [*cities, *abroad]}, ties)
    scores = [score_finder(net, seed) for seed in (1, 1, 2)]
    assert scores[0] == scores[1], "the same seed hides the same ties"
    assert scores[0].hidden == scores[0].reachable == 10
    assert scores[0].hits["finder"] == 10, "five places abroad are all among the first ten"
    assert [row[0] for row in render_finder(scores)] == ["finder", "popularity", "chance"]


def check_overview(text: str) -> None:
    rows = {row[0]: row[1:] for row in read_rows(text)}
    assert rows["`build`: the whole way from data/, as a command"] == ["not run", "not run"]
    for name in ("N-Quads to a snapshot: load and publish", "… fill", "… publish"):
        assert all("triples/s" in cell for cell in rows[name]), rows[name]
    for name in ("size of the snapshot on disk", "… store/", "… graph.nq"):
        assert all(cell.endswith(" MB") for cell in rows[name]), rows[name]
    for name in ("/health", "home page"):
        found = [cells for row, cells in rows.items() if row.startswith("cold start") and row.endswith(name)]
        assert len(found) == 1
        assert all(cell.endswith(" s") for cell in found[0]), found
    assert rows["query workers hold the graph"] == ["in memory", "in memory"]


def check_rates(text: str) -> None:
    rows = read_rows(text)
    assert [row[:2] for row in rows] == [
        [server, kind] for kind in ("repeated", "new") for server in ("glocal-graph", "oxigraph serve")
    ]
    for row in rows:
        assert all(is_number(cell) for cell in (row[2], row[4], row[5], row[6])), row
        assert row[0] == "oxigraph serve" or row[6] == "0", "the app loses no request"


def read_rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def is_number(text: str) -> bool:
    return re.fullmatch(r"[\d,]+(\.\d+)?", text) is not None
