"""The command line: results on standard output, one clear line an error, exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import openpyxl
import pyoxigraph as ox
import pytest

from glocal_graph.front import commands
from glocal_graph.front.cli import main

NAPLES = "https://w3id.org/glocal-graph/id/municipality/gn-3172394"


@pytest.fixture(autouse=True)
def store_of_the_real_graph(real_settings, monkeypatch):
    monkeypatch.setenv("GLOCAL_STORE", real_settings.store)
    monkeypatch.setenv("COLUMNS", "220")


@pytest.fixture
def run(capfdbinary):
    """Runs a command in this process: exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capfdbinary.readouterr()
        return left.value.code, out.decode("utf-8"), err.decode("utf-8")

    return call


def test_a_question_of_the_gallery_is_asked_by_name(run):
    code, out, _ = run("query", "partners-of-place", "--param", "place=鹿児島市", "--lang", "ja")
    assert code == 0
    assert "ナポリ" in out
    assert "1960-05-03" in out


@pytest.mark.parametrize(
    ("name", "start"),
    [("json", "{"), ("xml", "<?xml"), ("csv", "Tie,"), ("tsv", "?partnership\t")],
)
def test_an_answer_comes_in_each_format(run, name, start):
    code, out, _ = run("query", "partners-of-place", "--format", name)
    assert code == 0
    assert out.startswith(start)
    assert NAPLES in out


def test_an_answer_is_saved_as_an_excel_file(run, tmp_path):
    file = tmp_path / "ties.xlsx"
    assert run("query", "1", "--param", "place=46201", "--lang", "ja", "--format", "xlsx", "-o", str(file))[:2] == (
        0,
        "",
    )
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert [cell.value for cell in sheet[1]][:3] == ["提携", "提携先", "国・地域"]
    assert sheet["B2"].value == "ナポリ"


def test_the_things_of_an_answer_come_as_turtle(run):
    code, out, _ = run("query", "partners-of-place", "--format", "turtle")
    assert code == 0
    assert any(quad.subject.value == NAPLES for quad in ox.parse(out.encode(), format=ox.RdfFormat.TURTLE))


def test_a_question_that_is_computed_has_no_rows_of_sparql_but_of_its_answer(run):
    code, out, _ = run("query", "21", "--param", "day=1960", "--format", "csv")
    assert code == 0
    assert out.startswith("Place,Country,Degree,")
    assert run("query", "21", "--param", "day=soon")[0] == 2


def test_a_query_of_ones_own_comes_from_a_file(run, tmp_path):
    file = tmp_path / "own.rq"
    file.write_text(f"CONSTRUCT WHERE {{ <{NAPLES}> ?p ?o }}", encoding="utf-8")
    code, out, _ = run("query", str(file), "--format", "turtle")
    assert code == 0
    triples = list(ox.parse(out.encode(), format=ox.RdfFormat.TURTLE))
    assert {quad.subject.value for quad in triples} == {NAPLES}


@pytest.mark.parametrize("place", ["鹿児島市", "かごしまし", "カゴシマシ", "Kagoshima", "46201", "municipality/46201"])
def test_a_place_is_named_in_any_script_or_by_its_code(run, place):
    code, out, _ = run("query", "partners-of-place", "--param", f"place={place}", "--format", "csv")
    assert code == 0
    assert NAPLES in out


def test_the_network_is_one_file(run, tmp_path):
    page = tmp_path / "kochi.html"
    code, _, err = run("network", "高知県", "--lang", "ja", "-o", str(page))
    assert code == 0
    assert "kochi.html: " in err
    assert "高知" in page.read_text(encoding="utf-8")


def test_the_export_of_a_place_is_the_same_bytes_each_time_and_has_its_sources(run, tmp_path):
    files = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    for file in files:
        assert run("export", "鹿児島市", "-o", str(file))[0] == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    store = ox.Store()
    store.load(path=str(files[0]), format=ox.RdfFormat.TURTLE)
    assert store.query(
        "PREFIX glocal: <https://w3id.org/glocal-graph/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>"
        f" ASK {{ ?tie glocal:party <{NAPLES}> ; dcterms:source ?source . ?source glocal:address ?page }}"
    )


def test_the_whole_graph_loaded_into_an_empty_store_is_the_same_graph(run, real_store, tmp_path):
    file = tmp_path / "all.nq"
    assert run("export", "--all", "--format", "nquads", "-o", str(file))[0] == 0
    loaded = ox.Store()
    loaded.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    again, here = ox.Dataset(loaded), ox.Dataset()
    for row in real_store.select("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"):
        here.add(ox.Quad(row["s"], row["p"], row["o"], row["g"]))
    again.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    here.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert again == here


@pytest.mark.parametrize("name", ["turtle", "jsonld", "ntriples", "rdfxml", "trig", "nquads", "csv", "graphml", "gexf"])
def test_a_selection_goes_out_in_every_format(run, name):
    code, out, err = run("export", "高知市", "--format", name)
    assert code == 0, err
    assert "Surabaya" in out


def test_a_query_can_be_what_is_exported(run, tmp_path):
    file = tmp_path / "construct.rq"
    file.write_text(f"CONSTRUCT WHERE {{ <{NAPLES}> ?p ?o }}", encoding="utf-8")
    code, out, _ = run("export", "--query", str(file))
    assert code == 0
    assert "municipality:gn-3172394" in out


