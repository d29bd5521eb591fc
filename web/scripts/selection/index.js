// The selection of the explorer in its other views, for whoever holds the model: facets, list, map and timeline.
export { mountFacets } from "./facets.js";
export { mountList } from "./list.js";
export { mountMap } from "./map.js";
export { narrowedBy } from "./narrowed.js";
export { mountTimeline } from "./timeline.js";
