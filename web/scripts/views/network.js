// The network view: positions come from the server, vis-network draws, and nothing moves unless somebody drags it.
import { make } from "./dom.js";
import { canNetwork, captionOf, limitGraph, readGraph, shortCaption } from "./graph.js";
import { drawNetwork, markOf } from "./network_picture.js";
import { measure } from "./picture.js";
import { openStage, sample } from "./stage.js";
import { countText } from "./words.js";

export { canNetwork };

const MOST_NODES = 1000;
const MOST_EDGES = 6000;
const CAPTIONED = 40;
const SHORT = 26;
// Names smaller than this many pixels are not drawn; so many get larger ones then.
const LEGIBLE = 8;
const HUBS = 45;

export async function mountNetwork(holder, answer, context) {
  const stage = openStage(holder, context);
  const whole = readGraph(answer, context.options);
  const graph = limitGraph(whole, MOST_NODES);
  graph.edges = graph.edges.slice(0, MOST_EDGES);
  const words = graph.edges.flatMap(({ texts, tie }) => [...texts.filter((text) => typeof text !== "string"), ...(tie ? [tie] : [])]).map((cell) => cell.value);
  const [, vis, looks, positions] = await Promise.all([context.labels.need([...graph.nodes.keys(), ...words]), loadVis(), loadLooks(), placeNodes(graph)]);
  const model = dress(graph, positions, looks, context);
  tell(stage, model, graph, context);
  const sheet = make("div", { class: "view-network-sheet", role: "group", "aria-label": context.say("network"), "aria-describedby": stage.summary.id });
  const card = make("div", { class: "view-card", role: "status" }, context.say("network_help"));
  stage.sheet.append(sheet);
  stage.sheet.after(card);
  const network = start(vis, sheet, model);
  // It has keys of its own, and so has a name.
  for (const [name, value] of Object.entries({ role: "application", "aria-label": context.say("network"), "aria-describedby": stage.summary.id })) sheet.querySelector(".vis-network")?.setAttribute(name, value);
  network.on("click", (event) => showCard(card, event, model, context));
  network.on("doubleClick", ({ nodes: [chosen] }) => {
    const href = model.byId.get(chosen)?.href;
    if (href) location.assign(href);
  });
  const stop = zoomWithControl(network);
  addTools(stage, network, context);
  addKeys(stage, model, looks, context);
  network.once("afterDrawing", () => {
    sheet.dataset.drawn = "true";
  });
  const image = (format) => {
    const svg = drawNetwork(model, network.getPositions(), context);
    stage.sheet.append(svg);
    try {
      return stage.image(format, svg);
    } finally {
      svg.remove();
    }
  };
  const destroy = () => {
    stop();
    network.destroy();
  };
  return { destroy, state: () => ({}), image };
}

// Nodes and edges with everything that is seen of them.
function dress(graph, positions, looks, { labels, language }) {
  const nodes = [...graph.nodes.values()].map(({ iri, cell, degree }, index) => {
    const entry = labels.entry(iri);
    const look = looks[entry?.group] ?? looks.organisation ?? { colour: "#d9dde1", border: "#5a6570", shape: "square", points: "" };
    const label = labels.text(cell);
    return { id: iri, label, degree, look, group: entry?.group ?? "", href: labels.page(cell), x: positions[index][0], y: positions[index][1], size: Math.min(9 + Math.sqrt(degree) * 2.2, 24) };
  });
  const edges = graph.edges.map((edge, index) => ({ id: `edge-${index}`, ...edge, caption: captionOf(edge, labels, language), short: shortCaption(edge, labels), href: edge.tie ? labels.page(edge.tie) : "" }));
  return { nodes, edges, byId: new Map(nodes.map((node) => [node.id, node])) };
}

function start(vis, sheet, model) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const [ink, halo] = dark ? ["#eceae4", "#1b1f27"] : ["#1d2430", "#ffffff"];
  const scale = model.nodes.length > 60 ? 1.25 : 1;
  const nodes = new vis.DataSet(model.nodes.map((node) => ({
    id: node.id, x: node.x, y: node.y, label: cut(node.label), title: node.label, shape: node.look.shape, size: node.size * scale,
    color: { background: node.look.colour, border: dark ? "#eceae4" : node.look.border, highlight: { background: node.look.colour, border: ink } },
    font: { size: 13 * scale, color: ink, strokeWidth: 3, strokeColor: halo },
  })));
  const isFew = model.edges.length <= CAPTIONED;
  const edges = new vis.DataSet(model.edges.map((edge) => ({
    id: edge.id, from: edge.from, to: edge.to, title: edge.caption || undefined, label: isFew && edge.short ? cut(edge.short) : undefined, dashes: edge.ended ? [7, 6] : false,
    width: edge.tie ? 2 : 1.2, color: { color: edge.tie ? (dark ? "#a9b8cc" : "#33475b") : "#8d99a4", highlight: ink },
    font: { size: 10.5, color: dark ? "#aab1bd" : "#52606d", strokeWidth: 3, strokeColor: halo },
  })));
  const options = {
    autoResize: true, physics: { enabled: false }, layout: { improvedLayout: false },
    nodes: { borderWidth: 1.5, scaling: { label: { drawThreshold: 6.5 } } }, edges: { smooth: false, selectionWidth: 2 },
    interaction: { hover: true, tooltipDelay: 120, hideEdgesOnDrag: model.edges.length > 800, keyboard: { enabled: true, bindToWindow: false }, zoomView: false, zoomSpeed: 0.6 },
  };
  const network = new vis.Network(sheet, { nodes, edges }, options);
  // Names at the edge of the sheet need room as well.
  network.once("afterDrawing", () => {
    fit(network);
    nameHubs(network, nodes, model);
  });
  return network;
}

