// Draws the network that the server placed, and tells about what is clicked. The list in the page has the same
// content, so that nothing is lost without this script.

const holder = document.getElementById("picture");
const source = document.getElementById("view");

function draw(view) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const nodes = new vis.DataSet(view.nodes.map((node) => dress(node, dark.matches)));
  const edges = new vis.DataSet(view.edges.map((edge, index) => ({ id: `edge-${index}`, ...dressEdge(edge, dark.matches) })));
  const options = typeof view.options === "string" ? JSON.parse(view.options) : view.options;
  options.physics = { ...options.physics, enabled: false };
  options.interaction = { ...options.interaction, keyboard: { enabled: true, bindToWindow: false }, zoomSpeed: 0.6 };
  const network = new vis.Network(holder, { nodes, edges }, options);
  // Beside a wide picture there is no room for the card, so it lies on the picture.
  if (holder.closest(".large")) holder.parentElement.append(document.getElementById("card").parentElement);
  holder.dataset.drawn = "true";
  network.once("afterDrawing", () => fit(network));
  network.on("click", (event) => tell(event, nodes, edges));
  network.on("doubleClick", ({ nodes: [chosen] }) => {
    if (chosen && chosen.startsWith(holder.dataset.base)) location.assign(address(holder.dataset.explore, chosen));
  });
  addControls(network);
  dark.addEventListener("change", () => {
    nodes.update(view.nodes.map((node) => dress(node, dark.matches)));
    edges.update(view.edges.map((edge, index) => ({ id: `edge-${index}`, ...dressEdge(edge, dark.matches) })));
  });
}

// All of it in view, with room for labels at the edges and for the buttons.
function fit(network) {
  network.fit({ animation: false, maxZoomLevel: 1.3 });
  network.moveTo({ scale: network.getScale() * 0.9 });
}

// The server's colours are made for paper; on a dark page letters are turned, and lines are made lighter. The
// legend's lines are turned alike by the style sheet.
const LIGHTER = { "#33475b": "#a9b8cc", "#00806a": "#45c3a4", "#7d8a96": "#8d99a4", "#c3cbd2": "#49515d" };

function dress(node, isDark) {
  if (!isDark) return node;
  const color = node.borderWidth > 2 ? { ...node.color, border: "#ffffff" } : node.color;
  return { ...node, color, font: { ...node.font, color: "#eceae4", strokeColor: "#1b1f27" } };
}

function dressEdge(edge, isDark) {
  if (!isDark) return edge;
  const color = { color: LIGHTER[edge.color?.color] ?? edge.color?.color, highlight: "#ffffff", hover: "#ffffff" };
  return { ...edge, color, font: { color: "#c3c8d0", strokeWidth: 3, strokeColor: "#1b1f27" } };
}

function address(pattern, iri) {
  const id = iri.slice(holder.dataset.base.length);
  return pattern.replace("THING", pattern.includes("?") ? encodeURIComponent(id) : id.split("/").map(encodeURIComponent).join("/"));
}

function addControls(network) {
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: { duration: 150 } });
  const actions = { fit: () => fit(network), in: () => zoom(1.3), out: () => zoom(1 / 1.3), full: toggleFull };
  for (const button of document.querySelectorAll("[data-picture]")) {
    button.hidden = false;
    button.addEventListener("click", actions[button.dataset.picture]);
  }
  document.addEventListener("fullscreenchange", () => setTimeout(() => fit(network), 60));
}

function toggleFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else holder.parentElement.requestFullscreen();
}

function tell(event, nodes, edges) {
  const node = event.nodes.length ? nodes.get(event.nodes[0]) : null;
  const edge = !node && event.edges.length ? edges.get(event.edges[0]) : null;
  if (!node && !edge) return;
  const card = document.getElementById("card");
  const lines = String((node ?? edge).title ?? "").split("\n").filter((line) => line && !isSource(line));
  const heading = node ? lines.shift() || node.label : [edge.from, edge.to].map((end) => nodes.get(end)?.label ?? "").join(" — ");
  const parts = [element("h3", heading.replaceAll("\n", " ")), ...lines.map((line) => element("p", line))];
  parts.push(...sourceList((node ?? edge).sources));
  const links = element("p", "");
  links.className = "card-links";
  const iri = node ? node.id : edge.iri;
  if (iri.startsWith(holder.dataset.base)) {
    links.append(anchor(address(holder.dataset.doc, iri), holder.dataset.open));
    if (node) links.append(anchor(address(holder.dataset.explore, iri), holder.dataset.around));
    parts.push(links);
  }
  card.replaceChildren(...parts);
}

// The sources of a tooltip; the card lists them as links.
function isSource(line) {
  return line.toLowerCase().startsWith(holder.dataset.source.toLowerCase());
}

// What the drawing says of sources: a text, or [publisher, address] pairs; only web addresses become links.
function sourceList(sources) {
  if (!Array.isArray(sources) || !sources.length) return [];
  const list = document.createElement("ul");
  for (const item of sources.slice(0, 6)) {
    const publisher = item.publisher ?? item[0] ?? "";
    const link = item.address ?? item[1] ?? "";
    const line = document.createElement("li");
    line.append(/^https?:\/\//.test(link) ? anchor(link, publisher || link) : document.createTextNode(publisher));
    list.append(line);
  }
  return [list];
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function anchor(href, text) {
  const made = element("a", text);
  made.href = href;
  if (/^https?:/.test(href)) made.rel = "noopener external";
  return made;
}

if (holder && source && globalThis.vis) draw(JSON.parse(source.textContent));
