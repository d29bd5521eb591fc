"""A request of the SPARQL 1.1 Protocol, read whole: the query, its graphs, its time; else the right 4xx."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestURITooLarge

from glocal_graph.data.store import Answer, GraphStore
from glocal_graph.data.store.interface import NO_GRAPH
from glocal_graph.front.web.posted_text import FORM, clean, decode, read_fields, read_graphs, read_kind
from glocal_graph.model.settings import Settings
from glocal_graph.questions.guard import admit

__all__ = [
    "ACCEPT_POST",
    "DIRECT",
    "Asked",
    "ask",
    "check",
    "is_graph",
    "read_request",
    "unknown_graphs",
]

DIRECT = "application/sparql-query"
_WHAT = "a query"
ACCEPT_POST = f"{FORM}, {DIRECT}"
#: What may stand before the word that says which kind of query it is; possessive, so that it cannot run away.
_PROLOGUE = re.compile(
    r"(?:\s++|#[^\r\n]*+|(?i:BASE)\s*+<[^<>]*+>|(?i:PREFIX)\s++[^\s:<>]*+:\s*+<[^<>]*+>)*+(?P<word>[A-Za-z]++)"
)
#: What may be answered otherwise each time, on the same release. Where one of these words stands in a text or a name,
#: the answer is only worked out anew; so is one with an escape, which may hide a word from this look.
_PASSING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b|SERVICE|\\u", re.IGNORECASE)
_Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """What a request asks: the query, the format by name if one was, its dataset, and the seconds it may take."""

    text: str = ""
    format: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    seconds: float | None = None

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph rather than rows."""
        return is_graph(self.text)

    @property
    def is_lasting(self) -> bool:
        """Whether the answer stays the same for as long as the release is, so that it may be kept."""
        return _PASSING.search(self.text) is None

    @property
    def facts(self) -> tuple[str, ...]:
        """All that the answer depends on, beside the graph and the format."""
        return (self.text, repr((self.default_graphs, self.named_graphs)))


def read_request(settings: Settings) -> Asked:
    """What this request asks; werkzeug's 400, 413, 414 or 415 where it is not as the protocol has it."""
    fields = read_fields(request.query_string)
    if request.method == "POST":
        if read_kind(_WHAT, DIRECT, _hint()) == DIRECT:
            if "query" in fields:
                raise BadRequest("two queries in one request: one in the address, one in the body")
            return _read(fields, decode(_WHAT, request.get_data()), settings)
        posted = read_fields(request.get_data())
        fields = {name: [*fields.get(name, ()), *posted.get(name, ())] for name in (*fields, *posted)}
    queries = fields.get("query", ())
    if len(queries) > 1:
        raise BadRequest("one request holds one query")
    return _read(fields, queries[0] if queries else "", settings)


def check(asked: Asked, settings: Settings) -> None:
    """Refuse a text that is too long, or that asks for what no stranger's query may do."""
    length = len(asked.text)
    if length > settings.query_length:
        refusal = RequestEntityTooLarge if request.method == "POST" else RequestURITooLarge
        raise refusal(f"the query has {length:,} characters; at most {settings.query_length:,} are read")
    admit(asked.text, settings)


def ask(store: GraphStore, asked: Asked, media_type: str) -> Answer:
    """The store's answer to what was asked. A graph that is not here counts as an empty one, as FROM has it."""
    default, named = asked.default_graphs, asked.named_graphs
    if default or named:
        known = store.graphs()
        default, named = (tuple(name for name in names if name in known) for names in (default, named))
        if not default and not named:
            default = (NO_GRAPH,)
    return store.query(
        asked.text, media_type=media_type, seconds=asked.seconds, default_graphs=default, named_graphs=named
    )


def unknown_graphs(store: GraphStore, asked: Asked) -> list[str]:
    """The graphs that were asked for and are not here."""
    names = (*asked.default_graphs, *asked.named_graphs)
    known = store.graphs() if names else {}
    return [name for name in names if name not in known]


def is_graph(text: str) -> bool:
    """Whether the query's answer is a graph (CONSTRUCT, DESCRIBE) rather than rows."""
    found = _PROLOGUE.match(text)
    return found is not None and found["word"].upper() in ("CONSTRUCT", "DESCRIBE")


def _hint() -> str:
    return "; an update is sent to /update" if request.mimetype == "application/sparql-update" else ""


def _read(fields: _Fields, text: str, settings: Settings) -> Asked:
    if "update" in fields:
        raise BadRequest("this address answers queries; an update is posted to /update")
    return Asked(
        text=clean(_WHAT, text),
        # SPARQLWrapper names a format twice: first in a word, then as media types.
        format=fields.get("format", [""])[0],
        default_graphs=_graphs(fields, "default-graph-uri"),
        named_graphs=_graphs(fields, "named-graph-uri"),
        seconds=_seconds(fields.get("timeout", ()), settings),
    )


def _graphs(fields: _Fields, name: str) -> tuple[str, ...]:
    # Also from an address whose "&" and "=" were encoded with the names: the protocol's own test suite has one.
    return read_graphs(name, (part for value in fields.get(name, ()) for part in value.split(f"&{name}=")))


def _seconds(values: Sequence[str], settings: Settings) -> float | None:
    """The time that a client gives its query, at most what the server gives any."""
    given = values[-1].strip() if values else ""
    if not given:
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    most = settings.query_seconds_most
    if not 0 < seconds < math.inf:
        raise BadRequest(f'timeout takes seconds, as in timeout=2.5, up to {most:g}; not "{given[:40]}"')
    return min(seconds, most)
