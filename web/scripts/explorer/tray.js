// The tray of hidden things, each to be brought back.
import { make } from "../views/dom.js";
import { nameOf } from "./deeds.js";

export function mountTray(holder, model, deeds, say) {
  const draw = () => {
    const { hidden } = model;
    holder.hidden = !hidden.length;
    const back = ({ id }) => make("button", { type: "button", class: "plain", "data-id": id, "aria-label": say("tray_back", { name: nameOf(model, id) }), onclick: () => act([id]) }, nameOf(model, id), make("span", { "aria-hidden": "true" }, " ↩"));
    holder.replaceChildren(make("h2", {}, say("tray", { n: hidden.length })), make("div", { class: "ex-chips" }, ...hidden.map(back),
      hidden.length > 1 ? make("button", { type: "button", class: "plain", onclick: () => act(hidden.map(({ id }) => id)) }, say("tray_all")) : ""));
  };
  // The button that was pressed is gone afterwards; its neighbour takes the focus, or the picture.
  const act = (ids) => {
    deeds.bringBack(ids);
    (holder.querySelector("button") ?? deeds.parts.picture).focus();
  };
  model.subscribe((what) => what.has("data") && draw());
  draw();
}
