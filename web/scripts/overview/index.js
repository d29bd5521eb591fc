// The picture of all ties: loads the columns, draws them, and keeps picture, filters, card, table and words together.
import { Card } from "./card.js";
import { onColourChange, readColours } from "./colours.js";
import { Filters } from "./filters.js";
import { Net } from "./net.js";
import { Picture } from "./picture.js";
import { fillTable } from "./table.js";
import { countText, speak } from "./words.js";

const root = document.getElementById("overview");
const language = document.documentElement.lang === "ja" ? "ja" : "en";
const say = speak(language);
const find = (id) => document.getElementById(id);

async function start() {
  for (const element of document.querySelectorAll("[data-script]")) element.hidden = false;
  // On a phone the picture comes first; the filters open at a touch.
  if (matchMedia("(max-width: 60rem)").matches) find("ov-side").open = false;
  const response = await fetch(root.dataset.columns);
  if (!response.ok) throw new Error(`the picture's data: ${response.status}`);
  const columns = await response.json();
  performance.mark("columns-read");
  const net = new Net(columns);
  const wanted = net.numbers.get(new URLSearchParams(location.search).get("thing") ?? "");
  find("ov-wait").remove();
  const page = {};
  page.choose = (found, options) => choose(page, net, found, options);
  page.filters = new Filters(find("ov-filters"), net, {
    say, first: Number(root.dataset.first), last: Number(root.dataset.last), onChange: () => refilter(page, net),
  });
  net.filter(page.filters.read());
  page.picture = new Picture(find("ov-picture"), net, readColours(root), { onChoose: (found) => page.choose(found), onDrawn: tellDrawn });
  page.card = new Card(find("ov-card"), net, {
    say, language, ...root.dataset, onClose: () => page.choose({}), onPick: (thing) => page.choose({ thing }, { centre: true, focus: true }),
  });
  onColourChange(() => page.picture.recolour(readColours(root)));
  listen(page, net);
  tell(page, net);
  if (wanted !== undefined && net.degree[wanted]) page.choose({ thing: wanted }, { centre: true });
}

// The moment of the first frame with the picture, for whoever measures it.
function tellDrawn() {
  if (root.dataset.drawn) return;
  root.dataset.drawn = String(Math.round(performance.now()));
  performance.mark("picture-drawn");
}

function refilter(page, net) {
  net.filter(page.filters.read());
  page.picture.draw();
  tell(page, net);
}

function choose(page, net, found, { centre = false, focus = false } = {}) {
  page.chosen = found;
  page.card.show(found);
  if (centre) page.picture.centre(found.thing);
  page.picture.choose(found);
  page.filters.write(found.thing >= 0 ? net.things.id[found.thing] : "");
  if (focus) page.card.focus();
  else if (found.thing === undefined && found.line === undefined && page.opener?.isConnected) page.opener.focus();
  page.opener = focus ? document.activeElement : null;
}

// What is shown, in numbers and as a table.
function tell(page, net) {
  const { places, ties, undated, parts, largest } = net.measure();
  const text = (number) => countText(number, language);
  const said = places ? [say("seen", { places: text(places), ties: text(ties), parts: text(parts), largest: text(largest) })] : [say("seen_none")];
  if (undated) said.push(say("undated", { n: text(undated) }));
  find("ov-seen").textContent = said.join(language === "ja" ? "" : " ");
  fillTable(find("ov-best"), net, { say, language, doc: root.dataset.doc, onSee: (thing) => see(page, net, thing) });
  page.filters.write(page.chosen?.thing >= 0 ? net.things.id[page.chosen.thing] : "");
}

function see(page, net, thing) {
  const opener = document.activeElement;
  find("ov-picture").scrollIntoView({ block: "nearest" });
  page.choose({ thing }, { centre: true, focus: true });
  page.opener = opener;
  find("ov-seen").textContent = say("found", { name: net.things.name[thing] });
}

function listen(page, net) {
  const actions = { in: () => page.picture.zoom(1.4), out: () => page.picture.zoom(1 / 1.4), fit: () => page.picture.fit(), full: toggleFull };
  for (const button of document.querySelectorAll("[data-picture]")) button.addEventListener("click", actions[button.dataset.picture]);
  for (const button of document.querySelectorAll("[data-see]")) {
    const number = net.numbers.get(button.dataset.see);
    if (number !== undefined) button.addEventListener("click", () => see(page, net, number));
  }
  find("ov-search").addEventListener("glocal:pick", ({ detail }) => {
    const number = net.numbers.get(detail.id);
    if (number !== undefined && net.degree[number]) see(page, net, number);
    else find("ov-seen").textContent = say("not_in", { name: detail.label });
  });
}

function toggleFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else find("ov-picture").parentElement.requestFullscreen();
}

start().catch((error) => {
  console.warn(error);
  find("ov-wait")?.replaceChildren(say("failed"));
});
