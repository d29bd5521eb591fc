// The selection by years: ties and events on two lanes, with bars of all years to brush a range from.
import { scaleLinear } from "d3-scale";

import { sift } from "../explorer/filters.js";
import { showDate } from "../views/dates.js";
import { draw, make } from "../views/dom.js";
import { onResize, sample } from "../views/stage.js";
import { NARROW } from "../views/timeline.js";
import { countText } from "../views/words.js";
import { drawBrush, yearScale, yearTicks } from "./brush.js";
import { eraOfYear } from "./eras.js";
import { drawDown, drawLane, isMany, signOf } from "./lanes.js";
import { toCard, toFacets } from "./jump.js";
import { follow, isMaterial, pageOf } from "./live.js";
import { markSelected, openView, titleOf } from "./stage.js";
import { openThingList } from "./thing_list.js";
import { pairName, speak } from "./words.js";
import { openYearForm, setRange } from "./year_form.js";
import { countYears, LANES, readItems, spanOfYears } from "./years.js";

const SIDE = 30;
// Names of the lanes need so much room; a narrower page scrolls the drawing sideways.
const LEAST = 640;
const MOST_DOWN = 120;
const LEAST_YEARS = 12;

export function mountTimeline(container, model) {
  const view = new TimelineView(container, model);
  view.render();
  return { image: (format) => view.image(format), destroy: () => view.destroy() };
}

class TimelineView {
  constructor(container, model) {
    this.model = model;
    this.say = speak(model.language);
    this.root = make("div", { class: "view selection-timeline" });
    container.replaceChildren(this.root);
    this.options = { onSelect: (id) => model.select(model.selected === id ? null : id) };
    Object.assign(this, openView(this.root, model, this.say, { options: this.options }));
    this.form = openYearForm(model, this.say);
    this.stage.summary.after(this.form.element);
    this.undated = openThingList(model, this.say);
    this.root.prepend(toFacets(this.say));
    this.root.append(this.undated.element);
    this.card = toCard(this.say);
    this.stage.sheet.after(this.card);
    this.endings = [follow(model, (what) => this.onChange(what)), onResize(this.stage, () => this.render())];
  }

  onChange(what) {
    if (isMaterial(what)) this.render();
    else if (what.has("selected")) {
      this.card.hidden = !this.model.selected;
      markSelected(this.stage.svg, this.model);
      this.undated.mark();
    }
  }

  render() {
    const { model, stage, say, context } = this;
    const { items, undated } = readItems(model.shown);
    const { loaded, state: { filters } } = model;
    // Bars of all years, so that a range can be widened again.
    const all = readItems(sift(loaded.nodes, loaded.edges, { ...filters, from: "", to: "" }, (id) => model.isFocus(id))).items;
    for (const item of [...items, ...undated]) this.name(item);
    context.title = titleOf(model, say);
    this.form.show(model.undated);
    this.undated.take(undated.map(({ id, label }) => ({ id, name: label })), say("undated_list", { n: countText(undated.length, model.language) }));
    this.card.hidden = !model.selected;
    this.summarise(items, all);
    this.draw(items, all);
    markSelected(stage.svg, model);
    this.root.dataset.drawn = String(items.length);
  }

  // What an item is called, and all that is known of it in one line.
  name(item) {
    const { model, say } = this;
    const [one, other] = item.things;
    item.label = other ? pairName(...outwards(one, other, model), say) : one.name;
    item.when = item.date ? showDate(item.date, model.language) : say("unknown_date");
    item.href = pageOf(item.edge?.iri ?? one.id, model);
    const until = item.ended && item.ended !== "?" ? say("timeline_until", { date: showDate(item.ended, model.language) }) : item.ended ? say("status_ended") : "";
    item.words = [item.when, other ? say(`kind_${item.kind}`) : "", until].filter(Boolean).join(" — ");
  }

  summarise(items, all) {
    const { say, model, stage } = this;
    const text = (n) => countText(n, model.language);
    if (!items.length) {
      stage.summary.textContent = say(all.length ? "timeline_none_range" : "timeline_none");
      return;
    }
    const [first, last] = spanOfYears(items);
    const ties = items.filter(({ lane }) => lane === "ties");
    const said = [say(first === last ? "timeline_summary_one" : "timeline_summary", { ties: text(ties.length), events: text(items.length - ties.length), from: first, to: last })];
    const busiest = [...countYears(ties)].sort((one, other) => other[1].ties - one[1].ties)[0];
    if (busiest?.[1].ties > 1 && ties.length > 8) said.push(say("timeline_most", { year: busiest[0], n: text(busiest[1].ties) }));
    stage.summary.textContent = said.join(model.language === "ja" ? "" : " ");
  }

