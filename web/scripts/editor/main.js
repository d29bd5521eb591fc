// The workbench at /sparql: an editor with tabs, the answer in several views, and what to do with both.
import { make } from "../views/dom.js";
import { readHash, wholeAddress } from "./address.js";
import { AnswerPart } from "./answer.js";
import { askGraph, readGiven } from "./asking.js";
import { Completer } from "./complete.js";
import { NameTags } from "./labels.js";
import { openEditor } from "./library.js";
import { Panels } from "./panels.js";
import { addMissing, declareByThemselves } from "./prefixes.js";
import { tellReason } from "./reasons.js";
import { Side } from "./side.js";
import { showAtLine } from "./syntax.js";
import { knows, speak } from "./words.js";

const language = document.documentElement.lang === "ja" ? "ja" : "en";
const say = speak(language);

class Bench {
  constructor(holder, bench, given) {
    Object.assign(this, { holder, bench });
    this.states = new Map();
    this.completer = new Completer({ prefixes: bench.prefixes, graphs: bench.graphs, language, say });
    this.tags = new NameTags({ base: bench.base, prefixes: bench.prefixes, language });
    this.answer = new AnswerPart({ say, language, base: bench.base, release: bench.release, onView: () => this.onView() });
    this.panels = new Panels({ say, bench, present: () => this.present() });
    this.build();
    this.open(given);
  }

  // ── The page ──────────────────────────────────────────────────────────────────────────────────────────

  build() {
    this.editorPlace = make("div", { class: "bench-editor" });
    this.runButton = make("button", { type: "button", class: "bench-run", onclick: () => this.run() }, say("run"));
    this.stopButton = make("button", { type: "button", class: "bench-stop", hidden: true, onclick: () => this.stop() }, say("stop"));
    this.completeButton = make("button", { type: "button", class: "plain", "data-do": "complete", onclick: () => this.complete() }, say("complete"));
    this.shareButton = make("button", { type: "button", class: "plain", "data-do": "share", onclick: () => this.panels.share() }, say("share"));
    // The passing seconds are for the eye only; a screen reader is told the beginning and the end.
    this.status = make("span", { role: "status" });
    this.time = make("span", { "aria-hidden": "true" });
    this.problem = make("div", { class: "bench-problem", role: "alert" });
    const bar = make("div", { class: "bench-bar" }, this.runButton, this.stopButton, this.completeButton, this.shareButton, this.limit(), make("span", { class: "bench-status" }, this.status, this.time));
    const hint = make("p", { class: "hint", id: "bench-hint" }, say("hint"));
    const main = make("div", { class: "bench-main" }, this.editorPlace, bar, hint, this.panels.link, this.problem);
    const side = new Side({ say, language, onPick: (item) => this.pick(item) });
    this.holder.append(make("div", { class: "bench-top" }, main, side.element), this.answer.element, this.panels.element);
    this.holder.hidden = false;
    document.getElementById("plain").hidden = true;
  }

  limit() {
    const { seconds, most } = this.bench;
    const choices = [...new Set([seconds, 30, most])].filter((value) => value >= seconds && value <= most).sort((a, b) => a - b);
    this.seconds = make("select", { "data-do": "limit" }, ...choices.map((value) => make("option", { value: value === seconds ? "" : value }, say("seconds", { n: value }))));
    return make("label", { class: "bench-limit" }, make("span", {}, say("limit")), this.seconds);
  }

  open(given) {
    const { query, start } = this.bench;
    this.yasgui = openEditor(this.editorPlace, { start, say, keys: this.keys(), isEmpty: !query.trim() });
    this.yasgui.on("tabSelect", () => setTimeout(() => this.onTab()));
    this.yasgui.on("tabAdd", () => setTimeout(() => this.onTab()));
    if (query.trim()) this.openQuery(query, this.bench.title || say("tab_given"));
    this.onTab();
    if (!query.trim()) return;
    Object.assign(this.state, { dataset: this.bench.dataset, view: this.bench.view, options: readOptions(this.bench.options), title: this.bench.title });
    if (given) this.receive(this.tab.getId(), { query, dataset: this.bench.dataset }, readGiven(given));
    else if (this.bench.problem) this.complain(this.bench.problem, this.editor);
    else this.run();
  }

  keys() {
    const run = () => void this.run();
    return {
      "Ctrl-Enter": run, "Cmd-Enter": run,
      "Ctrl-Space": () => this.complete(), "Alt-Space": () => this.complete(), "Alt-/": () => this.complete(),
      "Ctrl-S": false,
      Esc: () => this.runButton.focus(),
    };
  }

  // ── Tabs ──────────────────────────────────────────────────────────────────────────────────────────────

  get tab() {
    return this.yasgui.getTab();
  }

  get editor() {
    return this.tab.getYasqe();
  }

  get state() {
    const id = this.tab.getId();
    if (!this.states.has(id)) this.states.set(id, {});
    return this.states.get(id);
  }

  openQuery(query, name) {
    const { persistentConfig } = this.yasgui;
    const known = persistentConfig.getTabs().find((id) => persistentConfig.getTab(id)?.yasqe.value === query);
    if (known) this.yasgui.selectTabId(known);
    else this.yasgui.addTab(true, { name, yasqe: { value: query } });
  }

  pick({ title, query, shows }) {
    this.openQuery(query, title);
    this.onTab();
    Object.assign(this.state, { title, view: this.state.view || shows });
    this.editorPlace.scrollIntoView({ block: "nearest" });
    this.editor.focus();
  }

  onTab() {
    if (!this.tab) return;
    const { editor, state } = this;
    if (!state.isReady) this.prepare(editor, state);
    this.problem.replaceChildren();
    if (state.answer) this.answer.show(state);
    else this.answer.clear();
    this.showBusy();
    this.onView();
  }

