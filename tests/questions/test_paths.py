"""Ways between two things: as short as there are, by the links asked for, and never through what joins everything."""

from __future__ import annotations

import networkx as nx
import pytest

from glocal_graph.model.errors import ParameterError, ThingNotFound
from glocal_graph.questions.network_queries import LINKS
from glocal_graph.questions.paths import GROUPS, PathNet
from tests.small_graph import ID, ITALY, KAGOSHIMA, KAGOSHIMA_PREFECTURE, NAPLES, MemoryStore

MINISTRY = ID + "organisation/mofa-japan"
#: What joins everything with everything is no way station.
HUBS = tuple(ID + folder for folder in ("country/", "organisation/", "office/", "theme/"))
FUKUOKA = ID + "municipality/40130"
ATLANTA = ID + "municipality/gn-4180439"
GEORGIA = ID + "region/US-GA"
SAIGO = ID + "person/saigo-takamori"
JIGEN = ID + "asset/jigen-ryu"
SEMINAR = ID + "event/2017-12-11-seminar"
TIE = ID + "partnership/46201--gn-3172394"
SAKURAJIMA = ID + "site/sakurajima"


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture(scope="module")
def net(store) -> PathNet:
    return PathNet.read(store)


def ways(net, *ends, **options):
    return [path.things for path in net.find(*ends, **options)]


def test_a_tie_is_the_shortest_way_and_carries_its_date_and_sources(net):
    (path,) = net.find(KAGOSHIMA, NAPLES, links=["ties"], most=1)
    joint = path.steps[0].joint
    assert (joint.iri, joint.date, joint.tie_kind) == (TIE, "1960-05-03", "sister")
    assert [publisher for _, publisher, _ in joint.sources] == ["Kagoshima City", "CLAIR"]


def test_a_way_is_as_short_as_that_of_the_network_and_no_shorter_one_follows(net):
    plain = nx.Graph(net.graph.subgraph(thing for thing in net.graph if not thing.startswith(HUBS)))
    for ends in ((SAIGO, NAPLES), (KAGOSHIMA, ATLANTA), (JIGEN, FUKUOKA)):
        lengths = [len(path.steps) for path in net.find(*ends)]
        assert lengths == sorted(lengths)
        assert lengths[0] == nx.shortest_path_length(plain, *ends)


def test_a_way_may_begin_at_a_ministry_though_none_leads_through_one(net):
    assert ways(net, MINISTRY, NAPLES)[0] == (MINISTRY, SEMINAR, NAPLES)
    assert not any(MINISTRY in way for way in ways(net, KAGOSHIMA, FUKUOKA))


def test_only_the_links_asked_for_are_used(net):
    assert ways(net, KAGOSHIMA, JIGEN, links=["ties"]) == []
    assert ways(net, KAGOSHIMA, JIGEN, links=["people"]) == [(KAGOSHIMA, JIGEN)]
    assert ways(net, KAGOSHIMA, JIGEN, links=["events"])[0] == (KAGOSHIMA, SEMINAR, JIGEN)
    assert ways(net, SAKURAJIMA, KAGOSHIMA, links=["places"]) == [(SAKURAJIMA, KAGOSHIMA)]


def test_no_way_leads_through_a_country_or_an_organisation_but_one_may_end_there(net):
    found = ways(net, KAGOSHIMA, FUKUOKA, most=50)
    assert found
    assert not any("/country/" in thing or "/organisation/" in thing for way in found for thing in way)
    assert ways(net, KAGOSHIMA, ITALY)[0] == (KAGOSHIMA, NAPLES, ITALY)


def test_a_way_from_a_prefecture_may_use_any_place_within_even_by_ties_only(net):
    assert ways(net, KAGOSHIMA_PREFECTURE, NAPLES, links=["ties"], most=1) == [
        (KAGOSHIMA_PREFECTURE, KAGOSHIMA, NAPLES)
    ]


def test_a_way_from_a_tie_begins_at_its_parties(net):
    assert ways(net, TIE, SAIGO)[0] == (TIE, KAGOSHIMA, SAIGO)


def test_no_way_meets_a_thing_twice_or_is_told_twice(net):
    found = ways(net, KAGOSHIMA, ATLANTA, most=100)
    assert len(found) > 3
    assert len(set(found)) == len(found)
    assert all(len(set(way)) == len(way) for way in found)


def test_no_way_is_longer_than_asked(net):
    assert ways(net, SAIGO, FUKUOKA, longest=2) == []
    assert ways(net, SAIGO, FUKUOKA, longest=3)[0] == (SAIGO, KAGOSHIMA, NAPLES, FUKUOKA)


def test_a_thing_and_itself_have_no_way_between_them(net):
    assert net.find(KAGOSHIMA, KAGOSHIMA) == []


def test_a_step_says_which_way_its_link_was_stated(net):
    on, back = net.find(SAIGO, KAGOSHIMA)[0].steps[0], net.find(KAGOSHIMA, SAIGO)[0].steps[0]
    assert (on.joint.kind, on.is_forward, back.is_forward) == ("birthPlace", True, False)


def test_what_is_not_there_is_refused(net):
    with pytest.raises(ThingNotFound):
        net.find(KAGOSHIMA, ID + "municipality/nowhere")
    with pytest.raises(ParameterError, match="magic"):
        net.find(KAGOSHIMA, NAPLES, links=["magic"])
    with pytest.raises(ParameterError):
        net.find(KAGOSHIMA, NAPLES, links=[])


def test_every_link_of_the_network_belongs_to_one_kind_that_can_be_chosen():
    grouped = [kind for group in GROUPS.values() for kind in group]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == {*LINKS, "partnership", "party", "within"}


def test_the_same_graph_gives_the_same_ways(store, net):
    again = PathNet.read(store)
    assert ways(again, KAGOSHIMA, ATLANTA, most=20) == ways(net, KAGOSHIMA, ATLANTA, most=20)
