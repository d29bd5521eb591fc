from __future__ import annotations


def test_the_first_page_has_search_numbers_questions_and_networks(browse):
    page = browse("/?lang=ja")
    assert 'name="q"' in page
    assert "提携" in page
    assert page.count('href="/questions/') >= 3
    assert 'href="/explore?focus=municipality/46201&amp;lang=ja"' in page


def test_the_numbers_are_those_of_the_store(browse, store):
    count = store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"].value
    assert f"<dd>{int(count):,}</dd>" in browse("/")


def test_suggestions_come_in_any_script_with_both_labels_and_addresses(client):
    for text in ("鹿児島市", "かごしま", "カゴシマ", "kagoshima", "46201", "Ｋagoshima"):
        hits = client.get("/api/search", query_string={"q": text, "lang": "ja"}).json["hits"]
        assert hits[0]["id"] == "municipality/46201", text
    assert hits[0]["label"] == "鹿児島市"
    assert hits[0]["other"] == {"text": "Kagoshima City", "lang": "en"}
    assert hits[0]["doc"] == "/doc/municipality/46201?lang=ja"


def test_suggestions_are_kept_by_the_client_until_the_release_changes(client):
    first = client.get("/api/search?q=naples")
    again = client.get("/api/search?q=naples", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_search_without_hits_teaches(browse):
    assert "46201" in browse("/search?q=qqqqqqqqqq&lang=en")


def test_the_search_page_lists_what_is_found(browse):
    assert 'href="/doc/municipality/gn-3172394"' in browse("/search?q=Napoli")


def test_an_empty_or_huge_search_is_answered(client):
    assert client.get("/api/search").json["hits"] == []
    assert client.get("/api/search", query_string={"q": "あ" * 5000, "limit": "99999999"}).status_code == 200
    assert client.get("/api/search", query_string={"q": "x", "limit": "many"}).status_code == 200


def test_the_first_page_leads_to_an_answer_for_each_of_the_six_questions_of_staff(browse):
    page = browse("/?lang=ja")
    for address, words in (
        ("/questions/partners-of-place", "姉妹都市はどこで、いつから"),
        ("/planner?from=20", "来年度・再来年度に周年"),
        ("/questions/same-partner-or-state", "同じ国の同じ州"),
        ("/paths", "何を介して"),
        ("/briefing?", "1枚にまとめる"),
        ("/finder", "新しい相手"),
    ):
        assert any(f'href="{address}' in line and words in line for line in page.splitlines()), words


def test_suggestions_stand_by_kind_and_no_kind_hides_the_others(client):
    hits = client.get("/api/search", query_string={"q": "鹿児島", "lang": "ja", "grouped": "1"}).json["hits"]
    groups = [hit["group"] for hit in hits]
    assert groups == sorted(groups, key=groups.index), "each group in one piece"
    assert {"japan", "ties"} <= set(groups)
    assert hits[0]["groupLabel"] == "日本の自治体"


def test_results_stand_by_kind_under_headings(browse):
    page = browse("/search?q=鹿児島&lang=ja")
    assert 'aria-labelledby="found-japan"' in page
    assert page.index("found-japan") < page.index("found-ties")


def test_a_screen_reader_hears_how_many_suggestions_there_are(client):
    assert client.get("/api/search?q=Napoli&lang=ja").json["said"] == "候補 1件"
    assert "zzzzqq" in client.get("/api/search?q=zzzzqq&lang=en").json["said"]
