from __future__ import annotations

import pytest

from glocal_graph.front.web.answer_cache import AnswerCache
from tests.front.web.doors import CountingApp, ask


def keep(app, release="1", most_bytes=1 << 20) -> AnswerCache:
    return AnswerCache(app, lambda: release, most_bytes)


def test_the_same_request_is_answered_once_by_the_app():
    app = CountingApp()
    cache = keep(app)
    first = ask(cache, query="query=a", HTTP_ACCEPT="text/csv")
    assert ask(cache, query="query=a", HTTP_ACCEPT="text/csv") == first
    assert app.calls == 1


@pytest.mark.parametrize(
    "other",
    [
        {"query": "query=b"},
        {"HTTP_ACCEPT": "text/html"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"HTTP_ACCEPT_LANGUAGE": "ja"},
        {"HTTP_HOST": "other.example"},
        {"method": "POST", "body": b"query=a"},
    ],
    ids=str,
)
def test_whatever_an_answer_may_depend_on_makes_another_answer(other):
    app = CountingApp()
    cache = keep(app)
    ask(cache, query="query=a")
    ask(cache, **{"query": "query=a", **other})
    assert app.calls == 2


def test_posted_queries_are_told_apart_by_their_bodies_and_types():
    app = CountingApp()
    cache = keep(app)
    answers = [
        ask(cache, "POST", body=body, CONTENT_TYPE=kind)[2]
        for body, kind in [(b"a", "x"), (b"b", "x"), (b"a", "y"), (b"a", "x")]
    ]
    assert answers == [b"1:a", b"2:b", b"3:a", b"1:a"]


def test_a_new_release_forgets_all_answers():
    app, release = CountingApp(), ["1"]
    cache = AnswerCache(app, lambda: release[0], 1 << 20)
    ask(cache)
    release[0] = "2"
    ask(cache)
    assert app.calls == 2


def test_an_answer_across_a_change_of_release_is_not_kept():
    releases = iter(["1", "2", "2", "2"])
    app = CountingApp()
    cache = AnswerCache(app, lambda: next(releases), 1 << 20)
    ask(cache)
    ask(cache)
    assert app.calls == 2


@pytest.mark.parametrize(
    "app",
    [
        CountingApp("404 Not Found"),
        CountingApp(Cache_Control="no-cache"),
        CountingApp(ETag=""),
    ],
    ids=["an error", "not public", "without a tag"],
)
def test_only_answers_that_are_whole_and_public_are_kept(app):
    cache = keep(app)
    ask(cache)
    ask(cache)
    assert app.calls == 2


@pytest.mark.parametrize("name", ["HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_COOKIE", "HTTP_IF_MATCH"])
def test_what_is_about_one_client_goes_to_the_app(name):
    app = CountingApp()
    cache = keep(app)
    ask(cache)
    ask(cache, **{name: "x"})
    assert app.calls == 2


@pytest.mark.parametrize("known", ['"a"', 'W/"a"', '"b", "a"', "*"])
def test_a_client_that_holds_the_answer_is_told_so(known):
    app = CountingApp(Content_Type="text/csv")
    cache = keep(app)
    ask(cache)
    status, headers, body = ask(cache, HTTP_IF_NONE_MATCH=known)
    assert (status, body, headers["ETag"]) == ("304 Not Modified", b"", '"a"')
    assert not {"Content-Type", "Content-Length"} & set(headers)
    assert app.calls == 1


def test_a_client_that_holds_another_answer_gets_this_one():
    cache = keep(CountingApp())
    ask(cache)
    assert ask(cache, HTTP_IF_NONE_MATCH='"b"')[0] == "200 OK"


def test_head_is_answered_from_what_get_kept_without_a_body():
    app = CountingApp()
    cache = keep(app)
    ask(cache)
    status, headers, body = ask(cache, "HEAD")
    assert (status, headers["Content-Length"], body, app.calls) == ("200 OK", "2", b"", 1)


def test_head_before_get_keeps_nothing():
    app = CountingApp()
    cache = keep(app)
    ask(cache, "HEAD")
    assert ask(cache)[2] == b"2:"


def test_the_oldest_answers_give_way_when_memory_is_full():
    app = CountingApp()
    cache = keep(app, most_bytes=3 * 2100)
    for number in range(10):
        ask(cache, query=str(number))
    ask(cache, query="9")
    assert app.calls == 10
    ask(cache, query="0")
    assert app.calls == 11


def test_without_memory_nothing_is_kept():
    app = CountingApp()
    cache = keep(app, most_bytes=0)
    ask(cache)
    ask(cache)
    assert app.calls == 2
