"""SPARQL clients of other languages, as their users run them, against the running app over the real graph."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import serve_oxigraph
from tests.front.web.running import find_port, running, wait_for

HERE = Path(__file__).parent
KAGOSHIMA = "https://w3id.org/glocal-graph/id/municipality/46201"
PREFIXES = (
    "PREFIX glocal: <https://w3id.org/glocal-graph/ontology#>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    "PREFIX schema: <https://schema.org/>\n"
)
PARTNERS = f"""{PREFIXES}SELECT ?name ?partner WHERE {{
  <{KAGOSHIMA}> glocal:partnerOf ?partner . ?partner rdfs:label ?name FILTER (LANG(?name) = "ja")
}} ORDER BY ?name"""
NAMES = ["ストラスブール", "ナポリ", "パース", "マイアミ", "長沙市"]


@pytest.fixture(scope="module")
def endpoint(real_settings, tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("friends")
    with running(folder, store=real_settings.store, port=0) as (_, said):
        yield f"http://127.0.0.1:{wait_for(find_port(said, folder))}/sparql"


def find(program: str) -> str:
    """A program of the machine, or beside this Python (Node comes as a package where there is none)."""
    found = shutil.which(program) or shutil.which(program, path=str(Path(sys.executable).parent))
    if found is None:
        assert not os.environ.get("CI"), f"{program} is needed"
        pytest.skip(f"{program} is not on this machine")
    return found


def need(is_there: bool, what: str) -> None:
    """Skip a test whose client is missing; where everything is set up anew, that is a failure."""
    if not is_there:
        assert not os.environ.get("CI"), f"{what} is needed"
        pytest.skip(f"{what} is not on this machine; tools/friends.sh installs it")


def ask(command: list[str], query: str) -> list[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, input=query, capture_output=True, encoding="utf-8", cwd=HERE, env=environment, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def ask_comunica(query: str, *endpoints: str) -> list[str]:
    node = find("node")
    need((HERE / "node_modules" / "@comunica" / "query-sparql").is_dir(), "Comunica")
    return ask([node, "comunica.mjs", *endpoints], query)


def test_comunica_reads_the_service(endpoint):
    assert ask_comunica(PARTNERS, endpoint) == NAMES


def test_comunica_joins_this_graph_with_that_of_another_endpoint(endpoint, tmp_path):
    store = ox.Store(tmp_path / "other")
    naples = ox.NamedNode("https://w3id.org/glocal-graph/id/municipality/gn-3172394")
    perth = ox.NamedNode("https://w3id.org/glocal-graph/id/municipality/gn-2063523")
    for place in (naples, perth):
        store.add(ox.Quad(place, ox.NamedNode("https://schema.org/keywords"), ox.Literal("harbour")))
    store.flush()
    del store
    query = PARTNERS.replace("?partner rdfs:label", '?partner schema:keywords "harbour" ; rdfs:label')
    with serve_oxigraph(tmp_path / "other") as other:
        assert ask_comunica(query, endpoint, other) == ["ナポリ", "パース"]


def test_r_reads_a_table(endpoint):
    runner = find("Rscript")
    known = subprocess.run([runner, "-e", "library(SPARQL)"], capture_output=True, timeout=60, check=False)
    need(known.returncode == 0, "R's package SPARQL")
    assert ask([runner, "names.R", endpoint], PARTNERS) == [f'"{name}"@ja' for name in NAMES]


def test_perl_reads_rows(endpoint):
    runner = find("perl")
    known = subprocess.run([runner, "-MRDF::Query::Client", "-e", "1"], capture_output=True, timeout=60, check=False)
    need(known.returncode == 0, "Perl's RDF::Query::Client")
    assert ask([runner, "names.pl", endpoint], PARTNERS) == NAMES
