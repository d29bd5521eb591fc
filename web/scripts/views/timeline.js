// The timeline view: each row with a date at its year, by lanes so that no label lies on another.
import { scaleLinear } from "d3-scale";

import { columnsOf, isNode, isNumber, isPlace } from "./answer.js";
import { readDate, showDate } from "./dates.js";
import { draw, make } from "./dom.js";
import { measure, shorten } from "./picture.js";
import { linked, onResize, openStage } from "./stage.js";
import { countText } from "./words.js";

export const LANE = 22;
export const SIZE = 12.5;
const LABEL = 210;
const SIDE = 28;
// Up to so many rows have their date beside their name.
const DATED = 60;
// More rows than this are drawn as dots in columns of years, without labels.
const LABELLED = 140;
const MOST = 3000;
// A narrow screen scrolls a timeline sideways.
const LEAST_WIDTH = 640;
// On a narrower one few rows stand below each other instead.
export const NARROW = 560;
const STEP = 46;

export const dateColumns = (answer) => columnsOf(answer, "date", "year");

export async function mountTimeline(holder, answer, context) {
  const stage = openStage(holder, context);
  const columns = dateColumns(answer);
  let column = columns.find(({ name }) => name === context.state.date) ?? columns[0];
  await context.labels.need(answer.rows.flat().filter((cell) => cell?.type === "uri").map((cell) => cell.value).slice(0, 8000));
  const render = () => drawTimeline(stage, answer, context, column);
  if (columns.length > 1) stage.tools.append(choice(context, columns, column, (name) => {
    column = columns.find((one) => one.name === name);
    render();
    context.changed();
  }));
  stage.tools.hidden = columns.length < 2;
  render();
  const stop = onResize(stage, render);
  return { destroy: stop, state: () => (columns.length > 1 ? { date: column.name } : {}), image: stage.image };
}

function choice(context, columns, chosen, choose) {
  const select = make("select", { onchange: () => choose(select.value) },
    ...columns.map(({ name, heading }) => make("option", { value: name, selected: name === chosen.name }, heading)));
  return make("label", {}, context.say("timeline_by"), " ", select);
}

function drawTimeline(stage, answer, context, column) {
  const { say, language } = context;
  const items = readItems(answer, context, column);
  const missing = answer.rows.length - items.length;
  if (!items.length) {
    stage.paper(stage.width(), 40, say("timeline"));
    stage.summary.textContent = say("timeline_none");
    return;
  }
  const shown = items.slice(0, MOST);
  const [first, last] = [items[0], items.reduce((one, other) => (other.to > one.to ? other : one))];
  stage.summary.textContent = say(first.when === last.when ? "timeline_summary_one" : "timeline_summary", { n: countText(items.length, language), from: first.when, to: last.when })
    + (missing ? ` ${say("timeline_missing", { n: countText(missing, language) })}` : "")
    + (shown.length < items.length ? ` ${say("left_out", { n: countText(items.length - shown.length, language) })}` : "");
  if (stage.width() < NARROW && items.length <= LABELLED) drawDown(stage, shown, context);
  else if (items.length > LABELLED) drawDots(stage, shown, context);
  else drawLanes(stage, shown, context);
}

function readItems(answer, context, column) {
  const items = [];
  for (const row of answer.rows) {
    const date = row[column.index] && readDate(row[column.index].value);
    if (!date) continue;
    const things = row.filter((cell) => cell && cell.type === "uri");
    const main = things.find(isNode) ?? things[0];
    items.push({ ...date, when: showDate(row[column.index].value, context.language), ...wordsOf(row, column, main, things, context) });
  }
  return items.sort((one, other) => one.from - other.from || one.to - other.to);
}

