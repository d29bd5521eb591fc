"""Room /sparql: the SPARQL 1.1 Protocol for programs, a plain editor with the answer below it for browsers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, RESULT_OFFERS, Offer, choose, prefers_html
from glocal_graph.front.web.site import get_site
from glocal_graph.front.web.tables import Answered, read_answer
from glocal_graph.model.errors import GlocalError, QuerySyntaxError
from glocal_graph.model.vocabulary import DCTERMS, GEO, GLOCAL, ID, RDFS, SKOS
from glocal_graph.questions.guard import admit

room = Blueprint("sparql", __name__)

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_MOST_FIELDS = 50
#: What may stand before the word that says which kind of query it is; possessive, so that it cannot run away.
_PROLOGUE = re.compile(
    r"(?:\s++|#[^\r\n]*+|(?i:BASE)\s*+<[^<>]*+>|(?i:PREFIX)\s++[^\s:<>]*+:\s*+<[^<>]*+>)*+(?P<word>[A-Za-z]++)"
)
_PREFIXES = "".join(
    f"PREFIX {prefix}: <{space}>\n"
    for prefix, space in (
        ("glocal", GLOCAL),
        ("id", ID),
        ("rdfs", RDFS),
        ("skos", SKOS),
        ("dcterms", DCTERMS),
        ("geo", GEO),
    )
)


@dataclass(frozen=True)
class Sample:
    """A query to start from; its title is the message sparql.sample.<name>."""

    name: str
    text: str


SAMPLES = (
    Sample(
        "partners",
        f"""PREFIX glocal: <{GLOCAL}>
PREFIX rdfs: <{RDFS}>
SELECT ?tie ?partner ?name ?since ?kind WHERE {{
  ?city rdfs:label "鹿児島市"@ja .
  ?tie glocal:party ?city, ?partner ; glocal:kind ?kind .
  ?partner rdfs:label ?name .
  OPTIONAL {{ ?tie glocal:date ?since }}
  FILTER (?partner != ?city && LANG(?name) = "ja")
}} ORDER BY ?since""",
    ),
    Sample(
        "countries",
        f"""PREFIX glocal: <{GLOCAL}>
PREFIX rdfs: <{RDFS}>
SELECT ?country ?name (COUNT(DISTINCT ?tie) AS ?ties) WHERE {{
  ?tie a glocal:Partnership ; glocal:party/glocal:country ?country .
  ?country rdfs:label ?name .
  FILTER (LANG(?name) = "en" && ?country != <{ID}country/JP>)
}} GROUP BY ?country ?name ORDER BY DESC(?ties) LIMIT 30""",
    ),
    Sample(
        "disagreements",
        f"""PREFIX glocal: <{GLOCAL}>
PREFIX dcterms: <{DCTERMS}>
SELECT ?thing ?one ?source ?other ?otherSource WHERE {{
  ?a glocal:claimAbout ?thing ; glocal:claimedDate ?one ; dcterms:source ?source .
  ?b glocal:claimAbout ?thing ; glocal:claimedDate ?other ; dcterms:source ?otherSource .
  FILTER (STRLEN(?one) = STRLEN(?other) && ?one < ?other)
}} LIMIT 100""",
    ),
    Sample(
        "turtle",
        f"""PREFIX glocal: <{GLOCAL}>
CONSTRUCT {{ ?tie ?property ?value }} WHERE {{
  ?tie glocal:party/glocal:within* <{ID}prefecture/JP-39> ; ?property ?value .
}}""",
    ),
)


@dataclass(frozen=True)
class Asked:
    """What a request asks: the query's text, and the format by name if one was."""

    text: str
    format: str = ""


@room.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def sparql() -> Response:
    """Answer a query; without one, show a browser the editor."""
    asked = _read_request()
    is_page = not asked.format and prefers_html(request.headers.get("Accept"))
    if is_page:
        return _page(asked)
    if not asked.text.strip():
        raise BadRequest("there is no query: give one as ?query=, as a form field, or as the body")
    return open_to_all(_answer(asked))


@room.route("/sparql", methods=["OPTIONS"], provide_automatic_options=False)
def preflight() -> Response:
    """What a script of another site may send."""
    response = Response(status=204)
    response.headers["Allow"] = "GET, HEAD, OPTIONS, POST"
    return open_to_all(response)


