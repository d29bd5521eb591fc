from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import combinations, pairwise

import networkx as nx
import pytest

from glocal_graph.model.errors import StoreError
from glocal_graph.model.vocabulary import KINDS, STATUSES
from glocal_graph.output import drawing
from glocal_graph.output.captions import cite, describe_edge, read_date, shorten
from glocal_graph.output.drawing import find_vis_network, render_page, to_pyvis, to_view, write_page
from glocal_graph.output.layout import place_nodes
from glocal_graph.output.looks import GROUPS, LINES, WORDS, find_group, find_line
from glocal_graph.questions.network import neighbourhood
from tests.small_graph import (
    HOSTILE,
    ID,
    KAGOSHIMA,
    KAGOSHIMA_PREFECTURE,
    NAPLES,
    MemoryStore,
    read_small_graph,
    rename,
)

PERTH = ID + "municipality/gn-2063523"


@pytest.fixture(scope="module")
def graph() -> nx.MultiGraph:
    return neighbourhood(MemoryStore(), [KAGOSHIMA_PREFECTURE])


@pytest.fixture(scope="module")
def view(graph):
    return to_view(graph, "ja")


def make_star(leaves: int) -> nx.MultiGraph:
    """A city with this many sister cities."""
    graph = nx.MultiGraph(focus=(KAGOSHIMA,), cut=0)
    sources: list[tuple[str, str, str]] = []
    for node in (KAGOSHIMA, *(f"{ID}municipality/gn-{number}" for number in range(leaves))):
        focus = node == KAGOSHIMA
        label = node.rpartition("/")[2]
        graph.add_node(node, label_en=label, label_ja=label, kind="City", country="JP" if focus else "IT", focus=focus)
        if not focus:
            tie = f"{ID}partnership/46201--{label}"
            graph.add_edge(KAGOSHIMA, node, key=tie, iri=tie, **TIE, label_en=label, label_ja=label, sources=sources)
    return graph


TIE = {"kind": "partnership", "tie_kind": "sister", "status": "active", "date": "1990", "ended": ""}


def edge_of(view, iri):
    (found,) = [edge for edge in view["edges"] if edge["iri"] == iri]
    return found


def test_every_thing_and_every_partnership_is_drawn(graph, view):
    assert {node["id"] for node in view["nodes"]} == set(graph)
    ties = {data["iri"] for *_, data in graph.edges(data=True) if data["kind"] == "partnership"}
    assert ties == {edge["iri"] for edge in view["edges"] if edge["kind"] == "partnership"}


def test_two_partnerships_of_the_same_two_cities_are_two_lines_apart():
    graph = make_star(1)
    second = ID + "partnership/second"
    graph.add_edge(
        KAGOSHIMA, ID + "municipality/gn-0", key=second, iri=second, **TIE, label_en="", label_ja="", sources=[]
    )
    edges = to_pyvis(graph).edges
    assert len(edges) == 2
    assert sum("smooth" in edge for edge in edges) == 1


def test_several_links_of_one_event_to_one_place_are_one_line_that_names_them_all(view):
    seminar = ID + "event/2017-12-11-seminar"
    (line,) = [edge for edge in view["edges"] if {edge["from"], edge["to"]} == {seminar, KAGOSHIMA}]
    assert len(line["title"].splitlines()) > 2


def test_an_ended_tie_is_dashed_and_an_active_one_is_not(view):
    assert edge_of(view, ID + "partnership/46201--gn-2063523")["dashes"]
    assert edge_of(view, ID + "partnership/46201--gn-3172394")["dashes"] is False


def test_every_group_has_a_shape_and_colour_of_its_own():
    assert not [look for look, count in Counter((g.shape, g.colour) for g in GROUPS.values()).items() if count > 1]
    assert not [look for look, n in Counter((i.colour, i.width, i.dashes) for i in LINES.values()).items() if n > 1]


