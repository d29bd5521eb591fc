// The answer below the editor: its views, its downloads, pictures of it; and what is said where there is none.
import { make } from "../views/dom.js";
import { mountView, viewsFor } from "../views/index.js";
import { askText, fieldsOf } from "./asking.js";

const ROW_FORMATS = [["csv", "CSV", "text/csv"], ["tsv", "TSV", "text/tab-separated-values"], ["json", "JSON", "application/sparql-results+json"], ["xml", "XML", "application/sparql-results+xml"]];
const GRAPH_FORMATS = [["turtle", "Turtle", "text/turtle"], ["ntriples", "N-Triples", "application/n-triples"], ["jsonld", "JSON-LD", "application/ld+json"], ["rdfxml", "RDF/XML", "application/rdf+xml"]];
const LONGEST_LINK = 6000;
const MOST_LETTERS = 200_000;

export class AnswerPart {
  constructor({ say, language, base, release, onView }) {
    Object.assign(this, { say, language, base, release, onView });
    this.count = make("span", { class: "count" });
    this.views = make("div", { class: "bench-views", role: "group", "aria-label": say("views") });
    this.tools = make("div", { class: "bench-tools" });
    this.place = make("div", { class: "bench-view" });
    this.element = make("section", { class: "bench-answer", "aria-labelledby": "bench-answer-title", hidden: true },
      make("div", { class: "bench-answer-head" }, make("h2", { id: "bench-answer-title", tabindex: "-1" }, say("answer"), " ", this.count), this.views),
      this.place, this.tools);
    this.turn = 0;
  }

  clear() {
    this.turn += 1;
    this.mounted?.destroy();
    this.mounted = null;
    this.place.replaceChildren();
    this.element.hidden = true;
  }

  // A new answer is on its way.
  fade() {
    this.element.classList.add("is-old");
  }

  // Show what was asked and answered: {asked, answer, view, options}.
  async show(shown) {
    this.clear();
    this.shown = shown;
    this.element.hidden = false;
    this.element.classList.remove("is-old");
    const { answer } = shown;
    this.fitting = answer.kind === "boolean" || this.isEmpty(answer) ? [] : viewsFor(answer.data);
    this.count.textContent = this.countText(answer);
    this.drawViews();
    this.drawTools();
    await this.drawView();
  }

  isEmpty({ kind, data }) {
    return kind === "graph" ? !data.triples.length : kind === "rows" && !data.results.bindings.length;
  }

  countText({ kind, data, milliseconds }) {
    const number = (count) => count.toLocaleString(this.language);
    const time = milliseconds === undefined ? "" : this.say("took", { seconds: (milliseconds / 1000).toFixed(milliseconds < 995 ? 2 : 1) });
    const size = kind === "graph" ? this.say("triples", { n: number(data.triples.length) })
      : kind === "rows" ? this.say("rows", { n: number(data.results.bindings.length) }) : "";
    return [size, time].filter(Boolean).join(" · ");
  }

  get view() {
    const { view } = this.shown;
    return view === "raw" || this.fitting.includes(view) ? view : (this.fitting[0] ?? "plain");
  }

  drawViews() {
    const names = this.fitting.length ? [...this.fitting, "raw"] : ["plain", "raw"];
    this.views.replaceChildren(...names.map((name) =>
      make("button", { type: "button", class: "plain", "data-view": name, "aria-pressed": String(name === this.view), onclick: () => this.choose(name) }, this.say(`view_${name}`))));
  }

  async choose(name) {
    Object.assign(this.shown, { view: name, options: {} });
    this.onView(this.shown);
    this.drawViews();
    await this.drawView();
    this.drawTools();
  }

  async drawView() {
    const turn = (this.turn += 1);
    this.mounted?.destroy();
    this.mounted = null;
    if (this.view === "raw") return this.drawRaw(turn);
    if (this.view === "plain") return this.drawPlain();
    const { answer, asked, options, title } = this.shown;
    const changed = (state) => {
      const { view, ...rest } = state;
      this.shown.options = rest;
      this.onView(this.shown);
    };
    const given = { headings: {}, title: title || "", release: this.release, base: this.base, state: options || {}, query: asked.query };
    const mounted = await mountView(this.place, answer.data, { view: this.view, language: this.language, options: given, onChange: changed });
    if (turn !== this.turn) return mounted.destroy();
    this.mounted = mounted;
    this.place.dataset.shown = this.view;
    this.drawTools();
  }

  drawPlain() {
    const { answer } = this.shown;
    const text = answer.kind === "boolean" ? this.say(answer.data.boolean ? "yes" : "no") : this.say("no_rows");
    this.place.replaceChildren(make("p", { class: answer.kind === "boolean" ? "boolean" : "" }, text));
    this.place.dataset.shown = "plain";
  }

  formats() {
    return this.shown.answer.kind === "graph" ? GRAPH_FORMATS : this.shown.answer.kind === "boolean" ? ROW_FORMATS.slice(2) : ROW_FORMATS;
  }

  drawRaw(turn) {
    const text = make("pre", { tabindex: "0", class: "bench-raw", role: "group", "aria-label": this.say("view_raw") });
    const note = make("p", { class: "hint", role: "status" });
    const choice = make("select", { onchange: () => load() }, ...this.formats().map(([, title, type]) => make("option", { value: type }, title)));
    this.place.replaceChildren(make("p", { class: "bench-raw-choice" }, make("label", {}, this.say("raw_format"), " ", choice)), note, text);
    this.place.dataset.shown = "raw";
    const load = async () => {
      const own = choice.value === this.shown.answer.type;
      const raw = own ? this.shown.answer.text : await askText(this.shown.asked, choice.value).catch((error) => error.message || this.say("problem_Unreachable"));
      if (turn !== this.turn) return;
      text.textContent = raw.slice(0, MOST_LETTERS);
      note.textContent = raw.length > MOST_LETTERS ? this.say("raw_cut", { n: MOST_LETTERS.toLocaleString(this.language) }) : "";
    };
    return load();
  }

  drawTools() {
    const links = this.formats().map(([name, title]) => this.download(name, title));
    const pictures = this.mounted?.image && !["table", "raw", "plain"].includes(this.view)
      ? [make("span", { class: "bench-tools-name" }, this.say("picture")), ...["png", "svg"].map((format) => this.picture(format))] : [];
    this.tools.replaceChildren(make("span", { class: "bench-tools-name" }, this.say("download")), ...links, ...pictures);
  }

  download(name, title) {
    const fields = fieldsOf({ ...this.shown.asked, format: name });
    if (fields.toString().length <= LONGEST_LINK) return make("a", { class: "bench-tool", href: `/sparql?${fields}`, download: true }, title);
    const hidden = [...fields].map(([field, value]) => make("input", { type: "hidden", name: field, value }));
    return make("form", { method: "post", action: "/sparql", target: "_blank" }, ...hidden, make("button", { class: "bench-tool", type: "submit" }, title));
  }

  picture(format) {
    const save = async () => {
      try {
        const blob = await this.mounted.image(format);
        const link = make("a", { href: URL.createObjectURL(blob), download: `glocal-graph-${this.view}.${format}` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      } catch (error) {
        button.disabled = true;
        button.title = String(error.message ?? error);
      }
    };
    const button = make("button", { type: "button", class: "bench-tool", "data-picture-format": format, onclick: save }, format.toUpperCase());
    return button;
  }
}
