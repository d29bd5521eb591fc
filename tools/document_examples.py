"""Writes the figures and answers in the documents anew, from the graph as it is built.

In a document, a block marked `sparql` that is followed by a block marked `csv` is a question with its answer;
the table between `<!-- figures -->` and `<!-- /figures -->` counts the graph. Everything else is left as it is.
Run it after a change of the data that changes an answer: `python tools/document_examples.py`.
"""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.model.settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "docs/data-model.md", "docs/sparql.md")
EXAMPLE = re.compile(r"```sparql\n(?P<query>.*?)```\n\n```csv\n(?P<answer>.*?)```", re.DOTALL)
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)
_GLOCAL = "https://w3id.org/glocal-graph/ontology#"
_COUNTS = (
    ("ties between local governments", "?x a glocal:Partnership"),
    ("of them with a date", "?x a glocal:Partnership ; glocal:date ?date"),
    ("what one source says of a tie or an event (claims)", "?x a glocal:Claim"),
    ("events", "?x a glocal:Event"),
    ("sources", "?x a glocal:Source"),
    ("municipalities of Japan, former ones included", "?x a glocal:Municipality ; glocal:country <{id}country/JP>"),
    (
        "local governments abroad with a tie",
        "?tie glocal:party ?x . ?x glocal:country ?c FILTER (?c != <{id}country/JP>)",
    ),
    ("countries and territories with a tie", "?tie glocal:party/glocal:country ?x FILTER (?x != <{id}country/JP>)"),
)


def ask(store: GraphStore, query: str) -> str:
    """The answer as CSV, with the line ends of a document."""
    return store.query(query, media_type="text/csv").body.decode().replace("\r\n", "\n")


def count(store: GraphStore) -> str:
    """The table of figures."""
    lines = ["| in the graph | number |", "|---|---:|"]
    for name, pattern in _COUNTS:
        where = pattern.replace("{id}", "https://w3id.org/glocal-graph/id/")
        answer = ask(store, f"PREFIX glocal: <{_GLOCAL}> SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {where} }}")
        lines.append(f"| {name} | {int(answer.split()[1]):,} |")
    return "\n".join(lines) + "\n"


def renew(text: str, store: GraphStore) -> str:
    """The document with the answers and figures of this graph."""
    text = EXAMPLE.sub(lambda m: f"```sparql\n{m['query']}```\n\n```csv\n{ask(store, m['query'])}```", text)
    return FIGURES.sub(lambda _: count(store), text)


def main() -> None:
    """Write the documents."""
    with closing(open_store(Settings.from_environment())) as store:
        for name in DOCUMENTS:
            path = ROOT / name
            path.write_text(renew(path.read_text(encoding="utf-8"), store), encoding="utf-8")


if __name__ == "__main__":
    main()
