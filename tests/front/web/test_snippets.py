"""The snippets of "Use it from" are run as they stand, against a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.front.serving import serving_here
from tests.node import run_script

KAGOSHIMA = "https://w3id.org/glocal-graph/id/municipality/46201"
#: A query in which there is whatever a shell, Python or R might read as its own.
ROWS = f"""# it's a "test": $HOME `date` \\n %s {{}} )---" 鹿児島
SELECT ?name WHERE {{
  <{KAGOSHIMA}> <http://www.w3.org/2000/01/rdf-schema#label> ?name
  FILTER (LANG(?name) = "ja" && ?name != 'O\\'Hara "\\\\"' && !REGEX(?name, '^\\\\s+$'))
}}"""
BOTH_QUOTES = ROWS.replace('"ja"', '"""ja"""').replace("'^", "'''^").replace("$')", "$''')")
GRAPH = f"CONSTRUCT WHERE {{ <{KAGOSHIMA}> <http://www.w3.org/2000/01/rdf-schema#label> ?name }}"
RUNNERS = {
    "curl": ("bash", "-e"),
    "sparqlwrapper": (sys.executable, "-"),
    "pandas": (sys.executable, "-"),
    "rdflib": (sys.executable, "-"),
    "r": ("Rscript", "-"),
}


@pytest.fixture(scope="module")
def endpoint(app):
    with serving_here(app) as address:
        yield f"{address}/sparql"


def snippets(query, endpoint, is_graph=False):
    given = {"query": query, "endpoint": endpoint, "isGraph": is_graph}
    found = run_script("editor/snippets.js", "snippetsFor", "snippetsFor(given)", given)
    return {item["name"]: item["text"] for item in found}


def run(name, text, folder):
    runner = RUNNERS[name]
    if shutil.which(runner[0]) is None or (name == "curl" and shutil.which("curl") is None):
        assert not os.environ.get("CI"), f"{runner[0]} is needed"
        pytest.skip(f"{runner[0]} is not on this machine")
    environment = {**os.environ, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        runner, input=text, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, f"{text}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("name", ["curl", "sparqlwrapper", "pandas", "r"])
def test_a_snippet_for_rows_gets_its_answer(name, endpoint, tmp_path):
    assert "鹿児島市" in run(name, snippets(ROWS, endpoint)[name], tmp_path)


@pytest.mark.parametrize("name", ["curl", "sparqlwrapper", "rdflib", "r"])
def test_a_snippet_for_a_graph_gets_its_answer(name, endpoint, tmp_path):
    assert "鹿児島市" in run(name, snippets(GRAPH, endpoint, is_graph=True)[name], tmp_path)


@pytest.mark.parametrize("name", ["sparqlwrapper", "r"])
def test_a_query_with_every_kind_of_quote_is_written_whole(name, endpoint, tmp_path):
    assert "鹿児島市" in run(name, snippets(BOTH_QUOTES, endpoint)[name], tmp_path)


def test_a_line_like_the_end_of_the_query_does_not_end_it(endpoint):
    text = snippets("SELECT ?name {\n#\nSPARQL\n}", endpoint)["curl"]
    assert text.rstrip().endswith("\nSPARQL_")


def test_a_yes_or_no_is_told_by_curl_and_sparqlwrapper(endpoint, tmp_path):
    found = snippets("ASK { ?s ?p ?o }", endpoint)
    assert "true" in run("curl", found["curl"], tmp_path)
    assert "True" in run("sparqlwrapper", found["sparqlwrapper"], tmp_path)