  draw(items, all) {
    const { stage, say, model } = this;
    const page = stage.width();
    const isNarrow = page < NARROW && items.length <= MOST_DOWN;
    const width = isNarrow ? page : Math.max(page, LEAST);
    const { filters } = model.state;
    const range = { from: filters.from.slice(0, 4), to: filters.to.slice(0, 4) };
    const svg = stage.paper(width, 100, this.context.say("timeline"));
    stage.clearKeys();
    stage.say("");
    let height = 8;
    const pick = (from, to) => setRange(model, say, from, to);
    const span = widened(spanOfYears(all));
    if (span) {
      const brush = draw("g", { class: "overview" });
      svg.append(brush);
      height += drawBrush(brush, { years: countYears(all), span, range, width, language: model.language, say, pick });
      stage.help(say("year_brush"));
    }
    if (items.length) height = isNarrow ? height + drawDown(svg, items, { top: height + 8, width, options: this.options }) : this.drawLanes(svg, items, { span, range, width, top: height + 10, pick });
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    this.addKeys(items);
  }

  // All years stand below their bars; a range has a scale of its own.
  drawLanes(svg, items, { span, range, width, top, pick }) {
    const { say, model } = this;
    const isWhole = !range.from && !range.to;
    const scale = isWhole ? yearScale(span, width) : scaleOfRange(spanOfYears(items, range), width);
    const axis = draw("g", { class: "axis", "aria-hidden": "true" });
    svg.append(axis);
    let at = top + (isWhole ? 4 : 34);
    for (const lane of LANES) {
      const own = items.filter((item) => item.lane === lane);
      const title = say(`timeline_${lane}`, { n: countText(own.length, model.language) });
      at += drawLane(svg, own, { top: at, scale, width, title, options: this.options, lane, pick, say });
      svg.append(draw("line", { class: "base", x1: 0, x2: width, y1: at, y2: at }));
      at += 6;
    }
    if (LANES.some((lane) => isMany(items.filter((item) => item.lane === lane)))) this.stage.say(say("timeline_bars"));
    addAxis(axis, scale, { top, bottom: at - 6, width, language: model.language, isBare: isWhole });
    return at + 6;
  }

  addKeys(items) {
    const { stage, say } = this;
    const has = (test) => items.some(test);
    if (has(({ lane, ended }) => lane === "ties" && !ended)) stage.key(sample(signOf({ lane: "ties" }, 10, 10)), say("timeline_tie"));
    if (has(({ lane, ended }) => lane === "ties" && ended)) stage.key(sample(signOf({ lane: "ties", ended: "?" }, 10, 10)), say("timeline_ended"));
    if (has(({ lane }) => lane === "events")) stage.key(sample(signOf({ lane: "events" }, 10, 10)), say("timeline_event"));
  }

  image(format) {
    return this.stage.image(format);
  }

  destroy() {
    for (const end of this.endings) end();
    this.root.remove();
  }
}

// The focus, else Japan, is named first.
function outwards(one, other, model) {
  const rank = (node) => (model.isFocus(node.id) ? 0 : 2) + (node.country === "JP" ? 0 : 1);
  return rank(one) <= rank(other) ? [one, other] : [other, one];
}

// Bars of one year or two would be as wide as the page.
function widened(span) {
  if (!span) return null;
  const lack = Math.max(0, LEAST_YEARS - (span[1] - span[0]));
  return [span[0] - Math.floor(lack / 2), span[1] + Math.ceil(lack / 2)];
}

function scaleOfRange([first, last], width) {
  const room = Math.max((last - first) * 0.03, (4 - (last - first)) / 2, 0.4);
  return scaleLinear([first - room, last + 1 + room], [SIDE, width - SIDE]);
}

function addAxis(axis, scale, { top, bottom, width, language, isBare }) {
  for (const year of yearTicks(scale, width)) {
    const x = scale(year);
    axis.append(draw("line", { x1: x, x2: x, y1: isBare ? top : top + 30, y2: bottom }));
    if (isBare) continue;
    axis.append(draw("text", { x, y: top + 12, "text-anchor": "middle", "font-size": 12 }, String(year)));
    if (language === "ja") axis.append(draw("text", { x, y: top + 26, "text-anchor": "middle", "font-size": 10.5 }, eraOfYear(year)));
  }
}
