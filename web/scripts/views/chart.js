// The chart view: bars, stacked where there are series, or lines over years; patterns and strokes beside colours.
import { scaleLinear } from "d3-scale";

import { chartColumns, readChart } from "./chart_data.js";
import { draw, freshId, make } from "./dom.js";
import { addPatterns, COLOURS, DASHES, markShape } from "./looks.js";
import { measure, shorten } from "./picture.js";
import { linked, onResize, openStage, sample } from "./stage.js";

const SHAPES = ["circle", "square", "triangle", "diamond"];
const SIZE = 12.5;

export async function mountChart(holder, answer, context) {
  const stage = openStage(holder, context);
  const { numbers } = chartColumns(answer);
  const state = { number: context.state.number ?? numbers[0].name, form: context.state.form ?? context.options.form ?? "bars" };
  await context.labels.need(answer.rows.flat().filter((cell) => cell?.type === "uri" && !cell.label).map((cell) => cell.value).slice(0, 5000));
  const render = () => {
    const number = numbers.find(({ name }) => name === state.number) ?? numbers[0];
    drawChart(stage, readChart(answer, context.labels, number, context.say), number, state, context);
  };
  const change = (news) => {
    Object.assign(state, news);
    render();
    context.changed();
  };
  addChoices(stage, answer, numbers, state, context, change);
  render();
  const stop = onResize(stage, render);
  return { destroy: stop, state: () => ({ ...state }), image: stage.image };
}

function addChoices(stage, answer, numbers, state, { say }, change) {
  if (chartColumns(answer).along.some(({ kind }) => kind === "year")) {
    const buttons = ["bars", "lines"].map((form) => stage.button(say(`chart_${form}`), () => {
      change({ form });
      buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(index === (form === "lines" ? 1 : 0))));
    }));
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", String((state.form === "lines") === (index === 1))));
  }
  if (numbers.length > 1) {
    const select = make("select", { onchange: () => change({ number: select.value }) },
      ...numbers.map(({ name, heading }) => make("option", { value: name, selected: name === state.number }, heading)));
    stage.tools.append(make("label", {}, say("chart_number"), " ", select));
    stage.tools.hidden = false;
  }
}

function drawChart(stage, data, number, { form }, context) {
  stage.summary.textContent = data.isTime && form === "lines" && data.series.length > 1 ? summariseLines(data, number, context) : summarise(data, number, context);
  stage.clearKeys();
  stage.say(data.restBars ? context.say("chart_rest", { n: data.restBars }) : "");
  if (!data.categories.length) stage.paper(stage.width(), 40, context.say("chart"));
  else if (!data.isTime) drawAcross(stage, data, number, context);
  else if (form === "lines") drawLines(stage, data, number, context);
  else drawColumns(stage, data, number, context);
}

function summarise({ categories, series, isTime }, number, { say, language }) {
  if (!categories.length) return say("chart_none");
  const text = (value) => value.toLocaleString(language, { maximumFractionDigits: 2 });
  const top = categories.reduce((one, other) => (other.total > one.total ? other : one));
  const values = { what: number.heading, n: categories.length, most: top.label, value: text(top.total), from: categories[0].label, to: categories.at(-1).label };
  const said = say(isTime ? "chart_summary_years" : "chart_summary", values);
  if (series.length < 2) return said;
  const largest = series.slice(0, 3).map(({ label, total }) => `${label} ${text(total)}`).join(language === "ja" ? "、" : ", ");
  return `${said} ${say("chart_series", { largest })}`;
}

// Lines may count the same thing twice, so that their sum says nothing.
function summariseLines({ categories, series }, number, { say, language }) {
  const points = series.flatMap(({ label, values }) => [...values].map(([year, value]) => ({ label, year, value })));
  const top = points.reduce((one, other) => (other.value > one.value ? other : one));
  return say("chart_summary_lines", { what: number.heading, n: series.length, from: categories[0].label, to: categories.at(-1).label,
    label: top.label, most: top.year, value: top.value.toLocaleString(language) });
}

// Upright columns, one a year.
function drawColumns(stage, data, number, context) {
  const { svg, x, y, bottom, step } = openYears(stage, data, number, context, stacked(data));
  const fills = addPatterns(svg, freshId("hatch"), data.series.length);
  for (const [place, category] of data.categories.entries()) {
    let base = 0;
    for (const [index, one] of data.series.entries()) {
      const value = one.values.get(category.key) ?? 0;
      if (value <= 0) continue;
      const bar = draw("rect", { class: "bar", x: x(place) + step * 0.08, width: Math.max(step * 0.84, 1), y: y(base + value), height: Math.max(bottom - y(value), 0.5), fill: fills[index] });
      bar.append(draw("title", {}, `${category.label}${data.series.length > 1 ? ` ${one.label}` : ""}: ${value.toLocaleString(context.language)}`));
      svg.append(bar);
      base += value;
    }
  }
  addKeys(stage, svg, data);
}

function stacked({ categories, series }) {
  return Math.max(1, ...categories.map(({ key }) => series.reduce((sum, { values }) => sum + Math.max(values.get(key) ?? 0, 0), 0)));
}

