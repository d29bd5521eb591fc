// The picture: vis-network draws what the model shows, where the server put it; nothing moves unless somebody drags it.
import { frame } from "./framing.js";
import { dressEdge, dressNode, inks } from "./look.js";
import { chooseNames } from "./names.js";

const OPTIONS = {
  autoResize: true, physics: { enabled: false }, layout: { improvedLayout: false },
  nodes: { borderWidth: 1.5, scaling: { label: { drawThreshold: 5 } } }, edges: { smooth: false, selectionWidth: 2, hoverWidth: 1, scaling: { label: { drawThreshold: 9 } } },
  interaction: { hover: true, tooltipDelay: 120, hideEdgesOnDrag: false, keyboard: { enabled: false }, zoomSpeed: 0.6, multiselect: false, selectConnectedEdges: false },
};
const MANY = 800;
// So many things can be read when the whole picture is in the window.
const READABLE = 80;
// Pixels of the screen that a thing is moved by a key.
const STEP = 30;

export class Canvas {
  // `deeds` are what a pointer asks for: {select, expand, pick, pin}.
  constructor(holder, model, deeds) {
    Object.assign(this, { holder, model, deeds, way: null, names: null, drawn: { nodes: new Map(), edges: new Map() } });
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.sync();
    const options = { ...OPTIONS, interaction: { ...OPTIONS.interaction, hideEdgesOnDrag: this.edges.length > MANY } };
    this.network = new vis.Network(holder, { nodes: this.nodes, edges: this.edges }, options);
    // The holder itself takes the focus and the keys.
    holder.querySelector(".vis-network")?.setAttribute("tabindex", "-1");
    this.fit(false);
    this.rename();
    this.network.once("afterDrawing", () => {
      holder.dataset.drawn = "true";
    });
    this.#listen();
  }

  // Names for this zoom: fewer and larger ones of a whole, all of them near by.
  rename() {
    this.names = this.#namesAt(this.network.getScale());
    this.sync(false);
  }

