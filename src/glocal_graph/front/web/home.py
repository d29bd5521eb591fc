"""Room /: search in any script, the size of the graph, questions and networks to start from."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for

from glocal_graph.front.web.display import explore_address, local_address, word
from glocal_graph.front.web.found import arrange, group_of, take_from_each
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import current_language, translate
from glocal_graph.front.web.planner import read_today
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.questions.anniversaries import fiscal_year
from glocal_graph.questions.search import Entry, Hit

room = Blueprint("home", __name__)

#: The classes whose numbers the home page tells.
_COUNTED = ("Partnership", "Municipality", "Country", "Event", "Person", "Source")
#: Networks worth a first look; those that the graph lacks are left out.
_SAMPLES = (
    "municipality/46201", "prefecture/JP-39", "country/IT", "person/saigo-takamori", "municipality/13106",
    "prefecture/JP-01", "municipality/42201", "region/US-HI",
)  # fmt: skip
#: Further questions for a newcomer, by their numbers in the gallery.
_MORE_QUESTIONS = (13, 19)
_MOST_HITS = 50
#: Hits among which those of each kind are looked for.
_MOST_SEARCHED = 100


@room.get("/")
def home() -> Response:
    """The first page."""
    site = get_site()
    year = fiscal_year(read_today())
    tag = etag("home", site.store.release, current_language(), request.full_path, str(year), *site.gallery)
    if is_known(tag):
        return keep(Response(status=304), tag)
    questions = [item for item in site.gallery.values() if item.number in _MORE_QUESTIONS]
    counts = [(name, site.counts[name]) for name in _COUNTED if site.counts.get(name)]
    text = render_template(
        "home.html",
        samples=find_samples(),
        first_questions=list_first_questions(year),
        questions=questions,
        counts=counts,
        triples=site.triples,
    )
    return keep(make_response(text), tag)


def list_first_questions(year: int) -> list[tuple[str, str]]:
    """What staff of a city hall come with: the key of its words, and the page that answers it.

    `year` is the fiscal year that runs.
    """
    years: dict[str, Any] = {"from": year + 1}
    return [
        ("partners", url_for("questions.question", name="partners-of-place")),
        ("anniversaries", url_for("planner.planner", **years)),
        ("same", url_for("questions.question", name="same-partner-or-state")),
        ("paths", url_for("paths.page")),
        ("briefing", url_for("briefing.choose")),
        ("finder", url_for("finder.page")),
    ]


def find_samples() -> list[Entry]:
    """The sample networks that the graph holds."""
    names = get_site().names
    return [entry for name in _SAMPLES if (entry := names.get(v.iri(name)))]


@room.get("/icon.svg")
def icon() -> Response:
    """The site's mark, for the browser's tab."""
    response = Response(render_template("icon.svg"), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@room.get("/search")
def search() -> str:
    """What a text can mean, as a page: the search box without a script."""
    text = request.args.get("q", "")
    hits = get_site().names.search(text, current_language(), _MOST_HITS)
    return render_template("search.html", text=text, hits=hits, groups=arrange(hits))


@room.get("/api/search")
def suggest() -> Response:
    """What a text can mean, as JSON: suggestions while somebody types; of any kind, or of each ?kind=.

    With ?grouped=1 the hits stand by group, the group of the best first, and no group takes all the room.
    """
    site, text, language = get_site(), request.args.get("q", ""), current_language()
    limit = min(max(request.args.get("limit", 10, int), 1), _MOST_HITS)
    kinds, grouped = frozenset(request.args.getlist("kind")), request.args.get("grouped") == "1"
    tag = etag("search", site.store.release, language, str(limit), str(grouped), text, *sorted(kinds))
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    hits = site.names.search(text, language, _MOST_SEARCHED if grouped else limit, kinds)
    if grouped:
        hits = [hit for _, group in arrange(take_from_each(hits, limit)) for hit in group]
    said = translate("search.suggested", n=len(hits)) if hits else translate("search.none", text=text)
    body = {"query": text, "language": language, "said": said, "hits": [_describe(hit, language) for hit in hits]}
    return open_to_all(keep(jsonify(body), tag))


def _describe(hit: Hit, language: str) -> dict[str, object]:
    other = "en" if language == "ja" else "ja"
    return {
        "iri": hit.iri,
        "id": hit.iri.removeprefix(v.ID),
        "label": hit.label(language),
        "other": {"text": hit.label(other), "lang": other},
        "matched": hit.matched,
        "kind": hit.kind,
        "kindLabel": word(hit.kind),
        "group": (group := group_of(hit)),
        "groupLabel": translate(f"search.group_{group}"),
        "context": hit.context_ja if language == "ja" else hit.context_en,
        "code": hit.code,
        "ties": hit.ties,
        "score": hit.score,
        "doc": local_address(hit.iri),
        "explore": explore_address(hit.iri),
    }
