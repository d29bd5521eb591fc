"""Room /finder: candidates for a new partner of a Japanese local government, each with its reasons and evidence."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from glocal_graph.front.web.finder_words import tell_reasons
from glocal_graph.front.web.headers import etag, is_known, keep
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.reports import FORMS, make_table, send_table
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import IriError, ParameterError, PlaceAmbiguous, PlaceNotFound, UsageError
from glocal_graph.questions.answers import Cell, Table
from glocal_graph.questions.description import Value
from glocal_graph.questions.partner_finder import Candidate, FinderNet, Place
from glocal_graph.questions.search import Entry

room = Blueprint("finder", __name__)

_MOST, _MOST_IN_FILE = 10, 100
_MOST_PEERS = 8
_SAMPLES = ("municipality/46201", "prefecture/JP-39", "municipality/42201")
_PARTS = ("peers", "area", "features", "events", "size")
_COLUMNS = (
    "rank", "candidate", "country", "area", "score", "peers", "area_part", "features", "events", "size", "gap",
    "reasons",
)  # fmt: skip


def read_finder() -> FinderNet:
    """The finder's net of this release; made when it is first asked for."""
    site = get_site()
    return site.once("finder", lambda: FinderNet.read(site.store))


@room.get("/finder")
def page() -> Response:
    """A picker, and the candidates with their reasons."""
    given, gap = request.args.get("place", "").strip(), _gap_only()
    tag = etag("finder", get_site().store.release, current_language(), given, str(gap))
    if is_known(tag):
        return keep(Response(status=304), tag)
    home, problem = _resolve(given) if given else (None, None)
    found = _find(home, gap)[:_MOST] if home else []
    text = render_template(
        "finder.html",
        given=given,
        home=home,
        entry=get_site().names.get(home.iri) if home else None,
        gap=gap,
        problems={"place": problem} if problem else {},
        candidates=[_show(home, one, found[0].score) for one in found] if home else [],
        peers=[_value(name) for name, _ in read_finder().find_peers(home, _MOST_PEERS)] if home else [],
        files=[(form.upper() if form != "xlsx" else "Excel", _address(home, gap, form)) for form in FORMS]
        if home
        else [],
        permalink=_address(home, gap) if home else "",
        samples=[entry for name in _SAMPLES if (entry := get_site().names.get(v.iri(name)))],
    )
    return make_response(text, problem.status) if problem else keep(make_response(text), tag)


@room.get("/finder.<any(csv, xlsx, json):form>")
def file(form: str) -> Response:
    """The candidates as a file: more of them than the page has."""
    given, gap = request.args.get("place", "").strip(), _gap_only()
    home, problem = _resolve(given)
    if problem or home is None:
        raise problem or ParameterError("say place=: a Japanese local government by its name, code or id")
    about = [(translate("finder.place"), _name(home.iri))]
    table = _table(home, _find(home, gap)[:_MOST_IN_FILE])
    return send_table("finder", "finder.title", table, form, (v.local(home.iri), str(gap)), about)


def _gap_only() -> bool:
    return request.args.get("gap", "") in ("1", "true", "yes")


def _resolve(given: str) -> tuple[Place | None, UsageError | None]:
    """The local government that is meant, or what is wrong."""
    try:
        found = get_site().names.resolve(given)
    except (PlaceNotFound, PlaceAmbiguous, IriError) as error:
        return None, error
    home = read_finder().places.get(found)
    if home is None or home.country != v.iri("country/JP"):
        return None, ParameterError(translate("finder.not_japan", name=_name(found)))
    return home, None


def _find(home: Place, gap: bool) -> list[Candidate]:
    found = read_finder().find(home, None)
    return [one for one in found if one.fills_gap] if gap else found


def _show(home: Place | None, one: Candidate, best: float) -> dict[str, Any]:
    reasons = tell_reasons(home, one, _name) if home else []
    return {
        "place": _value(one.place),
        "country": _value(one.country),
        "area": _value(one.area) if one.area and one.area != one.place else None,
        "share": round(100 * one.score / best) if best else 0,
        "score": one.score,
        "reasons": reasons,
        "gap": one.fills_gap,
    }


def _table(home: Place, found: list[Candidate]) -> Table:
    rows = [_row(home, rank, one) for rank, one in enumerate(found, start=1)]
    notes = [translate("finder.method"), *(translate(f"finder.cannot_{n}") for n in range(1, 5))]
    return make_table("finder", _COLUMNS, rows, notes)


def _row(home: Place, rank: int, one: Candidate) -> list[Cell]:
    reasons = " ".join(reason.text for reason in tell_reasons(home, one, _name))
    return [
        Cell(str(rank), datatype=v.XSD_INTEGER),
        *(Cell(_name(thing), thing) if thing else Cell() for thing in (one.place, one.country, one.area)),
        *(Cell(f"{number:.3f}", datatype=v.XSD_DECIMAL) for number in (one.score, *map(one.parts.__getitem__, _PARTS))),
        Cell(translate("value.yes" if one.fills_gap else "value.no")),
        Cell(reasons),
    ]


def _entry(thing: str) -> Entry:
    return get_site().names.get(thing) or Entry(thing, label_en=v.shorten(thing))


def _name(thing: str) -> str:
    entry = _entry(thing)
    return (entry.label_ja or entry.label_en) if current_language() == "ja" else (entry.label_en or entry.label_ja)


def _value(thing: str) -> Value:
    entry = _entry(thing)
    return Value(thing, is_iri=True, label_en=entry.label_en, label_ja=entry.label_ja, kind=entry.kind)


def _address(home: Place, gap: bool, form: str = "") -> str:
    values: dict[str, Any] = {"place": v.local(home.iri), "lang": current_language()}
    if gap:
        values["gap"] = "1"
    return url_for("finder.file", form=form, **values) if form else url_for("finder.page", **values)
