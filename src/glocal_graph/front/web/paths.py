"""Room /paths: how two things are joined, in sentences with their sources; the same as JSON at /api/paths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from markupsafe import Markup

from glocal_graph.front.web.display import local_address
from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.kept_network import network_source
from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.path_picture import draw_ways
from glocal_graph.front.web.path_words import name_of, tell_path, tell_step
from glocal_graph.front.web.publishers import publisher_name
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.errors import IriError, ParameterError, PlaceAmbiguous, PlaceNotFound, UsageError
from glocal_graph.questions.description import Value
from glocal_graph.questions.paths import GROUPS, LONGEST, MOST, Joint, Path, PathNet, Step
from glocal_graph.questions.search import Entry

room = Blueprint("paths", __name__)

_EXAMPLES = (
    ("municipality/46201", "municipality/gn-2973783"),
    ("person/saigo-takamori", "prefecture/JP-39"),
    ("municipality/42201", "municipality/47201"),
)


@dataclass
class _Asked:
    """What was asked: both ends as typed and as found, the kinds of link, the greatest length."""

    given: dict[str, str]
    links: tuple[str, ...]
    longest: int
    ends: dict[str, Entry] = field(default_factory=dict)
    problems: dict[str, UsageError] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether both ends are known."""
        return len(self.ends) == len(self.given)


def read_net() -> PathNet:
    """The whole net of this release; made when it is first asked for."""
    site = get_site()
    return site.once("paths", lambda: PathNet.read(network_source()))


@room.get("/paths")
def page() -> Response:
    """Two pickers, and the ways between what they name."""
    asked = _read()
    tag = _tag("page", asked)
    if not asked.problems and is_known(tag):
        return keep(Response(status=304), tag)
    is_asked = asked.is_complete and not asked.problems
    found = _find(asked) if is_asked else []
    text = render_template(
        "paths.html",
        asked=asked,
        groups=list(GROUPS),
        lengths=range(1, LONGEST + 1),
        is_asked=is_asked,
        ways=[_way(path) for path in found],
        address=_address(asked) if is_asked else "",
        network=_network(asked, found) if found else "",
        picture=_picture(found) if found else None,
        examples=[] if any(asked.given.values()) else _examples(),
    )
    status = next((problem.status for problem in asked.problems.values()), 200)
    return keep(make_response(text), tag) if status == 200 else make_response(text, status)


@room.get("/api/paths")
def api() -> Response:
    """The ways as data: `from` and `to` are ids, IRIs, codes or names, `links` kinds of link, `longest` a number."""
    asked = _read()
    for problem in asked.problems.values():
        raise problem
    if not asked.is_complete:
        raise ParameterError("say from= and to=: an id (municipality/46201), an IRI, a code or a name")
    tag = _tag("api", asked)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    return open_to_all(keep(jsonify(_as_json(asked, _find(asked))), tag))


def _read() -> _Asked:
    given = {name: request.args.get(name, "").strip() for name in ("from", "to")}
    names = [name for text in request.args.getlist("links") for name in text.split(",") if name]
    asked = _Asked(given, tuple(name for name in GROUPS if name in names or not names), _longest())
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        asked.problems["links"] = ParameterError(f'"{unknown[0]}" is no kind of link; there are {", ".join(GROUPS)}')
    for name, text in given.items():
        if text:
            try:
                asked.ends[name] = _entry(get_site().names.resolve(text))
            except (PlaceNotFound, PlaceAmbiguous, IriError) as error:
                asked.problems[name] = error
    return asked


def _longest() -> int:
    return min(max(request.args.get("longest", LONGEST, int), 1), LONGEST)


def _entry(iri: str) -> Entry:
    return get_site().names.get(iri) or Entry(iri)


def _tag(what: str, asked: _Asked) -> str:
    ends = [entry.iri for entry in asked.ends.values()]
    facts = (*asked.given.values(), *ends, *asked.links, str(asked.longest))
    return etag("paths", what, get_site().store.release, current_language(), *facts)


def _find(asked: _Asked) -> list[Path]:
    net, ends = read_net(), (asked.ends["from"].iri, asked.ends["to"].iri)
    # A thing that nothing leads to is no mistake of the asker: there is just no way.
    if not all(map(net.holds, ends)):
        return []
    return net.find(*ends, links=asked.links, longest=asked.longest)


