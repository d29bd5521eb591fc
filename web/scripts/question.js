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
    tellPermalink(new URL(location.href));
    holder.dataset.ready = "true";
  } catch (error) {
    console.warn(error);
    holder.replaceChildren();
    if (table) table.hidden = false;
  }
}

// The lasting address has the view as well; the short one is made when it is asked for.
function tellPermalink(address) {
  const link = document.getElementById("permalink");
  const lasting = new URL(link.href);
  for (const [key, value] of address.searchParams) if (key === "view" || key.startsWith("v-")) lasting.searchParams.set(key, value);
  link.href = lasting.href;
}

const short = document.getElementById("short-address");
if (short && holder) {
  short.hidden = false;
  short.addEventListener("click", shorten);
}

async function shorten() {
  const lasting = new URL(document.getElementById("permalink").href);
  const body = JSON.stringify({ page: lasting.pathname, fields: Object.fromEntries(lasting.searchParams), state: {} });
  const output = document.getElementById("short-output");
  try {
    const response = await fetch("/api/links", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!response.ok) throw new Error(String(response.status));
    const address = new URL((await response.json()).address, location.href).href;
    const link = document.createElement("a");
    link.href = link.textContent = address;
    output.replaceChildren(link);
  } catch {
    output.textContent = short.dataset.failed;
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
  tellPermalink(address);
  for (const link of document.querySelectorAll(".languages a")) {
    const other = new URL(link.href);
    other.search = address.search;
    other.searchParams.set("lang", link.lang);
    link.href = other.href;
  }
}
