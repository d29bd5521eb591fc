"use strict";
/* Draws the network of the page's data block; every label enters as text, never as markup. */
(() => {
  const view = JSON.parse(document.getElementById("view").textContent);
  const canvas = document.getElementById("canvas");
  const details = document.getElementById("details");
  const nodes = new vis.DataSet(view.nodes);
  const edges = new vis.DataSet(view.edges);
  const network = new vis.Network(canvas, { nodes, edges }, view.options);

  /* vis-network's own fit cuts labels off at the sides. */
  function fit() {
    const boxes = view.nodes.map((node) => network.getBoundingBox(node.id));
    if (!boxes.length) return;
    const left = Math.min(...boxes.map((box) => box.left)), right = Math.max(...boxes.map((box) => box.right));
    const top = Math.min(...boxes.map((box) => box.top)), bottom = Math.max(...boxes.map((box) => box.bottom));
    const scale = Math.min(canvas.clientWidth / (right - left + 40), canvas.clientHeight / (bottom - top + 40), 1.4);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
  }

  const root = document.documentElement;
  network.once("afterDrawing", () => {
    fit();
    /* Labels that lay outside are measured now, and some may reach further than was known. */
    network.once("afterDrawing", () => {
      fit();
      root.dataset.drawn = String(nodes.length);
      root.dataset.drawnAfter = String(Math.round(performance.now()));
    });
    network.redraw();
  });

  let moved = false;
  for (const deed of ["zoom", "dragStart"]) network.once(deed, () => { moved = true; });
  network.on("resize", () => requestAnimationFrame(() => { if (!moved) fit(); }));

  function paragraph(text) {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  }

  function citations(sources) {
    const list = document.createElement("ul");
    for (const source of sources) {
      const item = document.createElement("li");
      if (/^https?:\/\//.test(source.address)) {
        const link = document.createElement("a");
        link.href = source.address;
        link.rel = "noopener noreferrer";
        link.textContent = source.publisher;
        item.append(link);
      } else {
        item.textContent = source.publisher;
      }
      list.append(item);
    }
    return list;
  }

  function show(thing) {
    const lines = thing.title.split("\n").map(paragraph);
    details.replaceChildren(...lines, citations(thing.sources || []));
  }

  network.on("click", (event) => {
    if (event.nodes.length) show(nodes.get(event.nodes[0]));
    else if (event.edges.length) show(edges.get(event.edges[0]));
  });

  for (const box of document.querySelectorAll("input[data-look]")) {
    box.addEventListener("change", () => {
      const same = view.nodes.filter((node) => node.look === box.dataset.look);
      nodes.update(same.map((node) => ({ id: node.id, hidden: !box.checked })));
    });
  }
  window.glocalNetwork = network;
})();
