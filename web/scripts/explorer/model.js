// All that the explorer knows: what is loaded, what is shown of it and how, each step that can be taken back.
import { daysOf } from "./dates.js";
import { countUndated, sift } from "./filters.js";
import { differences, emptyState, patched } from "./state.js";

const MOST_STEPS = 200;

export class Model {
  // `view` is what the server drew for `state`; `first` names the step that nothing was done in.
  constructor({ view, state = emptyState(), base = "", language = "en", first = "" }) {
    Object.assign(this, { base, language, nodes: new Map(), edges: new Map(), selected: null, picked: [], listeners: new Set(), cores: new Map(), along: new Set(), loads: [] });
    Object.assign(this, { missing: [], cut: 0, legend: { things: new Map(), lines: new Map() } });
    this.history = [{ name: first, state: { ...state, focus: state.focus.length ? state.focus : [...(view?.focus ?? [])] } }];
    this.place = 0;
    if (view) this.load(view);
  }

  get state() {
    return this.history[this.place].state;
  }

  // Everything of this state before filters, without what is hidden: what facets count.
  get loaded() {
    return this.#once("loaded", () => this.#join((id) => !this.#hidden.has(id)));
  }

  // What is seen: after hiding and filters.
  get shown() {
    return this.#once("shown", () => {
      const { nodes, edges } = this.loaded;
      return sift(nodes, edges, this.state.filters, (id) => this.isFocus(id));
    });
  }

  // Ties and events, before filters, that no date places in time.
  get undated() {
    return this.#once("undated", () => countUndated(this.loaded.nodes, this.loaded.edges));
  }

  // The hidden things that the tray offers.
  get hidden() {
    return this.state.hide.filter((id) => this.#members.has(id)).map((id) => this.nodes.get(id));
  }

  get steps() {
    return this.history.map(({ name }, index) => ({ name, index, isCurrent: index === this.place }));
  }

  get canUndo() {
    return this.place > 0;
  }

  get canRedo() {
    return this.place < this.history.length - 1;
  }

  // Whether it is a part of this state, hidden or not.
  isMember(id) {
    return this.#members.has(id);
  }

  isFocus(id) {
    return this.state.focus.includes(id);
  }

  isShown(id) {
    return this.#once("ids", () => new Set([...this.shown.nodes, ...this.shown.edges].map((item) => item.id))).has(id);
  }

  node(id) {
    return this.nodes.get(id);
  }

  short(id) {
    return id.startsWith(this.base) ? id.slice(this.base.length) : id;
  }

  // The lines of a thing that are shown (or, with `loaded`, all but the hidden ones').
  linesOf(id, edges = this.shown.edges) {
    return edges.filter(({ from, to }) => from === id || to === id);
  }

  neighboursOf(id, edges = this.shown.edges) {
    return [...new Set(this.linesOf(id, edges).map(({ from, to }) => (from === id ? to : from)))];
  }

  // Takes what the server drew for `state`, now or next: things that are known keep their place.
  load(view, state = this.state) {
    for (const node of view.nodes) {
      const old = this.nodes.get(node.id);
      this.nodes.set(node.id, { ...node, ...withDays(node, [node.from, node.to]), ...(old ? { x: old.x, y: old.y } : {}) });
    }
    for (const edge of view.edges) this.edges.set(edge.id, { ...edge, ...withDays(edge) });
    const added = new Set(state.add);
    this.loads.push({ core: coreKey(state), add: added });
    const isFirst = !this.cores.has(coreKey(state));
    const core = isFirst ? new Set() : this.cores.get(coreKey(state));
    // What came unasked with something added is a tie of several: it goes when that goes.
    for (const { id } of view.nodes) if (!added.has(id) && !core.has(id)) (isFirst ? core : this.along).add(id);
    this.cores.set(coreKey(state), core);
    this.missing = view.missing ?? this.missing;
    this.cut = view.cut ?? 0;
    this.release = view.release ?? this.release ?? "";
    for (const part of ["things", "lines"]) for (const item of view.legend?.[part] ?? []) this.legend[part].set(item.key, item);
    this.#tell("data");
  }

  // Whether all that a state asks for has been loaded, so that it can be shown without the server.
  has(state) {
    return this.loads.some(({ core, add }) => core === coreKey(state) && state.add.every((id) => add.has(id)));
  }

  // A new step. Steps of one `key`, one right after the other, are one: a slider that is drawn is one deed.
  change(name, patch, key = "") {
    const next = patched(this.state, patch);
    const parts = differences(this.state, next);
    if (!parts.length) return false;
    const isSame = key && this.history[this.place].key === key;
    this.history.splice(this.place + (isSame ? 0 : 1), Infinity, { name, state: next, key });
    if (this.history.length > MOST_STEPS) this.history.shift();
    this.place = this.history.length - 1;
    this.#told(parts);
    return true;
  }

  // The view and what its map shows are no steps to take back: whoever undoes a filter stays in the list.
  setView(view) {
    this.#put("view", view);
  }

  setMap(choice) {
    this.#put("map", { ...this.state.map, ...choice });
  }

  undo() {
    return this.goTo(this.place - 1);
  }

  redo() {
    return this.goTo(this.place + 1);
  }

  goTo(index) {
    if (index < 0 || index >= this.history.length || index === this.place) return false;
    const before = this.state;
    this.place = index;
    this.#told(differences(before, this.state));
    return true;
  }

  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    this.#tell("selected");
  }

  // Things chosen together, for the way between them or their common partners; no step either.
  pick(id, isPicked = !this.picked.includes(id)) {
    this.picked = [...this.picked.filter((other) => other !== id), ...(isPicked ? [id] : [])];
    this.#tell("picked");
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  #put(part, value) {
    if (!differences({ [part]: this.state[part] }, { [part]: value }).length) return;
    for (const step of this.history) step.state = { ...step.state, [part]: value };
    this.#tell(part);
  }

  get #hidden() {
    return this.#once("hidden", () => new Set(this.state.hide));
  }

  // The things of this state: those around its focus and those added, without those taken away.
  get #members() {
    return this.#once("members", () => {
      const members = new Set([...(this.cores.get(coreKey(this.state)) ?? []), ...this.state.add].filter((id) => this.nodes.has(id)));
      const joins = (id) => this.linesOf(id, [...this.edges.values()]).filter(({ from, to }) => members.has(from === id ? to : from)).length > 1;
      for (const id of [...this.along].filter(joins)) members.add(id);
      for (const id of this.state.drop) members.delete(id);
      return members;
    });
  }

  #join(test) {
    const ids = new Set([...this.#members].filter(test));
    return {
      nodes: [...ids].map((id) => this.nodes.get(id)),
      edges: [...this.edges.values()].filter(({ from, to }) => ids.has(from) && ids.has(to)),
    };
  }

  #told(parts) {
    const what = ["state"];
    if (parts.includes("filters")) what.push("filters");
    if (parts.includes("view")) what.push("view");
    if (parts.includes("path")) what.push("path");
    if (parts.some((part) => ["focus", "hops", "add", "drop", "hide"].includes(part))) what.push("data");
    this.#tell(...what);
  }

  #tell(...what) {
    if (what.some((part) => !["selected", "picked", "view", "map"].includes(part))) this.kept = new Map();
    for (const listener of [...this.listeners]) listener(new Set(what));
  }

  #once(name, make) {
    this.kept ??= new Map();
    if (!this.kept.has(name)) this.kept.set(name, make());
    return this.kept.get(name);
  }
}

function coreKey({ focus, hops }) {
  return JSON.stringify([focus, hops]);
}

// First and last day of its date, and of its end; what the server says goes before what its date says.
function withDays(item, [from, to] = [item.from_day, item.to_day]) {
  if (typeof from === "string") return { first: from, last: to || from, ended_by: item.ended_by ?? "" };
  const days = daysOf(item.date);
  return { first: days?.first ?? "", last: days?.last ?? "", ended_by: item.ended_by ?? daysOf(item.ended)?.last ?? "" };
}
