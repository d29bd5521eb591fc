// The facets of the selection: for each value how much would stay, chosen by checkbox, taken away by chip.
import { foreignScript, freshId, make } from "../views/dom.js";
import { countText } from "../views/words.js";
import { drawChips } from "./chips.js";
import { countFacets } from "./counts.js";
import { follow, isMaterial } from "./live.js";
import { choose, NAMES } from "./values.js";
import { nameOf, speak } from "./words.js";

const FEW = 5;
// Decades stand in their own order, in which the last matter as much as the first.
const FEW_DECADES = 9;
// A list so long gets a search field.
const LONG = 12;

// `announce` tells a change to whoever cannot see it.
export function mountFacets(container, model, announce = () => {}) {
  const say = speak(model.language);
  const chips = make("div", { class: "selection-chips-place" });
  const sets = new Map(NAMES.map((name) => [name, openSet(name, say)]));
  const none = make("p", { class: "quiet", hidden: true }, say("facet_none"));
  const title = make("h2", { class: "selection-title", tabindex: "-1" }, say("facets"));
  const root = make("section", { class: "selection-facets", "aria-label": say("facets") }, title, chips, none,
    ...[...sets.values()].map(({ element }) => element), make("p", { class: "hint" }, say("facets_note")));
  container.replaceChildren(root);

  function render() {
    const counts = countFacets(model.loaded, model.state.filters, (id) => model.isFocus(id));
    const known = Object.fromEntries(NAMES.map((name) => [name, counts[name].map(({ value }) => value)]));
    for (const name of NAMES) drawSet(sets.get(name), counts[name], known[name], { name, model, say });
    none.hidden = NAMES.some((name) => counts[name].length);
    drawChips(chips, model, known, say, () => title.focus({ preventScroll: true }));
  }

  render();
  const stop = follow(model, (what) => {
    if (!isMaterial(what)) return;
    render();
    if (what.has("filters")) announce(say("left", countShown(model)));
  });
  return {
    destroy() {
      stop();
      root.remove();
    },
  };
}

function countShown({ shown, language }) {
  const ties = shown.edges.filter(({ kind }) => kind === "partnership").length;
  const events = shown.nodes.filter(({ look }) => look === "event").length;
  return { ties: countText(ties, language), events: countText(events, language) };
}

// The parts of a facet that stay while its values are drawn anew: what is typed and unfolded is kept.
function openSet(name, say) {
  const list = make("ul", { id: freshId("facet") });
  const search = make("input", { type: "search", autocomplete: "off" });
  const label = make("label", { class: "selection-search" }, make("span", { class: "visually-hidden" }, say("facet_search", { facet: say(`facet_${name}`) })), search);
  search.setAttribute("placeholder", say("facet_search", { facet: say(`facet_${name}`) }));
  const more = make("button", { type: "button", class: "selection-more", "aria-controls": list.id });
  const clear = make("button", { type: "button", class: "selection-more", "aria-label": say("facet_clear_of", { facet: say(`facet_${name}`) }) }, say("facet_clear"));
  const legend = make("legend", {}, say(`facet_${name}`));
  const element = make("fieldset", { class: "selection-facet", "data-facet": name }, legend, clear, label, list, more);
  const set = { few: name === "decade" ? FEW_DECADES : FEW, element, list, search, label, more, clear, isOpen: false, redraw: () => {} };
  more.addEventListener("click", () => {
    set.isOpen = !set.isOpen;
    if (!set.isOpen) search.value = "";
    set.redraw();
  });
  search.addEventListener("input", () => set.redraw());
  return set;
}

function drawSet(set, counts, known, { name, model, say }) {
  set.element.hidden = !counts.length;
  const named = counts.map((item) => ({ ...item, text: nameOf(name, item.value, model, say), reading: readingOf(item.value, model) }));
  const chosen = counts.filter(({ isOn }) => isOn).map(({ value }) => value);
  const facet = say(`facet_${name}`);
  set.clear.hidden = !chosen.length;
  set.clear.onclick = () => {
    model.change(say("facet_cleared", { facet }), { filters: choose(name, model.state.filters, known, []) });
    set.list.querySelector("input")?.focus();
  };
  const pick = (item) => {
    const values = item.isOn ? chosen.filter((value) => value !== item.value) : [...chosen, item.value];
    model.change(say(item.isOn ? "facet_step_off" : "facet_step", { facet, value: item.text }), { filters: choose(name, model.state.filters, known, values) });
  };
  set.redraw = () => fill(set, named, pick, { model, say });
  set.redraw();
}

// The reading and the other name of a prefecture that is among the things.
function readingOf(value, { nodes }) {
  const node = nodes.get(value);
  return node ? `${node.kana ?? ""} ${node.other_name ?? ""}` : "";
}

function fill(set, items, pick, { model, say }) {
  const typed = fold(set.search.value);
  const fitting = typed ? items.filter(({ text, reading }) => fold(`${text} ${reading}`).includes(typed)) : items;
  // What is chosen is always in sight.
  const shown = set.isOpen ? fitting : fitting.filter(({ isOn, count }, place) => isOn || (count > 0 && place < set.few));
  const focused = set.list.contains(document.activeElement) ? document.activeElement.value : null;
  set.list.replaceChildren(...shown.map((item) => line(item, pick, model.language)));
  if (!shown.length && typed) set.list.append(make("li", { class: "quiet" }, say("facet_nothing")));
  if (focused !== null) [...set.list.querySelectorAll("input")].find(({ value }) => value === focused)?.focus({ preventScroll: true });
  set.label.hidden = !(set.isOpen && items.length > LONG);
  set.more.hidden = !set.isOpen && shown.length === items.length;
  set.more.setAttribute("aria-expanded", String(set.isOpen));
  set.more.textContent = set.isOpen ? say("facet_fewer") : say("facet_all", { n: countText(items.length, model.language) });
}

function line(item, pick, language) {
  const box = make("input", { type: "checkbox", value: item.value, onchange: () => pick(item) });
  box.checked = item.isOn;
  return make("li", { class: item.count ? undefined : "empty" }, make("label", {}, box, make("span", { class: "selection-name", lang: foreignScript(item.text, language) }, item.text),
    make("span", { class: "selection-count" }, countText(item.count, language))));
}

function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60)).trim();
}
