// The state of the explorer as the fields of its address, and back: short ids instead of whole addresses of things.
import { emptyState, FACETS, LEGEND, MAP_AREAS, MAP_MODES, VIEWS } from "./state.js";
import { finalDay, firstDay, isDate } from "./dates.js";
import { fromRuns, toRuns } from "./fans.js";

const MOST_HOPS = 3;
// Letters that part values; inside a value they are written as %-codes.
const PARTING = /[%,;:@]/g;

export function encode(state, base) {
  const short = (id) => (id.startsWith(base) ? id.slice(base.length) : id);
  const fields = new URLSearchParams();
  for (const id of state.focus) fields.append("focus", short(id));
  if (state.hops > 1) fields.set("hops", String(state.hops));
  for (const name of ["add", "drop", "hide"]) {
    if (state[name].length) fields.set(name, state[name].map((id) => guard(short(id))).join(","));
  }
  for (const [id, ids] of Object.entries(state.fans)) {
    const runs = toRuns(ids, state.add);
    if (runs) fields.append("fan", `${guard(short(id))}@${runs}`);
  }
  for (const [id, [x, y]] of Object.entries(state.pins)) fields.append("pin", `${guard(short(id))}@${Math.round(x)},${Math.round(y)}`);
  if (state.path) fields.set("path", [state.path.from, state.path.to, ...state.path.links].map((id) => guard(short(id))).join(","));
  const off = group(state.filters, LEGEND, (text) => text);
  const only = group(state.filters, FACETS, short);
  if (off) fields.set("off", off);
  if (only) fields.set("only", only);
  for (const name of ["at", "from", "to"]) if (state.filters[name]) fields.set(name, state.filters[name]);
  if (!state.filters.undated) fields.set("undated", "0");
  if (state.view !== "network") fields.set("view", state.view);
  const map = [state.map.mode === MAP_MODES[0] ? "" : state.map.mode, state.map.area].filter(Boolean);
  if (map.length) fields.set("map", map.join(","));
  return fields;
}

// Readable in the bar of the browser: what needs no code in a query is left as it is.
export function toText(fields) {
  return fields.toString().replace(/%2F/gi, "/").replace(/%2C/gi, ",").replace(/%3A/gi, ":").replace(/%40/g, "@").replace(/%3B/gi, ";");
}

export function decode(query, base) {
  const fields = new URLSearchParams(query);
  const whole = (id) => (/^[a-z]+:\/\//i.test(id) ? id : base + id);
  const ids = (name) => fields.getAll(name).flatMap((text) => text.split(",")).filter(Boolean).map((id) => whole(unguard(id)));
  const state = emptyState();
  state.focus = fields.getAll("focus").filter(Boolean).map(whole);
  state.hops = Math.min(Math.max(Number.parseInt(fields.get("hops"), 10) || 1, 1), MOST_HOPS);
  for (const name of ["add", "drop", "hide"]) state[name] = [...new Set(ids(name))];
  for (const text of fields.getAll("fan")) readFan(text, whole, state);
  for (const text of fields.getAll("pin")) readPin(text, whole, state.pins);
  state.path = readPath(fields.get("path"), whole);
  ungroup(fields.get("off"), LEGEND, state.filters, (text) => text);
  ungroup(fields.get("only"), FACETS, state.filters, (text, name) => (name === "prefecture" ? whole(text) : text));
  for (const name of ["at", "from", "to"]) if (isDate(fields.get(name) ?? "")) state.filters[name] = fields.get(name);
  inOrder(state.filters);
  state.filters.undated = fields.get("undated") !== "0";
  if (VIEWS.includes(fields.get("view"))) state.view = fields.get("view");
  readMap(fields.get("map") ?? "", state.map);
  return state;
}

// A range that was typed into an address the wrong way round is meant the right way round.
function inOrder(filters) {
  if (filters.from && filters.to && firstDay(filters.from) > finalDay(filters.to)) [filters.from, filters.to] = [filters.to, filters.from];
}

function readFan(text, whole, state) {
  const found = /^(.+)@(\d{1,6}-\d{1,6}(?:,\d{1,6}-\d{1,6})*)$/.exec(text);
  if (found) state.fans[whole(unguard(found[1]))] = fromRuns(found[2], state.add);
}

function readPin(text, whole, pins) {
  const found = /^(.+)@(-?\d{1,6}),(-?\d{1,6})$/.exec(text); // as the server reads it
  if (found) pins[whole(unguard(found[1]))] = [Number(found[2]), Number(found[3])];
}

function readMap(text, map) {
  for (const word of text.split(",")) {
    if (MAP_MODES.includes(word)) map.mode = word;
    if (MAP_AREAS.includes(word)) map.area = word;
  }
}

// Both ends of a way, and the kinds of link that it may use where those are not all.
function readPath(text, whole) {
  const [from, to, ...links] = (text ?? "").split(",").map(unguard);
  return from && to ? { from: whole(from), to: whole(to), links } : null;
}

function group(filters, names, write) {
  return names.filter((name) => filters[name].length).map((name) => `${name}:${filters[name].map((text) => guard(write(text))).join(",")}`).join(";");
}

function ungroup(text, names, filters, read) {
  for (const part of (text ?? "").split(";")) {
    const [name, values = ""] = part.split(":");
    if (names.includes(name)) filters[name] = values.split(",").filter(Boolean).map((value) => read(unguard(value), name));
  }
}

function guard(text) {
  return text.replace(PARTING, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

function unguard(text) {
  return text.replace(/%([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
