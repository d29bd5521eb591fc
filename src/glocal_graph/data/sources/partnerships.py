"""The tables of data/partnerships/ become Partnership records; an unclear row is listed, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from glocal_graph.data.choice import choose_date, choose_kind, choose_status, dates_conflict, rank, sort_claims
from glocal_graph.data.places import Gazetteer, Match
from glocal_graph.data.sources.pages import Pages
from glocal_graph.data.tables import Row, read_table
from glocal_graph.model.dates import Edtf, parse_date
from glocal_graph.model.errors import DataError, DateError, IriError
from glocal_graph.model.identifiers import claim_id, partnership_id
from glocal_graph.model.records import Claim, Partnership, Place, Source
from glocal_graph.model.vocabulary import KINDS, LEVELS, STATUSES

__all__ = ["COLUMNS", "Ties", "Unresolved", "read_partnerships", "resolve_row"]

COLUMNS = (
    *("jp_name_en", "jp_name_ja", "jp_prefecture", "jp_level"),
    *("partner_name_en", "partner_name_local", "partner_region", "partner_country", "partner_level"),
    *("kind", "signed", "status", "source_url", "source_publisher", "note"),
)
#: Tables beside the ties that are about them.
_NOT_TIES = frozenset({"corrections.tsv"})
#: What a note can hold for the build: "reason: …" up to its end, "ended: 2018-10-02" up to a semicolon.
_REASON = re.compile(r"(?:^|; *)reason: *(?P<text>.+)$")
_ENDED = re.compile(r"(?:^|; *)ended: *(?P<date>[0-9-]+)(?=;|$)")


@dataclass(frozen=True)
class Unresolved:
    """A row that names a place which the gazetteer cannot tell: where it stands, what it prints, what came near."""

    file: str
    line: int
    printed: str
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass
class Ties:
    """What the tables gave: the partnerships, and how many rows went which way."""

    partnerships: list[Partnership] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    rows: int = 0
    resolved: int = 0
    repeated: int = 0
    conflicts: int = 0


@dataclass(frozen=True)
class _Read:
    """One row that was understood: who, and what its source says."""

    parties: tuple[Place, ...]
    source: Source
    claim: Claim
    ended: Edtf | None


def read_partnerships(folder: Path, gazetteer: Gazetteer, pages: Pages, problems: list[DataError]) -> Ties:
    """All ties of the tables in a folder, in the order of their ids.

    Rows that cannot be read (a bad date, an unknown kind) are added to `problems`, rows whose places are not
    clear to `Ties.unresolved`; neither stops the others.
    """
    ties = Ties()
    read: dict[str, dict[str, _Read]] = defaultdict(dict)
    for path in sorted(folder.glob("*.tsv")):
        if path.name in _NOT_TIES:
            continue
        for row in read_table(path, COLUMNS, problems):
            ties.rows += 1
            try:
                one = _read_row(row, gazetteer, pages)
            except DataError as problem:
                problems.append(problem)
                continue
            if isinstance(one, Unresolved):
                ties.unresolved.append(one)
                continue
            ties.resolved += 1
            claims = read[one.claim.about]
            ties.repeated += one.claim.id in claims
            claims[one.claim.id] = _joined(claims.get(one.claim.id), one)
    for tie in sorted(read):
        partnership = _decide(tie, list(read[tie].values()))
        ties.partnerships.append(partnership)
        ties.conflicts += dates_conflict(partnership.claims)
    return ties


def resolve_row(row: Row, gazetteer: Gazetteer) -> tuple[Match, Match]:
    """The Japanese and the foreign government of a row."""
    japanese = gazetteer.find_first(
        [row["jp_name_ja"], row["jp_name_en"]],
        level=row["jp_level"],
        within="" if row["jp_level"] == "prefecture" else row["jp_prefecture"],
        country="JP",
    )
    foreign = gazetteer.find_first(
        [row["partner_name_en"], row["partner_name_local"]],
        level=row["partner_level"],
        within="" if row["partner_level"] in {"region", "country"} else row["partner_region"],
        country=row["partner_country"],
    )
    return japanese, foreign


def _party_order(place: Place) -> tuple[bool, str]:
    return place.country != "country/JP", place.id.rpartition("/")[2]


def _read_row(row: Row, gazetteer: Gazetteer, pages: Pages) -> _Read | Unresolved:
    _check_word(row, "kind", KINDS)
    _check_word(row, "status", STATUSES)
    _check_word(row, "jp_level", LEVELS)
    _check_word(row, "partner_level", LEVELS)
    date = _read_date(row, row["signed"])
    reason, ended = _REASON.search(row["note"]), _ENDED.search(row["note"])
    ended_on = _read_date(row, ended["date"]) if ended else None
    matches = resolve_row(row, gazetteer)
    places = [match.place for match in matches if match.place]
    if len(places) < len(matches):
        return _refuse(row, matches)
    try:
        source = pages.get(row["source_url"], row["source_publisher"])
    except IriError as error:
        raise row.error(f"source_url: {error}") from error
    tie = partnership_id(tuple(place.id for place in places))
    claim = Claim(
        id=claim_id(tie, row["source_url"], row["kind"], row["signed"], row["status"]),
        about=tie,
        source=source.id,
        date=date,
        kind=row["kind"],
        status=row["status"],
        quoted=_quoted(row),
        note=_REASON.sub("", row["note"]).strip(),
        reason=reason["text"].strip() if reason else "",
        where=f"{row.path.name} line {row.line}",
    )
    return _Read(tuple(sorted(places, key=_party_order)), source, claim, ended_on)


def _check_word(row: Row, column: str, words: tuple[str, ...]) -> None:
    if row[column] not in words:
        raise row.error(f'{column} "{row[column]}" is not one of {", ".join(words)}')


def _read_date(row: Row, text: str) -> Edtf | None:
    try:
        return parse_date(text) if text else None
    except DateError as error:
        raise row.error(str(error)) from error


def _refuse(row: Row, matches: tuple[Match, Match]) -> Unresolved:
    printed = (
        f"{row['jp_name_ja']} {row['jp_name_en']} ({row['jp_level']}, {row['jp_prefecture']})",
        f"{row['partner_name_en']} {row['partner_name_local']} "
        f"({row['partner_level']}, {row['partner_region']}, {row['partner_country']})",
    )
    failed = [(text, match) for text, match in zip(printed, matches, strict=True) if match.place is None]
    return Unresolved(
        file=row.path.name,
        line=row.line,
        printed="; ".join(text for text, _ in failed),
        reason="; ".join(match.reason for _, match in failed),
        candidates=tuple(place.id for _, match in failed for place in match.candidates),
    )


def _quoted(row: Row) -> str:
    local = row["partner_name_local"]
    partner = row["partner_name_en"] if local in {"", row["partner_name_en"]} else f"{row['partner_name_en']} ({local})"
    return f"{row['jp_name_ja']} – {partner}"


def _joined(before: _Read | None, one: _Read) -> _Read:
    """One claim of two rows that say the same; what only one of them adds is kept."""
    if before is None:
        return one
    old, new = before.claim, one.claim
    notes = "; ".join(dict.fromkeys(text for text in (old.note, new.note) if text))
    claim = Claim(
        id=old.id,
        about=old.about,
        source=old.source,
        date=old.date,
        kind=old.kind,
        status=old.status,
        quoted=old.quoted,
        note=notes,
        reason=old.reason or new.reason,
        where=f"{old.where}; {new.where}",
    )
    return _Read(before.parties, before.source, claim, before.ended or one.ended)


def _decide(tie: str, rows: list[_Read]) -> Partnership:
    parties = rows[0].parties
    ids = tuple(place.id for place in parties)
    ranks = {row.source.id: rank(row.source, ids) for row in rows}
    claims = sort_claims((row.claim for row in rows), ranks)
    status = choose_status(claims, ranks)
    ended = [row.ended for row in rows if row.ended]
    return Partnership(
        id=tie,
        parties=ids,
        label_en=" – ".join(place.label_en for place in parties),
        label_ja=" – ".join(place.label_ja for place in parties),
        kind=choose_kind(claims, ranks),
        status=status,
        date=choose_date(claims, ranks),
        ended=min(ended, key=lambda date: date.text) if ended and status == "ended" else None,
        reasons=tuple(dict.fromkeys(claim.reason for claim in claims if claim.reason)),
        claims=tuple(claims),
    )
