from __future__ import annotations

from dataclasses import dataclass

import pytest

from glocal_graph.model import vocabulary as v
from glocal_graph.questions.completion import Completion, write_term
from glocal_graph.questions.search import NameIndex
from tests.small_graph import KAGOSHIMA, MemoryStore


@dataclass
class Word:
    label_en: str = ""
    label_ja: str = ""
    comment_en: str = ""
    comment_ja: str = ""


WORDS = {
    v.glocal("party"): Word("party", "当事者", "One of the local governments of a tie.", "提携の当事者。"),
    v.glocal("within"): Word("within", "所在・所属"),
    v.glocal("City"): Word("City", "市"),
    v.concept("kind", "sister"): Word("Sister city", "姉妹都市"),
}


@pytest.fixture(scope="module")
def completion():
    store = MemoryStore()
    return Completion(store, NameIndex.from_store(store), WORDS)


def texts(completion, text, kind, context="", limit=20, language="ja"):
    return [item.text for item in completion.find(text, kind, language, limit, context)]


@pytest.mark.parametrize(
    "typed", ["鹿児島市", "かごしまし", "kagoshima-shi", "Kagoshima City", "46201", "municipality:46201"]
)
def test_a_thing_is_found_by_its_name_in_any_script(completion, typed):
    assert texts(completion, typed, "thing")[0] == "municipality:46201"


def test_a_prefix_and_a_name_narrow_each_other(completion):
    assert texts(completion, "municipality:かごしま", "thing") == ["municipality:46201"]
    assert texts(completion, "prefecture:鹿児島", "thing") == ["prefecture:JP-46"]


def test_an_iri_is_completed_from_its_beginning(completion):
    found = texts(completion, f"<{KAGOSHIMA[:-1]}", "thing")
    assert set(found) == {"municipality:46201", "municipality:46206"}


def test_classes_are_found_by_label_in_both_languages_the_most_used_first(completion):
    assert texts(completion, "市", "class")[0] == "glocal:City"
    assert texts(completion, "city", "class")[0] == "glocal:City"
    everything = texts(completion, "", "class", limit=100)
    assert everything[0] == "glocal:Place"
    assert "glocal:HistoricalEvent" in everything, "a class that nothing has is offered too, last"


def test_properties_are_sorted_by_their_use(completion):
    found = completion.find("", "property", "en", 100)
    counts = [item.count for item in found]
    assert counts == sorted(counts, reverse=True)
    assert found[0].iri in (v.RDFS_LABEL, v.RDF_TYPE)


def test_properties_of_a_class_come_before_all_others(completion):
    first = texts(completion, "", "property", v.glocal("Partnership"), limit=200)
    assert "glocal:party" in first[:4]
    assert first.index("glocal:party") < first.index("glocal:within")


def test_after_a_property_only_what_it_leads_to_is_offered(completion):
    kinds = texts(completion, "", "thing", v.glocal("kind"))
    assert kinds[0] == "concept:kind-sister"
    assert set(kinds) <= {f"concept:kind-{kind}" for kind in v.KINDS}
    assert texts(completion, "姉妹", "thing", v.glocal("kind")) == ["concept:kind-sister"]
    assert "person:saigo-takamori" not in texts(completion, "kagoshima", "thing", v.glocal("party"))


def test_after_a_property_of_texts_no_thing_is_offered(completion):
    assert texts(completion, "鹿児島", "thing", v.glocal("date")) == []
    assert texts(completion, "", "thing", v.glocal("date")) == []


def test_namesakes_are_told_apart_by_where_they_lie(completion):
    found = completion.find("Kagoshima City", "thing", "en", 5, v.glocal("party"))[0]
    assert found.comment_en == "Kagoshima Prefecture"


def test_labels_and_comments_come_along_as_hints(completion):
    found = completion.find("当事者", "property", "ja", 5)[0]
    assert (found.label_en, found.label_ja, found.comment_en) == (
        "party", "当事者", "One of the local governments of a tie."
    )  # fmt: skip


@pytest.mark.parametrize("context", ["x", "<>", "https://a.example/ } DROP ALL #", "https://a.example/unknown"])
def test_a_context_that_the_graph_lacks_changes_nothing(completion, context):
    assert texts(completion, "", "property", context) == texts(completion, "", "property")
    assert texts(completion, "鹿児島市", "thing", context) == texts(completion, "鹿児島市", "thing")


@pytest.mark.parametrize("typed", ["", "<", ">", "\\", '"', "(", "[", "鹿" * 200, "a:b:c", "://", "\x00"])
def test_any_text_is_answered(completion, typed):
    for kind in ("class", "property", "thing", "any"):
        assert len(texts(completion, typed, kind, limit=7)) <= 7


def test_a_name_that_a_query_cannot_hold_is_written_whole():
    assert write_term(v.ID + "source/news/seminar") == f"<{v.ID}source/news/seminar>"
    assert write_term("https://elsewhere.example/x") == "<https://elsewhere.example/x>"
    assert write_term(v.ID + "partnership/46201--gn-3172394") == "partnership:46201--gn-3172394"
