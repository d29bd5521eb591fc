"""How each kind of thing and tie looks: colour, shape, line and its words in both languages, as tables.

The colours are those of Okabe and Ito, told apart with any colour vision; every group has a shape of its own
as well, and every status a line of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from glocal_graph.model.vocabulary import CLASSES, EVENT_CLASSES, class_of, glocal

__all__ = ["GROUPS", "LINES", "WORDS", "Group", "Line", "find_group", "find_line", "word"]


@dataclass(frozen=True)
class Group:
    """Things that look alike; `points` outline the shape in a box of 20 for the legend, "" being a disc."""

    key: str
    label_en: str
    label_ja: str
    shape: str
    colour: str
    border: str
    size: int
    points: str = ""


@dataclass(frozen=True)
class Line:
    """Edges that look alike; `dashes` are the lengths of strokes and gaps, none for a solid line."""

    key: str
    label_en: str
    label_ja: str
    colour: str
    width: float
    dashes: tuple[int, ...] = ()


_SQUARE = "3,3 17,3 17,17 3,17"
_HEXAGON = "10,1.5 17.5,5.8 17.5,14.2 10,18.5 2.5,14.2 2.5,5.8"
_STAR = "10,1 12.4,7 19,7.4 13.9,11.5 15.6,18 10,14.4 4.4,18 6.1,11.5 1,7.4 7.6,7"
_WHITE = "#ffffff"

#: The legend's order.
GROUPS = {
    group.key: group
    for group in (
        Group("japan", "Municipality of Japan", "日本の市区町村", "dot", "#0072b2", "#004b76", 13),
        Group("prefecture", "Prefecture", "都道府県", "square", "#0072b2", "#004b76", 15, _SQUARE),
        Group("abroad", "Municipality abroad", "海外の自治体", "dot", "#e69f00", "#9a6a00", 11),
        Group("region", "State or region abroad", "海外の州・省など", "square", "#e69f00", "#9a6a00", 13, _SQUARE),
        Group("country", "Country", "国・地域", "hexagon", "#5a6570", "#343c44", 17, _HEXAGON),
        Group("agreement", "Tie of several", "多者間の提携", "hexagon", _WHITE, "#33475b", 9, _HEXAGON),
        Group("event", "Event", "行事", "diamond", "#cc79a7", "#8d4a6f", 10, "10,1 19,10 10,19 1,10"),
        Group("person", "Person", "人物", "star", "#d55e00", "#8f3f00", 12, _STAR),
        Group(
            "culture",
            "Culture, work, theme",
            "文化・作品・主題",
            "triangle",
            "#56b4e9",
            "#2b7ba8",
            10,
            "10,2 19,17 1,17",
        ),
        Group("site", "Site", "場所・施設", "triangleDown", "#009e73", "#006a4d", 10, "1,3 19,3 10,18"),
        Group("organisation", "Organisation", "組織", "square", "#d9dde1", "#5a6570", 9, _SQUARE),
    )
}

_GROUP_OF_KIND = {
    "Prefecture": "prefecture",
    "Region": "region",
    "Country": "country",
    "Partnership": "agreement",
    "Site": "site",
    "Place": "site",
    "Person": "person",
    "HistoricalFigure": "person",
    "Organisation": "organisation",
    "Office": "organisation",
}
_MUNICIPALITIES = {"LocalGovernment", *(name for name in CLASSES if glocal("Municipality") in class_of(name))}
_EVENTS = {"Event", *EVENT_CLASSES}

_TIE = "#33475b"
_FRIENDLY = "#00806a"
_OTHER_TIE = "#7d8a96"
_LINK = "#c3cbd2"

#: The legend's order; a tie looks by its kind, and by its status as far as that has strokes of its own. Kinds whose
#: colours a black and white print makes alike differ in width.
LINES = {
    line.key: line
    for line in (
        Line("sister", "Sister city", "姉妹都市", _TIE, 2.8),
        Line("friendship", "Friendship city", "友好都市", _FRIENDLY, 1.4),
        Line("partnership", "Partnership agreement", "パートナーシップ協定", _OTHER_TIE, 2.2),
        Line("other", "Other tie", "その他の提携", _OTHER_TIE, 0.9),
        Line("ended", "Ended", "解消", _TIE, 1.6, (8, 6)),
        Line("suspended", "Suspended", "休止", _TIE, 1.6, (2, 5)),
        Line("unknown", "Status not known", "状態不明", _TIE, 1.6, (14, 4, 3, 4)),
        Line("link", "Other link", "その他のつながり", _LINK, 1.0),
    )
}

#: Words of tooltips and of the page; classes by their local name.
WORDS: dict[str, tuple[str, str]] = {
    "active": ("in force", "継続中"),
    "ended": ("ended", "解消"),
    "suspended": ("suspended", "休止"),
    "unknown": ("status not known", "状態不明"),
    "sister": ("sister city", "姉妹都市"),
    "friendship": ("friendship city", "友好都市"),
    "partnership": ("partnership agreement", "パートナーシップ協定"),
    "other": ("other tie", "その他の提携"),
    "within": ("within", "所在"),
    "party": ("party", "当事者"),
    "City": ("city", "市"),
    "SpecialWard": ("special ward", "特別区"),
    "Town": ("town", "町"),
    "Village": ("village", "村"),
    "County": ("county", "郡"),
    "District": ("district", "地区"),
    "Municipality": ("municipality", "自治体"),
    "Prefecture": ("prefecture", "都道府県"),
    "Region": ("state or region", "州・省など"),
    "Country": ("country", "国・地域"),
    "Site": ("site", "場所・施設"),
    "Partnership": ("tie of several", "多者間の提携"),
    "Event": ("event", "行事"),
    "Reception": ("reception", "レセプション"),
    "Seminar": ("seminar", "セミナー"),
    "StudyTour": ("study tour", "視察ツアー"),
    "Forum": ("forum", "フォーラム"),
    "ProjectAbroad": ("project abroad", "海外での事業"),
    "OfficialVisit": ("official visit", "公式訪問"),
    "AnniversaryEvent": ("anniversary", "周年行事"),
    "Signing": ("signing", "調印"),
    "HistoricalFigure": ("historical figure", "歴史上の人物"),
    "Person": ("person", "人物"),
    "HistoricalEvent": ("historical event", "歴史上の出来事"),
    "CulturalAsset": ("culture", "文化"),
    "Food": ("food", "食"),
    "Craft": ("craft", "工芸"),
    "PerformingArt": ("performing art", "芸能"),
    "MartialArt": ("martial art", "武道"),
    "CreativeWork": ("work", "作品"),
    "Film": ("film", "映画"),
    "Theme": ("theme", "主題"),
    "Organisation": ("organisation", "組織"),
    "Office": ("office", "役職"),
    "Change": ("change", "変更"),
    "Thing": ("thing", "事物"),
    "signed": ("signed", "締結"),
    "until": ("until", "終了"),
    "source": ("source", "出典"),
    "ties_here": ("ties in this picture", "この図にある提携"),
    "links": ("other links", "その他のつながり"),
    "things": ("things", "件"),
    "legend": ("Legend", "凡例"),
    "network": ("Network", "ネットワーク"),
    "details": ("Details", "詳細"),
    "hint": ("Click a thing or a line.", "点や線をクリックしてください。"),
    "list": ("All ties as a list", "提携の一覧"),
    "parties": ("parties", "当事者"),
    "kind": ("kind", "種類"),
    "status": ("status", "状態"),
    "release": ("release", "版"),
}


def word(key: str, language: str) -> str:
    """A word in English or Japanese; the key itself where there is none."""
    pair = WORDS.get(key)
    return pair[language == "ja"] if pair else key


def find_group(node: dict[str, Any]) -> Group:
    """The group that a node of a network belongs to."""
    kind = node.get("kind", "Thing")
    if kind in _MUNICIPALITIES:
        return GROUPS["japan" if node.get("country") == "JP" else "abroad"]
    if kind in _EVENTS:
        return GROUPS["event"]
    return GROUPS[_GROUP_OF_KIND.get(kind, "culture")]


def find_line(edge: dict[str, Any]) -> Line:
    """How an edge is drawn: a tie's colour and width by its kind, its strokes by its status, then a little thinner."""
    if edge["kind"] == "party":
        return LINES["other"]
    if edge["kind"] != "partnership":
        return LINES["link"]
    kind = LINES.get(edge.get("tie_kind", ""), LINES["other"])
    status = LINES.get(edge.get("status", ""))
    if status is None or not status.dashes:
        return kind
    return Line(kind.key, kind.label_en, kind.label_ja, kind.colour, round(0.8 * kind.width, 1), status.dashes)
