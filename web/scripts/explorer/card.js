// The card of what is chosen: what the server tells of it, and what can be done with it.
import { make } from "../views/dom.js";
import { leavesOf, nameOf, WAYS } from "./deeds.js";

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
    if (!item) return this.#empty();
    this.deeds.parts.live.say(describe(this.model, item, this.say));
    this.actions = make("div", { class: "ex-actions" });
    this.#fill(make("header", {}, make("h2", { class: "card-title", lang: item.name_lang || null }, nameOf(this.model, selected)), make("p", { class: "quiet" }, plainText(item))));
    this.#refresh();
    const parts = await this.#read(item);
    if (parts?.some((part) => part.nodeType === Node.ELEMENT_NODE) && this.model.selected === selected) this.#fill(...parts.map((part) => part.cloneNode(true)));
    return undefined;
  }

  #empty() {
    const isInside = this.holder.contains(document.activeElement);
    this.holder.replaceChildren(make("p", { class: "quiet" }, this.say("card_none")));
    if (isInside) this.holder.focus();
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

  // Whoever is in the card stays in it: at what had the focus, or at the name if that is gone.
  #fill(...parts) {
    const held = this.holder.contains(document.activeElement) ? document.activeElement : null;
    this.#place(...parts);
    if (held?.isConnected) held.focus({ preventScroll: true });
    else if (held) this.focus();
  }

  #place(...parts) {
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

  // The same buttons as long as the same thing is chosen: the one that was pressed keeps the focus.
  #refresh() {
    const { model, actions } = this;
    const node = model.node(model.selected);
    if (!actions) return;
    if (!node) return actions.replaceChildren();
    for (const [name, key, act, { isOff = false, ...values } = {}] of this.#acts(node.id)) {
      const button = actions.querySelector(`[data-act="${name}"]`) ?? actions.appendChild(make("button", { type: "button", class: "plain", "data-act": name }));
      if (button.textContent !== this.say(key)) button.textContent = this.say(key);
      Object.assign(button, { onclick: act, hidden: isOff });
      for (const [attribute, value] of Object.entries(values)) button.setAttribute(attribute, value);
    }
    if (document.activeElement?.hidden && actions.contains(document.activeElement)) this.focus();
  }

  // What can be done with a thing: name, words, deed, and whether it is of no use now.
  #acts(id) {
    const { model, deeds } = this;
    const isPinned = Boolean(model.state.pins[id]);
    const isPicked = model.picked.includes(id);
    return [
      ["expand", "act_expand", () => deeds.expand(id)],
      ["collapse", "act_collapse", () => deeds.collapse(id), { isOff: !leavesOf(model, id).length }],
      ["hide", "act_hide", () => deeds.hide(id)],
      ["pin", isPinned ? "act_unpin" : "act_pin", () => deeds.pin(id, isPinned ? null : deeds.parts.canvas.at(id).map(Math.round))],
      // What a drag does, without one.
      ...Object.keys(WAYS).map((way) => [way, `act_${way}`, () => deeds.nudge(id, way), { isOff: !isPinned, "aria-label": this.say(`act_${way}_name`), title: this.say(`act_${way}_name`) }]),
      ["pick", isPicked ? "act_unpick" : "act_pick", () => deeds.pick(id), { "aria-pressed": String(isPicked) }],
      ["centre", "act_centre", () => deeds.centre(id), { isOff: model.isFocus(id) && model.state.focus.length === 1 }],
    ];
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
  const line = ({ publisher, name = publisher, address }) => make("li", {}, /^https?:\/\//.test(address ?? "") ? make("a", { href: address, rel: "noopener external" }, name || address) : name);
  return [make("ul", { class: "ex-sources" }, ...sources.slice(0, 6).map(line))];
}
