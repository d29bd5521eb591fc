"""What the editor's scripts know without a page: where the cursor stands, triples, snippets, citations, addresses."""

from __future__ import annotations

import tomllib

import pytest

from glocal_graph.model.vocabulary import GLOCAL, PREFIXES
from tests.node import SCRIPTS, run_script

EVENT, WITHIN, KIND = GLOCAL + "Event", GLOCAL + "within", GLOCAL + "kind"
#: What stands before the cursor → what is asked for, the word begun, and what the answer depends on.
POSITIONS = [
    ("", "start", "", ""),
    ("SEL", "start", "SEL", ""),
    ("PREFIX glo", "prefix", "glo", ""),
    ("SELECT ?", "variable", "?", ""),
    ("SELECT * WHERE { ", "subject", "", ""),
    ("SELECT * { ?x ", "property", "", ""),
    ("SELECT * { ?x a ", "class", "", ""),
    ("SELECT * { ?x rdf:type glocal:C", "class", "glocal:C", ""),
    ("SELECT * { ?x a glocal:Event ; ", "property", "", EVENT),
    ("SELECT * { ?x a glocal:Event . ?y glocal:date ?d . ?x ", "property", "", EVENT),
    ("SELECT * { ?x glocal:within ", "thing", "", WITHIN),
    ("SELECT * { ?x glocal:within 鹿児島", "thing", "鹿児島", WITHIN),
    ("SELECT * { ?x glocal:within <http", "thing", "<http", WITHIN),
    ("SELECT * { ?x glocal:party/glocal:wi", "property", "glocal:wi", ""),
    ("SELECT * { ?x ^glocal:party/glocal:within* ", "thing", "", WITHIN),
    ("SELECT * { ?x (glocal:party|glocal:within)+ ", "thing", "", WITHIN),
    ("SELECT * { ?x glocal:kind ?k, ", "thing", "", KIND),
    ("SELECT * { ?x glocal:kind ?k ; glocal:date ?d . ", "subject", "", ""),
    ("SELECT * { ?x glocal:party [ glocal:within ", "thing", "", WITHIN),
    ("SELECT * { OPTIONAL { ?x ", "property", "", ""),
    ("SELECT * { { ?x a glocal:Event } UNION { ?x glocal:", "property", "glocal:", EVENT),
    ("SELECT * { VALUES ?x { ", "thing", "", ""),
    ("SELECT * { VALUES (?x ?y) { (", "thing", "", ""),
    ("SELECT * { ?x ?p ?v FILTER(?v = ", "any", "", ""),
    ("SELECT * { GRAPH ", "graph", "", ""),
    ("SELECT * FROM ", "graph", "", ""),
    ('SELECT * { ?x glocal:date "20', "none", "20", ""),
    ("SELECT * { # ?x a ", "none", "", ""),
]


def test_the_position_in_half_a_query_is_known():
    found = run_script(
        "editor/position.js",
        "positionAt",
        "given.texts.map((text) => positionAt(text, '', given.prefixes))",
        {"texts": [text for text, *_ in POSITIONS], "prefixes": dict(PREFIXES)},
    )
    expected = [{"kind": kind, "word": word, "context": context} for _, kind, word, context in POSITIONS]
    assert {text: item for (text, *_), item in zip(POSITIONS, found, strict=True)} == {
        text: item for (text, *_), item in zip(POSITIONS, expected, strict=True)
    }


@pytest.mark.parametrize(
    "text", ["}", "}}}}", "]])((", "SELECT * { " * 300, '"', "<", "'''", "#", "\\", "\0", "鹿" * 5000]
)
def test_no_text_upsets_the_reader_of_positions(text):
    found = run_script("editor/position.js", "positionAt", "positionAt(given, given)", text)
    assert set(found) == {"kind", "word", "context"}


def test_triples_are_read_with_their_escapes():
    text = (
        '<http://a/s> <http://a/p> "a \\"b\\" \\n \\u9E7F \\U0001F30F"@ja-Latn .\n'
        '_:b <http://a/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        "<http://a/s> <http://a/p> _:b .\n"
    )
    assert run_script("editor/ntriples.js", "readTriples", "readTriples(given)", text) == [
        {
            "s": {"type": "uri", "value": "http://a/s"},
            "p": {"type": "uri", "value": "http://a/p"},
            "o": {"type": "literal", "value": 'a "b" \n 鹿 🌏', "xml:lang": "ja-Latn"},
        },
        {
            "s": {"type": "bnode", "value": "_:b"},
            "p": {"type": "uri", "value": "http://a/p"},
            "o": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        },
        {
            "s": {"type": "uri", "value": "http://a/s"},
            "p": {"type": "uri", "value": "http://a/p"},
            "o": {"type": "bnode", "value": "_:b"},
        },
    ]