def test_info_tells_release_and_counts(run, real_settings):
    code, out, _ = run("info", "--json")
    facts = json.loads(out)
    assert code == 0
    assert facts["snapshots"][0]["counts"]["partnerships"] > 1000
    assert run("info")[1].startswith("store: ")


def test_validate_finds_the_fault_and_ends_with_one(run, tmp_path):
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        "@prefix glocal: <https://w3id.org/glocal-graph/ontology#> .\n"
        "<https://w3id.org/glocal-graph/id/partnership/alone> a glocal:Partnership .\n",
        encoding="utf-8",
    )
    code, out, _ = run("validate", str(bad))
    assert code == 1
    assert "alone" in out
    assert "0 fault(s)" not in out
    assert any("\u3040" <= letter <= "\u30ff" for letter in run("validate", "--lang", "ja", str(bad))[1])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["query", "no-such-question"], 2, "no-such-question"),
        (["query", "partners-of-place", "--param", "place=Atlantis"], 2, "no place is called"),
        (["query", "partners-of-place", "--param", "place=Kagoshma"], 2, "Kagoshima"),
        (["query", "partners-of-place", "--param", "place=府中市"], 2, "13206"),
        (["query", "partners-of-place", "--param", "place"], 2, "name=value"),
        (["query", "partners-of-place", "--param", "planet=Mars"], 2, "no parameter"),
        (["query", "anniversaries", "--param", "year=soon"], 2, "number"),
        (["query", "partners-of-place", "--format", "docx"], 2, "docx"),
        (["network", "Atlantis", "-o", "x.html"], 2, "no place"),
        (["export"], 2, "exactly one"),
        (["export", "--all", "鹿児島市"], 2, "exactly one"),
        (["export", "鹿児島市", "--format", "docx"], 2, "docx"),
        (["load", "missing.ttl", "--graph", "https://example.org/g"], 1, "missing.ttl"),
        (["validate", "missing.ttl"], 1, "missing.ttl"),
        (["info", "--store", "/no/such/folder"], 1, "build"),
        (["query", "partners-of-place", "--store", "http://127.0.0.1:9/sparql"], 1, "127.0.0.1:9"),
        (["info", "--store", "http://[::1"], 2, "http://host:port/path"),
        (["query", "red\x1b[31m"], 2, "red\\u001b[31m"),
        (["export", "鹿児島市", "-o", ""], 1, "cannot be written"),
        (["serve", "--host", "a..b", "--port", "0"], 1, "--host"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(run, arguments, code, words):
    found, out, err = run(*arguments)
    assert found == code
    assert out == ""
    assert err.count("\n") == 1
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * WHERE {\n  ?s ?p }", "line 2"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("DROP ALL", "DROP"),
        ("(" * 40000, "nest"),
    ],
)
def test_a_query_that_is_wrong_says_where(run, tmp_path, text, words):
    file = tmp_path / "wrong.rq"
    file.write_text(text, encoding="utf-8")
    code, _, err = run("query", str(file))
    assert code == 2
    assert words in err
    assert err.count("\n") == 1


def test_a_query_that_is_not_utf8_says_so(run, tmp_path):
    file = tmp_path / "latin.rq"
    file.write_bytes("SELECT * { ?s ?p 'Zürich' }".encode("latin-1"))
    code, _, err = run("query", str(file))
    assert code == 2
    assert "UTF-8" in err


def test_a_file_that_cannot_be_written_leaves_nothing_behind(run, tmp_path):
    target = tmp_path / "no" / "folder.ttl"
    code, _, err = run("export", "鹿児島市", "-o", str(target))
    assert code == 1
    assert "folder.ttl" in err
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_expected_is_one_line_too(run, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(commands, "info", fail)
    code, _, err = run("info")
    assert code == 1
    assert "ZeroDivisionError" in err
    assert "GLOCAL_DEBUG" in err
    assert err.count("\n") == 1


def test_a_port_that_is_taken_is_said_in_one_line(real_settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "glocal_graph.front.cli", "serve", "--port", port]
        done = subprocess.run(command, capture_output=True, check=False)
    err = done.stderr.decode()
    assert done.returncode == 1
    assert port in err
    assert "--port" in err
    assert err.count("\n") == 1


def test_what_an_export_repeats_is_valid(run, tmp_path):
    file = tmp_path / "k.ttl"
    assert run("export", "高知市", "-o", str(file))[0] == 0
    code, out, _ = run("validate", str(file))
    assert code == 0, out


def test_the_hand_written_turtle_is_valid(run, real_settings):
    files = [*sorted((real_settings.resources / "data" / "newsletters").glob("*.ttl"))]
    code, out, _ = run("validate", str(real_settings.resources / "data" / "figures.ttl"), *map(str, files))
    assert code == 0, out


def test_a_prefecture_is_asked_for_where_one_is_meant(run):
    code, _, err = run("query", "anniversaries", "--param", "prefecture=鹿児島市")
    assert code == 2
    assert "鹿児島県" in err


def test_japanese_survives_a_console_that_is_not_utf8(real_settings):
    command = [sys.executable, "-m", "glocal_graph.front.cli", "query", "partners-of-place", "--lang", "ja"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert "ナポリ" in done.stdout.decode("utf-8")


def test_a_query_comes_from_standard_input(real_settings):
    command = [sys.executable, "-m", "glocal_graph.front.cli", "query", "-", "--format", "csv"]
    done = subprocess.run(command, input=b"SELECT (1 AS ?x) {}", capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.split() == [b"x", b"1"]
