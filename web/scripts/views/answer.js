// An answer as typed columns and rows, whatever it came as: SPARQL's JSON results, or the triples of a graph.
import { readDate } from "./dates.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger"].map((name) => XSD + name));
const PLACE = /\/id\/(country|region|prefecture|municipality|site)\//;
const LABEL = "Label";
// The kinds of terms as SPARQL's results and as RDF/JS name them.
const TYPES = { uri: "uri", bnode: "bnode", literal: "literal", "typed-literal": "literal", NamedNode: "uri", BlankNode: "bnode", Literal: "literal" };
const LATITUDES = ["lat", "latitude"];
// Numbers that say which, not how much.
const ORDINALS = new Set(["offset", "step", "steps", "chain", "edition", "rank", "community", "number", "order", "id", "code", "sources"]);
const LONGITUDES = ["long", "lng", "lon", "longitude"];
// So many rows tell what a column holds.
const LOOKED_AT = 400;

export function readAnswer(answer, headings = {}) {
  if (answer.columns) return answer.rows.every(Array.isArray) ? answer : readTable(answer, headings);
  return answer.triples ? readTriples(answer.triples, headings) : readResults(answer, headings);
}

function readResults(answer, headings) {
  if (typeof answer.boolean === "boolean") {
    const value = { type: "literal", value: String(answer.boolean), datatype: `${XSD}boolean` };
    return finish(["answer"], [[value]], headings, false);
  }
  const names = answer.head?.vars ?? [];
  const shown = names.filter((name) => !(name.endsWith(LABEL) && names.includes(name.slice(0, -LABEL.length))));
  const rows = (answer.results?.bindings ?? []).map((row) => shown.map((name) => readCell(row[name], row[name + LABEL])));
  return finish(shown, rows, headings, false);
}

// The JSON of a question: {columns: [{name, heading}], rows: [{name: {text, iri, lang, datatype}}]}.
function readTable({ columns, rows }, headings) {
  const given = Object.fromEntries(columns.map(({ name, heading }) => [name, heading]));
  const names = columns.map(({ name }) => name);
  const cell = (one) => {
    if (!one) return null;
    // A name without a language is no name but the end of the address.
    if (one.iri) return { type: "uri", value: one.iri, label: one.lang ? one.text : "", labelLang: one.lang || "", fallback: one.text, lang: "", datatype: "" };
    return { type: "literal", value: one.text, lang: one.lang || "", datatype: one.datatype || "" };
  };
  return finish(names, rows.map((row) => names.map((name) => cell(row[name]))), { ...given, ...headings }, false);
}

function readTriples(triples, headings) {
  const cell = (term) => (typeof term === "string" ? { type: /^_:/.test(term) ? "bnode" : "uri", value: term } : readCell(term));
  return finish(["s", "p", "o"], triples.map(({ s, p, o }) => [cell(s), cell(p), cell(o)]), headings, true);
}

function readCell(term, label) {
  if (!term) return null;
  const type = TYPES[term.type || term.termType] || "literal";
  const lang = term["xml:lang"] || term.lang || term.language || "";
  const cell = { type, value: String(term.value), lang, datatype: term.datatype?.value ?? term.datatype ?? "" };
  if (label && type === "uri") Object.assign(cell, { label: String(label.value), labelLang: label["xml:lang"] || "" });
  return cell;
}

function finish(names, rows, headings, isGraph) {
  const columns = names.map((name, index) => ({ name, index, heading: headings[name] || name, kind: kindOf(name, rows, index) }));
  return { columns, rows, isGraph };
}

// What a column holds: things, links, numbers, years, dates, coordinates or text; "empty" if nothing.
function kindOf(name, rows, index) {
  const cells = [];
  for (let row = 0; row < rows.length && cells.length < LOOKED_AT; row += 1) if (rows[row][index]) cells.push(rows[row][index]);
  if (!cells.length) return "empty";
  if (cells.every((cell) => cell.type !== "literal")) return "thing";
  if (/year|decade/i.test(name) && !/years/i.test(name) && cells.every((cell) => /^\d{4}$/.test(cell.value))) return "year";
  if (cells.every(isNumber)) return kindOfNumbers(name.toLowerCase(), cells);
  if (cells.every((cell) => cell.type === "literal" && isDateCell(cell))) return "date";
  if (cells.every((cell) => /^https?:\/\//.test(cell.value))) return "link";
  return "text";
}

function kindOfNumbers(name, cells) {
  if (LATITUDES.includes(name)) return "latitude";
  if (LONGITUDES.includes(name)) return "longitude";
  return ORDINALS.has(name) ? "ordinal" : "number";
}

export function isNumber(cell) {
  return cell?.type === "literal" && NUMBERS.has(cell.datatype) && Number.isFinite(Number(cell.value));
}

function isDateCell(cell) {
  const open = ["", `${XSD}string`, `${XSD}date`].includes(cell.datatype);
  return open && !cell.lang && readDate(cell.value) !== null;
}

export function columnsOf(answer, ...kinds) {
  return answer.columns.filter((column) => kinds.includes(column.kind));
}

export function isPlace(cell) {
  return cell?.type === "uri" && PLACE.test(cell.value);
}

// The columns of places; those of countries only count where no other column says it more exactly.
export function placeColumns(answer) {
  const found = columnsOf(answer, "thing").filter(({ index }) => some(answer, (row) => isPlace(row[index])));
  const exact = found.filter(({ index }) => some(answer, (row) => isPlace(row[index]) && !/\/country\//.test(row[index].value)));
  return exact.length ? exact : found;
}

// A node of a network is a thing; a word of the vocabulary, a tie or a source is what an edge says.
export function isNode(cell) {
  if (!cell || cell.type === "literal") return false;
  return !/\/id\/(concept|partnership|source|claim)\/|\/ontology#|^http:\/\/www\.w3\.org\//.test(cell.value);
}

export function nodeColumns(answer) {
  return columnsOf(answer, "thing").filter(({ index }) => some(answer, (row) => isNode(row[index])));
}

function some(answer, test) {
  for (let row = 0; row < answer.rows.length && row < LOOKED_AT; row += 1) if (test(answer.rows[row])) return true;
  return false;
}