@pytest.mark.parametrize(
    ("text", "is_graph"),
    [
        ("PREFIX a: <http://a/SELECT#>\n# ASK\nconstruct where {}", True),
        ("BASE <http://a/> DESCRIBE <b>", True),
        ("SELECT (1 AS ?construct) {}", False),
        ("# CONSTRUCT\nASK {}", False),
    ],
)
def test_the_kind_of_answer_is_read_past_the_prologue(text, is_graph):
    assert run_script("editor/asking.js", "isGraphQuery", "isGraphQuery(given)", text) is is_graph


def test_bibtex_holds_no_letter_that_would_break_it():
    given = {
        "release": "2026.11.23-1",
        "date": "2026-11-23",
        "today": "2026-12-01",
        "address": "https://a.example/l/abc",
        "title": "50% of {all} & \\more_",
    }
    found = run_script(
        "editor/citation.js", "citationFor", "citationFor({...given, say: (key, values) => values.shown ?? key})", given
    )
    assert "50\\% of all \\& more\\_" in found["bibtex"]
    assert "version = {2026.11.23-1}" in found["bibtex"]
    assert found["bibtex"].count("{") == found["bibtex"].count("}")


#: The service's reason, as data/store/explain.py and slips.py give it → what a Japanese reader is told.
REASONS = [
    (
        '"}" comes too early: the triple that begins with "?s" is not whole, its object is missing',
        "「}」が早すぎます。「?s」で始まるトリプルに目的語がありません。",
    ),
    (
        '"}" comes too early: after the comma an object is missing',
        "「}」が早すぎます。「,」の後に目的語がありません。",
    ),
    ('this "{" is not closed; a "}" is missing', "この「{」が閉じられていません。「}」が足りません。"),
    (
        '"}" cannot stand here: the "(" of line 1, column 19 is still open; a ")" is missing',
        "「}」はここに書けません。1行目・19文字目の「(」が閉じられていません。「)」が足りません。",
    ),
    ('"?x)" cannot stand here; expected "("', "「?x)」はここに書けません。"),
    (
        "the prefix ex: is not declared; begin with PREFIX ex: <…>",
        "接頭辞 ex: が宣言されていません。先頭に PREFIX ex: <…> を書いてください。",
    ),
    (
        "line 3: SERVICE is refused; a query here asks this graph, and calls no other",
        "3行目:SERVICE は使えません。ここでは、このグラフだけに問い合わせます。",
    ),
    (
        "line 1: DELETE is refused; a query here reads, and changes nothing",
        "1行目:DELETE は使えません。ここでは読み取りだけができます。",
    ),
    ('line 2: "{" is nested more than 128 deep', "2行目:「{」の入れ子が 128 段を超えています。"),
    (
        "line 1: UNION stands here for the 1001st time, which is too often",
        "1行目:UNION が 1001 回目です。これ以上は使えません。",
    ),
    (
        "the query has 200001 characters; at most 200000 are read",
        "クエリが 200001 文字あります。読めるのは 200000 文字までです。",
    ),
    ("a reason nobody knows", "a reason nobody knows"),
]


def test_why_a_query_does_not_parse_is_told_in_japanese_where_the_words_are_known():
    messages = tomllib.loads((SCRIPTS.parent / "messages.toml").read_text(encoding="utf-8"))
    words = {key.removeprefix("editor."): text for key, text in messages.items() if key.startswith("editor.reason")}
    say = "(key, v) => given.words[key].ja.replace(/\\{(\\w+)\\}/g, (_, name) => v[name])"
    told = run_script(
        "editor/reasons.js",
        "tellReason",
        f"given.reasons.map((text) => tellReason(text, 'ja', {say}).text)",
        {"reasons": [reason for reason, _ in REASONS], "words": words},
    )
    assert told == [japanese for _, japanese in REASONS]
