"""Every page of the site with an address to see it at: what the gallery takes pictures of and the tests go through."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

__all__ = ["LOADED", "PAGES", "Page", "page_address"]

LOADED = "return document.readyState === 'complete' && document.fonts.status === 'loaded'"
#: The explorer has come to rest, in whichever of its views; its start page has none.
_EXPLORED = """const find = (id) => document.getElementById(id);
const [root, picture, other] = [find('explorer'), find('picture'), find('ex-other')];
if (!root) return document.readyState === 'complete';
return root.dataset.ready && (other.hidden ? picture.dataset.drawn !== undefined : other.childElementCount > 0)
  && find('ex-facets').childElementCount > 0"""
_OVERVIEW = "return document.querySelector('[data-drawn]')"
_ANSWERED = "return document.querySelector('#views[data-ready]')"
_EDITED = "return document.querySelector('.CodeMirror')"
_ASKED = "return document.querySelector('.bench-view [data-mounted]')"
#: Map and timeline of a thing are drawn in the rooms that its page keeps for them, if it has any.
_DRAWN = """return document.readyState === 'complete' && document.fonts.status === 'loaded'
&& [...document.querySelectorAll('.view-room')].every((room) => room.dataset.ready)"""
_QUERY = """PREFIX glocal: <https://w3id.org/glocal-graph/ontology#>
SELECT ?tie ?date WHERE { ?tie a glocal:Partnership ; glocal:date ?date } ORDER BY ?date LIMIT 20"""


@dataclass(frozen=True)
class Page:
    """A page of the site: its name, its address without language, what to wait for, and its status."""

    name: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    until: str = LOADED
    status: int = 200


def page_address(page: Page, language: str) -> str:
    """The address of a page in a language."""
    return f"{page.path}?{urlencode([*page.fields, ('lang', language)])}"


def _focus(name: str, focus: str, *more: tuple[str, str]) -> Page:
    return Page(name, "/explore", (("focus", focus), *more), _EXPLORED)


PAGES = (
    Page("home", "/"),
    Page("search", "/search", (("q", "Kagoshima"),)),
    Page("search-near", "/search", (("q", "鹿児嶋しし"),)),
    Page("search-none", "/search", (("q", "zzqqxx"),)),
    Page("explore", "/explore"),
    _focus("explore-city", "municipality/46201"),
    _focus("explore-list", "municipality/46201", ("view", "list")),
    _focus("explore-map", "municipality/46201", ("view", "map")),
    _focus("explore-timeline", "municipality/46201", ("view", "timeline")),
    Page("overview", "/explore/all", (), _OVERVIEW),
    _focus("explore-person", "person/saigo-takamori", ("hops", "2")),
    Page("questions", "/questions"),
    Page("question-table", "/questions/partners-of-place", (("place", "municipality/46201"),), _ANSWERED),
    Page("question-chart", "/questions/ties-by-year", (("from", "1955"), ("to", "2026")), _ANSWERED),
    Page("question-map", "/questions/partners-of-place", (("place", "municipality/46201"), ("view", "map")), _ANSWERED),
    Page("question-network", "/questions/links-between", (), _ANSWERED),
    Page("question-timeline", "/questions/diplomacy-events", (("view", "timeline"),), _ANSWERED),
    Page("question-empty", "/questions/partners-of-place", (("place", "nowhere-at-all"),), status=404),
    Page("sparql", "/sparql", (), _EDITED),
    Page("sparql-answer", "/sparql", (("query", _QUERY),), _ASKED),
    Page("data", "/data"),
    Page("graphs", "/graphs"),
    Page("graph", "/graph/ontology"),
    Page("ontology", "/ontology"),
    Page("planner", "/planner", (("place", "prefecture/JP-39"),)),
    Page("compare", "/compare", (("place", "municipality/46201"), ("place", "municipality/39201"))),
    Page("compare-start", "/compare"),
    Page("briefing", "/briefing/prefecture/JP-46"),
    Page("briefing-tie", "/briefing/partnership/46201--gn-3172394"),
    Page("finder", "/finder", (("place", "municipality/46201"),)),
    Page("finder-start", "/finder"),
    Page("paths", "/paths", (("from", "person/saigo-takamori"), ("to", "prefecture/JP-39"))),
    Page("paths-start", "/paths"),
    Page("statistics", "/statistics"),
    Page("prefecture", "/doc/prefecture/JP-46", until=_DRAWN),
    Page("municipality", "/doc/municipality/46201", until=_DRAWN),
    Page("municipality-abroad", "/doc/municipality/tw-yun-huwei-township", until=_DRAWN),
    Page("country", "/doc/country/IT", until=_DRAWN),
    Page("region", "/doc/region/US-HI", until=_DRAWN),
    Page("partnership", "/doc/partnership/JP-01--CA-AB", until=_DRAWN),
    Page("event", "/doc/event/2025-10-15-iikura-toyama", until=_DRAWN),
    Page("person", "/doc/person/saigo-takamori", until=_DRAWN),
    Page("asset", "/doc/asset/yosakoi-naruko-dance", until=_DRAWN),
    Page("historical-event", "/doc/historical-event/meiji-restoration", until=_DRAWN),
    Page("organisation", "/doc/organisation/yuba-city", until=_DRAWN),
    Page("site", "/doc/site/zuiryuji", until=_DRAWN),
    Page("source", "/doc/source/monthly-glocal-news-2018-03", until=_DRAWN),
    Page("claim", "/doc/claim/former-37-ryonan--gn-1812647/87da5438", until=_DRAWN),
    Page("concept", "/doc/concept/status-unknown", until=_DRAWN),
    Page("not-found", "/doc/municipality/no-such-place", status=404),
    Page("gone", "/doc/municipality/long-gone", status=410),
    Page("refused", "/explore", (("focus", "府中"),), status=400),
)
