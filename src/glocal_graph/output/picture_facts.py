"""What a script is told of each thing and line of a picture besides how it looks: names, places, days, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError
from glocal_graph.model.vocabulary import ID
from glocal_graph.output.captions import label, read_date
from glocal_graph.output.looks import word
from glocal_graph.questions.paths import GROUPS

__all__ = ["days_of", "facts_of_line", "facts_of_thing", "line_id"]

_GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


def facts_of_thing(data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Name and other name, kana, where it lies, when it was; "" or None for what is not known."""
    other = "en" if language == "ja" else "ja"
    own = tuple(data.get("languages", ()))
    first, last = days_of(data.get("date", ""))
    facts = {
        "name": label(dict(data), language),
        "name_lang": "" if language in own else next(iter(own), ""),
        "other_name": label(dict(data), other) if other in own else "",
        "other_lang": other if other in own else "",
        "kana": data.get("kana", ""),
        "hop": data.get("hop", 0),
        "focus": bool(data.get("focus")),
        "country": data.get("country", ""),
        "country_name": data.get(f"country_{language}", ""),
        "area": data.get("area", ""),
        "area_name": data.get(f"area_{language}", ""),
        "lat": data.get("lat"),
        "long": data.get("long"),
        "date": data.get("date", ""),
        "from": first,
        "to": last,
    }
    if data.get("kind") == "Partnership":
        facts |= {name: data.get(name, "") for name in ("tie_kind", "status", "ended")}
        facts["ended_by"] = _ended_by(data)
    return facts


def facts_of_line(
    links: Sequence[Mapping[str, Any]], ends: tuple[str, str], dates: Sequence[str], language: str
) -> dict[str, Any]:
    """What the line stands for, since when and until when; `dates` are those of the things that have its links."""
    first = links[0]
    kinds = list(dict.fromkeys(data["kind"] for data in links))
    groups = [group for group in GROUPS if any(_GROUP_OF.get(kind, "places") == group for kind in kinds)]
    date = first.get("date") or next((text for text in dates if text), "")
    since, until = days_of(date)
    return {
        "id": line_id(first, ends),
        "kinds": kinds,
        "group": groups[0],
        "groups": groups,
        "tie_kind": first.get("tie_kind", ""),
        "date": date,
        "from_day": since,
        "to_day": until,
        "year": since[:4] if since[:4] == until[:4] else "",
        "ended": first.get("ended", ""),
        "ended_by": _ended_by(first) if first["kind"] == "partnership" else "",
        "text": _say(links, date, language),
    }


def line_id(data: Mapping[str, Any], ends: Iterable[str]) -> str:
    """The same for ever: a tie's own id; for plain links, which share a line, those of the two things they join."""
    if data["kind"] == "partnership":
        return str(data["iri"]).removeprefix(ID)
    return "|".join(sorted(end.removeprefix(ID) for end in ends))


def days_of(text: str) -> tuple[str, str]:
    """First and last day that a date can mean, as ISO writes them; "" where it is open or none."""
    try:
        date = parse_date(text) if text else None
    except DateError:
        date = None
    if date is None:
        return "", ""
    return tuple(day.isoformat() if day else "" for day in (date.earliest, date.latest))  # type: ignore[return-value]


def _ended_by(data: Mapping[str, Any]) -> str:
    """The last day on which it can have ended; "" for what goes on, or nobody knows when it ended."""
    return days_of(str(data.get("ended", "")))[1]


def _say(links: Sequence[Mapping[str, Any]], date: str, language: str) -> str:
    first = links[0]
    if first["kind"] == "partnership":
        names = [word(str(first.get("tie_kind") or "other"), language)]
        if first.get("status") not in ("", "active", None):
            names.append(word(str(first["status"]), language))
    else:
        known = ((word(data["kind"], language), data) for data in links)
        names = list(
            dict.fromkeys(text if text != data["kind"] else label(dict(data), language) for text, data in known)
        )
    text = ("・" if language == "ja" else ", ").join(names)
    return f"{text} {read_date(date, language)}" if date and first["kind"] == "partnership" else text
