// Ways to what stands beside a view on a desk and far below it on a phone: the card, and the facets.
import { make } from "../views/dom.js";

// A button to the facets, which narrow screens have below the view.
export function toFacets(say) {
  return make("button", { type: "button", class: "plain selection-jump", onclick: () => goTo(document.querySelector(".selection-title")) }, say("jump_facets"));
}

// A button to the card of what is chosen, for phones.
export function toCard(say) {
  return make("button", { type: "button", class: "plain selection-jump to-card", onclick: () => goTo(document.getElementById("card")) }, say("jump_card"));
}

function goTo(target) {
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start" });
}
