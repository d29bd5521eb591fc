from __future__ import annotations

import json

import pytest

from glocal_graph.front.web.hosts import HostCheck
from glocal_graph.model.errors import UsageError
from glocal_graph.model.settings import Settings
from tests.front.web.doors import CountingApp, ask

OURS = "glocal.example.org https://secure.example.org local.example.org:8080 [::1]"


def scheme_of(hosts: str, host: str) -> str:
    """The scheme that the app sees for this Host header; the status where it sees none."""
    seen = []

    def app(environ, start_response):
        seen.append(environ.get("wsgi.url_scheme"))
        start_response("204 No Content", [])
        return []

    status, _, _ = ask(HostCheck(app, hosts), HTTP_HOST=host, **{"wsgi.url_scheme": "http"})
    return seen[0] if seen else status[:3]


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("glocal.example.org", "http"),
        ("GLOCAL.example.org:8000", "http"),
        ("secure.example.org", "https"),
        ("local.example.org:8080", "http"),
        ("[::1]:8000", "http"),
        ("local.example.org", "400"),
        ("evil.example", "400"),
        ("glocal.example.org.evil.example", "400"),
        ("glocal.example.org@evil.example", "400"),
        ("glocal.example.org:80@evil.example", "400"),
        ("glocal.example.org/..", "400"),
        ("", "400"),
    ],
)
def test_only_requests_for_the_names_of_the_site_pass(host, found):
    assert scheme_of(OURS, host) == found


def test_without_a_list_every_name_passes():
    assert scheme_of("", "evil.example") == "http"


def test_whoever_watches_the_service_may_call_it_by_any_name():
    assert ask(HostCheck(CountingApp(), OURS), HTTP_HOST="10.0.0.7:8000", PATH_INFO="/health")[0] == "200 OK"


def test_a_refusal_says_what_is_wrong_and_names_the_setting():
    status, headers, body = ask(HostCheck(CountingApp(), OURS), HTTP_HOST="evil.example")
    assert (status, headers["Content-Length"]) == ("400 Bad Request", str(len(body)))
    assert "GLOCAL_HOSTS" in json.loads(body)["detail"]


@pytest.mark.parametrize("hosts", ["a/b", "ftp://a.example", "a.example:x", "<a>", "a.example good.example\x00"])
def test_the_list_holds_names_of_hosts(hosts):
    with pytest.raises(UsageError, match="GLOCAL_HOSTS"):
        Settings.from_environment({"GLOCAL_HOSTS": hosts})
