"""Which questions of the gallery fit a thing: those with a parameter that it, or what it lies in, can fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from glocal_graph.front.web.language import current_language
from glocal_graph.front.web.places import PLACES
from glocal_graph.front.web.site import get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.questions.description import Description
from glocal_graph.questions.gallery import PLACE_KINDS, Question
from glocal_graph.questions.tie_lists import prefecture_of
from glocal_graph.questions.ties import Ties

__all__ = ["Fitting", "fitting_questions"]

_JAPAN = v.iri("country/JP")
#: Questions of a place that a partner abroad can be asked of too.
_FROM_BOTH_SIDES = frozenset({"partners-of-place", "quiet-ties"})
#: What has no place in a network is no "thing" of a question.
_NO_THINGS = frozenset({"Source", "SourceSection", "Claim", "Change", "Thing", ""})


@dataclass(frozen=True)
class Fitting:
    """A question with the thing filled in: its title, its address, and the place that it then asks about."""

    title: str
    address: str
    about: str = ""


def fitting_questions(thing: Description, ties: Ties) -> list[Fitting]:
    """The questions that fit, in the order of the gallery."""
    found = []
    for question in get_site().gallery.values():
        values = next((values for values in _fillings(question, thing, ties) if values), None)
        if values is not None:
            ids: dict[str, Any] = {name: iri.removeprefix(v.ID) for name, iri in values.items()}
            address = url_for("questions.question", name=question.name, **ids)
            about = "" if thing.iri in values.values() or thing.kind == "Partnership" else next(iter(values.values()))
            found.append(Fitting(question.title(current_language()), address, about))
    return found


def _fillings(question: Question, thing: Description, ties: Ties) -> Iterator[Mapping[str, str]]:
    """The ways to fill the question's parameters, the best first."""
    types = {parameter.name: parameter.type for parameter in question.parameters}
    if thing.kind == "Partnership":
        yield _fill_parties(types, thing, ties)
        return
    for name, kind in types.items():
        if kind == "thing" and thing.kind not in _NO_THINGS and thing.iri != _JAPAN:
            yield {name: thing.iri}
        if (
            kind in PLACE_KINDS
            and thing.kind in PLACE_KINDS[kind] & PLACES
            and _is_asked_of(question, kind, thing, ties)
        ):
            yield {name: thing.iri}
    for name, kind in types.items():
        if kind == "prefecture" and thing.kind in PLACES:
            around = prefecture_of(ties, thing.iri)
            yield {name: around} if around else {}


def _fill_parties(types: Mapping[str, str], thing: Description, ties: Ties) -> Mapping[str, str]:
    """A question about two places takes the two parties of a tie."""
    known = next((tie for tie in ties.all if tie.iri == thing.iri), None)
    pair = [name for name, kind in types.items() if kind in ("place", "thing")]
    if known is None or len(known.parties) != 2 or len(pair) != 2:
        return {}
    own, others = ties.split(known)
    return dict(zip(pair, (*own[:1], *others[:1]), strict=False))


def _is_asked_of(question: Question, kind: str, thing: Description, ties: Ties) -> bool:
    """Most questions of a place come from Japan's local governments; of a country, from those who look abroad."""
    if kind == "place" and ties.country(thing.iri) != _JAPAN:
        return question.name in _FROM_BOTH_SIDES and thing.kind != "Country"
    return thing.iri != _JAPAN
