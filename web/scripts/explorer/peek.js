// On a phone the card lies below the picture: a button in the picture names what is chosen and leads there.
import { make } from "../views/dom.js";
import { nameOf } from "./deeds.js";

export function mountPeek(stage, card, model, say) {
  const button = make("button", { type: "button", class: "ex-peek", hidden: true });
  button.addEventListener("click", () => {
    card.holder.scrollIntoView({ block: "start" });
    card.focus();
  });
  stage.append(button);
  model.subscribe((what) => {
    if (!what.has("selected")) return;
    const name = nameOf(model, model.selected);
    button.hidden = !name;
    button.textContent = say("peek", { name });
  });
}
