// What the drawn views of the selection share: their stage, what is selected of it, and the picture to take away.
import { openStage } from "../views/stage.js";
import { speak as viewWords } from "../views/words.js";
import { narrowedBy } from "./narrowed.js";

// The stage of a view; `credits` are lines for the foot of its picture.
export function openView(holder, model, say, { options = {}, credits = [] } = {}) {
  const context = { language: model.language, say: viewWords(model.language), title: titleOf(model, say), options, credits: () => [creditOf(model, say)] };
  const stage = openStage(holder, context, { credits });
  return { stage, context };
}

// The names of the focus, or what the page is called, and by what it is narrowed down.
export function titleOf(model, say) {
  const names = model.state.focus.map((id) => model.nodes.get(id)?.name).filter(Boolean);
  return [names.join(say("joint")) || document.title, ...narrowedBy(model)].join(say("joint"));
}

function creditOf(model, say) {
  return model.release ? say("credit_release", { release: model.release }) : say("credit");
}

// Marks what is selected in a drawing: the thing or line itself, its lines, and what the drawing has joined into one.
export function markSelected(svg, model) {
  if (!svg) return;
  const { selected } = model;
  const beside = new Set(selected ? model.linesOf(selected).map(({ id }) => id) : []);
  const edge = model.edges.get(selected);
  for (const one of edge ? [edge.from, edge.to] : []) beside.add(one);
  svg.classList.toggle("has-chosen", Boolean(selected) && (beside.size > 0 || svg.querySelector(`[data-id="${CSS.escape(selected)}"]`) !== null));
  for (const mark of svg.querySelectorAll("[data-id], [data-ids]")) {
    const ids = mark.dataset.id ? [mark.dataset.id] : mark.dataset.ids.split(" ");
    const isChosen = ids.includes(selected);
    mark.classList.toggle("chosen", isChosen);
    mark.classList.toggle("beside", ids.some((id) => beside.has(id)));
    if (isChosen) mark.setAttribute("aria-current", "true");
    else mark.removeAttribute("aria-current");
  }
}
