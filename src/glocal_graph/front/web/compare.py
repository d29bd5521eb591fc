"""Room /compare: two to four places side by side, and the same as a file."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request, url_for

from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.places import file_stem, find_place, typed
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import GlocalError, ParameterError
from glocal_graph.output.comparison_table import about_comparison, comparison_table
from glocal_graph.output.export_tables import export_table, find_table_file
from glocal_graph.questions.comparison import MOST_PLACES, Comparison, compare_places, find_peers
from glocal_graph.questions.search import Entry

room = Blueprint("compare", __name__)

#: Comparisons to begin with; those whose places the graph lacks are left out.
_EXAMPLES = (
    ("municipality/46201", "municipality/40130", "municipality/43100"),
    ("prefecture/JP-39", "prefecture/JP-38"),
    ("prefecture/JP-46", "prefecture/JP-40"),
)
#: Partners that a cell of the page names; the files and the places' own pages have all.
_MOST_NAMED = 6


@room.get("/compare")
def compare() -> Response:
    """The comparison as a page, with the form above it."""
    tag = etag("compare", get_site().store.release, current_language(), request.full_path)
    if is_known(tag):
        return keep(Response(status=304), tag)
    try:
        places = _read()
    except GlocalError as error:
        return make_response(_render([], None, error), error.status)
    made = compare_places(get_site().store, [place.iri for place in places]) if len(places) > 1 else None
    return keep(make_response(_render(places, made, None)), tag)


@room.get("/compare.<any(xlsx, csv):suffix>")
def file(suffix: str) -> Response:
    """The comparison as a file: the same places as on the page."""
    site, language = get_site(), current_language()
    places = _read()
    tag = etag("comparison", suffix, site.store.release, language, *(place.iri for place in places))
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    made = compare_places(site.store, [place.iri for place in places])
    about = about_comparison(made, language, site.store.release)
    # A CSV without the mark is taken for another encoding by Excel.
    body = export_table(comparison_table(made, language), about, suffix, site.store, bom=True)
    response = Response(body, content_type=find_table_file(suffix).media_type)
    stem = file_stem("comparison", *(place.id for place in places))
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{suffix}"'
    return open_to_all(keep(response, tag))


def _given() -> list[str]:
    return [text for given in request.args.getlist("place") if (text := given.strip())]


def _read() -> list[Entry]:
    """The places that are meant, each once; raises PlaceNotFound, PlaceAmbiguous or ParameterError."""
    given = _given()
    if len(given) > MOST_PLACES:
        raise ParameterError(f"{len(given)} places were given; 2 to {MOST_PLACES} can be compared")
    found = [find_place(text) for text in given]
    return list({place.iri: place for place in found}.values())


def _render(places: list[Entry], made: Comparison | None, problem: GlocalError | None) -> str:
    shown = [typed(place) for place in places] if places else _given()[:MOST_PLACES]
    ids = [place.id for place in places]
    alone = places[0] if len(places) == 1 else None
    return render_template(
        "compare.html",
        places=places,
        made=made,
        problem=problem,
        fields=[*shown, *[""] * (MOST_PLACES - len(shown))],
        files=[(suffix, url_for("compare.file", suffix=suffix, place=ids)) for suffix in ("xlsx", "csv")],
        permalink=url_for("compare.compare", place=ids, lang=current_language()),
        peers=find_peers(get_site().store, alone.iri) if alone else [],
        alone=alone,
        examples=_examples() if not places and not problem else [],
        most_named=_MOST_NAMED,
    )


def _examples() -> list[list[Entry]]:
    names = get_site().names
    found = [[entry for thing in things if (entry := names.get(v.iri(thing)))] for things in _EXAMPLES]
    return [entries for entries in found if len(entries) > 1]
