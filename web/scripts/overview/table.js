// The table of the best connected places, of what is shown now.
import { make } from "../views/dom.js";

const MOST = 20;

export function fillTable(holder, net, { say, language, doc, onSee }) {
  const other = language === "ja" ? "en" : "ja";
  const link = (id, name, lang) => make("a", { href: doc.replace("THING", id.split("/").map(encodeURIComponent).join("/")), lang }, name);
  const rows = net.best(MOST).map((number) => {
    const { id, name, look, country } = net.things;
    const where = net.countries[country[number]];
    return make("tr", {},
      make("th", { scope: "row" }, link(id[number], name[number], net.foreign.has(number) ? other : null)),
      make("td", {}, net.looks[look[number]].label),
      make("td", {}, where ? link(where.id, where.name) : ""),
      make("td", { class: "number" }, net.degree[number].toLocaleString(language)),
      make("td", {}, make("button", { type: "button", class: "plain", "aria-label": say("see_name", { name: name[number] }), onclick: () => onSee(number) }, say("see"))));
  });
  holder.querySelector("tbody").replaceChildren(...rows);
}
