"""/explore/all tells in words and tables what its picture shows, in both languages, and gives the picture's data."""

from __future__ import annotations

import re
from contextlib import closing

import pyoxigraph as ox
import pytest

from glocal_graph.data.store import open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.front.web import create_app, overview
from glocal_graph.model.settings import Settings
from tests.front.web.insight import open_client
from tests.node import SCRIPTS, run_script
from tests.small_graph import HOSTILE, ID, KAGOSHIMA, read_small_graph, rename

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with open_client(tmp_path_factory.mktemp("overview") / "store") as made:
        yield made


def open_store_of(root, quads):
    with draft(root) as made:
        made.store.extend(quads)
        made.publish()
    return open_store(Settings(store=str(root), query_workers=1))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["All ties in one picture", "8 places", "6 ties", "Kagoshima City"]),
        ("ja", ["一枚の図", "8か所", "6件", "鹿児島市"]),
    ],
)
def test_the_page_tells_what_is_in_the_picture_without_a_script(client, language, words):
    page = client.get(f"/explore/all?lang={language}", headers=HTML).text
    assert all(word in page for word in words)
    table = re.search(r'<div id="ov-best">.*?</table>', page, re.DOTALL)[0]
    assert f'href="/doc/municipality/46201?lang={language}"' in table
    assert "<style" not in page
    assert not re.search(r"\sstyle=|<script(?! (?:defer|type=\"module\") src=)", page)


def test_the_page_leads_to_files_of_the_whole_net_and_to_its_statistics(client):
    page = client.get("/explore/all", headers=HTML).text
    for address in ("/data/glocal-graph.graphml", "/data/glocal-graph.gexf", "/data/glocal-graph.csv", "/statistics"):
        assert f'href="{address}"' in page


def test_the_data_come_in_the_language_with_a_place_for_each_thing(client):
    found = client.get("/explore/all.json?lang=ja").json
    things = found["things"]
    assert "鹿児島市" in things["name"]
    assert len(things["x"]) == len(things["y"]) == len(things["id"]) == 9
    assert {found["things"]["id"][end] for end in found["lines"]["from"]} <= set(things["id"])


