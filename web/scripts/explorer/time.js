// The picture as it was on a day: a slider of years, a day, a range, and a button that lets the years go by.
import { make } from "../views/dom.js";
import { reducesMotion } from "./canvas.js";
import { finalDay, firstDay, isDate } from "./dates.js";
import { spanOf } from "./filters.js";

const STEP = 1100;
const EARLIEST = 1850;

export class Time {
  constructor(holder, model, deeds, say) {
    Object.assign(this, { holder, model, deeds, say, timer: 0 });
    this.#build();
    model.subscribe((what) => (what.has("data") || what.has("filters")) && this.draw());
    this.draw();
  }

  // The years in which something begins or ends, of all that is loaded.
  years() {
    const { nodes, edges } = this.model.loaded;
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const days = edges.flatMap((edge) => {
      const span = ["ties", "events"].includes(edge.group) ? spanOf(edge, byId) : null;
      return span ? [span.from, span.ended] : [];
    });
    const now = new Date().getFullYear();
    return [...new Set(days.filter(Boolean).map((day) => Number(day.slice(0, 4))))].filter((year) => year >= EARLIEST && year <= now).sort((one, other) => one - other);
  }

  draw() {
    const { filters } = this.model.state;
    const years = this.years();
    const now = new Date().getFullYear();
    const pressed = [this.now, this.clear].find((button) => button === document.activeElement);
    this.holder.hidden = !years.length && !filters.at && !filters.from && !filters.to;
    Object.assign(this.slider, { min: String(Math.min(years[0] ?? now - 1, now - 1) - 1), max: String(now) });
    this.slider.value = filters.at ? filters.at.slice(0, 4) : String(now);
    this.slider.setAttribute("aria-valuetext", this.text(filters.at));
    this.shown.textContent = this.text(filters.at);
    this.shown.classList.toggle("is-past", Boolean(filters.at));
    this.now.hidden = !filters.at;
    if (document.activeElement !== this.day) this.day.value = filters.at ? finalDay(filters.at) : "";
    for (const name of ["from", "to"]) if (document.activeElement !== this.range[name]) this.range[name].value = filters[name];
    this.undated.checked = filters.undated;
    const { undated } = this.model;
    this.undatedText.textContent = this.say("undated", { n: undated });
    this.undatedLine.hidden = !undated || !(filters.at || filters.from || filters.to);
    this.clear.hidden = !(filters.from || filters.to);
    if (filters.from || filters.to) this.more.open = true;
    // A button that goes when it was pressed leaves the focus to what it has set.
    if (pressed?.hidden) (pressed === this.now ? this.slider : this.range.from).focus();
  }

  // "as it is today", "as at the end of 1990", "as it was on 1 January 1990".
  text(at) {
    if (!at) return this.say("at_now");
    if (/^\d{4}$/.test(at)) return this.say("at_year", { year: at });
    const day = new Date(`${finalDay(at)}T12:00:00`);
    return this.say("at_day", { day: day.toLocaleDateString(this.model.language === "ja" ? "ja-JP" : "en-GB", { year: "numeric", month: "long", day: "numeric" }) });
  }

  #build() {
    const { say } = this;
    this.slider = make("input", { type: "range", step: "1", id: "ex-year", "aria-label": say("year_slider"), oninput: () => this.#at(this.slider.value) });
    this.play = make("button", { type: "button", class: "plain ex-play", "aria-pressed": "false", onclick: () => this.#toggle() }, say(reducesMotion() ? "play_next" : "play"));
    this.shown = make("output", { for: "ex-year", class: "ex-at", "aria-live": "off" });
    this.day = make("input", { type: "date", id: "ex-day", min: "1800-01-01", max: "2100-12-31", onchange: () => (this.day.value === "" || isDate(this.day.value)) && this.#at(this.day.value) });
    this.now = make("button", { type: "button", class: "plain", onclick: () => this.#at("") }, say("today"));
    this.range = Object.fromEntries(["from", "to"].map((name) => [name, make("input", { type: "text", inputmode: "numeric", size: 10, maxlength: 10, placeholder: name === "from" ? "1980" : "1999-12", onchange: (event) => this.#range(name, event.target) })]));
    this.undated = make("input", { type: "checkbox", onchange: () => this.deeds.filter(say(this.undated.checked ? "step_undated" : "step_dated"), { undated: this.undated.checked }) });
    this.undatedText = make("span", {});
    this.undatedLine = make("label", { class: "ex-undated" }, this.undated, this.undatedText);
    this.clear = make("button", { type: "button", class: "plain", onclick: () => this.deeds.filter(say("step_range_off"), { from: "", to: "" }) }, say("range_clear"));
    this.wrong = make("p", { class: "ex-wrong", role: "alert", hidden: true });
    this.more = make("details", {}, make("summary", {}, say("range")), make("div", { class: "ex-range" }, make("label", {}, say("range_from"), this.range.from), make("label", {}, say("range_to"), this.range.to), this.clear, make("span", { class: "hint" }, say("range_hint"))), this.wrong);
    this.holder.append(make("div", { class: "ex-time-row", role: "group", "aria-label": say("time") }, this.play, this.slider, this.shown, make("label", { class: "ex-day" }, make("span", {}, say("day")), this.day), this.now), this.undatedLine, this.more);
  }

  #at(at) {
    this.deeds.filter(at ? this.text(at) : this.say("step_now"), { at }, "at");
  }

  #range(name, input) {
    const text = input.value.normalize("NFKC").trim().replaceAll("/", "-");
    const other = this.model.state.filters[name === "from" ? "to" : "from"];
    const [from, to] = name === "from" ? [text, other] : [other, text];
    const problem = text && !isDate(text) ? "wrong_date" : from && to && firstDay(from) > finalDay(to) ? "wrong_order" : "";
    this.wrong.hidden = !problem;
    this.wrong.textContent = problem ? this.say(problem) : "";
    input.setAttribute("aria-invalid", String(Boolean(problem)));
    if (!problem) this.deeds.filter(this.say("step_range", { from: from || "…", to: to || "…" }), { from, to }, "range");
  }

  // Runs through the years in which something changes; for whoever wants no motion it goes one such year a press.
  #toggle() {
    if (this.timer) return this.#stop();
    if (reducesMotion()) return this.#next();
    this.play.setAttribute("aria-pressed", "true");
    this.play.textContent = this.say("pause");
    this.timer = setInterval(() => this.#next() || this.#stop(), STEP);
    return this.#next(true);
  }

  #stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.play.setAttribute("aria-pressed", "false");
    this.play.textContent = this.say(reducesMotion() ? "play_next" : "play");
  }

  // False at the end, where the picture is that of today again.
  #next(isStart = false) {
    const { at } = this.model.state.filters;
    const years = this.years();
    const year = years.find((one) => (isStart || !at ? true : one > Number(at.slice(0, 4))));
    this.#at(year === undefined ? "" : String(year));
    return year !== undefined;
  }
}
