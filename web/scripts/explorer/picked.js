// Things chosen together: what can be asked of two or more of them.
import { make } from "../views/dom.js";
import { nameOf } from "./deeds.js";

// As many as the server compares.
const MOST_COMPARED = 6;

// `unpick` lets one of them go; `after` gives what takes the focus when nothing is chosen any more.
export function mountPicked(holder, model, say, { askPath, askCommon, compare, unpick, after }) {
  const draw = () => {
    const { picked } = model;
    const isInside = holder.contains(document.activeElement);
    holder.hidden = !picked.length;
    const chip = (id) => make("button", { type: "button", class: "plain ex-chip", "aria-label": say("unpick", { name: nameOf(model, id) }), onclick: () => unpick(id) }, nameOf(model, id), make("span", { "aria-hidden": "true" }, " ×"));
    const act = (key, run) => make("button", { type: "button", class: "plain", onclick: run }, say(key));
    holder.replaceChildren(make("span", { class: "ex-picked-title" }, say("picked_n", { n: picked.length })), ...picked.map(chip),
      picked.length === 1 ? make("span", { class: "hint" }, say("picked_hint")) : "",
      picked.length === 2 ? act("picked_path", () => askPath(picked[0], picked[1])) : "",
      picked.length > 1 && picked.length <= MOST_COMPARED ? act("picked_common", () => askCommon(picked)) : "",
      picked.length > 1 && picked.length < 5 ? make("a", { class: "button plain", href: compare(picked) }, say("picked_compare")) : "",
      act("picked_clear", () => picked.slice().forEach(unpick)));
    // The button that was pressed is gone: the next one takes the focus, or what comes after all of them.
    if (isInside) (picked.length ? holder.querySelector("button") : after()).focus();
  };
  model.subscribe((what) => what.has("picked") && draw());
  draw();
}
