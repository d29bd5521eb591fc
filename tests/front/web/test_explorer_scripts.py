"""What the explorer's scripts know without a page: the state and its history, filters and dates, the address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.node import SCRIPTS, run_script

BASE = "https://example.org/id/"


def _node(name: str, **more: Any) -> dict[str, Any]:
    return {"id": BASE + name, "name": name, "look": "japan", "kind": "City", "x": 0, "y": 0, **more}


def _tie(one: str, other: str, **more: Any) -> dict[str, Any]:
    known = {"kind": "partnership", "group": "ties", "tie_kind": "sister", "status": "active", "sources": []}
    return {"id": f"{one}--{other}", "from": BASE + one, "to": BASE + other, **known, **more}


VIEW = {
    "focus": [BASE + "a"],
    "nodes": [
        _node("a", country="JP", area=BASE + "prefecture/JP-46"),
        _node("b", country="IT", look="abroad"),
        _node("c", country="CN", look="abroad"),
        _node("d", look="event", kind="Event", date="1990"),
    ],
    "edges": [
        _tie("a", "b", date="1960-05-03", sources=[{"publisher": "CLAIR"}]),
        _tie("a", "c", date="1982", status="ended", ended="2012", tie_kind="friendship"),
        {"id": "a|d", "from": BASE + "a", "to": BASE + "d", "kind": "about", "group": "events", "sources": []},
    ],
}
MAKE = f"const make = () => new Model({{ view: given.view, base: {BASE!r} }});"


def model(body: str, **given: Any) -> Any:
    """What a piece of script says of a model of VIEW; `names` are the short ids shown."""
    names = "const names = (m) => m.shown.nodes.map(({ id }) => m.short(id)).join('');"
    program = f"(() => {{ {MAKE} {names} const m = make(); {body} }})()"
    return run_script("explorer/model.js", "Model", program, {"view": VIEW, **given})


def test_a_view_is_shown_as_it_came():
    assert model("return [names(m), m.shown.edges.length, m.state.focus]") == ["abcd", 3, [BASE + "a"]]


def test_steps_have_names_and_are_taken_back_and_again():
    said = model(
        "m.change('hide b', { hide: [m.base + 'b'] }); m.change('only 1990', { filters: { at: '1990' } });"
        "const all = m.steps.map(({ name }) => name); m.undo(); const back = names(m); m.undo();"
        "const start = names(m); m.redo(); return [all, back, start, names(m), m.canRedo];"
    )
    assert said == [["", "hide b", "only 1990"], "acd", "abcd", "acd", True]


def test_a_new_step_forgets_what_was_taken_back():
    assert model(
        "m.change('one', { hops: 2 }); m.undo(); m.change('two', { hops: 3 }); return [m.steps.length, m.canRedo]"
    ) == [2, False]


def test_steps_of_one_key_are_one():
    said = model(
        "for (const at of ['1980', '1981', '1982']) m.change(at, { filters: { at } }, 'at');"
        "m.undo(); return [m.steps.length, m.state.filters.at]"
    )
    assert said == [2, ""]


def test_a_patch_that_changes_nothing_is_no_step():
    assert model("return [m.change('nothing', { hide: [] }), m.steps.length]") == [False, 1]


def test_listeners_hear_what_changed():
    heard = model(
        "const heard = []; m.subscribe((what) => heard.push([...what].sort().join()));"
        "m.change('x', { filters: { at: '1990' } }); m.change('y', { hide: [m.base + 'b'] }); m.select(m.base + 'a');"
        "m.setView('list'); return heard;"
    )
    assert heard == ["filters,state", "data,state", "selected", "view"]


def test_undoing_keeps_the_view():
    assert model("m.change('x', { hide: [m.base + 'b'] }); m.setView('list'); m.undo(); return m.state.view") == "list"


def test_what_is_hidden_is_in_the_tray_and_not_in_the_counts_of_facets():
    assert model(
        "m.change('x', { hide: [m.base + 'b'] }); return [m.hidden.map(({ name }) => name), m.loaded.nodes.length]"
    ) == [["b"], 3]


def test_what_is_added_by_a_step_goes_with_it_and_comes_again_without_the_server():
    said = model(
        "const add = [m.base + 'e']; const next = { ...m.state, add };"
        "m.load({ ...given.view, nodes: [...given.view.nodes, given.more] }, next); m.change('add e', { add });"
        "const with_e = names(m); m.undo(); const without = names(m); const can = m.has(next); m.redo();"
        "return [with_e, without, can, names(m)];",
        more=_node("e"),
    )
    assert said == ["abcde", "abcd", True, "abcde"]


def test_a_tie_of_several_that_came_with_something_added_goes_with_it():
    said = model(
        "const add = [m.base + 'e']; const next = { ...m.state, add };"
        "m.load({ nodes: [...given.view.nodes, ...given.more], edges: [...given.view.edges, ...given.lines] }, next);"
        "m.change('add e', { add }); const with_e = names(m); m.undo(); const without = names(m); m.redo();"
        "return [with_e, without, names(m)];",
        more=[_node("e"), _node("t", look="agreement", kind="Partnership")],
        lines=[_tie("t", end, kind="party") for end in "ae"],
    )
    assert [sorted(names) for names in said] == [sorted("abcdet"), sorted("abcd"), sorted("abcdet")]


@pytest.mark.parametrize(
    ("filters", "shown"),
    [({}, "abct"), ({"status": ["ended"]}, "ab"), ({"kinds": ["friendship"]}, "ab"), ({"kinds": ["sister"]}, "abct")],
)
def test_a_tie_of_several_is_filtered_as_a_tie(filters, shown):
    agreement = _node("t", look="agreement", kind="Partnership", tie_kind="friendship", status="ended")
    view = {
        "focus": [BASE + "a"],
        "nodes": [*VIEW["nodes"][:3], agreement],
        "edges": [_tie("a", "b", status="active", tie_kind="other"), *(_tie("t", end, kind="party") for end in "ac")],
    }
    said = model(
        "const n = new Model({ view: given.own, base: m.base }); n.change('f', { filters: given.filters });"
        "return names(n)",
        own=view,
        filters=filters,
    )
    assert said == shown


def test_things_that_are_known_keep_their_place():
    assert (
        model("m.load({ nodes: [{ ...given.view.nodes[1], x: 99 }], edges: [] }); return m.node(m.base + 'b').x") == 0
    )


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({"things": ["event"]}, "abc"),
        ({"kinds": ["friendship"]}, "abd"),
        ({"status": ["ended"]}, "abd"),
        ({"links": ["ties"]}, "ad"),
        ({"country": ["IT"]}, "ab"),
        ({"prefecture": [BASE + "prefecture/JP-46"]}, "abcd"),
        ({"decade": ["1980"]}, "ac"),
        ({"decade": ["1980", "1990"]}, "acd"),
        ({"decade": ["1980"], "country": ["IT"]}, "a"),
        ({"source": ["CLAIR"]}, "ab"),
        ({"at": "1950-01-01"}, "a"),
        ({"at": "1960"}, "ab"),
        ({"at": "1960-05-02"}, "a"),
        ({"at": "1990-01-01"}, "abcd"),
        ({"at": "2020"}, "abd"),
        ({"from": "1985"}, "ad"),
        ({"to": "1985"}, "abc"),
        ({"from": "1960", "to": "1970"}, "ab"),
    ],
)
def test_filters_let_through(filters, shown):
    assert model("m.change('f', { filters: given.filters }); return names(m)", filters=filters) == shown


@pytest.mark.parametrize(
    ("ended", "at", "shown"),
    [
        ("1990-05-01", "1990", "a"),
        ("1990-05-01", "1989", "ab"),
        ("1990-05-01", "1990-04", "ab"),
        ("1990-05-01", "1990-05-01", "ab"),
        ("1990-05-01", "1990-05", "a"),
        ("1990", "1990", "ab"),  # it may have gone on to the last day
        ("1990", "1991-01-01", "a"),
    ],
)
def test_a_year_stands_for_its_end(ended, at, shown):
    view = {"focus": [BASE + "a"], "nodes": VIEW["nodes"][:2], "edges": [_tie("a", "b", date="1960", ended=ended)]}
    said = model(
        "const n = new Model({ view: given.own, base: m.base }); n.change('f', { filters: { at: given.at } });"
        "return names(n)",
        own=view,
        at=at,
    )
    assert said == shown


@pytest.mark.parametrize(("undated", "shown"), [(True, "ab"), (False, "a")])
def test_what_has_no_date_stays_while_its_box_is_on(undated, shown):
    view = {"focus": [BASE + "a"], "nodes": VIEW["nodes"][:2], "edges": [_tie("a", "b", date="")]}
    said = model(
        "const n = new Model({ view: given.bare, base: m.base });"
        "n.change('f', { filters: { at: '1990', undated: given.undated } }); return [names(n), n.undated]",
        bare=view,
        undated=undated,
    )
    assert said == [shown, 1]


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("1960-05-03", ["1960-05-03", "1960-05-03"]),
        ("1982", ["1982-01-01", "1982-12-31"]),
        ("1984-02?", ["1984-02-01", "1984-02-29"]),
        ("198X", ["1980-01-01", "1989-12-31"]),
        ("1960-05-XX", ["1960-05-01", "1960-05-31"]),
        ("1982/1985-03", ["1982-01-01", "1985-03-31"]),
        ("", None),
        ("unknown", None),
    ],
)
def test_a_date_has_a_first_and_a_last_day(date, days):
    found = run_script("explorer/dates.js", "daysOf", "daysOf(given)", date)
    assert (found and [found["first"], found["last"]]) == days


STATE = {
    "focus": [BASE + "municipality/46201"],
    "hops": 2,
    "add": [BASE + "person/saigo", "https://elsewhere.example/x,y", BASE + "c"],
    "drop": [BASE + "event/1"],
    "hide": [BASE + "country/IT"],
    "fans": {BASE + "municipality/46201": [BASE + "person/saigo"], "https://elsewhere.example/x,y": [BASE + "c"]},
    "pins": {BASE + "municipality/46201": [12, -40]},
    "path": {"from": BASE + "municipality/46201", "to": BASE + "person/saigo", "links": ["ties", "people"]},
    "view": "map",
    "map": {"mode": "counts", "area": "japan"},
    "filters": {
        "things": ["event", "person"],
        "kinds": ["friendship"],
        "status": ["ended"],
        "links": ["places"],
        "prefecture": [BASE + "prefecture/JP-46"],
        "country": ["IT", "FR"],
        "decade": ["1980"],
        "source": ["CLAIR, list; 2024: 50%"],
        "at": "1990-01-01",
        "from": "1960",
        "to": "2000-05",
        "undated": False,
    },
}


@pytest.mark.parametrize(
    ("query", "span"),
    [
        ("from=1995&to=1990", ["1990", "1995"]),
        ("from=1990&to=1990-06", ["1990", "1990-06"]),
        ("from=1990", ["1990", ""]),
    ],
)
def test_a_range_typed_the_wrong_way_round_is_turned(query, span):
    expression = "(({ filters }) => [filters.from, filters.to])(decode(given.query, given.base))"
    assert run_script("explorer/address.js", "decode", expression, {"query": query, "base": BASE}) == span


def test_the_address_is_the_state():
    expression = "decode(toText(encode(given.state, given.base)), given.base)"
    found = run_script("explorer/address.js", "encode, decode, toText", expression, {"state": STATE, "base": BASE})
    assert found == STATE


def test_an_address_is_short_and_can_be_read():
    state = {
        **STATE,
        "add": [],
        "drop": [],
        "hide": [],
        "fans": {},
        "pins": {},
        "path": None,
        "hops": 1,
        "view": "network",
        "map": {"mode": "lines", "area": ""},
    }
    state["filters"] = {**STATE["filters"], "source": [], "decade": [], "things": [], "country": ["IT"]}
    expression = "toText(encode(given.state, given.base))"
    assert run_script("explorer/address.js", "encode, toText", expression, {"state": state, "base": BASE}) == (
        "focus=municipality/46201&off=kinds:friendship;status:ended;links:places"
        "&only=prefecture:prefecture/JP-46;country:IT&at=1990-01-01&from=1960&to=2000-05&undated=0"
    )


@pytest.mark.parametrize(
    "query",
    ["", "at=never&hops=x&view=3d&map=moon,3d&pin=@&off=::;;&only=x:y", "hops=-1&pin=a@1,2,3&off=%", "pin=a@1234567,0"],
)
def test_an_address_that_makes_no_sense_is_a_plain_state(query):
    found = run_script("explorer/address.js", "decode", "decode(given, 'base/')", query)
    assert (found["hops"], found["view"], found["pins"]) == (1, "network", {})
    assert found["map"] == {"mode": "lines", "area": ""}
    assert not any(value for name, value in found["filters"].items() if name != "undated")


def test_an_address_tells_what_a_thing_brought_by_its_places_among_what_was_added():
    given = {"state": {**STATE, "add": list("abcdef"), "fans": {"x": list("fabd"), "y": ["c"], "z": ["gone"]}}}
    expression = "encode(given.state, '').getAll('fan')"
    assert run_script("explorer/address.js", "encode", expression, given) == ["x@0-1,3-3,5-5", "y@2-2"]
    for strange in ("x@9-3", "x@", "@1-1", "x@1", "x@1-9999999"):
        found = run_script("explorer/address.js", "decode", "decode(given, '')", f"add=a,b&fan={strange}")
        assert not any(found["fans"].values())


COLLAPSE = """await (async () => {
  const { Model } = await import(given.model);
  const model = new Model({ view: given.view, base: given.base });
  const fans = { b: ["d", "e"], d: ["f"] };
  Object.assign(model.state, { add: ["d", "e", "f"].map((id) => model.base + id), fans: Object.fromEntries(
    Object.entries(fans).map(([id, ids]) => [model.base + id, ids.map((one) => model.base + one)])) });
  model.load(given.more);
  const deeds = new Deeds(model, (key) => key, { live: { say() {} } });
  const names = () => model.shown.nodes.map(({ id }) => model.short(id)).sort().join("");
  const seen = [names()];
  for (const id of given.ids) deeds.collapse(model.base + id), seen.push(names());
  return [...seen, model.state.add, model.state.drop, model.state.fans];
})()"""


@pytest.mark.parametrize(
    ("ids", "seen"),
    [(["b"], ["abcdef", "abc"]), (["d"], ["abcdef", "abcde"]), (["d", "b"], ["abcdef", "abcde", "abc"])],
)
def test_collapsing_what_was_expanded_leaves_the_picture_as_it_was_before(ids, seen):
    # d and e, which b brought, are joined with each other, with c and with what d brought: none hangs on b alone.
    more = [_node(name) for name in "def"]
    ties = [_tie(*pair) for pair in ("bd", "be", "de", "cd", "df", "ef")]
    given = {
        "model": (SCRIPTS / "explorer" / "model.js").as_uri(),
        "view": {**VIEW, "nodes": VIEW["nodes"][:3], "edges": VIEW["edges"][:2]},
        "more": {"nodes": more, "edges": ties},
        "base": BASE,
        "ids": ids,
    }
    found = run_script("explorer/deeds.js", "Deeds", COLLAPSE, given)
    assert found[: len(seen)] == seen
    if seen[-1] == "abc":
        assert found[len(seen) :] == [[], [], {}]


def _dot(name: str, x: int, y: int, **more: Any) -> dict[str, Any]:
    return {"id": name, "label": name * 8, "x": x, "y": y, "size": 10, "font": {"size": 13}, "focus": False, **more}


@pytest.mark.parametrize(
    ("scale", "named"),
    [(1, ["a", "b", "c"]), (0.1, ["a", "c"])],
)
def test_names_have_room_or_are_left_out_and_never_become_too_small_to_read(scale, named):
    dots = [_dot("a", 0, 0, focus=True), _dot("b", 0, 60), _dot("c", 0, 4000)]
    expression = (
        "[...chooseNames(given.dots, given.scale, (id) => { const d = given.dots.find((one) => one.id === id);"
        " return [d.x, d.y]; }, () => 0, (node) => node.focus)]"
    )
    found = dict(run_script("explorer/names.js", "chooseNames", expression, {"dots": dots, "scale": scale}))
    assert sorted(found) == named
    assert all(size * scale >= 12 for size in found.values())


@pytest.mark.parametrize(("way", "found"), [([1, 0], "right"), ([-1, 0], "left"), ([0, 1], "down"), ([0, -1], None)])
def test_an_arrow_goes_to_the_nearest_thing_that_way(way, found):
    places = [
        {"id": "here", "x": 0, "y": 0},
        {"id": "right", "x": 50, "y": 20},
        {"id": "far", "x": 400, "y": -90},
        {"id": "left", "x": -200, "y": 0},
        {"id": "down", "x": 10, "y": 90},
    ]
    expression = "nearest(given.places[0], given.way, given.places) ?? null"
    assert run_script("explorer/keyboard.js", "nearest", expression, {"places": places, "way": way}) == found


def test_a_way_is_made_of_its_things_and_the_lines_between_them():
    paths = [{"things": ["a", "b", "c"], "steps": [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}]}]
    edges = [{"id": f"{one}{two}", "from": one, "to": two} for one, two in ("ba", "bc", "ac")]
    program = "(() => { const way = wayOf(given.paths, given.edges); return [[...way.nodes], [...way.edges]]; })()"
    found = run_script("explorer/way.js", "wayOf", program, {"paths": paths, "edges": edges})
    assert found == [["a", "b", "c"], ["ba", "bc"]]


@pytest.mark.parametrize(
    ("count", "kept", "asked"),
    [(2, "/explore?focus=a&add=municipality/10000,municipality/10001", 0), (400, "/explore?link=short", 1)],
)
def test_an_address_that_is_too_long_is_told_by_its_id_and_so_are_the_other_language_s(count, kept, asked):
    said = run_script(
        "explorer/share.js",
        "keepAddress",
        """await (async () => {
          const seen = []; const link = { hreflang: "en", href: "" }; let asked = 0;
          globalThis.history = { replaceState: (a, b, address) => seen.push(address) };
          globalThis.document = { querySelectorAll: () => [link] };
          const server = { link: async () => { asked += 1; return { id: "short" }; } };
          const model = { state: given.state, base: given.base, language: "ja", subscribe: () => {} };
          const write = keepAddress(model, { isAsked: false, server, patience: 1 });
          write(); write(); await new Promise((done) => setTimeout(done, 30));
          return [seen.at(-1), link.href, asked];
        })()""",
        {"base": BASE, "state": _state([f"{BASE}municipality/{10000 + number}" for number in range(count)])},
    )
    assert said == [kept, f"{kept}&lang=en", asked]


def _state(added: list[str]) -> dict[str, Any]:
    state = run_script("explorer/state.js", "emptyState", "emptyState()")
    return {**state, "focus": [BASE + "a"], "add": added}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Promise.reject(new TypeError('Failed to fetch'))", "サーバーにつながりません"),
        ("{ ok: false, status: 413, json: async () => ({ message: '一枚の図', detail: 'too many' }) }", "一枚の図"),
        ("{ ok: false, status: 404, json: async () => ({ detail: 'no place' }) }", "no place"),
        ("{ ok: false, status: 502, statusText: 'Bad Gateway', json: async () => JSON.parse('<') }", "502 Bad Gateway"),
    ],
)
def test_what_the_server_could_not_do_is_told_in_a_sentence(answer, said):
    program = f"""await (async () => {{
      globalThis.fetch = async () => ({answer});
      const model = {{ language: "ja", short: (id) => id, nodes: new Map(), isMember: () => false }};
      return new Server(model, given).surroundings("a").catch(({{ message }}) => message);
    }})()"""
    assert run_script("explorer/server.js", "Server", program, "サーバーにつながりません") == said


@pytest.mark.parametrize(("width", "height"), [(390, 420), (812, 600), (1600, 900)])
def test_the_whole_picture_is_seen_with_its_names_and_below_its_buttons(width, height):
    nodes = [
        {"id": "a", "x": 0, "y": 0, "size": 10, "label": "Kagoshima City"},
        {"id": "b", "x": 500, "y": -300, "size": 10, "label": "駐日外交団の鹿児島県\n視察ツアー"},
        {"id": "c", "x": -400, "y": 300, "size": 20, "label": "Naples"},
    ]
    program = """(() => {
      const sizes = (scale) => new Map(given.nodes.map(({ id }) => [id, 14 / scale]));
      const at = (id) => given.nodes.filter((one) => one.id === id).map(({ x, y }) => [x, y])[0];
      return frame(given.nodes, at, given, sizes);
    })()"""
    view = run_script("explorer/framing.js", "frame", program, {"nodes": nodes, "width": width, "height": height})
    middle, scale = view["position"], view["scale"]
    for node in nodes:
        wide = max(14 * (1 if line[0] > "\u2e7f" else 0.56) * len(line) for line in node["label"].split("\n"))
        x, y = (node["x"] - middle["x"]) * scale + width / 2, (node["y"] - middle["y"]) * scale + height / 2
        assert x - wide / 2 >= 0
        assert x + wide / 2 <= width
        assert y - node["size"] * scale >= 40
        assert y + node["size"] * scale + 28 <= height + 10


def test_a_picture_of_one_thing_is_not_drawn_larger_than_life():
    given = {"nodes": [{"id": "a", "size": 10, "label": "Naples"}], "width": 1000, "height": 1000}
    program = "frame(given.nodes, () => [7, 8], given, () => new Map())"
    view = run_script("explorer/framing.js", "frame", program, given)
    assert view["scale"] == 1.3
    assert view["position"]["x"] == 7
