from __future__ import annotations

import pytest

from glocal_graph.front.web import create_app
from glocal_graph.model.errors import QueryStopped, StoreError

HTML = {"Accept": "text/html"}


class FailingStore:
    """A store that cannot answer any more: full disk, removed snapshot, a fault of ours."""

    release = "2026.11.23-1"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def query(self, *_: object, **__: object):
        raise self.error

    select = construct = info = query


@pytest.mark.parametrize("address", ["/nothing", "/doc/x", "/static/../../../etc/passwd", "/.git/config", "/console"])
def test_what_is_not_there_is_one_clear_page(client, address):
    response = client.get(address, headers=HTML)
    assert response.status_code in (400, 404)
    assert "<h1>" in response.text
    assert "Traceback" not in response.text


def test_a_program_gets_problem_details(client):
    response = client.get("/nothing", headers={"Accept": "application/json"})
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == 404


@pytest.mark.parametrize(
    "address", ["/nothing", "/doc/site/nowhere.ttl", "/data/glocal-graph.doc", "/sparql?query=ASK{"]
)
def test_a_script_of_another_site_is_told_what_is_wrong(client, address):
    response = client.get(address, headers={"Accept": "application/json", "Origin": "https://example.org"})
    assert response.status_code in (400, 404)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json["detail"]


def test_a_format_that_is_not_there_is_refused_with_the_list_for_programs(client):
    response = client.get("/sparql?query=ASK{}", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert {"format": "csv", "mediaType": "text/csv"} in response.json["formats"]


def test_a_wrong_method_names_the_right_ones(client):
    response = client.post("/data")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_a_fault_of_ours_shows_a_number_and_nothing_of_the_inside(settings, caplog):
    app = create_app(settings, FailingStore(RuntimeError("secret /path/of/machine")))
    response = app.test_client().get("/doc/municipality/46201", headers=HTML)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    "address", ["/", "/doc/municipality/46201", "/explore?focus=46201", "/data", "/questions/partners-of-place"]
)
def test_a_store_that_fails_is_503_in_plain_words(settings, address):
    app = create_app(settings, FailingStore(StoreError("the store is not readable")))
    response = app.test_client().get(address, headers={**HTML, "Accept-Language": "ja"})
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "データベース" in response.text


def test_health_tells_whether_the_store_answers(client, settings):
    assert client.get("/health").json["status"] == "ok"
    app = create_app(settings, FailingStore(QueryStopped("stopped after 10 s", "time")))
    response = app.test_client().get("/health")
    assert response.status_code == 503
    assert response.json["detail"] == "stopped after 10 s"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/api/surroundings?thing=zzzz", "「zzzz」という場所は見つかりませんでした。"),
        ("/api/network?focus=municipality/46201&hops=%00", "リクエストを理解できませんでした。"),
        ("/api/nothing", "このアドレスには何もありません。"),
    ],
)
def test_a_script_of_ours_is_told_what_is_wrong_in_the_reader_s_language(client, address, said):
    joint = "&" if "?" in address else "?"
    japanese, english = (client.get(f"{address}{joint}lang={language}").json for language in ("ja", "en"))
    assert japanese["message"] == said
    assert japanese["detail"] == english["detail"]
    assert "message" not in english


def test_a_picture_that_is_too_large_says_so_in_both_languages(client, monkeypatch):
    monkeypatch.setattr("glocal_graph.questions.network.MOST", 1)
    wanted = {"focus": ["municipality/46201"], "hops": 1}
    japanese, english = (client.post(f"/api/network?lang={language}", json=wanted) for language in ("ja", "en"))
    assert japanese.status_code == english.status_code == 413
    assert "1件まで" in japanese.json["message"]
    assert "at most 1" in english.json["detail"]
