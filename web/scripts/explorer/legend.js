// The legend, which is a filter too: what each colour, shape and stroke means, how many there are, on or off.
import { make } from "../views/dom.js";
import { isFiltered } from "./filters.js";
import { markOfLine, markOfThing } from "./marks.js";
import { LEGEND } from "./state.js";

const KINDS = ["sister", "friendship", "partnership", "other"];
const STATUSES = ["active", "suspended", "ended", "unknown"];
const LINKS = ["ties", "events", "people", "places"];
const PLAIN = { colour: "#33475b", width: 2.2, dashes: [] };
const STROKES = { active: [], ended: [8, 6], suspended: [2, 5], unknown: [14, 4, 3, 4] };

export class Legend {
  constructor(holder, model, deeds, say) {
    Object.assign(this, { holder, model, deeds, say });
    this.reset = make("button", { type: "button", class: "plain", onclick: () => deeds.filter(say("step_all_on"), { things: [], kinds: [], status: [], links: [] }) }, say("legend_all"));
    this.sets = make("div", { class: "ex-legend" });
    holder.append(make("h2", {}, say("legend")), make("p", { class: "hint" }, say("legend_hint")), this.sets, this.reset);
    model.subscribe((what) => (what.has("data") || what.has("filters")) && this.draw());
    this.draw();
  }

  draw() {
    const focused = this.sets.contains(document.activeElement) ? document.activeElement.name : null;
    const { filters } = this.model.state;
    this.sets.replaceChildren(...this.#rows().filter(([, rows]) => rows.length).map(([part, rows]) => this.#set(part, rows)));
    const wasReset = document.activeElement === this.reset;
    this.reset.hidden = !LEGEND.some((part) => filters[part].length);
    // The button goes with what it resets; the boxes that it has ticked take the focus.
    if (wasReset && this.reset.hidden) this.sets.querySelector("input")?.focus({ preventScroll: true });
    if (focused) this.sets.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  #rows() {
    const { nodes, edges } = this.model.loaded;
    const { legend } = this.model;
    const off = this.model.state.filters;
    const ties = [...edges.filter(({ kind }) => kind === "partnership"), ...nodes.filter(({ look }) => look === "agreement")];
    const count = (items, read) => items.reduce((counts, item) => counts.set(read(item), (counts.get(read(item)) ?? 0) + 1), new Map());
    const list = (part, keys, counts, label, mark) => [part, keys.filter((key) => counts.get(key) || off[part].includes(key)).map((key) => ({ key, n: counts.get(key) ?? 0, label: label(key), mark: mark(key) }))];
    const kindLook = (key) => legend.lines.get(key) ?? PLAIN;
    return [
      list("things", [...legend.things.keys()], count(nodes, ({ look }) => look), (key) => legend.things.get(key)?.label ?? key, (key) => markOfThing(legend.things.get(key))),
      list("kinds", KINDS, count(ties, (edge) => edge.tie_kind || "other"), (key) => this.say(`kind_${key}`), (key) => markOfLine({ ...kindLook(key), dashes: [] })),
      list("status", STATUSES, count(ties, (edge) => edge.status || "unknown"), (key) => this.say(`status_${key}`), (key) => markOfLine({ ...PLAIN, width: 1.8, dashes: STROKES[key] })),
      list("links", LINKS, count(edges, ({ group }) => group), (key) => this.say(`links_${key}`), (key) => markOfLine(key === "ties" ? PLAIN : legend.lines.get("link") ?? { colour: "#c3cbd2", width: 1.4 })),
    ];
  }

  #set(part, rows) {
    const off = this.model.state.filters[part];
    const lines = rows.map(({ key, n, label, mark }) => {
      const box = make("input", { type: "checkbox", name: `${part}-${key}`, checked: !off.includes(key), onchange: () => this.#toggle(part, key, label) });
      return make("li", {}, make("label", {}, box, mark, make("span", {}, label), make("span", { class: "ex-count" }, n.toLocaleString(this.model.language))));
    });
    return make("fieldset", {}, make("legend", {}, this.say(`legend_${part}`)), make("ul", {}, ...lines));
  }

  #toggle(part, key, label) {
    const off = this.model.state.filters[part];
    const isOff = off.includes(key);
    this.deeds.filter(this.say(isOff ? "step_on" : "step_off", { what: label }), { [part]: isOff ? off.filter((one) => one !== key) : [...off, key] });
  }
}

// How many filters are on, for the head of the folded panel.
export function countActive(filters) {
  if (!isFiltered(filters)) return 0;
  const lists = [...LEGEND, "prefecture", "country", "decade", "source"].filter((name) => filters[name].length).length;
  return lists + (filters.at ? 1 : 0) + (filters.from || filters.to ? 1 : 0);
}
