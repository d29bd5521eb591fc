// What can be done to the picture, each as one named step that is said aloud.
import { fanOf, withoutFans } from "./fans.js";

// The ways in which a thing is moved without a drag.
export const WAYS = { left: [-1, 0], up: [0, -1], down: [0, 1], right: [1, 0] };

export class Deeds {
  // `parts` are set by main.js: {canvas, expandDialog, keysDialog, live, server}.
  constructor(model, say, parts) {
    Object.assign(this, { model, words: say, parts });
  }

  say(key, values) {
    this.parts.live.say(this.words(key, values));
  }

  name(id) {
    return nameOf(this.model, id);
  }

  select(id) {
    if (this.model.nodes.has(id)) this.model.lineOwner = null;
    this.model.select(id);
  }

  pick(id) {
    this.model.pick(id);
    this.say(this.model.picked.includes(id) ? "said_picked" : "said_unpicked", { name: this.name(id), n: this.model.picked.length });
  }

  expand(id) {
    this.parts.expand.open(id);
  }

  // Adds things; `name` says the step, and which of them are already there is the caller's to know.
  async add(ids, name, patch = {}) {
    const { model } = this;
    const { state } = model;
    const hide = state.hide.filter((id) => !ids.includes(id));
    const next = { ...state, hide, add: unique([...state.add, ...ids.filter((id) => !model.isMember(id))]), drop: state.drop.filter((id) => !ids.includes(id)), ...patch };
    const before = new Set(model.shown.nodes.map((node) => node.id));
    await this.#load(next);
    model.change(name, { add: next.add, drop: next.drop, hide, ...patch });
    const fresh = model.shown.nodes.filter((node) => !before.has(node.id)).map((node) => node.id);
    if (fresh.length && !this.parts.canvas.sees(fresh)) this.parts.canvas.fit();
    this.say("said_added", { n: fresh.length, things: model.shown.nodes.length });
    return fresh;
  }

  // Takes away what expanding it brought; of a thing that nobody expanded, what hangs on it alone.
  collapse(id) {
    const { model } = this;
    const leaves = leavesOf(model, id);
    if (!leaves.length) return this.say("said_no_leaves", { name: this.name(id) });
    const { add, drop } = model.state;
    const isAdded = new Set(add);
    model.change(this.words("step_collapse", { name: this.name(id) }), { add: add.filter((one) => !leaves.includes(one)), fans: withoutFans(model.state.fans, [id, ...leaves]), drop: unique([...drop, ...leaves.filter((one) => !isAdded.has(one))]) });
    return this.say("said_collapsed", { name: this.name(id), n: leaves.length });
  }

  hide(id) {
    const { model } = this;
    const next = model.neighboursOf(id).find((one) => one !== id) ?? null;
    const name = this.name(id);
    model.change(this.words("step_hide", { name }), { hide: unique([...model.state.hide, id]) });
    if (model.selected === id) model.select(next);
    this.say("said_hidden", { name, n: model.hidden.length });
  }

  bringBack(ids) {
    const { model } = this;
    const name = ids.length === 1 ? this.words("step_back", { name: this.name(ids[0]) }) : this.words("step_back_all", { n: ids.length });
    model.change(name, { hide: model.state.hide.filter((id) => !ids.includes(id)) });
    this.say("said_back", { n: ids.length });
  }

  // A place pins; none unpins.
  pin(id, place) {
    const { model } = this;
    const pins = { ...model.state.pins };
    if (place) pins[id] = place;
    else delete pins[id];
    const name = this.name(id);
    model.change(this.words(place ? "step_pin" : "step_unpin", { name }), { pins }, place ? `pin ${id}` : "");
    this.say(place ? "said_pinned" : "said_unpinned", { name });
  }

  // A step to one side, and pinned there.
  nudge(id, way) {
    const { canvas } = this.parts;
    this.pin(id, canvas.beside(id, WAYS[way]));
    canvas.reveal(id);
    this.say({ left: "said_to_left", right: "said_to_right", up: "said_up", down: "said_down" }[way], { name: this.name(id) });
  }

  filter(name, filters, key) {
    if (!this.model.change(name, { filters }, key)) return;
    this.told = this.model.state.filters;
    this.say("said_filtered", { step: name, ...countShown(this.model) });
  }

  // The neighbourhood of other things, or a wider one.
  async refocus(name, asked) {
    // Around other things, what was brought to the old picture may be there by itself.
    const patch = asked.focus ? { ...asked, fans: {} } : asked;
    const next = { ...this.model.state, ...patch };
    await this.#load(next);
    this.model.change(name, patch);
    this.parts.canvas.fit();
    this.say("said_shown", countShown(this.model));
  }

  undo(isBack = true) {
    const { model } = this;
    const name = isBack ? model.steps[model.place].name : model.steps[model.place + 1]?.name;
    const isDone = isBack ? model.undo() : model.redo();
    this.told = model.state.filters;
    if (isDone) this.say(isBack ? "said_undone" : "said_redone", { step: name });
  }

  help() {
    this.parts.keys.open();
  }

  toCard() {
    this.parts.card.focus();
  }

  // Out of the picture, on to what comes after it.
  leave() {
    this.say("said_left");
    this.parts.after.focus();
  }

  async #load(next) {
    if (this.model.has(next)) return;
    this.model.load(await this.parts.server.network(next), next);
  }
}

export function nameOf(model, id) {
  const node = model.node(id);
  if (node) return node.name ?? String(node.label ?? "").replaceAll("\n", " ");
  const edge = model.edges.get(id);
  return edge ? `${nameOf(model, edge.from)} – ${nameOf(model, edge.to)}` : "";
}

// What collapsing a thing takes away: what it brought, else what hangs on it alone, so that the picture is whole without.
export function leavesOf(model, id) {
  const fan = fanOf(model, id);
  if (fan.length) return fan;
  return model.neighboursOf(id, model.loaded.edges).filter((other) => !model.isFocus(other) && model.neighboursOf(other, model.loaded.edges).every((one) => one === id));
}

export function countShown({ shown: { nodes, edges } }) {
  const ties = edges.filter(({ kind }) => kind === "partnership").length;
  return { things: nodes.length, ties, links: edges.length - ties };
}

function unique(list) {
  return [...new Set(list)];
}
