// The guided tour: one panel that goes from part to part of the page, leaves the page usable, and ends with Escape.
import words from "messages:tour";

import { freshId, make } from "../views/dom.js";
import { speaker } from "../views/speak.js";
import { placeBeside, stepsOn } from "./steps.js";

const MARK = "tour-target";

export const speak = speaker(words);

export class Tour {
  constructor(say, done = () => {}) {
    Object.assign(this, { say, done, at: 0, steps: [], panel: null });
    this.place = this.place.bind(this);
    this.onKey = this.onKey.bind(this);
  }

  start() {
    if (this.panel) return this.heading.focus();
    this.steps = stepsOn(find);
    if (!this.steps.length) return undefined;
    this.from = document.activeElement;
    this.draw();
    addEventListener("resize", this.place);
    addEventListener("scroll", this.place, { passive: true });
    document.addEventListener("keydown", this.onKey);
    return this.go(0);
  }

  draw() {
    const { say } = this;
    const [title, text] = [freshId("tour"), freshId("tour")];
    this.heading = make("h2", { id: title, tabindex: "-1" });
    this.text = make("p", { id: text });
    this.count = make("span", { class: "tour-count" });
    this.back = make("button", { type: "button", class: "plain", onclick: () => this.go(this.at - 1) }, say("back"));
    this.next = make("button", { type: "button", onclick: () => (this.isLast ? this.end() : this.go(this.at + 1)) });
    const stop = make("button", { type: "button", class: "plain tour-stop", onclick: () => this.end() }, say("end"));
    this.panel = make("div", { class: "tour", role: "dialog", "aria-labelledby": title, "aria-describedby": text },
      this.heading, this.text, make("div", { class: "tour-foot" }, this.count, this.back, this.next, stop));
    document.getElementById("main").prepend(this.panel);
  }

  get isLast() {
    return this.at === this.steps.length - 1;
  }

  go(at) {
    this.unmark();
    this.at = Math.min(Math.max(at, 0), this.steps.length - 1);
    const { name, target: first } = this.steps[this.at];
    const { say } = this;
    // The reader may have opened another view meanwhile: the part is the one that is seen now.
    const target = find(name) ?? first;
    this.target = target;
    this.heading.textContent = say(`${name}_title`);
    this.text.textContent = say(name);
    this.count.textContent = say("count", { n: this.at + 1, all: this.steps.length });
    this.back.disabled = this.at === 0;
    this.next.textContent = say(this.isLast ? "finish" : "next");
    target.classList.add(MARK);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "nearest", behavior: isStill ? "auto" : "smooth" });
    this.place();
    this.heading.focus({ preventScroll: true });
  }

  place() {
    if (!this.panel) return;
    const part = this.target.getBoundingClientRect();
    const { top, left } = placeBeside(part, this.panel.getBoundingClientRect(), { width: innerWidth, height: innerHeight });
    Object.assign(this.panel.style, { top: `${top}px`, left: `${left}px` });
  }

  onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.end();
  }

  end() {
    this.unmark();
    this.panel.remove();
    this.panel = null;
    removeEventListener("resize", this.place);
    removeEventListener("scroll", this.place);
    document.removeEventListener("keydown", this.onKey);
    if (this.from?.isConnected && this.from !== document.body) this.from.focus();
    else document.getElementById("main").focus();
    this.done();
  }

  unmark() {
    for (const marked of document.querySelectorAll(`.${MARK}`)) marked.classList.remove(MARK);
  }
}

function find(name) {
  return [...document.querySelectorAll(`[data-tour~="${name}"]`)].find((element) => element.getClientRects().length > 0);
}
