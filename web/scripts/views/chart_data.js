// The numbers of an answer as series over categories: what a chart draws, and what it leaves out.
import { columnsOf, isNumber } from "./answer.js";

const MOST_SERIES = 8;
const MOST_BARS = 40;

// The columns that a chart can use: numbers up, years or words along.
export function chartColumns(answer) {
  const counts = columnsOf(answer, "number");
  const numbers = counts.length ? counts : columnsOf(answer, "ordinal");
  const along = columnsOf(answer, "year", "thing", "text");
  return { numbers, along: along.filter(({ kind, index }) => kind !== "text" || answer.rows.some((row) => row[index] && row[index].value.length < 60)) };
}

export function canChart(answer) {
  const { numbers, along } = chartColumns(answer);
  return !answer.isGraph && answer.rows.length > 1 && columnsOf(answer, "number").length > 0 && along.length > 0;
}

// {isTime, categories: [{key, label}], series: [{label, values, total}], rest, restBars}: values by category.
export function readChart(answer, labels, number, words) {
  const { along } = chartColumns(answer);
  const year = along.find(({ kind }) => kind === "year");
  const first = year ?? mainColumn(answer, along);
  const second = along.find((column) => column !== first && repeats(answer, first, column));
  const groups = gather(answer, labels, first, second, number);
  return year ? overYears(groups, words) : overWords(groups, words);
}

// Along stands the first thing whose rows differ; a column that is the same in all rows says nothing.
function mainColumn(answer, along) {
  return along.find(({ index }) => new Set(answer.rows.slice(0, 500).map((row) => row[index]?.value)).size > 1) ?? along[0];
}

// A second column tells series apart, where the first alone would lay several numbers on one place.
function repeats(answer, first, column) {
  const seen = new Set(answer.rows.map((row) => row[first.index]?.value));
  if (seen.size === answer.rows.length) return false;
  const kinds = new Set(answer.rows.map((row) => row[column.index]?.value));
  return kinds.size > 1 && kinds.size < answer.rows.length;
}

function gather(answer, labels, first, second, number) {
  const categories = new Map();
  const series = new Map();
  for (const row of answer.rows) {
    const [cell, value] = [row[first.index], row[number.index]];
    if (!cell || !isNumber(value)) continue;
    const key = cell.value;
    categories.set(key, { key, label: labels.text(cell), href: labels.page(cell), total: (categories.get(key)?.total ?? 0) + Number(value.value) });
    const group = second && row[second.index] ? row[second.index].value : "";
    const entry = series.get(group) ?? { key: group, label: group ? labels.text(row[second.index]) : number.heading, values: new Map(), total: 0 };
    entry.values.set(key, (entry.values.get(key) ?? 0) + Number(value.value));
    entry.total += Number(value.value);
    series.set(group, entry);
  }
  return { categories: [...categories.values()], series: [...series.values()].sort((one, other) => other.total - one.total) };
}

// The largest series each on its own, the others together.
function limitSeries(series, words) {
  if (series.length <= MOST_SERIES) return series;
  const kept = series.slice(0, MOST_SERIES - 1);
  const others = series.slice(MOST_SERIES - 1);
  const values = new Map();
  for (const { values: theirs } of others) for (const [key, value] of theirs) values.set(key, (values.get(key) ?? 0) + value);
  const total = others.reduce((sum, one) => sum + one.total, 0);
  return [...kept, { key: "others", label: words("chart_others", { n: others.length }), values, total }];
}

// Every year from first to last, those without a number too.
function overYears({ categories, series }, words) {
  const years = categories.map(({ key }) => Number(key));
  const [from, to] = [Math.min(...years), Math.max(...years)];
  const known = new Map(categories.map((category) => [category.key, category]));
  const all = [];
  const step = years.every((year) => year % 10 === 0) && years.length > 1 ? 10 : 1;
  for (let year = from; year <= to; year += step) all.push(known.get(String(year)) ?? { key: String(year), label: String(year), href: "", total: 0 });
  return { isTime: true, categories: all, series: limitSeries(series, words), restBars: 0 };
}

function overWords({ categories, series }, words) {
  const sorted = [...categories].sort((one, other) => other.total - one.total);
  return { isTime: false, categories: sorted.slice(0, MOST_BARS), series: limitSeries(series, words), restBars: Math.max(0, sorted.length - MOST_BARS) };
}
