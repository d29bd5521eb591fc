// The table view: labels and links, sorting, a filter, pages of rows; 100,000 rows stay quick, as few are in the page.
import { isNumber } from "./answer.js";
import { readDate, showDate } from "./dates.js";
import { make, safeLink } from "./dom.js";
import { countText } from "./words.js";

const PAGE = 100;
// A column with more things than this is sorted and filtered by the names that are known already.
const MOST_NAMES = 20_000;

export async function mountTable(holder, answer, context) {
  const view = new Table(answer, context);
  holder.append(view.element);
  await view.arrange();
  return { destroy: () => view.element.remove(), state: () => view.state };
}

class Table {
  constructor(answer, context) {
    Object.assign(this, { answer, context });
    const { sort = "", descending = false, filter = "", page = 1 } = context.state;
    this.state = { sort, descending, filter, page };
    this.order = [];
    this.keys = new Map();
    this.build();
  }

  build() {
    const { say, title } = this.context;
    this.filter = make("input", { type: "search", value: this.state.filter, oninput: () => this.onFilter() });
    this.status = make("p", { class: "view-status", role: "status" });
    this.body = make("tbody", { role: "rowgroup" });
    this.heads = this.answer.columns.map((column) => this.head(column));
    // The roles keep it a table for screen readers where a phone stacks its cells.
    const table = make("table", { class: "view-table stacked", role: "table" },
      make("caption", { class: "visually-hidden" }, title || say("table")),
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...this.heads)), this.body);
    this.pager = make("nav", { class: "view-pager", "aria-label": say("table_pages") });
    this.element = make("div", { class: "view-table-holder" },
      make("div", { class: "view-tools" }, make("label", { class: "view-filter" }, say("table_filter"), " ", this.filter), this.status),
      make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title || say("table") }, table), this.pager);
  }

  head(column) {
    const button = make("button", { type: "button", class: "view-sort", onclick: () => this.onSort(column.name) }, column.heading);
    return make("th", { scope: "col", role: "columnheader", class: isRight(column) ? "number" : undefined }, button);
  }

  onFilter() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change({ filter: this.filter.value.trim(), page: 1 }), 200);
  }

  onSort(name) {
    const { sort, descending } = this.state;
    if (sort !== name) this.change({ sort: name, descending: false, page: 1 });
    else if (!descending) this.change({ descending: true, page: 1 });
    else this.change({ sort: "", descending: false, page: 1 });
  }

  async change(news) {
    Object.assign(this.state, news);
    await this.arrange();
    this.context.changed();
  }

  // Which rows are shown, in which order; then the page of them.
  async arrange() {
    const { rows } = this.answer;
    const asked = (this.asked = (this.asked ?? 0) + 1);
    if (this.state.filter) await this.nameAll();
    const column = this.answer.columns.find(({ name }) => name === this.state.sort);
    if (column) await this.nameAll([column]);
    if (asked !== this.asked) return;
    let order = rows.map((_, index) => index);
    if (this.state.filter) order = order.filter((index) => this.textOf(index).includes(fold(this.state.filter)));
    if (column) order.sort(this.comparison(column));
    this.order = order;
    await this.show();
  }

  async nameAll(columns = this.answer.columns) {
    const iris = new Set();
    for (const { index, kind } of columns) {
      if (kind !== "thing" && kind !== "text") continue;
      for (const row of this.answer.rows) {
        if (row[index]?.type === "uri" && iris.size < MOST_NAMES) iris.add(row[index].value);
      }
    }
    const before = this.context.labels.known.size;
    await this.context.labels.need(iris);
    if (this.context.labels.known.size !== before) this.texts = null;
  }

  textOf(index) {
    this.texts ??= new Array(this.answer.rows.length);
    this.texts[index] ??= fold(this.answer.rows[index].map((cell) => (cell ? `${this.shown(cell)} ${cell.value}` : "")).join(" "));
    return this.texts[index];
  }

  shown(cell) {
    return cell.type === "literal" && readDate(cell.value) && !isNumber(cell) ? showDate(cell.value, this.context.language) : this.context.labels.text(cell);
  }

  comparison({ index, kind }) {
    const { language, labels } = this.context;
    const collator = new Intl.Collator(language, { numeric: true });
    const keys = this.answer.rows.map((row) => sortKey(row[index], kind, labels));
    const sign = this.state.descending ? -1 : 1;
    return (one, other) => {
      const [a, b] = [keys[one], keys[other]];
      // A row without a value comes last, whichever way.
      if (a === null || b === null) return (a === null) - (b === null) || one - other;
      const difference = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
      return sign * difference || one - other;
    };
  }

  async show() {
    const pages = Math.max(1, Math.ceil(this.order.length / PAGE));
    this.state.page = Math.min(Math.max(1, this.state.page), pages);
    const start = (this.state.page - 1) * PAGE;
    const indexes = this.order.slice(start, start + PAGE);
    this.put(indexes);
    this.tell(start, indexes.length, pages);
    const before = this.context.labels.known.size;
    await this.context.labels.need(indexes.flatMap((index) => this.answer.rows[index].filter((cell) => cell?.type === "uri").map((cell) => cell.value)));
    if (this.context.labels.known.size !== before) this.put(indexes);
  }

  put(indexes) {
    const rows = indexes.map((index) => make("tr", { role: "row" }, ...this.answer.columns.map((column) => this.cell(this.answer.rows[index][column.index], column))));
    this.body.replaceChildren(...rows);
    for (const [place, head] of this.heads.entries()) {
      const isSorted = this.answer.columns[place].name === this.state.sort;
      if (isSorted) head.setAttribute("aria-sort", this.state.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  cell(cell, column) {
    const element = make("td", { role: "cell", "data-label": column.heading, class: isRight(column) ? "number" : column.kind === "date" ? "date" : undefined });
    if (cell) element.append(this.content(cell, column));
    return element;
  }

  content(cell, column) {
    const { labels, language } = this.context;
    const text = labels.text(cell);
    const lang = labels.tag(cell) || undefined;
    if (cell.type === "uri") {
      const own = labels.page(cell);
      if (own) return make("a", { href: own, lang }, text);
      return link(cell.value, text, lang);
    }
    if (column.kind === "date" || isWholeDate(cell)) return document.createTextNode(showDate(cell.value, language));
    if (isNumber(cell) && ["number", "ordinal"].includes(column.kind)) return document.createTextNode(Number(cell.value).toLocaleString(language, { maximumFractionDigits: 6 }));
    if (/^https?:\/\//.test(cell.value)) return link(cell.value, hostOf(cell.value), lang);
    return make("span", { lang, class: cell.value.length > 120 ? "view-long" : undefined }, text);
  }

  tell(start, shown, pages) {
    const { say, language } = this.context;
    const total = countText(this.answer.rows.length, language);
    const fitting = countText(this.order.length, language);
    const counts = this.state.filter ? say("table_fitting", { n: fitting, total }) : say("rows", { n: total });
    this.status.textContent = pages > 1
      ? say("table_shown", { counts, from: countText(start + 1, language), to: countText(start + shown, language) }) : counts;
    this.pager.replaceChildren();
    this.pager.hidden = pages < 2;
    if (pages < 2) return;
    const step = (key, page, off) => make("button", { type: "button", class: "plain", disabled: off, onclick: () => this.turn(page, key) }, say(key));
    const { page } = this.state;
    this.pager.append(step("first", 1, page === 1), step("previous", page - 1, page === 1),
      make("span", {}, say("table_page", { page: countText(page, language), pages: countText(pages, language) })),
      step("next", page + 1, page === pages), step("last", pages, page === pages));
  }

  async turn(page, key) {
    this.state.page = page;
    await this.show();
    const words = this.context.say(key);
    [...this.pager.querySelectorAll("button")].find((button) => button.textContent === words && !button.disabled)?.focus();
    this.context.changed();
  }
}

function isRight(column) {
  return ["number", "ordinal", "latitude", "longitude"].includes(column.kind);
}

// A date among other texts; a bare year may be anything.
function isWholeDate(cell) {
  return !cell.lang && cell.value.length > 6 && cell.value.length < 26 && readDate(cell.value) !== null;
}

function link(address, text, lang) {
  const safe = safeLink(address);
  if (!safe) return make("span", { lang }, text);
  return make("a", { href: safe, rel: "noopener external", class: "outside", title: safe, lang }, text);
}

function hostOf(address) {
  try {
    return new URL(address).host.replace(/^www\./, "");
  } catch {
    return address;
  }
}

function sortKey(cell, kind, labels) {
  if (!cell) return null;
  if (isNumber(cell)) return Number(cell.value);
  if (kind === "date") return readDate(cell.value)?.from ?? cell.value;
  return labels.sortKey(cell);
}

function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}
