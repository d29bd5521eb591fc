from __future__ import annotations

import json

from glocal_graph.front.web.outflow import Outflow
from tests.front.web.doors import CountingApp, ask


class Parts:
    """Parts of an answer, some of them an accident."""

    def __init__(self, *parts: bytes | Exception) -> None:
        self._parts, self.is_closed = parts, False

    def __iter__(self):
        for part in self._parts:
            if isinstance(part, Exception):
                raise part
            yield part

    def close(self) -> None:
        self.is_closed = True


def serve(parts: Parts, *headers: tuple[str, str]):
    def app(environ, start_response):
        start_response("200 OK", list(headers))
        return parts

    return Outflow(app)


def test_an_answer_without_a_length_gets_one():
    parts = Parts(b"a" * 700_000, b"b" * 700_000)
    status, headers, body = ask(serve(parts))
    assert (status, headers["Content-Length"]) == ("200 OK", "1400000")
    assert body == b"a" * 700_000 + b"b" * 700_000
    assert parts.is_closed


def test_an_answer_that_breaks_off_becomes_a_clear_error_before_its_first_byte():
    parts = Parts(b"half", OSError("the disk is gone"))
    status, _, body = ask(serve(parts))
    assert status.startswith("500")
    assert json.loads(body)["status"] == 500
    assert b"disk" not in body
    assert parts.is_closed


def test_an_answer_with_a_length_flows_through_untouched():
    parts = Parts(b"ab")
    given = []
    door = serve(parts, ("Content-Length", "2"))
    assert door({"REQUEST_METHOD": "GET"}, lambda *args: given.append(args)) is parts


def test_head_is_answered_without_gathering():
    parts = Parts(OSError("never read"))
    given = []
    door = serve(parts)
    assert door({"REQUEST_METHOD": "HEAD"}, lambda *args: given.append(args)) is parts
    assert given[0][0] == "200 OK"


def test_small_answers_in_a_list_pass():
    assert ask(Outflow(CountingApp()))[2] == b"1:"
