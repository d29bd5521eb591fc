from __future__ import annotations

import pyoxigraph as ox
import pytest

from glocal_graph.model.errors import IriError, ThingNotFound
from glocal_graph.questions.network import measures, neighbourhood, whole
from glocal_graph.questions.network_queries import Reader
from glocal_graph.questions.sparql_terms import name_iri
from tests.small_graph import ID, ITALY, KAGOSHIMA, KAGOSHIMA_PREFECTURE, NAPLES, MemoryStore

FUKUOKA = ID + "municipality/40130"
PERTH = ID + "municipality/gn-2063523"
ATLANTA = ID + "municipality/gn-4180439"
KIRISHIMA = ID + "municipality/46218"
SEMINAR = ID + "event/2017-12-11-seminar"
MINISTRY = ID + "organisation/mofa-japan"
THREE = ID + "partnership/46218--gn-2063523--gn-4180439"


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return MemoryStore()


def kinds_between(graph, one, other):
    return sorted(data["kind"] for data in graph.get_edge_data(one, other, default={}).values())


def test_a_partnership_of_two_is_an_edge_that_keeps_its_iri_dates_and_sources(store):
    graph = neighbourhood(store, [KAGOSHIMA])
    tie = graph.edges[KAGOSHIMA, NAPLES, ID + "partnership/46201--gn-3172394"]
    assert tie["iri"] == ID + "partnership/46201--gn-3172394"
    assert (tie["kind"], tie["tie_kind"], tie["status"], tie["date"]) == (
        "partnership",
        "sister",
        "active",
        "1960-05-03",
    )
    assert tie["label_ja"] == "鹿児島市・ナポリ"
    assert tie["sources"] == [
        (ID + "source/a", "Kagoshima City", "https://www.example.jp/sister"),
        (ID + "source/b", "CLAIR", "https://clair.example.jp/list"),
    ]


def test_a_partnership_of_three_is_a_node_joined_to_each_party(store):
    graph = neighbourhood(store, [KIRISHIMA])
    assert graph.nodes[THREE]["kind"] == "Partnership"
    assert graph.nodes[THREE]["tie_kind"] == "partnership"
    assert set(graph[THREE]) == {KIRISHIMA, PERTH, ATLANTA}


def test_an_ended_partnership_stays_and_says_when_it_ended(store):
    tie = neighbourhood(store, [KAGOSHIMA]).edges[KAGOSHIMA, PERTH, ID + "partnership/46201--gn-2063523"]
    assert (tie["status"], tie["ended"]) == ("ended", "2001")


def test_a_city_shows_its_figures_assets_events_sites_and_prefecture(store):
    graph = neighbourhood(store, [KAGOSHIMA])
    assert kinds_between(graph, KAGOSHIMA, ID + "person/saigo-takamori") == ["birthPlace"]
    assert kinds_between(graph, KAGOSHIMA, ID + "asset/jigen-ryu") == ["associatedWith"]
    assert kinds_between(graph, KAGOSHIMA, ID + "site/sakurajima") == ["within"]
    assert "about" in kinds_between(graph, KAGOSHIMA, SEMINAR)
    assert kinds_between(graph, KAGOSHIMA, KAGOSHIMA_PREFECTURE) == ["capital", "within"]
    assert kinds_between(graph, SEMINAR, ID + "asset/jigen-ryu") == ["features"]


def test_a_prefecture_shows_the_ties_of_its_cities_but_no_city_without_any(store):
    graph = neighbourhood(store, [KAGOSHIMA_PREFECTURE])
    assert kinds_between(graph, KAGOSHIMA, NAPLES) == ["partnership"]
    assert kinds_between(graph, KIRISHIMA, KAGOSHIMA_PREFECTURE) == ["within"]
    assert ID + "municipality/46206" not in graph


def test_a_country_shows_every_japanese_place_with_a_tie_into_it(store):
    graph = neighbourhood(store, [ITALY])
    assert {KAGOSHIMA, FUKUOKA} <= set(graph)
    assert kinds_between(graph, NAPLES, ITALY) == ["within"]


def test_events_at_a_site_come_with_its_city_but_do_not_flood_the_prefecture():
    visit = ID + "event/visit"
    turtle = f"""
      PREFIX glocal: <https://w3id.org/glocal-graph/ontology#>
      <{visit}> a glocal:OfficialVisit ; glocal:venue <{ID}site/sakurajima> ."""
    store = MemoryStore()
    store.store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    assert visit in neighbourhood(store, [KAGOSHIMA])
    wide = neighbourhood(store, [KAGOSHIMA_PREFECTURE])
    assert visit not in wide
    assert ID + "site/sakurajima" in wide, "the seminar shows it"


