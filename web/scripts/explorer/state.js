// What the explorer shows, as plain data: an empty state, and states that differ from another in some parts.

// Legend: what is switched OFF.
export const LEGEND = ["things", "kinds", "status", "links"];
// Facets: ONLY these, an empty list is everything.
export const FACETS = ["prefecture", "country", "decade", "source"];
export const VIEWS = ["network", "list", "map", "timeline"];
// What the map shows, the first unless another is chosen; of its areas that which fits, unless one is.
export const MAP_MODES = ["lines", "counts"];
export const MAP_AREAS = ["world", "japan"];

export function emptyFilters() {
  return { things: [], kinds: [], status: [], links: [], prefecture: [], country: [], decade: [], source: [], at: "", from: "", to: "", undated: true };
}

export function emptyState() {
  return { focus: [], hops: 1, add: [], drop: [], hide: [], fans: {}, pins: {}, path: null, view: "network", map: { mode: MAP_MODES[0], area: "" }, filters: emptyFilters() };
}

// A patch replaces parts; of the filters it replaces single keys.
export function patched(state, patch) {
  return { ...state, ...patch, filters: { ...state.filters, ...(patch.filters ?? {}) } };
}

// Which parts of the state two states have differently.
export function differences(one, other) {
  return Object.keys(one).filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
}
