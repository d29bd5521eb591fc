// Which things and lines a set of filters lets through, and which of the lines carry no date.
import { finalDay, firstDay, isDate } from "./dates.js";
import { FACETS } from "./state.js";

// What has a date by its nature; where a place lies or somebody was born is no matter of years.
const DATED = new Set(["ties", "events"]);
const DATED_LOOKS = new Set(["event", "agreement"]);

// Nodes and edges that stay, of all that are loaded. `isFocus` says which things stay without any line.
export function sift(nodes, edges, filters, isFocus) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const offLooks = new Set(filters.things);
  const lineTest = testOfLines(filters, byId);
  const isNarrowed = narrows(filters);
  const joined = new Set();
  const had = new Set();
  const lines = [];
  for (const edge of edges) {
    had.add(edge.from).add(edge.to);
    if (!lineTest(edge)) continue;
    joined.add(edge.from).add(edge.to);
    lines.push(edge);
  }
  const kept = nodes.filter((node) => !offLooks.has(node.look) && isOfKind(node, filters) && isOfTime(node, filters)
    && (!isNarrowed || isFocus(node.id) || joined.has(node.id) || !had.has(node.id)));
  const ids = new Set(kept.map(({ id }) => id));
  return { nodes: kept, edges: lines.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

// Whether any filter takes lines away, so that things may be left without one.
export function narrows(filters) {
  return isFaceted(filters) || Boolean(filters.at || filters.from || filters.to) || filters.kinds.length + filters.status.length + filters.links.length > 0;
}

export function isFaceted(filters) {
  return FACETS.some((name) => filters[name].length > 0);
}

export function isFiltered(filters) {
  return narrows(filters) || filters.things.length > 0;
}

// How many ties and events of these cannot be placed in time.
export function countUndated(nodes, edges) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.filter((edge) => edge.group === "ties" && !spanOf(edge, byId)).length
    + nodes.filter((node) => node.look === "event" && !node.first).length;
}

export function decadeOf(day) {
  return /^\d{4}/.test(day ?? "") ? `${day.slice(0, 3)}0` : "";
}

// First and last day of a line: its own, else that of the event or the tie of several at one of its ends.
export function spanOf(edge, byId) {
  if (edge.first) return { from: edge.first, to: edge.last || edge.first, ended: edge.ended_by || "" };
  for (const id of [edge.from, edge.to]) {
    const node = byId.get(id);
    if (node && DATED_LOOKS.has(node.look) && node.first) return { from: node.first, to: node.last || node.first, ended: node.ended_by || "" };
  }
  return null;
}

function testOfLines(filters, byId) {
  const [kinds, status, links] = [filters.kinds, filters.status, filters.links].map((list) => new Set(list));
  const tests = FACETS.filter((name) => filters[name].length).map((name) => facetTest(name, new Set(filters[name]), byId));
  return (edge) => {
    const isTie = edge.kind === "partnership";
    if (links.has(edge.group) || [edge.from, edge.to].some((id) => byId.has(id) && !isOfKind(byId.get(id), filters))) return false;
    if (isTie && (kinds.has(edge.tie_kind || "other") || status.has(edge.status || "unknown"))) return false;
    return tests.every((test) => test(edge)) && isLineOfTime(edge, filters, byId);
  };
}

function facetTest(name, wanted, byId) {
  const ends = (edge) => [byId.get(edge.from), byId.get(edge.to)].filter(Boolean);
  if (name === "prefecture") return (edge) => ends(edge).some((node) => wanted.has(node.area) || wanted.has(node.id));
  if (name === "country") return (edge) => ends(edge).some((node) => wanted.has(node.country));
  if (name === "decade") return (edge) => wanted.has(decadeOf(spanOf(edge, byId)?.from));
  return (edge) => (edge.sources ?? []).some(({ publisher }) => wanted.has(publisher));
}

// A tie of several is a thing in the picture, and a tie all the same.
function isOfKind(node, { kinds, status }) {
  return node.look !== "agreement" || !(kinds.includes(node.tie_kind || "other") || status.includes(node.status || "unknown"));
}

function isLineOfTime(edge, filters, byId) {
  if (!filters.at && !filters.from && !filters.to) return true;
  if (!DATED.has(edge.group)) return true;
  const span = spanOf(edge, byId);
  return span ? isSpanOfTime(span, filters) : filters.undated;
}

function isOfTime(node, filters) {
  if (!DATED_LOOKS.has(node.look) || (!filters.at && !filters.from && !filters.to)) return true;
  return node.first ? isSpanOfTime({ from: node.first, to: node.last || node.first, ended: node.ended_by || "" }, filters) : filters.undated;
}

// A year or a month stands for its last day, as the words beside the picture say: "at the end of 1990".
function isSpanOfTime({ from, to, ended }, filters) {
  const { at, from: least, to: most } = filters;
  if (isDate(at) && (from > finalDay(at) || (ended && ended < finalDay(at)))) return false;
  if (isDate(least) && to < firstDay(least)) return false;
  return !(isDate(most) && from > finalDay(most));
}
