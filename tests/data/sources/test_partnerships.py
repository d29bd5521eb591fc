"""The tables of ties become partnerships, one a pair, one claim a row; nothing is guessed and nothing vanishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from glocal_graph.data.places import Gazetteer, load_gazetteer
from glocal_graph.data.sources.pages import Pages, read_pages
from glocal_graph.data.sources.partnerships import COLUMNS, Ties, read_partnerships
from glocal_graph.data.tables import read_table
from glocal_graph.model.errors import DataError
from glocal_graph.model.records import Partnership

DATA = Path(__file__).parents[3] / "data"
KAGOSHIMA = {"jp_name_en": "Kagoshima", "jp_name_ja": "鹿児島市", "jp_prefecture": "Kagoshima", "jp_level": "city"}
NAPLES = {
    "partner_name_en": "Naples",
    "partner_name_local": "ナポリ市",
    "partner_region": "Campania",
    "partner_country": "IT",
    "partner_level": "city",
}
TIE = {
    **KAGOSHIMA,
    **NAPLES,
    "kind": "sister",
    "signed": "1960-05-03",
    "status": "active",
    "source_url": "https://example.org/a",
    "source_publisher": "Somebody",
    "note": "",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(DATA / "places", [])


@pytest.fixture(scope="module")
def real(gazetteer: Gazetteer) -> Ties:
    problems: list[DataError] = []
    pages = read_pages(DATA / "sources.tsv", {place.id for place in gazetteer.places}, problems)
    ties = read_partnerships(DATA / "partnerships", gazetteer, pages, problems)
    assert problems == []
    return ties


def read(folder: Path, gazetteer: Gazetteer, *rows: dict[str, str]) -> tuple[Ties, list[DataError]]:
    lines = ["\t".join(COLUMNS), *("\t".join({**TIE, **row}[name] for name in COLUMNS) for row in rows)]
    (folder / "ties.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems: list[DataError] = []
    return read_partnerships(folder, gazetteer, Pages({}), problems), problems


def tie(ties: Ties, identifier: str) -> Partnership:
    return next(one for one in ties.partnerships if one.id == f"partnership/{identifier}")


def test_a_row_becomes_a_tie_of_two_governments_with_one_claim(tmp_path: Path, gazetteer: Gazetteer) -> None:
    ties, problems = read(tmp_path, gazetteer, {"note": "first tie of the city; reason: both lie below a volcano"})
    (one,) = ties.partnerships
    assert problems == []
    assert one.id == "partnership/46201--gn-3172394"
    assert one.parties == ("municipality/46201", "municipality/gn-3172394")
    assert (one.label_en, one.label_ja) == ("Kagoshima City – Naples", "鹿児島市 – ナポリ")
    assert one.reasons == ("both lie below a volcano",)
    (claim,) = one.claims
    assert (claim.note, claim.quoted, claim.where) == (
        "first tie of the city",
        "鹿児島市 – Naples (ナポリ市)",
        "ties.tsv line 2",
    )


def test_two_spellings_of_one_tie_are_one_partnership_with_two_claims(tmp_path: Path, gazetteer: Gazetteer) -> None:
    other = {"partner_name_en": "Napoli", "partner_name_local": "", "source_url": "https://example.org/b"}
    ties, _ = read(tmp_path, gazetteer, {}, other)
    (one,) = ties.partnerships
    assert len(one.claims) == 2


def test_a_row_repeated_word_for_word_counts_once_and_loses_nothing(tmp_path: Path, gazetteer: Gazetteer) -> None:
    ties, _ = read(tmp_path, gazetteer, {"note": "one"}, {"note": "two; reason: volcanoes"})
    (one,) = ties.partnerships
    (claim,) = one.claims
    assert (ties.rows, ties.resolved, ties.repeated) == (2, 2, 1)
    assert (claim.note, claim.reason, claim.where) == ("one; two", "volcanoes", "ties.tsv line 2; ties.tsv line 3")


def test_a_name_that_nobody_knows_is_listed_with_file_line_and_reason(tmp_path: Path, gazetteer: Gazetteer) -> None:
    ties, problems = read(tmp_path, gazetteer, {"partner_name_en": "Atlantis", "partner_name_local": ""}, {})
    (one,) = ties.unresolved
    assert problems == []
    assert (one.file, one.line, one.reason) == ("ties.tsv", 2, 'no place is called "Atlantis"')
    assert "Atlantis" in one.printed
    assert len(ties.partnerships) == 1


def test_a_name_in_the_wrong_region_is_listed_with_its_candidates(tmp_path: Path, gazetteer: Gazetteer) -> None:
    ties, _ = read(tmp_path, gazetteer, {"partner_region": "Tuscany"})
    assert ties.unresolved[0].candidates == ("municipality/gn-3172394",)
    assert ties.partnerships == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"signed": "1987-02-30"}, "1987-02-30"),
        ({"kind": "twin"}, 'kind "twin"'),
        ({"status": "living"}, 'status "living"'),
        ({"partner_level": "shire"}, 'partner_level "shire"'),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"note": "ended: 2018-13"}, "2018-13"),
    ],
)
def test_a_cell_that_cannot_be_read_is_reported_and_stops_no_other_row(
    tmp_path: Path, gazetteer: Gazetteer, cells: dict[str, str], words: str
) -> None:
    ties, problems = read(tmp_path, gazetteer, cells, {})
    (problem,) = problems
    assert problem.line == 2
    assert words in str(problem)
    assert len(ties.partnerships) == 1


def test_a_note_says_when_a_tie_ended(tmp_path: Path, gazetteer: Gazetteer) -> None:
    ties, _ = read(tmp_path, gazetteer, {"status": "ended", "note": "ended: 2018-10-02; by letter of the mayor"})
    (one,) = ties.partnerships
    assert one.status == "ended"
    assert one.ended is not None
    assert one.ended.text == "2018-10-02"


def test_dates_that_exclude_each_other_stay_as_claims_and_are_counted(tmp_path: Path, gazetteer: Gazetteer) -> None:
    ties, _ = read(tmp_path, gazetteer, {}, {"signed": "1961", "source_url": "https://example.org/b"})
    (one,) = ties.partnerships
    assert ties.conflicts == 1
    assert {claim.date.text for claim in one.claims if claim.date} == {"1960-05-03", "1961"}


def test_at_least_97_in_100_real_rows_are_resolved(real: Ties) -> None:
    assert real.rows > 2000
    assert real.resolved / real.rows >= 0.97
    assert real.resolved + len(real.unresolved) == real.rows


def test_every_real_row_is_in_exactly_one_claim(real: Ties) -> None:
    claims = [claim for one in real.partnerships for claim in one.claims]
    assert sum(len(claim.where.split("; ")) for claim in claims) == real.resolved
    assert len(claims) == real.resolved - real.repeated
    assert len({claim.id for claim in claims}) == len(claims)


def test_every_real_tie_joins_different_places_and_one_is_japanese(real: Ties, gazetteer: Gazetteer) -> None:
    for one in real.partnerships:
        countries = [gazetteer.get(party).country for party in one.parties]
        assert len(set(one.parties)) == len(one.parties) >= 2, one.id
        assert countries[0] == "country/JP", one.id
        assert "country/JP" not in countries[1:], one.id


@pytest.mark.parametrize(
    ("identifier", "date", "kind"),
    [
        # Hokkaido's own page and CLAIR give the second of two signings.
        ("JP-01--CA-AB", "1980-10-17", "sister"),
        # Nara's own page has a memorandum of 2019; the sister-city tie is CLAIR's.
        ("29201--gn-1216265", "2022-10-18", "sister"),
        # Osaka's own page goes before an Italian site.
        ("27100--gn-3173435", "1981-06-08", "sister"),
    ],
)
def test_real_ties_with_several_dates_carry_the_one_of_the_rule(
    real: Ties, identifier: str, date: str, kind: str
) -> None:
    one = tie(real, identifier)
    assert one.date is not None
    assert (one.date.text, one.kind) == (date, kind)
    assert len({claim.date.text for claim in one.claims if claim.date}) > 1


def test_every_tie_that_an_event_is_about_is_there(real: Ties) -> None:
    events = read_table(DATA / "events" / "events.tsv", ["id", "parties"])
    about = [(row["id"], frozenset(tie.split(" + "))) for row in events for tie in row.list("parties")]
    ties = {frozenset(one.parties) for one in real.partnerships}
    assert len(about) > 15
    assert [event for event, parties in about if parties not in ties] == []


def test_a_tie_known_only_from_an_anniversary_has_no_date_that_the_page_does_not_print(real: Ties) -> None:
    dates = {"07308--gn-3859965": "2024", "03209--au-qld-central-highlands": "1993"}
    for identifier in (
        "07308--gn-3859965",
        "03209--au-qld-central-highlands",
        "01231--gn-2181133",
        "08217--gn-5411015",
    ):
        date = tie(real, identifier).date
        assert (date.text if date else None) == dates.get(identifier)


def test_lubeck_of_kawasaki_is_one_tie_under_all_its_spellings(real: Ties) -> None:
    assert (
        len([one for one in real.partnerships if one.parties == ("municipality/14130", "municipality/gn-2875601")]) == 1
    )


def test_joint_partners_of_one_cell_are_each_a_party_of_their_own_tie(real: Ties) -> None:
    ota = {one.parties[1] for one in real.partnerships if one.parties[0] == "municipality/10205"}
    assert {"municipality/gn-4922462", "municipality/gn-4928096", "municipality/us-in-tippecanoe-county"} <= ota


def test_every_correction_says_what_it_changed_and_why() -> None:
    table = read_table(
        DATA / "partnerships" / "corrections.tsv", ["file", "gathered_line", "column", "before", "after", "reason"]
    )
    assert len(table) > 30
    assert [row.line for row in table if not row["reason"] or row["before"] == row["after"]] == []
