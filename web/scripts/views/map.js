// The map view: places, lines between them, or countries and prefectures coloured by a number; no tiles, no requests.
import { geoCentroid, geoGraticule10, geoMercator, geoNaturalEarth1, geoPath } from "d3-geo";

import { columnsOf } from "./answer.js";
import { draw, make } from "./dom.js";
import { markShape, STEPS } from "./looks.js";
import { isInJapan, pairUp, readMap } from "./map_data.js";
import { measure } from "./picture.js";
import { loadShapes } from "./shapes.js";
import { radiusOf, spread } from "./spread.js";
import { choosable, linked, onResize, openStage, sample } from "./stage.js";
import { countText } from "./words.js";
import { addZoom } from "./zoom.js";

const MOST_MARKS = 4000;
const LABELLED = 60;
// A shape of fewer pixels than this is too small to be seen.
const SMALL = 30;
const SIZE = 12;

export async function mountMap(holder, given, context) {
  const answer = given.isGraph ? pairUp(given) : given;
  const stage = openStage(holder, context, { credits: [context.say("map_credit")] });
  const focus = context.options.focus ?? {};
  const places = answer.rows.flat().filter((cell) => cell?.type === "uri" && /\/id\/(country|region|prefecture|municipality|site)\//.test(cell.value));
  await context.labels.need([...new Set([...places.map((cell) => cell.value), ...(focus.from ? [focus.from] : [])])].slice(0, 20_000));
  let data = readMap(answer, context.labels, focus, context.state.number);
  const inJapan = data.areas ? [...data.areas.keys()].every((code) => code.startsWith("JP-")) : data.points.length > 0 && data.points.every(isInJapan);
  const state = { area: context.state.area ?? (inJapan ? "japan" : "world"), number: data.areas ? data.number.name : undefined };
  let zoom = null;
  const render = async () => {
    zoom = await drawMap(stage, data, state.area, context);
  };
  const areas = data.areas ? [inJapan ? "japan" : "world"] : data.points.some(isInJapan) ? ["world", "japan"] : ["world"];
  if (!areas.includes(state.area)) [state.area] = areas;
  const buttons = {};
  for (const area of areas.length > 1 ? areas : []) {
    buttons[area] = stage.button(context.say(`map_${area}`), async () => {
      state.area = area;
      press(buttons, area);
      await render();
      context.changed();
    });
  }
  press(buttons, state.area);
  stage.button("+", () => zoom?.by(1.6), context.say("zoom_in"));
  stage.button("−", () => zoom?.by(1 / 1.6), context.say("zoom_out"));
  stage.button(context.say("zoom_all"), () => zoom?.reset());
  const numbers = data.areas ? columnsOf(answer, "number") : [];
  if (numbers.length > 1) stage.tools.append(choose(numbers, state.number, context, (number) => {
    state.number = number;
    data = readMap(answer, context.labels, focus, number);
    render().then(context.changed);
  }));
  await render();
  const stop = onResize(stage, render);
  return { destroy: stop, state: () => ({ ...state }), image: stage.image };
}

function choose(numbers, chosen, { say }, change) {
  const select = make("select", { onchange: () => change(select.value) },
    ...numbers.map(({ name, heading }) => make("option", { value: name, selected: name === chosen }, heading)));
  return make("label", {}, say("chart_number"), " ", select);
}

function press(buttons, chosen) {
  for (const [area, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", String(area === chosen));
}

// Draws {points, lines, areas, number, missing} onto a stage and resolves to what zooms it. `context.options` may have
// `onSelect(id)` (marks, lines and areas can be chosen), `onDrawn(svg)` (told of each drawing), `keep` (the view {k, x, y}
// to start from), `near` (whether Japan, too, opens where the points are) and `summarise(stage, data)` (other words and keys than those of an answer).
export async function drawMap(stage, data, area, context) {
  const shapes = await loadShapes(area);
  const width = stage.width();
  const height = area === "japan" ? Math.max(360, Math.min(640, width * 0.95)) : Math.max(200, Math.min(560, width * 0.53));
  const projection = project(area, shapes, width, height);
  const path = geoPath(projection).digits(2);
  const svg = stage.paper(width, height, context.say("map"));
  svg.classList.add("view-map");
  const ground = draw("g", { class: "ground" });
  const marks = draw("g", { class: "marks" });
  svg.append(ground, marks);
  if (area === "world") ground.append(draw("path", { class: "globe", d: path({ type: "Sphere" }) }), draw("path", { class: "graticule", d: path(geoGraticule10()) }));
  stage.clearKeys();
  const dots = data.areas ? colour(stage, ground, shapes, path, data, context) : [];
  if (!data.areas) for (const shape of shapes) ground.append(draw("path", { class: shape.id === "JP" || area === "japan" ? "land home" : "land", d: path(shape) ?? "" }));
  (context.options.summarise ?? summarise)(stage, data, context);
  stage.help(`${context.say("map_help")} ${context.say("map_credit")}`);
  const points = data.areas ? [] : placePoints(data, shapes, projection, area);
  const lines = data.areas ? [] : layLines(data, points, path, area);
  const zoom = addZoom(svg, ground, width, height, (view) => {
    if (data.areas) marks.replaceChildren(...dots.map((dot) => smallArea(dot, view, context)));
    else drawMarks(marks, points, lines, view, width, height, context);
    context.options.onDrawn?.(svg);
  }, context);
  if (context.options.keep) zoom.set(context.options.keep);
  else if (points.length > 1 && (area === "world" || context.options.near)) zoom.fit(boxOf(points, ground, lines));
  return zoom;
}

// Where all points and lines lie on the paper.
function boxOf(points, ground, lines) {
  const probe = draw("path", { d: lines.map(({ d }) => d).join("") || "M0 0", fill: "none", visibility: "hidden" });
  ground.append(probe);
  const around = probe.getBBox();
  probe.remove();
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  if (lines.length) xs.push(around.x, around.x + around.width);
  if (lines.length) ys.push(around.y, around.y + around.height);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

// A country too small to be seen gets a disc of its colour.
function smallArea({ x, y, label, href, fill, id }, { k, x: dx, y: dy }, { options }) {
  return choosable(linked(href, label, draw("circle", { class: "area-dot", cx: x * k + dx, cy: y * k + dy, r: 5, fill })), id, options);
}

function project(area, shapes, width, height) {
  if (area === "world") return geoNaturalEarth1().rotate([-150, 0]).precision(0.15).fitExtent([[4, 4], [width - 4, height - 4]], { type: "Sphere" });
  // The far islands of Tokyo and Okinawa would make the rest small.
  const box = { type: "MultiPoint", coordinates: [[126.8, 26], [146, 45.6]] };
  return geoMercator().fitExtent([[8, 8], [width - 8, height - 8]], box);
}

// Where each point lies on the paper; a country without coordinates lies in the middle of its shape.
function placePoints(data, shapes, projection, area) {
  const middles = new Map(shapes.map((shape) => [shape.id, shape]));
  const placed = [];
  for (const point of data.points.slice(0, MOST_MARKS)) {
    const where = point.where ?? (middles.has(point.code) ? geoCentroid(largest(middles.get(point.code))) : null);
    if (!where || (area === "japan" && !isInJapan(point))) continue;
    const spot = projection(where);
    if (spot) placed.push({ ...point, where, x: spot[0], y: spot[1] });
  }
  return placed;
}

function largest(shape) {
  if (shape.geometry.type !== "MultiPolygon") return shape;
  const parts = shape.geometry.coordinates;
  const size = ([ring]) => Math.abs(ring.reduce((sum, [x, y], place) => {
    const [nx, ny] = ring[(place + 1) % ring.length];
    return sum + x * ny - nx * y;
  }, 0));
  return { type: "Polygon", coordinates: parts.reduce((one, other) => (size(other) > size(one) ? other : one)) };
}

// Great circles, as d3-geo draws every line between two points of the globe.
function layLines(data, points, path, area) {
  const known = new Map(points.map((point) => [point.key, point]));
  const lines = [];
  for (const line of data.lines) {
    const [one, other] = [known.get(line.one.key), known.get(line.other.key)];
    if (!one || !other) continue;
    lines.push({ ...line, d: path({ type: "LineString", coordinates: [one.where, other.where] }) ?? "" });
  }
  return area === "japan" || lines.length <= MOST_MARKS ? lines : lines.slice(0, MOST_MARKS);
}

function drawMarks(group, points, lines, view, width, height, context) {
  const { k, x, y } = view;
  const arcs = draw("g", { transform: `translate(${x} ${y}) scale(${k})` });
  for (const line of lines) {
    const arc = draw("path", { class: line.ended ? "arc ended" : "arc", d: line.d, "vector-effect": "non-scaling-stroke" });
    arc.append(draw("title", {}, line.label));
    arcs.append(context.options.onSelect && line.id ? grip(line, arc, lines.length, context) : arc);
  }
  const seen = points.map((point) => ({ ...point, x: point.x * k + x, y: point.y * k + y }))
    .filter((point) => point.x > -20 && point.x < width + 20 && point.y > -20 && point.y < height + 20);
  const spots = spread(seen, k >= 30);
  group.replaceChildren(arcs, ...spots.map((spot) => mark(spot, view, points.length, context)), ...names(spots, width));
}

// A line that can be chosen has a wide invisible one around it, for the hand.
function grip(line, arc, count, { options }) {
  const wide = draw("path", { class: "grip", d: line.d, "vector-effect": "non-scaling-stroke" });
  const group = choosable(draw("g", { class: "tie", "aria-label": line.label }, wide, arc), line.id, options);
  if (count > LABELLED) group.setAttribute("tabindex", "-1");
  return group;
}

function mark(spot, view, count, context) {
  const { x, y, points } = spot;
  if (points.length > 1) {
    const label = context.say("map_cluster", { n: points.length, names: points.slice(0, 8).map((point) => point.label).join(" · ") });
    const radius = radiusOf(spot);
    const ids = points.map((point) => point.id).filter(Boolean).join(" ") || undefined;
    const cluster = draw("g", { class: "cluster", "data-ids": ids, role: "button", tabindex: 0, "aria-label": label },
      draw("title", {}, label), draw("circle", { cx: x, cy: y, r: radius }), draw("text", { x, y: y + 4, "text-anchor": "middle", "font-size": 11 }, String(points.length)));
    const open = () => {
      const { ownerSVGElement } = cluster;
      view.zoom.to(x, y, 2.6);
      ownerSVGElement?.focus({ preventScroll: true });
    };
    cluster.addEventListener("click", open);
    cluster.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    });
    return cluster;
  }
  const [point] = points;
  const shape = markShape(isInJapan(point) ? "circle" : "diamond", x, y, spot.size);
  shape.setAttribute("class", isInJapan(point) ? "place home" : "place");
  const near = point.isNear ? ` (${context.say("map_near")})` : "";
  const words = `${point.label}${near}${point.value === undefined ? "" : `: ${point.value.toLocaleString(context.language)}`}`;
  const link = choosable(linked(point.href, words, shape), point.id, context.options);
  if (count > LABELLED * 3) link.setAttribute("tabindex", "-1");
  return link;
}

// Names beside the points, as many as find room.
function names(spots, width) {
  const taken = spots.map((spot) => {
    const radius = radiusOf(spot) + 1;
    return [spot.x - radius, spot.y - radius, spot.x + radius, spot.y + radius];
  });
  const found = [];
  for (const spot of spots) {
    const { x, y, points } = spot;
    if (points.length > 3 || found.length >= LABELLED) continue;
    const text = points.map((point) => point.label).join(" · ");
    const wide = measure(text, SIZE);
    const gap = radiusOf(spot) + 3;
    const sides = [[x + gap, "start"], [x - gap, "end"]];
    for (const [edge, anchor] of sides) {
      const left = anchor === "start" ? edge : edge - wide;
      const box = [left, y - 8, left + wide, y + 6];
      if (left < 2 || left + wide > width - 2 || taken.some((other) => meets(box, other))) continue;
      taken.push(box);
      found.push(draw("text", { class: "mark-label halo", x: edge, y: y + 4, "text-anchor": anchor, "font-size": SIZE, "aria-hidden": "true" }, text));
      break;
    }
  }
  return found;
}

function meets(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

function colour(stage, ground, shapes, path, { areas, number }, { language, say, options }) {
  const bounds = steps([...areas.values()].map(({ value }) => value));
  const dots = [];
  for (const shape of shapes) {
    const area = areas.get(shape.id);
    if (!area) {
      ground.append(draw("path", { class: shape.id === number.home ? "land home" : "land", d: path(shape) ?? "" }));
      continue;
    }
    const level = bounds.findIndex(([, to]) => area.value <= to);
    const outline = draw("path", { class: "area", d: path(shape) ?? "", fill: STEPS[level] });
    const label = area.words ?? `${area.label}: ${area.value.toLocaleString(language)}`;
    ground.append(choosable(linked(area.href, label, outline), area.id, options));
    if (path.area(shape) < SMALL && !shapes.some((other) => other.id === shape.id && path.area(other) >= SMALL)) {
      const [x, y] = path.centroid(largest(shape));
      dots.push({ x, y, label, href: area.href, fill: STEPS[level], id: area.id });
    }
  }
  stage.key(null, `${number.heading}:`);
  bounds.forEach(([from, to], level) => {
    const text = from === to ? from.toLocaleString(language) : `${from.toLocaleString(language)}–${to.toLocaleString(language)}`;
    stage.key(sample(draw("rect", { x: 1, y: 3, width: 18, height: 14, fill: STEPS[level], stroke: "#8b8f97" })), text);
  });
  stage.key(sample(draw("rect", { class: "land", x: 1, y: 3, width: 18, height: 14 })), say("map_no_number"));
  return dots;
}

// At most five steps with about as many places in each.
function steps(values) {
  const sorted = [...new Set(values)].sort((one, other) => one - other);
  const count = Math.min(STEPS.length, sorted.length);
  const found = [];
  for (let level = 0; level < count; level += 1) {
    const part = sorted.slice(Math.round((level * sorted.length) / count), Math.round(((level + 1) * sorted.length) / count));
    found.push([part[0], part.at(-1)]);
  }
  return found;
}

function summarise(stage, { points, lines, areas, number, missing }, { say, language }) {
  const text = (value) => value.toLocaleString(language, { maximumFractionDigits: 2 });
  if (areas) {
    const top = [...areas.values()].sort((one, other) => other.value - one.value).slice(0, 5).map(({ label, value }) => `${label} ${text(value)}`);
    stage.summary.textContent = say([...areas.keys()][0].startsWith("JP-") ? "map_summary_prefectures" : "map_summary_areas", { n: areas.size, what: number.heading, largest: top.join(language === "ja" ? "、" : ", ") });
    return;
  }
  const home = points.filter(isInJapan).length;
  stage.summary.textContent = [say("map_summary", { n: countText(points.length, language), home: countText(home, language), away: countText(points.length - home, language) }),
    points.some(({ isNear }) => isNear) ? say("map_nearly", { n: countText(points.filter(({ isNear }) => isNear).length, language) }) : "",
    lines.length ? say("map_lines", { n: countText(lines.length, language) }) : "", missing ? say("map_missing", { n: countText(missing, language) }) : ""].filter(Boolean).join(" ");
  if (home && home < points.length) {
    for (const [shape, key] of [["circle", "map_home"], ["diamond", "map_away"]]) {
      const sign = markShape(shape, 10, 10, 5);
      sign.setAttribute("class", shape === "circle" ? "place home" : "place");
      stage.key(sample(sign), say(key));
    }
  }
  if (lines.some(({ ended }) => ended)) stage.key(sample(draw("line", { class: "arc ended", x1: 0, x2: 20, y1: 10, y2: 10 })), say("map_ended"));
}