def _name(thing: str) -> str:
    """The name by the index, which knows countries too, else by the net."""
    entry, language = get_site().names.get(thing), current_language()
    own = (entry.label_ja or entry.label_en) if entry and language == "ja" else (entry.label_en if entry else "")
    return own or name_of(read_net().graph, thing)


def _way(path: Path) -> dict[str, Any]:
    graph = read_net().graph
    steps = [
        {
            "text": tell_step(graph, step, _name),
            "start": _value(step.start),
            "end": _value(step.end),
            "page": step.joint.iri if step.joint.kind == "partnership" else step.joint.subject,
            "sources": step.joint.sources,
            "kind": step.joint.kind,
        }
        for step in path.steps
    ]
    return {"text": tell_path(graph, path, _name), "steps": steps, "things": [_value(one) for one in path.things]}


def _picture(found: list[Path]) -> Markup:
    graph = read_net().graph
    return draw_ways(graph, found, _value, lambda step: tell_step(graph, step, _name))


def _value(thing: str) -> Value:
    data, entry = read_net().graph.nodes.get(thing, {}), get_site().names.get(thing)
    names = [getattr(entry, f"label_{tag}", "") or data.get(f"label_{tag}", "") for tag in ("en", "ja")]
    return Value(thing, is_iri=True, label_en=names[0], label_ja=names[1], kind=data.get("kind", ""))


def _as_json(asked: _Asked, found: list[Path]) -> dict[str, Any]:
    graph, ends = read_net().graph, {name: entry.iri for name, entry in asked.ends.items()}
    things = dict.fromkeys([*ends.values(), *(thing for path in found for thing in path.things)])
    return {
        **ends,
        "links": list(asked.links),
        "longest": asked.longest,
        "most": MOST,
        "language": current_language(),
        "release": get_site().store.release,
        "page": _address(asked),
        "paths": [
            {
                "length": len(path.steps),
                "text": tell_path(graph, path, _name),
                "things": list(path.things),
                "steps": [_step(step, tell_step(graph, step, _name)) for step in path.steps],
            }
            for path in found
        ],
        "things": {thing: _thing(thing) for thing in things},
    }


def _step(step: Step, text: str) -> dict[str, Any]:
    return {"from": step.start, "to": step.end, "text": text, "links": [_joint(joint) for joint in step.joints]}


def _joint(joint: Joint) -> dict[str, Any]:
    return {
        "iri": joint.iri,
        "kind": joint.kind,
        "subject": joint.subject,
        "tieKind": joint.tie_kind,
        "status": joint.status,
        "date": joint.date,
        "ended": joint.ended,
        "sources": [
            {"iri": iri, "publisher": publisher_name(who), "address": where} for iri, who, where in joint.sources
        ],
    }


def _thing(thing: str) -> dict[str, Any]:
    data, value = read_net().graph.nodes.get(thing, {}), _value(thing)
    return {
        "label": {"en": value.label_en, "ja": value.label_ja},
        "kind": data.get("kind", ""),
        "country": data.get("country", ""),
        "lat": data.get("lat"),
        "long": data.get("long"),
        "doc": local_address(thing),
    }


def _address(asked: _Asked) -> str:
    values: dict[str, Any] = {name: entry.iri.removeprefix(v.ID) for name, entry in asked.ends.items()}
    if len(asked.links) < len(GROUPS):
        values["links"] = ",".join(asked.links)
    if asked.longest < LONGEST:
        values["longest"] = asked.longest
    return url_for("paths.page", **(values | {"lang": current_language()}))


def _network(asked: _Asked, found: list[Path]) -> str:
    """The address of the explorer with both ends and all things of the ways, which it marks."""
    ends = [entry.iri.removeprefix(v.ID) for entry in asked.ends.values()]
    things = dict.fromkeys(thing.removeprefix(v.ID) for path in found for thing in path.things)
    links = asked.links if len(asked.links) < len(GROUPS) else ()
    added = ",".join(thing for thing in things if thing not in ends)
    return url_for("explore.explore", focus=ends, add=added, path=",".join([*ends, *links]))


def _examples() -> list[tuple[str, str, str]]:
    """(one, other, address) of pairs that the graph holds."""
    names, found = get_site().names, []
    for pair in _EXAMPLES:
        entries = [names.get(v.iri(one)) for one in pair]
        if all(entries):
            ends: dict[str, Any] = {"from": pair[0], "to": pair[1]}
            address = url_for("paths.page", **ends)
            found.append((_name(v.iri(pair[0])), _name(v.iri(pair[1])), address))
    return found
