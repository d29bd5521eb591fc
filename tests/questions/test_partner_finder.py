"""Candidates follow from the graph alone, each with its reasons; what is or was a partner is never one."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from glocal_graph.questions.partner_finder import FinderNet, Place, Tie
from tests.small_graph import ID, MemoryStore, read_small_graph

JAPAN, US, CHINA = (ID + f"country/{code}" for code in ("JP", "US", "CN"))
NORTH, SOUTH = ID + "prefecture/JP-01", ID + "prefecture/JP-02"
HAWAII, OREGON = ID + "region/US-HI", ID + "region/US-OR"


def city(name: str) -> str:
    return f"{ID}municipality/{name}"


def place(name: str, country: str = JAPAN, area: str = NORTH, people: int | None = 100_000) -> Place:
    return Place(city(name), country, "city", area, people)


def tie(home: str, partner: str, date: str = "2000", *, over: bool = False) -> Tie:
    return Tie(f"{ID}partnership/{home}--{partner}", city(home), city(partner), date, over)


PLACES = [
    place("a"),
    place("b"),
    place("c", area=SOUTH),
    place("far", area=SOUTH, people=9_000_000),
    place("X", US, HAWAII),
    place("Y", US, HAWAII),
    place("Z", CHINA, ""),
    place("V", CHINA, ""),
    place("alone", US, OREGON),
]
TIES = [tie("a", "X"), tie("b", "X"), tie("b", "Z"), tie("c", "Y"), tie("far", "V")]
A = PLACES[0]


def net(ties=TIES, **more) -> FinderNet:
    return FinderNet({one.iri: one for one in PLACES}, tuple(ties), **more)


def found(made: FinderNet, home: Place = A) -> dict[str, object]:
    return {one.place.rpartition("/")[2]: one for one in made.find(home, None)}


def test_the_partner_of_a_place_that_shares_a_partner_comes_before_that_of_one_that_does_not():
    names = list(found(net()))
    assert names.index("Z") < names.index("V")
    (peer,) = found(net())["Z"].peers
    assert (peer.place, peer.shared, peer.tie.iri) == (city("b"), (city("X"),), ID + "partnership/b--Z")
    assert peer.same_prefecture
    assert peer.near_size


def test_no_partner_past_or_present_is_suggested():
    over = [*TIES, tie("a", "Z", over=True)]
    assert {"X", "Z"}.isdisjoint(found(net(over)))


def test_a_tie_that_ended_speaks_for_nobody():
    ended = [one for one in TIES if one.partner != city("Z")] + [tie("b", "Z", over=True)]
    assert "Z" not in found(net(ended))


def test_a_place_that_nothing_speaks_for_is_no_candidate():
    assert "alone" not in found(net())


def test_ties_of_the_prefecture_with_the_region_are_a_reason():
    candidate = found(net())["Y"]
    assert [one.iri for one in candidate.area_ties] == [ID + "partnership/b--X"]
    assert candidate.parts["area"] > 0


def test_a_country_new_to_the_prefecture_is_told_and_weighs_nothing():
    without_china = net([one for one in TIES if one.partner != city("Z")])
    candidate = found(without_china)["V"]
    assert candidate.fills_gap
    assert not found(net())["V"].fills_gap
    assert candidate.score == found(net())["V"].score


def test_events_held_together_and_features_in_common_are_reasons():
    event, food = ID + "event/fair", ID + "asset/tea"
    events = {city("a"): frozenset({event}), city("alone"): frozenset({event})}
    features = {city("a"): {food: (event,)}, city("alone"): {food: (food,)}}
    candidate = found(net(events=events, features=features))["alone"]
    assert candidate.events == (event,)
    assert candidate.features == ((food, (food, event)),)


def test_size_counts_only_beside_another_part():
    candidates = found(net())
    assert all(one.score > one.parts["size"] for one in candidates.values())
    assert "alone" not in candidates


def test_a_score_is_the_sum_of_its_parts():
    for one in found(net()).values():
        assert one.score == pytest.approx(sum(one.parts.values()))


def test_a_hidden_tie_leaves_no_trace_not_even_its_signing():
    event = ID + "event/signing"
    events = {city("b"): frozenset({event}), city("Z"): frozenset({event})}
    features = {city("b"): {ID + "asset/tea": (event,)}, city("Z"): {ID + "asset/tea": (event,)}}
    hidden = net(events=events, features=features).without([tie("b", "Z")])
    assert "Z" not in found(hidden, PLACES[1])
    assert not hidden.graph.has_node(city("Z"))


def test_the_same_graph_gives_the_same_order_whatever_the_order_of_its_ties():
    assert [one.place for one in net().find(A)] == [one.place for one in net(TIES[::-1]).find(A)]


def test_peers_are_in_the_order_of_their_likeness():
    peers = net().find_peers(A)
    assert [name for name, _ in peers] == [city("b"), city("c"), city("far")]
    assert [value for _, value in peers] == sorted((value for _, value in peers), reverse=True)


def test_a_store_is_read_with_ties_of_several_parties_and_places_without_any():
    glocal = "https://w3id.org/glocal-graph/ontology#"
    graph = ox.NamedNode("https://w3id.org/glocal-graph/graph/places")
    more = [
        ox.Quad(ox.NamedNode(ID + name), ox.NamedNode(glocal + link), ox.NamedNode(ID + value), graph)
        for name, country, level in (
            ("municipality/46201", "JP", "city"),
            ("municipality/46206", "JP", "city"),
            ("municipality/46218", "JP", "city"),
            ("municipality/40130", "JP", "city"),
            ("municipality/gn-2063523", "AU", "city"),
            ("municipality/gn-4180439", "US", "city"),
            ("municipality/gn-3172394", "IT", "city"),
        )
        for link, value in (("country", f"country/{country}"), ("level", f"concept/level-{level}"))
    ]
    read = FinderNet.read(MemoryStore([*read_small_graph(), *more]))
    assert city("46206") in read.places, "a place without a tie can ask"
    homes = sorted((one.home, one.partner) for one in read.ties if one.iri.count("--") == 2)
    assert homes == [(city("46218"), city("gn-2063523")), (city("46218"), city("gn-4180439"))]
    assert city("gn-2063523") not in [one.place for one in read.find(read.places[city("46201")], None)]
    assert city("gn-4180439") in [one.place for one in read.find(read.places[city("46201")], None)]
