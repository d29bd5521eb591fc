"""The build: rows that cannot be read are told, a broken shape publishes nothing, a killed build harms nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data.build import build_snapshot, load_file
from glocal_graph.data.store import open_store
from glocal_graph.data.store.snapshot import current, list_snapshots, verify
from glocal_graph.data.tables import read_table
from glocal_graph.model.errors import DataError, IriError, StoreError
from glocal_graph.model.settings import Settings
from tests.small_data import copy_small_data

ROW = "Kagoshima\t鹿児島市\tKagoshima\tcity\t{partner}\t\t\t{country}\tcity\tsister\t{date}\tactive\t{page}\tTest\t"


@pytest.fixture
def own_data(tmp_path):
    """A copy of data/ and ontology/ that a test may spoil, and settings that point to it."""
    copy_small_data(tmp_path)
    return Settings(store=str(tmp_path / "store"), resources=tmp_path)


@pytest.fixture(scope="module")
def small_store(tmp_path_factory) -> Path:
    """A store with one snapshot of the thinned data, for copies."""
    root = tmp_path_factory.mktemp("small")
    copy_small_data(root)
    report = build_snapshot(Settings(store=str(root / "store"), resources=root))
    assert report.release, "\n".join(report.complaints())
    return root / "store"


def append(path: Path, line: str) -> int:
    """Add a line to a table; the number of that line."""
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    return text.count("\n") + 2


def test_the_real_data_is_read_whole(real_build):
    _, report = real_build
    assert report.release
    assert report.problems == []
    assert report.findings == []
    assert report.counts["tie rows"] >= 2000
    assert report.counts["tie rows resolved"] / report.counts["tie rows"] >= 0.97
    kinds = {"places", "partnerships", "events", "newsletters", "figures", "ontology", "derived"}
    assert set(report.triples) == {*kinds, "dataset"}


def test_the_snapshot_is_what_the_report_says(real_build):
    settings, report = real_build
    snapshot = current(Path(settings.store))
    assert snapshot.release == report.release
    assert snapshot.triples == sum(report.triples.values())
    verify(snapshot)


def test_a_statement_of_two_sources_is_counted_once(real_settings, real_store):
    dump = current(Path(real_settings.store)).dump_path.read_bytes()
    triples = {quad.triple for quad in ox.parse(dump, format=ox.RdfFormat.N_QUADS)}
    assert int(real_store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"].value) == len(triples)


def test_two_builds_of_one_data_are_the_same_graph(small_store, own_data):
    first = current(small_store)
    build_snapshot(own_data, release=first.release)
    second = current(Path(own_data.store))
    assert first.path != second.path
    assert first.dump_path.read_bytes() == second.dump_path.read_bytes()


def test_rows_that_cannot_be_read_are_told_with_file_and_line_and_the_rest_is_built(own_data):
    folder = own_data.resources / "data" / "partnerships"
    line = append(
        folder / "asia.tsv", ROW.format(partner="Naples", country="IT", date="1987-02-30", page="https://example.org/")
    )
    unknown = append(
        folder / "gaps.tsv", ROW.format(partner="Atlantis", country="IT", date="1987", page="https://example.org/")
    )
    with (folder / "us.tsv").open("ab") as file:
        file.write(b"\xff\xfe broken\n")
    report = build_snapshot(own_data)
    complaints = "\n".join(report.complaints())
    assert report.release, complaints
    assert f"asia.tsv line {line}: " in complaints
    assert "February" in complaints or "1987-02" in complaints
    assert f"gaps.tsv line {unknown}: " in complaints
    assert "Atlantis" in complaints
    assert "us.tsv line" in complaints
    assert "UTF-8" in complaints
    listed = read_table(current(Path(own_data.store)).path / "unresolved.tsv", ["file", "line", "reason"])
    assert len(listed) == 3


def test_editing_a_row_and_building_is_all_that_it_takes(own_data):
    table = own_data.resources / "data" / "partnerships" / "asia.tsv"
    append(table, ROW.format(partner="Daegu", country="KR", date="2025-04-01", page="https://example.org/news"))
    report = build_snapshot(own_data)
    assert report.release, "\n".join(report.complaints())
    store = open_store(own_data)
    found = store.query("ASK { <https://w3id.org/glocal-graph/id/partnership/46201--KR-27> ?p ?o }")
    store.close()
    assert b"true" in found.body


def test_a_broken_shape_publishes_nothing_and_names_it(own_data):
    first = build_snapshot(own_data)
    newsletter = own_data.resources / "data" / "newsletters" / "2018-03.ttl"
    newsletter.write_text(
        newsletter.read_text(encoding="utf-8")
        + "\n<https://w3id.org/glocal-graph/id/event/nameless> a <https://w3id.org/glocal-graph/ontology#Event> .\n",
        encoding="utf-8",
    )
    report = build_snapshot(own_data)
    assert not report.release
    assert any("nameless" in finding.line("en") for finding in report.violations)
    assert any("nameless" in finding.line("ja") for finding in report.violations)
    assert current(Path(own_data.store)).release == first.release


def test_a_missing_table_stops_the_build_in_one_line(own_data):
    (own_data.resources / "data" / "places" / "countries.tsv").unlink()
    with pytest.raises(DataError, match=r"countries\.tsv: is missing"):
        build_snapshot(own_data)


def test_a_newsletter_that_is_not_turtle_is_told_with_its_line(own_data):
    path = own_data.resources / "data" / "newsletters" / "2018-04.ttl"
    path.write_text("@prefix a: <http://example.org/> .\na:b a:c ;;; a:d e .\n", encoding="utf-8")
    report = build_snapshot(own_data)
    assert any(problem.path.endswith("2018-04.ttl") and problem.line == 2 for problem in report.problems)


@pytest.fixture
def copied(small_store, tmp_path):
    """A copy of the small store, to load into."""
    shutil.copytree(small_store, tmp_path / "store")
    return Settings(store=str(tmp_path / "store"))


def test_load_adds_triples_in_a_new_snapshot_and_keeps_the_old(copied, tmp_path):
    before = current(Path(copied.store))
    file = tmp_path / "more.ttl"
    file.write_text(
        "<https://w3id.org/glocal-graph/id/theme/kites> a <https://w3id.org/glocal-graph/ontology#Theme> ;"
        ' <http://www.w3.org/2000/01/rdf-schema#label> "Kites"@en, "凧"@ja .',
        encoding="utf-8",
    )
    report = load_file(copied, file, "https://example.org/graph/kites")
    assert report.release, "\n".join(report.complaints())
    after = current(Path(copied.store))
    assert after.release == report.release != before.release
    own, kites = "https://w3id.org/glocal-graph/graph/dataset", "https://example.org/graph/kites"
    before_graphs, after_graphs = dict(before.manifest["graphs"]), dict(after.manifest["graphs"])
    assert after_graphs.pop(kites) == 3
    assert after_graphs.pop(own) > before_graphs.pop(own)  # it tells of the new graph
    assert after_graphs.pop("https://w3id.org/glocal-graph/graph/changes") > 3  # and this of the load
    assert after_graphs == before_graphs
    verify(before)
    verify(after)
    assert {item.release for item in list_snapshots(Path(copied.store))} >= {before.release, after.release}


def test_load_refuses_what_breaks_a_shape(copied, tmp_path):
    before = current(Path(copied.store)).release
    file = tmp_path / "bad.ttl"
    file.write_text(
        "<https://w3id.org/glocal-graph/id/partnership/alone> a <https://w3id.org/glocal-graph/ontology#Partnership> .",
        encoding="utf-8",
    )
    report = load_file(copied, file, "https://example.org/graph/bad")
    assert not report.release
    assert report.violations
    assert current(Path(copied.store)).release == before


@pytest.mark.parametrize(
    ("name", "content", "graph", "error", "message"),
    [
        ("a.ttl", b"<a> <b", "https://example.org/g", DataError, "line 1"),
        ("a.ttl", b"\n\xff", "https://example.org/g", DataError, "line 2"),
        ("a.docx", b"", "https://example.org/g", DataError, "docx"),
        ("a.ttl", b"", "javascript:alert(1)", IriError, "begins with http"),
        ("a.ttl", b"", "http://example.org/with space", IriError, "begins with http"),
    ],
)
def test_load_says_what_is_wrong_with_a_file(copied, tmp_path, name, content, graph, error, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=message):
        load_file(copied, tmp_path / name, graph)


def test_load_into_a_remote_store_is_refused(tmp_path):
    with pytest.raises(StoreError, match="remote"):
        load_file(Settings(store="http://127.0.0.1:9/sparql"), tmp_path / "a.ttl", "https://example.org/g")


def build_in_a_process(store: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "glocal_graph.front.cli",
        "build",
        "--store",
        str(store),
        "--data",
        str(store.parent),
    ]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of Unix")
def test_a_build_killed_at_ten_moments_leaves_the_old_snapshot_whole(small_store, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(small_store, store)
    copy_small_data(tmp_path)
    before = current(store)
    started = time.monotonic()
    assert build_in_a_process(store).wait() == 0
    whole = time.monotonic() - started
    (store / "current").write_text(before.release + "\n", encoding="utf-8")
    for moment in range(10):
        process = build_in_a_process(store)
        time.sleep(whole * (moment + 0.5) / 10)
        process.send_signal(signal.SIGKILL)
        process.wait()
        serving = current(store)
        verify(serving)
        assert serving.triples == before.triples
    assert build_in_a_process(store).wait() == 0
    verify(current(store))
    assert not list(store.glob(".draft-*"))
