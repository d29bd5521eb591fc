// The filters that are on, each as a button that takes it away.
import { FACETS } from "../explorer/state.js";
import { make } from "../views/dom.js";
import { showDate } from "../views/dates.js";
import { chosenOf, choose, NAMES } from "./values.js";
import { nameOf } from "./words.js";

// [{text, step, patch}] for the filters of a model; `known` are the values of each facet.
export function listChips(model, known, say) {
  const { filters } = model.state;
  const chips = NAMES.flatMap((name) => facetChips(name, model, known[name], say));
  if (filters.from || filters.to) {
    const key = filters.from && filters.to ? "chip_range" : filters.from ? "chip_since" : "chip_until";
    chips.push(chip(say(key, { from: when(filters.from, model), to: when(filters.to, model) }), { from: "", to: "" }, say));
  }
  if (filters.at) chips.push(chip(say("chip_at", { at: showDate(filters.at, model.language) }), { at: "" }, say));
  if (!filters.undated) chips.push(chip(say("chip_dated"), { undated: true }, say));
  return chips;
}

// A year is told as it is; a month or day, which filters more than its year, in full.
function when(text, { language }) {
  return /^\d{4}$/.test(text) && language === "ja" ? `${text}年` : text && showDate(text, language);
}

// Many chosen values of kind or status are better told by the few that are not.
function facetChips(name, model, known, say) {
  const { filters } = model.state;
  const chosen = chosenOf(name, filters, known);
  const rest = known.filter((value) => !chosen.includes(value));
  if (!FACETS.includes(name) && rest.length < chosen.length) {
    return rest.map((value) => chip(say("chip_not", { value: nameOf(name, value, model, say) }), choose(name, filters, known, [...chosen, value]), say));
  }
  return chosen.map((value) => {
    const text = say("facet_step", { facet: say(`facet_${name}`), value: nameOf(name, value, model, say) });
    return chip(text, choose(name, filters, known, chosen.filter((one) => one !== value)), say);
  });
}

function chip(text, patch, say) {
  return { text, patch, step: say("chip_remove", { name: text }) };
}

// The filters with every facet, range and day taken away; the legend's kinds of thing stay as they are.
export function cleared(filters) {
  return { prefecture: [], country: [], kinds: [], status: [], decade: [], source: [], links: filters.links.filter((group) => group === "ties"), at: "", from: "", to: "", undated: true };
}

export function drawChips(place, model, known, say, after) {
  const chips = listChips(model, known, say);
  place.hidden = !chips.length;
  const act = (step, filters) => {
    model.change(step, { filters });
    after();
  };
  const buttons = chips.map(({ text, patch, step }) =>
    make("li", {}, make("button", { type: "button", class: "plain selection-chip", "aria-label": step, onclick: () => act(step, patch) },
      make("span", {}, text), make("span", { class: "selection-cross", "aria-hidden": "true" }, "×"))));
  if (chips.length > 1) {
    buttons.push(make("li", {}, make("button", { type: "button", class: "plain selection-chip all", onclick: () => act(say("chip_all_step"), cleared(model.state.filters)) }, say("chip_all"))));
  }
  place.replaceChildren(make("h3", { class: "visually-hidden" }, say("chips")), make("ul", { class: "selection-chips" }, ...buttons));
}
