// The views of an answer: which of them fit it, and the one that is asked for, drawn into a place of the page.
import { columnsOf, nodeColumns, placeColumns, readAnswer } from "./answer.js";
import { make } from "./dom.js";
import { Labels } from "./labels.js";
import { mountTable } from "./table.js";
import { speak } from "./words.js";

export const BASE = "https://w3id.org/glocal-graph/";
const MOUNTS = { table: mountTable };

// The names of the views that fit, the table first.
export function viewsFor(given) {
  const answer = readAnswer(given);
  return ["table"].filter((name) => MOUNTS[name] && answer);
}

// Draw a view of an answer into `container`. `options`: headings {column: text}, title, release, base, state (what
// `state()` gave before), focus {from, to} (things that stand before and after each row). `onChange(state)` is told
// of each change. Resolves to {image(format) → Blob, destroy(), state()}.
export async function mountView(container, given, { view = "table", language = document.documentElement.lang, options = {}, onChange } = {}) {
  const answer = readAnswer(given, options.headings);
  const name = viewsFor(answer).includes(view) ? view : "table";
  const holder = make("div", { class: `view view-${name}` });
  container.replaceChildren(holder);
  let mounted = null;
  const state = () => ({ view: name, ...(mounted?.state() ?? {}) });
  const context = {
    language, say: speak(language), title: options.title || "", release: options.release || "", options,
    labels: new Labels(language, options.base || BASE), state: options.state || {}, changed: () => onChange?.(state()),
  };
  mounted = await MOUNTS[name](holder, answer, context);
  holder.dataset.mounted = name;
  return {
    image: (format) => (mounted.image ? mounted.image(format) : Promise.reject(new Error("no picture of a table"))),
    destroy: () => {
      mounted.destroy();
      holder.remove();
    },
    state,
  };
}
