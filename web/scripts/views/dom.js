// Makes elements; every text becomes a text node, so that nothing in the data is read as markup.

const SVG = "http://www.w3.org/2000/svg";

export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return element;
}

// The language of a text without a tag, by its letters, where it is not the page's own: ja or en; else nothing.
export function foreignScript(text, language) {
  const tag = /[\u3040-\u30ff\u3400-\u9fff]/.test(text) ? "ja" : /\p{Script=Latin}{3}/u.test(text) ? "en" : language;
  return tag === language ? undefined : tag;
}

// The address if a browser may follow it, which is only http and https; else nothing.
export function safeLink(text) {
  if (!/^https?:\/\/[^\s\p{Cc}]+$/iu.test(text)) return "";
  try {
    return new URL(text).host ? text : "";
  } catch {
    return "";
  }
}

// The page of a thing of ours, which lies below …/id/ of the graph's base, of a term or a named graph; else nothing.
export function ownPage(iri, base) {
  if (iri.startsWith(`${base}id/`)) return `/doc/${iri.slice(base.length + 3)}${inLanguage()}`;
  if (iri.startsWith(`${base}ontology#`)) return `/ontology${inLanguage()}#${encodeURIComponent(iri.slice(base.length + 9))}`;
  if (iri === `${base}ontology`) return `/ontology${inLanguage()}`;
  if (base && iri.startsWith(`${base}graph/`)) return `/graph/${encodeURI(iri.slice(base.length + 6))}`;
  return "";
}

function inLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  return asked === "ja" || asked === "en" ? `?lang=${asked}` : "";
}

let last = 0;
export function freshId(stem) {
  last += 1;
  return `${stem}-${last}`;
}