  #namesAt(scale) {
    const { nodes, edges } = this.model.shown;
    const degrees = new Map();
    for (const { from, to } of edges) for (const id of [from, to]) degrees.set(id, (degrees.get(id) ?? 0) + 1);
    const rank = (node) => (node.focus ? 1e6 : 0) + (this.way?.nodes.has(node.id) ? 1e5 : 0) + (node.id === this.model.selected ? 1e4 : 0) + (degrees.get(node.id) ?? 0);
    return chooseNames(nodes, scale, (id) => this.at(id), rank, (node) => node.focus || node.id === this.model.selected);
  }

  sync(isNew = true) {
    if (isNew && this.network) return this.rename();
    return this.#sync();
  }

  #sync() {
    const { nodes, edges } = this.model.shown;
    const isDark = this.dark.matches;
    const { pins } = this.model.state;
    const set = (data, items, dress, known) => {
      const wanted = new Map(items.map((item) => [item.id, dress(item)]));
      const gone = [...known.keys()].filter((id) => !wanted.has(id));
      const fresh = [...wanted.values()].filter((item) => known.get(item.id) !== JSON.stringify(item));
      if (gone.length) data.remove(gone);
      if (fresh.length) data.update(fresh);
      for (const id of gone) known.delete(id);
      for (const item of fresh) known.set(item.id, JSON.stringify(item));
    };
    // Lines first when they go, things first when they come: no line hangs in the air.
    set(this.nodes, nodes, (node) => dressNode(node, { isDark, pin: pins[node.id], way: this.way, name: this.names ? this.names.get(node.id) ?? 0 : undefined }), this.drawn.nodes);
    set(this.edges, edges, (edge) => dressEdge(edge, { isDark, way: this.way, among: edges.length }), this.drawn.edges);
    if (this.network) this.mark();
  }

  // What is chosen is chosen in the picture as well.
  mark() {
    const { selected } = this.model;
    const isNode = this.drawn.nodes.has(selected);
    const isEdge = this.drawn.edges.has(selected);
    this.network.setSelection({ nodes: isNode ? [selected] : [], edges: isEdge ? [selected] : [] }, { highlightEdges: false });
    this.network.redraw();
  }

  setWay(way) {
    this.way = way;
    this.sync();
  }

  // Back from another view: the place may have another size.
  returned() {
    this.sync();
    requestAnimationFrame(() => this.fit(false));
  }

  fit(isSlow = true, ids) {
    const animation = isSlow && !reducesMotion() ? { duration: 350, easingFunction: "easeInOutQuad" } : false;
    const all = this.model.shown.nodes;
    const nodes = ids?.length ? all.filter(({ id }) => ids.includes(id)) : all;
    if (!nodes.length) return;
    const { clientWidth: width, clientHeight: height } = this.holder;
    const view = frame(nodes, (id) => this.at(id), { width, height }, (scale) => this.#namesAt(scale));
    this.network.moveTo(animation ? { ...view, animation } : view);
    this.#renameSoon(animation ? 420 : 0);
  }

  // Nearer goes to what is chosen: whoever cannot drag the picture chooses, and looks closer.
  zoom(factor) {
    const { selected } = this.model;
    const [x, y] = factor > 1 && this.drawn.nodes.has(selected) ? this.at(selected) : Object.values(this.network.getViewPosition());
    this.network.moveTo({ position: { x, y }, scale: this.network.getScale() * factor, ...(reducesMotion() ? {} : { animation: { duration: 150, easingFunction: "easeInOutQuad" } }) });
    this.#renameSoon(220);
  }

  #renameSoon(wait) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.rename(), wait);
  }

  // Brings a thing into the window if it is not there.
  reveal(id, isNew = false) {
    const [x, y] = this.at(id);
    const place = this.network.canvasToDOM({ x, y });
    const { clientWidth: width, clientHeight: height } = this.holder;
    if (place.x > 40 && place.y > 40 && place.x < width - 40 && place.y < height - 50) return;
    // What is new is seen together with what it was added to, as long as that can be read.
    if (isNew && this.model.shown.nodes.length <= READABLE) return void this.fit();
    this.network.moveTo({ position: { x, y }, ...(reducesMotion() ? {} : { animation: { duration: 250, easingFunction: "easeInOutQuad" } }) });
  }

  // Whether all of these are in the window.
  sees(ids) {
    const { clientWidth: width, clientHeight: height } = this.holder;
    return ids.filter((id) => this.drawn.nodes.has(id)).every((id) => {
      const [x, y] = this.at(id);
      const place = this.network.canvasToDOM({ x, y });
      return place.x > 0 && place.y > 0 && place.x < width && place.y < height;
    });
  }

  // The place a step away, as large at any zoom.
  beside(id, way) {
    return this.at(id).map((value, axis) => Math.round(value + (way[axis] * STEP) / this.network.getScale()));
  }

  at(id) {
    const node = this.model.node(id);
    return this.model.state.pins[id] ?? [node.x, node.y];
  }

  #listen() {
    const { network, deeds } = this;
    network.on("click", ({ nodes: [node], edges: [edge], event }) => {
      const isMore = event.srcEvent?.shiftKey || event.srcEvent?.ctrlKey || event.srcEvent?.metaKey;
      if (node && isMore) deeds.pick(node);
      deeds.select(node ?? edge ?? null);
    });
    network.on("doubleClick", ({ nodes: [node] }) => node && deeds.expand(node));
    network.on("dragEnd", ({ nodes: [node] }) => {
      if (!node) return;
      const { [node]: place } = network.getPositions([node]);
      deeds.pin(node, [Math.round(place.x), Math.round(place.y)]);
    });
    network.on("zoom", () => this.#renameSoon(120));
    network.on("hoverNode", () => this.holder.classList.add("over"));
    network.on("blurNode", () => this.holder.classList.remove("over"));
    network.on("afterDrawing", (context) => this.#ornament(context));
    this.dark.addEventListener("change", () => this.sync());
    for (const name of ["focus", "blur"]) this.holder.addEventListener(name, () => network.redraw());
    document.addEventListener("fullscreenchange", () => setTimeout(() => this.fit(false), 80));
  }

  // Marks over the picture: pins, things chosen together, and a ring around what the keys are at.
  #ornament(context) {
    const { model } = this;
    const { mark, halo } = inks(this.dark.matches);
    // As large on the screen at any zoom.
    const unit = 1 / this.network.getScale();
    for (const id of Object.keys(model.state.pins)) if (this.drawn.nodes.has(id)) drawPin(context, this.#box(id), unit, mark, halo);
    for (const id of model.picked) if (this.drawn.nodes.has(id)) drawRing(context, this.#box(id), unit, mark, [5, 4]);
    if (this.drawn.nodes.has(model.selected)) drawRing(context, this.#box(model.selected), unit, mark, [], document.activeElement === this.holder ? 4 : 2.5);
  }

  #box(id) {
    const [x, y] = this.network.getPositions([id])[id] ? Object.values(this.network.getPositions([id])[id]) : this.at(id);
    return { x, y, size: this.model.node(id).size ?? 10 };
  }
}

export function reducesMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function drawRing(context, { x, y, size }, unit, colour, dashes, width = 2.5) {
  context.save();
  context.beginPath();
  context.setLineDash(dashes.map((dash) => dash * unit));
  context.arc(x, y, size + 5 * unit, 0, 2 * Math.PI);
  context.lineWidth = width * unit;
  context.strokeStyle = colour;
  context.stroke();
  context.restore();
}

// A pin: a head and a needle at the upper right.
function drawPin(context, { x, y, size }, unit, colour, halo) {
  context.save();
  context.translate(x + size * 0.7, y - size * 0.7);
  context.scale(unit, unit);
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(5, -6);
  context.stroke();
  context.beginPath();
  context.arc(7, -8.5, 4.6, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = 1.3;
  context.strokeStyle = halo;
  context.stroke();
  context.restore();
}
