"""A network as a file for other programs: a table of ties for spreadsheets, GraphML and GEXF for the rest."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any
from xml.sax.saxutils import escape

import networkx as nx

from glocal_graph.output.export_rdf import NOT_XML

__all__ = ["to_csv", "to_gexf", "to_graphml"]

_PARTY_COLUMNS = ("iri", "code", "label_en", "label_ja", "area_en", "area_ja", "country", "country_en", "country_ja")
_TIE_COLUMNS = ("tie_kind", "status", "date", "ended")
_NODE_ATTRIBUTES = (
    *("label_en", "label_ja", "kind", "code", "lat", "long", "date", "country", "country_en", "country_ja"),
    *("area_en", "area_ja", "focus", "hop", "tie_kind", "status", "ended", "x", "y"),
)
_EDGE_ATTRIBUTES = ("iri", "kind", "tie_kind", "status", "date", "ended", "label_en", "label_ja", "subject")


def to_csv(graph: nx.MultiGraph, *, links: bool = False) -> bytes:
    """The ties as an edge list, a row for each pair of parties, for Excel: UTF-8 with its mark, no formulas.

    With `links`, every other link has a row too, without an IRI in the first column, and so has a thing without any.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    parties = [f"{side}_{name}" for side in ("a", "b") for name in _PARTY_COLUMNS]
    writer.writerow(["partnership", "kind", *_TIE_COLUMNS[1:], "parties", *parties, "publishers", "sources"])
    rows = _tie_rows(graph) + (_link_rows(graph) if links else [])
    for row in sorted(rows, key=lambda row: (not row[0], row)):
        writer.writerow([_defuse(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_graphml(graph: nx.MultiGraph) -> bytes:
    """GraphML, with every attribute as a plain value."""
    out = io.BytesIO()
    nx.write_graphml_xml(_flatten(graph), out)  # networkx's own writer: lxml, where installed, writes other bytes
    return out.getvalue() + b"\n"


def to_gexf(graph: nx.MultiGraph) -> bytes:
    """GEXF 1.2; the day of writing, which it would carry, is left out."""
    flat = _flatten(graph)
    nx.set_edge_attributes(flat, {(one, other, key): key for one, other, key in flat.edges(keys=True)}, "id")
    for _, data in flat.nodes(data=True):
        if "x" in data and "y" in data:  # where Gephi and others look for it; their y grows upwards
            data["viz"] = {"position": {"x": float(data.pop("x")), "y": -float(data.pop("y")), "z": 0.0}}
    out = io.BytesIO()
    nx.write_gexf(flat, out, version="1.2draft")
    text = re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue())
    return _describe(text, flat.graph) + b"\n"


def _describe(text: bytes, about: Mapping[str, str]) -> bytes:
    """GEXF has no properties of the whole network, but a place for who made it and for words on it."""
    if not about:
        return text
    said = f"{about['name']}. Release {about['release']}, taken on {about['taken']}. Licence: {about['licence']}"
    maker = f"<creator>Glocal Graph, release {escape(about['release'])}</creator>"
    meta = f"{maker}\n    <description>{escape(said)}</description>".encode()
    return re.sub(rb"<creator>[^<]*</creator>", lambda _: meta, text, count=1)


def _tie_rows(graph: nx.MultiGraph) -> list[list[str]]:
    rows = []
    for one, other, data in graph.edges(data=True):
        if data["kind"] == "partnership":
            rows.append(_tie_row(graph, data["iri"], data, (one, other), 2))
    for node, data in graph.nodes(data=True):
        if data.get("kind") == "Partnership":
            parties = sorted(other for _, other, edge in graph.edges(node, data=True) if edge["kind"] == "party")
            rows += [_tie_row(graph, node, data, pair, len(parties)) for pair in combinations(parties, 2)]
    return rows


def _link_rows(graph: nx.MultiGraph) -> list[list[str]]:
    """Links by their kind, from the thing that has them; those of a tie of several are told as its ties."""
    rows = []
    for one, other, data in graph.edges(data=True):
        if data["kind"] != "partnership" and "Partnership" not in (
            graph.nodes[one].get("kind"),
            graph.nodes[other].get("kind"),
        ):
            ends = (one, other) if data["subject"] == one else (other, one)
            own = {**data, "tie_kind": data["kind"], "date": graph.nodes[data["subject"]].get("date", "")}
            rows.append(_row(graph, "", own, ends, 2))
    lonely = [node for node in graph if not graph.degree(node)]
    return rows + [_row(graph, "", {"sources": graph.nodes[node].get("sources", [])}, (node,), 1) for node in lonely]


def _tie_row(graph: nx.MultiGraph, tie: str, data: dict[str, Any], pair: tuple[str, str], count: int) -> list[str]:
    ordered = sorted(pair, key=lambda node: (graph.nodes[node].get("country") != "JP", node))
    return _row(graph, tie, data, ordered, count)


def _row(graph: nx.MultiGraph, tie: str, data: dict[str, Any], ends: Sequence[str], count: int) -> list[str]:
    parties = [
        str(node if name == "iri" else graph.nodes[node].get(name, "")) for node in ends for name in _PARTY_COLUMNS
    ]
    parties += [""] * (2 * len(_PARTY_COLUMNS) - len(parties))
    publishers = dict.fromkeys(publisher for _, publisher, _ in data["sources"])
    addresses = dict.fromkeys(address for _, _, address in data["sources"])
    own = [str(data.get(name, "")) for name in _TIE_COLUMNS]
    return [tie, *own, str(count), *parties, "; ".join(publishers), " ".join(addresses)]


def _defuse(cell: str) -> str:
    """A cell that a spreadsheet reads as text, never as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _flatten(graph: nx.MultiGraph) -> nx.MultiGraph:
    """The same network with plain values only, edges numbered in one order, nothing that is unknown."""
    flat = nx.MultiGraph()
    flat.graph |= {name: _clean(text) for name, text in graph.graph.get("about", {}).items()}
    name = "label_ja" if graph.graph.get("language") == "ja" else "label_en"
    for node in sorted(graph):
        data = graph.nodes[node]
        flat.add_node(node, label=_clean(data[name]), **_plain(data, _NODE_ATTRIBUTES), **_cited(data))
    edges = sorted(graph.edges(data=True), key=lambda edge: (edge[2]["iri"], *sorted(edge[:2])))
    for number, (one, other, data) in enumerate(edges):
        first, second = sorted((one, other))
        flat.add_edge(first, second, key=f"e{number}", **_plain(data, _EDGE_ATTRIBUTES), **_cited(data))
    return flat


def _plain(data: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: data[name] for name in names if data.get(name) not in (None, "")}
    return {name: _clean(value) if isinstance(value, str) else value for name, value in found.items()}


def _cited(data: dict[str, Any]) -> dict[str, str]:
    cited = data.get("sources") or []
    return {"sources": _clean(" ".join(address or iri for iri, _, address in cited))} if cited else {}


def _clean(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)
