// How things and lines are drawn: the server's colours and shapes, turned for a dark page, with what is marked.
import { today } from "./dates.js";

// The server's colours are made for paper; on a dark page letters are turned, and lines are made lighter.
export const LIGHTER = { "#33475b": "#a9b8cc", "#00806a": "#45c3a4", "#7d8a96": "#98a3ad", "#c3cbd2": "#59626f" };
// Thin light lines are seen where there are few of them; of very many, the picture would be all lines.
const PLAIN = "#c3cbd2";
const SEEN = { light: "#87929d", dark: "#7a8491" };
const FEW = 200;
const ENDED = [8, 6];

export function inks(isDark) {
  return isDark
    ? { ink: "#eceae4", halo: "#1b1f27", quiet: "#c3c8d0", mark: "#f0a27a", way: "#f0a27a" }
    : { ink: "#1f2933", halo: "#ffffff", quiet: "#52606d", mark: "#b04a1c", way: "#b04a1c" };
}

// `way` holds the ids of what a path consists of; all else steps back while there is one.
// `name` is the size of its name, 0 where there is no room for it.
export function dressNode(node, { isDark, pin, way, name }) {
  const { ink, halo } = inks(isDark);
  const [x, y] = pin ?? [node.x, node.y];
  const border = isDark && node.borderWidth > 2 ? ink : node.color?.border;
  const isFaint = way && !way.nodes.has(node.id);
  return {
    id: node.id, label: name === 0 ? "" : node.label, title: node.title, shape: node.shape, size: node.size, x, y, borderWidth: node.borderWidth, opacity: isFaint ? 0.25 : 1,
    color: { background: node.color?.background, border, highlight: { background: node.color?.background, border: ink }, hover: { background: node.color?.background, border: ink } },
    font: { ...node.font, size: name || node.font?.size, color: isFaint ? faint(isDark) : ink, strokeColor: halo },
  };
}

export function dressEdge(edge, { isDark, way, among = FEW }) {
  const { ink, halo, quiet, way: strong } = inks(isDark);
  const isWay = way?.edges.has(edge.id);
  const own = edge.color?.color ?? "#8d99a4";
  const seen = own === PLAIN && among <= FEW ? SEEN[isDark ? "dark" : "light"] : isDark ? LIGHTER[own] ?? own : own;
  const color = isWay ? strong : seen;
  return {
    id: edge.id, from: edge.from, to: edge.to, title: edge.title, label: edge.label, smooth: edge.smooth ?? false, dashes: hasEnded(edge) && !edge.dashes ? ENDED : edge.dashes || false,
    width: isWay ? Math.max(edge.width, 2) + 2 : edge.width,
    color: { color, highlight: ink, hover: ink, opacity: way && !isWay ? 0.25 : 1 },
    font: { size: 10, color: quiet, strokeWidth: 3, strokeColor: halo, face: edge.font?.face },
  };
}

export function hasEnded({ ended_by: ended, status }, day = today()) {
  return status === "ended" || Boolean(ended && ended < day);
}

function faint(isDark) {
  return isDark ? "#7a8291" : "#98a0aa";
}
