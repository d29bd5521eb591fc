// N-Triples as {s, p, o}, each term as in SPARQL's JSON results.

const LINE = /^\s*(<[^>]*>|_:\S+)\s+<([^>]*)>\s+(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?)\s*\.\s*$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };

export function readTriples(text) {
  const triples = [];
  for (const line of text.split("\n")) {
    const match = LINE.exec(line);
    if (match) triples.push({ s: readTerm(match[1]), p: { type: "uri", value: unescape(match[2]) }, o: readTerm(match[3]) });
  }
  return triples;
}

function readTerm(text) {
  if (text[0] === "<") return { type: "uri", value: unescape(text.slice(1, -1)) };
  if (text[0] === "_") return { type: "bnode", value: text };
  const [, value, language, datatype] = LITERAL.exec(text);
  return { type: "literal", value: unescape(value), ...(language && { "xml:lang": language }), ...(datatype && { datatype }) };
}

function unescape(text) {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_, four, eight, letter) =>
    letter ? (ESCAPES[letter] ?? letter) : String.fromCodePoint(Number.parseInt(four ?? eight, 16)));
}
