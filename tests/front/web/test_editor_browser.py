"""The workbench in a real browser: its policy, its keys, its suggestions, its errors, its tabs, its addresses."""

from __future__ import annotations

import json

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser import list_requests, undisturbed, wait_until

pytestmark = pytest.mark.browser

EDITOR = "document.querySelector('.tabPanel.active .CodeMirror').CodeMirror"
PARTNERS = """SELECT ?tie ?partner WHERE {
  ?tie glocal:party municipality:46201, ?partner
  FILTER (?partner != municipality:46201)
}"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (?c < ?f && ?i < ?l) }"


@pytest.fixture
def bench(browser, base):
    """Opens the workbench with nothing left of earlier visits; at the end nobody else has been asked for anything."""

    def get(address="/sparql?lang=en", forget=True):
        if forget:
            browser.get(base + "/icon.svg")
            browser.execute_script("localStorage.clear()")
        browser.get(base + address)
        wait_until(browser, "return document.querySelector('.tabPanel.active .CodeMirror')")
        return browser

    # What the app refuses is told by the browser too.
    with undisturbed(browser, base, "the server responded with a status of"):
        yield get


def press(driver, key, *more):
    ActionChains(driver).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).send_keys(*more).perform()


def write(driver, text):
    """Put a text into the editor, the cursor behind it."""
    driver.execute_script(f"{EDITOR}.setValue(arguments[0]); {EDITOR}.focus(); {EDITOR}.execCommand('goDocEnd')", text)


def read(driver):
    return driver.execute_script(f"return {EDITOR}.getValue()")


def run(driver, text):
    write(driver, text)
    press(driver, Keys.ENTER)


def hints(driver):
    wait_until(driver, "return document.querySelector('.CodeMirror-hints li')")
    return [item.text for item in driver.find_elements(By.CSS_SELECTOR, ".CodeMirror-hints li")]


def mounted(driver, view="table"):
    wait_until(driver, f"return document.querySelector('.bench-view[data-shown={view}]')")
    return driver.find_element(By.CSS_SELECTOR, ".bench-view")


def pressed(driver):
    return driver.find_element(By.CSS_SELECTOR, "[data-view][aria-pressed=true]").get_attribute("data-view")


# ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_query_is_run_by_keyboard_and_its_things_have_names(bench):
    driver = bench()
    run(driver, PARTNERS)
    assert "Naples" in mounted(driver).text
    assert "PREFIX municipality:" in read(driver), "prefixes that are used are declared"


def test_an_answer_of_the_page_is_shown_without_asking_again(bench, base):
    driver = bench("/sparql?lang=en&query=ASK { ?s ?p ?o }")
    wait_until(driver, "return document.querySelector('.bench-view .boolean')")
    assert driver.find_element(By.CSS_SELECTOR, ".bench-view .boolean").text == "Yes"
    assert not driver.find_element(By.ID, "plain").is_displayed()
    asked = [url for url in list_requests(driver) if url.startswith(base + "/sparql")]
    assert len(asked) == 1


def test_a_graph_is_shown_and_its_raw_form_can_be_chosen(bench):
    driver = bench()
    run(driver, "CONSTRUCT WHERE { municipality:46201 ?p ?o }")
    wait_until(driver, "return document.querySelector('.bench-view[data-shown]')")
    driver.find_element(By.CSS_SELECTOR, "[data-view=raw]").click()
    wait_until(driver, "return document.querySelector('.bench-raw')?.textContent.includes('46201')")
    assert [link.text for link in driver.find_elements(By.CSS_SELECTOR, ".bench-tools a")][:2] == [
        "Turtle",
        "N-Triples",
    ]


def test_a_running_query_says_for_how_long_and_can_be_stopped(bench):
    driver = bench("/sparql?lang=ja")
    run(driver, RUNAWAY)
    wait_until(driver, "return /実行中… \\d/.test(document.querySelector('.bench-status').textContent)")
    driver.find_element(By.CLASS_NAME, "bench-stop").click()
    wait_until(driver, "return document.querySelector('.bench-problem .problem')")
    assert "中止しました" in driver.find_element(By.CLASS_NAME, "bench-problem").text
    assert driver.find_element(By.CLASS_NAME, "bench-run").is_displayed()


def test_a_query_past_the_limit_is_told_in_the_readers_language(bench):
    driver = bench("/sparql?lang=ja")
    run(driver, RUNAWAY)
    wait_until(driver, "return document.querySelector('.bench-problem .problem')", 40)
    assert "制限時間の5秒を過ぎた" in driver.find_element(By.CLASS_NAME, "bench-problem").text


@pytest.mark.parametrize(("language", "words"), [("en", "Line 3, column"), ("ja", "3行目")])
def test_an_error_stands_at_its_line(bench, language, words):
    driver = bench(f"/sparql?lang={language}")
    run(driver, "SELECT * WHERE {\n  ?s ?p ?o .\n  ?s ?p }")
    wait_until(driver, "return document.querySelector('.bench-line-problem')")
    assert words in driver.find_element(By.CLASS_NAME, "bench-problem").text
    line = driver.execute_script(
        "return document.querySelector('.bench-line-problem').closest('.CodeMirror-code > div')"
    )
    assert line.find_element(By.CSS_SELECTOR, ".CodeMirror-line").text.strip() == "?s ?p }"
    assert driver.find_elements(By.CSS_SELECTOR, ".bench-mark")
    ActionChains(driver).send_keys(Keys.BACKSPACE).perform()
    wait_until(driver, "return !document.querySelector('.bench-line-problem')")


def test_a_wrong_line_is_marked_while_it_is_typed(bench):
    driver = bench("/sparql?lang=ja")
    write(driver, "SELECT * WHERE {\n  ?s ?p ) }")
    wait_until(driver, "return document.querySelector('.bench-mark')")
    assert "2行目" in driver.find_element(By.CLASS_NAME, "bench-mark").get_attribute("title")


# ── Suggestions ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "typed", ["鹿児島市", "かごしまし", "kagoshima-s", "<https://w3id.org/glocal-graph/id/municipality/46201"]
)
def test_a_thing_is_put_in_by_its_name_in_any_script(bench, typed):
    driver = bench("/sparql?lang=ja")
    write(driver, f"SELECT * WHERE {{ ?tie glocal:party {typed}")
    press(driver, Keys.SPACE)
    assert "鹿児島市" in hints(driver)[0]
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    wait_until(driver, f"return /party (municipality:46201|<[^>]*46201>)$/.test({EDITOR}.getValue())")
    wait_until(driver, "return document.querySelector('.bench-name')?.textContent === '鹿児島市'")


def test_only_what_makes_sense_is_suggested(bench):
    driver = bench()
    write(driver, "SELECT * WHERE { ?x a ")
    press(driver, Keys.SPACE)
    assert all("glocal:" in text for text in hints(driver))
    write(driver, "SELECT * WHERE { ?tie a glocal:Partnership ; ")
    press(driver, Keys.SPACE)
    wait_until(driver, "return /party/.test(document.querySelector('.CodeMirror-hints')?.textContent)")
    write(driver, "SELECT * WHERE { ?tie glocal:kind ")
    press(driver, Keys.SPACE)
    wait_until(driver, "return /kind-sister/.test(document.querySelector('.CodeMirror-hints')?.textContent)")
    assert all("concept:kind-" in text for text in hints(driver))


def test_variables_are_suggested_while_they_are_typed(bench):
    driver = bench()
    write(driver, "SELECT ?partner WHERE { ")
    ActionChains(driver).send_keys("?par").perform()
    assert "?partner" in hints(driver)[0]


def test_a_hostile_label_is_text(bench):
    driver = bench()
    write(driver, "SELECT * WHERE { ?x ?y onerror")
    press(driver, Keys.SPACE)
    assert any("<img src=x" in text for text in hints(driver))
    assert driver.find_elements(By.TAG_NAME, "img") == []


# ── Keys and names ────────────────────────────────────────────────────────────────────────────────────────


def test_escape_leaves_the_editor_and_tab_goes_on(bench):
    driver = bench()
    write(driver, "ASK {}")
    ActionChains(driver).send_keys(Keys.ESCAPE).perform()
    assert driver.switch_to.active_element.get_attribute("class") == "bench-run"
    ActionChains(driver).send_keys(Keys.TAB).perform()
    assert driver.switch_to.active_element.get_attribute("data-do") == "complete"


def test_the_editor_speaks_japanese(bench):
    driver = bench("/sparql?lang=ja")
    field = driver.execute_script(f"return {EDITOR}.getInputField()")
    assert "SPARQL" in field.get_attribute("aria-label")
    tab = driver.find_element(By.CSS_SELECTOR, ".tab > a")
    ActionChains(driver).context_click(tab).perform()
    texts = [item.text for item in driver.find_elements(By.CLASS_NAME, "context-menu-item")]
    assert "複製する" in texts
    titles = driver.execute_script(
        "return [...document.querySelectorAll('#bench [title], #bench [aria-label]')]"
        ".filter((item) => item.offsetParent).map((item) => item.title || item.getAttribute('aria-label'))"
    )
    assert [text for text in titles if text.isascii()] == []


# ── Tabs and addresses ────────────────────────────────────────────────────────────────────────────────────


def test_tabs_outlive_a_reload_and_the_last_one_cannot_be_lost(bench):
    driver = bench()
    write(driver, "ASK { ?first ?p ?o }")
    driver.find_element(By.CLASS_NAME, "addTab").click()
    wait_until(driver, "return document.querySelectorAll('.tab').length === 2")
    write(driver, "ASK { ?second ?p ?o }")
    wait_until(driver, "return Object.values(localStorage).some((text) => text.includes('?second'))")
    driver.refresh()
    wait_until(driver, "return document.querySelectorAll('.tab').length === 2")
    assert read(driver) == "ASK { ?second ?p ?o }"
    for _ in range(2):
        driver.find_element(By.CSS_SELECTOR, ".tab.active .closeTab").click()
    wait_until(driver, "return document.querySelector('.tabPanel.active .CodeMirror')")
    assert len(driver.find_elements(By.CLASS_NAME, "tab")) == 1


def test_a_tab_runs_on_while_another_is_looked_at(bench):
    driver = bench()
    run(driver, RUNAWAY)
    wait_until(driver, "return document.querySelector('.tab.querying')")
    driver.find_element(By.CLASS_NAME, "addTab").click()
    wait_until(driver, "return document.querySelectorAll('.tab').length === 2")
    run(driver, PARTNERS)
    assert "Naples" in mounted(driver).text
    driver.find_element(By.CSS_SELECTOR, ".tab:not(.active) > a").click()
    wait_until(driver, "return !document.querySelector('.bench-stop').hidden")
    assert not driver.find_element(By.CLASS_NAME, "bench-answer").is_displayed()
    driver.find_element(By.CLASS_NAME, "bench-stop").click()
    wait_until(driver, "return !document.querySelector('.tab.querying')")


def test_the_address_holds_query_and_view(bench):
    driver = bench()
    run(driver, PARTNERS)
    mounted(driver)
    driver.find_element(By.CSS_SELECTOR, "[data-view=raw]").click()
    wait_until(driver, "return location.search.includes('view=raw')")
    driver.get(driver.current_url)
    mounted(driver, "raw")
    assert "glocal:party" in read(driver)


def test_a_long_query_has_an_address_too_and_a_short_one(bench):
    driver = bench()
    run(driver, PARTNERS + "\n# " + "鹿" * 600)
    mounted(driver)
    long = driver.execute_script("return location.href")
    assert "#query=" in long
    driver.find_element(By.CSS_SELECTOR, "[data-do=share]").click()
    wait_until(driver, "return document.querySelector('[data-address=short] input')")
    short = driver.find_element(By.CSS_SELECTOR, "[data-address=short] input").get_attribute("value")
    assert len(short) < 60
    for address in (long, short):
        driver.get("about:blank")
        driver.get(address)
        assert "Naples" in mounted(driver).text
        assert "鹿" * 600 in read(driver)


@pytest.mark.parametrize(("view", "form", "beginning"), [("network", "png", b"\x89PNG"), ("map", "svg", b"<svg")])
def test_a_picture_can_be_taken_away(bench, tmp_path, view, form, beginning):
    driver = bench()
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    run(driver, PARTNERS.replace("?tie ?partner", "(municipality:46201 AS ?city) ?partner"))
    mounted(driver)
    driver.find_element(By.CSS_SELECTOR, f"[data-view={view}]").click()
    wait_until(driver, f"return document.querySelector('.bench-view [data-mounted={view}]')")
    wait_until(driver, f"return document.querySelector('[data-picture-format={form}]')")
    driver.find_element(By.CSS_SELECTOR, f"[data-picture-format={form}]").click()
    saved = tmp_path / f"glocal-graph-{view}.{form}"
    WebDriverWait(driver, 20).until(lambda _: saved.exists() and saved.stat().st_size > 500)
    assert beginning in saved.read_bytes()[:200]


def test_a_question_opens_in_a_tab_of_its_own(bench):
    driver = bench("/sparql?lang=ja")
    wait_until(driver, "return document.querySelector('[data-question=partners-of-place]')")
    driver.find_element(By.CSS_SELECTOR, "[data-question=partners-of-place]").click()
    wait_until(driver, "return document.querySelectorAll('.tab').length === 2")
    assert 'VALUES ?lang { "ja" }' in read(driver)
    press(driver, Keys.ENTER)
    wait_until(driver, "return document.querySelector('.bench-view [data-mounted]')")


def test_snippets_and_citation_are_those_of_the_present_query(bench, base, store):
    driver = bench()
    run(driver, PARTNERS)
    mounted(driver)
    driver.find_element(By.CSS_SELECTOR, "[data-panel=use] summary").click()
    wait_until(driver, "return document.querySelector('[data-snippet=curl]')")
    for name in ("curl", "sparqlwrapper", "pandas", "r"):
        driver.find_element(By.CSS_SELECTOR, f"[data-snippet={name}]").click()
        text = driver.find_element(By.CSS_SELECTOR, "[data-panel=use] pre").text
        assert f"{base}/sparql" in text
        assert "municipality:46201, ?partner" in text
    driver.find_element(By.CSS_SELECTOR, "[data-panel=cite] summary").click()
    wait_until(driver, "return document.querySelectorAll('[data-panel=cite] pre').length === 2")
    text, bibtex = (item.text for item in driver.find_elements(By.CSS_SELECTOR, "[data-panel=cite] pre"))
    assert store.release in text
    assert "CC BY 4.0" in text
    assert f"{base}/l/" in text
    assert bibtex.startswith("@misc{glocalgraph-")


def test_a_state_that_is_no_state_leaves_the_editor_usable(bench, base):
    driver = bench("/sparql?lang=en&view=nonsense&options=%7Bbroken&query=ASK {}")
    wait_until(driver, "return document.querySelector('.bench-view .boolean')")
    body = json.dumps({"page": "/sparql", "fields": {"query": "ASK {}"}, "state": {"view": {"a": 1}, "title": "<b>"}})
    made = driver.execute_async_script(
        "const done = arguments[1]; fetch('/api/links', {method: 'POST', headers: {'Content-Type': 'application/json'},"
        " body: arguments[0]}).then((answer) => answer.json()).then((answer) => done(answer.address))",
        body,
    )
    driver.get(base + made)
    wait_until(driver, "return document.querySelector('.bench-view .boolean')")


def test_a_phone_shows_all_of_it(bench):
    driver = bench()
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for language in ("ja", "en"):
            bench(f"/sparql?lang={language}&query=SELECT * {{ ?s ?p ?o }} LIMIT 3")
            mounted(driver)
            wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert driver.execute_script(wide) <= 1
            assert driver.find_element(By.CLASS_NAME, "bench-run").size["height"] >= 40
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
