"""A small data/events for tests: a few things, one event, and rows that a test adds."""

from __future__ import annotations

from pathlib import Path

TABLES = {
    "sites": "id\tname_en\tname_ja\tkana\twithin\tprinted\tnote\n"
    "senso-ji\tSenso-ji\t浅草寺\tせんそうじ\tmunicipality/13106\tSenso-ji Temple\t\n",
    "assets": "id\tclass\tname_en\tname_ja\tkana\tplace\tprinted\tnote\n"
    "sake\tFood\tSake\t日本酒\t\t\tsake;local sake\t\n",
    "themes": "id\tname_en\tname_ja\tprinted\tnote\ntourism\tTourism\t観光\ttourism\t\nfood\tFood\t食\tlocal sake\t\n",
    "works": "id\tclass\tname_en\tname_ja\tprinted\tnote\n",
    "historical_events": "id\tname_en\tname_ja\tprinted\tnote\n",
    "people": "id\tclass\tname_en\tname_ja\tname_ja_by\toffice\tprinted\tnote\n"
    "kono-taro\tPerson\tKono Taro\t河野太郎\teditors\toffice/minister\t\t\n",
    "organisations": "id\tname_en\tname_ja\tplace\tprinted\tnote\nmofa-japan\tMinistry\t外務省\tcountry/JP\t\t\n",
    "offices": "id\tname_en\tname_ja\toffice_of\tprinted\tnote\n"
    "minister\tMinister\t外務大臣\torganisation/mofa-japan\t\t\n",
    "places": "printed\tplace\tnote\nTaito City (Tokyo)\tmunicipality/13106\t\n",
    "phrases": "text_en\ttext_ja\tparticipants\n"
    "20 diplomats from 13 countries\t13か国の外交官20人\toffice/minister\nfishing port\t漁港\t\n",
    "sources": "url\tpublisher\tkind\tpublished_by\ttitle_en\ttitle_ja\tissued\tnote\n"
    "https://ministry.example/a\tMinistry\tministry\torganisation/mofa-japan\tA\t甲\t2018-01-09\t\n"
    "https://press.example/b\tPaper\tpress\t\tB\t乙\t\t\n",
    "events": "id\ttype\ttitle_en\ttitle_ja\ttitle_ja_by\tdate\tpart_of\tseries\tedition\tparties\tnote\n"
    "2018-02-21-tour\tstudy_tour\tTour to Asakusa\t浅草視察ツアー\teditors\t\t\t\t\t\t\n",
}
CLAIMS = [
    "event", "title_en", "title_ja", "date", "venue", "venue_place", "organisers", "co_organisers", "about",
    "participants", "topics", "people", "source_url", "report", "note",
]  # fmt: skip


def write_folder(folder: Path, *claims: dict[str, str], **tables: str) -> Path:
    """Write the tables, with these rows of event_claims.tsv; a keyword adds lines to the table of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        (folder / f"{name}.tsv").write_text(text + tables.get(name, ""), encoding="utf-8")
    rows = [
        "\t".join(
            {"event": "2018-02-21-tour", "source_url": "https://press.example/b", **claim}.get(c, "") for c in CLAIMS
        )
        for claim in claims
    ]
    (folder / "event_claims.tsv").write_text("\n".join(["\t".join(CLAIMS), *rows]) + "\n", encoding="utf-8")
    return folder
