// The places of an answer: points, lines between the two places of a row, or a number for each country or prefecture.
import { columnsOf, isNumber, isPlace, placeColumns } from "./answer.js";
import { readGraph } from "./graph.js";

const REGION = /\/id\/(?:country|prefecture)\/([A-Z]{2}(?:-\d{2})?)$/;
const ENDED = /\/concept\/status-(ended|suspended)$/;

// {points, lines, areas, number, missing}; `areas` is a Map of code → {value, ...} or null.
export function readMap(answer, labels, focus = {}, wanted = "") {
  const columns = placeColumns(answer);
  const numbers = columnsOf(answer, "number");
  const number = numbers.find(({ name }) => name === wanted) ?? numbers[0] ?? null;
  const areas = readAreas(answer, labels, columns, number);
  if (areas) return { points: [], lines: [], areas, number, missing: 0 };
  const coordinates = { lat: columnsOf(answer, "latitude")[0], long: columnsOf(answer, "longitude")[0] };
  return { ...readPoints(answer, labels, columns, coordinates, number, focus), areas: null, number };
}

// Rows whose only place is a country or a prefecture, with a number: the number colours its shape.
// The edges of a graph as rows of two things; where something lies is told by the things themselves.
export function pairUp(answer) {
  const { nodes, edges } = readGraph(answer);
  const cell = (iri) => nodes.get(iri).cell;
  const rows = edges.map(({ from, to, tie, ended }) => [cell(from), cell(to), tie, ended ? { type: "uri", value: "/concept/status-ended" } : null]);
  const exact = rows.filter((row) => !row.slice(0, 2).some((one) => /\/id\/country\//.test(one.value)));
  const shown = exact.some((row) => isPlace(row[0]) || isPlace(row[1])) ? exact : rows;
  const single = answer.rows.flatMap(([s, , o]) => [s, o]).filter(isPlace).map((one) => [one, null, null, null]);
  const columns = ["from", "to", "tie", "status"].map((name, index) => ({ name, heading: name, index, kind: "thing" }));
  return { columns, rows: shown.length ? shown : single, isGraph: false };
}

function readAreas(answer, labels, columns, number) {
  if (!number || columns.length !== 1) return null;
  const cells = answer.rows.map((row) => row[columns[0].index]).filter(Boolean);
  if (cells.filter(({ value }) => REGION.test(value)).length < cells.length * 0.8) return null;
  const areas = new Map();
  for (const row of answer.rows) {
    const [cell, value] = [row[columns[0].index], row[number.index]];
    const code = cell && REGION.exec(cell.value)?.[1];
    if (!code || !isNumber(value)) continue;
    const known = areas.get(code) ?? { label: labels.text(cell), href: labels.page(cell), iri: cell.value, value: 0 };
    known.value += Number(value.value);
    areas.set(code, known);
  }
  return areas.size ? areas : null;
}

function readPoints(answer, labels, columns, { lat, long }, number, focus) {
  const points = new Map();
  const lines = new Map();
  let missing = 0;
  const from = focus.from && addPoint(points, labels, { type: "uri", value: focus.from });
  for (const row of answer.rows) {
    const here = lat && long ? addWhere(points, labels, row, columns, lat, long) : null;
    const cells = columns.map(({ index }) => row[index]).filter(isPlace);
    const found = here ? [here] : cells.map((cell) => addPoint(points, labels, cell)).filter(Boolean);
    if (!found.length || (!here && found.length < cells.length)) missing += 1;
    if (number && found.length && isNumber(row[number.index])) found[0].value = (found[0].value ?? 0) + Number(row[number.index].value);
    const chain = [...new Set([from, ...found].filter(Boolean))];
    for (let place = 1; place < Math.min(chain.length, 3); place += 1) addLine(lines, chain[place - 1], chain[place], row, labels);
  }
  return { points: [...points.values()], lines: [...lines.values()], missing };
}

function addWhere(points, labels, row, columns, lat, long) {
  if (!isNumber(row[lat.index]) || !isNumber(row[long.index])) return null;
  const where = [Number(row[long.index].value), Number(row[lat.index].value)];
  if (Math.abs(where[0]) > 180 || Math.abs(where[1]) > 90) return null;
  const cell = row[columns[0]?.index] ?? row.find((one) => one?.type === "uri") ?? row.find((one) => one && !isNumber(one));
  const key = cell ? cell.value : where.join();
  if (!points.has(key)) points.set(key, { key, where, label: cell ? labels.text(cell) : key, href: labels.page(cell), group: labels.entry(key)?.group ?? "", rows: 0 });
  points.get(key).rows += 1;
  return points.get(key);
}

function addPoint(points, labels, cell) {
  const entry = labels.entry(cell.value);
  const code = REGION.exec(cell.value)?.[1] ?? "";
  // The middle of a country's shape says more than one of its cities.
  const where = entry && entry.lat !== undefined && !(entry.near && code) ? [entry.long, entry.lat] : null;
  if (!where && !code) return null;
  const known = points.get(cell.value) ?? { key: cell.value, where, code, label: labels.text(cell), href: labels.page(cell), group: entry?.group ?? "", isNear: Boolean(entry?.near) && !code, rows: 0 };
  known.rows += 1;
  points.set(cell.value, known);
  return known;
}

function addLine(lines, one, other, row, labels) {
  if (one === other) return;
  const key = `${one.key} ${other.key}`;
  const ended = row.some((cell) => cell?.type === "uri" && ENDED.test(cell.value));
  const tie = row.find((cell) => cell?.type === "uri" && /\/id\/partnership\//.test(cell.value));
  const known = lines.get(key);
  if (known) known.ended &&= ended;
  else lines.set(key, { one, other, ended, href: labels.page(tie), label: `${one.label} – ${other.label}` });
}

export function isInJapan(point) {
  if (point.code) return point.code === "JP" || point.code.startsWith("JP-");
  if (point.group === "japan" || point.group === "prefecture") return true;
  if (point.group) return point.group !== "abroad" && point.group !== "region" && point.group !== "country" && within(point.where);
  return within(point.where);
}

function within([long, lat]) {
  return long > 122 && long < 154 && lat > 20 && lat < 46 && !(long < 130 && lat > 34.8) && !(lat > 43.6 && long < 139);
}
