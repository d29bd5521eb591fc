// The card of what is chosen: what the server tells of it, and what can be done with it.
import { make } from "../views/dom.js";
import { leavesOf, nameOf } from "./deeds.js";

export class Card {
  constructor(holder, model, server, deeds, say) {
    Object.assign(this, { holder, model, server, deeds, say, kept: new Map() });
    model.subscribe((what) => {
      if (what.has("selected")) this.show();
      else if (what.has("state") || what.has("picked")) this.#refresh();
    });
    this.show();
  }

  focus() {
    const heading = this.holder.querySelector("h2") ?? this.holder;
    heading.tabIndex = -1;
    heading.focus();
  }

  async show() {
    const { selected } = this.model;
    const item = this.model.node(selected) ?? this.model.edges.get(selected);
    this.holder.toggleAttribute("data-empty", !item);
    if (!item) return this.holder.replaceChildren(make("p", { class: "quiet" }, this.say("card_none")));
    this.deeds.parts.live.say(describe(this.model, item, this.say));
    this.actions = make("div", { class: "ex-actions" });
    this.#fill(make("header", {}, make("h2", { class: "card-title", lang: item.name_lang || null }, nameOf(this.model, selected)), make("p", { class: "quiet" }, plainText(item))));
    this.#refresh();
    const parts = await this.#read(item);
    if (parts?.some((part) => part.nodeType === Node.ELEMENT_NODE) && this.model.selected === selected) this.#fill(...parts.map((part) => part.cloneNode(true)));
    return undefined;
  }

  // Kept while the page is open: whoever goes to and fro with the arrows asks the server once.
  async #read(item) {
    const asked = this.model.nodes.has(item.id) ? item.id : item.kind === "partnership" ? item.iri : null;
    if (!asked) return null;
    try {
      if (!this.kept.has(asked)) this.kept.set(asked, await this.server.card(asked));
      return this.kept.get(asked);
    } catch {
      return null;
    }
  }

  #fill(...parts) {
    this.holder.replaceChildren(...parts);
    // What can be done stands right below the name, however long the card is.
    const head = this.holder.querySelector("header") ?? this.holder.firstElementChild;
    head.after(this.actions, ...this.#ends());
  }

  // The two things of a line, to go on from.
  #ends() {
    const edge = this.model.edges.get(this.model.selected);
    if (!edge) return [];
    const ends = [edge.from, edge.to].map((id) => make("button", { type: "button", class: "plain", onclick: () => this.deeds.select(id) }, nameOf(this.model, id)));
    const sources = edge.kind === "partnership" ? [] : sourcesOf(edge);
    return [...sources, make("p", { class: "ex-ends" }, ...ends)];
  }

  #refresh() {
    const { model, deeds, say, actions } = this;
    const node = model.node(model.selected);
    if (!actions) return;
    if (!node) return actions.replaceChildren();
    const { id } = node;
    const button = (key, act, values = {}) => make("button", { type: "button", class: "plain", ...values, onclick: act }, say(key));
    const isFocus = model.isFocus(id) && model.state.focus.length === 1;
    actions.replaceChildren(
      button("act_expand", () => deeds.expand(id)),
      leavesOf(model, id).length ? button("act_collapse", () => deeds.collapse(id)) : "",
      button("act_hide", () => deeds.hide(id)),
      button(model.state.pins[id] ? "act_unpin" : "act_pin", () => deeds.pin(id, model.state.pins[id] ? null : deeds.parts.canvas.at(id).map(Math.round))),
      button(model.picked.includes(id) ? "act_unpick" : "act_pick", () => deeds.pick(id), { "aria-pressed": String(model.picked.includes(id)) }),
      isFocus ? "" : button("act_centre", () => deeds.centre(id)),
    );
  }
}

// What a screen reader says of a thing or line that is chosen.
export function describe(model, item, say) {
  if (!model.nodes.has(item.id)) return say("said_line", { one: nameOf(model, item.from), other: nameOf(model, item.to), text: item.text ?? item.title ?? "" });
  const look = model.legend.things.get(item.look)?.label ?? "";
  return say("said_thing", { name: nameOf(model, item.id), kind: look, n: model.linesOf(item.id).length });
}

// What is known without asking: the tooltip's lines after the name.
function plainText(item) {
  return item.text ?? String(item.title ?? "").split("\n").slice(1, 4).join(" · ");
}

function sourcesOf({ sources: all = [] }) {
  const sources = [...new Map(all.map((source) => [`${source.publisher} ${source.address}`, source])).values()];
  if (!sources.length) return [];
  const line = ({ publisher, address }) => make("li", {}, /^https?:\/\//.test(address ?? "") ? make("a", { href: address, rel: "noopener external" }, publisher || address) : publisher);
  return [make("ul", { class: "ex-sources" }, ...sources.slice(0, 6).map(line))];
}