  prepare(editor, state) {
    state.isReady = true;
    const field = editor.getInputField();
    field.setAttribute("aria-label", say("editor"));
    field.setAttribute("lang", "en");
    field.setAttribute("aria-describedby", "bench-hint");
    declareByThemselves(editor, this.bench.prefixes);
    this.completer.watch(editor);
    this.tags.watch(editor);
    const save = () => {
      this.tab.getPersistedJson().yasqe.value = editor.getValue();
      this.yasgui.emit("tabChange", this.yasgui, this.tab);
      this.panels.onTyped();
    };
    let timer = 0;
    editor.on("change", () => {
      if (this.tab?.getYasqe() === editor) this.problem.replaceChildren();
      clearTimeout(timer);
      timer = setTimeout(() => this.tab?.getYasqe() === editor && save(), 500);
    });
    editor.refresh();
    if (matchMedia("(max-width: 46rem)").matches && (editor.getValue().match(/^PREFIX/gim) ?? []).length > 2) editor.collapsePrefixes(true);
  }

  // ── Asking ────────────────────────────────────────────────────────────────────────────────────────────

  async run() {
    const { editor, state } = this;
    const id = this.tab.getId();
    addMissing(editor, this.bench.prefixes);
    const query = editor.getValue();
    if (!query.trim()) return this.complain({ kind: "Empty" }, editor);
    state.running?.abort();
    const running = (state.running = new AbortController());
    state.started = performance.now();
    this.problem.replaceChildren();
    state.clearLine?.();
    this.answer.fade();
    this.showBusy();
    const asked = { query, dataset: state.dataset, seconds: this.seconds.value };
    try {
      const answer = await askGraph(asked, running.signal);
      if (state.running === running) this.receive(id, asked, answer);
    } catch (error) {
      if (state.running !== running) return;
      this.refuse(id, editor, error.name === "AbortError" ? { kind: "Stopped" } : (error.details ?? { detail: String(error) }));
    }
    if (state.running === running) state.running = null;
    this.yasgui.tabElements.get(id)?.setAsQuerying(Boolean(state.running));
    this.showBusy();
  }

  // No answer: what was there before would pass for one.
  refuse(id, editor, details) {
    const state = this.states.get(id);
    Object.assign(state, { running: null, answer: null, asked: null });
    if (this.tab.getId() !== id) return;
    this.answer.clear();
    this.complain(details, editor);
  }

  stop() {
    this.state.running?.abort();
  }

  receive(id, asked, answer) {
    const state = this.states.get(id);
    Object.assign(state, { asked, answer, running: null });
    if (this.tab.getId() !== id) return;
    this.answer.show(state);
    // On a narrow page the answer would come up unseen, below the editor.
    if (state.started && matchMedia("(max-width: 64rem)").matches) this.answer.element.scrollIntoView({ block: "start" });
    this.showBusy();
    this.onView();
  }

  // The time that has gone by while a query runs.
  showBusy() {
    const { state } = this;
    const isBusy = Boolean(state.running);
    this.runButton.hidden = isBusy;
    this.stopButton.hidden = !isBusy;
    this.yasgui.tabElements.get(this.tab.getId())?.setAsQuerying(isBusy);
    clearInterval(this.clock);
    this.time.textContent = "";
    if (!isBusy) {
      this.status.textContent = state.answer?.milliseconds === undefined ? "" : this.answer.countText(state.answer);
      return;
    }
    this.status.textContent = say("running");
    const tell = () => (this.time.textContent = ` ${say("took", { seconds: ((performance.now() - state.started) / 1000).toFixed(1) })}`);
    tell();
    this.clock = setInterval(tell, 200);
  }

  complain(details, editor) {
    const { kind = "", status, limit = "", line, column, detail = "" } = details;
    const key = [`problem_${kind}_${limit}`, `problem_${kind}`, `problem_${status}`].find(knows) ?? "problem";
    const where = line ? say("at_line", { line, column }) : "";
    const text = say(key, { seconds: this.seconds.value || this.bench.seconds });
    const plain = ["Stopped", "Empty"].includes(kind) ? "" : detail.replace(/^the query does not parse: (?:line \d+, column \d+: )?/, "");
    const reason = tellReason(plain, language, say);
    this.status.textContent = "";
    this.problem.replaceChildren(make("div", { class: "problem" }, make("p", {}, where ? make("strong", {}, `${where} `) : "", text),
      reason.text ? make("p", { class: "small", lang: reason.lang }, reason.text) : ""));
    if (line) this.state.clearLine = showAtLine(editor, line, column, text, reason);
  }

  complete() {
    this.editor.focus();
    this.completer.show(this.editor);
  }

  // ── What is shown now ─────────────────────────────────────────────────────────────────────────────────

  present() {
    const { dataset, view, options, title } = this.state;
    return { query: this.editor.getValue(), asked: this.state.asked?.query ?? "", dataset, view, options, title };
  }

  // The address in the browser is that of the answer shown.
  onView() {
    const { asked, view, options, dataset } = this.state;
    const address = wholeAddress({ query: asked?.query ?? "", dataset, view, options }, this.bench.readable);
    history.replaceState(history.state, "", address);
    this.panels.renew();
  }
}

function readOptions(text) {
  if (typeof text === "object" && text) return text;
  try {
    const options = JSON.parse(text || "{}");
    return options && typeof options === "object" ? options : {};
  } catch {
    return {};
  }
}

const read = (id) => {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent) : null;
};
const holder = document.getElementById("bench");
if (holder) new Bench(holder, { ...read("bench-data"), ...readHash(location.hash) }, read("bench-answer"));
