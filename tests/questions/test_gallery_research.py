"""The researchers' questions on the real graph: answers that the tables of data/, or another question, give too."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from glocal_graph.data.store import GraphStore
from glocal_graph.model.settings import Settings
from glocal_graph.questions.answering import answer_question
from glocal_graph.questions.answers import Table
from glocal_graph.questions.gallery import load_gallery
from glocal_graph.questions.search import NameIndex

GALLERY = load_gallery(Settings())
TABLES = sorted((Path(__file__).parents[2] / "data" / "partnerships").glob("*.tsv"))
NOT_TIES = "corrections.tsv"
Ask = Callable[..., Table]


@pytest.fixture(scope="module")
def ask(real_store: GraphStore) -> Ask:
    names = NameIndex.from_store(real_store)

    def answer(name: str, lang: str = "en", **values: str) -> Table:
        return answer_question(real_store, GALLERY[name], values, lang, lambda given, _: names.resolve(given))

    return answer


def columns(table: Table, *names: str) -> list[tuple[str, ...]]:
    places = [next(i for i, heading in enumerate(table.headings) if heading.name == name) for name in names]
    return [tuple(row[place].text for place in places) for row in table.rows]


def rows_of_data(**wanted: str) -> list[dict[str, str]]:
    """The rows of the tables of ties that have these values."""
    found = []
    for path in TABLES:
        if path.name == NOT_TIES:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if all(row.get(name) == value for name, value in wanted.items()):
                    found.append(row)
    return found


# ── 12, 14, 16, 17: what words of sources give until there are tables ─────────────────────────────────────


def test_12_a_note_that_says_until_when_is_shown_in_its_words(ask: Ask):
    note = "agreement renewed 2023-01-20 for ten years"
    assert [row["jp_name_ja"] for row in rows_of_data(note=note)] == ["別府市"]
    assert ("別府市 – 済州市", note) in columns(ask("time-limited-ties", "ja"), "partnership", "words")
    assert all("years at" not in words for (words,) in columns(ask("time-limited-ties"), "words"))


def test_14_a_tie_that_grew_from_a_host_town_is_there_with_its_reason(ask: Ask):
    found = {tie: (date, words) for tie, date, words in columns(ask("host-towns"), "partnership", "date", "words")}
    date, words = found["Fukui City – Kranj"]
    assert date == "2025-09-22"
    assert "host-town registration" in words


def test_16_a_field_is_read_from_the_words_of_a_source(ask: Ask):
    found = columns(ask("fields-of-ties", place="姫路市"), "partnership", "field", "words")
    assert (
        "Himeji City – Phoenix",
        "Education and youth",
        "youth exchange with overseas sister cities in 2024",
    ) in found


def test_17_relief_after_a_typhoon_is_told_in_words(ask: Ask):
    found = dict(columns(ask("disaster-help"), "partnership", "words"))
    assert found["Yamanashi Prefecture – Iowa"] == (
        "Iowa sent livestock and farm products as relief after the 1959 typhoon"
    )


def test_18_a_store_of_one_release_says_that_there_is_nothing_to_compare(ask: Ask):
    table = ask("changes")
    assert table.rows == ()
    assert table.notes == ("No earlier release is kept in this store.",)


# ── 21: measures ──────────────────────────────────────────────────────────────────────────────────────────


def test_21_a_places_degree_is_the_number_of_its_dated_ties(ask: Ask):
    degrees = dict(columns(ask("network-measures"), "place", "degree"))
    for place, label in (("京都市", "Kyoto City"), ("鹿児島市", "Kagoshima City"), ("新潟市", "Niigata City")):
        dated = [date for date, status in columns(ask("partners-of-place", place=place), "date", "status") if date]
        assert degrees[label] == str(len(dated))


def test_21_the_ties_at_a_date_are_those_signed_until_then(ask: Ask):
    until = sum(int(ties) for (ties,) in columns(ask("ties-by-year", **{"from": "1900", "to": "1979"}), "ties"))
    lapsed = columns(ask("ended-ties"), "partnership", "status", "date", "ended")
    when = {tie for tie, status, date, ended in lapsed if status == "Ended" and "" < date < "1980" and not ended}
    assert f" {until - len(when)} ties" in ask("network-measures", day="1979").notes[0]


def test_21_ties_without_a_date_are_counted_where_they_are_asked_for(ask: Ask):
    dated, every = (len(ask("network-measures", undated=word).rows) for word in ("without", "with"))
    assert dated < every


def test_21_betweenness_and_components_are_those_of_networkx(ask: Ask, real_store: GraphStore):
    table = ask("network-measures", day="1985", kind="sister")
    graph = nx.Graph(
        (row["a"].value, row["b"].value)
        for row in real_store.select(
            """PREFIX glocal: <https://w3id.org/glocal-graph/ontology#>
            PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            SELECT ?a ?b { ?tie glocal:party ?a, ?b ; glocal:latest ?day ; glocal:status ?status ;
                           glocal:kind <https://w3id.org/glocal-graph/id/concept/kind-sister>
              OPTIONAL { ?tie glocal:endedDate ?ended }
              FILTER (STR(?a) < STR(?b) && ?day <= "1985-12-31"^^xsd:date)
              FILTER (BOUND(?ended) || !CONTAINS(STR(?status), "ended")) }"""
        )
    )
    expected = nx.betweenness_centrality(graph)
    assert len(table.rows) == len(graph) > 100
    for row in table.rows:
        assert float(row[3].text) == pytest.approx(expected[row[0].iri], abs=0.00001)
    assert f"largest component {max(map(len, nx.connected_components(graph)))} places" in table.notes[0]


# ── 22, 23, 24 ────────────────────────────────────────────────────────────────────────────────────────────


def test_22_partners_are_alike_in_size_and_level_and_not_near_each_other(ask: Ask):
    found = {name: tuple(map(float, rest)) for name, *rest in columns(ask("mixing"), "measure", "value", "low", "high")}
    for name in ("Population: correlation of its logarithms", "Level of government: assortativity"):
        value, _, high = found[name]
        assert value > high
    value, low, high = found["Distance: median, km"]
    assert low <= value <= high


def test_23_nagasaki_and_naha_are_two_ties_apart_by_fuzhou(ask: Ask):
    for name in ("長崎市", "那覇市"):
        assert any(row["partner_name_en"] == "Fuzhou" for row in rows_of_data(jp_name_ja=name))
    found = columns(ask("chains", a="長崎市", b="那覇市"), "by", "from", "link", "to")
    assert found[:2] == [
        ("ties only", "Nagasaki City", "Nagasaki City – Fuzhou", "Fuzhou"),
        ("ties only", "Fuzhou", "Naha City – Fuzhou", "Naha City"),
    ]


def test_23_a_figure_and_a_city_are_chained_by_birth_and_not_by_ties(ask: Ask):
    table = ask("chains", a="西郷隆盛", b="鹿児島市")
    assert {by for (by,) in columns(table, "by")} == {"ties, events, people"}
    assert "By ties only: no chain" in table.notes[0]


def test_24_two_prefectures_that_share_two_partners_and_when(ask: Ask):
    found = columns(ask("triads"), "pattern", "a", "b", "c", "d", "closed", "closing")
    square = ("square", "Gunma Prefecture", "Mie Prefecture", "São Paulo", "Taichung", "2017-02-10")
    assert square in [row[:6] for row in found]
    for name in ("群馬県", "三重県"):
        partners = {row["partner_name_en"] for row in rows_of_data(jp_name_ja=name)}
        assert any("Taichung" in partner for partner in partners)
    assert all(pattern == "square" for pattern, *_ in found), "no ties within Japan, so no triangle"


# ── 25–30 ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_25_every_reason_counts_in_its_decade(ask: Ask, real_store: GraphStore):
    found = columns(ask("reasons-by-decade"), "decade", "group", "ties")
    every = {decade: int(ties) for decade, group, ties in found if group == "All ties with a reason"}
    rows = real_store.select(
        """PREFIX glocal: <https://w3id.org/glocal-graph/ontology#>
        SELECT DISTINCT ?tie ?date { ?tie glocal:reason ?reason ; glocal:date ?date }"""
    )
    assert every == Counter(row["date"].value[:3] + "0" for row in rows)
    for decade, _, ties in found:
        assert int(ties) <= every[decade]


def test_25_sumo_is_a_reason_of_sport(ask: Ask):
    sumo = [row for row in rows_of_data() if "reason: sumo" in (row["note"] or "") and row["signed"] > "2010"]
    assert sumo
    decades = {row["signed"][:3] + "0" for row in sumo}
    found = columns(ask("reasons-by-decade"), "decade", "group")
    assert decades <= {decade for decade, group in found if group == "Culture, school or sport"}


def test_26_no_tie_with_china_precedes_the_year_that_is_asked_about(ask: Ask):
    first = min(row["signed"][:4] for row in rows_of_data(partner_country="CN") if row["signed"])
    found = columns(ask("national-acts", country="中国", act="1972"), "year", "offset", "signed")
    assert found[0][0] == first
    assert all(int(offset) == int(year) - 1972 for year, offset, _ in found)


def test_26_ended_ties_stand_in_the_year_of_their_end(ask: Ask):
    ended = dict(columns(ask("national-acts", country="IT", act="2022"), "year", "ended"))
    assert ended["2025"] == "1", "Tono and Salerno"


def test_27_the_two_days_of_hokkaido_and_alberta_are_both_there(ask: Ask):
    signed = {row["signed"] for row in rows_of_data(jp_name_ja="北海道", partner_name_en="Alberta")}
    found = columns(ask("disagreements", asked="date"), "thing", "said", "chosen")
    said = {said for thing, said, _ in found if thing == "Hokkaido – Alberta"}
    assert {"1980-09-05", "1980-10-17"} <= said <= signed
    assert {chosen for thing, _, chosen in found if thing == "Hokkaido – Alberta"} == {"1980-10-17"}


def test_27_a_vaguer_date_is_no_disagreement(ask: Ask):
    perth = {row["signed"] for row in rows_of_data(jp_name_ja="鹿児島市", partner_name_en="Perth")}
    assert {"1974-04", "1974-04-23"} <= perth
    assert all("Perth" not in thing for (thing,) in columns(ask("disagreements", asked="date"), "thing"))


def test_27_the_newsletters_forum_has_two_days(ask: Ask):
    found = columns(ask("disagreements"), "aspect", "chosen", "said")
    assert ("Date", "2018-01-18", "2018-01-25") in found


def test_27_one_aspect_is_a_part_of_all(ask: Ask):
    every = Counter(aspect for (aspect,) in columns(ask("disagreements"), "aspect"))
    for word, aspect in (("date", "Date"), ("kind", "Kind"), ("status", "Status")):
        assert len(ask("disagreements", asked=word).rows) == every[aspect] > 0


def test_28_emigrants_and_people_of_meiji(ask: Ask):
    found = {(root, tie) for root, tie in columns(ask("meiji-roots"), "root", "partnership")}
    assert ("Emigrants and settlers", "Engaru Town – Bastos") in found
    assert ("Emigrants and settlers", "Taiji Town – Broome") in found
    assert any(tie.startswith("Kusatsu Town – Bietigheim") for _, tie in found)


def test_29_kobe_paired_with_seattle_before_hyogo_with_washington(ask: Ask):
    found = columns(ask("levels-overlap"), "prefecture", "region", "place", "partner", "order")
    assert ("Hyogo Prefecture", "Washington", "Kobe City", "Seattle", "municipality") in found
    assert ("Kyoto Prefecture", "Shaanxi", "Kyoto City", "Xi'an", "municipality") in found


@pytest.mark.parametrize("by", ["prefecture", "decade", "country"])
def test_30_each_way_of_counting_has_the_same_sum(ask: Ask, by: str):
    names = ("ties", "dated", "exact", "reasoned", "own", "several", "events")
    every = columns(ask("completeness", by="all"), *names)[0]
    found = columns(ask("completeness", by=by), *names)
    assert tuple(str(sum(map(int, column))) for column in zip(*found, strict=True)) == every


def test_30_the_whole_is_the_ties_of_the_graph(ask: Ask, real_build):
    assert columns(ask("completeness", by="all"), "ties") == [(str(real_build[1].counts["partnerships"]),)]
