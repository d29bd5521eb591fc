// The words of facets, list, map and timeline in the reader's language, from web/messages.toml.
import words from "messages:selection";

import { speaker } from "../views/speak.js";

export const speak = speaker(words);

// What a value of a facet is called.
export function nameOf(name, value, model, say) {
  if (name === "decade") return say("decade", { decade: value });
  if (name === "kind" || name === "status") return say(`${name}_${value}`);
  if (name === "source") return publisherName(value, model);
  for (const node of model.nodes.values()) {
    if (name === "country" && node.country === value && node.country_name) return node.country_name;
    if (name === "prefecture" && node.id === value) return node.name;
    if (name === "prefecture" && node.area === value && node.area_name) return node.area_name;
  }
  return value.split("/").pop();
}

// Filters and addresses go by what the data calls a publisher, in whatever language.
function publisherName(publisher, { edges }) {
  for (const { sources = [] } of edges.values()) {
    const known = sources.find((source) => source.publisher === publisher);
    if (known) return known.name ?? publisher;
  }
  return publisher;
}

// The two ends of a tie as one name.
export function pairName(one, other, say) {
  return say("between", { one: one.name ?? one.label, other: other.name ?? other.label });
}
