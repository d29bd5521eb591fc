// Beside the editor: the questions of the gallery as queries to start from, and the keys.
import { make } from "../views/dom.js";

const KEYS = ["run", "complete", "leave", "indent", "comment", "undo", "tabs"];

export class Side {
  // `onPick({title, query})` opens a query in a tab of its own.
  constructor({ say, language, onPick }) {
    Object.assign(this, { say, language, onPick });
    this.list = make("ol", { class: "bench-questions" });
    const isWide = matchMedia("(min-width: 64rem)").matches;
    this.element = make("aside", { class: "bench-side", "aria-label": say("questions") },
      make("details", { open: isWide, "data-side": "questions" }, make("summary", {}, say("questions")), make("p", { class: "hint" }, say("questions_hint")), this.list),
      make("details", { "data-side": "keys" }, make("summary", {}, say("keys")), make("dl", { class: "bench-keys" },
        ...KEYS.flatMap((name) => [make("dt", {}, say(`key_${name}`)), make("dd", {}, say(`key_${name}_does`))]))));
    this.load();
  }

  async load() {
    try {
      const response = await fetch(`/api/examples?lang=${this.language}`);
      if (!response.ok) return;
      const { examples } = await response.json();
      this.list.replaceChildren(...examples.map((item) =>
        make("li", { value: item.number }, make("button", { type: "button", class: "bench-question", "data-question": item.name, onclick: () => this.onPick(item) }, item.title))));
    } catch {
      // The page works without its examples.
    }
  }
}
