// How many ties and events each value of each facet would leave, were the other filters kept as they are.
import { sift } from "../explorer/filters.js";
import { chosenOf, NAMES, valuesOf, without } from "./values.js";

// {name: [{value, count, isOn}]}, the most frequent first. `loaded` is what there is before filters.
export function countFacets({ nodes, edges }, filters, isFocus) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return Object.fromEntries(NAMES.map((name) => [name, countFacet(name, { nodes, edges }, filters, isFocus, byId)]));
}

function countFacet(name, { nodes, edges }, filters, isFocus, byId) {
  const known = tally(name, edges, byId);
  const left = tally(name, sift(nodes, edges, without(name, filters), isFocus).edges, byId);
  const on = new Set(chosenOf(name, filters, [...known.keys()]));
  const found = [...known.keys()].map((value) => ({ value, count: left.get(value) ?? 0, isOn: on.has(value) }));
  // What an address asks for may not be there any more; it still has to be seen to be taken away.
  for (const value of on) if (!known.has(value)) found.push({ value, count: 0, isOn: true });
  return found.sort((one, other) => (name === "decade" ? compare(one.value, other.value) : other.count - one.count || compare(one.value, other.value)));
}

// What is counted are ties and events, each once, however many lines it has; among kinds, other links as well.
function tally(name, edges, byId) {
  const seen = new Map();
  for (const edge of edges) {
    const unit = unitOf(edge, byId) || (name === "kind" ? edge.id : "");
    if (!unit) continue;
    for (const value of valuesOf(name, edge, byId)) seen.set(value, (seen.get(value) ?? new Set()).add(unit));
  }
  return new Map([...seen].map(([value, units]) => [value, units.size]));
}

function unitOf(edge, byId) {
  if (edge.kind === "partnership") return edge.id;
  return [edge.from, edge.to].find((id) => ["event", "agreement"].includes(byId.get(id)?.look)) ?? "";
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
