// The help in a dialog: the tour, what the mouse does, and the keys of the picture.
import { make } from "../views/dom.js";
import { openDialog } from "./dialog.js";

const KEYS = [["← ↑ ↓ →", "arrows"], ["Enter", "enter"], ["L", "line"], ["I", "card"], ["Delete", "delete"], ["P", "pin"], ["Shift+← ↑ ↓ →", "nudge"], ["Space", "pick"], ["C", "collapse"], ["+ −", "zoom"], ["F", "fit"], ["Ctrl+Z", "undo"], ["Ctrl+Shift+Z", "redo"], ["Esc", "escape"], ["?", "help"]];
const POINTER = ["click", "double", "drag", "shift", "wheel"];

export class KeysDialog {
  constructor(say) {
    this.say = say;
  }

  open() {
    const { say } = this;
    const keys = KEYS.map(([key, name]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, say(`key_${name}`))));
    const pointer = POINTER.map((name) => make("div", {}, make("dt", {}, say(`pointer_${name}`)), make("dd", {}, say(`pointer_${name}_does`))));
    const tour = make("button", { type: "button", class: "plain", "data-tour-again": true, onclick: () => this.#leave(dialog) }, say("help_tour"));
    const dialog = openDialog({ title: say("help_title"), close: say("close"), body: make("div", { class: "ex-keys" }, make("p", {}, tour), make("h3", {}, say("help_pointer")), make("dl", {}, ...pointer), make("h3", {}, say("help_keys")), make("p", { class: "hint" }, say("help_keys_hint")), make("dl", {}, ...keys)) });
  }
  // The dialog gives the focus back when it has closed; the tour starts from there.
  #leave(dialog) {
    dialog.addEventListener("close", () => document.dispatchEvent(new CustomEvent("glocal:tour")));
    dialog.close();
  }
}
