// The selection on a map: places with great-circle ties, or the number of ties by country or prefecture.
import { draw, make } from "../views/dom.js";
import { Labels } from "../views/labels.js";
import { drawMap } from "../views/map.js";
import { isInJapan } from "../views/map_data.js";
import { markShape } from "../views/looks.js";
import { loadShapes } from "../views/shapes.js";
import { onResize, sample } from "../views/stage.js";
import { countText } from "../views/words.js";
import { follow, isMaterial, pageOf } from "./live.js";
import { toCard, toFacets } from "./jump.js";
import { countAreas, findUnplaced, readPlaces } from "./places.js";
import { markSelected, openView, titleOf } from "./stage.js";
import { openThingList } from "./thing_list.js";
import { pairName, speak } from "./words.js";

const LARGEST = 5;

export function mountMap(container, model) {
  const view = new MapView(container, model);
  view.ready = view.render();
  return { image: (format) => view.image(format), destroy: () => view.destroy() };
}

class MapView {
  constructor(container, model) {
    this.model = model;
    this.say = speak(model.language);
    this.root = make("div", { class: "view selection-map" });
    container.replaceChildren(this.root);
    const options = { onSelect: (id) => this.choose(id), onDrawn: (svg) => markSelected(svg, model), summarise: (stage, data) => this.summarise(stage, data), near: true };
    Object.assign(this, openView(this.root, model, this.say, { options }));
    this.stage.sheet.classList.add("selection-sheet");
    this.labels = new Labels(model.language, model.base.replace(/id\/$/, ""));
    this.addTools();
    this.places = openThingList(model, this.say);
    this.missing = openThingList(model, this.say);
    this.root.prepend(toFacets(this.say));
    this.root.append(this.missing.element, this.places.element);
    this.card = toCard(this.say);
    this.stage.sheet.after(this.card);
    this.endings = [follow(model, (what) => this.onChange(what)), onResize(this.stage, () => this.render())];
  }

  get mode() {
    return this.model.state.map.mode;
  }

  addTools() {
    const { say, stage, context, model } = this;
    this.modes = this.group(say("map_mode"), { lines: say("map_lines"), counts: say("map_counts") }, (mode) => model.setMap({ mode }));
    this.areas = this.group(say("map_area"), { world: context.say("map_world"), japan: context.say("map_japan") }, (area) => model.setMap({ area }));
    stage.button("+", () => this.zoom?.by(1.6), context.say("zoom_in"));
    stage.button("−", () => this.zoom?.by(1 / 1.6), context.say("zoom_out"));
    stage.button(context.say("zoom_all"), () => this.zoom?.reset());
  }

  // Buttons of which one is pressed.
  group(label, names, act) {
    const buttons = Object.fromEntries(Object.entries(names).map(([name, text]) => [name, make("button", { type: "button", class: "plain", onclick: () => act(name) }, text)]));
    this.stage.tools.append(make("span", { class: "viewer-choice", role: "group", "aria-label": label }, ...Object.values(buttons)));
    this.stage.tools.hidden = false;
    return buttons;
  }

  onChange(what) {
    if (isMaterial(what) || what.has("map")) this.render();
    else if (what.has("selected")) {
      this.card.hidden = !this.model.selected;
      markSelected(this.stage.svg, this.model);
      this.places.mark();
      this.missing.mark();
    }
  }

