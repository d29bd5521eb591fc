"""A request of the SPARQL 1.1 Protocol, read whole: the query, its graphs, its time; else the right 4xx."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestURITooLarge, UnsupportedMediaType

from glocal_graph.data.store import Answer, GraphStore
from glocal_graph.data.store.interface import NO_GRAPH
from glocal_graph.model.settings import Settings
from glocal_graph.questions.guard import admit

__all__ = [
    "ACCEPT_POST",
    "DIRECT",
    "FORM",
    "Asked",
    "ask",
    "check",
    "is_graph",
    "read_fields",
    "read_request",
    "unknown_graphs",
]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ACCEPT_POST = f"{FORM}, {DIRECT}"
_MOST_FIELDS = 100
#: What may stand before the word that says which kind of query it is; possessive, so that it cannot run away.
_PROLOGUE = re.compile(
    r"(?:\s++|#[^\r\n]*+|(?i:BASE)\s*+<[^<>]*+>|(?i:PREFIX)\s++[^\s:<>]*+:\s*+<[^<>]*+>)*+(?P<word>[A-Za-z]++)"
)
#: A graph's name, as FROM takes it; nothing that anybody might think we would open.
_GRAPH_NAME = re.compile(r"(?:https?://|urn:)[^\x00-\x20<>\"{}|\\^`]+", re.IGNORECASE)
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
        kind = _posted_kind()
        if kind == DIRECT:
            if "query" in fields:
                raise BadRequest("two queries in one request: one in the address, one in the body")
            return _read(fields, _decode(request.get_data()), settings)
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


def read_fields(raw: bytes) -> dict[str, list[str]]:
    """The fields of an address or a form, each with its values in order."""
    try:
        return parse_qs(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise BadRequest("the request is not UTF-8, percent-encoded") from error
    except ValueError as error:
        raise BadRequest(f"the request cannot be read: at most {_MOST_FIELDS} fields") from error


def _posted_kind() -> str:
    kind = request.mimetype
    if kind not in (FORM, DIRECT):
        hint = "; an update is sent to /update" if kind == "application/sparql-update" else ""
        raise UnsupportedMediaType(f'a query is posted as {FORM} or {DIRECT}, not as "{kind}"{hint}')
    charset = request.mimetype_params.get("charset", "utf-8").strip("'\"").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"a query is read as UTF-8, not as {charset}")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("a query is read as it is: send it without Content-Encoding")
    return kind


def _read(fields: _Fields, text: str, settings: Settings) -> Asked:
    if "update" in fields:
        raise BadRequest("this address answers queries; an update is posted to /update")
    return Asked(
        text=_clean(text),
        # SPARQLWrapper names a format twice: first in a word, then as media types.
        format=fields.get("format", [""])[0],
        default_graphs=_graphs(fields, "default-graph-uri"),
        named_graphs=_graphs(fields, "named-graph-uri"),
        seconds=_seconds(fields.get("timeout", ()), settings),
    )


def _graphs(fields: _Fields, name: str) -> tuple[str, ...]:
    """The graphs of this field, each once. A form that was left empty names none."""
    # Also from an address whose "&" and "=" were encoded with the names: the protocol's own test suite has one.
    values = [part for value in fields.get(name, ()) for part in value.split(f"&{name}=")]
    found = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    for graph in found:
        if not _GRAPH_NAME.fullmatch(graph):
            raise BadRequest(f'{name} takes the name of a graph, which begins with http or urn, not "{graph[:200]}"')
    return found


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


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"the query is not UTF-8: byte {error.start + 1}") from error


def _clean(text: str) -> str:
    if "\x00" in text:
        raise BadRequest("the query holds a NUL character")
    return text.replace("\r\n", "\n").removeprefix("\ufeff")
