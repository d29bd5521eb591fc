// Names of things, fetched from /api/labels when they are first needed, at most 1,000 in a call.
import { ownPage } from "./dom.js";

const BATCH = 1000;
const AT_ONCE = 3;

export class Labels {
  constructor(language, base) {
    this.language = language;
    this.base = base;
    this.known = new Map();
  }

  // Fetch what is not known yet of these IRIs; a call that fails leaves them unknown.
  async need(iris) {
    const missing = [...new Set(iris)].filter((iri) => iri.startsWith(this.base) && !this.known.has(iri));
    const batches = [];
    for (let start = 0; start < missing.length; start += BATCH) batches.push(missing.slice(start, start + BATCH));
    while (batches.length) await Promise.all(batches.splice(0, AT_ONCE).map((batch) => this.fetch(batch)));
  }

  async fetch(iris) {
    for (const iri of iris) this.known.set(iri, null);
    try {
      const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ iris }) };
      const response = await fetch("/api/labels", request);
      if (!response.ok) return;
      for (const [iri, entry] of Object.entries(await response.json())) this.known.set(iri, entry);
    } catch {
      // Without the network the IRIs themselves are shown.
    }
  }

  entry(iri) {
    return this.known.get(iri) || null;
  }

  // What people read for a cell: the label given with it, else the fetched one, else the end of its IRI.
  text(cell) {
    if (!cell) return "";
    if (cell.type === "literal") return cell.value;
    if (cell.label) return cell.label;
    const entry = this.known.get(cell.value);
    const [own, other] = this.language === "ja" ? [entry?.ja, entry?.en] : [entry?.en, entry?.ja];
    return own || other || cell.fallback || shorten(cell.value, this.base);
  }

  // The language of `text`, where it is not the reader's.
  tag(cell) {
    if (!cell || cell.type === "literal") return cell?.lang && cell.lang !== this.language ? cell.lang : "";
    if (cell.label) return cell.labelLang && cell.labelLang !== this.language ? cell.labelLang : "";
    const entry = this.known.get(cell.value);
    if (!entry || entry[this.language]) return "";
    return this.language === "ja" && entry.en ? "en" : entry.ja ? "ja" : "";
  }

  // What the text is sorted by: kana in Japanese, where they are known.
  sortKey(cell) {
    const kana = this.language === "ja" && cell?.type === "uri" ? this.known.get(cell.value)?.kana : "";
    return kana || this.text(cell);
  }

  page(cell) {
    return cell?.type === "uri" ? ownPage(cell.value, this.base) : "";
  }
}

const PREFIXES = {
  "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:", "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
  "http://www.w3.org/2004/02/skos/core#": "skos:", "http://purl.org/dc/terms/": "dcterms:",
  "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo:", "http://www.w3.org/2002/07/owl#": "owl:",
  "http://www.w3.org/ns/prov#": "prov:", "https://schema.org/": "schema:", "http://www.w3.org/2001/XMLSchema#": "xsd:",
};

export function shorten(iri, base = "") {
  if (base && iri.startsWith(`${base}id/`)) return iri.slice(base.length + 3);
  if (base && iri.startsWith(`${base}ontology#`)) return `glocal:${iri.slice(base.length + 9)}`;
  for (const [space, prefix] of Object.entries(PREFIXES)) if (iri.startsWith(space)) return prefix + iri.slice(space.length);
  return iri;
}
