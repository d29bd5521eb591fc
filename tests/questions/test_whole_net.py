"""The net of all ties as columns: each tie once, each place where it lies, whatever the store is like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.data.store.snapshot import draft
from glocal_graph.model.settings import Settings
from glocal_graph.questions.network import whole
from glocal_graph.questions.whole_net import Line, Thing, WholeNet, read_whole_net
from tests.small_graph import HOSTILE, ID, KAGOSHIMA, KAGOSHIMA_PREFECTURE, read_small_graph, rename


@contextmanager
def opened(root: Path, quads: list[ox.Quad]) -> Iterator[GraphStore]:
    with draft(root) as made:
        made.store.extend(quads)
        made.publish()
    with closing(open_store(Settings(store=str(root), query_workers=1))) as store:
        yield store


@pytest.fixture(scope="module")
def net(tmp_path_factory) -> Iterator[WholeNet]:
    with opened(tmp_path_factory.mktemp("whole") / "store", read_small_graph()) as store:
        yield read_whole_net(store)


def numbered(net: WholeNet, name: str) -> int:
    return next(number for number, thing in enumerate(net.things) if thing.label_en == name)


def test_a_tie_of_two_is_a_line_and_one_of_three_a_thing_with_three(net):
    assert (net.places, net.ties, len(net.lines)) == (8, 6, 8)
    several = numbered(net, "Kirishima City – Perth – Atlanta")
    assert net.things[several].is_tie
    assert net.degrees()[several] == 3


def test_the_lines_join_what_the_ties_join(net):
    ends = {(net.things[line.one].id, net.things[line.other].id) for line in net.lines if "46201" in line.tie}
    assert ends == {
        ("municipality/46201", "municipality/gn-3172394"),
        ("municipality/46201", "municipality/gn-2063523"),
    }
    naples = next(line for line in net.lines if line.tie.endswith("46201--gn-3172394"))
    assert (naples.kind, naples.status, naples.year, naples.end_year) == ("sister", "active", 1960, 0)


def test_each_place_has_its_names_its_country_and_its_area(net):
    kagoshima = net.things[numbered(net, "Kagoshima City")]
    assert (kagoshima.label_ja, kagoshima.kana) == ("鹿児島市", "かごしまし")
    assert (kagoshima.country, kagoshima.area) == (ID + "country/JP", KAGOSHIMA_PREFECTURE)
    assert net.labels[kagoshima.area].label("ja") == "鹿児島県"
    prefecture = net.things[numbered(net, "Kagoshima Prefecture")]
    assert prefecture.area == prefecture.iri


def test_what_hangs_together_is_found_largest_first_and_named_by_its_best_connected_place(net):
    parts, degrees = net.parts(), net.degrees()
    assert [part.size for part in parts] == [6, 2]
    assert [degrees[part.centre] for part in parts] == [2, 1]
    assert not any(net.things[part.centre].is_tie for part in parts)


def test_the_best_connected_are_places_and_never_ties(net):
    best = net.best(3)
    degrees = net.degrees()
    assert not any(net.things[number].is_tie for number in best)
    assert [degrees[number] for number in best] == [2, 2, 2]


def test_a_store_without_ties_gives_an_empty_net(tmp_path):
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quad = ox.Quad(ox.NamedNode(KAGOSHIMA), label, ox.Literal("鹿児島市", language="ja"), ox.NamedNode(ID + "g"))
    with opened(tmp_path / "store", [quad]) as store:
        net = read_whole_net(store)
    assert (net.things, net.lines, net.parts(), net.best(5)) == ([], [], [], [])


def test_names_with_commas_quotes_lines_and_markup_stay_as_they_are(tmp_path):
    name = f'{HOSTILE}, "quoted"\nsecond line'
    with opened(tmp_path / "store", rename(read_small_graph(), KAGOSHIMA, name)) as store:
        net = read_whole_net(store)
    assert net.things[numbered(net, name)].iri == KAGOSHIMA


def test_a_line_without_an_exact_year_has_none():
    assert Line("t", 0, 1, date="1982-10-30").year == 1982
    assert Line("t", 0, 1, date="1982~").year == 1982
    assert [Line("t", 0, 1, date=date).year for date in ("", "198X", "1981/1985")] == [0, 0, 0]


def test_a_thing_without_labels_is_called_by_its_id():
    assert Thing(KAGOSHIMA).label("ja") == "municipality/46201"
    assert Thing(KAGOSHIMA, label_en="Kagoshima City").label("ja") == "Kagoshima City"


def test_the_real_net_has_the_ties_that_the_network_has(real_store):
    net, graph = read_whole_net(real_store), whole(real_store)
    ties = {data["iri"] for *_, data in graph.edges(data=True) if data["kind"] == "partnership"}
    assert {line.tie for line in net.lines if not net.things[line.one].is_tie} == ties
    assert all(thing.country for thing in net.things if not thing.is_tie)


def test_a_tie_that_is_no_thing_of_ours_is_left_out_with_its_places(tmp_path, net):
    tie, place, label = (
        ox.NamedNode(iri)
        for iri in (
            "https://elsewhere.example/tie",
            ID + "municipality/46999",
            "http://www.w3.org/2000/01/rdf-schema#label",
        )
    )
    party = ox.NamedNode("https://w3id.org/glocal-graph/ontology#party")
    alt = ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    graph = ox.NamedNode(ID + "g")
    more = [
        ox.Quad(tie, party, place, graph),
        ox.Quad(tie, party, ox.NamedNode(KAGOSHIMA), graph),
        ox.Quad(place, label, ox.Literal("町", language="ja"), graph),
        ox.Quad(place, alt, ox.Literal("まち", language="ja-Hira"), graph),
    ]
    with opened(tmp_path / "store", [*read_small_graph(), *more]) as store:
        found = read_whole_net(store)
    assert (found.things, found.lines) == (net.things, net.lines)
