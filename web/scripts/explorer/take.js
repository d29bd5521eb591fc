// What is shown, taken away: as a picture drawn here, or as a file that the server makes of exactly these things.
import { make } from "../views/dom.js";
import { drawNetwork } from "../views/network_picture.js";
import { takePicture } from "../views/picture.js";
import { nameOf } from "./deeds.js";
import { hasEnded } from "./look.js";
import { markOfLine, markOfThing } from "./marks.js";

const FILES = ["html", "turtle", "csv", "graphml", "gexf"];
const EXTENSIONS = { turtle: "ttl" };

// `seen` gives the picture of another view, where one is open that can be drawn.
export function mountSave(menu, { model, server, deeds, say, title, release, seen }) {
  const status = make("p", { class: "ex-status" });
  const line = (format, run) => make("li", {}, make("button", { type: "button", class: "ex-step", "data-format": format, onclick: () => save(format, run) }, make("strong", {}, say(`save_${format}`)), make("small", {}, say(`save_${format}_for`))));
  const save = async (format, run) => {
    status.textContent = say("save_working");
    try {
      const { blob, name } = await run(format);
      download(blob, name);
      status.textContent = say("save_done", { name });
    } catch (error) {
      status.textContent = say("failed", { reason: error.message });
    }
    deeds.parts.live.say(status.textContent);
  };
  const picture = async (format) => ({ blob: (await seen()?.(format)) ?? (await pictureOf(model, format, { say, title: title(), release })), name: `${stem([title(), seen() ? say(`view_${model.state.view}`) : ""].filter(Boolean).join(" "))}.${format}` });
  const file = (format) => server.file(format, { title: title() });
  menu.querySelector(".ex-sheet").replaceChildren(make("p", { class: "hint" }, say("save_hint")), make("ul", {}, ...["png", "svg"].map((format) => line(format, picture)), ...FILES.map((format) => line(format, file))), status);
}

// The network as it lies, with its legend, the day and the release.
export function pictureOf(model, format, { say, title, release }) {
  const { nodes, edges } = model.shown;
  const positions = Object.fromEntries(nodes.map(({ id, x, y }) => [id, model.state.pins[id] ? { x: model.state.pins[id][0], y: model.state.pins[id][1] } : { x, y }]));
  const dressed = nodes.map((node) => ({ id: node.id, label: nameOf(model, node.id), degree: model.linesOf(node.id).length, look: model.legend.things.get(node.look) ?? {}, size: node.size }));
  const lines = edges.map((edge) => ({ from: edge.from, to: edge.to, colour: edge.color?.color, width: edge.width, dashes: edge.dashes || (hasEnded(edge) ? [8, 6] : undefined), caption: edge.text ?? "", short: edge.label ?? "" }));
  const svg = drawNetwork({ nodes: dressed, edges: lines, byId: new Map(dressed.map((node) => [node.id, node])) }, positions, { title, language: model.language });
  const place = make("div", { class: "visually-hidden" });
  place.append(svg);
  document.body.append(place);
  return takePicture(svg, format, { title, credits: [say("credit", { release, address: location.origin })], keys: keysOf(model, nodes, edges) }).finally(() => place.remove());
}

function keysOf({ legend }, nodes, edges) {
  const looks = new Set(nodes.map(({ look }) => look));
  const lines = new Set(edges.flatMap(({ look, status }) => [look, status]));
  const of = (items, wanted, mark) => [...items.values()].filter(({ key }) => wanted.has(key)).map((item) => ({ mark: mark(item), text: item.label }));
  return [...of(legend.things, looks, (item) => markOfThing(item, 18)), ...of(legend.lines, lines, (item) => markOfLine(item, [20, 18]))];
}

function stem(title) {
  return title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ").trim().slice(0, 60) || "network";
}

function download(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = make("a", { href, download: name.replace(/\.(turtle)$/, (_, format) => `.${EXTENSIONS[format]}`) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