def light(colour: str) -> float:
    """How light a colour is without its hue, as on a black and white print: 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_groups_of_one_shape_differ_in_lightness_so_that_no_colour_vision_is_needed():
    for shape in {group.shape for group in GROUPS.values()}:
        found = sorted(light(group.colour) for group in GROUPS.values() if group.shape == shape)
        assert all(after - before > 40 for before, after in pairwise(found)), shape


def test_kinds_of_tie_differ_in_lightness_or_width_so_that_no_colour_vision_is_needed():
    for status in STATUSES:
        kinds = [find_line({**TIE, "tie_kind": kind, "status": status}) for kind in KINDS]
        for one, other in combinations(kinds, 2):
            wide, narrow = sorted((one.width, other.width), reverse=True)
            apart = abs(light(one.colour) - light(other.colour))
            assert apart > 40 or wide >= 1.5 * narrow, (one.key, other.key, status)


def test_every_class_of_the_ontology_has_a_group_and_words():
    from glocal_graph.model.vocabulary import CLASSES

    shown = set(CLASSES) - {"Source", "SourceSection", "Claim"}
    assert {find_group({"kind": kind}).key for kind in shown} <= set(GROUPS)
    assert shown - {"Place", "LocalGovernment"} <= set(WORDS)
    assert {*KINDS, *STATUSES} <= set(WORDS)


def test_a_city_of_japan_and_a_city_abroad_look_different():
    assert find_group({"kind": "City", "country": "JP"}) != find_group({"kind": "City", "country": "IT"})


def test_a_tie_of_unknown_status_is_told_from_one_in_force():
    assert find_line({**TIE, "status": "unknown"}).dashes != find_line(TIE).dashes


def test_the_legend_counts_what_is_drawn_and_nothing_else(graph, view):
    counts = {item["key"]: item["count"] for item in view["legend"]["things"]}
    assert sum(counts.values()) == len(graph)
    assert counts["japan"] == 2
    assert "organisation" not in counts
    assert [item["label"] for item in view["legend"]["lines"]][:2] == ["姉妹都市", "友好都市"]


def test_a_tooltip_tells_both_names_kind_place_and_ties(view):
    (naples,) = [node for node in view["nodes"] if node["id"] == NAPLES]
    assert naples["title"] == "ナポリ\nNaples\n市 (イタリア・カンパニア州)\nこの図にある提携: 1"


def test_the_tooltip_of_a_tie_tells_its_kind_status_dates_and_sources(graph):
    data = graph.edges[KAGOSHIMA, PERTH, ID + "partnership/46201--gn-2063523"]
    assert describe_edge(data, "en").splitlines() == [
        "Kagoshima City – Perth",
        "sister city · ended",
        "signed: April 1974",
        "until: 2001",
        "source: Kagoshima City",
    ]


def test_the_list_has_every_tie_oldest_first_the_japanese_side_first(view):
    assert [tie["date"] for tie in view["ties"]] == ["1960年5月3日", "1966年", "1974年4月", "2010年"]
    assert [party["label"] for party in view["ties"][0]["parties"]] == ["鹿児島市", "ナポリ"]
    assert [len(tie["parties"]) for tie in view["ties"]] == [2, 2, 2, 3]


def test_a_date_that_is_no_date_is_shown_as_it_stands():
    assert read_date("about 1960?", "en") == "about 1960?"


def test_only_web_addresses_become_links():
    shown = cite([("s", "P", "javascript:alert(1)"), ("s", "P", "https://a.example/")])
    assert [item["address"] for item in shown] == ["", "https://a.example/"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Naples", ["Naples"]),
        ("Regional Promotion Seminar with Kagoshima City", ["Regional Promotion", "Seminar with…"]),
        ("地域の魅力発信セミナー", ["地域の魅力発信セミ", "ナー"]),
        ("地域の魅力発信セミナーでの示現流の演武", ["地域の魅力発信セミ", "ナーでの示現流の演武"]),
        ("ミュンスター・オスナブリュック", ["ミュンスター・オスナ", "ブリュック"]),
        ("", [""]),
    ],
)
def test_a_label_is_at_most_two_short_lines(text, lines):
    assert shorten(text).splitlines() == [line for line in lines if line]


def test_the_same_network_is_the_same_picture(graph):
    assert place_nodes(graph) == place_nodes(neighbourhood(MemoryStore(), [KAGOSHIMA_PREFECTURE]))


def test_a_large_network_is_the_same_picture_too():
    assert place_nodes(make_star(150)) == place_nodes(make_star(150))


@pytest.mark.parametrize("leaves", [1, 20, 59, 150])
def test_no_label_lies_on_another(leaves):
    places = list(place_nodes(make_star(leaves)).values())
    close = [
        (one, other)
        for number, one in enumerate(places)
        for other in places[number + 1 :]
        if abs(one[0] - other[0]) < 80 and abs(one[1] - other[1]) < 40
    ]
    assert close == []


def test_parts_that_hang_together_nowhere_do_not_overlap():
    graph = nx.MultiGraph()
    for number in range(12):
        graph.add_edge(f"a{number}", f"b{number}", kind="partnership")
    places = place_nodes(graph)
    assert len(set(places.values())) == 24


def test_an_empty_network_and_a_single_thing_are_drawn():
    assert to_view(nx.MultiGraph())["nodes"] == []
    alone = neighbourhood(MemoryStore(), [ID + "municipality/46206"])
    assert len(to_view(alone)["nodes"]) == len(alone) == 2
    assert place_nodes(nx.MultiGraph([("a", "a")])) == {"a": (0, 0)}


def test_a_large_network_keeps_the_labels_of_its_hubs_legible():
    sizes = {node["id"]: node["font"]["size"] for node in to_view(make_star(390))["nodes"]}
    assert sizes[KAGOSHIMA] > 30


def test_what_was_left_out_is_said(graph):
    cut = neighbourhood(MemoryStore(), [KAGOSHIMA_PREFECTURE], limit=5)
    assert f"{cut.graph['cut']} more left out" in to_view(cut)["summary"]


class Elements(HTMLParser):
    """The elements, attributes and texts of a page as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.cdata_elem == "script":
            self.scripts[-1] += data


