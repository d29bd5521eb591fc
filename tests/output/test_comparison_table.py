from __future__ import annotations

from glocal_graph.output.comparison_table import comparison_table
from glocal_graph.questions.comparison import compare_places
from tests.questions.tying import ID, store_of, tie


def test_each_place_has_a_column_and_what_is_not_known_is_empty():
    store = store_of(
        tie("municipality/1", "gn-9", "1998"), tie("municipality/3", "gn-9", "1990"),
        "<municipality/1> glocal:population 1234 .",
    )  # fmt: skip
    table = comparison_table(compare_places(store, [ID + "municipality/1", ID + "municipality/3"]), "ja")
    assert [heading.text for heading in table.headings] == ["区分", "項目", "一市", "三市"]
    rows = {(row[0].text, row[1].text): (row[2].text, row[3].text) for row in table.rows}
    assert rows["概要", "人口"] == ("1234", "")
    assert rows["国・地域別の提携(継続中)", "アメリカ合衆国"] == ("1", "1")
    assert rows["共通の提携先", "ナイン"] == ("一市 1998", "三市 1990")
    assert rows["種別の提携(継続中)", "姉妹都市"] == ("1", "1")
