// The names of things beside their codes in a query: municipality:46201 is followed by 鹿児島市. They are no part of it.
import { make } from "../views/dom.js";
import { declaredIn } from "./position.js";

const TERM = /<([^<>"{}|^`\\\s]+)>|(?<![\p{L}\p{N}_<:/#?$-])([a-z][a-z0-9]*):([\p{L}\p{N}_][\p{L}\p{N}_.-]*)/giu;
const MOST = 200;
const DELAY = 350;

export class NameTags {
  constructor({ base, prefixes, language }) {
    Object.assign(this, { start: `${base}id/`, prefixes, language });
    this.names = new Map();
    this.tags = new WeakMap();
  }

  watch(editor) {
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.renew(editor), DELAY);
    };
    editor.on("change", soon);
    soon();
  }

  async renew(editor) {
    const found = this.find(editor.getValue());
    const unknown = [...new Set(found.map(({ iri }) => iri))].filter((iri) => !this.names.has(iri)).slice(0, MOST);
    if (unknown.length) await this.ask(unknown);
    editor.operation(() => this.place(editor, this.find(editor.getValue())));
  }

  find(text) {
    const prefixes = { ...this.prefixes, ...declaredIn(text) };
    const found = [];
    for (const match of text.matchAll(TERM)) {
      const iri = match[1] ?? (match[2] in prefixes ? prefixes[match[2]] + match[3].replace(/\.+$/, "") : "");
      const end = match.index + match[0].replace(/\.+$/, "").length;
      if (iri.startsWith(this.start) && iri.length > this.start.length && !iri.endsWith("/")) found.push({ iri, end });
    }
    return found.slice(0, MOST);
  }

  async ask(iris) {
    try {
      const response = await fetch("/api/labels", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ iris }) });
      const names = response.ok ? await response.json() : {};
      const other = this.language === "ja" ? "en" : "ja";
      for (const iri of iris) this.names.set(iri, names[iri]?.[this.language] ?? names[iri]?.[other] ?? "");
    } catch {
      // Without names the query reads as it is written.
    }
  }

  place(editor, found) {
    for (const tag of this.tags.get(editor) ?? []) tag.clear();
    const doc = editor.getDoc();
    const tags = found.filter(({ iri }) => this.names.get(iri)).map(({ iri, end }) =>
      doc.setBookmark(doc.posFromIndex(end), { widget: make("span", { class: "bench-name" }, this.names.get(iri)), insertLeft: true }));
    this.tags.set(editor, tags);
  }
}
