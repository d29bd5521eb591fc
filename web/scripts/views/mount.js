// Which views fit an answer, and the one that is asked for, drawn into a place of the page.
import { columnsOf, isPlace, placeColumns, readAnswer } from "./answer.js";
import { mountChart } from "./chart.js";
import { canChart } from "./chart_data.js";
import { make } from "./dom.js";
import { canNetwork } from "./graph.js";
import { Labels } from "./labels.js";
import { mountMap } from "./map.js";
import { mountNetwork } from "./network.js";
import { mountTable } from "./table.js";
import { dateColumns, mountTimeline } from "./timeline.js";
import { speak } from "./words.js";

export const BASE = "https://w3id.org/glocal-graph/";
const MOUNTS = { table: mountTable, network: mountNetwork, map: mountMap, timeline: mountTimeline, chart: mountChart };

// The names of the views that fit, the table first. `options.focus` adds things that stand in no row.
export function viewsFor(given, options = {}) {
  const answer = readAnswer(given);
  const fits = {
    table: true,
    network: canNetwork(answer, options.focus),
    map: answer.rows.length > 0 && hasPlaces(answer),
    timeline: answer.rows.length > 0 && dateColumns(answer).length > 0,
    chart: canChart(answer),
  };
  return Object.keys(fits).filter((name) => fits[name]);
}

function hasPlaces(answer) {
  if (answer.isGraph) return answer.rows.some(([s, , o]) => isPlace(s) || isPlace(o));
  return placeColumns(answer).length > 0 || (columnsOf(answer, "latitude").length > 0 && columnsOf(answer, "longitude").length > 0);
}

// Draw a view of an answer into `container`. `answer` is SPARQL's JSON results, {triples: [{s, p, o}]}, or the JSON of
// a question. `options`: headings {column: text}, title, release, base, state (what `state()` gave before), focus
// {from, to} (things that stand before and after each row), pairs [[column, column]] (what a network joins).
// `onChange(state)` is told of each change. Resolves to {image(format) → Blob, destroy(), state()}.
export async function mountView(container, given, { view = "table", language = document.documentElement.lang, options = {}, onChange } = {}) {
  const answer = readAnswer(given, options.headings);
  const name = viewsFor(answer, options).includes(view) ? view : "table";
  const holder = make("div", { class: `view view-is-${name}` });
  container.replaceChildren(holder);
  const say = speak(language);
  let mounted = null;
  const state = () => ({ view: name, ...(mounted?.state() ?? {}) });
  const context = {
    language, say, options, title: options.title || "", state: options.state || {},
    labels: new Labels(language, options.base || BASE),
    credits: () => [say("credit", { release: options.release || say("credit_unknown") })],
    changed: () => onChange?.(state()),
  };
  mounted = await MOUNTS[name](holder, answer, context);
  holder.dataset.mounted = name;
  return {
    image: (format) => (mounted.image ? mounted.image(format) : Promise.reject(new Error("a table is no picture"))),
    destroy: () => {
      mounted.destroy();
      holder.remove();
    },
    state,
  };
}
