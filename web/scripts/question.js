// The answer of a question as the view that fits; the chosen view becomes part of the address. Without this script
// the page has the table.
import { mountViewer, viewsFor } from "./views/index.js";

const holder = document.getElementById("views");
const table = document.getElementById("answer-table");

if (holder) start();

async function start() {
  const { json, name, title, release, options } = holder.dataset;
  try {
    const response = await fetch(json);
    if (!response.ok) return;
    const answer = await response.json();
    const more = { ...JSON.parse(options || "{}"), title, release, state: readState() };
    const view = new URLSearchParams(location.search).get("view") || holder.dataset.view;
    if (!answer.rows.length || !viewsFor(answer, more).length) return;
    await mountViewer(holder, answer, { view, options: more, name, onChange: remember });
    // The table of the server gives way to the same rows with sorting and a filter.
    if (table) table.hidden = true;
    holder.dataset.ready = "true";
  } catch (error) {
    console.warn(error);
    holder.replaceChildren();
    if (table) table.hidden = false;
  }
}

const KEPT = ["sort", "descending", "filter", "page", "area", "form", "number", "date"];

// What the address says of the view besides its name: `v-sort=date`, so that no parameter of a question is meant.
function readState() {
  const given = new URLSearchParams(location.search);
  const state = {};
  for (const key of KEPT) if (given.has(`v-${key}`)) state[key] = readValue(key, given.get(`v-${key}`));
  return state;
}

function readValue(key, text) {
  if (key === "page") return Number(text) || 1;
  return key === "descending" ? text === "true" : text;
}

function remember(state) {
  const address = new URL(location.href);
  for (const key of KEPT) address.searchParams.delete(`v-${key}`);
  address.searchParams.set("view", state.view);
  for (const key of KEPT) {
    const value = state[key];
    if (value && value !== 1) address.searchParams.set(`v-${key}`, String(value));
  }
  history.replaceState(null, "", address);
  for (const link of document.querySelectorAll(".languages a")) {
    const other = new URL(link.href);
    other.search = address.search;
    other.searchParams.set("lang", link.lang);
    link.href = other.href;
  }
}