  async render() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const { model, say, context, stage } = this;
    await this.labels.need(findUnplaced(model.shown).map(({ id }) => id));
    if (turn !== this.turn) return;
    this.read();
    this.card.hidden = !model.selected;
    this.area = model.state.map.area || this.area || (this.data.points.length && this.data.points.every(isInJapan) ? "japan" : "world");
    press(this.modes, this.mode);
    press(this.areas, this.area);
    context.title = titleOf(model, say);
    try {
      await loadShapes(this.area);
      if (turn !== this.turn) return;
      const zoom = await drawMap(stage, this.mode === "counts" ? this.readAreas() : this.data, this.area, context);
      if (turn !== this.turn) return;
      this.zoom = zoom;
      this.root.dataset.drawn = `${this.mode} ${this.area}`;
    } catch (error) {
      stage.sheet.replaceChildren(make("p", { class: "note warn" }, say("failed")));
      console.warn(error);
    }
  }

  read() {
    const { model, say } = this;
    const href = (iri) => pageOf(iri, model);
    this.data = { ...readPlaces(model.shown, href, (edge, one, other) => lineLabel(edge, one, other, say), (node) => this.spotOf(node)), areas: null, number: null };
    const { points, missing } = this.data;
    const collator = new Intl.Collator(model.language);
    const listed = points.map(({ id, label, lang, detail }) => ({ id, name: label, lang, detail })).sort((a, b) => collator.compare(a.name, b.name));
    this.places.take(listed, say("map_places", { n: countText(points.length, model.language) }));
    this.missing.take(missing.map(({ id, name, name_lang: lang }) => ({ id, name, lang })), say("map_missing", { n: countText(missing.length, model.language) }));
  }

  // Where something in or around a place lies, for the places whose own position nobody has told.
  spotOf({ id, look }) {
    const entry = look === "country" ? null : this.labels.entry(id);
    return Number.isFinite(entry?.lat) ? { lat: entry.lat, long: entry.long } : null;
  }

  readAreas() {
    const { model, say } = this;
    const kind = this.area === "japan" ? "prefecture" : "country";
    const counts = countAreas(model.shown, kind);
    const areas = new Map([...counts].map(([code, { value, label }]) => [code, {
      label, value, id: code, href: pageOf(`${model.base}${kind}/${code}`, model), words: say("map_only", { name: label, n: countText(value, model.language) }),
    }]));
    return { points: [], lines: [], areas, number: { name: "ties", heading: say("map_number"), home: "JP" }, missing: 0 };
  }

  // A place or line is selected; a country or prefecture of the counts narrows the selection down to itself.
  choose(id) {
    const { model, say } = this;
    if (this.mode !== "counts") {
      model.select(model.selected === id ? null : id);
      return;
    }
    const name = this.area === "japan" ? "prefecture" : "country";
    const value = name === "country" ? id : `${model.base}prefecture/${id}`;
    const old = model.state.filters[name];
    const isOff = old.length === 1 && old[0] === value;
    const label = countAreas(model.shown, name).get(id)?.label ?? id;
    model.change(say(isOff ? "facet_step_off" : "facet_step", { facet: say(`facet_${name}`), value: label }), { filters: { [name]: isOff ? [] : [value] } });
  }

  summarise(stage, data) {
    if (data.areas) this.sayCounts(stage, data.areas);
    else this.sayPlaces(stage, data);
  }

  sayCounts(stage, areas) {
    const { say, model } = this;
    const top = [...areas.values()].sort((one, other) => other.value - one.value).slice(0, LARGEST);
    const most = top.map(({ label, value }) => say("map_counted", { name: label, n: countText(value, model.language) })).join(say("joint"));
    const key = this.area === "japan" ? "map_summary_prefectures" : "map_summary_counts";
    if (this.area === "world") stage.key(sample(draw("rect", { class: "land home", x: 1, y: 3, width: 18, height: 14 })), say("map_home_not"));
    stage.summary.textContent = areas.size ? say(key, { n: areas.size, most }) : say("map_nothing");
  }

  sayPlaces(stage, { points, lines, lineless }) {
    const { say, context, model } = this;
    const home = points.filter(isInJapan).length;
    const text = (n) => countText(n, model.language);
    const near = points.filter((point) => point.isNear && (this.area === "world" || isInJapan(point))).length;
    const isAbroad = this.area === "world";
    const drawn = isAbroad ? lines : lines.filter(({ one, other }) => isInJapan(one) && isInJapan(other));
    const numbers = { n: text(points.length), home: text(home), away: text(points.length - home), lines: text(lines.length), within: text(drawn.length), across: text(lines.length - drawn.length) };
    const said = [points.length ? say(isAbroad || home === points.length ? "map_summary" : "map_summary_japan", numbers) : say("map_nothing")];
    if (near) said.push(context.say("map_nearly", { n: text(near) }));
    if (lineless) said.push(say("map_lineless", { n: text(lineless) }));
    stage.summary.textContent = said.join(model.language === "ja" ? "" : " ");
    if (home) stage.key(sample(mark("circle", "place home")), context.say("map_home"));
    if (isAbroad && home < points.length) stage.key(sample(mark("diamond", "place")), context.say("map_away"));
    if (drawn.some(({ ended }) => !ended)) stage.key(sample(draw("line", { class: "arc", x1: 0, x2: 20, y1: 10, y2: 10 })), say("ties"));
    if (drawn.some(({ ended }) => ended)) stage.key(sample(draw("line", { class: "arc ended", x1: 0, x2: 20, y1: 10, y2: 10 })), context.say("map_ended"));
  }

  image(format) {
    return this.stage.image(format);
  }

  destroy() {
    for (const end of this.endings) end();
    this.turn = -1;
    this.root.remove();
  }
}

function mark(shape, name) {
  const sign = markShape(shape, 10, 10, 5);
  sign.setAttribute("class", name);
  return sign;
}

function lineLabel(edge, one, other, say) {
  return [pairName(one, other, say), edge.text].filter(Boolean).join(" · ");
}

function press(buttons, chosen) {
  for (const [name, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", String(name === chosen));
}
