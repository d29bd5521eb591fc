"""One list of findings: every rule across records is broken once, files get their lines, a snapshot is looked up."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data.files import locate_subjects, read_ontology, read_rdf
from glocal_graph.data.findings import Finding
from glocal_graph.data.rules import MESSAGES
from glocal_graph.data.store.snapshot import draft
from glocal_graph.data.tie_rules import TIE_MESSAGES
from glocal_graph.data.validation import validate_files, validate_triples
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import DataError
from glocal_graph.model.settings import Settings
from tests.ontology.small import CLAIM, FILE, HEADER, NAPLES, SETTINGS, broken, expand, findings

CITY = "municipality:46201"
SEMINAR = "event:2017-12-11-seminar"
PART = "event:2017-12-11-demonstration"
SUCCEEDED = "municipality:former-46-sakurajima"

#: (rule, thing, properties taken away, Turtle added, value of the finding)
CASES = [
    ("blank-node", NAPLES, "", "THIS glocal:party [] .", None),
    ("unknown-term", CITY, "", "THIS glocal:partner country:IT .", ""),
    ("unknown-term", CITY, "", "THIS a glocal:Metropolis .", v.GLOCAL + "Metropolis"),
    ("text-characters", SEMINAR, "", 'THIS glocal:note "\\u0007bell" .', "\x07bell"),
    ("text-characters", SEMINAR, "", 'THIS glocal:note "caf\\uFFFD" .', "caf\ufffd"),
    ("iri-scheme", CITY, "", "THIS rdfs:seeAlso <javascript:alert(1)> .", "javascript:alert(1)"),
    ("label-tag", SEMINAR, "rdfs:label", 'THIS rdfs:label "Seminar"@en-GB , "セミナー"@ja .', "Seminar"),
    ("classes-above", "theme:film", "", 'work:film a glocal:Film ; rdfs:label "Film"@en , "映画"@ja .', ""),
    ("missing-thing", SEMINAR, "", "THIS glocal:about municipality:99999 .", v.ID + "municipality/99999"),
    ("range", SEMINAR, "", "THIS glocal:venue organisation:mofa-japan .", v.ID + "organisation/mofa-japan"),
    ("range", SEMINAR, "", 'THIS glocal:venue "Tokyo" .', "Tokyo"),
    ("domain", CITY, "", "THIS glocal:headCount 5 .", ""),
    ("edtf", "history:meiji-restoration", "date", 'THIS glocal:date "1987-02-30" .', "1987-02-30"),
    ("edtf", NAPLES, "", 'THIS glocal:validUntil "2001-02-29" .', "2001-02-29"),
    ("date-bounds", NAPLES, "latest", 'THIS glocal:latest "1960-05-04"^^xsd:date .', "1960-05-04"),
    ("date-bounds", NAPLES, "year", "", ""),
    ("date-bounds", NAPLES, "earliest", 'THIS glocal:earliest "1960-05-01"^^xsd:date .', "1960-05-01"),
    ("same-code", "municipality:gn-3172394", "", 'THIS glocal:jisCode "46201" .', "46201"),
    ("same-geonames-id", SUCCEEDED, "", 'THIS glocal:geonamesId "3172394" .', "3172394"),
    ("within-circle", "prefecture:JP-46", "", "THIS glocal:within municipality:46201 .", ""),
    ("within-country", CITY, "country", "THIS glocal:country country:IT .", v.ID + "country/IT"),
    (
        "capital-elsewhere",
        "prefecture:JP-46",
        "capital",
        "THIS glocal:capital municipality:gn-3172394 .",
        v.ID + "municipality/gn-3172394",
    ),
    ("succession-circle", SUCCEEDED, "", f"{CITY} glocal:succeededBy THIS .", ""),
    (
        "same-tie",
        "partnership:gn-3172394--46201",
        "",
        "THIS a glocal:Partnership ; glocal:party municipality:46201 , municipality:gn-3172394 .",
        "",
    ),
    (
        "partnership-iri",
        "partnership:46201--gn-1",
        "",
        "THIS a glocal:Partnership ; glocal:party municipality:46201 , region:IT-72 .",
        "",
    ),
    ("no-claim", NAPLES, "", "", ""),
    ("unclaimed-value", NAPLES, "kind", "THIS glocal:kind concept:kind-friendship .", v.concept("kind", "friendship")),
    ("unclaimed-value", NAPLES, "date", 'THIS glocal:date "1961" .', "1961"),
    (
        "claim-source",
        CLAIM,
        "dcterms:source",
        "THIS dcterms:source source:monthly-glocal-news-2018-03 .",
        v.ID + "source/monthly-glocal-news-2018-03",
    ),
    ("ended-status", NAPLES, "", 'THIS glocal:endedDate "2001" .', v.concept("status", "active")),
    ("ended-before", NAPLES, "", 'THIS glocal:endedDate "1959" .', "1959"),
    ("ended-before", NAPLES, "", 'THIS glocal:validUntil "1960-05-02" .', "1960-05-02"),
    ("part-outside", PART, "date", 'THIS glocal:date "2017-12-12" .', "2017-12-12"),
    ("part-circle", SEMINAR, "", f"THIS glocal:subEventOf {PART} .", v.ID + "event/2017-12-11-demonstration"),
    ("derived-partner", CITY, "", "THIS glocal:partnerOf region:IT-72 .", v.ID + "region/IT-72"),
    ("derived-partner", CITY, "partnerOf", "", None),
]


def of_rule(found: list[Finding], rule: str) -> list[Finding]:
    return [item for item in found if item.rule == rule]


@pytest.mark.parametrize(("rule", "thing", "without", "turtle", "value"), CASES)
def test_a_rule_across_records_finds_the_thing_that_breaks_it(
    rule: str, thing: str, without: str, turtle: str, value: str | None
) -> None:
    if rule == "no-claim":
        claim = expand(CLAIM)
        found = validate_triples([t for t in broken(NAPLES, "", "") if t.subject.value != claim], SETTINGS)
    else:
        found = findings(thing, without, turtle)
    told = of_rule(found, rule)
    assert told
    severity, _, _ = (MESSAGES | TIE_MESSAGES)[rule]
    assert {item.severity for item in told} == {severity}
    if value is not None:
        assert value in {item.value for item in told}
    assert not any("{" in item.message_en + item.message_ja for item in told)


def test_every_rule_across_records_has_a_broken_example() -> None:
    assert {case[0] for case in CASES} == {*MESSAGES, *TIE_MESSAGES}


@pytest.mark.parametrize("rule", [*MESSAGES, *TIE_MESSAGES])
def test_every_rule_speaks_both_languages(rule: str) -> None:
    severity, en, ja = (MESSAGES | TIE_MESSAGES)[rule]
    assert severity in {"violation", "warning"}
    assert en.isascii()
    assert not ja.isascii()


def test_a_value_that_a_shape_refuses_is_not_told_twice() -> None:
    found = findings(NAPLES, "", "THIS glocal:party theme:tourism .")
    assert len({(i.focus, i.path, i.value) for i in found if i.value}) == len([i for i in found if i.value])


def test_faults_come_before_remarks_and_each_knows_its_row() -> None:
    triples = broken(NAPLES, "kind", 'site:nowhere a glocal:Site , glocal:Place ; rdfs:label "N"@en , "無"@ja .')
    found = validate_triples(triples, SETTINGS, where={expand(NAPLES): "ties.tsv line 7"})
    assert [item.is_violation for item in found] == sorted((item.is_violation for item in found), reverse=True)
    assert {item.severity for item in found} == {"violation", "warning"}
    assert [item.where for item in of_rule(found, "partnership-kind")] == ["ties.tsv line 7"]


def test_the_same_graph_gives_the_same_findings_in_the_same_order() -> None:
    triples = broken(NAPLES, "kind status dcterms:source", "country:IT glocal:isoCode 'X' .")
    assert validate_triples(triples, SETTINGS) == validate_triples(list(reversed(triples)), SETTINGS)


def test_a_finding_is_one_line_in_either_language_and_no_value_reaches_the_terminal_raw() -> None:
    item = of_rule(findings(SEMINAR, "", 'THIS glocal:note "\\u001b[31mred\\nline" .'), "text-characters")[0]
    for language, word in (("en", "fault"), ("ja", "不備")):
        line = item.line(language)
        assert line.startswith(f"{word}: event:2017-12-11-seminar glocal:note")
        assert item.message(language) in line
        assert line.isprintable()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"))


@pytest.fixture
def published(settings: Settings) -> Settings:
    """Settings whose store holds the small valid graph."""
    triples = [*read_rdf(FILE), *read_ontology(settings.resources)]
    with draft(Path(settings.store)) as made:
        made.store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(v.GRAPH + "x")) for t in triples)
        made.publish({})
    return settings


def write(tmp_path: Path, text: str, name: str = "new.ttl") -> Path:
    path = tmp_path / name
    path.write_text(f"{HEADER}\n{text}", encoding="utf-8")
    return path


EVENT = """event:2018-02-21-asakusa a glocal:StudyTour , glocal:Event ;
    rdfs:label "Study tour"@en , "視察ツアー"@ja ; glocal:about municipality:{code} ;
    glocal:date "2018-02-21" ; glocal:earliest "2018-02-21"^^xsd:date ; glocal:latest "2018-02-21"^^xsd:date ;
    glocal:year 2018 ; dcterms:source source:monthly-glocal-news-2018-03 .
