"""Tokens: made by chance, known by their hash alone, taken back by a line."""

from __future__ import annotations

import hashlib
import os

import pytest

from glocal_graph.front import tokens
from glocal_graph.front.tokens import Authority, make_token
from glocal_graph.model.errors import UsageError


def test_a_token_is_known_by_its_entry_which_does_not_hold_it():
    token, entry = make_token("hanako")
    other, _ = make_token("hanako")
    assert token != other
    assert token not in entry
    assert entry == f"hanako:{hashlib.sha256(token.encode()).hexdigest()}"
    authority = Authority(f"  {entry}\n{make_token('ken', 'urn:ken:')[1]} ")
    assert authority.find(token).name == "hanako"
    assert authority.find(other) is None
    assert [holder.scope for holder in authority.holders] == ["", "urn:ken:"]


@pytest.mark.parametrize("wrong", ["", " ", "x", "é", "\udc80", "glocal_" + "a" * 10_000])
def test_what_is_no_token_is_nobodys(wrong):
    assert Authority(make_token("hanako")[1]).find(wrong) is None


def test_every_entry_is_compared_whatever_stands_before_it(monkeypatch):
    token, entry = make_token("first")
    compared = []
    real = tokens.hmac.compare_digest
    monkeypatch.setattr(tokens.hmac, "compare_digest", lambda one, other: compared.append(one) or real(one, other))
    authority = Authority(f"{entry} {make_token('second')[1]} {make_token('third')[1]}")
    assert authority.find(token).name == "first"
    assert len(compared) == 3


def test_a_line_taken_out_of_the_file_takes_the_right_away(tmp_path):
    (one, first), (two, second) = make_token("hanako"), make_token("ken")
    file = tmp_path / "tokens"
    file.write_text(f"# who may write\n{first}  # until March\n\n{second}\n", encoding="utf-8")
    authority = Authority(str(file))
    assert (authority.find(one).name, authority.find(two).name) == ("hanako", "ken")
    file.write_text(f"{second}\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert (authority.find(one), authority.find(two).name) == (None, "ken")


@pytest.mark.parametrize("given", ["hanako", "hanako:abc", "/nowhere/tokens", "glocal_secret-secret-secret"])
def test_tokens_that_cannot_be_read_are_an_error_at_the_start(given, tmp_path):
    with pytest.raises(UsageError, match="GLOCAL_TOKENS"):
        _ = Authority(given).holders


def test_an_error_about_the_tokens_shows_none_of_them(tmp_path):
    token, entry = make_token("hanako")
    for given in (f"{entry} {token}", f"{entry} ken:{token}"):
        with pytest.raises(UsageError) as caught:
            _ = Authority(given).holders
        assert token not in str(caught.value)


@pytest.mark.parametrize(("name", "scope"), [("", ""), ("a b", ""), ("a:b", ""), ("x" * 65, ""), ("a", "two words")])
def test_a_name_or_a_scope_that_an_entry_cannot_hold_is_refused(name, scope):
    with pytest.raises(UsageError):
        make_token(name, scope)


def test_no_tokens_are_no_holders():
    assert Authority("").holders == Authority("  ").holders == []
