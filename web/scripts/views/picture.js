// A drawing as a picture to take away: SVG or PNG with title, release and credits inside, in print's colours.
import { draw } from "./dom.js";

const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linecap", "opacity", "font-size",
  "font-weight", "font-family", "text-anchor", "paint-order", "dominant-baseline", "display", "visibility", "vector-effect"];
const DEFAULTS = { "fill-opacity": "1", "stroke-opacity": "1", opacity: "1", display: "inline", visibility: "visible", "stroke-linecap": "butt",
  "text-anchor": "start", "paint-order": "normal", "dominant-baseline": "auto", "vector-effect": "none", "stroke-dasharray": "none" };
const FACE = "system-ui, 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans CJK JP', Meiryo, sans-serif";
const SIDE = 24;
const LEAST_PIXELS = 1800;

// The picture of an SVG of the page. `credits` are lines for its foot.
export async function takePicture(svg, format, { title, credits, keys = [] }) {
  const { width } = svg.viewBox.baseVal;
  // The legend, which the page has below the drawing, becomes a part of it.
  const key = drawKeys(keys, width, svg.viewBox.baseVal.height);
  svg.append(key.group);
  const framed = frame(dress(svg), width, svg.viewBox.baseVal.height + key.height, title, credits);
  key.group.remove();
  const text = new XMLSerializer().serializeToString(framed);
  if (format === "svg") return new Blob([text], { type: "image/svg+xml" });
  return toPng(text, Number(framed.getAttribute("width")), Number(framed.getAttribute("height")));
}

function drawKeys(keys, width, top) {
  const group = draw("g", {});
  let [x, y] = [SIDE, top + 10];
  for (const { mark, text } of keys) {
    const wide = measure(text, 12) + (mark ? 44 : 16);
    if (x + wide > width && x > SIDE) [x, y] = [SIDE, y + 22];
    if (mark) {
      const copy = mark.cloneNode(true);
      for (const [name, value] of [["x", x], ["y", y]]) copy.setAttribute(name, value);
      group.append(copy);
    }
    group.append(draw("text", { x: x + (mark ? 24 : 0), y: y + 13, "font-size": 12 }, text));
    x += wide;
  }
  return { group, height: keys.length ? y - top + 30 : 0 };
}

// A copy that needs no style sheet: each element carries the style that it has on paper.
function dress(svg) {
  svg.classList.add("on-paper");
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll("*");
  for (const [index, element] of copy.querySelectorAll("*").entries()) {
    if (!(originals[index] instanceof SVGGraphicsElement)) continue;
    const style = getComputedStyle(originals[index]);
    for (const name of KEPT) {
      const value = style.getPropertyValue(name);
      if (DEFAULTS[name] === value || (name.startsWith("font") && !(element instanceof SVGTextElement))) continue;
      if (value && value !== "none") element.setAttribute(name, value.replace(/"/g, "'"));
      else if (name === "fill" && value === "none") element.setAttribute(name, "none");
    }
    element.removeAttribute("class");
    element.removeAttribute("tabindex");
  }
  svg.classList.remove("on-paper");
  return copy;
}

function frame(copy, width, height, title, credits) {
  const lines = wrap(title, width - 2 * SIDE, 20);
  const feet = credits.flatMap((credit) => wrap(credit, width - 2 * SIDE, 11));
  const top = title ? lines.length * 28 + SIDE : SIDE / 2;
  const total = top + height + feet.length * 16 + SIDE;
  const outer = draw("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${total}`, width, height: total, "font-family": FACE });
  outer.append(draw("title", {}, title), draw("rect", { width, height: total, fill: "#ffffff" }));
  for (const [row, line] of lines.entries()) {
    outer.append(draw("text", { x: SIDE, y: SIDE + 6 + row * 28, "font-size": 20, "font-weight": 600, fill: "#152a4e" }, line));
  }
  copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  copy.setAttribute("x", 0);
  copy.setAttribute("y", top);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  copy.removeAttribute("class");
  outer.append(copy);
  for (const [row, line] of feet.entries()) {
    outer.append(draw("text", { x: SIDE, y: top + height + 18 + row * 16, "font-size": 11, fill: "#4a5361" }, line));
  }
  return outer;
}

// Lines no wider than `width`; a wide letter is as wide as high, others about half.
export function wrap(text, width, size) {
  const lines = [];
  let line = "";
  let used = 0;
  for (const word of text.split(/(?<=[\s・、。(])|(?<=[\u3040-\u9fff])/u)) {
    const length = measure(word, size);
    if (used + length > width && line) {
      lines.push(line.trim());
      line = "";
      used = 0;
    }
    line += word;
    used += length;
  }
  if (line.trim()) lines.push(line.trim());
  return lines;
}

export function measure(text, size) {
  let length = 0;
  for (const letter of text) length += letter.codePointAt(0) > 0x2e7f ? size : size * 0.56;
  return length;
}

export function shorten(text, width, size) {
  if (measure(text, size) <= width) return text;
  let kept = text;
  while (kept.length > 1 && measure(`${kept}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}

async function toPng(text, width, height) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.max(2, LEAST_PIXELS / width);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}
