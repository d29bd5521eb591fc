"""The written rule: which claim's date, kind and status a tie carries."""

from __future__ import annotations

from itertools import permutations

import pytest

from glocal_graph.data.choice import choose_date, choose_kind, choose_status, dates_conflict, rank, sort_claims
from glocal_graph.model.dates import parse_date
from glocal_graph.model.records import Claim, Source

RANKS = {"own": 0, "clair": 1, "mission": 2, "blog": 3, "press": 3, "list": 3}


def claim(source: str, date: str = "", kind: str = "sister", status: str = "active") -> Claim:
    return Claim(
        f"claim/x/{source}{date}{kind}", "partnership/x", source, parse_date(date) if date else None, kind, status
    )


def chosen(*claims: Claim) -> str:
    """The chosen date, the same in whatever order the claims come."""
    dates = {date.text if (date := choose_date(order, RANKS)) else "" for order in permutations(claims)}
    assert len(dates) == 1
    return dates.pop()


def test_a_page_ranks_first_only_for_the_ties_of_who_publishes_it() -> None:
    page = Source("source/x", "https://example.org/", "Naples", "party", "municipality/gn-1")
    assert rank(page, ("municipality/46201", "municipality/gn-1")) == 0
    assert rank(page, ("municipality/46201", "municipality/gn-2")) == 3


@pytest.mark.parametrize(
    ("kind", "expected"), [("clair", 1), ("mission", 2), ("ministry", 3), ("press", 3), ("list", 3), ("other", 3)]
)
def test_clair_goes_before_missions_and_these_before_all_others(kind: str, expected: int) -> None:
    assert rank(Source("source/x", "https://example.org/", "x", kind), ("municipality/46201",)) == expected


def test_a_partys_own_page_decides_the_date() -> None:
    assert chosen(claim("own", "1981-06-08"), claim("clair", "1981-04-10"), claim("blog", "1981-04-10")) == "1981-06-08"


def test_clair_decides_before_consulates_and_these_before_others() -> None:
    assert chosen(claim("clair", "1990"), claim("mission", "1991-01-01")) == "1990"
    assert chosen(claim("mission", "1991"), claim("blog", "1992-01-01")) == "1991"


def test_among_sources_of_one_rank_a_full_date_goes_before_a_month_and_a_month_before_a_year() -> None:
    assert chosen(claim("blog", "1960"), claim("press", "1961-03"), claim("list", "1962-05-04")) == "1962-05-04"
    assert chosen(claim("blog", "1960"), claim("press", "1961-03")) == "1961-03"


def test_a_year_is_filled_in_by_a_fuller_date_that_agrees_with_it() -> None:
    assert chosen(claim("own", "1991"), claim("blog", "1991-07-09")) == "1991-07-09"
    assert chosen(claim("own", "1991"), claim("mission", "1991-07"), claim("blog", "1991-07-09")) == "1991-07-09"


def test_a_year_is_not_filled_in_by_a_date_of_another_year() -> None:
    assert chosen(claim("own", "1991"), claim("blog", "1992-07-09")) == "1991"


def test_among_equals_the_date_that_more_pages_give_goes_first() -> None:
    assert (
        chosen(claim("press", "1964-05-12"), claim("list", "1965-01-28"), claim("blog", "1965-01-28")) == "1965-01-28"
    )


def test_among_equals_that_as_many_pages_give_the_earlier_date_goes_first() -> None:
    assert chosen(claim("press", "2006-08-04"), claim("list", "1979-05-27")) == "1979-05-27"


def test_claims_without_a_date_say_nothing_about_it() -> None:
    assert chosen(claim("own"), claim("blog", "1979")) == "1979"
    assert chosen(claim("own"), claim("blog")) == ""


def test_a_memorandum_before_the_tie_decides_neither_its_date_nor_its_kind() -> None:
    memorandum, tie = claim("own", "2019-08-26", kind="other"), claim("clair", "2022-10-18")
    assert chosen(memorandum, tie) == "2022-10-18"
    assert choose_kind([memorandum, tie], RANKS) == "sister"


def test_a_tie_of_which_only_a_memorandum_is_known_keeps_its_date_and_kind() -> None:
    assert chosen(claim("own", "2019-08-26", kind="other")) == "2019-08-26"
    assert choose_kind([claim("own", "2019-08-26", kind="other")], RANKS) == "other"


def test_the_best_ranked_source_decides_the_kind() -> None:
    claims = [claim("blog"), claim("list"), claim("own", kind="friendship")]
    assert all(choose_kind(order, RANKS) == "friendship" for order in permutations(claims))


def test_among_sources_of_one_rank_most_pages_decide_the_kind() -> None:
    claims = [claim("blog", kind="friendship"), claim("list", kind="friendship"), claim("press")]
    assert all(choose_kind(order, RANKS) == "friendship" for order in permutations(claims))


def test_a_claim_that_a_tie_ended_goes_before_pages_that_list_it() -> None:
    assert choose_status([claim("own"), claim("press", status="ended")], RANKS) == "ended"


def test_unknown_says_nothing_about_the_status() -> None:
    assert choose_status([claim("own", status="unknown"), claim("blog")], RANKS) == "active"
    assert choose_status([claim("own", status="unknown")], RANKS) == "unknown"


def test_dates_conflict_only_where_they_exclude_each_other() -> None:
    assert dates_conflict([claim("own", "1991"), claim("blog", "1991-07-09"), claim("list")]) is False
    assert dates_conflict([claim("own", "1991-06"), claim("blog", "1991-07-09")]) is True


def test_claims_are_shown_best_source_first() -> None:
    assert [one.source for one in sort_claims([claim("blog"), claim("own"), claim("clair")], RANKS)] == [
        "own",
        "clair",
        "blog",
    ]
