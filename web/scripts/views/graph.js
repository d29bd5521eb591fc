// The network in an answer: its things and the edges between them, from triples or from the things of each row.
import { isNode, nodeColumns } from "./answer.js";
import { showDate, readDate } from "./dates.js";

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const TIE = /\/id\/partnership\//;
const CLAIM = /\/id\/(claim|source)\//;
const ENDED = /\/concept\/status-(ended|suspended)$/;

// {nodes: Map of iri → {iri, cell, degree}, edges: [{from, to, texts, tie, ended}]}
export function readGraph(answer, { focus = {}, pairs = null } = {}) {
  const graph = { nodes: new Map(), edges: [], known: new Map() };
  if (answer.isGraph) addTriples(graph, answer.rows);
  else addRows(graph, answer, focus, pairs);
  for (const { from, to } of graph.edges) for (const iri of new Set([from, to])) graph.nodes.get(iri).degree += 1;
  return graph;
}

function addNode(graph, cell) {
  const known = graph.nodes.get(cell.value);
  if (!known) graph.nodes.set(cell.value, { iri: cell.value, cell, degree: 0 });
  else if (!known.cell.label && cell.label) known.cell = cell;
}

function addEdge(graph, one, other, { texts = [], tie = null, ended = false }) {
  if (one.value === other.value) return;
  addNode(graph, one);
  addNode(graph, other);
  const ends = [one.value, other.value].sort().join(" ");
  const key = tie ? `${ends} ${tie.value}` : ends;
  const known = graph.known.get(key);
  if (known) {
    known.texts = [...new Set([...known.texts, ...texts])];
    known.ended &&= ended;
    return;
  }
  const edge = { from: one.value, to: other.value, texts, tie, ended };
  graph.known.set(key, edge);
  graph.edges.push(edge);
}

// A tie with two parties is an edge between them; every other statement between two things is one by itself.
function addTriples(graph, rows) {
  const ties = new Map();
  for (const [s, p, o] of rows) {
    if (!s || !p || !o || p.value === TYPE || CLAIM.test(s.value)) continue;
    if (TIE.test(s.value)) {
      const tie = ties.get(s.value) ?? { cell: s, parties: [], texts: [], ended: false };
      ties.set(s.value, tie);
      if (/#party$/.test(p.value)) tie.parties.push(o);
      else if (/#date$/.test(p.value)) tie.texts.push(o.value);
      else if (ENDED.test(o.value)) tie.ended = true;
    } else if (o.type !== "literal" && isNode(s) && isNode(o)) {
      addEdge(graph, s, o, { texts: [p] });
    }
  }
  for (const tie of ties.values()) addTie(graph, tie);
}

function addTie(graph, { cell, parties, texts, ended }) {
  if (parties.length === 2) addEdge(graph, parties[0], parties[1], { tie: cell, texts, ended });
  else for (const party of parties) addEdge(graph, cell, party, { texts: [], ended });
}

function addRows(graph, answer, focus, pairs) {
  const columns = nodeColumns(answer);
  const byName = new Map(answer.columns.map((column) => [column.name, column]));
  for (const row of answer.rows) {
    const said = wordsOf(answer, row);
    if (pairs) {
      for (const [first, second, ...conditions] of pairs) {
        if (conditions.some((name) => name !== "within" && Boolean(row[byName.get(name.replace("!", ""))?.index]) === name.startsWith("!"))) continue;
        const ends = [first, second].map((name) => (name.startsWith("@") ? thing(focus[name.slice(1)]) : row[byName.get(name)?.index]));
        const isWhere = conditions.includes("within") || ends.some((cell) => cell && /\/id\/country\//.test(cell.value));
        if (ends.every((cell) => cell && cell.type !== "literal")) addEdge(graph, ends[0], ends[1], isWhere ? {} : said);
      }
    } else {
      addChain(graph, [thing(focus.from), ...columns.map(({ index }) => row[index]), thing(focus.to)].filter(isNode), said);
    }
  }
}

function thing(iri) {
  return iri ? { type: "uri", value: iri } : null;
}

// What joins the things of a row stands on its last edge; an edge to a country says only where something lies.
function addChain(graph, cells, said) {
  if (cells.length === 1) addNode(graph, cells[0]);
  const last = cells.length - 1 - (cells.length > 2 && /\/id\/country\//.test(cells.at(-1).value) ? 1 : 0);
  for (let place = 1; place < cells.length; place += 1) {
    addEdge(graph, cells[place - 1], cells[place], place === last ? said : {});
  }
}

function wordsOf(answer, row) {
  const tie = row.find((cell) => cell?.type === "uri" && TIE.test(cell.value)) ?? null;
  const ended = row.some((cell) => cell?.type === "uri" && ENDED.test(cell.value));
  const texts = [];
  for (const { index, kind } of answer.columns) {
    const cell = row[index];
    if (!cell || ["link", "latitude", "longitude", "number", "ordinal"].includes(kind)) continue;
    if (cell.type === "uri" && (isNode(cell) || TIE.test(cell.value) || CLAIM.test(cell.value))) continue;
    texts.push(cell.type === "uri" ? cell : cell.value);
  }
  return { tie, ended, texts };
}

export function captionOf(edge, labels, language) {
  return edge.texts.map((text) => (typeof text !== "string" ? labels.text(text) : readDate(text) ? showDate(text, language) : text))
    .filter((text) => text.length < 160).join(" · ");
}

// What is written on an edge where there is room for little: the year, else the first words.
export function shortCaption(edge, labels) {
  const dated = edge.texts.find((text) => typeof text === "string" && readDate(text));
  if (dated) return dated.slice(0, 4);
  const first = edge.texts[0];
  return first === undefined ? "" : typeof first === "string" ? first : labels.text(first);
}

export function canNetwork(answer, focus) {
  if (answer.isGraph) return answer.rows.some(([, p, o]) => o && o.type !== "literal" && p.value !== TYPE);
  return answer.rows.length > 0 && nodeColumns(answer).length + (focus?.from ? 1 : 0) > 1;
}

// At most so many things, those with most edges first.
export function limitGraph(graph, most) {
  if (graph.nodes.size <= most) return { ...graph, cut: 0 };
  const kept = new Map([...graph.nodes.entries()].sort(([, one], [, other]) => other.degree - one.degree).slice(0, most));
  return { nodes: kept, edges: graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)), cut: graph.nodes.size - most };
}
