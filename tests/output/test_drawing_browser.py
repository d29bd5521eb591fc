"""The page as Chromium shows it, from a file, with every request on record."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import pyvis
from selenium.webdriver.common.action_chains import ActionChains

from glocal_graph.output import drawing
from glocal_graph.output.drawing import write_page
from glocal_graph.questions.network import neighbourhood
from tests.browser import list_errors, list_requests, open_browser, wait_until
from tests.small_graph import HOSTILE, ID, KAGOSHIMA_PREFECTURE, NAPLES, MemoryStore, read_small_graph, rename

pytestmark = pytest.mark.browser

_TIE = ID + "partnership/46201--gn-3172394"
#: How many points of the canvas have a colour.
_PAINTED = """
  const canvas = document.querySelector("#canvas canvas");
  const points = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let painted = 0;
  for (let at = 3; at < points.length; at += 4) painted += points[at] > 0;
  return painted;
"""
#: Where a thing lies in the window.
_WHERE = """
  const place = glocalNetwork.canvasToDOM(glocalNetwork.getPosition(arguments[0]));
  const frame = document.querySelector("#canvas canvas").getBoundingClientRect();
  return [Math.round(frame.left + place.x), Math.round(frame.top + place.y)];
"""


@pytest.fixture(scope="module")
def browser():
    with open_browser() as driver:
        yield driver


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A network whose focus, partner, tie and event are all called by one hostile label."""
    quads = read_small_graph()
    for thing in (KAGOSHIMA_PREFECTURE, NAPLES, _TIE, ID + "event/2017-12-11-seminar"):
        quads = rename(quads, thing, HOSTILE)
    path = tmp_path_factory.mktemp("pages") / "network.html"
    write_page(neighbourhood(MemoryStore(quads), [KAGOSHIMA_PREFECTURE]), path, "ja")
    return path


@pytest.fixture
def shown(browser, page):
    browser.get("about:blank")
    list_requests(browser), list_errors(browser)
    browser.get(page.as_uri())
    wait_until(browser, "return document.documentElement.dataset.drawn")
    return browser


def test_the_page_draws_from_a_file_without_a_single_request(shown, page):
    assert list_requests(shown) == [page.as_uri()]
    assert list_errors(shown) == []
    assert shown.execute_script(_PAINTED) > 5000


def test_the_library_in_pyvis_draws_the_page_too(browser, tmp_path, monkeypatch):
    own = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
    monkeypatch.setattr(drawing, "find_vis_network", lambda: own)
    page = tmp_path / "network.html"
    write_page(neighbourhood(MemoryStore(), [KAGOSHIMA_PREFECTURE]), page, "en")
    browser.get(page.as_uri())
    assert wait_until(browser, "return document.documentElement.dataset.drawn") == "12"
    assert browser.execute_script(_PAINTED) > 5000


def test_every_thing_lies_inside_the_window(shown):
    boxes = shown.execute_script("""
      const {clientWidth: width, clientHeight: height} = document.getElementById("canvas");
      return JSON.parse(document.getElementById("view").textContent).nodes.map((node) => {
        const box = glocalNetwork.getBoundingBox(node.id);
        const from = glocalNetwork.canvasToDOM({x: box.left, y: box.top});
        const to = glocalNetwork.canvasToDOM({x: box.right, y: box.bottom});
        return from.x >= 0 && from.y >= 0 && to.x <= width && to.y <= height;
      });
    """)
    assert len(boxes) == 12
    assert all(boxes)


def test_a_hostile_label_is_text_in_title_heading_and_list_and_runs_nothing(shown):
    assert shown.title.startswith(HOSTILE)
    assert shown.find_element("css selector", "h1").text == HOSTILE
    assert HOSTILE in shown.find_element("css selector", "table").get_attribute("textContent")
    assert shown.execute_script("return document.images.length") == 0
    assert shown.execute_script("return document.scripts.length") == 3


def test_a_hostile_label_is_text_in_the_tooltip(shown):
    x, y = shown.execute_script(_WHERE, KAGOSHIMA_PREFECTURE)
    mouse = ActionChains(shown)
    mouse.w3c_actions.pointer_action.move_to_location(x, y)
    mouse.perform()
    tooltip = """
      const box = document.querySelector(".vis-tooltip");
      return box && box.style.visibility === "visible" && box.textContent;
    """
    assert HOSTILE in wait_until(shown, tooltip)
    assert shown.execute_script("return document.querySelector('.vis-tooltip').children.length") <= 4, (
        "line breaks only"
    )
    assert shown.execute_script("return document.querySelector('.vis-tooltip img, .vis-tooltip script')") is None


def test_a_hostile_label_is_text_in_the_details_of_a_tie(shown):
    shown.execute_script(
        """
      const view = JSON.parse(document.getElementById("view").textContent);
      const edge = view.edges.find((one) => one.iri === arguments[0]);
      glocalNetwork.body.emitter.emit("click", {nodes: [], edges: [edge.id]});
    """,
        _TIE,
    )
    details = shown.find_element("id", "details")
    assert HOSTILE in details.text
    assert details.find_elements("css selector", "img, script") == []
    links = [link.get_attribute("href") for link in details.find_elements("css selector", "a")]
    assert links == ["https://www.example.jp/sister", "https://clair.example.jp/list"]


def test_the_legend_hides_and_shows_a_group(shown):
    before = shown.execute_script(_PAINTED)
    box = shown.find_element("css selector", "input[data-look=abroad]")
    box.click()
    less = wait_until(shown, f"const now = (() => {{ {_PAINTED} }})(); return now < {before} && now")
    assert less < before
    box.click()
    assert wait_until(shown, f"const now = (() => {{ {_PAINTED} }})(); return now > {less} && now") > less


def test_even_a_page_that_was_tampered_with_lets_no_request_out(browser, page, tmp_path):
    """The policy holds where escaping would have failed: markup put in by hand loads and runs nothing."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    markup = f'<img src="{address}" onerror="document.title=1"><script>document.title = 2; fetch("{address}")</script>'
    tampered = tmp_path / "tampered.html"
    tampered.write_text(page.read_text(encoding="utf-8").replace("<main", markup + "<main"), encoding="utf-8")
    try:
        browser.get(tampered.as_uri())
        wait_until(browser, "return document.documentElement.dataset.drawn")
        assert browser.title.startswith(HOSTILE)
        assert _Silent.requests == []
    finally:
        server.shutdown()
        server.server_close()
        list_errors(browser)


class _Silent(BaseHTTPRequestHandler):
    """Answers everything with nothing and keeps what was asked."""

    requests: list[str] = []  # noqa: RUF012

    def do_GET(self):
        self.requests.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def test_the_browser_is_a_duty_on_the_build_machine(monkeypatch, tmp_path):
    from tests import browser

    monkeypatch.setattr(browser, "CHROMIUM", tmp_path / "none")
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match="chromium"):
        browser.need_browser()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="chromium"):
        browser.need_browser()
