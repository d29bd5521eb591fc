"""Attacks by what a curator's token or a curator's file may carry: RDF and updates that would hurt, call or stay half.

What a change may do, and the graphs that nobody writes, are in tests/front/web/test_writing.py and tests/data.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys

import pytest

from tests.attacks.attacking import UPDATE

TURTLE, JSONLD, XML = "text/turtle", "application/ld+json", "application/rdf+xml"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"'


def xml(types: str, value: str = "x") -> str:
    """RDF/XML with declarations of a type, and a value."""
    return (
        f'<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF {types}>\n<rdf:RDF {RDF}>'
        f'<rdf:Description rdf:about="urn:a"><e:p>{value}</e:p></rdf:Description></rdf:RDF>'
    )


LAUGHS = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
BOMBS = {
    "laughs": (xml(f"[{LAUGHS}]", "&a9;"), XML),
    "quadratic": (xml(f'[<!ENTITY a "{"x" * 100_000}">]', "&a;" * 5_000), XML),
    "file entity": (xml('[<!ENTITY a SYSTEM "file:///etc/passwd">]', "&a;"), XML),
    "called entity": (xml('[<!ENTITY a SYSTEM "TRAP">]', "&a;"), XML),
    "parameter entity": (xml('[<!ENTITY % p SYSTEM "TRAP"> %p;]'), XML),
    "external types": (xml('SYSTEM "TRAP"'), XML),
    "included file": (
        f'<rdf:RDF {RDF}><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="TRAP"/></rdf:RDF>',
        XML,
    ),
    "remote context": ('{"@context": "TRAP", "@id": "urn:a", "urn:p": 1}', JSONLD),
    "imported context": ('{"@context": {"@version": 1.1, "@import": "TRAP"}, "@id": "urn:a"}', JSONLD),
    "scoped context": ('{"@context": {"a": {"@id": "urn:b", "@context": "TRAP"}}, "a": {"b": 1}}', JSONLD),
    "deep objects": ('{"@id": "urn:a", "urn:p":' * 20_000 + "1" + "}" * 20_000, JSONLD),
    "deep lists": ('{"@id": "urn:a", "urn:p": ' + "[" * 50_000 + "]" * 50_000 + "}", JSONLD),
    "cyclic context": ('{"@context": {"a": "b:c", "b": "a:d"}, "@id": "a:x", "b:y": 1}', JSONLD),
    "nested [": ("<urn:a> <urn:b> " + "[ <urn:p> " * 50_000 + "1" + "]" * 50_000 + " .", TURTLE),
    "nested (": ("<urn:a> <urn:b> " + "(" * 50_000 + ")" * 50_000 + " .", TURTLE),
    "nested <<(": ("<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 20_000 + "1" + " )>>" * 20_000 + " .", TURTLE),
    "broken at its end": ("<urn:a> <urn:b> <urn:c> .\n" * 1_000 + "<urn:a> <urn:b", TURTLE),
    "half a letter": ('<urn:a> <urn:b> "\\uD800" .', TURTLE),
    "NUL": ('<urn:a> <urn:b> "\0" .', TURTLE),
    "packed": (gzip.compress(b"#" * 10_000_000), TURTLE),
    "no UTF-8": ("<urn:a> <urn:b> <urn:c> .".encode("utf-16"), TURTLE),
}


@pytest.mark.parametrize("name", BOMBS)
def test_rdf_that_would_hurt_or_call_is_refused_whole_with_the_reason(site, trap, name):
    content, kind = BOMBS[name]
    content = content.replace("TRAP", trap.address()) if isinstance(content, str) else content
    told = site.write("PUT", "/graphs?graph=urn:attack", content, kind)
    assert told.status == 422, told.text[:300]
    assert told.reason
    assert site.send("/graphs?graph=urn:attack").status == 404


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <file:///etc/passwd> INTO GRAPH <urn:g>",
        "LOAD SILENT <TRAP> INTO GRAPH <urn:g>",
        "CLEAR SILENT GRAPH <urn:x> ; LOAD SILENT <TRAP>",
        "L\\u004fAD SILENT <TRAP>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <TRAP> { ?s ?p ?o } }",
        "INSERT DATA " + "{" * 20_000,
        "INSERT { ?s <urn:p> ?n } WHERE { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . "
        "?j ?k ?l } GROUP BY ?s }",
        'INSERT { <urn:a> <urn:b> ?x30 } WHERE { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
        + " }",
        "INSERT DATA { <urn:a> <javascript:alert(1)> <file:///x> . <urn:a> <urn:b> <c d> }",
    ],
    ids=lambda text: text[:30],
)
def test_an_update_that_would_hurt_or_call_is_refused_and_changes_nothing(site, trap, text):
    told = site.write("POST", "/update", text.replace("TRAP", trap.address()), UPDATE)
    assert told.status in (400, 413, 422, 503), told.text[:300]
    assert told.reason


FILES = [name for name, (content, _) in BOMBS.items() if name not in ("called entity", "packed")]
SUFFIXES = {TURTLE: ".ttl", JSONLD: ".jsonld", XML: ".rdf"}


def test_such_files_are_refused_by_the_command_line_too(tmp_path, trap):
    files = {}
    for name in FILES:
        content, kind = BOMBS[name]
        path = tmp_path / (name.replace(" ", "-").translate({ord(sign): "x" for sign in "[(<"}) + SUFFIXES[kind])
        path.write_bytes(content.replace("TRAP", trap.address()).encode() if isinstance(content, str) else content)
        files[name] = path
    program = (
        "import sys\nfrom glocal_graph.front.cli import main\nfor name in sys.argv[1:]:\n"
        "    sys.argv = ['glocal-graph', 'validate', name]\n"
        "    try:\n        print(main())\n    except SystemExit as end:\n        print(end.code)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *map(str, files.values())],
        capture_output=True,
        text=True,
        timeout=100,
        env=os.environ | {"GLOCAL_STORE": str(tmp_path / "store")},
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.split().count("1") == len(files), run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    for path in files.values():
        assert path.name in run.stderr + run.stdout
    assert not (tmp_path / "store").exists()
