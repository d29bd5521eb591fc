// The selection as two tables, of ties and of other links: the reading of it for whoever sees no picture.
import { follow, isMaterial } from "./live.js";
import { make } from "../views/dom.js";
import { toFacets } from "./jump.js";
import { readRows } from "./rows.js";
import { LinkTable, TieTable } from "./tables.js";
import { speak } from "./words.js";

// `announce` tells a change to whoever cannot see it.
export function mountList(container, model, announce = () => {}) {
  const say = speak(model.language);
  const hint = make("p", { class: "hint" }, say("sort_hint"));
  const context = { model, say, tell: announce };
  const tables = { ties: new TieTable(context), links: new LinkTable(context) };
  const root = make("div", { class: "selection-list" }, toFacets(say), hint, tables.ties.element, tables.links.element);
  container.replaceChildren(root);

  function render() {
    const rows = readRows(model.shown);
    tables.ties.take(rows.ties);
    tables.links.take(rows.links);
  }

  function mark(isMoved) {
    for (const table of Object.values(tables)) table.mark(isMoved);
  }

  render();
  mark(false);
  const stop = follow(model, (what) => {
    if (isMaterial(what)) render();
    if (isMaterial(what) || what.has("selected")) mark(what.has("selected"));
  });
  return {
    destroy() {
      stop();
      root.remove();
    },
  };
}
