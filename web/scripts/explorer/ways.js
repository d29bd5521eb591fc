// How two things are joined: asked for in a dialog, told in sentences beside the picture, and strong in it.
import { freshId, make } from "../views/dom.js";
import { nameOf } from "./deeds.js";
import { openDialog } from "./dialog.js";
import { wayOf } from "./way.js";

const LINKS = ["ties", "events", "people", "places"];

export class Ways {
  constructor(holder, model, server, deeds, say) {
    Object.assign(this, { holder, model, server, deeds, say, kept: new Map(), asked: null });
    model.subscribe((what) => (what.has("path") || what.has("data") || what.has("filters")) && this.show());
    this.show();
  }

  ask(from = this.model.picked[0] ?? this.model.state.focus[0], to = this.model.picked[1]) {
    const { say, model } = this;
    const ends = [this.#end("path_from", from), this.#end("path_to", to ?? (model.selected !== from && model.nodes.has(model.selected) ? model.selected : ""))];
    const boxes = LINKS.map((name) => make("label", {}, make("input", { type: "checkbox", value: name, checked: true }), say(`links_${name}`)));
    const status = make("p", { class: "ex-status", role: "status" });
    const find = make("button", { type: "submit" }, say("path_find"));
    const body = make("form", { class: "ex-path" }, ...ends.map(({ element }) => element), make("fieldset", {}, make("legend", {}, say("path_links")), ...boxes), status, make("div", { class: "ex-dialog-foot" }, find));
    const dialog = openDialog({ title: say("path_title"), close: say("close"), body });
    for (const { input } of ends) dialog.dispatchEvent(new CustomEvent("glocal:field", { bubbles: true, detail: input }));
    body.addEventListener("submit", async (event) => {
      event.preventDefault();
      const links = boxes.map((box) => box.firstChild).filter(({ checked }) => checked).map(({ value }) => value);
      const [one, other] = ends.map((end) => end.value());
      const problem = !one || !other ? "path_missing" : one === other ? "path_same" : !links.length ? "path_no_links" : "";
      if (problem) return void (status.textContent = say(problem));
      status.textContent = say("path_searching");
      const text = await this.#go({ from: one, to: other, links: links.length < LINKS.length ? links : [] });
      if (text) status.textContent = text;
      else dialog.close();
      return undefined;
    });
    (ends.find((end) => !end.value())?.input ?? find).focus();
  }

  // Adds what lies on the ways; the sentence that says why there is none, or nothing.
  async #go(path) {
    try {
      const found = await this.#read(path);
      if (!found.paths.length) return this.say("path_none", { one: this.#name(found, path.from), other: this.#name(found, path.to) });
      const ends = { ...path, from: found.from, to: found.to };
      this.kept.set(JSON.stringify(ends), found);
      const things = [...new Set(found.paths.flatMap((way) => way.things))];
      await this.deeds.add(things, this.say("step_path", { one: this.#name(found, path.from), other: this.#name(found, path.to) }), { path: ends });
      this.deeds.parts.canvas.fit(true, things.filter((id) => this.model.isShown(id)));
      this.deeds.say("said_path", { n: found.paths.length, text: found.paths[0].text });
      return "";
    } catch (error) {
      return this.say("failed", { reason: error.message });
    }
  }

  async show() {
    const { path } = this.model.state;
    this.asked = path;
    if (!path) {
      const isInside = this.holder.contains(document.activeElement);
      this.holder.hidden = true;
      if (isInside) this.deeds.parts.card.focus();
      if (this.deeds.parts.canvas.way) this.deeds.parts.canvas.setWay(null);
      return;
    }
    const found = await this.#read(path).catch(() => null);
    if (this.asked !== path || !found) return;
    this.#draw(found, path);
    this.deeds.parts.canvas.setWay(wayOf(found.paths, this.model.shown.edges));
  }

  async #read(path) {
    const key = JSON.stringify(path);
    if (!this.kept.has(key)) this.kept.set(key, await this.server.paths(path));
    return this.kept.get(key);
  }

  #draw(found, path) {
    const { say, model } = this;
    const close = make("button", { type: "button", class: "plain", onclick: () => model.change(say("step_path_off"), { path: null }) }, say("path_close"));
    const sentences = found.paths.map((way, index) => make("li", {}, make("strong", {}, say("path_number", { n: index + 1, steps: way.length })), make("ol", {}, ...way.steps.map((step) => this.#step(step)))));
    this.holder.replaceChildren(make("h3", {}, say("path_of", { one: this.#name(found, path.from), other: this.#name(found, path.to) })),
      sentences.length ? make("ol", { class: "ex-ways" }, ...sentences) : make("p", {}, say("path_none_here")), make("div", { class: "ex-actions" }, make("button", { type: "button", class: "plain", onclick: () => this.ask(path.from, path.to) }, say("path_change")), close, found.page ? make("a", { href: found.page }, say("path_page")) : ""));
    this.holder.hidden = false;
  }

  // A sentence, what it rests on, and the thing that it leads to.
  #step(step) {
    const sources = new Map(step.links.flatMap((link) => link.sources).map((source) => [source.publisher || source.address || source.iri, source]));
    const cited = [...sources].slice(0, 3).map(([name, { address }]) => (/^https?:\/\//.test(address ?? "") ? make("a", { class: "source", href: address, rel: "noopener external" }, name) : make("span", { class: "source" }, name)));
    const go = make("button", { type: "button", class: "ex-link", onclick: () => this.deeds.select(step.to) }, step.text);
    return make("li", {}, go, cited.length ? make("small", { class: "quiet" }, ...cited.flatMap((item) => [" ", item])) : "");
  }

  #name(found, id) {
    return found.things?.[id]?.label?.[this.model.language] || found.things?.[id]?.label?.en || nameOf(this.model, id) || this.model.short(id);
  }

  // A field for a thing: by search, or filled in already with what was chosen in the picture.
  #end(key, id) {
    const input = make("input", { type: "search", id: freshId("end"), "data-suggest": "fill", "data-label": this.say(key), autocomplete: "off", spellcheck: "false", maxlength: 80 });
    if (id) {
      input.value = nameOf(this.model, id);
      input.dataset.chosen = id;
    }
    const value = () => {
      const { chosen } = input.dataset;
      if (!chosen) return input.value.trim() ? input.value.trim() : "";
      return /^https?:/.test(chosen) ? chosen : this.model.base + chosen;
    };
    return { input, value, element: make("p", {}, make("label", { for: input.id }, this.say(key)), make("span", { class: "field" }, input)) };
  }
}
