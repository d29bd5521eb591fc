"""Settings: defaults, then the environment, then what was given."""

from __future__ import annotations

import pytest

from glocal_graph.model.errors import UsageError
from glocal_graph.model.settings import Settings


def test_the_environment_overrides_a_default_and_an_argument_overrides_both():
    environ = {"GLOCAL_PORT": "9000", "GLOCAL_QUERY_SECONDS": "2.5"}
    assert Settings.from_environment(environ).port == 9000
    assert Settings.from_environment(environ).query_seconds == 2.5
    assert Settings.from_environment(environ, port=80).port == 80
    assert Settings.from_environment(environ, port=None).port == 9000


def test_a_setting_of_the_wrong_type_is_named():
    with pytest.raises(UsageError, match="GLOCAL_PORT"):
        Settings.from_environment({"GLOCAL_PORT": "many"})


def test_an_empty_variable_is_no_setting():
    assert Settings.from_environment({"GLOCAL_STORE": "", "GLOCAL_PORT": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("QUERY_SECONDS", "0"),
        ("QUERY_SECONDS", "nan"),
        ("QUERY_SECONDS", "inf"),
        ("QUERY_WORKERS", "0"),
        ("SNAPSHOTS_KEPT", "0"),
        ("QUERY_LENGTH", "-5"),
        ("NETWORK_NODES", "0"),
    ],
)
def test_a_limit_that_limits_nothing_or_everything_is_refused(name, text):
    with pytest.raises(UsageError, match=f"GLOCAL_{name} is .*at least"):
        Settings.from_environment({f"GLOCAL_{name}": text})


@pytest.mark.parametrize("store", ["http://", "http://[::1", "ftp://example.org/", "http://host:port/", "file:///x"])
def test_an_address_that_is_no_endpoint_is_refused(store):
    with pytest.raises(UsageError, match="http://host:port/path"):
        Settings.from_environment({}, store=store)


def test_the_base_is_one_for_the_whole_process():
    with pytest.raises(TypeError):
        Settings(base="https://example.org/")


@pytest.mark.parametrize(("store", "remote"), [("http://localhost:7878/query", True), ("/var/lib/glocal", False)])
def test_an_address_is_a_remote_store(store, remote):
    assert Settings.from_environment({}, store=store).is_remote is remote
