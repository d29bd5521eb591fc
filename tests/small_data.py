"""A small copy of data/ and ontology/ that a test may spoil: the real tables, thinned for quick builds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from glocal_graph.model.settings import resources

__all__ = ["copy_small_data"]

_PREFECTURES = ("13", "39", "46")
#: Tables whose rows lead to sources only by way of events.
_OF_EVENTS = ("events.tsv", "event_claims.tsv", "people.tsv")
_MUNICIPALITY = re.compile(r"municipality/(\d{5})|\b(\d{5})\b")


def copy_small_data(target: Path) -> None:
    """Copy ontology/, queries/ and a thinned data/: three prefectures, the ties of one, no table events."""
    for name in ("data", "ontology", "queries"):
        shutil.copytree(resources() / name, target / name)
    data = target / "data"
    capitals = {row.split("\t")[6] for row in _lines(data / "places" / "prefectures.tsv")[1:]}

    def is_kept(code: str) -> bool:
        return code.startswith(_PREFECTURES) or code in capitals

    def names_only_kept(row: str) -> bool:
        return all(is_kept(one or other) for one, other in _MUNICIPALITY.findall(row))

    _thin(data / "places" / "municipalities.tsv", lambda row: is_kept(row[:5]))
    _thin(data / "places" / "former_municipalities.tsv", names_only_kept)
    _thin(data / "sources.tsv", names_only_kept)
    for table in (data / "partnerships").glob("*.tsv"):
        _thin(table, lambda row: row.split("\t")[2] == "Kagoshima")
    for table in (data / "events").glob("*.tsv"):
        _thin(table, (lambda row: False) if table.name in _OF_EVENTS else names_only_kept)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _thin(path: Path, keep: Callable[[str], bool]) -> None:
    head, *rows = _lines(path)
    path.write_text("\n".join([head, *filter(keep, rows)]) + "\n", encoding="utf-8")
