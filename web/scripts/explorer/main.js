// The explorer: brings the model and all parts of its page together.
import { Canvas } from "./canvas.js";
import { Card } from "./card.js";
import { askCommon } from "./common.js";
import { decode } from "./address.js";
import { Deeds, nameOf } from "./deeds.js";
import { ExpandDialog } from "./expand.js";
import { listenToKeys } from "./keyboard.js";
import { KeysDialog } from "./keys.js";
import { countActive, Legend } from "./legend.js";
import { Live } from "./live.js";
import { tameMenus } from "./menus.js";
import { Model } from "./model.js";
import { OtherViews } from "./other_views.js";
import { mountPeek } from "./peek.js";
import { mountPicked } from "./picked.js";
import { Server } from "./server.js";
import { keepAddress, mountShare } from "./share.js";
import { mountSteps } from "./steps.js";
import { mountSummary } from "./summary.js";
import { mountSave } from "./take.js";
import { Time } from "./time.js";
import { mountTray } from "./tray.js";
import { Ways } from "./ways.js";
import { speak } from "./words.js";

const $ = (id) => document.getElementById(id);
const NARROW = "(max-width: 64rem)";

function start(root, view) {
  const { base, query, title, selection } = root.dataset;
  const language = document.documentElement.lang === "ja" ? "ja" : "en";
  const say = speak(language);
  root.hidden = false;
  if (matchMedia(NARROW).matches) $("ex-side").open = false;
  const state = { ...decode(query, base), focus: view.focus };
  const model = new Model({ view, state, base, language, first: say("step_start") });
  const server = new Server(model, say("unreached"));
  const deeds = new Deeds(model, say, { live: new Live($("ex-live")), server, picture: $("picture") });
  deeds.centre = (id) => deeds.refocus(say("step_centre", { name: nameOf(model, id) }), { focus: [id], hops: 1, add: [], drop: [] }).catch((error) => deeds.say("failed", { reason: error.message }));
  const canvas = new Canvas($("picture"), model, deeds);
  Object.assign(deeds.parts, { canvas, expand: new ExpandDialog(model, server, deeds, say), keys: new KeysDialog(say), after: root.querySelector("[data-picture=in]") });
  model.subscribe((what) => (what.has("data") || what.has("state") || what.has("filters") ? canvas.sync() : what.has("selected") ? canvas.rename() : what.has("picked") ? canvas.mark() : null));
  listenToKeys($("picture"), canvas, model, deeds);
  // The picture is there first; everything around it comes with the next turn.
  setTimeout(() => surround(root, { model, server, deeds, say, canvas, title, selection, view, isAsked: new URLSearchParams(location.search).has("lang") }), 0);
}

function surround(root, parts) {
  const { model, server, deeds, say, canvas, selection } = parts;
  deeds.parts.card = new Card($("card"), model, server, deeds, say);
  mountPeek($("ex-network"), deeds.parts.card, model, say);
  const time = new Time($("ex-time"), model, deeds, say);
  const legend = new Legend($("ex-legend"), model, deeds, say);
  mountSummary({ text: $("ex-summary"), counts: $("ex-counts"), none: $("ex-none") }, model, say, time);
  mountTray($("ex-tray"), model, deeds, say);
  mountSteps({ undo: $("ex-undo"), redo: $("ex-redo"), menu: $("ex-steps") }, model, deeds, say);
  const ways = new Ways($("ex-ways"), model, server, deeds, say);
  $("ex-path").addEventListener("click", () => ways.ask());
  mountPicked($("ex-picked"), model, say, {
    askPath: (one, other) => ways.ask(one, other),
    askCommon: (ids) => askCommon(ids, parts),
    unpick: (id) => deeds.pick(id),
    after: () => (model.state.view === "network" ? $("picture") : root.querySelector(`[data-view=${model.state.view}]`)),
    compare: (ids) => `/compare?${new URLSearchParams([...ids.map((id) => ["place", model.short(id)]), ["lang", model.language]])}`,
  });
  const load = once(() => import(selection));
  const views = new OtherViews({ buttons: root.querySelectorAll("[data-view]"), network: $("ex-network"), other: $("ex-other"), load }, model, deeds, say);
  const heading = () => say("title_of", { name: model.state.focus.map((id) => nameOf(model, id)).join(say("and")) });
  // What is taken away says of which day it is, and by what it is narrowed down; in words that come with the other views.
  let narrowed = ({ state: { filters } }) => (filters.at ? [time.text(filters.at)] : []);
  const caption = () => [heading(), ...narrowed(model)].join(say("comma"));
  load().then(({ narrowedBy }) => { narrowed = narrowedBy; }).catch(() => {});
  mountSave($("ex-save"), { ...parts, title: caption, release: parts.view.release ?? "", seen: () => views.image });
  mountShare($("ex-share"), parts);
  $("ex-help").addEventListener("click", () => deeds.help());
  tameMenus([$("ex-steps"), $("ex-save")]);
  foldTools($("ex-more"));
  addSearch($("ex-add"), parts);
  addHops($("ex-hops"), parts);
  addControls(root, canvas);
  const active = () => {
    const n = countActive(model.state.filters);
    $("ex-active").textContent = n ? say("filters_on", { n }) : "";
  };
  model.subscribe((what) => what.has("filters") && active());
  active();
  keepAddress(model, parts)();
  const entitle = () => title(heading(), model.state.view, say);
  model.subscribe((what) => (what.has("state") || what.has("view")) && entitle());
  entitle();
  $("ex-plain").hidden = true;
  root.dataset.ready = "true";
  // What a deed has told already the facets need not tell again. They come with the other views, when there is nothing more urgent to do.
  (window.requestIdleCallback ?? setTimeout)(() => load().then(({ mountFacets }) => mountFacets($("ex-facets"), model, (text) => deeds.told !== model.state.filters && deeds.parts.live.say(text))).catch(() => {}));
  return legend;
}

