from __future__ import annotations

import json
import threading

import pytest

from glocal_graph.front.web.intake import UNMEASURED, Intake
from tests.front.web.doors import CountingApp, ask


def test_a_body_reaches_the_app_whole():
    body = bytes(range(256)) * 8000  # more than is held in memory
    assert ask(Intake(CountingApp(), 1 << 22, 2), "POST", body=body)[2] == b"1:" + body


def test_a_body_without_a_length_reaches_the_app_with_one():
    seen = {}

    def app(environ, start_response):
        seen.update(environ, body=environ["wsgi.input"].read())
        start_response("204 No Content", [])
        return []

    ask(Intake(app, 100, 2), "POST", body=b"abc", CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert (seen["body"], seen["CONTENT_LENGTH"]) == (b"abc", "3")
    assert seen[UNMEASURED]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"x" * 101, {}, 413),
        (b"x" * 101, {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 413),
        (b"x", {"CONTENT_LENGTH": "-1"}, 400),
        (b"x", {"CONTENT_LENGTH": "²"}, 400),
        (b"x", {"CONTENT_LENGTH": "1", "HTTP_TRANSFER_ENCODING": "chunked"}, 400),
        (b"INSERT DATA { } # and th", {"CONTENT_LENGTH": "60"}, 400),
    ],
)
def test_a_body_too_large_or_of_unclear_length_is_refused_unread_by_the_app(body, headers, status):
    app = CountingApp()
    line, given, content = ask(Intake(app, 100, 2), "POST", body=body, **headers)
    assert line.startswith(str(status))
    assert json.loads(content)["status"] == status
    assert given["Connection"] == "close"
    assert app.calls == 0


class _Trickle:
    """A body whose end comes when it is told."""

    def __init__(self) -> None:
        self.asked, self.end = threading.Event(), threading.Event()

    def read(self, _: int) -> bytes:
        self.asked.set()
        self.end.wait(20)
        return b""


def test_senders_that_trickle_are_bounded_and_readers_pass_them(monkeypatch):
    monkeypatch.setattr("glocal_graph.front.web.intake._WAIT_SECONDS", 0.05)
    door = Intake(CountingApp(), 100, 2)
    slow = [_Trickle(), _Trickle()]
    threads = [
        threading.Thread(target=lambda t=trickle: ask(door, "POST", body=b"12", **{"wsgi.input": t}))
        for trickle in slow
    ]
    try:
        for thread, trickle in zip(threads, slow, strict=True):
            thread.start()
            assert trickle.asked.wait(10)
        status, headers, _ = ask(door, "POST", body=b"x")
        assert status.startswith("503")
        assert headers["Retry-After"]
        assert ask(door)[0] == "200 OK"
    finally:
        for trickle in slow:
            trickle.end.set()
        for thread in threads:
            thread.join(10)
    assert ask(door, "POST", body=b"x")[0] == "200 OK"
