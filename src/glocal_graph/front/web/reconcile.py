"""Room /reconcile: the Reconciliation Service API 0.2, with which OpenRefine matches and extends tables of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge

from glocal_graph import __version__
from glocal_graph.front.web.display import word
from glocal_graph.front.web.extension import extend, list_properties, name_property
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.json_bodies import read_json
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.site import get_site
from glocal_graph.front.web.turns import turn
from glocal_graph.model import vocabulary as v
from glocal_graph.model.vocabulary import CLASSES, class_of
from glocal_graph.questions.reconciliation import Candidate, Query, local_id, local_type, reconcile
from glocal_graph.questions.search import Entry

room = Blueprint("reconcile", __name__, url_prefix="/reconcile")

_MOST_QUERIES = 2000
_MOST_CANDIDATES = 100
_MOST_EXTENDED = 1000
#: Properties of one query, values of one property, and columns of an extension: a table of people has far fewer.
_MOST_PROPERTIES, _MOST_VALUES, _MOST_COLUMNS = 20, 20, 100
#: Letters of a name or a value that are looked at; no name is as long.
_MOST_LETTERS = 500
_SUGGESTED = 20
_DEFAULT_TYPES = ("Municipality", "Prefecture", "Country", "Region", "Place", "Partnership", "Event", "Person")
_STRICTNESS = ("any", "should", "all")
#: OpenRefine shows a preview in a frame of its own pages, so this page alone may be framed.
_FRAMED = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"


@room.route("", methods=["GET", "POST", "OPTIONS"])
def service() -> Response:
    """The manifest; with `queries` the candidates for each; with `extend` the values of properties."""
    if request.method == "OPTIONS":
        return open_to_all(Response(status=204))
    if queries := _given("queries"):
        with turn():
            return open_to_all(jsonify(_answer(queries)))
    if extension := _given("extend"):
        with turn():
            return open_to_all(jsonify(_extend(extension)))
    tag = etag("reconcile", get_site().store.release, current_language())
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    return open_to_all(keep(jsonify(_manifest()), tag))


@room.get("/suggest/<kind>")
def suggest(kind: str) -> Response:
    """What a prefix can become: things, classes or properties."""
    if kind not in _SUGGESTING:
        raise NotFound("there are suggestions of entity, type and property")
    start = max(request.args.get("cursor", 0, int), 0)
    return open_to_all(jsonify({"result": _SUGGESTING[kind](request.args.get("prefix", ""), start)}))


@room.get("/properties")
def propose() -> Response:
    """The properties that things of a type have, for extending a table."""
    language, kind = current_language(), local_type(request.args.get("type", ""))
    limit = min(max(request.args.get("limit", 100, int), 1), 500)
    names = list_properties(get_site(), kind)[:limit]
    properties = [{"id": name, "name": name_property(get_site(), name, language)} for name in names]
    return open_to_all(jsonify({"type": kind, "limit": limit, "properties": properties}))


@room.get("/preview")
def preview() -> Response:
    """A small page about a thing, to be shown in a frame."""
    entry = _find(request.args.get("id", ""))
    context = entry.context_ja if current_language() == "ja" else entry.context_en
    response = Response(render_template("reconcile_preview.html", entry=entry, context=context))
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


@room.get("/flyout")
def flyout() -> Response:
    """The same as a piece of HTML, for the list of suggestions."""
    entry = _find(request.args.get("id", ""))
    context = entry.context_ja if current_language() == "ja" else entry.context_en
    html = render_template("reconcile_flyout.html", entry=entry, context=context)
    return open_to_all(jsonify({"id": entry.id, "html": html}))


def _manifest() -> dict[str, object]:
    base = request.host_url.rstrip("/")
    language = f"?lang={request.args['lang']}" if request.args.get("lang") in ("en", "ja") else ""
    joint = "&" if language else "?"
    suggestions: dict[str, dict[str, str]] = {
        kind: {"service_url": base, "service_path": f"/reconcile/suggest/{kind}{language}"}
        for kind in ("entity", "type", "property")
    }
    suggestions["entity"] |= {
        "flyout_service_url": base,
        "flyout_service_path": f"/reconcile/flyout{language}{joint}id=${{id}}",
    }
    return {
        "versions": ["0.2"],
        "name": translate("reconcile.name"),
        "identifierSpace": v.ID,
        "schemaSpace": v.GLOCAL,
        "documentation": f"{base}/data",
        "serviceVersion": __version__,
        "logo": f"{base}/icon.svg",
        "view": {"url": f"{base}/doc/{{{{id}}}}"},
        "defaultTypes": [_type(name) for name in _DEFAULT_TYPES],
        "suggest": suggestions,
        "preview": {"url": f"{base}/reconcile/preview{language}{joint}id={{{{id}}}}", "width": 400, "height": 160},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": f"/reconcile/properties{language}"},
            "property_settings": _property_settings(),
        },
    }


def _property_settings() -> list[dict[str, object]]:
    """What a client may choose for each column that it adds."""
    languages = [("any", translate("reconcile.any_language")), ("ja", "日本語"), ("en", "English")]
    return [
        {
            "type": "number",
            "name": "limit",
            "label": translate("reconcile.limit"),
            "default": 0,
            "help_text": translate("reconcile.limit_help"),
        },
        {
            "type": "select",
            "name": "language",
            "label": translate("reconcile.language"),
            "default": "any",
            "help_text": translate("reconcile.language_help"),
            "choices": [{"value": value, "name": name} for value, name in languages],
        },
    ]


# ── Suggesting ────────────────────────────────────────────────────────────────────────────────────────────


def _suggest_things(prefix: str, start: int) -> list[dict[str, object]]:
    hits = get_site().names.search(prefix, current_language(), start + _SUGGESTED)[start:]
    return [
        {
            "id": local_id(hit.iri),
            "name": hit.label(current_language()),
            "description": _describe(hit.kind, hit.context_en, hit.context_ja),
            "notable": [_type(hit.kind)],
        }
        for hit in hits
    ]


def _suggest_types(prefix: str, start: int) -> list[dict[str, object]]:
    return [_type(name) for name in CLASSES if _is_like(prefix, name, word(name))][start : start + _SUGGESTED]


def _suggest_properties(prefix: str, start: int) -> list[dict[str, object]]:
    site, language = get_site(), current_language()
    named = [(name, name_property(site, name, language)) for name in list_properties(site, "")]
    found: list[dict[str, object]] = [
        {"id": name, "name": text} for name, text in named if _is_like(prefix, name, text)
    ]
    return found[start : start + _SUGGESTED]


_SUGGESTING: Mapping[str, Callable[[str, int], list[dict[str, object]]]] = {
    "entity": _suggest_things,
    "type": _suggest_types,
    "property": _suggest_properties,
}


# ── Matching ──────────────────────────────────────────────────────────────────────────────────────────────


def _answer(queries: Mapping[str, Any]) -> dict[str, object]:
    if len(queries) > _MOST_QUERIES:
        raise RequestEntityTooLarge(
            f"{len(queries):,} queries were sent; at most {_MOST_QUERIES:,} are answered at once"
        )
    site, language = get_site(), current_language()
    # A column of a table has the same name many times.
    known: dict[Query, list[dict[str, object]]] = {}
    answers: dict[str, object] = {}
    for key, given in queries.items():
        query = _read_query(key, given)
        if query not in known:
            known[query] = [_show(item, language) for item in reconcile(site.names, query, language)]
        answers[key] = {"result": known[query]}
    return answers


def _read_query(key: str, given: Any) -> Query:
    if not isinstance(given, dict):
        raise BadRequest(f'query "{key}" is no object')
    text, types = given.get("query", ""), given.get("type", [])
    types = [types] if isinstance(types, str) else types
    strictness, limit = given.get("type_strict", "any"), given.get("limit", 10)
    properties = given.get("properties", [])
    valid = (
        isinstance(text, str)
        and isinstance(types, list)
        and all(isinstance(name, str) for name in types)
        and isinstance(limit, int | float)
        and isinstance(properties, list)
        and all(isinstance(item, dict) and isinstance(item.get("pid"), str) and "v" in item for item in properties)
        and (text.strip() or properties)
    )
    if not valid:
        raise BadRequest(f'query "{key}" needs a "query" that is a text, or "properties" each with "pid" and "v"')
    if len(properties) > _MOST_PROPERTIES or len(types) > _MOST_PROPERTIES:
        raise RequestEntityTooLarge(f'query "{key}" has more than {_MOST_PROPERTIES} properties or types')
    if strictness not in _STRICTNESS:
        raise BadRequest(f'query "{key}": "type_strict" is one of {", ".join(_STRICTNESS)}')
    return Query(
        text=text[:_MOST_LETTERS],
        types=tuple(local_type(name) for name in types),
        strictness=strictness,
        properties=tuple((local_type(item["pid"]), _values(item["v"])) for item in properties),
        limit=min(max(int(limit), 1), _MOST_CANDIDATES) if limit else 10,
    )


def _values(given: Any) -> tuple[str, ...]:
    values = given if isinstance(given, list) else [given]
    if len(values) > _MOST_VALUES:
        raise RequestEntityTooLarge(f"a property has more than {_MOST_VALUES} values")
    return tuple(
        local_id(str(value.get("id", "") if isinstance(value, dict) else value)[:_MOST_LETTERS]) for value in values
    )


def _show(candidate: Candidate, language: str) -> dict[str, object]:
    hit = candidate.hit
    features: list[dict[str, object]] = [
        {"id": "name", "value": candidate.name_ratio},
        {"id": "type", "value": candidate.has_type},
        *({"id": name, "value": fit} for name, fit in candidate.fits),
    ]
    return {
        "id": local_id(hit.iri),
        "name": hit.label(language),
        "description": _describe(hit.kind, hit.context_en, hit.context_ja),
        "score": candidate.score,
        "match": candidate.is_match,
        "type": [_type(hit.kind)],
        "features": features,
    }


# ── Extending ─────────────────────────────────────────────────────────────────────────────────────────────


def _extend(given: Mapping[str, Any]) -> dict[str, object]:
    ids, properties = given.get("ids"), given.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise BadRequest('"extend" needs "ids" and "properties", two lists')
    if not all(isinstance(item, str) for item in ids):
        raise BadRequest('"ids" is a list of texts')
    if not all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in properties):
        raise BadRequest('each of "properties" is an object with an "id"')
    if len(ids) > _MOST_EXTENDED:
        raise RequestEntityTooLarge(f"{len(ids):,} ids were sent; at most {_MOST_EXTENDED:,} are extended at once")
    if len(properties) > _MOST_COLUMNS:
        raise RequestEntityTooLarge(f"{len(properties):,} properties were sent; at most {_MOST_COLUMNS} at once")
    return extend(get_site(), ids, properties, current_language())


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────


def _given(name: str) -> Mapping[str, Any]:
    text = request.values.get(name, "")
    if not text:
        return {}
    try:
        found = read_json(text)
    except ValueError as error:
        raise BadRequest(f'"{name}" is no JSON, or none that can be read here') from error
    if not isinstance(found, dict):
        raise BadRequest(f'"{name}" is a JSON object')
    return found


def _find(name: str) -> Entry:
    entry = get_site().names.get(v.ID + local_id(name))
    if entry is None:
        raise NotFound(f'there is nothing with the id "{name[:200]}"')
    return entry


def _type(kind: str) -> dict[str, object]:
    return _name_type(get_site().store.release, current_language(), kind)


@lru_cache(maxsize=500)
def _name_type(release: str, language: str, kind: str) -> dict[str, object]:
    """A class in words, with the one above it. Named once for each release and language: a batch needs it often."""
    # class_of gives the class itself first, then those above it.
    broader = [name.removeprefix(v.GLOCAL) for name in class_of(kind)]
    above = [{"id": name, "name": word(name)} for name in broader if name in CLASSES and name != kind]
    return {"id": kind, "name": word(kind), **({"broader": above[:1]} if above else {})}


def _describe(kind: str, context_en: str, context_ja: str) -> str:
    context = context_ja if current_language() == "ja" else context_en
    joint = "・" if current_language() == "ja" else ", "
    return joint.join(part for part in (str(_type(kind)["name"]), context) if part)


def _is_like(prefix: str, *names: str) -> bool:
    return any(prefix.casefold() in name.casefold() for name in names)
