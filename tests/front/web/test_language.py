from __future__ import annotations

import re
from pathlib import Path

import pytest

from glocal_graph.front.web.language import Messages
from glocal_graph.model.errors import DataError
from glocal_graph.model.settings import resources

WEB = resources() / "web"
MESSAGES = Messages.read(WEB / "messages.toml")


def test_every_message_says_the_same_values_in_both_languages():
    for key in sorted(set(MESSAGES.keys())):
        names = [set(re.findall(r"{(\w+)}", MESSAGES._table[key][language])) for language in ("en", "ja")]
        assert names[0] == names[1], key


def test_every_message_that_a_template_or_room_names_is_there():
    files = [*WEB.glob("templates/**/*.html"), *(Path(__file__).parents[3] / "src/glocal_graph/front/web").glob("*.py")]
    used = {
        key
        for path in files
        for key in re.findall(r"""\b(?:t|translate)\(\s*["']([\w.]+)["']\s*[,)]""", path.read_text("utf-8"))
    }
    assert used
    assert used - set(MESSAGES.keys()) == set()


def test_a_message_without_japanese_is_refused(tmp_path):
    (tmp_path / "m.toml").write_text('["a.b"]\nen = "one"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.b"):
        Messages.read(tmp_path / "m.toml")


@pytest.mark.parametrize(
    ("address", "accept", "language"),
    [
        ("/", "", "en"),
        ("/", "ja,en;q=0.5", "ja"),
        ("/", "fr", "en"),
        ("/?lang=ja", "en", "ja"),
        ("/?lang=en", "ja", "en"),
        ("/?lang=xx", "ja", "ja"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers(client, address, accept, language):
    page = client.get(address, headers={"Accept": "text/html", "Accept-Language": accept})
    assert f'<html lang="{language}">' in page.text


def test_a_chosen_language_stays_across_links_and_a_browsers_own_leaves_them_clean(browse):
    assert 'href="/questions?lang=ja"' in browse("/?lang=ja")
    assert 'href="/questions"' in browse("/")


def test_the_switch_keeps_the_view(browse):
    page = browse("/explore?focus=municipality/46201&hops=2&lang=en")
    switch = next(link for link in re.findall(r'<a href="([^"]+)" lang="ja"', page))
    assert "focus=municipality/46201" in switch
    assert "hops=2" in switch
    assert "lang=ja" in switch


def test_the_switch_keeps_the_page_of_a_thing(browse):
    assert '<a href="/doc/municipality/46201?lang=ja" lang="ja"' in browse("/doc/municipality/46201")


def test_the_address_of_a_graph_leads_a_reader_to_the_page_in_their_language(client):
    page = client.get("/graph/places?lang=ja", headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200
    assert '<html lang="ja">' in page.text


def test_a_foreign_name_is_marked_with_its_language(browse):
    assert '<p class="other-name" lang="ja">ナポリ</p>' in browse("/doc/municipality/gn-3172394?lang=en")
    assert '<span lang="it">Napoli</span>' in browse("/doc/municipality/gn-3172394?lang=en")
