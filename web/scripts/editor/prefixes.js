// Prefixes of the site are declared by themselves as soon as they are used.
import { declaredIn } from "./position.js";

const USED = /(?<![\p{L}\p{N}_<:/#?$@-])([a-z][a-z0-9]*):(?=[\p{L}\p{N}_])/giu;
const OURS = new Set(["+input", "paste", "complete", "*compose"]);

export function addMissing(editor, known) {
  const text = editor.getValue();
  const declared = declaredIn(text);
  const plain = text.replace(/#[^\n]*(?=\n|$)|<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (part) => (part[0] === "#" || part[0] === "<" ? " " : '""'));
  const used = new Set([...plain.matchAll(USED)].map(([, name]) => name));
  const missing = [...used].filter((name) => !(name in declared) && name in known);
  if (!missing.length) return;
  const lines = missing.map((name) => `PREFIX ${name}: <${known[name]}>\n`).join("");
  editor.getDoc().replaceRange(lines, { line: 0, ch: 0 }, undefined, "+prefix");
}

// Watch an editor; a prefix that somebody takes away on purpose stays away until it is typed again.
export function declareByThemselves(editor, known) {
  editor.on("change", (_, change) => {
    const isTyped = OURS.has(change.origin ?? "") && /[:\p{L}\p{N}]/u.test(change.text.join(""));
    if (isTyped) queueMicrotask(() => addMissing(editor, known));
  });
}