def test_a_country_is_shown_by_its_ties_without_the_events_of_its_cities(store):
    japan = neighbourhood(store, [ID + "country/JP"])
    assert ID + "event/2012-fukuoka" not in japan
    assert kinds_between(japan, KAGOSHIMA, NAPLES) == ["partnership"]
    assert kinds_between(japan, KAGOSHIMA, KAGOSHIMA_PREFECTURE) == ["capital", "within"]


def test_a_second_hop_follows_on_from_the_partners(store):
    near, far = (neighbourhood(store, [KAGOSHIMA], hops=hops) for hops in (1, 2))
    assert FUKUOKA not in near
    assert kinds_between(far, FUKUOKA, NAPLES) == ["partnership"]
    assert far.nodes[FUKUOKA]["hop"] == 2
    assert ID + "event/2012-fukuoka" not in far


def test_an_event_is_followed_to_its_places_and_their_partners(store):
    assert MINISTRY in neighbourhood(store, [SEMINAR])
    assert PERTH in neighbourhood(store, [SEMINAR], hops=2)


def test_an_event_about_a_partnership_leads_to_its_parties_and_the_partnership_stays_an_edge(store):
    graph = neighbourhood(store, [NAPLES])
    assert kinds_between(graph, SEMINAR, NAPLES) == ["aboutPartnership"]
    assert not [node for node in graph if "/partnership/" in node]


def test_a_section_of_a_newsletter_is_cited_with_the_publisher_of_its_issue(store):
    graph = neighbourhood(store, [KAGOSHIMA])
    assert graph.nodes[SEMINAR]["sources"] == [
        (ID + "source/news/seminar", "Ministry", "https://www.mofa.example.jp/news")
    ]


def test_a_node_tells_its_labels_kind_code_area_and_country(store):
    node = neighbourhood(store, [KAGOSHIMA]).nodes[NAPLES]
    assert (node["label_en"], node["label_ja"], node["kind"]) == ("Naples", "ナポリ", "City")
    assert (node["code"], node["area_en"], node["country"], node["country_ja"]) == (
        "3172394",
        "Campania",
        "IT",
        "イタリア",
    )
    assert (node["lat"], node["long"], node["focus"]) == (40.8522, 14.2681, False)


def test_a_cut_network_says_how_many_were_left_out_and_hangs_together(store):
    full = neighbourhood(store, [KAGOSHIMA_PREFECTURE])
    cut = neighbourhood(store, [KAGOSHIMA_PREFECTURE], limit=5)
    assert full.graph["cut"] == 0
    assert cut.graph["cut"] == len(full) - len(cut) > 0
    assert len(cut) <= 5
    assert KAGOSHIMA in cut, "the most connected stays"
    assert measures(cut).components == 1


def test_the_whole_net_has_every_partnership_once(store):
    found = measures(whole(store))
    assert found.partnerships == 6
    assert found.nodes == 15
    assert found.components == 1


def test_measures_rank_the_best_connected_and_count_kinds_and_countries(store):
    found = measures(neighbourhood(store, [ITALY]))
    assert found.degrees[:2] == ((SEMINAR, 4), (KAGOSHIMA, 4))
    assert ("City", 3) in found.kinds
    assert dict(found.countries) == {"JP": 2, "IT": 2}


def test_measures_of_an_empty_network_are_nought():
    import networkx as nx

    assert measures(nx.MultiGraph()).largest_component == 0


def test_the_same_question_gives_the_same_network_in_the_same_order(store):
    one, other = (neighbourhood(store, [KAGOSHIMA_PREFECTURE], hops=2) for _ in range(2))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


def test_a_thing_that_is_not_there_is_said(store):
    with pytest.raises(ThingNotFound, match="46999"):
        neighbourhood(store, [ID + "municipality/46999"])


@pytest.mark.parametrize(
    "text",
    [
        "46201",
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        ID + "municipality/46201> . ?s ?p ?o . <x",
        ID + "municipality/46 201",
        ID + "a}",
        ID + 'a"b',
        ID + "a\nb",
        ID + "a\x00b",
        "https://" + "a" * 3000,
        "http://[::1",
    ],
)
def test_what_is_no_iri_never_reaches_a_query(text):
    store = MemoryStore()
    with pytest.raises(IriError):
        neighbourhood(store, [text])
    assert store.queries == []


def test_an_iri_with_letters_of_any_script_is_let_through():
    assert str(name_iri(ID + "site/桜島")) == f"<{ID}site/桜島>"


def test_more_things_than_fit_one_query_are_asked_for_in_several(store):
    things = [KAGOSHIMA, *(f"{ID}municipality/{number}" for number in range(90000, 90600))]
    assert Reader(store).read_known(things) == {KAGOSHIMA}
