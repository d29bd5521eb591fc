from __future__ import annotations

from contextlib import closing

from glocal_graph.data.store import open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web import create_app, warming
from glocal_graph.front.web.kept_network import network_source
from glocal_graph.model.settings import Settings
from glocal_graph.questions.network_kept import KeptReader
from tests.small_graph import read_small_graph


def test_what_takes_seconds_is_made_ahead(settings, store):
    app = create_app(settings, store)
    site = app.extensions["glocal_site"]
    assert site.ready("network") is None
    with app.app_context():
        assert network_source() is store
    assert warming.warm_up(app) == []
    assert all(site.ready(name) is not None for name in ("network", "paths", "finder", "statistics"))
    with app.app_context():
        assert isinstance(network_source(), KeptReader)


def test_what_cannot_be_made_keeps_nothing_else_from_being_made(settings, store, monkeypatch):
    app = create_app(settings, store)
    monkeypatch.setattr(warming, "_JOBS", {"broken": lambda: 1 / 0, **warming._JOBS})
    assert warming.warm_up(app) == ["broken"]
    assert app.extensions["glocal_site"].ready("network") is not None


def test_what_was_made_of_a_release_before_is_not_taken_for_this_one(settings, store, monkeypatch):
    app = create_app(settings, store)
    site = app.extensions["glocal_site"]
    warming.warm_up(app)
    monkeypatch.setattr(site, "_release", "another")
    assert site.ready("network") is None


def test_a_picture_is_the_same_before_and_after(settings, store):
    app = create_app(settings, store)
    client = app.test_client()
    body = {"focus": ["municipality/46201"], "hops": 2, "add": ["municipality/40130"]}
    before = client.post("/api/network", json=body).data
    warming.warm_up(app)
    assert client.post("/api/network", json=body).data == before


def test_a_new_release_is_made_ready_once_and_nothing_is_made_twice(tmp_path):
    def publish() -> None:
        with draft(tmp_path) as made:
            made.store.extend(read_small_graph())
            made.publish()

    publish()
    settings = Settings(store=str(tmp_path))
    with closing(open_store(settings)) as store:
        app = create_app(settings, store)
        site = app.extensions["glocal_site"]
        first = warming.look(app, "")
        kept = site.ready("network")
        assert warming.look(app, first) == first
        assert site.ready("network") is kept
        publish()
        with store.steadily():
            assert warming.look(app, first) == first, "nobody has come for it"
        second = warming.look(app, first)
        assert second == store.release != first
        assert site.ready("network") not in (None, kept)
