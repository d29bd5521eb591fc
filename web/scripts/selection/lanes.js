// The two lanes of a timeline, ties and events: names beside marks where there is room, else a bar for each year.
import { draw } from "../views/dom.js";
import { shorten } from "../views/picture.js";
import { choosable, linked } from "../views/stage.js";
import { LANE, layInLanes, SIZE } from "../views/timeline.js";
import { markShape } from "../views/looks.js";
import { countYears } from "./years.js";

// More than this are drawn as bars.
const LABELLED = 70;
const BARS = 150;
const HEAD = 26;
const STEP = 46;

export const isMany = (items) => items.length > LABELLED;

// Draws one lane below `top` and returns how high it is.
export function drawLane(group, items, { top, scale, width, title, options, lane, pick, say }) {
  group.append(draw("text", { class: "lane-title", x: 8, y: top + 15, "font-size": 13, "font-weight": 600 }, title));
  if (!items.length) return HEAD;
  if (isMany(items)) return HEAD + drawBars(group, items, { top: top + HEAD, scale, lane, pick, say });
  const { placed, lanes } = layInLanes(items, scale, width, Math.max(210, width * 0.38));
  for (const place of placed) group.append(mark(place, top + HEAD, options));
  return HEAD + lanes * LANE + 8;
}

function mark({ item, text, when, x, span, isLeft, lane }, top, options) {
  const y = top + 10 + lane * LANE;
  // What is known to the year alone stands early in it, as a mark and not as a bar.
  const isShort = span < 8 || item.precision === "year";
  const spot = x + Math.min(span, 8) / 2;
  const sign = isShort ? signOf(item, spot, y) : draw("rect", { class: `mark open ${item.lane}`, x, y: y - 4, width: span, height: 8, rx: 4 });
  const edge = isShort ? spot + 9 : x + span + 6;
  const label = draw("text", { class: "mark-label", x: isLeft ? x - 8 : edge, y: y + 4.5, "text-anchor": isLeft ? "end" : "start", "font-size": SIZE }, text);
  // What is read begins as what is seen, so that whoever speaks to the browser can name it.
  const more = item.words.split(" — ").slice(when ? 1 : 0);
  return choosable(linked(item.href, [`${item.label}${when}`, ...more].join(" — "), sign, label), item.id, options);
}

// A tie is a disc, an event a diamond; what has ended is hollow.
export function signOf({ lane, ended }, x, y, size = 5) {
  const sign = markShape(lane === "events" ? "diamond" : "circle", x, y, size);
  sign.setAttribute("class", `mark ${lane}${ended ? " over" : ""}`);
  return sign;
}

function drawBars(group, items, { top, scale, lane, pick, say }) {
  const years = [...countYears(items)].map(([year, count]) => [year, count[lane]]);
  const most = Math.max(...years.map(([, count]) => count));
  const wide = Math.max(1.5, scale(1) - scale(0) - 1.5);
  for (const [year, count] of years) {
    const high = Math.max(2, (count / most) * (BARS - 24));
    const label = say("timeline_bar", { year, n: count });
    const x = scale(year) + 0.75;
    const bar = draw("g", { class: "choosable year", role: "img", "aria-label": label }, draw("title", {}, label),
      draw("rect", { class: "grip", x, y: top, width: wide, height: BARS }), draw("rect", { class: `bar ${lane}`, x, y: top + BARS - high, width: wide, height: high }));
    if (wide > 18) bar.append(draw("text", { class: "tick", x: x + wide / 2, y: top + BARS - high - 5, "text-anchor": "middle", "font-size": 11 }, String(count)));
    bar.addEventListener("click", () => pick(String(year), String(year)));
    group.append(bar);
  }
  return BARS + 8;
}

// One below the other along a line, for narrow screens.
export function drawDown(group, items, { top, width, options }) {
  const height = items.length * STEP + 12;
  group.append(draw("line", { class: "base", x1: 16, x2: 16, y1: top + 8, y2: top + height - 12 }));
  for (const [place, item] of items.entries()) {
    const y = top + 20 + place * STEP;
    group.append(choosable(linked(item.href, [item.when, item.label, item.words.split(" — ").slice(1).join(" — ")].filter(Boolean).join(" — "), draw("rect", { class: "grip", x: 0, y: y - 16, width, height: STEP }), signOf(item, 16, y),
      draw("text", { class: "tick", x: 32, y: y + 1, "font-size": SIZE }, shorten(item.when, width - 40, SIZE)),
      draw("text", { class: "mark-label", x: 32, y: y + 19, "font-size": SIZE + 1 }, shorten(item.label, width - 40, SIZE + 1))), item.id, options));
  }
  return height;
}