def _answer(asked: Asked) -> Response:
    site = get_site()
    offer = choose(_offers(asked.text), request.headers.get("Accept"), asked.format)
    _check(asked.text)
    tag = etag("sparql", site.store.release, offer.media_type, asked.text)
    if is_known(tag):
        return keep(Response(status=304), tag)
    answer = site.store.query(asked.text, media_type=offer.media_type)
    response = Response(answer.body, content_type=offer.content_type)
    if asked.format:
        kind = "attachment" if offer.name in ("csv", "tsv") else "inline"
        response.headers["Content-Disposition"] = f'{kind}; filename="glocal-graph.{offer.suffix}"'
    return keep(response, tag)


def _check(text: str) -> None:
    settings = get_site().settings
    if len(text) > settings.query_length:
        raise RequestEntityTooLarge(
            f"the query has {len(text):,} characters; at most {settings.query_length:,} are read"
        )
    admit(text, settings)


def _page(asked: Asked) -> Response:
    answered: Answered | None = None
    problem: GlocalError | None = None
    status = 200
    if asked.text.strip():
        try:
            _check(asked.text)
            answered = read_answer(get_site(), asked.text, is_graph(asked.text))
        except GlocalError as error:
            problem, status = error, error.status
    page = render_template(
        "sparql.html",
        text=asked.text,
        start=_PREFIXES + "\nSELECT ?thing ?label WHERE {\n  ?thing a glocal:Event ; rdfs:label ?label .\n} LIMIT 20",
        samples=SAMPLES,
        answered=answered,
        problem=problem,
        mark=_mark(asked.text, problem),
        offers=_offers(asked.text),
        addressable=len(asked.text) < 6000,
    )
    response = make_response(page, status)
    if answered is None:
        return response
    return keep(response, etag("sparql-page", get_site().store.release, current_language(), asked.text))


def _mark(text: str, problem: GlocalError | None) -> tuple[str, str] | None:
    """The line that does not parse, and the blanks before the place where it stops."""
    if not isinstance(problem, QuerySyntaxError) or not problem.line:
        return None
    lines = text.splitlines()
    if problem.line > len(lines):
        return None
    line = lines[problem.line - 1]
    before = line[: max((problem.column or 1) - 1, 0)]
    return line, "".join("\u3000" if ord(letter) > 0x2E7F else " " for letter in before)


def is_graph(text: str) -> bool:
    """Whether the query's answer is a graph (CONSTRUCT, DESCRIBE) rather than rows."""
    found = _PROLOGUE.match(text)
    return found is not None and found["word"].upper() in ("CONSTRUCT", "DESCRIBE")


def _offers(text: str) -> tuple[Offer, ...]:
    return GRAPH_OFFERS if is_graph(text) else RESULT_OFFERS


# ── What a request asks ───────────────────────────────────────────────────────────────────────────────────


def _read_request() -> Asked:
    if request.method in ("GET", "HEAD"):
        return _read_fields(request.query_string)
    kind = request.mimetype
    if kind == _FORM:
        return _read_fields(request.get_data())
    if kind == _DIRECT:
        asked = _read_fields(request.query_string)
        if asked.text:
            raise BadRequest("two queries in one request: one in the address, one in the body")
        return Asked(_decode(request.get_data()), asked.format)
    raise UnsupportedMediaType(f'a query is posted as {_FORM} or {_DIRECT}, not as "{kind}"')


def _read_fields(raw: bytes) -> Asked:
    try:
        fields = parse_qs(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise BadRequest("the request is not UTF-8, percent-encoded") from error
    except ValueError as error:
        raise BadRequest(f"the request cannot be read: at most {_MOST_FIELDS} fields") from error
    if "update" in fields:
        raise BadRequest("updates are not taken here; this address answers queries")
    for name in ("default-graph-uri", "named-graph-uri"):
        if name in fields:
            raise BadRequest(f"{name} is not taken here; name the graph in the query by GRAPH")
    queries = fields.get("query", [])
    if len(queries) > 1:
        raise BadRequest("one request holds one query")
    return Asked(_clean(queries[0]) if queries else "", fields.get("format", [""])[-1])


def _decode(raw: bytes) -> str:
    try:
        return _clean(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadRequest(f"the query is not UTF-8: byte {error.start + 1}") from error


def _clean(text: str) -> str:
    if "\x00" in text:
        raise BadRequest("the query holds a NUL character")
    return text.replace("\r\n", "\n").removeprefix("\ufeff")
