"""How high the room for a timeline is, before the browser draws it, so that nothing on the page moves when it comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from glocal_graph.model.dates import parse_date
from glocal_graph.model.errors import DateError

__all__ = ["room_steps"]

#: The drawing is about so wide; a label takes so much of it; more entries than this are dots; a narrow one goes down.
_WIDTH, _LABEL, _LABELLED = 790, 260, 140
_LANE, _STEP = 22, 46
#: Pixels of the summary and the axes; of one step of the style sheet's heights; and the highest step.
_AROUND, _REM_STEP, _HIGHEST = 126, 64, 8


def room_steps(dates: Iterable[str]) -> tuple[int, int]:
    """The heights in steps of four rem that a wide and a narrow drawing of these dates need; long ones scroll."""
    years = sorted(year for text in dates if (year := _year(text)) is not None)
    if not years:
        return 1, 1
    wide = _dots(years) if len(years) > _LABELLED else _lanes(years) * _LANE
    return _in_steps(wide), _in_steps(len(years) * _STEP if len(years) <= _LABELLED else wide)


def _year(text: str) -> float | None:
    try:
        first = parse_date(text).earliest
    except DateError:
        return None
    return first.year + first.timetuple().tm_yday / 366 if first else None


def _scale(years: list[float]) -> float:
    return _WIDTH / max(years[-1] - years[0], 4)


def _lanes(years: list[float]) -> int:
    """How many rows are needed so that no label lies on another."""
    scale, ends = _scale(years), list[float]()
    for year in years:
        x = (year - years[0]) * scale
        left = x if x + _LABEL < _WIDTH else x - _LABEL
        lane = next((number for number, end in enumerate(ends) if end < left), len(ends))
        ends[lane : lane + 1] = [left + _LABEL]
    return len(ends)


def _dots(years: list[float]) -> float:
    step = max(3.0, min(9.0, _scale(years) - 1))
    most = max(Counter(int((year - years[0]) * _scale(years) / step) for year in years).values())
    return most * max(2.4, min(9.0, 460 / most)) + 40


def _in_steps(pixels: float) -> int:
    return min(_HIGHEST, max(2, -(-int(pixels + _AROUND) // _REM_STEP)))
