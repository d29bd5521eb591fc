// What is wrong with a query while it is typed: a mark beside its line, in the reader's language.
import { make } from "../views/dom.js";

const MOST = 8;
// What the grammar calls its own parts; of no use to a reader.
const INNER = /^[a-z]|^(?:PN_|PNAME|IRI_REF|VAR|ANON|NIL|BLANK|STRING|INTEGER|DECIMAL|DOUBLE|LANGTAG|WS|PERCENT)/;
const NAMES = { VAR1: "?x", IRI_REF: "<…>", PNAME_LN: "prefix:name", STRING_LITERAL1: "\"…\"", INTEGER: "1" };

function listExpected(possible) {
  const shown = possible.map((item) => NAMES[item] ?? (INNER.test(item) ? "" : item.replace(/^"|"$/g, "")));
  const kept = [...new Set(shown.filter(Boolean))];
  return kept.slice(0, MOST).join("  ") + (kept.length > MOST ? " …" : "");
}

// Takes the place of the library's own check, whose message is English and brings a style of its own.
export function checkSyntax(say) {
  return function () {
    this.queryValid = true;
    this.clearGutter("gutterErrorBar");
    const lines = this.getDoc().lineCount();
    for (let line = 0; line < lines; line += 1) {
      const { state } = this.getTokenAt({ line, ch: this.getDoc().getLine(line).length }, !this.prevQueryValid);
      this.setOption("queryType", state.queryType);
      if (state.OK === false) {
        this.queryValid = false;
        const expected = listExpected(state.possibleCurrent ?? []);
        const text = expected ? say("syntax_expected", { line: line + 1, expected }) : say("syntax_wrong", { line: line + 1 });
        this.setGutterMarker(line, "gutterErrorBar", make("span", { class: "bench-mark", title: text, role: "img", "aria-label": text }, "!"));
        return;
      }
    }
  };
}

// What the server says of a query, below the line that it is about; gone with the next change.
export function showAtLine(editor, line, column, text, reason) {
  const doc = editor.getDoc();
  const number = Math.min(Math.max(line - 1, 0), doc.lineCount() - 1);
  const length = doc.getLine(number).length;
  const from = Math.min(Math.max((column || 1) - 1, 0), Math.max(length - 1, 0));
  const marker = make("span", { class: "bench-mark bench-mark-server", title: text, role: "img", "aria-label": text }, "!");
  const widget = editor.addLineWidget(number, make("div", { class: "bench-line-problem" }, text, " ", make("span", { lang: reason.lang }, reason.text)), { coverGutter: false });
  const place = doc.markText({ line: number, ch: from }, { line: number, ch: Math.min(from + 1, length) }, { className: "bench-wrong-place" });
  editor.addLineClass(number, "background", "bench-wrong-line");
  editor.setGutterMarker(number, "gutterErrorBar", marker);
  editor.scrollIntoView({ line: number, ch: from }, 80);
  const clear = () => {
    editor.off("change", clear);
    widget.clear();
    place.clear();
    editor.removeLineClass(widget.line, "background", "bench-wrong-line");
    editor.checkSyntax();
  };
  editor.on("change", clear);
  return clear;
}
