"""The gallery: files with a head become questions; values become terms and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from glocal_graph.model.errors import DataError, ParameterError, PlaceNotFound, QuestionNotFound
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import PLACE_KINDS, bind, find_question, load_gallery, read_question

GALLERY = load_gallery(Settings())
KAGOSHIMA = "https://w3id.org/glocal-graph/id/municipality/46201"
FILE = """# number: 3
# title@en: Who?
# title@ja: 誰?
# param: name | text | Name | 名前
# param: year | year | Year | 年
# shows: table
SELECT ?x WHERE { VALUES ?lang { "en" } VALUES ?name { "a" } VALUES ?year { 2000 } BIND (?name AS ?x) }
"""


def resolve(text: str, kind: str) -> str:
    if text == "鹿児島市":
        return KAGOSHIMA
    raise PlaceNotFound(text)


@pytest.fixture
def question(tmp_path):
    path = tmp_path / "who.rq"
    path.write_text(FILE, encoding="utf-8")
    return read_question(path)


def test_all_questions_are_there_in_order():
    assert [question.number for question in GALLERY.values()] == list(range(1, 32))


@pytest.mark.parametrize("question", GALLERY.values(), ids=GALLERY)
def test_each_question_parses_and_speaks_both_languages(question):
    Store().query(question.text)
    assert question.title_en != question.title_ja
    assert 'VALUES ?lang { "en" }' in question.text
    named = set() if question.computed else {column.name for column in question.columns}
    select = question.text.split("SELECT", 1)[1].split("WHERE", 1)[0]
    assert named <= {word.strip("?()") for word in select.split()}, "a column that the query does not answer"


def test_a_question_is_found_by_name_and_by_number():
    assert find_question(GALLERY, "1").name == find_question(GALLERY, "partners-of-place").name
    with pytest.raises(QuestionNotFound, match="partners-of-place"):
        find_question(GALLERY, "no-such")


def test_a_place_becomes_its_iri_everywhere():
    text = bind(GALLERY["partners-of-place"], {"place": "鹿児島市"}, "ja", resolve)
    assert f"VALUES ?place {{ <{KAGOSHIMA}> }}" in text
    assert 'VALUES ?lang { "ja" }' in text


def test_a_place_that_is_not_there_is_an_error():
    with pytest.raises(PlaceNotFound):
        bind(GALLERY["partners-of-place"], {"place": "Atlantis"}, "en", resolve)


def test_an_unknown_parameter_names_those_that_are(question):
    with pytest.raises(ParameterError, match="name, year"):
        bind(question, {"place": "x"}, "en", resolve)


@pytest.mark.parametrize("value", ["many", "1; DROP ALL", "", "1e9", "１９８７年"])
def test_a_year_is_a_number(question, value):
    with pytest.raises(ParameterError, match="is a number"):
        bind(question, {"year": value}, "en", resolve)


@given(st.text(max_size=60).filter(lambda text: text.strip() == text and "\x00" not in text))
def test_any_text_stays_one_literal(value):
    question = read_question_from_memory()
    try:
        text = bind(question, {"name": value}, "en", resolve)
        text.encode("utf-8")
    except UnicodeEncodeError:
        return
    answers = [row["x"].value for row in Store().query(text)]
    assert answers == [value]


def read_question_from_memory():
    from glocal_graph.questions.gallery import Parameter, Question

    parameters = (Parameter("name", "text", "Name", "名前", '"a"'),)
    return Question("who", 3, "Who?", "誰?", parameters, (), "table", (), FILE)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# number: 3\n", "", "number"),
        ("# shows: table", "# shows: dance", "dance"),
        ("| text |", "| colour |", "colour"),
        ("# param: name | text | Name | 名前", "# param: name | text", "parts"),
        ("VALUES ?year { 2000 }", "", "VALUES ?year"),
    ],
)
def test_a_broken_head_says_what_is_wrong(tmp_path, old, new, message):
    path = tmp_path / "who.rq"
    path.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=r"who\.rq") as caught:
        read_question(path)
    assert message in str(caught.value)


def test_a_place_is_any_kind_of_place_and_a_thing_may_be_anything():
    assert {"City", "Prefecture", "Country", "Region"} <= PLACE_KINDS["place"]
    assert not {"Person", "Event", "Partnership"} & PLACE_KINDS["place"]
    assert "thing" not in PLACE_KINDS
    kinds = {parameter.type for parameter in load_gallery(Settings())["links-between"].parameters}
    assert kinds == {"thing"}, "a person is linked to a place, too"
