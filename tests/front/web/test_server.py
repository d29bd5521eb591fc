from __future__ import annotations

import socket
import time
import urllib.request

import psutil
import pytest

from tests.front.web.running import ask, find_port, running


@pytest.fixture(scope="module")
def served(settings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with running(folder, store=settings.store, port=0, body_bytes=100_000) as (process, said):
        yield process, find_port(said, folder)


def test_it_says_when_it_answers_and_then_does(served):
    status, _, body = ask(served[1], "/health")
    assert status == 200
    assert b'"ok"' in body


def test_addresses_in_japanese_arrive_as_they_were_sent(served):
    status, _, body = ask(served[1], "/doc/site/%E9%B3%A5%E5%B1%85", Accept="application/json")
    assert (status, "鳥居" in body.decode()) == (404, True)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(served):
    with socket.create_connection(("127.0.0.1", served[1]), timeout=20) as client:
        client.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_half_sent_heads_and_trickled_bodies_keep_nobody_waiting(served):
    slow = [socket.create_connection(("127.0.0.1", served[1]), timeout=20) for _ in range(42)]
    try:
        for number, client in enumerate(slow):
            head = b"GET / HTTP/1.1\r\nHos" if number < 30 else b"POST /sparql HTTP/1.1\r\nHost: x\r\n"
            client.sendall(head + (b"" if number < 30 else b"Content-Length: 500\r\n\r\nq"))
        assert urllib.request.urlopen(f"http://127.0.0.1:{served[1]}/health", timeout=8).status == 200
    finally:
        for client in slow:
            client.close()


@pytest.mark.parametrize(
    "head",
    [
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"A%d: b\r\n" % number for number in range(20_000)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
    ids=["negative length", "endless chunk", "20,000 headers", "1 MB header", "two lengths", "no HTTP"],
)
def test_broken_heads_are_refused_or_hung_up_on(served, head):
    with socket.create_connection(("127.0.0.1", served[1]), timeout=20) as client:
        said = b""
        try:
            client.sendall(head)
            said = client.recv(4096)
        except ConnectionError:
            pass
        assert not said or said.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
    assert ask(served[1], "/health")[0] == 200


def test_a_port_of_another_program_is_named(settings, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with running(tmp_path, store=settings.store, port=port) as (_, said):
            assert said.startswith(f"failed port {port} of 127.0.0.1 cannot be used")


def test_two_servers_never_share_a_port(served, settings, tmp_path):
    with running(tmp_path, store=settings.store, port=served[1]) as (_, said):
        assert said.startswith(f"failed port {served[1]}")


def test_a_store_that_is_not_there_is_named(tmp_path):
    with running(tmp_path, store=str(tmp_path / "nowhere"), port=0) as (process, said):
        assert said.startswith("failed there is no snapshot in")
        assert process.wait(20) == 0
    assert (tmp_path / "errors").read_bytes() == b""


@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_no_process_stays_behind_when_it_ends(settings, tmp_path, how):
    with running(tmp_path, store=settings.store, port=0) as (process, said):
        port = int(said.rstrip("/").rpartition(":")[2])
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) > 1
        getattr(process, how)()
        process.wait(20)
        _, alive = psutil.wait_procs(family, 20)
        assert not alive
    with socket.socket() as probe:
        for _ in range(50):
            if probe.connect_ex(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        else:
            raise AssertionError("the port is still answered")
