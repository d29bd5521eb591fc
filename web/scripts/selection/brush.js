// Years as bars, ties upwards and events downwards; dragging across them asks for a range of years.
import { scaleLinear } from "d3-scale";

import { draw } from "../views/dom.js";
import { eraOfYear } from "./eras.js";

const HEIGHT = 118;
const SIDE = 26;
const AXIS = 30;
// A drag shorter than this is a click.
const CLICK = 4;

// Draws into `group`. `years` is a Map of year → {ties, events}, `span` [first, last], `range` {from, to} the part that
// is shown; `pick(from, to)` is asked for a new one.
export function drawBrush(group, { years, span: [first, last], range, width, language, say, pick }) {
  const scale = yearScale([first, last], width);
  const most = { ties: 1, events: 1 };
  for (const count of years.values()) for (const lane of ["ties", "events"]) most[lane] = Math.max(most[lane], count[lane]);
  const middle = Math.round((HEIGHT - AXIS) * 0.66);
  const bar = Math.max(1.5, Math.min(26, scale(first + 1) - scale(first) - 1));
  const marks = draw("g", { "aria-hidden": "true" });
  for (const [year, count] of years) {
    const x = scale(year) + (scale(year + 1) - scale(year) - bar) / 2;
    const [up, down] = [(count.ties / most.ties) * (middle - 6), (count.events / most.events) * (HEIGHT - AXIS - middle - 4)];
    if (count.ties) marks.append(draw("rect", { class: "bar ties", x, y: middle - up, width: bar, height: up }));
    if (count.events) marks.append(draw("rect", { class: "bar events", x, y: middle + 1, width: bar, height: down }));
  }
  marks.append(draw("line", { class: "base", x1: SIDE, x2: width - SIDE, y1: middle, y2: middle }));
  addYears(marks, scale, width, language);
  const shade = draw("g", { class: "shade" });
  const sensor = draw("rect", { class: "brush", x: 0, y: 0, width, height: HEIGHT, fill: "transparent" });
  group.append(marks, shade, sensor);
  drawShade(shade, scale, range, [first, last], width);
  listen(sensor, { scale, width, span: [first, last], pick, show: (some, words = say) => drawShade(shade, scale, some, [first, last], width, words), range });
  return HEIGHT;
}

export function yearScale([first, last], width) {
  return scaleLinear([first, last + 1], [SIDE, width - SIDE]);
}

// The years that are written below a scale.
export function yearTicks(scale, width) {
  return scale.ticks(Math.max(2, Math.floor(width / 90))).filter((year) => Number.isInteger(year) && scale(year) < width - SIDE);
}

function addYears(marks, scale, width, language) {
  for (const year of yearTicks(scale, width)) {
    const x = scale(year);
    marks.append(draw("text", { class: "tick", x, y: HEIGHT - AXIS + 13, "text-anchor": "middle", "font-size": 11 }, String(year)));
    if (language === "ja") marks.append(draw("text", { class: "tick", x, y: HEIGHT - AXIS + 26, "text-anchor": "middle", "font-size": 10 }, eraOfYear(year)));
  }
}

// What lies outside the range is veiled; the range has its years with it while it is drawn.
function drawShade(shade, scale, { from, to }, [first, last], width, say = null) {
  shade.replaceChildren();
  if (!from && !to) return;
  const [left, right] = [scale(Math.max(Number(from || first), first)), scale(Math.min(Number(to || last), last) + 1)];
  const high = HEIGHT - AXIS;
  shade.append(
    draw("rect", { class: "veil", x: 0, y: 0, width: Math.max(left, 0), height: high }),
    draw("rect", { class: "veil", x: right, y: 0, width: Math.max(width - right, 0), height: high }),
    draw("rect", { class: "frame", x: left, y: 1, width: Math.max(right - left, 2), height: high - 2, rx: 3 }),
  );
  if (say) shade.append(draw("text", { class: "halo", x: Math.min(Math.max((left + right) / 2, 45), width - 45), y: high - 5, "text-anchor": "middle", "font-size": 11 }, say("brushing", { from, to })));
}

function listen(sensor, { scale, width, span, pick, show, range }) {
  let start = null;
  const yearAt = (event) => {
    const box = sensor.ownerSVGElement.getBoundingClientRect();
    const year = Math.floor(scale.invert(((event.clientX - box.left) * width) / box.width));
    return Math.min(Math.max(year, span[0]), span[1]);
  };
  const asRange = (one, other) => ({ from: String(Math.min(one, other)), to: String(Math.max(one, other)) });
  sensor.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    start = { x: event.clientX, year: yearAt(event) };
    sensor.setPointerCapture(event.pointerId);
  });
  sensor.addEventListener("pointermove", (event) => {
    if (start && Math.abs(event.clientX - start.x) > CLICK) show(asRange(start.year, yearAt(event)));
  });
  sensor.addEventListener("pointerup", (event) => {
    if (!start) return;
    const { from, to } = asRange(start.year, yearAt(event));
    start = null;
    pick(from, to);
  });
  sensor.addEventListener("pointercancel", () => {
    start = null;
    show(range, null);
  });
}
