// What can be done with a query elsewhere: its short address, snippets for other tools, the citation.
import { make } from "../views/dom.js";
import { copy, shortAddress, wholeAddress } from "./address.js";
import { isGraphQuery } from "./asking.js";
import { citationFor } from "./citation.js";
import { snippetsFor } from "./snippets.js";

export class Panels {
  // `present()` gives what is shown now: {query, dataset, view, options, title}.
  constructor({ say, bench, present }) {
    Object.assign(this, { say, bench, present });
    this.link = make("div", { class: "bench-link", role: "status" });
    this.use = make("details", { class: "bench-panel", "data-panel": "use" }, make("summary", {}, say("use")), make("div", {}));
    this.cite = make("details", { class: "bench-panel", "data-panel": "cite" }, make("summary", {}, say("cite")), make("div", {}));
    this.element = make("div", { class: "bench-panels" }, this.use, this.cite);
    this.use.addEventListener("toggle", () => this.draw());
    this.cite.addEventListener("toggle", () => this.draw());
    this.chosen = "curl";
    this.cited = new Map();
  }

  // The query or the view has changed.
  renew() {
    this.link.replaceChildren();
    this.draw();
  }

  onTyped() {
    if (this.use.open) this.drawUse();
  }

  draw() {
    if (this.use.open) this.drawUse();
    if (this.cite.open) this.drawCitation();
  }

  async share() {
    const shown = this.present();
    this.link.replaceChildren(this.line(this.say("address_long"), location.origin + wholeAddress(shown, this.bench.readable), "long"));
    try {
      this.link.append(this.line(this.say("address_short"), await shortAddress(shown, shown.title), "short"));
      this.link.querySelector("[data-address=short] input").focus();
    } catch (error) {
      this.link.append(make("p", { class: "note warn" }, this.say("address_failed"), " ", make("span", { lang: "en" }, error.message)));
    }
  }

  line(name, address, kind) {
    const field = make("input", { type: "text", readonly: true, value: address, onfocus: () => field.select() });
    return make("p", { class: "bench-address", "data-address": kind }, make("label", {}, make("span", {}, name), field), this.copier(() => address));
  }

  copier(text) {
    const button = make("button", { type: "button", class: "plain", onclick: async () => {
      button.textContent = this.say((await copy(text())) ? "copied" : "copy_failed");
      setTimeout(() => (button.textContent = this.say("copy")), 2000);
    } }, this.say("copy"));
    return button;
  }

  block(text, language) {
    return make("div", { class: "bench-block" }, make("pre", { tabindex: "0", role: "group", "aria-label": this.say("block"), ...(language && { lang: language }) }, text), this.copier(() => text));
  }

  drawUse() {
    const { query } = this.present();
    const all = snippetsFor({ query, endpoint: `${location.origin}/sparql`, isGraph: isGraphQuery(query) });
    const shown = all.find(({ name }) => name === this.chosen) ?? all[0];
    const choose = (name) => {
      this.chosen = name;
      this.drawUse();
      this.use.querySelector(`[data-snippet="${name}"]`).focus();
    };
    this.use.lastElementChild.replaceChildren(
      make("div", { class: "bench-views", role: "group", "aria-label": this.say("use") }, ...all.map(({ name, title }) =>
        make("button", { type: "button", class: "plain", "data-snippet": name, "aria-pressed": String(name === shown.name), onclick: () => choose(name) }, title))),
      this.block(shown.text, "en"),
    );
  }

  // Each is kept once.
  async citedAddress(shown) {
    const long = location.origin + wholeAddress(shown, this.bench.readable);
    if (!this.cited.has(long)) this.cited.set(long, shortAddress(shown, shown.title).catch(() => long));
    return this.cited.get(long);
  }

  // What is cited is the query that was answered, in its view; not every movement of a map.
  async drawCitation() {
    const { asked, query, dataset, view, title } = this.present();
    const shown = { query: asked || query, dataset, view, title };
    const { release, date } = this.bench;
    const holder = this.cite.lastElementChild;
    const address = await this.citedAddress(shown);
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    const { text, bibtex } = citationFor({ release, date, address, title: shown.title, today, say: this.say });
    holder.replaceChildren(make("h3", {}, this.say("cite_as_text")), this.block(text), make("h3", {}, "BibTeX"), this.block(bibtex, "en"),
      make("p", { class: "hint" }, this.say("cite_licence")));
  }
}