// The heading follows the focus; the page's title says the view as well.
function title(text, view, say) {
  const heading = document.querySelector("h1");
  if (heading.textContent !== text) heading.textContent = text;
  const site = document.title.slice(document.title.lastIndexOf(" · "));
  document.title = `${view === "network" ? text : say("title_view", { title: text, view: say(`view_${view}`) })}${site}`;
}

// On a phone the tools unfold from one button; elsewhere the button is not seen.
function foldTools(button) {
  button.addEventListener("click", () => button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true")));
}

function addSearch(input, { model, server, deeds, say, canvas }) {
  const take = async (hit) => {
    try {
      const isNew = !model.isShown(hit.iri);
      if (isNew) await deeds.add([hit.iri], say("step_add", { name: hit.label }));
      model.select(hit.iri);
      if (model.isShown(hit.iri)) canvas.reveal(hit.iri, isNew);
    } catch (error) {
      deeds.say("failed", { reason: error.message });
    }
  };
  input.addEventListener("glocal:pick", ({ detail }) => take(detail));
  // Enter before a suggestion was chosen takes the best.
  input.addEventListener("keydown", async (event) => {
    const text = input.value.trim();
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !text) return;
    const [hit] = await server.search(text).catch(() => []);
    if (!hit) return void deeds.say("said_no_hit", { text });
    input.value = "";
    input.dispatchEvent(new Event("input"));
    await take(hit);
  });
}

// How far the neighbourhood of the focus reaches.
function addHops(select, { model, deeds, say }) {
  select.closest("label").hidden = false;
  const follow = () => {
    select.value = String(model.state.hops);
    select.disabled = !model.state.focus.length;
  };
  select.addEventListener("change", () => {
    const name = say("step_hops", { text: select.selectedOptions[0].textContent });
    deeds.refocus(name, { hops: Number(select.value) }).catch((error) => {
      deeds.say("failed", { reason: error.message });
      follow();
    });
  });
  model.subscribe((what) => what.has("state") && follow());
  follow();
}

function addControls(root, canvas) {
  const main = root.querySelector(".ex-body");
  const full = root.querySelector("[data-picture=full]");
  const actions = { fit: () => canvas.fit(), in: () => canvas.zoom(1.3), out: () => canvas.zoom(1 / 1.3), full: () => (document.fullscreenElement ? document.exitFullscreen() : main.requestFullscreen()) };
  for (const button of root.querySelectorAll("[data-picture]")) button.addEventListener("click", actions[button.dataset.picture]);
  document.addEventListener("fullscreenchange", () => full.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))));
}

function once(make) {
  let made;
  return () => (made ??= make());
}

const root = $("explorer");
const source = $("view");
if (root && source && globalThis.vis) start(root, JSON.parse(source.textContent));
