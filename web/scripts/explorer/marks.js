// Small pictures of what a thing or a line looks like, for the legend and wherever something is named.
import { draw } from "../views/dom.js";

export function markOfThing(look, size = 16) {
  const svg = draw("svg", { viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true", class: "ex-mark" });
  const paint = { fill: look?.colour ?? "#d9dde1", stroke: look?.border ?? "#5a6570", "stroke-width": 1.5 };
  svg.append(look?.points ? draw("polygon", { points: look.points, ...paint }) : draw("circle", { cx: 10, cy: 10, r: 8, ...paint }));
  return svg;
}

// The class turns the colours on a dark page, as they are turned in the picture.
export function markOfLine({ colour = "#33475b", width = 2, dashes = [] }, [wide, high] = [34, 10]) {
  const svg = draw("svg", { viewBox: "0 0 34 10", width: wide, height: high, "aria-hidden": "true", class: "ex-mark ex-line" });
  svg.append(draw("line", { x1: 1, y1: 5, x2: 33, y2: 5, stroke: colour, "stroke-width": width, "stroke-dasharray": dashes.length ? dashes.join(" ") : undefined }));
  return svg;
}
