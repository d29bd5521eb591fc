// The network as an SVG to take away, as it lies on the canvas at the moment.
import { draw } from "./dom.js";
import { shorten } from "./picture.js";

const MARGIN = 70;
const LABELLED = 300;
const CAPTIONED = 40;
const HALO = { stroke: "#ffffff", "stroke-width": 3, "paint-order": "stroke" };

export function markOf(look, x, y, size) {
  const paint = { fill: look.colour, stroke: look.border, "stroke-width": 1.5 };
  if (!look.points) return draw("circle", { cx: x, cy: y, r: size, ...paint });
  const scale = size / 8.5;
  const points = look.points.split(" ").map((pair) => pair.split(",").map(Number)).map(([px, py]) => `${(x + (px - 10) * scale).toFixed(1)},${(y + (py - 10) * scale).toFixed(1)}`);
  return draw("polygon", { points: points.join(" "), ...paint });
}

export function drawNetwork({ nodes, edges, byId }, positions, { title, language }) {
  const xs = nodes.map(({ id }) => positions[id].x);
  const ys = nodes.map(({ id }) => positions[id].y);
  const width = Math.max(Math.max(...xs) - Math.min(...xs) + 2 * MARGIN, 760);
  const height = Math.max(Math.max(...ys) - Math.min(...ys) + 2 * MARGIN, 320);
  const left = (Math.min(...xs) + Math.max(...xs) - width) / 2;
  const top = (Math.min(...ys) + Math.max(...ys) - height) / 2;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title });
  const at = (id) => [positions[id].x - left, positions[id].y - top];
  for (const edge of edges) {
    const [[x1, y1], [x2, y2]] = [at(edge.from), at(edge.to)];
    const line = draw("line", { x1, y1, x2, y2, stroke: edge.colour ?? (edge.tie ? "#33475b" : "#8d99a4"), "stroke-width": edge.width ?? (edge.tie ? 1.8 : 1.1), "stroke-dasharray": edge.dashes?.join(" ") ?? (edge.ended ? "7 6" : undefined) });
    line.append(draw("title", {}, `${byId.get(edge.from).label} – ${byId.get(edge.to).label}${edge.caption ? `: ${edge.caption}` : ""}`));
    svg.append(line);
    if (edges.length <= CAPTIONED && edge.short) svg.append(draw("text", { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + 4, "text-anchor": "middle", ...HALO, "font-size": 10, fill: "#52606d" }, shorten(edge.short, 100, 10)));
  }
  const labelled = new Set([...nodes].sort((one, other) => other.degree - one.degree).slice(0, LABELLED));
  for (const node of nodes) {
    const [x, y] = at(node.id);
    svg.append(markOf(node.look, x, y, node.size * 0.9));
    if (!labelled.has(node)) continue;
    svg.append(draw("text", { x, y: y + node.size + 14, "text-anchor": "middle", "font-size": 12, fill: "#1d2430", ...HALO, lang: language }, shorten(node.label, 190, 12)));
  }
  return svg;
}