// What an item is called, what more its row says, and the page that it leads to.
function wordsOf(row, column, main, things, { labels }) {
  const texts = row.filter((cell, index) => cell && index !== column.index && !(isNumber(cell) && cell !== main));
  const nodes = things.filter((cell) => isNode(cell) && !/\/id\/country\//.test(cell.value)).slice(0, 2);
  const isPair = nodes.length === 2 && nodes.every(isPlace);
  const label = isPair ? nodes.map((cell) => labels.text(cell)).join(" – ") : main ? labels.text(main) : texts.length ? labels.text(texts[0]) : "";
  const detail = [...new Set(texts.filter((cell) => cell !== main && !/^https?:/.test(labels.text(cell))).map((cell) => labels.text(cell)))].join(" · ");
  const tie = things.find((cell) => /\/id\/(partnership|event)\//.test(cell.value));
  return { label, detail, href: labels.page(tie ?? main) };
}

function scaleOf(items, width) {
  const from = Math.floor(Math.min(...items.map((item) => item.from)));
  const to = Math.ceil(Math.max(...items.map((item) => item.to)));
  const room = Math.max((to - from) * 0.04, (4 - (to - from)) / 2, 0.5);
  return scaleLinear([from - room, to + room], [SIDE, width - SIDE]);
}

function drawLanes(stage, items, context) {
  const width = Math.max(stage.width(), LEAST_WIDTH);
  const scale = scaleOf(items, width);
  const { placed, lanes } = layInLanes(items, scale, width);
  const height = lanes * LANE + 56;
  const svg = stage.paper(width, height, context.say("timeline"));
  addAxis(svg, scale, width, height);
  for (const place of placed) svg.append(mark(place));
}

// Each item on the first lane where its mark and its name, no longer than `most`, have room: {placed, lanes}.
export function layInLanes(items, scale, width, most = LABEL) {
  const ends = [];
  const placed = items.map((item) => {
    const when = items.length <= DATED && item.precision !== "year" ? ` ${item.when}` : "";
    const text = shorten(item.label, most, SIZE) + when;
    const x = scale(item.from);
    const span = Math.max(scale(item.to) - x, 0);
    const wide = Math.max(span, 10) + 8 + measure(text, SIZE);
    const isLeft = x + wide > width - 4 && x - measure(text, SIZE) - 14 > 0;
    const [left, right] = isLeft ? [x - measure(text, SIZE) - 14, x + Math.max(span, 8)] : [x - 6, x + wide + 14];
    let lane = ends.findIndex((end) => end < left);
    if (lane < 0) lane = ends.length;
    ends[lane] = right;
    return { item, text, when, x, span, isLeft, lane };
  });
  return { placed, lanes: ends.length };
}

function mark({ item, text, x, span, isLeft, lane }) {
  const y = 36 + lane * LANE;
  const isShort = span < 8;
  const sign = isShort
    ? draw("circle", { class: "mark", cx: x + span / 2, cy: y, r: 5 })
    : draw("rect", { class: "mark open", x, y: y - 4, width: span, height: 8, rx: 4 });
  const label = draw("text", { class: "mark-label", x: isLeft ? x - 8 : x + Math.max(span, 5) + 6, y: y + 4.5, "text-anchor": isLeft ? "end" : "start", "font-size": SIZE, "aria-hidden": "true" }, text);
  return linked(item.href, tell(item), sign, label);
}

// One row below the other along a line, for narrow screens.
function drawDown(stage, items, context) {
  const width = stage.width();
  const height = items.length * STEP + 12;
  const svg = stage.paper(width, height, context.say("timeline"));
  svg.append(draw("line", { class: "base", x1: 14, x2: 14, y1: 8, y2: height - 8 }));
  for (const [place, item] of items.entries()) {
    const y = 20 + place * STEP;
    svg.append(linked(item.href, tell(item), draw("circle", { class: item.precision === "day" ? "mark" : "mark open", cx: 14, cy: y, r: 5 }),
      draw("text", { class: "tick", x: 28, y: y + 1, "font-size": SIZE, "aria-hidden": "true" }, item.when),
      draw("text", { class: "mark-label", x: 28, y: y + 19, "font-size": SIZE + 1, "aria-hidden": "true" }, shorten(item.label, width - 36, SIZE + 1))));
  }
}

function drawDots(stage, items, context) {
  const width = Math.max(stage.width(), LEAST_WIDTH);
  const scale = scaleOf(items, width);
  const step = Math.max(3, Math.min(9, scale(1) - scale(0) - 1));
  const counts = new Map();
  const placed = items.map((item) => {
    const slot = Math.floor((scale(item.from) - SIDE) / step);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
    return { item, x: SIDE + slot * step + step / 2, level: counts.get(slot) };
  });
  const rise = Math.max(2.4, Math.min(9, 460 / Math.max(...counts.values())));
  const height = Math.max(...counts.values()) * rise + 70;
  const svg = stage.paper(width, height, context.say("timeline"));
  addAxis(svg, scale, width, height);
  for (const { item, x, level } of placed) {
    const dot = linked(item.href, tell(item), draw("circle", { class: "mark", cx: x, cy: height - 34 - level * rise, r: Math.max(1.2, Math.min(step, rise) / 2 - 0.4) }));
    dot.setAttribute("tabindex", "-1");
    svg.append(dot);
  }
  stage.say(context.say("timeline_dots"));
}

// What is written in the picture may be cut short, so it is hidden from those whom this is read to.
function tell(item) {
  return [item.when, item.label, item.detail].filter(Boolean).join(" — ");
}

function addAxis(svg, scale, width, height) {
  const ticks = scale.ticks(Math.max(3, Math.floor(width / 110))).filter((year) => Number.isInteger(year));
  const axis = draw("g", { class: "axis", "aria-hidden": "true" });
  for (const year of ticks) {
    axis.append(draw("line", { x1: scale(year), x2: scale(year), y1: 22, y2: height - 24 }),
      draw("text", { x: scale(year), y: 15, "text-anchor": "middle", "font-size": 12 }, String(year)),
      draw("text", { x: scale(year), y: height - 8, "text-anchor": "middle", "font-size": 12 }, String(year)));
  }
  axis.append(draw("line", { class: "base", x1: 0, x2: width, y1: height - 24, y2: height - 24 }));
  svg.append(axis);
}