// The wheel scrolls the page, and zooms with Ctrl. Returns what ends this.
function zoomWithControl(network) {
  const end = new AbortController();
  for (const [name, zoomView] of [["keydown", true], ["keyup", false]]) {
    addEventListener(name, (event) => event.key === "Control" && network.setOptions({ interaction: { zoomView } }), { signal: end.signal });
  }
  return () => end.abort();
}

function fit(network) {
  network.fit({ animation: false, maxZoomLevel: 1.4 });
  network.moveTo({ scale: network.getScale() * 0.9 });
}

// Where the whole is so small that no name can be read, the best connected get larger ones, none on another.
function nameHubs(network, nodes, model) {
  const scale = network.getScale();
  if (scale * 13 >= LEGIBLE) return;
  const size = 12.5 / scale;
  const taken = [];
  const updates = [];
  const ranked = [...model.nodes].sort((one, other) => other.degree - one.degree);
  const least = Math.min(3, ranked[0]?.degree ?? 0);
  for (const node of ranked.filter(({ degree }) => degree >= least)) {
    const wide = measure(cut(node.label), size) / 2;
    const box = [node.x - wide, node.y + node.size, node.x + wide, node.y + node.size + size * 1.4];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    updates.push({ id: node.id, font: { size } });
    if (updates.length >= HUBS) break;
  }
  nodes.update(updates);
}

function cut(text) {
  return text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text;
}

function showCard(card, { nodes: [node], edges: [edge] }, model, context) {
  const chosen = node ? model.byId.get(node) : model.edges.find(({ id }) => id === edge);
  if (!chosen) return;
  const label = node ? chosen.label : `${model.byId.get(chosen.from).label} – ${model.byId.get(chosen.to).label}`;
  const more = node ? context.say("network_links", { n: chosen.degree }) : chosen.caption;
  card.replaceChildren(make("strong", {}, label), more ? make("span", {}, more) : "", chosen.href ? make("a", { class: "more", href: chosen.href }, context.say("open_page")) : "");
}

function tell(stage, model, graph, { say, language }) {
  const hubs = [...model.nodes].sort((one, other) => other.degree - one.degree).slice(0, 5).filter(({ degree }) => degree > 1);
  const most = hubs.map(({ label, degree }) => `${label} (${degree})`).join(language === "ja" ? "、" : ", ");
  stage.summary.textContent = [say("network_summary", { n: countText(model.nodes.length, language), m: countText(model.edges.length, language) }),
    most ? say("network_hubs", { most }) : "", graph.cut ? say("left_out", { n: countText(graph.cut, language) }) : ""].filter(Boolean).join(" ");
}

function addTools(stage, network, { say }) {
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  stage.button("+", () => zoom(1.4), say("zoom_in"));
  stage.button("−", () => zoom(1 / 1.4), say("zoom_out"));
  stage.button(say("zoom_all"), () => fit(network));
}

function addKeys(stage, model, looks, { language, say }) {
  const groups = new Set(model.nodes.map(({ group }) => group));
  for (const [key, look] of Object.entries(looks)) {
    if (groups.has(key)) stage.key(sample(markOf(look, 10, 10, 7)), look[language === "ja" ? "ja" : "en"]);
  }
  if (model.edges.some(({ ended }) => ended)) stage.say(say("network_ended"));
}

// Positions from the server; where it cannot give them, a spiral from the thing with most edges.
async function placeNodes({ nodes, edges }) {
  const index = new Map([...nodes.keys()].map((iri, place) => [iri, place]));
  const body = JSON.stringify({ nodes: nodes.size, edges: edges.map(({ from, to }) => [index.get(from), index.get(to)]) });
  try {
    const response = await fetch("/api/layout", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (response.ok) return (await response.json()).positions;
  } catch {
    // Without the server the picture is plainer.
  }
  return [...nodes.keys()].map((_, place) => [70 * Math.sqrt(place) * Math.cos(place * 2.4), 50 * Math.sqrt(place) * Math.sin(place * 2.4)]);
}

let looksKept = null;
function loadLooks() {
  looksKept ??= fetch("/api/looks").then((response) => (response.ok ? response.json() : {})).catch(() => ({}));
  return looksKept;
}

let visKept = null;
function loadVis() {
  if (window.vis) return Promise.resolve(window.vis);
  visKept ??= new Promise((resolve, reject) => {
    const script = make("script", { src: "/static/vis-network.min.js" });
    script.addEventListener("load", () => resolve(window.vis));
    script.addEventListener("error", () => {
      visKept = null;
      reject(new Error("the drawing library did not come"));
    });
    document.head.append(script);
  });
  return visKept;
}