@pytest.mark.parametrize("address", ["/explore/all", "/explore/all.json"])
def test_both_are_asked_for_again_by_their_tags_which_each_language_has_its_own(client, address):
    first = client.get(f"{address}?lang=en", headers=HTML)
    again = client.get(f"{address}?lang=en", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    other = client.get(f"{address}?lang=ja", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)


def test_a_release_that_comes_between_net_and_places_leaves_them_of_one_net(tmp_path, monkeypatch):
    real = overview.read_whole_net
    with closing(open_store_of(tmp_path / "store", read_small_graph())) as store:
        client = create_app(Settings(store=str(tmp_path / "store")), store).test_client()
        site = client.application.extensions["glocal_site"]
        earlier = real(store)
        earlier.things, earlier.lines = earlier.things[:2], []
        nets = iter([earlier])
        # The first who asks still gets the net of the release before, as if the switch came right after.
        monkeypatch.setattr(overview, "_read_net", lambda: next(nets, None) or real(site.store))
        client.get("/explore/all.json")
        things = client.get("/explore/all.json").json["things"]
    assert len(things["x"]) == len(things["id"])


def test_a_hostile_name_is_text_on_the_page(tmp_path):
    quads = rename(read_small_graph(), KAGOSHIMA, HOSTILE)
    with closing(open_store_of(tmp_path / "store", quads)) as store:
        client = create_app(Settings(store=str(tmp_path / "store")), store).test_client()
        page = client.get("/explore/all?lang=en", headers=HTML).text
        data = client.get("/explore/all.json?lang=en")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert HOSTILE in data.json["things"]["name"]
    assert data.content_type.startswith("application/json")


def test_a_graph_without_ties_has_a_page_that_says_so(tmp_path):
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quad = ox.Quad(ox.NamedNode(KAGOSHIMA), label, ox.Literal("x", language="ja"), ox.NamedNode(ID + "g"))
    with closing(open_store_of(tmp_path / "store", [quad])) as store:
        client = create_app(Settings(store=str(tmp_path / "store")), store).test_client()
        page = client.get("/explore/all?lang=ja", headers=HTML)
        data = client.get("/explore/all.json")
    assert (page.status_code, data.json["things"]["id"]) == (200, [])
    assert "まだ提携がありません" in page.text


def test_statistics_and_the_explorers_start_lead_to_the_picture(client):
    for address in ("/statistics", "/explore"):
        assert 'href="/explore/all"' in client.get(address, headers=HTML).text.split("<main", 1)[1]


def filtered(columns, **wanted):
    """What the script's net keeps under these filters: the ids of ties, and its numbers."""
    expression = """(() => {
      const net = new Net(given.columns);
      net.filter({ ...NO_FILTER, ...given.wanted });
      const ties = new Set();
      net.lineShown.forEach((shown, line) => shown && ties.add(net.tieOf(line)));
      return { ...net.measure(), ties: [...ties].sort(), best: net.best(2).map((number) => net.things.id[number]) };
    })()"""
    return run_script("overview/net.js", "Net, NO_FILTER", expression, {"columns": columns, "wanted": wanted})


@pytest.fixture(scope="module")
def columns(client):
    return client.get("/explore/all.json?lang=en").json


def test_without_filters_the_script_counts_what_the_server_counts(columns):
    found = filtered(columns)
    assert (found["places"], found["parts"], found["largest"], len(found["ties"])) == (8, 2, 6, 6)
    assert "partnership/46218--gn-2063523--gn-4180439" in found["ties"]
    assert "partnership/46201--gn-3172394" in found["ties"]


@pytest.mark.parametrize(
    ("wanted", "ties"),
    [
        ({"country": "country/IT"}, ["40130--gn-3172394", "46201--gn-3172394"]),
        ({"prefecture": "prefecture/JP-40"}, ["40130--gn-3172394", "40130--gn-4180439"]),
        ({"kinds": ["sister", "partnership", "other"]}, ["JP-46--US-GA"]),
        ({"statuses": ["active", "unknown"]}, ["46201--gn-2063523"]),
        ({"at": 1966, "statuses": ["unknown"]}, ["40130--gn-4180439", "46201--gn-3172394", "JP-46--US-GA"]),
        ({"at": 2005, "kinds": ["partnership", "other", "friendship"]}, ["40130--gn-4180439", "46201--gn-3172394"]),
        ({"country": "country/XX"}, []),
    ],
)
def test_filters_keep_the_ties_that_fit(columns, wanted, ties):
    assert filtered(columns, **wanted)["ties"] == [f"partnership/{tie}" for tie in ties]


def test_a_net_of_nothing_has_numbers_too(columns):
    empty = {
        **columns,
        "things": {name: [] for name in columns["things"]},
        "lines": {name: [] for name in columns["lines"]},
    }
    assert filtered(empty) == {"ties": [], "places": 0, "undated": 0, "parts": 0, "largest": 0, "best": []}


def test_zooming_keeps_the_point_below_the_pointer():
    expression = """(() => {
      const camera = new Camera();
      camera.resize(800, 600);
      camera.fit([-100, -50, 300, 250]);
      const before = camera.toWorld(200, 100);
      camera.zoom(1.7, 200, 100);
      const after = camera.toWorld(200, 100);
      camera.move(30, -20);
      const moved = camera.toScreen(...before);
      return { apart: Math.hypot(before[0] - after[0], before[1] - after[1]), moved };
    })()"""
    found = run_script("overview/camera.js", "Camera", expression)
    assert found["apart"] < 1e-9
    assert found["moved"] == pytest.approx([230, 80])


def test_the_nearest_mark_below_the_pointer_is_found_else_the_line(columns):
    expression = """await (async () => {
      const { Net } = await import(given.scripts + "/net.js");
      const { Camera } = await import(given.scripts + "/camera.js");
      const net = new Net(given.columns);
      const camera = new Camera();
      camera.resize(900, 700);
      camera.fit(net.box());
      const finder = new Finder(net);
      const [one, other] = [net.lines.from[0], net.lines.to[0]];
      const at = (number) => camera.toScreen(net.x[number], net.y[number]);
      const middle = at(one).map((value, axis) => (value + at(other)[axis]) / 2);
      return {
        things: [...net.ranked].every((number) => finder.thing(camera, ...at(number)) === number),
        none: [finder.thing(camera, ...middle), finder.thing(camera, 2, 2), finder.line(camera, 2, 2)],
        line: finder.line(camera, ...middle),
      };
    })()"""
    given = {"columns": columns, "scripts": (SCRIPTS / "overview").as_uri()}
    found = run_script("overview/finding.js", "Finder", expression, given)
    assert found == {"things": True, "none": [-1, -1, -1], "line": 0}