"""


def test_what_a_file_links_is_looked_up_in_the_snapshot(published: Settings, tmp_path: Path) -> None:
    assert validate_files([write(tmp_path, EVENT.format(code="46201"))], published) == []
    found = validate_files([write(tmp_path, EVENT.format(code="99999"))], published)
    assert [(item.rule, item.severity) for item in found] == [("missing-thing", "violation")]


def test_without_a_snapshot_what_a_file_links_is_only_remarked_upon(settings: Settings, tmp_path: Path) -> None:
    found = validate_files([write(tmp_path, EVENT.format(code="46201"))], settings)
    assert {(item.rule, item.severity) for item in found} == {("missing-thing", "warning")}
    assert len(found) == 2


def test_files_are_checked_together(settings: Settings, tmp_path: Path) -> None:
    event = write(tmp_path, EVENT.format(code="46201"))
    assert validate_files([event, FILE], settings) == []


def test_a_finding_about_a_file_says_its_line(published: Settings, tmp_path: Path) -> None:
    path = write(tmp_path, "\n" + EVENT.format(code="46201").replace("2018-02-21-asakusa", "Asakusa"))
    found = validate_files([path], published)
    line = path.read_text(encoding="utf-8").splitlines().index("event:Asakusa a glocal:StudyTour , glocal:Event ;") + 1
    assert [(item.rule, item.where) for item in found] == [("iri-event", f"{path} line {line}")]


def test_lines_are_found_by_full_iri_and_by_prefix(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("PREFIX e: <http://e/>\n<http://e/a> e:p e:b .\ne:b e:p e:c .\n", encoding="utf-8")
    found = locate_subjects([path], {"http://e/a", "http://e/b", "http://e/c"})
    assert found == {"http://e/a": f"{path} line 2", "http://e/b": f"{path} line 3"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bad.ttl", b"<http://e/a> <http://e/p> .\n", "line 1"),
        ("bad.ttl", b"# one\n# two\n<http://e/a> <http://e/p> <http://e/b c> .\n", "line 3"),
        ("bad.ttl", b"# one\n# \xe9\n", "line 2: is not UTF-8"),
        ("bad.xlsx", b"", "is no RDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_with_file_and_line(
    settings: Settings, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        validate_files([path], settings)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_said_so(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is missing"):
        validate_files([tmp_path / "none.ttl"], settings)
