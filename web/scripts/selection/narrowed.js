// By what the selection is narrowed down, in words, for whatever is taken away of it.
import { isFaceted } from "../explorer/filters.js";
import { listChips } from "./chips.js";
import { countFacets } from "./counts.js";
import { NAMES } from "./values.js";
import { speak } from "./words.js";

// The texts of the filters that are on; the kinds of thing that are not drawn are seen in the legend.
export function narrowedBy(model) {
  const { filters } = model.state;
  const isOn = isFaceted(filters) || filters.at || filters.from || filters.to || !filters.undated || filters.kinds.length + filters.status.length + filters.links.length > 0;
  if (!isOn) return [];
  const counts = countFacets(model.loaded, filters, (id) => model.isFocus(id));
  const known = Object.fromEntries(NAMES.map((name) => [name, counts[name].map(({ value }) => value)]));
  return listChips(model, known, speak(model.language)).map(({ text }) => text);
}
