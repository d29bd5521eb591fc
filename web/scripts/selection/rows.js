// The lines of a selection as rows of two tables: ties of places, and events with all other links.
import { readDate } from "../views/dates.js";

// What a link is told from: an event is about a place, not the other way round.
const TELLERS = ["event", "agreement", "person", "culture", "organisation", "site", "abroad", "japan", "region", "prefecture", "country"];
const TIE_KINDS = ["sister", "friendship", "partnership", "other"];
const STATUSES = ["active", "suspended", "ended", "unknown"];

// {ties, links}; each row: id, one, other (things), kind, status, date, ended, text, sources, edge.
export function readRows({ nodes, edges }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const rows = { ties: [], links: [] };
  for (const edge of edges) {
    const [one, other] = [byId.get(edge.from), byId.get(edge.to)];
    if (!one || !other) continue;
    const isTie = edge.kind === "partnership";
    rows[isTie ? "ties" : "links"].push(readRow(edge, isTie ? outwards(one, other) : tellerFirst(one, other), isTie));
  }
  return rows;
}

function readRow(edge, [one, other], isTie) {
  const date = edge.date || (isTie ? "" : one.date || other.date || "");
  const known = { id: edge.id, iri: edge.iri, one, other, date, ended: edge.ended || "", text: edge.text || "", sources: edge.sources ?? [], edge };
  return { ...known, kind: isTie ? edge.tie_kind || "other" : edge.kind, status: isTie ? edge.status || "unknown" : "" };
}

// A tie is read from the focus, else from Japan, outwards.
function outwards(one, other) {
  const rank = (node) => (node.focus ? 0 : 2) + (node.country === "JP" ? 0 : 1);
  return rank(one) < rank(other) || (rank(one) === rank(other) && one.id <= other.id) ? [one, other] : [other, one];
}

function tellerFirst(one, other) {
  const rank = (node) => (TELLERS.includes(node.look) ? TELLERS.indexOf(node.look) : 3);
  return rank(one) < rank(other) || (rank(one) === rank(other) && one.id <= other.id) ? [one, other] : [other, one];
}

// Rows in the order of a column. What has no value comes last, whichever way.
export function sortRows(rows, column, isDescending, language) {
  const collator = new Intl.Collator(language, { numeric: true });
  const keyed = rows.map((row) => ({ row, key: sortKey(row, column, language) }));
  const sign = isDescending ? -1 : 1;
  keyed.sort((a, b) => {
    const isBare = (key) => key === "" || key === null;
    if (isBare(a.key) || isBare(b.key)) return isBare(a.key) - isBare(b.key);
    return sign * (typeof a.key === "number" ? a.key - b.key : collator.compare(a.key, b.key));
  });
  return keyed.map(({ row }) => row);
}

function sortKey(row, column, language) {
  if (column === "one" || column === "other") return nameKey(row[column], language);
  if (column === "area") return areaOf(row.other);
  if (column === "since") return yearKey(row.date) ?? yearKey(row.edge.first?.slice(0, 4));
  if (column === "ended") return yearKey(row.ended);
  if (column === "kind") return row.status ? TIE_KINDS.indexOf(row.kind) : row.text;
  if (column === "status") return STATUSES.indexOf(row.status);
  return row.sources[0]?.name ?? row.sources[0]?.publisher ?? "";
}

// Japanese is sorted by its reading.
export function nameKey(node, language) {
  return (language === "ja" && node.kana) || node.name;
}

// Where a place lies, without what its own name says already.
export function areaOf(node, separator = " ") {
  return [node.country_name, node.area_name].filter((name) => name && name !== node.name).join(separator);
}

function yearKey(text) {
  return text ? readDate(text)?.from ?? null : null;
}
