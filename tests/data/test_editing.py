"""A change makes the next snapshot, whole and checked and recorded, or leaves the store as it is."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data import editing
from glocal_graph.data.editing import Edit, make_change
from glocal_graph.data.editing_patch import read_patches
from glocal_graph.data.store.snapshot import draft, list_snapshots, verify
from glocal_graph.model.errors import (
    ChangeRefused,
    DataError,
    GlocalError,
    QuerySyntaxError,
    ReleaseChanged,
    ShapesBroken,
    StoreBusy,
    ThingNotFound,
    UsageError,
)
from glocal_graph.model.settings import Settings
from tests.writing import GRAPH, ID, NAPLES, PREFIXES, ask, publish_valid, served, theme

SURVEY = "https://example.org/survey"
A_THEME = f'<{ID}theme/kites> a <https://w3id.org/glocal-graph/ontology#Theme> ; \
<http://www.w3.org/2000/01/rdf-schema#label> "Kites"@en , "凧"@ja .'.encode()


@pytest.fixture
def store(tmp_path) -> Settings:
    return publish_valid(tmp_path / "store")


def update(settings: Settings, text: str, **more):
    return make_change(settings, Edit("update", "hanako", text=PREFIXES + text, **more))


def put(settings: Settings, payload: bytes = A_THEME, graph: str = SURVEY, operation: str = "put", **more):
    return make_change(settings, Edit(operation, "hanako", graph=graph, payload=payload, **more))


def test_what_is_written_without_a_graph_can_be_read_back(store):
    before = served(store)
    done = update(store, f"INSERT DATA {{ {theme('kites')} }}")
    assert done.release == served(store).release != before.release
    assert (done.added, done.removed, done.graphs) == (3, 0, {GRAPH + "edits": (3, 0)})
    assert ask(store, "SELECT ?l { theme:kites rdfs:label ?l }") == [("A theme",), ("題",)]
    verify(served(store))
    verify(before)


def test_a_change_says_who_made_it_when_and_what(store):
    done = update(store, f"INSERT DATA {{ {theme('kites')} }}")
    rows = ask(
        store,
        """SELECT ?change ?who ?operation ?added ?removed ?graph ?time { GRAPH graph:changes {
          ?change a glocal:Change, prov:Activity ; prov:wasAssociatedWith ?who ; glocal:operation ?operation ;
            glocal:triplesAdded ?added ; glocal:triplesRemoved ?removed ; glocal:changedGraph ?graph ;
            prov:endedAtTime ?time } }""",
    )
    assert [row[:-1] for row in rows] == [(done.change, ID + "agent/hanako", "update", "3", "0", GRAPH + "edits")]
    assert rows[0][-1][:10] == served(store).manifest["date"][:10]
    labels = ask(store, f"SELECT (LANG(?l) AS ?tag) {{ <{done.change}> rdfs:label ?l }}")
    assert labels == [("en",), ("ja",)]


def test_the_triples_of_each_change_are_kept_with_the_snapshot(store):
    first = update(store, f"INSERT DATA {{ {theme('kites')} }}")
    second = update(store, "DELETE WHERE { theme:kites ?p ?o }")
    patches = read_patches(served(store).path)
    assert [patch.change for patch in patches] == [first.change, second.change]
    assert [(len(patch.removed), len(patch.added)) for patch in patches] == [(0, 3), (3, 0)]
    assert set(patches[0].added) == set(patches[1].removed)


def test_a_change_of_nothing_makes_no_release(store):
    before = served(store).release
    done = update(store, "INSERT DATA { theme:tourism a glocal:Theme } ; DELETE WHERE { theme:nothing ?p ?o }")
    assert (done.release, done.change, done.added) == (before, "", 0)
    assert len(list_snapshots(Path(store.store))) == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('INSERT DATA { theme:x a glocal:Theme ; rdfs:label "x"@en }', "labels"),
        ("DELETE WHERE { theme:tourism rdfs:label ?l }", "labels"),
        ("INSERT DATA { theme:tourism glocal:partyy theme:tourism }", "unknown-term"),
        ("INSERT DATA { event:2017-12-11-seminar glocal:about theme:nothing }", "missing-thing"),
        ('INSERT DATA { [] rdfs:label "x"@en , "エ"@ja }', "blank-node"),
        (
            f"DELETE {{ ?t ?p ?o }} WHERE {{ VALUES ?t {{ <{ID}municipality/46201> }} ?t ?p ?o }}",
            "partnership-party-class",
        ),
    ],
)
def test_a_change_that_breaks_a_rule_is_refused_with_the_fault_and_changes_nothing(store, text, rule):
    before = served(store)
    with pytest.raises(ShapesBroken) as caught:
        update(store, text)
    assert rule in {finding.rule for finding in caught.value.findings}
    assert all(finding.message_ja and finding.message_en for finding in caught.value.findings)
    assert served(store) == before
    assert [item.release for item in list_snapshots(Path(store.store))] == [before.release]


def test_a_graph_is_put_added_to_and_deleted(store):
    assert put(store).is_new
    assert put(store, operation="post", payload=A_THEME.replace(b"kites", b"tea")).added == 3
    done = put(store, payload=A_THEME.replace(b"kites", b"sake"))
    assert (done.added, done.removed, done.is_new) == (3, 6, False)
    assert ask(store, f"SELECT DISTINCT ?s {{ GRAPH <{SURVEY}> {{ ?s ?p ?o }} }}") == [(ID + "theme/sake",)]
    assert put(store, b"", operation="delete").removed == 3
    assert SURVEY not in served(store).manifest["graphs"]
    with pytest.raises(ThingNotFound, match="there is no graph"):
        put(store, b"", operation="delete")


@pytest.mark.parametrize("graph", ["ontology", "derived", "changes", "dataset"])
def test_what_the_program_keeps_nobody_else_writes(store, graph):
    for change in (
        lambda: put(store, graph=GRAPH + graph),
        lambda: update(store, f"INSERT DATA {{ GRAPH graph:{graph} {{ {theme('x')} }} }}"),
    ):
        with pytest.raises(ChangeRefused, match="written by the program alone"):
            change()


def test_everything_can_be_cleared_but_what_the_program_keeps(store):
    update(store, f"INSERT DATA {{ {theme('kites')} }}")
    update(store, "CLEAR ALL")
    graphs = served(store).manifest["graphs"]
    assert set(graphs) == {GRAPH + "changes", GRAPH + "dataset"}
    assert update(store, f"INSERT DATA {{ {theme('kites')} }}").added == 3


def test_a_token_of_some_graphs_writes_those_alone(store):
    assert put(store, graph=GRAPH + "ken-1", scope=GRAPH + "ken").added == 3
    with pytest.raises(ChangeRefused, match="may write the graphs"):
        put(store, graph=GRAPH + "places", scope=GRAPH + "ken")
    with pytest.raises(ChangeRefused, match="may write the graphs"):
        update(store, "DELETE WHERE { theme:tourism ?p ?o }", scope=GRAPH + "ken")


def test_what_a_build_completes_is_completed(store):
    update(
        store,
        f"""DELETE {{ <{NAPLES}> glocal:date ?old }}
        INSERT {{ GRAPH graph:partnerships {{ <{NAPLES}> glocal:date "1960" }} }}
        WHERE {{ <{NAPLES}> glocal:date ?old }} ;
        DELETE {{ ?c glocal:claimedDate ?d }} INSERT {{ GRAPH graph:partnerships {{ ?c glocal:claimedDate "1960" }} }}
        WHERE {{ ?c glocal:claimAbout <{NAPLES}> ; glocal:claimedDate ?d }}""",
    )
    bounds = ask(store, f"SELECT ?a ?b ?y {{ <{NAPLES}> glocal:earliest ?a ; glocal:latest ?b ; glocal:year ?y }}")
    assert bounds == [("1960-01-01", "1960-12-31", "1960")]


def test_links_that_follow_from_ties_follow_them(store):
    pairs = f"SELECT ?b {{ <{ID}municipality/46201> glocal:sisterCityOf ?b }}"
    change = "DELETE { GRAPH ?g { ?t ?p ?old } } INSERT { GRAPH ?g { ?t ?p ?new } } WHERE { GRAPH ?g { ?t ?p ?old } \
VALUES (?p ?old ?new) { (glocal:status %s %s) (glocal:claimedStatus %s %s) } }"
    active, ended = "concept:status-active", "concept:status-suspended"
    assert ask(store, pairs) == [(ID + "municipality/gn-3172394",)]
    update(store, change % (active, ended, active, ended))
    assert ask(store, pairs) == []
    update(store, change % (ended, active, ended, active))
    assert ask(store, pairs) == [(ID + "municipality/gn-3172394",)]


def test_a_change_meant_for_another_release_is_not_made(store):
    before = served(store).release
    done = update(store, f"INSERT DATA {{ {theme('kites')} }}", releases=(before,))
    for expected in ((before,), ("none",)):
        with pytest.raises(ReleaseChanged, match=done.release):
            update(store, f"INSERT DATA {{ {theme('tea')} }}", releases=expected)
    assert served(store).release == done.release


def test_a_graph_is_made_only_where_there_is_none_if_so_wished(store):
    assert put(store, is_new=True).is_new
    with pytest.raises(ReleaseChanged, match="already"):
        put(store, is_new=True)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("INSERT DATA {", QuerySyntaxError, "line"),
        ("SELECT * { ?s ?p ?o }", QuerySyntaxError, "line"),
        ("DROP GRAPH <urn:nothing>", UsageError, "operation 1"),
        ("CREATE GRAPH <urn:a> ; CREATE GRAPH <urn:a>", UsageError, "operation 2"),
        ("INSERT DATA { GRAPH <file:///etc/passwd> { <urn:a> <urn:b> <urn:c> } }", UsageError, "no name for a graph"),
    ],
)
def test_an_update_that_cannot_be_made_is_explained(store, text, error, message):
    before = served(store)
    with pytest.raises(error, match=message):
        update(store, text)
    assert served(store) == before


def test_an_error_of_syntax_names_the_line_of_the_text_as_it_was_sent(store):
    with pytest.raises(QuerySyntaxError) as caught:
        make_change(store, Edit("update", "hanako", text="PREFIX a: <urn:>\nINSERT DATA { a:b a:c 1 } ;\nCLEAR ALLE"))
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("media_type", "payload", "message"),
    [
        ("text/turtle", b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .", "line 2"),
        ("text/turtle", b"\n\xff", "line 2: is not UTF-8"),
        ("text/turtle", b"# \0", "NUL"),
        ("text/turtle", b"[" * 50_000, "128 deep"),
        ("text/turtle", b"<urn:a> <urn:b> " + b"( " * 50_000, "128 deep"),
        ("text/turtle", b"<urn:a> <urn:b> " + b"<<( <urn:a> <urn:b> " * 20_000, "128 deep"),
        ("application/ld+json", b'{"@id":"urn:a","urn:b":' + b"[" * 50_000, "128 deep"),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:1/c.jsonld", "@id": "urn:a"}', "is not JSON-LD"),
        ("application/rdf+xml", b'<a>\n<!DOCTYPE a [<!ENTITY b "c">]></a>', "line 2: declares a DOCTYPE"),
        ("application/rdf+xml", b"\n<!doctype a SYSTEM 'file:///etc/passwd'><a/>", "DOCTYPE"),
        ("application/rdf+xml", "<!DOCTYPE a>".encode("utf-16"), "UTF-8"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_rdf_or_could_hurt_is_refused_whole(store, media_type, payload, message):
    before = served(store)
    with pytest.raises(DataError, match=message):
        put(store, payload, media_type=media_type)
    assert served(store) == before


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_each_format_is_read(store, media_type):
    triples = [quad.triple for quad in ox.parse(A_THEME, ox.RdfFormat.TURTLE)]
    written = ox.serialize(triples, format=ox.RdfFormat.from_media_type(media_type))
    assert put(store, written, media_type=media_type).added == 3


def test_writers_wait_for_each_other_and_none_is_lost(store):
    names, errors = [f"t{number}" for number in range(4)], []

    def write(name: str) -> None:
        try:
            update(store, f"INSERT DATA {{ {theme(name)} }}")
        except GlocalError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    found = {row[0].rsplit("/", 1)[1] for row in ask(store, "SELECT ?t { ?t a glocal:Theme }")}
    assert found >= set(names)


def test_a_writer_that_waits_too_long_is_told_so(store, monkeypatch):
    monkeypatch.setattr(editing, "_WAIT_SECONDS", 0.3)
    started = time.monotonic()
    with draft(Path(store.store)), pytest.raises(StoreBusy, match="try again"):
        update(store, f"INSERT DATA {{ {theme('kites')} }}")
    assert time.monotonic() - started >= 0.3
