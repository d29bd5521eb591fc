// Ties and events as items of a timeline, counted by year, and a range of years as the filters hold it.
import { readDate } from "../views/dates.js";

export const LANES = ["ties", "events"];

// {items, undated}; an item has id, lane, date (as written), from, to (years with a fraction), year, things, ended.
export function readItems({ nodes, edges }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const items = [];
  const undated = [];
  const add = ({ first, last, ...item }) => {
    const date = dateOf(item.date, first, last);
    if (date) items.push({ ...item, ...date, year: Math.floor(date.from) });
    else undated.push(item);
  };
  for (const edge of edges) {
    if (edge.kind !== "partnership" || !byId.has(edge.from) || !byId.has(edge.to)) continue;
    const things = [byId.get(edge.from), byId.get(edge.to)];
    add({ id: edge.id, lane: "ties", date: edge.date, ended: edge.ended || (edge.status === "ended" ? "?" : ""), things, kind: edge.tie_kind || "other", edge, first: edge.first, last: edge.last });
  }
  for (const node of nodes) {
    if (node.look !== "event" && node.look !== "agreement") continue;
    add({ id: node.id, lane: node.look === "event" ? "events" : "ties", date: node.date, ended: "", things: [node], kind: node.kind, first: node.first, last: node.last });
  }
  items.sort((one, other) => one.from - other.from || one.to - other.to || (one.id < other.id ? -1 : 1));
  return { items, undated };
}

// A date that is known by its decade or century only is as long as that.
function dateOf(text, first, last) {
  return (text && readDate(text)) || (first ? readDate(`${first.slice(0, 4)}/${(last || first).slice(0, 4)}`) : null);
}

// Map of year → {ties, events}.
export function countYears(items) {
  const years = new Map();
  for (const { year, lane } of items) {
    if (!years.has(year)) years.set(year, { ties: 0, events: 0 });
    years.get(year)[lane] += 1;
  }
  return years;
}

// The filters of a range of years, the earlier first; an end that is empty is open.
export function rangeOf(one, other) {
  const [from, to] = [one, other].map((year) => (/^\d{4}$/.test(String(year ?? "").trim()) ? String(year).trim() : ""));
  return from && to && from > to ? { from: to, to: from } : { from, to };
}

// The first and last year that a drawing shows: the range that is asked for, else that of the items.
export function spanOfYears(items, { from = "", to = "" } = {}) {
  const years = items.map(({ year }) => year);
  const ends = items.map((item) => Math.ceil(item.to) - 1);
  const first = from ? Number(from.slice(0, 4)) : Math.min(...years);
  const last = to ? Number(to.slice(0, 4)) : Math.max(...ends, ...years);
  return Number.isFinite(first) && Number.isFinite(last) ? [first, Math.max(first, last)] : null;
}
