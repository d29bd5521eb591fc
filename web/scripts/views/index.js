// The views of an answer, for whoever shows one: a single view, or all that fit with buttons to choose.
export { BASE, mountView, viewsFor } from "./mount.js";
export { mountViewer } from "./viewer.js";
