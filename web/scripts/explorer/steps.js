// Undo, redo, and the list of all steps by name, from which one goes back to any of them.
import { make } from "../views/dom.js";

export function mountSteps({ undo, redo, menu }, model, deeds, say) {
  const list = menu.querySelector("ol");
  const draw = () => {
    const { steps } = model;
    const at = steps.findIndex(({ isCurrent }) => isCurrent);
    const pressed = [undo, redo].find((button) => button === document.activeElement);
    Object.assign(undo, { disabled: !model.canUndo, title: model.canUndo ? steps[at].name : "" });
    Object.assign(redo, { disabled: !model.canRedo, title: model.canRedo ? steps[at + 1].name : "" });
    // Who has taken back the last step can only go forwards: a button that can no longer be pressed loses the focus.
    if (pressed?.disabled) (pressed === undo ? redo : undo).focus();
    list.replaceChildren(...steps.map(({ name, index, isCurrent }) => make("li", {}, make("button", { type: "button", class: "ex-step", "aria-current": isCurrent ? "step" : null, onclick: () => go(index, name) }, name))));
  };
  const go = (index, name) => {
    const isMoved = model.goTo(index);
    deeds.told = model.state.filters;
    if (isMoved) deeds.say("said_step", { step: name });
    list.querySelector("[aria-current]")?.focus();
  };
  undo.addEventListener("click", () => deeds.undo());
  redo.addEventListener("click", () => deeds.undo(false));
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target) || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    deeds.undo(key === "z" && !event.shiftKey);
  });
  model.subscribe((what) => what.has("state") && draw());
  draw();
}

// A slider is no place to type in.
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=range])"));
}
