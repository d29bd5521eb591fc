// The picture in words, for whoever does not see it: how much there is, around what, and what is best joined.
import { countShown, nameOf } from "./deeds.js";
import { countActive } from "./legend.js";
import { emptyFilters } from "./state.js";
import { make } from "../views/dom.js";

const MOST = 5;

export function mountSummary({ text, counts, none }, model, say, time) {
  const clear = make("button", { type: "button", class: "plain", onclick: () => unfilter(none, model, say) }, say("clear_all"));
  const draw = () => {
    const { nodes, edges } = model.shown;
    const found = countShown(model);
    const sum = say("counts", found);
    counts.textContent = model.state.filters.at ? `${time.text(model.state.filters.at)}${say("colon")}${sum}` : sum;
    const degrees = new Map();
    for (const { from, to } of edges) for (const id of [from, to]) degrees.set(id, (degrees.get(id) ?? 0) + 1);
    const most = [...degrees].sort((one, other) => other[1] - one[1]).slice(0, MOST).map(([id, n]) => `${nameOf(model, id)} (${n})`).join(say("comma"));
    const focus = model.state.focus.map((id) => nameOf(model, id)).filter(Boolean).join(say("comma"));
    text.textContent = [counts.textContent, focus ? say("summary_focus", { focus }) : "", most ? say("summary_most", { most }) : "", say("summary_list")].filter(Boolean).join(say("full_stop"));
    none.hidden = nodes.length > 1 || !countActive(model.state.filters);
    none.replaceChildren(...(none.hidden ? [] : [make("span", {}, say("nothing_left")), clear]));
  };
  model.subscribe((what) => (what.has("data") || what.has("filters")) && draw());
  draw();
}

// The button goes with the note, so the picture takes the focus.
function unfilter(none, model, say) {
  model.change(say("clear_all_step"), { filters: emptyFilters() });
  none.parentElement.querySelector("[tabindex]").focus();
}
