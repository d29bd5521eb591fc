// Sends a query to this site's endpoint and reads the answer; can be stopped, and says why there is none.
import { readTriples } from "./ntriples.js";

const JSON_TYPE = "application/sparql-results+json";
const GRAPH_TYPE = "application/n-triples";
// More than this is not shown in a page; it can be downloaded.
const MOST_BYTES = 64 * 1024 * 1024;
// A longer query is posted.
const LONGEST_GET = 1500;
const PROLOGUE = /^(?:\s|#[^\n]*(?:\n|$)|BASE\s*<[^<>]*>|PREFIX\s+[^\s:<>]*:\s*<[^<>]*>)*(CONSTRUCT|DESCRIBE)\b/i;

export class Problem extends Error {
  constructor(details) {
    super(details.detail ?? "");
    this.details = details;
  }
}

export function isGraphQuery(query) {
  return PROLOGUE.test(query);
}

export function fieldsOf({ query, dataset, seconds, format }) {
  const fields = new URLSearchParams({ query });
  for (const graph of dataset?.default ?? []) fields.append("default-graph-uri", graph);
  for (const graph of dataset?.named ?? []) fields.append("named-graph-uri", graph);
  if (seconds) fields.set("timeout", String(seconds));
  if (format) fields.set("format", format);
  return fields;
}

// The answer: {kind: rows | boolean | graph, data, text, type, milliseconds}; `data` is what the views take.
export async function askGraph(asked, signal) {
  const started = performance.now();
  const type = isGraphQuery(asked.query) ? GRAPH_TYPE : JSON_TYPE;
  const response = await send(asked, type, signal);
  if (!response.ok) throw new Problem(await readProblem(response));
  const text = await readText(response);
  return { ...readAnswer(text, type), milliseconds: performance.now() - started };
}

// The answer in another format, as text.
export async function askText(asked, type, signal) {
  const response = await send(asked, type, signal);
  if (!response.ok) throw new Problem(await readProblem(response));
  return readText(response);
}

export function readAnswer(text, type) {
  if (type === GRAPH_TYPE) return { kind: "graph", data: { triples: readTriples(text) }, text, type };
  const data = JSON.parse(text);
  return { kind: typeof data.boolean === "boolean" ? "boolean" : "rows", data, text, type };
}

// What the page holds already.
export function readGiven(given) {
  return "ntriples" in given ? readAnswer(given.ntriples, GRAPH_TYPE) : readAnswer(JSON.stringify(given), JSON_TYPE);
}

async function send(asked, type, signal) {
  const fields = fieldsOf(asked);
  const headers = { Accept: type };
  try {
    if (fields.toString().length <= LONGEST_GET) return await fetch(`/sparql?${fields}`, { headers, signal });
    return await fetch("/sparql", { method: "POST", headers, body: fields, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ kind: "Unreachable" });
  }
}

async function readText(response) {
  const parts = [];
  let size = 0;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      size += part.value.length;
      if (size > MOST_BYTES) throw new Problem({ kind: "TooLarge" });
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    if (error instanceof Problem || error.name === "AbortError") throw error;
    throw new Problem({ kind: "Broken" });
  }
  return new TextDecoder().decode(await new Blob(parts).arrayBuffer());
}

async function readProblem(response) {
  const text = await response.text().catch(() => "");
  try {
    return { status: response.status, ...JSON.parse(text) };
  } catch {
    return { status: response.status, detail: text.slice(0, 300) || response.statusText };
  }
}
