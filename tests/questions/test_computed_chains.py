"""Chains between two places: the shortest ones, by ties alone and by everything, without hubs."""

from __future__ import annotations

from glocal_graph.model.vocabulary import ID
from tests.questions.computing import answer, column, link, party, place

TIES = [party("t1", "a"), party("t1", "P"), party("t2", "b"), party("t2", "P")]


def ask(rows, a: str = "a", b: str = "b", language: str = "en"):
    return answer("chains", rows, language, a=place(a), b=place(b))


def test_a_common_partner_is_a_chain_of_two_ties():
    table = ask(TIES)
    assert column(table, "by") == ["ties only"] * 2 + ["ties, events, people"] * 2
    assert column(table, "from")[:2] == ["a", "P"]
    assert column(table, "link")[:2] == ["t1", "t2"]
    assert column(table, "to")[:2] == ["P", "b"]
    assert table.notes == ("By ties only: 2 steps", "By ties, events, people: 2 steps")


def test_an_event_is_no_link_where_only_ties_are_asked():
    table = ask([link("event/e", "about", "municipality/a"), link("event/e", "about", "municipality/b")])
    assert set(column(table, "by")) == {"ties, events, people"}
    assert column(table, "to") == ["e", "b"]
    assert "By ties only: no chain of at most 8 steps" in table.notes


def test_a_country_or_a_ministry_joins_nothing():
    rows = [link("municipality/a", "about", "country/JP"), link("municipality/b", "about", "country/JP")]
    rows += [link("event/e", "organiser", "organisation/x"), link("event/f", "organiser", "organisation/x")]
    assert ask(rows).rows == ()


def test_an_event_of_a_tie_leads_to_both_its_parties():
    rows = [
        *TIES[:2],
        link("event/e", "aboutPartnership", "partnership/t1"),
        link("event/e", "about", "municipality/b"),
    ]
    assert column(ask(rows), "to")[-2:] == ["e", "b"]


def test_from_a_prefecture_a_chain_begins_at_any_place_within():
    rows = [*TIES, link("municipality/a", "within", "prefecture/JP-42")]
    table = answer("chains", rows, a=f"{ID}prefecture/JP-42", b=place("b"))
    assert column(table, "from")[:3] == ["JP-42", "a", "P"]
    assert column(table, "link")[0] == "ontology#within"


def test_chains_are_the_same_in_whatever_order_the_engine_gives_the_rows():
    rows = [*TIES, party("t3", "a"), party("t3", "Q"), party("t4", "b"), party("t4", "Q")]
    assert ask(rows) == ask(rows[::-1])
    assert column(ask(rows), "chain")[:4] == ["1", "1", "2", "2"]


def test_a_place_and_itself_have_no_chain():
    assert ask(TIES, "a", "a").rows == ()


def test_what_is_nowhere_linked_has_no_chain_and_the_answer_says_so():
    assert ask(TIES, "a", "nowhere", "ja").notes[0] == "提携のみ: 8段階以内の経路なし"
