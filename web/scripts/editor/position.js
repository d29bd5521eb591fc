// Where in a query the cursor stands: after a subject, a property, "a" …; read by tokens, so half a query will do.

const TOKENS = new RegExp(
  [
    /(?<space>\s+|#[^\n]*)/,
    /(?<iri><[^<>"{}|^`\\\s]*>)/,
    /(?<text>"""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(?:@[A-Za-z-]+|\^\^<[^>\s]*>|\^\^[\w.-]*:[\w.-]*)?/,
    /(?<variable>[?$][\p{L}\p{N}_]+)/,
    /(?<open>"[^"\n]*$|'[^'\n]*$|<[^<>"{}|^`\\\s]*$)/,
    /(?<name>(?:[\p{L}][\p{L}\p{N}_.-]*)?:[\p{L}\p{N}_.:%-]*[\p{L}\p{N}_:%-]|(?:[\p{L}][\p{L}\p{N}_.-]*)?:)/,
    /(?<word>[\p{L}_][\p{L}\p{N}_]*)/,
    /(?<number>[+-]?\d[\d.eE+-]*)/,
    /(?<sign>\^\^|&&|\|\||!=|<=|>=|[\s\S])/,
  ].map((part) => part.source).join("|"),
  "uy",
);
const WORD = /(?:<[^<>"{}|^`\\\s]*|[?$]?[^\s<>{}()[\].;,"'|^\\/*+!=&?$#]*(?:[?$][\p{L}\p{N}_]*)?)$/u;
const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const GROUPS = new Set(["OPTIONAL", "UNION", "MINUS", "EXISTS", "WHERE", "NOT", "SERVICE", "SILENT", "CONSTRUCT", "INSERT", "DELETE"]);

function* tokensOf(text) {
  TOKENS.lastIndex = 0;
  for (let match = TOKENS.exec(text); match; match = TOKENS.exec(text)) {
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    if (kind !== "space") yield { kind, text: match[0] };
    if (TOKENS.lastIndex >= text.length) return;
  }
}

// The prefixes that a text declares.
export function declaredIn(text) {
  const found = {};
  for (const [, name, space] of text.matchAll(/\bPREFIX\s+([\p{L}\p{N}_.-]*):\s*<([^<>\s]*)>/giu)) found[name] = space;
  return found;
}

export function variablesIn(text) {
  const found = new Set();
  for (const token of tokensOf(text)) if (token.kind === "variable") found.add(token.text);
  return [...found].sort();
}

// What stands at the end of `before`: {kind, word, context}. `kind`: none, prefix, variable, class, property, thing,
// graph, subject, any, start. `context`: the class of the subject, or the property that leads here, as an IRI.
export function positionAt(before, after = "", known = {}) {
  const word = WORD.exec(before)?.[0] ?? "";
  const head = before.slice(0, before.length - word.length);
  const prefixes = { ...known, ...declaredIn(head + after) };
  const reader = new Reader(prefixes);
  let last = null;
  for (const token of tokensOf(head)) reader.read((last = token));
  if (isInside(head, last)) return { kind: "none", word, context: "" };
  if (/\bPREFIX\s*$/i.test(head)) return { kind: "prefix", word, context: "" };
  if (/^[?$]/.test(word)) return { kind: "variable", word, context: "" };
  const { kind, context } = reader.describe(typesIn(head + after, prefixes));
  return { kind, word, context };
}

// Within a comment, or a text that has not ended.
function isInside(head, last) {
  if (last?.kind === "open") return true;
  const line = head.slice(head.lastIndexOf("\n") + 1);
  return /(?:^|\s)#/.test(line.replace(/<[^<>\s]*>|"[^"]*"|'[^']*'/g, ""));
}

// Subject → its class, as far as the query says.
function typesIn(text, prefixes) {
  const reader = new Reader(prefixes);
  for (const token of tokensOf(text)) reader.read(token);
  return reader.types;
}

class Reader {
  constructor(prefixes) {
    this.prefixes = prefixes;
    this.stack = [{ role: "top", place: "start" }];
    this.types = new Map();
    this.keyword = "";
  }

  get frame() {
    return this.stack[this.stack.length - 1];
  }

  read(token) {
    if (token.kind === "sign") this.readSign(token.text);
    else if (token.kind === "word" && !(token.text === "a" && this.frame.place === "property")) this.readWord(token.text.toUpperCase());
    else this.readTerm(token);
  }

  readWord(word) {
    this.keyword = word;
    if (word === "FILTER" || word === "BIND" || word === "VALUES" || word === "GRAPH" || GROUPS.has(word)) this.frame.place = "subject";
    else if (this.frame.role === "top") this.frame.place = word === "FROM" || word === "NAMED" ? "graph" : "select";
    else if (this.frame.place !== "subject") this.moveOn();
  }

  readTerm(token) {
    const frame = this.frame;
    if (this.keyword === "VALUES" || this.keyword === "GRAPH") return;
    if (frame.place === "subject") Object.assign(frame, { subject: token.text, place: "property" });
    else if (frame.place === "property") {
      frame.property = this.expand(token);
      frame.place = "object";
      frame.isFresh = true;
    } else if (frame.place === "object") {
      if (frame.property === RDF_TYPE && frame.subject && !this.types.has(frame.subject)) this.types.set(frame.subject, this.expand(token));
      this.moveOn();
    }
  }

  moveOn() {
    if (this.frame.place === "object") this.frame.place = "end";
  }

  readSign(sign) {
    const frame = this.frame;
    if (sign === "{") this.open(this.keyword === "VALUES" ? { role: "values", place: "thing" } : { role: "group", place: "subject" });
    else if (sign === "(") this.open(this.bracket());
    else if (sign === "[") this.open({ role: "blank", place: "property", subject: "" });
    else if (sign === "}" || sign === ")" || sign === "]") this.shut(sign);
    else if (sign === ".") frame.place = frame.role === "group" ? "subject" : frame.place;
    else if (sign === ";") frame.place = frame.place === "end" || frame.place === "property" ? "property" : frame.place;
    else if (sign === ",") frame.place = frame.place === "end" ? "object" : frame.place;
    else if ("/|^".includes(sign) && frame.place === "object" && frame.isFresh) frame.place = "property";
  }

  bracket() {
    if (this.frame.place === "property") return { role: "path", place: "property" };
    if (this.keyword === "VALUES") return { role: "names", place: "any" };
    return this.frame.role === "values" ? { role: "values", place: "thing" } : { role: "expression", place: "any" };
  }

  open(frame) {
    this.stack.push(frame);
    this.keyword = "";
  }

  shut(sign) {
    if (this.stack.length === 1) return;
    const gone = this.stack.pop();
    this.keyword = gone.role === "names" ? "VALUES" : "";
    if (sign === "}") this.frame.place = this.frame.role === "top" ? "select" : "subject";
    else if (gone.role === "path") Object.assign(this.frame, { place: "object", property: gone.property ?? "", isFresh: true });
    else if (sign === "]") this.readTerm({ kind: "blank", text: "[]" });
  }

  expand({ kind, text }) {
    if (text === "a") return RDF_TYPE;
    if (kind === "iri") return text.slice(1, -1);
    if (kind !== "name") return "";
    const [prefix] = text.split(":", 1);
    return prefix in this.prefixes ? this.prefixes[prefix] + text.slice(prefix.length + 1) : "";
  }

  describe(types) {
    const { place, subject, property } = this.frame;
    if (this.keyword === "GRAPH" || place === "graph") return { kind: "graph", context: "" };
    if (place === "property") return { kind: "property", context: types.get(subject) ?? "" };
    if (place === "object") return property === RDF_TYPE ? { kind: "class", context: "" } : { kind: "thing", context: property };
    if (place === "thing") return { kind: "thing", context: "" };
    if (place === "select" || place === "start" || place === "end") return { kind: "start", context: "" };
    return { kind: place === "subject" ? "subject" : "any", context: "" };
  }
}