@pytest.fixture(scope="module")
def hostile_page():
    quads = read_small_graph()
    for thing in (KAGOSHIMA_PREFECTURE, NAPLES, ID + "partnership/46201--gn-3172394", ID + "event/2017-12-11-seminar"):
        quads = rename(quads, thing, HOSTILE)
    return render_page(neighbourhood(MemoryStore(quads), [KAGOSHIMA_PREFECTURE]), "ja")


def test_a_hostile_label_adds_no_element_to_the_page(hostile_page, graph):
    calm, hostile = Elements(render_page(graph, "ja")), Elements(hostile_page)
    assert Counter(tag for tag, _ in hostile.tags) == Counter(tag for tag, _ in calm.tags)
    assert "<img" not in hostile_page.replace(find_vis_network().read_text(encoding="utf-8"), "")


def test_the_page_names_no_file_or_server_to_load_from(hostile_page):
    for tag, attributes in Elements(hostile_page).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base")
        assert "src" not in attributes
        assert tag == "a" or "href" not in attributes


def test_the_content_policy_lets_only_the_pages_own_two_scripts_run(hostile_page):
    elements = Elements(hostile_page)
    policy = next(a["content"] for _, a in elements.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    allowed = re.search(r"script-src ([^;]*);", policy)[1].split()
    assert allowed == [f"'sha256-{drawing._digest(script)}'" for script in elements.scripts[1:]]


def test_the_data_of_the_page_come_back_whole(hostile_page):
    view = json.loads(Elements(hostile_page).scripts[0])
    assert view["title"] == HOSTILE


def test_the_page_is_the_same_bytes_each_time(graph, tmp_path):
    for name in ("one.html", "other.html"):
        write_page(graph, tmp_path / name, "en")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()


def test_a_page_that_cannot_be_written_is_said(graph, tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        write_page(graph, tmp_path / "missing" / "page.html")


def test_the_library_of_npm_is_preferred_to_that_of_pyvis(tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "resources", lambda: tmp_path)
    assert "pyvis" in str(find_vis_network())
    built = tmp_path / "web" / "dist" / "vis-network.min.js"
    built.parent.mkdir(parents=True)
    built.write_text("// vis", encoding="utf-8")
    assert find_vis_network() == built


def test_a_pin_moves_one_thing_and_nothing_else(graph, view):
    pinned = to_view(graph, "ja", pins={NAPLES: (5, 6), ID + "not/there": (1, 1)})
    before, after = ({node["id"]: (node["x"], node["y"]) for node in one["nodes"]} for one in (view, pinned))
    assert after == before | {NAPLES: (5, 6)}


def test_what_is_new_goes_beside_what_stays_and_no_label_lies_on_another(graph, view):
    kept = {node["id"]: (node["x"], node["y"]) for node in view["nodes"] if node["kind"] != "City"}
    drawn = to_view(graph, "ja", kept)
    placed = {node["id"]: (node["x"], node["y"]) for node in drawn["nodes"]}
    assert {node: placed[node] for node in kept} == kept
    assert drawn == to_view(graph, "ja", kept), "the same each time"
    new = [place for node, place in placed.items() if node not in kept]
    assert new
    for place in new:
        near = [other for other in placed.values() if abs(other[0] - place[0]) < 60 and abs(other[1] - place[1]) < 40]
        assert near == [place]


def test_three_hundred_new_things_find_room_round_one_that_stays():
    star = make_star(300)
    placed = place_nodes(star, kept={KAGOSHIMA: (1000, 500)})
    assert placed[KAGOSHIMA] == (1000, 500)
    boxes = sorted(placed.values())
    assert len(set(boxes)) == 301
    assert not [1 for one, other in pairwise(boxes) if abs(one[0] - other[0]) < 96 and abs(one[1] - other[1]) < 54]
    assert max(abs(x - 1000) for x, _ in boxes) < 3000


def test_parts_that_hang_on_nothing_kept_lie_below():
    graph = make_star(2)
    graph.add_node(ID + "a/b", label_en="x", label_ja="x", kind="City", focus=False)
    placed = place_nodes(graph, kept={KAGOSHIMA: (0, 0)})
    assert placed[ID + "a/b"][1] > max(y for node, (_, y) in placed.items() if node != ID + "a/b")


def test_things_and_lines_tell_a_script_names_places_and_days(view):
    naples = next(node for node in view["nodes"] if node["id"] == NAPLES)
    assert (naples["name"], naples["other_name"], naples["country"], naples["name_lang"]) == (
        "ナポリ",
        "Naples",
        "IT",
        "",
    )
    tie = edge_of(view, ID + "partnership/46201--gn-3172394")
    assert tie["id"] == "partnership/46201--gn-3172394"
    assert (tie["group"], tie["from_day"], tie["year"], tie["text"]) == (
        "ties",
        "1960-05-03",
        "1960",
        "姉妹都市 1960年5月3日",
    )
    ended = edge_of(view, ID + "partnership/46201--gn-2063523")
    assert (ended["ended"], ended["ended_by"]) == ("2001", "2001-12-31")
    seminar = next(node for node in view["nodes"] if node["look"] == "event")
    assert seminar["from"] == seminar["to"] == "2017-12-11"


def test_each_line_has_an_id_that_no_other_has_and_that_language_and_layout_do_not_change(graph, view):
    ids = [edge["id"] for edge in view["edges"]]
    assert len(set(ids)) == len(ids)
    assert ids == [edge["id"] for edge in to_view(graph, "en", {NAPLES: (0, 0)})["edges"]]


def test_everything_lies_at_the_same_place_in_both_languages(graph, view):
    english = to_view(graph, "en")
    assert [(node["id"], node["x"], node["y"]) for node in english["nodes"]] == [
        (node["id"], node["x"], node["y"]) for node in view["nodes"]
    ]
