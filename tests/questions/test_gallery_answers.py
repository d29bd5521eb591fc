"""The gallery on the real graph: each question gives the right rows, facts that its sources show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from glocal_graph.data.store import GraphStore
from glocal_graph.model.settings import Settings
from glocal_graph.questions.answering import answer_question
from glocal_graph.questions.answers import Table, count_coverage
from glocal_graph.questions.gallery import load_gallery
from glocal_graph.questions.search import NameIndex

GALLERY = load_gallery(Settings())
Ask = Callable[..., list[tuple[str, ...]]]


@pytest.fixture(scope="session")
def names(real_store: GraphStore) -> NameIndex:
    return NameIndex.from_store(real_store)


@pytest.fixture
def ask(real_store: GraphStore, names: NameIndex) -> Ask:
    """Asks a question and gives the texts of some columns, by their variables."""

    def answer(name: str, *columns: str, lang: str = "en", **values: str) -> list[tuple[str, ...]]:
        table: Table = answer_question(real_store, GALLERY[name], values, lang, lambda given, _: names.resolve(given))
        places = [next(i for i, heading in enumerate(table.headings) if heading.name == column) for column in columns]
        return [tuple(row[place].text for place in places) for row in table.rows]

    return answer


def coverage(store: GraphStore, name: str) -> tuple[int, int]:
    item = count_coverage(store, GALLERY[name], "en")[0]
    return item.having, item.of


def test_1_partners_of_kagoshima_city(ask: Ask):
    assert set(ask("partners-of-place", "partner", "country", "kind", "date", place="鹿児島市")) == {
        ("Naples", "Italy", "Sister city", "1960-05-03"),
        ("Perth", "Australia", "Sister city", "1974-04-23"),
        ("Changsha", "China", "Friendship city", "1982-10-30"),
        ("Miami", "United States", "Sister city", "1990-11-01"),
        ("Strasbourg", "France", "Partnership agreement", ""),
    }


def test_1_answers_in_japanese_too(ask: Ask):
    partners = ask("partners-of-place", "partner", "country", lang="ja", place="46201")
    assert ("ナポリ", "イタリア") in partners
    assert ("ストラスブール", "フランス") in partners


def test_2_anniversaries_count_by_fiscal_year(ask: Ask):
    kochi = ask("anniversaries", "place", "partner", "anniversary", "date", prefecture="高知県", year="2027")
    assert kochi == [
        ("Kochi City", "Surabaya", "30", "1997-04-17"),
        ("Susaki City", "Tauranga", "30", "1997-12"),
    ]


def test_2_a_tie_signed_in_february_belongs_to_the_fiscal_year_before(ask: Ask):
    saga = ask("anniversaries", "place", "partner", "anniversary", "date", prefecture="佐賀県", year="2031")
    assert ("Karatsu City", "Yangzhou", "50", "1982-02-22") in saga
    assert ask("anniversaries", "partner", prefecture="佐賀県", year="2032").count(("Yangzhou",)) == 0


def test_3_a_recorded_exchange_takes_a_partner_off_the_quiet_list(ask: Ask):
    quiet = {partner for (partner,) in ask("quiet-ties", "partner", place="名古屋市", since="2021")}
    assert "Turin" in quiet
    assert "Los Angeles" not in quiet, "it promoted Nagoya in November 2023"
    later = dict(ask("quiet-ties", "partner", "lastYear", place="名古屋市", since="2024"))
    assert later["Los Angeles"] == "2023"


def test_31_the_same_partner_comes_before_others_of_its_state_and_ended_ties_say_so(ask: Ask):
    rows = ask("same-partner-or-state", "how", "area", "ours", "other", "theirs", place="長崎市")
    assert rows[0] == ("the same partner", "", "Fuzhou", "Naha City", "Fuzhou")
    assert {row[0] for row in rows[1:]} == {"the same state or region"}
    kagoshima = ask("same-partner-or-state", "area", "ours", "other", "theirs", "status", place="鹿児島市")
    assert ("Grand Est", "Strasbourg", "Nagoya City", "Reims", "Active") in kagoshima
    assert ("Campania", "Naples", "Tono City", "Salerno", "Ended") in kagoshima


def test_31_a_state_itself_counts_as_lying_in_it(ask: Ask):
    found = ask("same-partner-or-state", "ours", "other", "theirs", place="鹿児島市", lang="ja")
    assert ("マイアミ", "和歌山県", "フロリダ州") in found


def test_4_naha_shares_nagasakis_partner_fuzhou(ask: Ask):
    assert ask("partners-of-partners", "partner", "other", "date", place="長崎市") == [
        ("Fuzhou", "Naha City", "1981-05-20")
    ]


def test_5_cities_of_kagoshimas_size_with_partners_in_italy(ask: Ask):
    found = ask("places-like-ours", "peer", "partner", "date", place="鹿児島市", country="イタリア")
    assert ("Gifu City", "Florence", "1978-02-08") in found
    assert ("Maebashi City", "Orvieto", "1997-12-12") in found
    assert all(peer != "Kagoshima City" for peer, _, _ in found)


def test_6_saigo_and_kagoshima_are_linked_by_birth_and_by_the_seminar(ask: Ask):
    found = ask("links-between", "steps", "type", "between", a="西郷隆盛", b="鹿児島市")
    assert ("1", "birthplace", "") in found
    assert any(steps == "2" and between.startswith("Regional Promotion Seminar") for steps, _, between in found)


def test_6_a_tie_and_a_common_partner_link_two_cities(ask: Ask):
    assert ("2", "Partnership") in ask("links-between", "steps", "type", a="鹿児島市", b="Perth")
    assert ("4", "Fuzhou") in ask("links-between", "steps", "between", a="長崎市", b="那覇市")


def test_7_visits_to_kochi_with_their_numbers(ask: Ask):
    found = ask("visits", "type", "date", "headCount", "countryCount", place="高知県")
    assert ("Official visit", "2018-10-25/2018-10-26", "16", "14") in found
    assert any(kind == "Reception" and date == "2018-02-19" for kind, date, _, _ in found)


def test_9_countries_without_a_tie_of_kochi(ask: Ask):
    found = dict(ask("countries-without-tie", "country", "ties", prefecture="高知県"))
    assert "Taiwan" in found
    assert "Indonesia" not in found, "Kochi City and Surabaya"
    assert "New Zealand" not in found, "Susaki City and Tauranga"
    assert "Japan" not in found


def test_11_the_tie_of_fujioka_which_merged_into_toyota(ask: Ask):
    found = ask("inherited-ties", "former", "mergedOn", "successor", "partner", place="愛知県")
    assert ("Fujioka Town (former)", "2005-04-01", "Toyota City", "Bend") in found


def test_13_regional_diplomacy_in_kochi(ask: Ask):
    found = ask("diplomacy-events", "type", "date", prefecture="高知県")
    assert ("Reception", "2018-02-19") in found
    assert ("Official visit", "2018-10-25/2018-10-26") in found
    assert ("Promotion project abroad", "2024-09") in found


def test_14_host_town_exchange_shown_at_receptions(ask: Ask):
    found = ask("host-towns", "place", "eventDate")
    assert ("Iwate Prefecture", "2020-02-07") in found
    assert ("Tochigi Prefecture", "2023-03-24") in found


def test_15_the_history_of_kagoshima_and_perth_names_its_sources(ask: Ask):
    found = ask("tie-history", "date", "publisher", "address", a="鹿児島市", b="Perth")
    assert len(found) == 5
    assert {date for date, _, _ in found} == {"", "1974-04", "1974-04-23"}
    assert all(publisher and address.startswith("http") for _, publisher, address in found)


def test_15_an_event_of_a_tie_stands_in_its_history(ask: Ask):
    found = ask("tie-history", "date", "what", "words", a="名古屋市", b="Los Angeles")
    assert any(date.startswith("2017-11") and "Nagoya" in words for date, _, words in found)


def test_16_fields_of_hyogos_ties_are_shown_by_events(ask: Ask):
    found = ask("fields-of-ties", "partnership", "field", place="兵庫県")
    assert ("Hyogo Prefecture – Washington", "Trade") in found


def test_19_the_first_ties_by_year(ask: Ask):
    assert ask("ties-by-year", "year", "country", "ties", **{"from": "1955", "to": "1957"}) == [
        ("1955", "United States", "1"),
        ("1957", "United States", "5"),
    ]


def test_20_ended_ties_with_their_dates_and_reasons(ask: Ask):
    found = {tie: (status, ended) for tie, status, ended in ask("ended-ties", "partnership", "status", "ended")}
    assert found["Tono City – Salerno"] == ("Ended", "2025-03-27")
    assert found["Nagoya City – Nanjing"] == ("Suspended", "")


@pytest.mark.parametrize("name", ["costs", "partner-wishes"])
def test_a_question_whose_data_is_not_there_says_so(ask: Ask, real_store: GraphStore, name: str):
    assert ask(name) == []
    having, of = coverage(real_store, name)
    assert having == 0
    assert of > 0, "the coverage names a class that the graph has"
    assert GALLERY[name].note_en
    assert GALLERY[name].note_ja


@pytest.mark.parametrize("name", GALLERY)
def test_every_question_runs_with_its_defaults_in_both_languages(ask: Ask, name: str):
    columns = [column.name for column in GALLERY[name].columns]
    assert len(ask(name, *columns)) == len(ask(name, *columns, lang="ja"))