function drawLines(stage, data, number, context) {
  const most = Math.max(1, ...data.series.flatMap(({ values }) => [...values.values()]));
  const { svg, x, y, step } = openYears(stage, data, number, context, most);
  for (const [index, { label, values }] of data.series.entries()) {
    const points = data.categories.map(({ key }, place) => [x(place) + step / 2, y(values.get(key) ?? 0)]);
    const line = draw("path", { class: "line", d: `M${points.map((point) => point.map((n) => n.toFixed(1)).join(" ")).join("L")}`, stroke: COLOURS[index], "stroke-dasharray": DASHES[index] || undefined, fill: "none" });
    line.append(draw("title", {}, label));
    svg.append(line);
    if (step > 6) for (const [place, [px, py]] of points.entries()) {
      const value = values.get(data.categories[place].key);
      if (value === undefined) continue;
      const dot = markShape(SHAPES[index % 4], px, py, 3.2);
      dot.setAttribute("fill", COLOURS[index]);
      dot.append(draw("title", {}, `${data.categories[place].label} ${label}: ${value.toLocaleString(context.language)}`));
      svg.append(dot);
    }
  }
  if (data.series.length < 2) return;
  for (const [index, { label }] of data.series.entries()) {
    const shape = markShape(SHAPES[index % 4], 10, 10, 3.2);
    shape.setAttribute("fill", COLOURS[index]);
    stage.key(sample(draw("line", { x1: 0, x2: 20, y1: 10, y2: 10, stroke: COLOURS[index], "stroke-width": 2, "stroke-dasharray": DASHES[index] || undefined }), shape), label);
  }
}

// Paper with both axes for one column a year.
function openYears(stage, data, number, context, most) {
  const width = stage.width();
  const height = Math.max(280, Math.min(440, width * 0.5));
  const left = 14 + measure(Math.round(most).toLocaleString(context.language), SIZE);
  const [top, bottom] = [30, height - 46];
  const svg = stage.paper(width, height, context.say("chart"));
  const y = scaleLinear([0, most], [bottom, top]).nice(5);
  const step = (width - left - 10) / data.categories.length;
  const x = (place) => left + place * step;
  addUpAxis(svg, y, left, width, number, context);
  const every = Math.ceil(46 / step / 5) * 5 || 1;
  for (const [place, { label }] of data.categories.entries()) {
    const isShown = step > 42 || Number(label) % (every > 5 && every % 10 ? every + 5 : every) === 0;
    if (isShown) svg.append(draw("text", { class: "tick", x: x(place) + step / 2, y: bottom + 18, "text-anchor": "middle", "font-size": SIZE }, label));
  }
  svg.append(draw("text", { class: "axis-title", x: (left + width) / 2, y: height - 8, "text-anchor": "middle", "font-size": SIZE }, context.say("chart_year")));
  return { svg, x, y, bottom, step };
}

function addUpAxis(svg, y, left, width, number, { language }) {
  svg.append(draw("text", { class: "axis-title", x: 2, y: 14, "font-size": SIZE }, number.heading));
  for (const tick of y.ticks(5)) {
    svg.append(draw("line", { class: "grid", x1: left, x2: width - 6, y1: y(tick), y2: y(tick) }),
      draw("text", { class: "tick", x: left - 6, y: y(tick) + 4, "text-anchor": "end", "font-size": SIZE }, tick.toLocaleString(language)));
  }
}

// Bars across, one a word, the longest first: words are read without turning the head.
function drawAcross(stage, data, number, context) {
  const width = stage.width();
  const words = Math.min(width * 0.4, Math.max(...data.categories.map(({ label }) => measure(label, SIZE))) + 12, 300);
  const height = data.categories.length * 26 + 48;
  const svg = stage.paper(width, height, context.say("chart"));
  const fills = addPatterns(svg, freshId("hatch"), data.series.length);
  const lowest = Math.min(0, ...data.categories.map(({ total }) => total));
  const x = scaleLinear([lowest, Math.max(stacked(data), 0)], [words, width - 54]);
  svg.append(draw("text", { class: "axis-title", x: words, y: 14, "font-size": SIZE }, number.heading));
  svg.append(draw("line", { class: "base", x1: x(0), x2: x(0), y1: 22, y2: height - 16 }));
  for (const [place, category] of data.categories.entries()) {
    const y = 26 + place * 26;
    svg.append(linked(category.href, category.label, draw("text", { class: "mark-label", x: words - 8, y: y + 15, "text-anchor": "end", "font-size": SIZE }, shorten(category.label, words - 12, SIZE))));
    addBars(svg, data, category, x, y, fills, context);
    const shown = category.total.toLocaleString(context.language, { maximumFractionDigits: 2 });
    svg.append(draw("text", { class: "tick", x: x(Math.max(category.total, 0)) + 6, y: y + 15, "font-size": SIZE }, shown));
  }
  addKeys(stage, svg, data);
}

function addBars(svg, data, category, x, y, fills, context) {
  let base = 0;
  for (const [index, one] of data.series.entries()) {
    const value = one.values.get(category.key);
    if (!value) continue;
    const [from, to] = value < 0 ? [x(value), x(0)] : [x(base), x(base + value)];
    const bar = draw("rect", { class: "bar", x: from, y, width: Math.max(to - from, 0.5), height: 20, fill: fills[index] });
    bar.append(draw("title", {}, `${category.label}${data.series.length > 1 ? ` ${one.label}` : ""}: ${value.toLocaleString(context.language)}`));
    svg.append(bar);
    base += Math.max(value, 0);
  }
}

function addKeys(stage, svg, data) {
  if (data.series.length < 2) return;
  const keys = addPatterns(svg, freshId("key"), data.series.length);
  data.series.forEach(({ label }, index) => stage.key(sample(draw("rect", { x: 1, y: 3, width: 18, height: 14, fill: keys[index] })), label));
}
