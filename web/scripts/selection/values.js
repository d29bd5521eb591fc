// The values that a line of the selection has in each facet, and which of them the filters have chosen.
import { decadeOf, spanOf } from "../explorer/filters.js";

export const NAMES = ["prefecture", "country", "kind", "status", "decade", "source"];
const PREFECTURE = /\/prefecture\/[^/]+$/;
// The kinds of link that are no ties stand beside the kinds of tie, in one facet.
const OTHERS = ["events", "people", "places"];
const HOME = "JP";

// Every value of a line in this facet; a line between two prefectures has both.
export function valuesOf(name, edge, byId) {
  const ends = [byId.get(edge.from), byId.get(edge.to)].filter(Boolean);
  if (name === "prefecture") return unique(ends.map((node) => (PREFECTURE.test(node.id) ? node.id : node.area)).filter((id) => PREFECTURE.test(id ?? "")));
  // Nearly every line has one end in Japan; the facet is about the other.
  if (name === "country") return unique(ends.map((node) => node.country).filter((code) => code && code !== HOME));
  if (name === "decade") return unique([decadeOf(spanOf(edge, byId)?.from)].filter(Boolean));
  if (name === "source") return unique((edge.sources ?? []).map(({ publisher }) => publisher).filter(Boolean));
  if (name === "status") return edge.kind === "partnership" ? [edge.status || "unknown"] : [];
  if (edge.kind === "partnership") return [edge.tie_kind || "other"];
  return OTHERS.includes(edge.group) ? [edge.group] : [];
}

// The filters without what this facet takes away.
export function without(name, filters) {
  if (name === "kind") return { ...filters, kinds: [], links: filters.links.filter((group) => !OTHERS.includes(group)) };
  return { ...filters, [name]: [] };
}

// What is switched on in a facet; nothing means that everything is shown. Kinds and status are kept as what is
// switched OFF, as the legend does; here the rest counts as chosen.
export function chosenOf(name, filters, known) {
  if (name !== "kind" && name !== "status") return filters[name];
  const off = new Set(name === "kind" ? [...filters.kinds, ...filters.links] : filters.status);
  return known.some((value) => off.has(value)) ? known.filter((value) => !off.has(value)) : [];
}

// The filters that choose just these values of a facet.
export function choose(name, filters, known, values) {
  if (name !== "kind" && name !== "status") return { [name]: values };
  const isAll = !values.length || known.every((value) => values.includes(value));
  const off = isAll ? [] : known.filter((value) => !values.includes(value));
  if (name === "status") return { status: off };
  return {
    kinds: off.filter((value) => !OTHERS.includes(value)),
    links: [...filters.links.filter((group) => !OTHERS.includes(group)), ...off.filter((value) => OTHERS.includes(value))],
  };
}

function unique(list) {
  return [...new Set(list)];
}
