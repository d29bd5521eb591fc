// Suggestions of what can stand next: words of the vocabulary, things by their names in any script, variables, prefixes.
import { make } from "../views/dom.js";
import { declaredIn, positionAt, variablesIn } from "./position.js";

const KEYWORDS = {
  start: ["SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "PREFIX", "DISTINCT", "WHERE", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "COUNT(", "VALUES"],
  subject: ["OPTIONAL {", "FILTER (", "UNION {", "MINUS {", "BIND (", "VALUES", "GRAPH", "FILTER NOT EXISTS {"],
  any: ["LANG(", "STR(", "BOUND(", "REGEX(", "CONTAINS(", "LCASE(", "IF(", "COALESCE(", "YEAR(", "NOT EXISTS {", "IN ("],
};
const ASKED = { class: "class", property: "property", thing: "thing", subject: "thing", any: "thing" };
const DELAY = 120;

export class Completer {
  constructor({ prefixes, graphs, language, say }) {
    Object.assign(this, { prefixes, graphs, language, say });
    this.kept = new Map();
  }

  // Show the suggestions for where the cursor is. `quietly`: only where there is something to say.
  show(editor) {
    editor.showHint({
      hint: (cm) => this.hint(cm),
      completeSingle: false,
      closeCharacters: /[\s{}()[\];,]/,
      container: editor.getWrapperElement().closest(".bench-editor") ?? document.body,
      extraKeys: { Esc: (_, handle) => handle.close() },
    });
  }

  // Variables and names with a prefix are offered while they are typed; all else when asked for.
  watch(editor) {
    let timer = 0;
    editor.on("inputRead", (cm, change) => {
      clearTimeout(timer);
      if (cm.state.completionActive || !/[\p{L}\p{N}:?$_-]/u.test(change.text.join(""))) return;
      timer = setTimeout(() => {
        const { kind, word } = this.find(cm);
        if (kind === "variable" ? word.length > 1 : kind !== "none" && kind !== "prefix" && /^[a-z]+:/.test(word)) this.show(cm);
      }, DELAY);
    });
  }

  find(editor) {
    const doc = editor.getDoc();
    const cursor = doc.getCursor();
    const before = doc.getRange({ line: 0, ch: 0 }, cursor);
    const after = doc.getRange(cursor, { line: doc.lineCount(), ch: 0 });
    return { cursor, after, ...positionAt(before, after, this.prefixes) };
  }

  async hint(editor) {
    const at = this.find(editor);
    const list = await this.list(editor, at);
    const from = { line: at.cursor.line, ch: at.cursor.ch - at.word.length };
    const to = { line: at.cursor.line, ch: at.cursor.ch + (at.word.startsWith("<") && at.after.startsWith(">") ? 1 : 0) };
    return { list: list.length ? list : [this.nothing(at)], from, to };
  }

  async list(editor, at) {
    if (at.kind === "none") return [];
    if (at.kind === "variable") return this.variables(editor, at.word);
    if (at.kind === "prefix") return this.declarations(editor, at.word);
    if (at.kind === "graph") return this.graphNames(at.word);
    const named = ASKED[at.kind] ? await this.ask(at) : [];
    const words = this.keywords(at);
    return at.kind === "subject" && !at.word ? [...this.variables(editor, "?", true), ...words] : [...named, ...words];
  }

  variables(editor, word, whole = false) {
    const found = variablesIn(editor.getValue()).filter((name) => name !== word && (whole || name.startsWith(word.replace("$", "?"))));
    return found.map((name) => this.item(name, { label: "", kindLabel: this.say("kind_variable") }));
  }

  declarations(editor, word) {
    const declared = declaredIn(editor.getValue());
    const fitting = Object.keys(this.prefixes).filter((name) => name.startsWith(word.replace(/:.*/, "")) && !(name in declared));
    return fitting.map((name) => this.item(`${name}: <${this.prefixes[name]}>`, { label: "", kindLabel: this.say("kind_prefix") }));
  }

  graphNames(word) {
    const fitting = this.graphs.filter((name) => !word || name.startsWith(word) || name.includes(word.replace(/^.*:/, "")));
    return fitting.map((name) => this.item(name, { label: "", kindLabel: this.say("kind_graph") }));
  }

  keywords({ kind, word }) {
    const typed = word.toUpperCase();
    const list = KEYWORDS[kind] ?? [];
    if (kind === "subject" || kind === "any" ? !typed : false) return list.map((text) => this.keyword(text));
    return list.filter((text) => !typed || text.startsWith(typed)).map((text) => this.keyword(text));
  }

  keyword(text) {
    return this.item(text, { label: "", kindLabel: this.say("kind_keyword") });
  }

  async ask({ kind, word, context }) {
    if (kind === "subject" && !word) return [];
    const parameters = new URLSearchParams({ q: word, kind: ASKED[kind], lang: this.language, limit: "30" });
    if (context) parameters.set("context", context);
    const address = `/api/complete?${parameters}`;
    if (!this.kept.has(address)) {
      try {
        const response = await fetch(address);
        if (!response.ok) return [];
        this.kept.set(address, (await response.json()).items);
      } catch {
        return [];
      }
    }
    return this.kept.get(address).map((found) => this.item(word.startsWith("<") ? `<${found.iri}>` : found.text, found));
  }

  item(text, found) {
    return { text, displayText: text, render: (element) => this.render(element, text, found) };
  }

  nothing({ word }) {
    const text = this.say("complete_nothing", { word });
    return { text: word, displayText: text, className: "bench-hint-none", render: (element) => element.append(text), hint() {} };
  }

  // Every text comes from outside, so it is set as text and never as markup.
  render(element, text, { label = "", other, hint = "", kindLabel = "", count = 0 }) {
    const second = other?.text && other.text !== label ? make("span", { class: "bench-hint-other", lang: other.lang }, other.text) : "";
    const facts = [kindLabel, count > 1 ? count.toLocaleString(this.language) : ""].filter(Boolean).join(" · ");
    element.classList.add("bench-hint");
    element.append(
      make("span", { class: "bench-hint-head" }, make("code", {}, text), label ? make("strong", {}, label) : "", second, facts ? make("small", {}, facts) : ""),
    );
    if (hint) element.append(make("span", { class: "bench-hint-comment" }, hint));
  }
}
