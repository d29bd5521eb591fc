// Colours, patterns and strokes that can be told apart with any colour vision, and without colour.
import { draw } from "./dom.js";

// The colours of Okabe and Ito, dark enough for thin marks.
export const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a7a00", "#7d8a96"];
export const DASHES = ["", "7 4", "2 3", "10 3 2 3", "12 5", "4 2", "1 4", "6 2 2 2"];
// From few to many; the darkest is for the most.
export const STEPS = ["#dbe6f2", "#adc7e3", "#7aa4cd", "#4479ad", "#1d4e84"];
const HATCHES = ["", "M0 8L8 0", "M0 0L8 8", "M0 4H8", "M4 0V8", "M0 8L8 0M0 0L8 8", "M0 4H8M4 0V8", "M2 2h1M6 6h1"];

// A pattern for each of the first `count` colours; returns what `fill` is to be.
export function addPatterns(svg, stem, count) {
  const places = draw("defs");
  const fills = [];
  for (let index = 0; index < count; index += 1) {
    const colour = COLOURS[index % COLOURS.length];
    if (!HATCHES[index % HATCHES.length]) {
      fills.push(colour);
      continue;
    }
    const id = `${stem}-${index}`;
    places.append(draw("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      draw("rect", { width: 8, height: 8, fill: colour }),
      draw("path", { d: HATCHES[index % HATCHES.length], stroke: "#ffffff", "stroke-width": 1.6, "stroke-opacity": 0.75, fill: "none" })));
    fills.push(`url(#${id})`);
  }
  svg.append(places);
  return fills;
}

export function markShape(shape, x, y, r) {
  if (shape === "diamond") return draw("path", { d: `M${x} ${y - r * 1.25}L${x + r * 1.25} ${y}L${x} ${y + r * 1.25}L${x - r * 1.25} ${y}Z` });
  if (shape === "triangle") return draw("path", { d: `M${x} ${y - r * 1.2}L${x + r * 1.15} ${y + r * 0.9}L${x - r * 1.15} ${y + r * 0.9}Z` });
  if (shape === "square") return draw("rect", { x: x - r * 0.9, y: y - r * 0.9, width: r * 1.8, height: r * 1.8 });
  return draw("circle", { cx: x, cy: y, r });
}
